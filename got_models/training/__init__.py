"""Losses, loops and data of got-tiny's training."""
