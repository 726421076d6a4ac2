"""How devices are, as agents report."""
