"""The servers of the tests as containers, for real. `make test-containers`."""
