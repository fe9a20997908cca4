"""A package, as one of the peers that benchmarks install brings a `tests` of its own."""
