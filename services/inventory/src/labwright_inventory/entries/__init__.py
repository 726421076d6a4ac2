"""What types, manufacturers, sites and tags share: a unique name, a version, an end."""
