"""Devices from a CSV file, tried first, then applied as a whole."""
