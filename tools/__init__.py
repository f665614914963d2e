"""What the assistant can do, one ability per file: plan, draw, edit, read and label pictures."""
