"""What a person changes about himself."""
