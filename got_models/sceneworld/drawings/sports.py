"""Drawings of sports gear."""

from got_models.sceneworld.drawings.pen import Pen


def _frisbee_a(pen: Pen) -> None:
    pen.ellipse(2, 26, 98, 80, "#1f7fb5")
    pen.ellipse(2, 20, 98, 74, "#35a7e0")
    pen.ellipse(12, 24, 88, 64, "#6cc6f0")
    pen.ellipse(20, 28, 80, 60, "#35a7e0")
    pen.ellipse(34, 34, 66, 52, "#a8e0f8")


def _frisbee_b(pen: Pen) -> None:
    pen.ellipse(4, 4, 96, 96, "#c83a5a")
    pen.ellipse(7, 7, 93, 93, "#ec5a7a")
    pen.ring(14, 14, 86, 86, "#c83a5a", width=3)
    pen.ring(22, 22, 78, 78, "#f7a0b4", width=4)
    pen.ellipse(34, 34, 66, 66, "#ffffff")
    pen.ellipse(39, 39, 61, 61, "#c83a5a")


def _frisbee_e(pen: Pen) -> None:
    pen.ellipse(2, 30, 98, 84, "#26262a")
    pen.ellipse(2, 20, 98, 76, "#26262a")
    pen.ellipse(6, 24, 94, 72, "#f0a030")
    pen.ring(22, 30, 78, 62, "#26262a", width=3)
    pen.turn(-14)


def _skis_a(pen: Pen) -> None:
    for x, main, side in ((26, "#d83a3a", "#9e2024"), (58, "#d83a3a", "#9e2024")):
        pen.curve(
            [
                (x + 8, 1),
                (x + 15, 10),
                (x + 16, 50),
                (x + 15, 96),
                (x + 8, 99),
                (x + 1, 96),
                (x, 50),
                (x + 1, 10),
            ],
            main,
        )
        pen.box(x + 11, 0, x + 18, 100, side, inside=True)
        pen.box(x - 1, 14, x + 17, 20, "#f6d0c8", inside=True)
        pen.box(x - 1, 78, x + 17, 84, "#f6d0c8", inside=True)
        pen.box(x, 44, x + 16, 62, "#3a3d44", radius=2)
        pen.box(x + 3, 48, x + 13, 53, "#8d929b", radius=1)


def _skis_b(pen: Pen) -> None:
    pen.line([(22, 94), (64, 14), (74, 6)], "#1e6fb8", width=11)
    pen.line([(22, 94), (64, 14), (74, 6)], "#59a8e8", width=5)
    pen.line([(78, 94), (36, 14), (26, 6)], "#15507f", width=11)
    pen.line([(78, 94), (36, 14), (26, 6)], "#3f8fd0", width=5)
    pen.line([(55, 32), (48, 45)], "#22262b", width=13)
    pen.line([(45, 32), (52, 45)], "#22262b", width=13)


def _skis_e(pen: Pen) -> None:
    for dx in (0, 24):
        pen.line([(14 + dx, 96), (60 + dx, 16), (68 + dx, 5)], "#26262a", width=14)
        pen.line([(14 + dx, 96), (60 + dx, 16), (68 + dx, 5)], "#e8c24a", width=7)
        pen.line([(34 + dx, 62), (42 + dx, 48)], "#26262a", width=10)


def _snowboard_a(pen: Pen) -> None:
    pen.box(32, 1, 68, 99, "#6b3fb0", radius=18)
    pen.polygon([(60, 0), (70, 0), (70, 100), (60, 100)], "#4a2683", inside=True)
    pen.polygon([(30, 22), (70, 2), (70, 14), (30, 34)], "#f2b84a", inside=True)
    pen.polygon([(30, 92), (70, 72), (70, 80), (30, 100)], "#f2b84a", inside=True)
    for y in (30, 62):
        pen.box(28, y, 72, y + 9, "#25262b", radius=3)
        pen.box(34, y + 2, 66, y + 5, "#7a7d86", radius=1)


def _snowboard_b(pen: Pen) -> None:
    pen.curve(
        [
            (50, 2),
            (66, 8),
            (70, 22),
            (63, 50),
            (70, 78),
            (66, 92),
            (50, 98),
            (34, 92),
            (30, 78),
            (37, 50),
            (30, 22),
            (34, 8),
        ],
        "#17a087",
    )
    pen.curve(
        [(50, 6), (60, 12), (56, 50), (60, 88), (50, 94), (40, 88), (44, 50), (40, 12)], "#6fd6c2"
    )
    for y in (28, 66):
        pen.ellipse(36, y - 4, 64, y + 14, "#2d3338")
        pen.box(40, y + 2, 60, y + 7, "#99a3ab", radius=2)
    pen.turn(35)


def _snowboard_e(pen: Pen) -> None:
    pen.box(30, 1, 70, 99, "#26262a", radius=20)
    pen.box(34, 5, 66, 95, "#e86a4a", radius=16)
    pen.box(34, 42, 66, 58, "#f7e2c0")
    for y in (26, 64):
        pen.box(30, y, 70, y + 10, "#26262a", radius=2)
    pen.turn(-28)


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
    pen.line([(50, 92), (50, 58)], "#26262a", width=12)
    pen.line([(50, 46), (50, 14)], "#26262a", width=24)
    pen.polygon([(38, 44), (62, 44), (56, 66), (44, 66)], "#26262a")
    pen.line([(50, 44), (50, 15)], "#e2b878", width=17)
    pen.polygon([(41.5, 44), (58.5, 44), (53, 66), (47, 66)], "#e2b878")
    pen.line([(50, 90), (50, 60)], "#b0824a", width=6)
    pen.line([(44, 95), (56, 95)], "#26262a", width=8)
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
    for x, y in ((26, 20), (43, 10), (60, 10), (76, 20)):
        pen.line([(x, y), (50, 66)], "#26262a", width=21)
    pen.line([(10, 54), (46, 76)], "#26262a", width=21)
    pen.ellipse(22, 38, 84, 98, "#26262a")
    for x, y in ((26, 20), (43, 10), (60, 10), (76, 20)):
        pen.line([(x, y), (50, 66)], "#cf8a4a", width=12)
    pen.line([(10, 54), (46, 76)], "#cf8a4a", width=12)
    pen.ellipse(27, 43, 79, 93, "#cf8a4a")
    pen.line([(36, 62), (52, 56), (68, 62)], "#26262a", width=3)
    pen.polygon([(16, 46), (24, 30), (34, 56), (28, 62)], "#8f5626")


def _surfboard_a(pen: Pen) -> None:
    pen.curve(
        [(50, 0), (62, 18), (68, 46), (64, 80), (56, 98), (44, 98), (36, 80), (32, 46), (38, 18)],
        "#f2c230",
    )
    pen.curve(
        [(50, 0), (62, 18), (68, 46), (64, 80), (56, 98), (54, 98), (58, 60), (56, 24)],
        "#c8920e",
        inside=True,
    )
    pen.box(48.5, 0, 51.5, 100, "#7a4a12", inside=True)
    pen.polygon([(30, 30), (70, 22), (70, 32), (30, 40)], "#e8563a", inside=True)
    pen.polygon([(30, 44), (70, 36), (70, 41), (30, 49)], "#fbe8c8", inside=True)
    pen.turn(-24)


def _surfboard_b(pen: Pen) -> None:
    pen.box(36, 2, 64, 98, "#eaf4f8", radius=14)
    pen.box(36, 34, 64, 66, "#2fa3c8", inside=True)
    pen.box(36, 30, 64, 34, "#f28a3a", inside=True)
    pen.box(36, 66, 64, 70, "#f28a3a", inside=True)
    pen.box(57, 0, 66, 100, "#1c5f7a55", inside=True)
    pen.polygon([(50, 80), (56, 94), (44, 94)], "#1c5f7a")


def _surfboard_e(pen: Pen) -> None:
    pen.curve(
        [(50, 0), (66, 24), (69, 56), (62, 92), (50, 99), (38, 92), (31, 56), (34, 24)], "#26262a"
    )
    pen.curve(
        [(50, 7), (61, 26), (64, 56), (58, 88), (50, 93), (42, 88), (36, 56), (39, 26)], "#8ad0a8"
    )
    pen.line([(50, 10), (50, 90)], "#26262a", width=2.5)
    for y in (40, 52):
        pen.line([(38, y), (50, y + 8), (62, y)], "#ffffff", width=4)
    pen.turn(32)


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
    pen.box(45, 72, 55, 99, "#6a4a30", radius=2)
    for y in (78, 85, 92):
        pen.line([(46, y), (54, y - 3)], "#3f2a18", width=1.6)
    pen.curve(
        [(50, 1), (70, 8), (76, 28), (66, 48), (54, 62), (46, 62), (34, 48), (24, 28), (30, 8)],
        "#2f55b0",
    )
    pen.curve([(50, 7), (66, 13), (70, 28), (62, 44), (50, 50), (38, 44), (30, 28), (34, 13)], None)
    for i in range(6):
        pen.line([(35 + i * 6, 11), (35 + i * 6, 46)], "#dfe6f2", width=1.8)
    for i in range(5):
        pen.line([(33, 15 + i * 7), (67, 15 + i * 7)], "#dfe6f2", width=1.8)


def _racket_e(pen: Pen) -> None:
    pen.line([(50, 60), (50, 94)], "#26262a", width=12)
    pen.ellipse(20, 1, 80, 65, "#26262a")
    pen.ellipse(24, 5, 76, 61, "#5fae5a")
    pen.ellipse(30, 11, 70, 55, "#26262a")
    pen.ellipse(32, 13, 68, 53, "#f7f4e8")
    for i in range(4):
        pen.box(38 + i * 7.5, 12, 40 + i * 7.5, 54, "#26262a")
        pen.box(32, 20 + i * 8, 68, 22 + i * 8, "#26262a")
    pen.turn(40)


DRAWINGS = {
    "frisbee": (_frisbee_a, _frisbee_b, _frisbee_e),
    "skis": (_skis_a, _skis_b, _skis_e),
    "snowboard": (_snowboard_a, _snowboard_b, _snowboard_e),
    "baseball bat": (_bat_a, _bat_b, _bat_e),
    "baseball glove": (_glove_a, _glove_b, _glove_e),
    "surfboard": (_surfboard_a, _surfboard_b, _surfboard_e),
    "tennis racket": (_racket_a, _racket_b, _racket_e),
}
