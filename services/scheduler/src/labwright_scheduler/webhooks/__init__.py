"""What others' programs are told: webhooks of the lab, and Discord."""
