"""What is remembered: sessions, versions and the pictures they made."""
