"""Scores: GenEval's rules and what we measure beside them."""
