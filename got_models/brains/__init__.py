"""Somebody else who plans: chat models, here or on a server, whose answers become chains."""
