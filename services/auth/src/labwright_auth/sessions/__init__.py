"""Signing in and out, and whom a session's secret belongs to."""
