"""Signing keys, the published key set, and tokens for services."""
