"""The command line for those who look after a lab."""
