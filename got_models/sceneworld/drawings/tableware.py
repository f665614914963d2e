"""Drawings of what stands on a table."""

from got_models.sceneworld.drawings.pen import Pen


def _bottle_a(pen: Pen) -> None:
    pen.curve(
        [
            (43, 18),
            (57, 18),
            (58, 32),
            (68, 46),
            (69, 70),
            (68, 94),
            (50, 98),
            (32, 94),
            (31, 70),
            (32, 46),
            (42, 32),
        ],
        "#2f8a4e",
    )
    pen.box(43, 8, 57, 34, "#2f8a4e", radius=2)
    pen.polygon([(60, 30), (72, 30), (72, 100), (60, 100)], "#1c5f34", inside=True)
    pen.box(35, 44, 40, 90, "#7fcf98", radius=2)
    pen.box(31, 54, 69, 80, "#f3ead2", inside=True)
    pen.box(40, 62, 60, 66, "#b58a3a", radius=2)
    pen.box(41, 2, 59, 12, "#c8a24a", radius=2)


def _bottle_b(pen: Pen) -> None:
    pen.box(34, 30, 66, 98, "#4fa3dc", radius=9)
    pen.polygon([(42, 18), (58, 18), (66, 38), (34, 38)], "#4fa3dc")
    pen.box(58, 20, 68, 98, "#2f78b0", inside=True)
    pen.box(38, 36, 43, 92, "#b4dcf6", radius=2)
    for y in (48, 58, 82, 90):
        pen.box(34, y, 66, y + 2.5, "#2f78b0", inside=True)
    pen.box(34, 64, 66, 78, "#ffffff", inside=True)
    pen.box(39, 4, 61, 19, "#e8eef4", radius=2)
    pen.box(39, 12, 61, 19, "#aebccb", radius=1)


def _bottle_e(pen: Pen) -> None:
    pen.box(38, 1, 62, 40, "#26262a", radius=4)
    pen.box(28, 32, 72, 99, "#26262a", radius=14)
    pen.box(33, 37, 67, 94, "#b8763a", radius=10)
    pen.box(43, 12, 57, 46, "#b8763a", radius=2)
    pen.box(42, 5, 58, 13, "#e8d8b0", radius=2)
    pen.box(33, 56, 67, 78, "#f5eedd")


def _fork_a(pen: Pen) -> None:
    for x in (35, 45, 55, 65):
        pen.line([(x, 4), (x, 32)], "#9aa4b0", width=5.5)
        pen.line([(x - 1, 4), (x - 1, 30)], "#d5dce4", width=2)
    pen.curve([(32, 26), (50, 33), (68, 26), (67, 42), (56, 54), (44, 54), (33, 42)], "#9aa4b0")
    pen.curve([(68, 26), (67, 42), (56, 54), (50, 54), (60, 42)], "#6b7683", inside=True)
    pen.polygon([(46, 48), (54, 48), (53, 68), (57, 96), (43, 96), (47, 68)], "#9aa4b0")
    pen.ellipse(43, 91, 57, 99, "#9aa4b0")
    pen.polygon([(51, 50), (54, 50), (53, 68), (57, 97), (52, 98)], "#6b7683", inside=True)


def _fork_b(pen: Pen) -> None:
    for x in (36, 50, 64):
        pen.line([(x, 5), (x, 32)], "#8e96a1", width=7)
        pen.line([(x - 1, 5), (x - 1, 32)], "#cdd3da", width=3)
    pen.box(32.5, 26, 67.5, 46, "#8e96a1", radius=8)
    pen.box(36, 29, 52, 38, "#cdd3da", radius=4)
    pen.box(45.5, 42, 54.5, 62, "#6d7580")
    pen.box(42, 57, 58, 98, "#a8342c", radius=6)
    pen.box(51, 58, 58, 98, "#7a1f1a", radius=5)
    for y in (66, 88):
        pen.ellipse(48, y, 52.5, y + 4.5, "#f0d0b8")
    pen.turn(-32)


def _fork_e(pen: Pen) -> None:
    for x in (34, 44.6, 55.3, 66):
        pen.line([(x, 7), (x, 36)], "#26262a", width=9)
    pen.box(29.5, 28, 70.5, 52, "#26262a", radius=12)
    pen.line([(50, 50), (50, 92)], "#26262a", width=14)
    for x in (34, 44.6, 55.3, 66):
        pen.line([(x, 7), (x, 36)], "#d8d8de", width=3.4)
    pen.box(33, 32, 67, 48, "#d8d8de", radius=9)
    pen.line([(50, 48), (50, 92)], "#d8d8de", width=7)
    pen.turn(38)


def _bowl_a(pen: Pen) -> None:
    pen.curve(
        [(3, 36), (50, 42), (97, 36), (88, 66), (70, 84), (50, 88), (30, 84), (12, 66)], "#3a8fc8"
    )
    pen.curve([(97, 36), (88, 66), (70, 84), (50, 88), (62, 76), (80, 56)], "#226a9c", inside=True)
    pen.box(34, 82, 66, 92, "#226a9c", radius=3)
    pen.ellipse(3, 22, 97, 52, "#7cc0ea")
    pen.ellipse(9, 26, 91, 49, "#1a5076")
    pen.ellipse(16, 33, 84, 50, "#2d78ac")
    pen.curve([(14, 54), (20, 58), (28, 74), (24, 72)], "#a8dcf6", inside=True)


def _bowl_b(pen: Pen) -> None:
    pen.ellipse(4, -10, 96, 82, "#e6d2b0")
    pen.polygon([(0, -12), (100, -12), (100, 36), (0, 36)], None)
    pen.polygon([(70, 30), (100, 30), (100, 90), (52, 90), (70, 66)], "#c2a878", inside=True)
    pen.box(36, 76, 64, 90, "#c2a878", radius=2)
    pen.box(1, 28, 99, 39, "#f6ead2", radius=5)
    for x in range(14, 90, 12):
        pen.polygon([(x, 50), (x + 6, 44), (x + 12, 50), (x + 6, 56)], "#b8563a", inside=True)


def _bowl_e(pen: Pen) -> None:
    pen.curve(
        [(1, 34), (50, 40), (99, 34), (92, 66), (70, 90), (50, 93), (30, 90), (8, 66)], "#26262a"
    )
    pen.curve(
        [(6, 40), (50, 44), (94, 40), (86, 64), (68, 84), (50, 87), (32, 84), (14, 64)], "#e88aa0"
    )
    pen.ellipse(1, 18, 99, 50, "#26262a")
    pen.ellipse(6, 22, 94, 46, "#fbe0e6")
    pen.ellipse(18, 31, 82, 46, "#c86480")


DRAWINGS = {
    "bottle": (_bottle_a, _bottle_b, _bottle_e),
    "fork": (_fork_a, _fork_b, _fork_e),
    "bowl": (_bowl_a, _bowl_b, _bowl_e),
}
