"""What is remembered: sessions, versions and the pictures they made. Empty so far."""
