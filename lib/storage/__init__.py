"""What we keep: the only room that knows the database."""
