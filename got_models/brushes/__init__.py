"""Somebody else who paints: diffusers pipelines and Images servers, and what each can do."""
