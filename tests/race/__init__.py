"""The race proof: many processes over every write path, then every instant is counted."""
