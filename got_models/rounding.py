"""Keeping the weights of a network's linear layers in fewer bits, through torchao or bitsandbytes.

What a layer computes stays in the dtype it had; only its weights are stored smaller.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from torch import Tensor, nn

from got_models.errors import MissingPackage
from got_models.quantisers import Precision, Quantiser

_TORCHAO = {
    "int8": "Int8WeightOnlyConfig",
    "fp8": "Float8WeightOnlyConfig",
    "int4": "Int4WeightOnlyConfig",
}


_BLOCK = 64
"""Weights of a row that bitsandbytes gives a scale in 4 bits; rows of no whole blocks stay."""


def rounded(network: nn.Module, quantiser: Quantiser) -> None:
    """Round the weights of all linear layers of a network, in place; it cannot be taken back.

    A layer that was rounded before is rounded from what it is now.

    Raises:
        MissingPackage: A package that is needed is not there.
    """
    works: dict[str, Callable[[nn.Module, Precision], None]] = {
        "torchao": _by_torchao,
        "bitsandbytes": _by_bitsandbytes,
    }
    for parent in list(network.modules()):
        for name, layer in list(parent.named_children()):
            if isinstance(layer, nn.Linear):
                setattr(parent, name, _whole(layer))
    try:
        works[quantiser.package](network, quantiser.precision)
    except ImportError as cause:
        raise MissingPackage(cause.name or quantiser.package) from cause


def stored_bytes(network: nn.Module) -> int:
    """Return the bytes that the weights of a network take, with the scales of rounded ones."""
    return sum(sum(map(_bytes, _parts(weight))) for weight in network.parameters())


def _whole(layer: nn.Linear) -> nn.Linear:
    """Return a layer with plain weights, itself if it has them."""
    weight: Any = layer.weight
    if getattr(weight, "SCB", None) is not None or getattr(layer, "state", None) is not None:
        held: Any = weight if weight.SCB is not None else layer.state
        functional = import_module("bitsandbytes").functional
        plain = functional.int8_vectorwise_dequant(held.CB, held.SCB)
    elif type(weight) is not nn.Parameter and hasattr(weight, "dequantize"):
        plain = weight.dequantize()
    else:
        return layer
    made = nn.Linear(layer.in_features, layer.out_features, bias=False, device="meta")
    made.weight = nn.Parameter(plain, requires_grad=False)
    made.bias = layer.bias
    return made.eval()


def _by_torchao(network: nn.Module, precision: Precision) -> None:
    quantization = import_module("torchao.quantization")
    quantization.quantize_(network, getattr(quantization, _TORCHAO[precision])())


def _by_bitsandbytes(network: nn.Module, precision: Precision) -> None:
    layers = import_module("bitsandbytes").nn
    for parent in list(network.modules()):
        for name, layer in list(parent.named_children()):
            if type(layer) is nn.Linear and _fits(layer, precision):
                setattr(parent, name, _small_layer(layers, layer, precision))


def _fits(layer: nn.Linear, precision: Precision) -> bool:
    return precision == "int8" or layer.in_features % _BLOCK == 0


def _small_layer(layers: Any, layer: nn.Linear, precision: Precision) -> nn.Module:
    weight, device = layer.weight.data, layer.weight.device
    shape = (layer.in_features, layer.out_features)
    if precision == "int8":
        small = layers.Linear8bitLt(*shape, bias=False, has_fp16_weights=False, device="meta")
        small.weight = layers.Int8Params(weight, requires_grad=False, has_fp16_weights=False)
    else:
        small = layers.Linear4bit(
            *shape, bias=False, compute_dtype=weight.dtype, quant_type="nf4", device="meta"
        )
        small.weight = layers.Params4bit(weight, requires_grad=False, quant_type="nf4")
    small.bias = layer.bias
    made: nn.Module = small.eval().to(device)
    return made


def _parts(weight: Any) -> list[Tensor]:
    """Return the plain tensors that a weight is kept in."""
    flatten = getattr(type(weight), "__tensor_flatten__", None)
    if flatten is not None and type(weight) is not nn.Parameter:
        return [getattr(weight, name) for name in weight.__tensor_flatten__()[0]]
    return [weight]


def _bytes(tensor: Tensor) -> int:
    return tensor.numel() * tensor.element_size()
