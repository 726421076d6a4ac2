"""The pages that the gateway itself has for people."""
