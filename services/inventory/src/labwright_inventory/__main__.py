"""`python -m labwright_inventory migrate|api|worker|...`"""

from labwright_inventory.cli import cli

cli()
