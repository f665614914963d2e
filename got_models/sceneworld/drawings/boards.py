"""Drawings of what one rides on snow and water, and of what one throws."""

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


DRAWINGS = {
    "frisbee": (_frisbee_a, _frisbee_b, _frisbee_e),
    "skis": (_skis_a, _skis_b, _skis_e),
    "snowboard": (_snowboard_a, _snowboard_b, _snowboard_e),
    "surfboard": (_surfboard_a, _surfboard_b, _surfboard_e),
}
