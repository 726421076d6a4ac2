"""Rooms and areas of a site."""
