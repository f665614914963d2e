"""Which emoji shows which object, and the emoji families they are taken from."""

from typing import Literal

from got_models.value import Value


class EmojiFamily(Value):
    """A set of colour emoji with one hand, and where its pictures come from.

    `npm` is the npm package, empty for a font. `layout` says how that package keeps its pictures: a
    file per code point, or one Iconify collection.
    """

    name: str
    npm: str = ""
    layout: Literal["font", "files", "iconify"]
    licence: str


NOTO = EmojiFamily(name="noto", layout="font", licence="OFL-1.1")
TWEMOJI = EmojiFamily(
    name="twemoji", npm="@twemoji/svg@15.0.0", layout="files", licence="CC-BY-4.0"
)
FLUENT = EmojiFamily(
    name="fluent", npm="@iconify-json/fluent-emoji-flat@1.2.6", layout="iconify", licence="MIT"
)
OPENMOJI = EmojiFamily(
    name="openmoji", npm="@iconify-json/openmoji@1.2.29", layout="iconify", licence="CC-BY-SA-4.0"
)

EMOJI_FAMILIES = {family.name: family for family in (NOTO, TWEMOJI, FLUENT, OPENMOJI)}

EMOJI = {
    "person": "🧍",
    "bicycle": "🚲",
    "car": "🚗",
    "motorcycle": "🏍",
    "airplane": "✈",
    "bus": "🚌",
    "train": "🚂",
    "truck": "🚚",
    "traffic light": "🚦",
    "bird": "🐦",
    "cat": "🐈",
    "dog": "🐕",
    "horse": "🐎",
    "sheep": "🐑",
    "cow": "🐄",
    "elephant": "🐘",
    "bear": "🐻",
    "zebra": "🦓",
    "giraffe": "🦒",
    "backpack": "🎒",
    "umbrella": "☂",
    "handbag": "👜",
    "suitcase": "🧳",
    "sports ball": "⚽",
    "kite": "🪁",
    "skateboard": "🛹",
    "wine glass": "🍷",
    "cup": "☕",
    "knife": "🔪",
    "spoon": "🥄",
    "banana": "🍌",
    "apple": "🍎",
    "sandwich": "🥪",
    "orange": "🍊",
    "broccoli": "🥦",
    "carrot": "🥕",
    "hot dog": "🌭",
    "pizza": "🍕",
    "donut": "🍩",
    "cake": "🎂",
    "chair": "🪑",
    "potted plant": "🪴",
    "bed": "🛏",
    "toilet": "🚽",
    "tv": "📺",
    "laptop": "💻",
    "computer mouse": "🖱",
    "computer keyboard": "⌨",
    "cell phone": "📱",
    "book": "📕",
    "clock": "🕐",
    "vase": "🏺",
    "scissors": "✂",
    "teddy bear": "🧸",
    "toothbrush": "🪥",
}
"""The emoji of each object that has one showing it alone and clearly.

The others (a couch comes with a lamp, a boat with water, a tie on a shirt) are drawn by
`got_models.sceneworld.drawings`.
"""


def code_point(kind: str) -> str:
    """Return the code point of the kind's emoji in lower-case hexadecimal, as packages name it."""
    return f"{ord(EMOJI[kind]):x}"
