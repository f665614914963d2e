"""Public benchmarks: folders as their scorers read them, and their results read back. Light."""
