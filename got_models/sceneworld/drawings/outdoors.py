"""Drawings of what stands in a street or is worn there."""

from got_models.sceneworld.drawings.pen import Pen


def _hydrant_a(pen: Pen) -> None:
    pen.box(14, 44, 86, 60, "#a81c24", radius=4)
    pen.box(10, 40, 20, 64, "#7c1219", radius=3)
    pen.box(80, 40, 90, 64, "#7c1219", radius=3)
    pen.box(28, 26, 72, 90, "#dc2f34")
    pen.box(28, 26, 40, 90, "#f0625e", inside=True)
    pen.box(62, 26, 72, 90, "#b32027", inside=True)
    pen.ellipse(28, 6, 72, 46, "#dc2f34")
    pen.ellipse(32, 9, 52, 30, "#f0625e")
    pen.box(44, 1, 56, 12, "#a81c24", radius=3)
    pen.box(22, 24, 78, 33, "#a81c24", radius=3)
    pen.ellipse(38, 40, 62, 64, "#7c1219")
    pen.ellipse(43, 45, 57, 59, "#f4b0a8")
    pen.box(20, 82, 80, 90, "#a81c24", radius=2)
    pen.box(14, 89, 86, 98, "#7c1219", radius=3)


def _hydrant_b(pen: Pen) -> None:
    pen.box(26, 40, 74, 52, "#c98a12", radius=2)
    pen.polygon([(20, 38), (28, 42), (28, 54), (20, 58)], "#8a8f96")
    pen.polygon([(80, 38), (72, 42), (72, 54), (80, 58)], "#8a8f96")
    pen.polygon([(36, 22), (64, 22), (68, 88), (32, 88)], "#f2b91d")
    pen.polygon([(36, 22), (44, 22), (42, 88), (32, 88)], "#ffd964", inside=True)
    pen.polygon([(58, 22), (64, 22), (68, 88), (60, 88)], "#c98a12", inside=True)
    pen.polygon([(32, 24), (38, 8), (62, 8), (68, 24)], "#8a8f96")
    pen.polygon([(32, 24), (38, 8), (46, 8), (42, 24)], "#b9bec4")
    pen.box(45, 2, 55, 9, "#5f646b", radius=1)
    pen.box(28, 22, 72, 29, "#5f646b", radius=2)
    pen.box(41, 38, 59, 56, "#5f646b", radius=4)
    pen.box(45, 42, 55, 52, "#b9bec4", radius=2)
    pen.line([(40, 66), (60, 66)], "#c98a12", width=3)
    pen.box(24, 86, 76, 97, "#c98a12", radius=2)
    pen.box(24, 92, 76, 97, "#8a5d06", radius=2)


def _hydrant_e(pen: Pen) -> None:
    pen.box(18, 42, 82, 66, "#26262a", radius=8)
    pen.box(22, 46, 78, 62, "#c23a30", radius=5)
    pen.box(26, 12, 74, 96, "#26262a", radius=18)
    pen.box(30, 16, 70, 92, "#e0564a", radius=14)
    pen.box(20, 28, 80, 40, "#26262a", radius=4)
    pen.box(24, 31, 76, 37, "#f3e3d2", radius=2)
    pen.box(42, 4, 58, 16, "#26262a", radius=3)
    pen.ellipse(38, 44, 62, 68, "#26262a")
    pen.ellipse(42, 48, 58, 64, "#f3e3d2")
    pen.box(16, 84, 84, 98, "#26262a", radius=4)
    pen.box(20, 88, 80, 94, "#c23a30", radius=2)


def _meter_a(pen: Pen) -> None:
    pen.box(45, 50, 55, 96, "#6b727c")
    pen.box(45, 50, 49, 96, "#98a0aa", inside=True)
    pen.box(34, 92, 66, 98, "#4a5059", radius=3)
    pen.box(27, 20, 73, 58, "#5d7d9e", radius=6)
    pen.ellipse(27, 2, 73, 48, "#5d7d9e")
    pen.ellipse(27, 2, 73, 48, "#ffffff30")
    pen.box(62, 22, 73, 58, "#3e5a78", radius=4, inside=True)
    pen.ellipse(33, 8, 67, 42, "#2f4459")
    pen.ellipse(36, 11, 64, 39, "#e9f1f7")
    pen.line([(50, 34), (58, 20)], "#d5392f", width=3)
    pen.ellipse(47, 31, 53, 37, "#2f4459")
    pen.box(45, 46, 55, 49, "#22303f", radius=1)
    pen.box(38, 57, 62, 63, "#3e5a78", radius=2)


def _meter_b(pen: Pen) -> None:
    pen.box(44, 56, 56, 98, "#77706a")
    pen.box(51, 56, 56, 98, "#524d48")
    pen.box(30, 4, 70, 60, "#3f4a45", radius=9)
    pen.box(30, 4, 70, 14, "#5f6e66", radius=6)
    pen.box(36, 12, 64, 30, "#b9d8a8", radius=2)
    pen.line([(41, 21), (46, 21)], "#33402f", width=3)
    pen.line([(52, 21), (58, 21)], "#33402f", width=3)
    pen.box(37, 35, 49, 39, "#14181a", radius=1)
    pen.ellipse(53, 34, 63, 44, "#e2b43a")
    pen.box(37, 47, 63, 53, "#8b968f", radius=2)
    pen.box(26, 58, 74, 64, "#2a322e", radius=3)


def _meter_e(pen: Pen) -> None:
    pen.line([(50, 56), (50, 94)], "#26262a", width=12)
    pen.line([(50, 56), (50, 94)], "#b3b3b8", width=5)
    pen.ellipse(24, 4, 76, 60, "#26262a")
    pen.ellipse(28, 8, 72, 56, "#c9c4d8")
    pen.ellipse(34, 12, 66, 36, "#26262a")
    pen.ellipse(37, 15, 63, 33, "#ffffff")
    pen.line([(50, 30), (43, 20)], "#26262a", width=3)
    pen.box(43, 42, 57, 47, "#26262a", radius=2)
    pen.box(32, 92, 68, 99, "#26262a", radius=3)


def _bench_a(pen: Pen) -> None:
    for x in (14, 80):
        pen.box(x, 20, x + 6, 84, "#45484d", radius=2)
    pen.box(10, 78, 26, 84, "#2f3135", radius=2)
    pen.box(74, 78, 90, 84, "#2f3135", radius=2)
    for y in (20, 32):
        pen.box(4, y, 96, y + 9, "#b9783f", radius=2)
        pen.box(4, y, 96, y + 3, "#d99b62", radius=1)
    pen.polygon([(8, 50), (92, 50), (98, 58), (2, 58)], "#d99b62")
    pen.box(2, 57, 98, 64, "#8f5626", radius=2)


def _bench_b(pen: Pen) -> None:
    for x in (12, 82):
        pen.polygon([(x, 88), (x + 6, 88), (x + 4, 58), (x + 1, 58)], "#6d4523")
    for y in (16, 27, 38):
        pen.box(8, y, 92, y + 7, "#5b8f58", radius=1)
    for x in (16, 48, 78):
        pen.box(x, 14, x + 6, 58, "#3d6a3c")
    pen.box(2, 52, 98, 62, "#79b074", radius=3)
    pen.box(2, 58, 98, 62, "#3d6a3c", radius=2)
    pen.line([(5, 52), (5, 40), (14, 40)], "#3d6a3c", width=4)
    pen.line([(95, 52), (95, 40), (86, 40)], "#3d6a3c", width=4)


def _bench_e(pen: Pen) -> None:
    for x in (18, 76):
        pen.line([(x, 62), (x - 4, 86)], "#26262a", width=6)
        pen.line([(x + 6, 62), (x + 10, 86)], "#26262a", width=6)
        pen.line([(x + 3, 20), (x + 3, 60)], "#26262a", width=5)
    for y in (20, 36):
        pen.box(4, y, 96, y + 13, "#26262a", radius=4)
        pen.box(7, y + 3, 93, y + 10, "#c9a06b", radius=2)
    pen.box(2, 54, 98, 68, "#26262a", radius=4)
    pen.box(5, 57, 95, 65, "#b0824a", radius=2)


def _tie_a(pen: Pen) -> None:
    pen.polygon([(40, 2), (60, 2), (57, 18), (43, 18)], "#3f63b8")
    pen.polygon([(53, 2), (60, 2), (57, 18), (52, 18)], "#2a478c")
    blade = [(43, 18), (57, 18), (70, 80), (50, 99), (30, 80)]
    pen.polygon(blade, "#5a80d8")
    for y in (20, 42, 64, 86):
        stripe = [(20, y + 16), (80, y - 10), (80, y), (20, y + 26)]
        pen.polygon(stripe, "#2a478c", inside=True)
    pen.polygon([(43, 18), (57, 18), (55, 23), (45, 23)], "#1d3164")


def _tie_b(pen: Pen) -> None:
    pen.curve([(36, 4), (64, 4), (60, 16), (55, 21), (45, 21), (40, 16)], "#b5232c")
    pen.curve([(38, 5), (46, 5), (46, 18), (43, 18)], "#dd5a5c")
    pen.polygon([(45, 20), (55, 20), (64, 70), (66, 88), (50, 98), (34, 88), (36, 70)], "#c9303a")
    pen.polygon([(50, 20), (55, 20), (64, 70), (66, 88), (50, 98)], "#9c1c26")
    for x, y in ((50, 36), (44, 50), (56, 50), (50, 64), (42, 78), (58, 78)):
        pen.ellipse(x - 2.6, y - 2.6, x + 2.6, y + 2.6, "#f4c9c4")


def _tie_e(pen: Pen) -> None:
    pen.polygon([(34, 1), (66, 1), (58, 22), (72, 82), (50, 100), (28, 82), (42, 22)], "#26262a")
    pen.polygon([(40, 5), (60, 5), (54, 20), (46, 20)], "#3aa08a")
    pen.polygon([(46, 25), (54, 25), (67, 80), (50, 94), (33, 80)], "#4cc0a6")
    pen.polygon([(40, 58), (60, 48), (61, 56), (38, 68)], "#d8f4ec")


def _stop_word(pen: Pen, left: float, top: float, width: float, height: float, colour: str) -> None:
    """Write STOP into the given box with strokes a fifth of a letter's height."""
    step, stroke = width / 4, height / 5
    letters = (
        ((1, 0.1), (0.5, 0), (0, 0.2), (0.2, 0.45), (0.8, 0.55), (1, 0.8), (0.5, 1), (0, 0.9)),
        ((0, 0), (1, 0), (0.5, 0), (0.5, 1)),
        ((0.3, 0), (0.7, 0), (1, 0.3), (1, 0.7), (0.7, 1), (0.3, 1), (0, 0.7), (0, 0.3), (0.3, 0)),
        ((0, 1), (0, 0), (0.7, 0), (1, 0.2), (1, 0.4), (0.7, 0.58), (0, 0.58)),
    )
    for place, letter in enumerate(letters):
        x0, reach = left + place * step + stroke * 0.7, step - stroke * 1.6
        path = [(x0 + x * reach, top + stroke / 2 + y * (height - stroke)) for x, y in letter]
        pen.line(path, colour, width=stroke)


def _octagon(
    pen: Pen, centre: tuple[float, float], radius: float, colour: str, *, inside: bool = False
) -> None:
    """Fill an octagon that stands on a side, `radius` from the middle to a side."""
    (x, y), short = centre, radius * 0.4142
    corners = ((short, radius), (radius, short), (radius, -short), (short, -radius))
    right = [(x + dx, y + dy) for dx, dy in corners]
    pen.polygon([*right, *((2 * x - px, py) for px, py in reversed(right))], colour, inside=inside)


def _stop_a(pen: Pen) -> None:
    _octagon(pen, (50, 50), 49, "#c9ccd2")
    _octagon(pen, (50, 50), 46, "#f6f7f9")
    _octagon(pen, (50, 50), 41, "#d8262e")
    pen.polygon([(20, 80), (80, 20), (100, 40), (100, 100), (20, 100)], "#00000018", inside=True)
    _stop_word(pen, 14, 36, 72, 28, "#ffffff")


def _stop_b(pen: Pen) -> None:
    pen.box(46, 50, 54, 99, "#7b828c", radius=1)
    pen.box(51, 50, 54, 99, "#545b64", radius=1)
    _octagon(pen, (50, 33), 32, "#a3161f")
    _octagon(pen, (50, 33), 29, "#e8434a")
    _octagon(pen, (50, 33), 26, "#c4202a")
    _stop_word(pen, 26, 24, 48, 18, "#fdf3ee")


def _stop_e(pen: Pen) -> None:
    pen.line([(50, 60), (50, 94)], "#26262a", width=11)
    pen.line([(50, 60), (50, 93)], "#c9ccd2", width=4)
    _octagon(pen, (50, 36), 36, "#26262a")
    _octagon(pen, (50, 36), 32, "#f05a50")
    _stop_word(pen, 22, 26, 56, 20, "#ffffff")


def _boat_a(pen: Pen) -> None:
    pen.box(47, 2, 51, 76, "#6d4522", radius=1)
    pen.curve([(53, 6), (68, 24), (82, 46), (90, 66), (72, 67), (53, 67), (53, 36)], "#f2f4f8")
    pen.polygon([(52, 34), (90, 40), (90, 52), (52, 48)], "#e0504a", inside=True)
    pen.polygon([(45, 16), (45, 66), (14, 66)], "#d4dbe4")
    pen.polygon([(4, 72), (97, 72), (88, 86), (76, 96), (24, 96), (12, 86)], "#2f6fb0")
    pen.polygon([(4, 72), (97, 72), (94, 77), (7, 77)], "#7fb4e4")
    pen.polygon([(14, 88), (86, 88), (76, 96), (24, 96)], "#1c4a7c")


def _boat_b(pen: Pen) -> None:
    pen.box(57, 16, 68, 44, "#d8432f")
    pen.box(57, 22, 68, 29, "#f6ead2")
    pen.box(30, 36, 78, 66, "#f0ece0", radius=3)
    pen.box(30, 36, 78, 42, "#c9c0a8", radius=2)
    for x in (36, 51, 66):
        pen.ellipse(x, 46, x + 9, 55, "#3f7fa8")
    pen.polygon([(1, 56), (20, 60), (96, 60), (88, 88), (20, 88)], "#b5382c")
    pen.polygon([(1, 56), (20, 60), (96, 60), (94, 66), (6, 64)], "#e8705c")
    pen.polygon([(14, 80), (90, 80), (88, 88), (20, 88)], "#6d1f18")


def _boat_e(pen: Pen) -> None:
    pen.line([(46, 6), (46, 70)], "#26262a", width=6)
    pen.polygon([(44, 2), (50, 2), (94, 64), (44, 64)], "#26262a")
    pen.polygon([(50, 13), (84, 59), (50, 59)], "#f0c860")
    pen.polygon([(40, 22), (40, 64), (10, 64)], "#26262a")
    pen.polygon([(36, 38), (36, 60), (20, 60)], "#f7ecd0")
    pen.polygon([(1, 66), (99, 66), (82, 98), (18, 98)], "#26262a")
    pen.polygon([(9, 71), (91, 71), (78, 93), (22, 93)], "#b0623a")


DRAWINGS = {
    "boat": (_boat_a, _boat_b, _boat_e),
    "stop sign": (_stop_a, _stop_b, _stop_e),
    "fire hydrant": (_hydrant_a, _hydrant_b, _hydrant_e),
    "parking meter": (_meter_a, _meter_b, _meter_e),
    "bench": (_bench_a, _bench_b, _bench_e),
    "tie": (_tie_a, _tie_b, _tie_e),
}
