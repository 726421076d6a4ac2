"""One service gives way to its next version while the others, and everybody's requests, go on."""
