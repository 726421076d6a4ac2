"""Where devices stand."""
