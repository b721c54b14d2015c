"""What we mean: pure values and rules, without clock, database or screen."""
