"""Links with a secret that opens one thing once, for whoever reads a person's mail."""
