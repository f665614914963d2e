"""A conversation in a terminal: events as lines, pictures, quick commands."""
