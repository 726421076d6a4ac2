"""How many devices of which kind."""
