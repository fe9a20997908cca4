"""A comparison out of numbers made up by the test, and a scenario small enough for any engine."""

import numpy as np

from sim.comparison.doubts import HorizonSamples
from sim.measures import Growth, load_state, measure_names
from sim.measures.overload import Tiring
from sim.report.answer import Answer
from sim.scenario import build_scenario
from sim.scenario.scenario_settings import FormationSettings

TINY = {
    "name": "tiny",
    "title": "Four people, for tests",
    "open": "mon-fri 09:00-17:00",
    "time": {"warm_up_weeks": 1, "measured_weeks": 1},
    "demand": {
        "channels": {
            "voice": {"cases_per_week": 60, "live": True, "patience_minutes": 10},
            "mail": {"cases_per_week": 40},
        },
        "needs": {
            "sales": {"first_share": 0.6, "work_minutes": 20, "then": {"service": 0.4}},
            "service": {"first_share": 0.4, "work_minutes": 25, "then": {"sales": 0.2}},
        },
    },
    "people": {
        "shifts": {"day": "mon-fri 09:00-17:00"},
        "groups": [
            {"function": "sales", "count": 2, "also": {"service": 0.9}, "also_share": 0.5},
            {"function": "service", "count": 2},
        ],
    },
    "formations": {"pods": {"teams": 2}},
    "replications": 4,
}


def tiny(overrides=()):
    return build_scenario(TINY, overrides)


def comparison(
    levels,
    *,
    load=None,
    growth=None,
    budget_ran_out=False,
    replay=None,
    spread=0.001,
    parity=(),
    slow=0.0,
    horizons=None,
    binding=None,
):
    """An answer whose columns have these means: column -> (resolution_minutes, load_p90); 10 replications."""
    wobble = np.linspace(-1.0, 1.0, 10) * spread
    samples = {}
    for place, (column, (minutes, busy)) in enumerate(levels.items()):
        tilt = wobble if place % 2 else -wobble  # else all differences would be exact
        samples[column] = {name: 1.0 + tilt for name in measure_names()}
        samples[column]["resolution_minutes"] = minutes * (1.0 + tilt)
        samples[column]["load_p90"] = busy + tilt
    load = load or {"sales": 0.7, "service": 0.8}
    tiring = Tiring(rise=300.0, fall=60.0, slow=slow)
    calm = {column: Growth(0.0, -1.0, False) for column in levels}
    own = {column: FormationSettings(partition="pool") for column in levels if column not in tiny().formations}
    scenario = tiny()  # with columns of any name
    scenario = scenario.model_copy(update={"formations": {**scenario.formations, **own}})
    return Answer(
        scenario=scenario, seed=1, columns=tuple(levels), replication_count=10, samples=samples,
        horizons=horizons or HorizonSamples(), by_anchor={}, engine="core",
        load={name: load_state(offered, tiring) for name, offered in load.items()}, growth=calm | (growth or {}),
        fillings={},
        replay=replay, data_notes=(), teams={}, modified_rules=(), parity_rows=tuple(parity),
        budget_ran_out=budget_ran_out, binding=binding, placebo=None, sensitivity=None, full=None, in_people=None,
    )  # fmt: skip
