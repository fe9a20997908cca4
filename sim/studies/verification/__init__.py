"""Is the model right where the right answer is known? Closed forms, published figures, tests that would expose a bias.

`running` has every check with what is expected of it; tests/theory and `podsim verify` run the same ones.
"""
