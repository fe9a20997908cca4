"""Measurements of speed and memory: `python -m benchmarks`, or `make bench`. Never imported by `sim`."""
