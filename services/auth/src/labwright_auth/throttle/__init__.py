"""Slows down whoever guesses passwords, and leaves each person a place to sign in from."""
