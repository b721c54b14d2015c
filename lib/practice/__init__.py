"""What we do: the verbs, each with a Scope first and one transaction inside."""
