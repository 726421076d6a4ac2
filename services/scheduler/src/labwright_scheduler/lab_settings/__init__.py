"""What a lab sets about its bookings while the scheduler runs."""
