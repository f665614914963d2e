"""The words of the world: GenEval's 80 object names and ten colours, backgrounds and styles.

Source: GenEval (Ghosh et al., 2023), https://arxiv.org/abs/2310.11513: its names and colours.
"""

from typing import Literal, get_args

CLASSES = (
    "person",
    "bicycle",
    "car",
    "motorcycle",
    "airplane",
    "bus",
    "train",
    "truck",
    "boat",
    "traffic light",
    "fire hydrant",
    "stop sign",
    "parking meter",
    "bench",
    "bird",
    "cat",
    "dog",
    "horse",
    "sheep",
    "cow",
    "elephant",
    "bear",
    "zebra",
    "giraffe",
    "backpack",
    "umbrella",
    "handbag",
    "tie",
    "suitcase",
    "frisbee",
    "skis",
    "snowboard",
    "sports ball",
    "kite",
    "baseball bat",
    "baseball glove",
    "skateboard",
    "surfboard",
    "tennis racket",
    "bottle",
    "wine glass",
    "cup",
    "fork",
    "knife",
    "spoon",
    "bowl",
    "banana",
    "apple",
    "sandwich",
    "orange",
    "broccoli",
    "carrot",
    "hot dog",
    "pizza",
    "donut",
    "cake",
    "chair",
    "couch",
    "potted plant",
    "bed",
    "dining table",
    "toilet",
    "tv",
    "laptop",
    "computer mouse",
    "tv remote",
    "computer keyboard",
    "cell phone",
    "microwave",
    "oven",
    "toaster",
    "sink",
    "refrigerator",
    "book",
    "clock",
    "vase",
    "scissors",
    "teddy bear",
    "hair drier",
    "toothbrush",
)
"""GenEval's object names in the order of its file."""

COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "black", "white")
"""GenEval's ten object colours."""

BackgroundKind = Literal[
    "plain",
    "gradient",
    "spotlight",
    "striped",
    "checkered",
    "dotted",
    "wavy",
    "grainy",
    "tiled",
    "horizon",
]
BACKGROUND_KINDS: tuple[BackgroundKind, ...] = get_args(BackgroundKind)

BACKGROUND_COLOURS = (
    "light gray",
    "gray",
    "beige",
    "pale blue",
    "pale green",
    "lavender",
    "peach",
    "teal",
)
"""Muted colours on which all ten object colours can be told apart."""

Style = Literal["natural", "pixel art", "sepia", "black and white", "night"]
STYLES: tuple[Style, ...] = get_args(Style)
"""`natural` is the world as drawn; the others are applied to the whole picture."""
