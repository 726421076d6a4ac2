"""Auth's command line: its processes, and what an operator does beside the API.

The groups work on the service's own database, in the operator's environment; what they do is
audited under his name on this machine.
"""

from labwright_auth.app import create_service
from labwright_auth.cli import audit, keys, services, tokens, users
from labwright_chassis.cli import create_cli

cli = create_cli(create_service())
for name, group in (
    ("user", users),
    ("token", tokens),
    ("audit", audit),
    ("keys", keys),
    ("service", services),
):
    cli.add_typer(group.commands(), name=name)
