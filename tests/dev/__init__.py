"""Every process on its own, on real servers: for developers, journeys, resilience, bench."""
