"""Who decides on a message: chat models that answer in words or with tool calls."""
