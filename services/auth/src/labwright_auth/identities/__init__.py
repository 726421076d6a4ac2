"""Whom a secret belongs to, as the gateway asks: a signed token for one service."""
