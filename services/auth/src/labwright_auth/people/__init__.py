"""Finding people, and what admins do with their accounts."""
