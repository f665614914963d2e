"""What each command does: arguments in, printed results and an exit code out."""
