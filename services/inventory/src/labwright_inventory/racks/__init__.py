"""Racks, and which device stands in which unit."""
