"""Changing a password, and setting another when it was forgotten."""
