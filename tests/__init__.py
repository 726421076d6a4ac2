"""What no single service owns."""
