"""Images and the compose file, on Docker or podman: `make images compose-up compose-down`."""
