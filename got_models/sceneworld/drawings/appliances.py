"""Drawings of household appliances."""

from got_models.sceneworld.drawings.pen import Pen


def _microwave_a(pen: Pen) -> None:
    pen.box(10, 78, 20, 84, "#4a4f56", radius=1)
    pen.box(80, 78, 90, 84, "#4a4f56", radius=1)
    pen.box(1, 20, 99, 80, "#c8ced6", radius=5)
    pen.box(1, 72, 99, 80, "#98a0aa", radius=4)
    pen.box(7, 27, 69, 71, "#5c646e", radius=4)
    pen.box(12, 32, 64, 66, "#272c33", radius=3)
    pen.polygon([(20, 32), (32, 32), (18, 66), (12, 66), (12, 52)], "#465260")
    pen.box(70, 30, 73, 68, "#7d858f", radius=1.5)
    pen.box(77, 28, 95, 38, "#1f2a22", radius=2)
    pen.line([(81, 33), (91, 33)], "#6fe08a", width=3)
    for y in (43, 51, 59):
        for x in (77, 83.5, 90):
            pen.box(x, y, x + 5, y + 5, "#6d7681", radius=1)


def _microwave_b(pen: Pen) -> None:
    pen.box(1, 18, 99, 82, "#a83232", radius=9)
    pen.box(1, 18, 99, 26, "#d06058", radius=6)
    pen.box(1, 74, 99, 82, "#7c2020", radius=6)
    pen.box(9, 30, 64, 70, "#f0e4d4", radius=8)
    pen.box(14, 35, 59, 65, "#3a2d2a", radius=5)
    pen.ellipse(22, 54, 51, 62, "#c9a060")
    pen.ellipse(72, 30, 92, 50, "#f0e4d4")
    pen.line([(82, 40), (82, 33)], "#7c2020", width=3)
    pen.box(73, 58, 91, 68, "#f0e4d4", radius=4)


def _microwave_e(pen: Pen) -> None:
    pen.box(1, 18, 99, 84, "#26262a", radius=7)
    pen.box(5, 22, 95, 80, "#9fc0b4", radius=4)
    pen.box(10, 28, 66, 74, "#26262a", radius=4)
    pen.box(14, 32, 62, 70, "#e9f2ee", radius=2)
    pen.line([(24, 60), (40, 40)], "#26262a", width=3)
    pen.line([(38, 60), (54, 40)], "#26262a", width=3)
    for y in (30, 44, 58):
        pen.ellipse(75, y, 87, y + 12, "#26262a")
        pen.ellipse(78, y + 3, 84, y + 9, "#f0d060")


def _oven_a(pen: Pen) -> None:
    pen.box(8, 2, 92, 98, "#d8dde2", radius=4)
    pen.box(82, 2, 92, 98, "#a9b1ba", radius=3, inside=True)
    pen.box(8, 2, 92, 10, "#3b4047", radius=2)
    pen.box(8, 10, 92, 28, "#b3bbc4")
    for x in (16, 30, 60, 74):
        pen.ellipse(x, 13.5, x + 11, 24.5, "#2d3238")
        pen.box(x + 4.8, 14, x + 6.4, 19, "#e8edf2")
    pen.box(45, 14, 56, 24, "#2d5a40", radius=1)
    pen.box(14, 33, 86, 82, "#4a5058", radius=4)
    pen.box(22, 46, 78, 76, "#1e1a18", radius=3)
    pen.box(22, 62, 78, 65, "#e08a3a")
    pen.box(20, 37, 80, 41.5, "#e8edf2", radius=2)
    pen.box(14, 86, 86, 93, "#8b939d", radius=2)


def _oven_b(pen: Pen) -> None:
    for x in (14, 78):
        pen.box(x, 88, x + 8, 98, "#2a2420", radius=1)
    pen.box(6, 12, 94, 92, "#3f6f8f", radius=5)
    pen.box(6, 12, 94, 26, "#6c9dbb", radius=4)
    for x in (14, 56):
        pen.box(x, 5, x + 30, 9, "#2a2420", radius=2)
        pen.box(x + 4, 8, x + 26, 13, "#2a2420")
    for x in (12, 28, 44, 60, 76):
        pen.ellipse(x, 15, x + 8, 23, "#f0f4f6")
    pen.box(13, 31, 87, 84, "#2c5169", radius=3)
    pen.box(18, 35, 82, 39, "#c8dbe6", radius=2)
    pen.ellipse(28, 44, 72, 80, "#16242e")
    pen.ellipse(34, 49, 66, 75, "#d87f34")
    pen.curve([(42, 74), (40, 64), (48, 54), (52, 62), (58, 58), (60, 68), (56, 74)], "#f8c84a")


def _oven_e(pen: Pen) -> None:
    pen.box(6, 2, 94, 98, "#26262a", radius=7)
    pen.box(11, 7, 89, 25, "#f0ece0", radius=3)
    for x in (18, 42, 66):
        pen.ellipse(x, 9, x + 14, 23, "#26262a")
    pen.box(11, 30, 89, 93, "#d0c4a8", radius=3)
    pen.box(18, 36, 82, 43, "#26262a", radius=3)
    pen.box(20, 50, 80, 86, "#26262a", radius=4)
    pen.box(25, 55, 75, 81, "#f0a848", radius=2)
    pen.box(25, 66, 75, 69, "#26262a")


def _toaster_a(pen: Pen) -> None:
    pen.box(26, 8, 74, 56, "#a9662a", radius=9)
    pen.box(30, 12, 70, 56, "#eec386", radius=7)
    pen.box(12, 84, 24, 92, "#2f3338", radius=2)
    pen.box(74, 84, 86, 92, "#2f3338", radius=2)
    pen.box(4, 38, 90, 86, "#b9c1ca", radius=12)
    pen.box(4, 74, 90, 86, "#87909b", radius=7)
    pen.box(12, 44, 18, 72, "#e8edf2", radius=3)
    pen.box(16, 38, 78, 43, "#4a5058", radius=2)
    pen.box(76, 50, 81, 76, "#4a5058", radius=2)
    pen.box(78, 52, 98, 60, "#2f3338", radius=3)
    pen.ellipse(44, 60, 56, 72, "#d84a3a")


def _toaster_b(pen: Pen) -> None:
    for x in (18, 52):
        pen.box(x, 10, x + 28, 52, "#8a5424", radius=8)
        pen.box(x + 3, 13, x + 25, 52, "#d9a35c", radius=6)
    pen.curve(
        [(6, 88), (5, 56), (12, 40), (30, 35), (70, 35), (88, 40), (95, 56), (94, 88), (50, 90)],
        "#4fae9c",
    )
    pen.curve([(10, 56), (16, 44), (32, 39), (68, 39), (50, 44), (24, 50)], "#9adccf")
    pen.box(3, 80, 97, 92, "#2f776a", radius=4)
    pen.box(46, 52, 54, 76, "#2f776a", radius=3)
    pen.box(40, 60, 60, 68, "#f2f6f4", radius=3)


def _toaster_e(pen: Pen) -> None:
    pen.box(22, 4, 70, 60, "#26262a", radius=12)
    pen.box(27, 9, 65, 60, "#e8b878", radius=8)
    pen.box(1, 34, 90, 92, "#26262a", radius=14)
    pen.box(6, 39, 85, 87, "#f0907a", radius=10)
    pen.box(16, 39, 75, 45, "#26262a", radius=2)
    pen.line([(90, 58), (96, 58)], "#26262a", width=8)
    pen.line([(18, 72), (60, 72)], "#26262a", width=4)


def _fridge_a(pen: Pen) -> None:
    pen.box(24, 94, 36, 99, "#3a4047", radius=1)
    pen.box(64, 94, 76, 99, "#3a4047", radius=1)
    pen.box(18, 1, 82, 96, "#dfe7ec", radius=5)
    pen.box(70, 1, 82, 96, "#b4c1ca", radius=4, inside=True)
    pen.box(21, 4, 26, 92, "#f8fbfd", radius=2)
    pen.box(18, 33, 82, 36.5, "#7b8994")
    pen.box(27, 14, 31.5, 30, "#5d6a75", radius=2)
    pen.box(27, 41, 31.5, 66, "#5d6a75", radius=2)


def _fridge_b(pen: Pen) -> None:
    pen.box(12, 1, 88, 98, "#8f9aa5", radius=3)
    pen.box(12, 1, 48, 66, "#a9b4be", radius=2)
    pen.box(52, 1, 88, 66, "#a9b4be", radius=2)
    pen.box(48.5, 1, 51.5, 66, "#4d5761")
    pen.box(12, 65, 88, 68, "#4d5761")
    pen.box(43, 22, 46, 54, "#343c44", radius=1.5)
    pen.box(54, 22, 57, 54, "#343c44", radius=1.5)
    pen.box(30, 74, 70, 78, "#343c44", radius=2)
    pen.box(19, 20, 35, 42, "#2d3a44", radius=2)
    pen.box(22, 23, 32, 28, "#7fd0e8", radius=1)
    pen.polygon([(70, 1), (84, 1), (64, 64), (54, 64)], "#ffffff38", inside=True)


def _fridge_e(pen: Pen) -> None:
    pen.box(16, 1, 84, 99, "#26262a", radius=12)
    pen.box(21, 6, 79, 34, "#f2c8b8", radius=8)
    pen.box(21, 40, 79, 94, "#f2c8b8", radius=8)
    pen.box(66, 16, 72, 30, "#26262a", radius=2)
    pen.box(66, 46, 72, 66, "#26262a", radius=2)
    pen.box(26, 12, 38, 17, "#ffffff", radius=2)


def _drier_a(pen: Pen) -> None:
    pen.polygon([(50, 50), (70, 48), (74, 92), (60, 97)], "#b0347a")
    pen.polygon([(62, 50), (70, 48), (74, 92), (67, 95)], "#7f1f56")
    pen.polygon([(2, 18), (10, 18), (10, 54), (2, 54)], "#3a3d44")
    pen.polygon([(9, 22), (36, 17), (36, 55), (9, 50)], "#7f1f56")
    pen.ellipse(32, 6, 92, 66, "#d8509a")
    pen.curve([(40, 22), (58, 10), (78, 14), (60, 18), (46, 30)], "#f2a0cc")
    pen.ellipse(56, 24, 80, 48, "#7f1f56")
    pen.ellipse(61, 29, 75, 43, "#f2a0cc")
    pen.box(57, 66, 63, 78, "#3a3d44", radius=2)


def _drier_b(pen: Pen) -> None:
    pen.line([(44, 88), (46, 98)], "#22252a", width=4)
    pen.polygon([(34, 46), (54, 46), (52, 90), (38, 90)], "#2f3a52")
    pen.box(20, 16, 78, 50, "#43557c", radius=17)
    pen.box(20, 16, 78, 27, "#7388b4", radius=9)
    pen.polygon([(72, 20), (88, 14), (88, 52), (72, 46)], "#2f3a52")
    pen.box(87, 11, 96, 55, "#e0a83a", radius=2)
    for y in (26, 32, 38):
        pen.line([(26, y), (38, y)], "#1c2434", width=2.5)
    pen.ellipse(40, 58, 48, 66, "#e0a83a")


def _drier_e(pen: Pen) -> None:
    pen.line([(60, 50), (66, 88)], "#26262a", width=24)
    pen.line([(60, 50), (66, 88)], "#4a9ad0", width=14)
    pen.polygon([(1, 14), (50, 10), (50, 60), (1, 54)], "#26262a")
    pen.ellipse(34, 4, 98, 66, "#26262a")
    pen.polygon([(6, 20), (44, 17), (44, 53), (6, 49)], "#8cc8ee")
    pen.ellipse(40, 10, 92, 60, "#8cc8ee")
    pen.box(12, 12, 17, 58, "#26262a")
    pen.ellipse(58, 26, 78, 46, "#26262a")


DRAWINGS = {
    "microwave": (_microwave_a, _microwave_b, _microwave_e),
    "oven": (_oven_a, _oven_b, _oven_e),
    "toaster": (_toaster_a, _toaster_b, _toaster_e),
    "refrigerator": (_fridge_a, _fridge_b, _fridge_e),
    "hair drier": (_drier_a, _drier_b, _drier_e),
}
