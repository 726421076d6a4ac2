"""Words that mark devices."""
