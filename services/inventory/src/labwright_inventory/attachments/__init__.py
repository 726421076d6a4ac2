"""Files about a device: manuals, pictures, certificates."""
