"""Columns compared on the same customers, as numbers: sampling, statistics, parity, falsification, a close look."""
