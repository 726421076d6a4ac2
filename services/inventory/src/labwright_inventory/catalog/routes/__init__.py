"""Device types and manufacturers over HTTP."""
