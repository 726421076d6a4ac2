"""Device types and manufacturers."""
