"""Devices as configuration tools and monitoring find them."""
