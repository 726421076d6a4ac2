"""Bookable devices: the scheduler's own copy of inventory's."""
