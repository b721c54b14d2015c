"""What each verb promises, on real databases."""
