"""Alembic's entry: migrates on the connection that the chassis hands in."""

from labwright_chassis.migrations import run_env

run_env()
