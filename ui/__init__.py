"""The faces of the assistant; they hold no logic. Empty so far."""
