"""The compiled engine: the same model as `sim.agents`, struct of arrays, replications in parallel."""


def run_core(*args, **kwargs):
    """Run a block of replications of one column; see `sim.core.run.run_core`."""
    from sim.core.run import run_core as run

    return run(*args, **kwargs)
