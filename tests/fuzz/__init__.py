"""Requests that nobody thought of, made by schemathesis from the API's own document."""
