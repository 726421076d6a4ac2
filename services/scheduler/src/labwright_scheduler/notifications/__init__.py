"""What people are told: a list of their own, and mail."""
