"""What happened to a device, one entry for each changed field."""
