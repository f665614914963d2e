"""Drawings of gear for baseball and tennis."""

from got_models.sceneworld.drawings.pen import Pen


def _bat_a(pen: Pen) -> None:
    pen.curve(
        [(46, 96), (47, 70), (43, 40), (42, 12), (50, 2), (58, 12), (57, 40), (53, 70), (54, 96)],
        "#d39a58",
    )
    pen.curve([(52, 4), (57, 14), (56, 40), (52, 70), (51, 70), (53, 40)], "#a8702f", inside=True)
    pen.curve([(45, 10), (47, 8), (47, 40), (46, 40)], "#f0c792", inside=True)
    pen.box(45.5, 72, 54.5, 93, "#4a3524")
    pen.ellipse(42, 91, 58, 99, "#8a5a26")
    pen.turn(-45)


def _bat_b(pen: Pen) -> None:
    pen.polygon(
        [(46, 98), (47, 66), (41, 36), (41, 8), (59, 8), (59, 36), (53, 66), (54, 98)], "#2f5fa8"
    )
    pen.ellipse(41, 2, 59, 14, "#2f5fa8")
    pen.polygon([(53, 2), (60, 2), (60, 36), (53, 66), (50, 66), (54, 36)], "#1d3f76", inside=True)
    pen.box(38, 22, 62, 34, "#e8edf4", inside=True)
    pen.box(45.5, 66, 54.5, 94, "#1a1c20")
    pen.box(41, 92, 59, 98, "#2f5fa8", radius=3)
    pen.turn(38)


def _bat_e(pen: Pen) -> None:
    pen.line([(50, 92), (50, 58)], "#26262a", width=13)
    pen.line([(50, 40), (50, 15)], "#26262a", width=27)
    pen.polygon([(36.5, 40), (63.5, 40), (56, 70), (44, 70)], "#26262a")
    pen.box(39, 88, 61, 99, "#26262a", radius=5)
    pen.line([(50, 40), (50, 16)], "#e2b878", width=18)
    pen.polygon([(41, 40), (59, 40), (53, 66), (47, 66)], "#e2b878")
    pen.line([(50, 86), (50, 68)], "#b0824a", width=6)
    pen.box(43, 92, 57, 95, "#b0824a", radius=1.5)
    pen.turn(-60)


def _glove_a(pen: Pen) -> None:
    for x0, y0, x1, y1 in ((30, 10, 30, 50), (44, 4, 45, 50), (59, 5, 58, 50), (73, 14, 70, 50)):
        pen.line([(x0, y0 + 6), (x1, y1)], "#8a4a1c", width=17)
        pen.line([(x0, y0 + 6), (x1, y1)], "#b9682c", width=13)
    pen.line([(12, 46), (34, 72)], "#8a4a1c", width=19)
    pen.line([(12, 46), (34, 72)], "#b9682c", width=15)
    pen.curve(
        [(26, 46), (50, 40), (78, 44), (84, 66), (74, 90), (50, 96), (30, 88), (22, 68)], "#b9682c"
    )
    pen.curve([(36, 58), (54, 50), (70, 58), (70, 76), (54, 86), (38, 78)], "#8a4a1c", inside=True)
    pen.curve([(42, 60), (54, 54), (66, 60), (64, 72), (54, 78), (44, 74)], "#d98f4e", inside=True)
    pen.polygon([(15, 32), (29, 20), (33, 50), (29, 60)], "#6d3812")
    pen.line([(18, 36), (32, 42)], "#e0a468", width=2.5)
    pen.line([(22, 28), (30, 54)], "#e0a468", width=2.5)


def _glove_b(pen: Pen) -> None:
    pen.curve(
        [
            (20, 16),
            (34, 4),
            (52, 2),
            (70, 6),
            (84, 18),
            (90, 42),
            (84, 74),
            (64, 96),
            (40, 96),
            (20, 82),
            (8, 60),
            (10, 36),
        ],
        "#6b3a24",
    )
    pen.curve(
        [
            (22, 30),
            (34, 14),
            (52, 8),
            (68, 12),
            (80, 24),
            (84, 44),
            (78, 70),
            (62, 90),
            (42, 90),
            (24, 78),
            (14, 58),
            (15, 42),
        ],
        "#96552f",
    )
    pen.curve([(30, 44), (50, 32), (70, 44), (70, 66), (52, 82), (34, 70)], "#6b3a24")
    for x, y in ((38, 6), (54, 3), (70, 8)):
        pen.line([(x, y), (x - 2 + (54 - x) * 0.2, y + 28)], "#4a2412", width=3)
    pen.ellipse(36, 40, 66, 70, "#f6f2ea")
    pen.ring(36, 40, 66, 70, "#cfc7b8", width=2)
    pen.line([(43, 44), (47, 55), (43, 66)], "#c83a30", width=2.5)
    pen.line([(59, 44), (55, 55), (59, 66)], "#c83a30", width=2.5)


def _glove_e(pen: Pen) -> None:
    fingers = ((34, 14), (51, 9), (68, 12), (84, 24))
    for x, y in fingers:
        pen.line([(x, y), (52, 66)], "#26262a", width=22)
    pen.line([(12, 36), (40, 78)], "#26262a", width=25)
    pen.ellipse(20, 40, 86, 99, "#26262a")
    pen.polygon([(12, 30), (34, 10), (44, 60), (28, 66)], "#26262a")
    pen.polygon([(17, 34), (30, 22), (38, 56), (30, 60)], "#7d4a20")
    for x, y in fingers:
        pen.line([(x, y), (52, 66)], "#cf8a4a", width=13)
    pen.line([(12, 36), (40, 78)], "#cf8a4a", width=15)
    pen.ellipse(25, 45, 81, 94, "#cf8a4a")
    pen.ellipse(38, 50, 68, 80, "#26262a")
    pen.ellipse(41, 53, 65, 77, "#8f5626")
    pen.line([(34, 88), (72, 88)], "#26262a", width=3)


def _racket_a(pen: Pen) -> None:
    pen.line([(50, 58), (50, 94)], "#3a2a20", width=8)
    pen.line([(50, 70), (50, 94)], "#14100c", width=9)
    pen.line([(38, 48), (50, 66), (62, 48)], "#c8342e", width=5)
    pen.ellipse(24, 2, 76, 60, "#c8342e")
    pen.ellipse(30, 8, 70, 54, "#f4f0e4")
    for i in range(5):
        pen.box(34.5 + i * 7, 8, 36 + i * 7, 54, "#9aa0a6", inside=True)
        pen.box(30, 14.5 + i * 7.5, 70, 16 + i * 7.5, "#9aa0a6", inside=True)
    pen.ring(24, 2, 76, 60, "#c8342e", width=6)
    pen.ring(24, 2, 76, 60, "#ee7a70", width=2)
    pen.turn(-35)


def _racket_b(pen: Pen) -> None:
    pen.box(45, 56, 55, 99, "#1f2c4c", radius=2)
    pen.box(44, 72, 56, 99, "#6a4a30", radius=2)
    for y in (78, 85, 92):
        pen.line([(46, y), (54, y - 3)], "#3f2a18", width=1.6)
    rim = [(50, 1), (70, 8), (78, 28), (68, 48), (54, 64), (46, 64), (32, 48), (22, 28), (30, 8)]
    pen.curve(rim, "#2f55b0")
    pen.curve(
        [(50, 7), (66, 13), (72, 28), (63, 44), (50, 51), (37, 44), (28, 28), (34, 13)], "#dfe9f6"
    )
    for i in range(5):
        pen.box(33.4 + i * 8, 12, 35.2 + i * 8, 46, "#7d95bd")
        pen.box(30, 12.5 + i * 7.6, 70, 14.3 + i * 7.6, "#7d95bd")
    pen.curve(
        [(50, 1), (70, 8), (78, 28), (68, 48), (57, 60), (64, 44), (72, 28), (66, 13), (50, 7)],
        "#4a74d6",
    )


def _racket_e(pen: Pen) -> None:
    pen.line([(50, 60), (50, 93)], "#26262a", width=12)
    pen.line([(50, 74), (50, 92)], "#8a8f98", width=5)
    pen.ellipse(20, 1, 80, 69, "#26262a")
    pen.ellipse(24, 5, 76, 65, "#5fae5a")
    pen.ellipse(30, 11, 70, 59, "#26262a")
    pen.ellipse(33, 14, 67, 56, "#f7f4e8")
    for i in range(3):
        pen.box(40.5 + i * 8.5, 14, 42.3 + i * 8.5, 56, "#8a8f98", inside=True)
    for i in range(4):
        pen.box(33, 22 + i * 8, 67, 23.8 + i * 8, "#8a8f98", inside=True)
    pen.turn(40)


DRAWINGS = {
    "baseball bat": (_bat_a, _bat_b, _bat_e),
    "baseball glove": (_glove_a, _glove_b, _glove_e),
    "tennis racket": (_racket_a, _racket_b, _racket_e),
}
