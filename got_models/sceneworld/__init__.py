"""The synthetic world got-tiny is trained on: emoji-style scenes whose every fact is known."""
