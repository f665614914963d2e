"""Judging pictures against what was asked for."""
