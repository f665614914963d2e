"""How large got-tiny is: its widths and depths in one place, and a size for trying the code."""

from got_models.value import Value


class TinySize(Value):
    """Widths and depths of all parts. Widths of the reasoner are multiples of a head's 32."""

    side: int = 128
    """Side of the pictures, drawn and seen, in pixels."""
    latent_channels: int = 8
    hidden: int = 192
    """Width of the reasoner, and of what it tells the UNet."""
    layers: int = 6
    pooled: int = 128
    """Width of the pooled guidance."""
    vision_hidden: int = 128
    vision_layers: int = 4
    patch: int = 8
    """Side of a patch of the vision tower, in pixels."""
    merge: int = 2
    """Patches along a side that become one token."""
    unet_channels: tuple[int, int] = (128, 192)
    unet_heads: tuple[int, int] = (4, 6)
    autoencoder_widths: tuple[int, int, int] = (128, 192, 80)
    """Encoder, decoder, and the decoder's finer half."""


GOT_TINY = TinySize()
"""What is trained and shipped."""

SMOKE = TinySize(
    side=32,
    layers=1,
    pooled=32,
    vision_hidden=32,
    vision_layers=1,
    unet_channels=(32, 64),
    unet_heads=(2, 2),
    autoencoder_widths=(32, 32, 16),
)
"""Too small to learn anything: for trying every stage within seconds."""
