"""Models that reason in words and boxes and draw what they said."""
