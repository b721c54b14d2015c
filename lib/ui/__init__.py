"""How it looks: widgets, words, charts and the gate."""
