"""Reading files of device types: what is YAML, and what it says of a type."""
