"""The only public door: knows who calls, and forwards to the services."""
