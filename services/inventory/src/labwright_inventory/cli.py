"""Inventory's command line."""

from labwright_chassis.cli import create_cli
from labwright_inventory.app import create_service

cli = create_cli(create_service())
