"""What the sandbox plays: one file for a group of methods, each with its table."""
