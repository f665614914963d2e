"""GoT-6B as its authors published it: reading their files, and computing what their code computes.

Source: GoT (Fang et al., 2025), https://arxiv.org/abs/2503.10639, and its released inference code.
"""
