"""Drawings of sports gear."""

from got_models.sceneworld.drawings.pen import Pen


def _frisbee_a(pen: Pen) -> None:
    pen.ellipse(2, 26, 98, 80, "#1f7fb5")
    pen.ellipse(2, 20, 98, 74, "#35a7e0")
    pen.ellipse(12, 24, 88, 64, "#6cc6f0")
    pen.ellipse(20, 28, 80, 60, "#35a7e0")
    pen.ellipse(34, 34, 66, 52, "#a8e0f8")


def _frisbee_b(pen: Pen) -> None:
    pen.ellipse(8, 6, 92, 94, "#a82c4a")
    pen.ellipse(8, 4, 92, 90, "#ec5a7a")
    pen.ellipse(19, 15, 81, 78, "#c83a5a")
    pen.ellipse(19, 19, 81, 82, "#f27e98")
    pen.curve([(20, 30), (36, 12), (62, 9), (40, 17), (26, 32)], "#fcc4d0")
    pen.polygon(
        [
            (50, 32),
            (56, 46),
            (70, 47),
            (59, 56),
            (63, 70),
            (50, 62),
            (37, 70),
            (41, 56),
            (30, 47),
            (44, 46),
        ],
        "#fdf0f2",
    )
    pen.turn(12)


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
    for near, far, main, light in ((22, 74, "#1e6fb8", "#59a8e8"), (78, 26, "#15507f", "#3f8fd0")):
        lean = 1 if far > near else -1
        path = [(near, 93), (near + 44 * lean, 18), (far, 9), (far + 10 * lean, 6)]
        pen.line(path, main, width=11)
        pen.line(path, light, width=5)
        pen.line([(near + 12 * lean, 71), (near + 20 * lean, 58)], "#22262b", width=14)
        pen.line([(near + 14 * lean, 68), (near + 18 * lean, 61)], "#8d96a3", width=5)


def _skis_e(pen: Pen) -> None:
    for dx in (0, 24):
        path = [(13 + dx, 91), (56 + dx, 17), (66 + dx, 9)]
        pen.line(path, "#26262a", width=15)
        pen.line(path, "#e8c24a", width=7)
        pen.line([(31 + dx, 61), (39 + dx, 47)], "#26262a", width=12)


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
    pen.box(35, 6, 65, 94, "#e86a4a", radius=15)
    pen.box(35, 46, 65, 54, "#f7e2c0")
    for y in (24, 64):
        pen.box(25, y, 75, y + 12, "#26262a", radius=5)
        pen.box(34, y + 4, 66, y + 8, "#b9bcc6", radius=2)
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
    outline = [
        (50, 0),
        (58, 12),
        (64, 36),
        (64, 70),
        (58, 97),
        (42, 97),
        (36, 70),
        (36, 36),
        (42, 12),
    ]
    pen.curve(outline, "#eaf4f8")
    pen.box(30, 40, 70, 68, "#2fa3c8", inside=True)
    pen.box(30, 35, 70, 40, "#f28a3a", inside=True)
    pen.box(30, 68, 70, 73, "#f28a3a", inside=True)
    pen.polygon([(54, 0), (70, 0), (70, 100), (54, 100), (59, 50)], "#1c5f7a55", inside=True)
    pen.box(49, 4, 51, 96, "#1c5f7a", inside=True)
    for x in (42, 58):
        pen.polygon([(x, 80), (x + 3, 92), (x - 3, 92)], "#1c5f7a")


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
    "frisbee": (_frisbee_a, _frisbee_b, _frisbee_e),
    "skis": (_skis_a, _skis_b, _skis_e),
    "snowboard": (_snowboard_a, _snowboard_b, _snowboard_e),
    "baseball bat": (_bat_a, _bat_b, _bat_e),
    "baseball glove": (_glove_a, _glove_b, _glove_e),
    "surfboard": (_surfboard_a, _surfboard_b, _surfboard_e),
    "tennis racket": (_racket_a, _racket_b, _racket_e),
}
