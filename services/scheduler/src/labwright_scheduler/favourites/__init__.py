"""Favourites: devices that a person keeps at hand."""
