"""`python -m labwright_auth migrate|api|worker|...`"""

from labwright_auth.cli import cli

cli()
