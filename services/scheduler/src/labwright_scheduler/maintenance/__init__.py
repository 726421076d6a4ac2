"""Maintenance windows from inventory: they block their devices."""
