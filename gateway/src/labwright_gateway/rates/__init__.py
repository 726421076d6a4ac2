"""How often somebody may ask: counted by person or address, in windows that all copies share."""
