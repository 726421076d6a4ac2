"""Attributes that a lab adds to devices of a type, and the schema they obey."""
