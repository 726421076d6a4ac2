"""`python -m labwright_gateway`."""

from labwright_gateway.cli import main

main()
