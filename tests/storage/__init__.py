"""What the databases promise."""
