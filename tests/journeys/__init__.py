"""Whole ways of people through the gateway, on the standalone and on the distributed form."""
