"""Which devices have active bookings, as the scheduler's events tell."""
