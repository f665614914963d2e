"""The evaluator's own eye: a detector for the closed world, apart from painter and critic."""
