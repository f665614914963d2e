"""Drawings of furniture and of what is fixed to a wall or lies on a couch."""

from got_models.sceneworld.drawings.pen import Pen


def _couch_a(pen: Pen) -> None:
    for x in (14, 80):
        pen.box(x, 78, x + 7, 92, "#5c3a20", radius=2)
    pen.box(12, 16, 88, 66, "#3f7f6e", radius=10)
    pen.box(12, 16, 88, 28, "#5fa592", radius=6)
    pen.box(48.5, 22, 51.5, 56, "#2c5c50")
    pen.box(10, 50, 90, 82, "#2c5c50", radius=4)
    pen.box(14, 50, 49, 66, "#6cb8a2", radius=5)
    pen.box(51, 50, 86, 66, "#6cb8a2", radius=5)
    for x in (1, 82):
        pen.box(x, 38, x + 17, 84, "#4c9683", radius=8)
        pen.box(x, 38, x + 17, 48, "#74bfaa", radius=7)


def _couch_b(pen: Pen) -> None:
    for x in (12, 82):
        pen.polygon([(x, 76), (x + 7, 76), (x + 4, 92), (x + 2, 92)], "#2b1c12")
    pen.curve(
        [(8, 54), (10, 26), (30, 14), (50, 12), (70, 14), (90, 26), (92, 54), (50, 64)], "#9a4a30"
    )
    for x, y in ((28, 30), (50, 26), (72, 30), (39, 42), (61, 42)):
        pen.ellipse(x - 2.5, y - 2.5, x + 2.5, y + 2.5, "#5f2817")
    pen.box(6, 56, 94, 80, "#7d3822", radius=4)
    pen.box(14, 50, 86, 64, "#c07050", radius=6)
    for x in (1, 79):
        pen.ellipse(x, 36, x + 20, 56, "#c07050")
        pen.ellipse(x + 5, 41, x + 15, 51, "#7d3822")
        pen.box(x + 3, 50, x + 17, 80, "#9a4a30", radius=3)


def _couch_e(pen: Pen) -> None:
    for x in (14, 78):
        pen.box(x, 74, x + 8, 90, "#26262a", radius=2)
    pen.box(10, 20, 90, 70, "#26262a", radius=10)
    pen.box(14, 24, 48, 60, "#7f8fd8", radius=6)
    pen.box(52, 24, 86, 60, "#7f8fd8", radius=6)
    pen.box(1, 42, 99, 82, "#26262a", radius=9)
    pen.box(5, 46, 17, 78, "#a8b4f0", radius=5)
    pen.box(83, 46, 95, 78, "#a8b4f0", radius=5)
    pen.box(21, 46, 79, 54, "#7f8fd8")
    pen.box(21, 58, 79, 78, "#a8b4f0", radius=3)


def _table_a(pen: Pen) -> None:
    for x in (22, 72):
        pen.box(x, 36, x + 6, 74, "#6d4522", radius=1)
    for x in (6, 86):
        pen.box(x, 44, x + 8, 90, "#8f5c2e", radius=1)
        pen.box(x + 5, 44, x + 8, 90, "#6d4522")
    pen.polygon([(18, 18), (82, 18), (99, 40), (1, 40)], "#c98b4e")
    pen.polygon([(26, 22), (50, 22), (44, 36), (16, 36)], "#dba66c")
    pen.box(1, 39, 99, 49, "#9a632f", radius=2)


def _table_b(pen: Pen) -> None:
    pen.polygon([(45, 40), (55, 40), (58, 78), (42, 78)], "#4a3022")
    pen.polygon([(51, 40), (55, 40), (58, 78), (52, 78)], "#2f1d13")
    pen.curve([(24, 92), (30, 82), (50, 76), (70, 82), (76, 92), (60, 86), (40, 86)], "#4a3022")
    pen.ellipse(1, 22, 99, 58, "#5a3a28")
    pen.ellipse(1, 16, 99, 52, "#8a5c40")
    pen.ellipse(8, 19, 92, 47, "#a8765a")
    pen.curve([(20, 30), (40, 23), (60, 23), (40, 28)], "#c49a80")


def _table_e(pen: Pen) -> None:
    for x in (12, 80):
        pen.box(x, 44, x + 10, 96, "#26262a", radius=2)
        pen.box(x + 3, 44, x + 7, 92, "#a8743c")
    pen.box(1, 28, 99, 50, "#26262a", radius=5)
    pen.box(5, 32, 95, 46, "#dcae70", radius=2)
    pen.box(22, 49, 78, 60, "#26262a", radius=2)
    pen.box(25, 50, 75, 56, "#b8854a")


def _sink_a(pen: Pen) -> None:
    pen.polygon([(42, 74), (58, 74), (56, 98), (44, 98)], "#a9b4be")
    pen.line([(50, 40), (50, 14), (64, 8), (70, 20)], "#77828d", width=7)
    pen.line([(49, 40), (49, 15), (62, 8)], "#c8d0d8", width=2.5)
    pen.box(28, 32, 38, 42, "#77828d", radius=2)
    pen.box(62, 32, 72, 42, "#77828d", radius=2)
    pen.curve([(4, 46), (50, 50), (96, 46), (88, 68), (68, 80), (32, 80), (12, 68)], "#e2e9ee")
    pen.curve([(96, 46), (88, 68), (68, 80), (50, 80), (72, 66)], "#b5c1ca", inside=True)
    pen.box(1, 40, 99, 50, "#f6fafc", radius=5)
    pen.box(1, 46, 99, 50, "#c4ced6", radius=2)
    pen.ellipse(20, 41, 80, 48, "#8fa0ad")


def _sink_b(pen: Pen) -> None:
    pen.box(4, 46, 96, 98, "#a97848", radius=3)
    for x in (10, 53):
        pen.box(x, 60, x + 37, 94, "#c79664", radius=2)
    pen.box(41, 74, 44, 82, "#5f4020", radius=1)
    pen.box(56, 74, 59, 82, "#5f4020", radius=1)
    pen.polygon([(10, 34), (90, 34), (99, 52), (1, 52)], "#d6dce0")
    pen.polygon([(22, 37), (78, 37), (84, 49), (16, 49)], "#6f7c86")
    pen.polygon([(28, 42), (74, 42), (78, 49), (22, 49)], "#94a4ae")
    pen.line([(50, 36), (50, 10), (62, 4), (74, 10), (74, 20)], "#4f5962", width=6)
    pen.line([(40, 28), (50, 28)], "#4f5962", width=4)


def _sink_e(pen: Pen) -> None:
    pen.line([(50, 44), (50, 16), (68, 16), (68, 26)], "#26262a", width=13)
    pen.line([(50, 44), (50, 16), (68, 16), (68, 26)], "#c4ccd4", width=6)
    pen.box(42, 78, 58, 99, "#26262a", radius=2)
    pen.box(1, 40, 99, 56, "#26262a", radius=5)
    pen.box(10, 48, 90, 86, "#26262a", radius=20)
    pen.box(15, 52, 85, 81, "#8fc4dc", radius=16)
    pen.box(5, 44, 95, 52, "#d2ecf6", radius=3)


def _remote_a(pen: Pen) -> None:
    pen.box(33, 1, 67, 99, "#34373d", radius=8)
    pen.box(60, 1, 67, 99, "#1d1f23", radius=6, inside=True)
    pen.box(34, 3, 38, 97, "#5c6068", radius=2)
    pen.ellipse(45, 7, 55, 17, "#e03a34")
    for row in range(4):
        for column in range(3):
            x, y = 39.5 + column * 8, 24 + row * 9
            pen.box(x, y, x + 5.5, y + 6, "#c9ced6", radius=1.5)
    pen.ring(39, 62, 61, 84, "#c9ced6", width=5)
    pen.ellipse(46.5, 69.5, 53.5, 76.5, "#8a9099")
    pen.box(42, 88, 58, 92, "#8a9099", radius=2)


def _remote_b(pen: Pen) -> None:
    pen.curve(
        [
            (50, 1),
            (64, 4),
            (67, 24),
            (62, 60),
            (66, 90),
            (58, 99),
            (42, 99),
            (34, 90),
            (38, 60),
            (33, 24),
            (36, 4),
        ],
        "#d4d8de",
    )
    pen.curve(
        [(60, 2), (66, 10), (66, 26), (61, 60), (65, 90), (58, 99), (56, 60)],
        "#9aa1ab",
        inside=True,
    )
    pen.ellipse(38, 10, 62, 34, "#4a5058")
    pen.ellipse(45, 17, 55, 27, "#d4d8de")
    pen.ellipse(44, 39, 49, 44, "#d8453c")
    pen.ellipse(51, 39, 56, 44, "#3c8fd8")
    for y in (50, 58, 66, 74):
        pen.box(43, y, 57, y + 4.5, "#4a5058", radius=2)
    pen.turn(-30)


def _remote_e(pen: Pen) -> None:
    pen.box(30, 1, 70, 99, "#26262a", radius=8)
    pen.box(34, 5, 66, 95, "#8d8aa8", radius=5)
    pen.ellipse(38, 10, 48, 20, "#f05a50")
    for row in range(5):
        for column in range(2):
            x, y = 38.5 + column * 13, 28 + row * 12
            pen.box(x, y, x + 10, y + 8, "#26262a", radius=3)
    pen.turn(25)


DRAWINGS = {
    "couch": (_couch_a, _couch_b, _couch_e),
    "dining table": (_table_a, _table_b, _table_e),
    "sink": (_sink_a, _sink_b, _sink_e),
    "tv remote": (_remote_a, _remote_b, _remote_e),
}
