"""Roads out of numbers made up by the test."""

from __future__ import annotations

import numpy as np

from sim.measures.money import Gain
from sim.roads.plan import plan_road
from sim.roads.reading import read_road
from sim.roads.results import Roads, Travelled, World
from sim.roads.running import slowed
from sim.roads.versions import GUESSED, MODELLED, steps_of_bridge
from sim.scenario import changed
from tests.unit.comparison.made import tiny

MEASURES = ("felt_empathy", "abandoned_share", "load_p90", "load_mean", "overrun_minutes", "leavers_per_year",
            "strain_share", "kept_share")  # fmt: skip


def travelled(minutes, *, cashable=0.0, spent=0.0, taken=1, customers=0.0):
    """A road with this resolution time, float64[R, W]; every week brings so much money, the first one costs `spent`."""
    minutes = np.asarray(minutes, dtype=float)
    nothing = np.zeros_like(minutes)
    weekly = {"resolution_minutes": minutes, "cases": nothing + 10.0} | {name: nothing + 0.5 for name in MEASURES}
    cost = nothing.copy()
    cost[:, 0] = spent
    worth = Gain(nothing + cashable, nothing, nothing, nothing + customers, nothing)
    return Travelled(weekly, worth, cost, np.full(len(minutes), taken))


def roads(ways, *, guessed=None, worlds=(), bridge=None, weeks=52, **money):
    """The result of roads: name -> Travelled, the first one "stay". bridge: difference of each step, in minutes."""
    scenario = changed(slowed(tiny(), weeks), {f"money.{name}": price for name, price in money.items()})
    plans = {name: plan_road(scenario, read_road(name)) for name in ways}
    steps = {}
    if bridge:
        flat = np.zeros((2, weeks))
        steps = {
            name: {"stay": travelled(flat), "big_bang": travelled(flat + minutes)}
            for name, minutes in zip(steps_of_bridge(), bridge, strict=True)
        }
    return Roads(
        scenario=scenario,
        plans=plans,
        seed=1,
        travelled={MODELLED: ways, GUESSED: guessed or ways},
        bridge=steps,
        bridged="big_bang" if bridge else "",
        worlds=tuple(World({}, one) for one in worlds),
    )
