"""Recurrences: the same devices again and again, by a rule of RFC 5545 and the wall clock."""
