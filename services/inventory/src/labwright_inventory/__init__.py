"""The truth about hardware: what the lab owns, where it stands, what happened to it."""
