"""Many devices changed at once: planned one by one, written by few statements."""
