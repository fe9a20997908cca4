"""A map of many combinations from few runs: stochastic kriging of the paired difference, and how well it knows."""
