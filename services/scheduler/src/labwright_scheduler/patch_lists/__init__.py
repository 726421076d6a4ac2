"""Patch lists: pasted names of devices and ports, and which those are."""
