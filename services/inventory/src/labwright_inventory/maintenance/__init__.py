"""Maintenance of devices: planned, under way, done or cancelled."""
