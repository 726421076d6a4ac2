"""The compose file, run: journeys, outages, copies, stops. `make compose-test`."""
