"""Ministap: domain (what we mean), storage (keep), practice (do), ui (show)."""
