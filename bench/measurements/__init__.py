"""One module a measurement: `measure(stand)` gives its figures."""
