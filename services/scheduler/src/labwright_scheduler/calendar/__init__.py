"""What occupies a device when, and the check that keeps it within its capacity."""
