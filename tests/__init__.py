"""A package, as one of the peers that benchmarks install brings a `tests` of its own; and what holds for all of it."""

from hypothesis.internal.conjecture import providers

# Hypothesis draws, among others, the numbers written in the modules loaded so far. Which these are depends on the tests
# that ran before in the same process; a failure seen once is then not seen again. The seed alone is to decide.
providers._get_local_constants = providers.Constants
