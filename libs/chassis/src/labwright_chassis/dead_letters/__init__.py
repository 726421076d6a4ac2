"""Events that this service could not handle, kept in its own database for its operators."""
