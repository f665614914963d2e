"""The words by which a detector is asked for. Light: no torch."""

OWN, OPEN = "own", "mask2former"

NAMES = (
    f"{OWN}, {OPEN} (GenEval's kind, from the hub), FILE.safetensors (another training of {OWN}), "
    "or DIR (a folder with detector/ and clip/)"
)
