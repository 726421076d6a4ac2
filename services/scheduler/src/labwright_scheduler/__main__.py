"""`python -m labwright_scheduler migrate|api|worker|...`"""

from labwright_scheduler.cli import cli

cli()
