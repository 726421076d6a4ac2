"""Other devices that would do as well, and are free when they are wanted."""
