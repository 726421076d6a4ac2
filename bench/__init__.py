"""Benchmarks that print ratios, each taken inside one run."""
