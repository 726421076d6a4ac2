"""Power distribution units, and which device each of their outlets feeds."""
