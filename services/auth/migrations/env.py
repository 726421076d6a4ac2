"""Alembic's entry: the chassis hands in connection and tables."""

from labwright_chassis.migrations import run_env

run_env()
