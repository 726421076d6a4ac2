"""The collected audit log of all services."""
