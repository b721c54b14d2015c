"""The gate: the only place where a stranger becomes a person with a Scope."""
