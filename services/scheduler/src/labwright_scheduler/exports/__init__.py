"""Bookings as files: a table of many, a calendar of one."""
