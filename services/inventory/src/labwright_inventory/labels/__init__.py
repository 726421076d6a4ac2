"""Labels to stick on devices."""
