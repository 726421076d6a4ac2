"""Bookings: who asked for which devices when, and what became of it."""
