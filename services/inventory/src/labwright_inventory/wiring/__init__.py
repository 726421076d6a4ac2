"""Ports of devices, and the links between them."""
