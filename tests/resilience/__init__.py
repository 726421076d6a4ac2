"""Faults on purpose; after calm, the copies equal their sources, row by row."""
