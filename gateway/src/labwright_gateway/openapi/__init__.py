"""One OpenAPI document for all services."""
