"""Measurements. `make bench` runs all of them; each runs alone with `python -m benchmarks.NAME`."""
