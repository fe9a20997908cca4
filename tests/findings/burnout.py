"""A desk of mail alone, over two years: load on whoever is left, and who leaves and stays away for it."""

from __future__ import annotations

import numpy as np

from sim.core import run_core
from sim.measures.columns import ratios
from sim.measures.loads import OCCUPIED
from sim.measures.staff import staff_table
from sim.scenario import build_scenario
from tests.equivalence.agreement import inputs_of

WEEKS, PEOPLE, WORK = 104, 20, 12
NO_LOOP = {
    "leaving_per_occupancy": 0,
    "leaving_per_strain": 0,
    "absence_per_strain": 0,
    "overwork_slow": 0,
    "effort_lost_to_overwork": 0,
}
# Turnover, hiring, and what strain does to sickness at the upper ends of their plausible ranges; who cuts corners is no
# quicker for it, the lower end; here all absence is sickness.
STRONG = {
    "leaving_per_occupancy": 1, "absence_per_strain": 2, "sick_share": 1, "hiring_weeks": 12, "effort_time_share": 0,
}  # fmt: skip
USUAL = {"past_line": 0, "strain": 0.1, "overwork": 0, "for_effort": 0, "practice_shares": {"service": 0.5}}


def desk(load: float, usual: dict | None = None, **staff: float) -> dict:
    """One team with shifts of eight hours.

    load: occupancy at which all are at their usual strain and absence. usual: what is usual, USUAL by default.
    """
    minutes = PEOPLE * 5 * 480 * 0.7
    return {
        "name": "burnout",
        "open": "mon-fri 08:00-16:00",
        "time": {"warm_up_weeks": 0, "measured_weeks": WEEKS, "slow_clock": True},
        "demand": {
            "channels": {"mail": {"cases_per_week": round(load * minutes / WORK)}},
            "needs": {"service": {"first_share": 1.0, "work_minutes": WORK}},
        },
        "people": {
            "shifts": {"day": "mon-fri 08:00-16:00"},
            "fatigue": {"rise_half_life_minutes": 240, "slow": 0},
            "groups": [{"function": "service", "count": PEOPLE}],
        },
        "formations": {"one": {"partition": "by_function", "policy": {"misroute_share": 0}}},
        "over_time": {
            "usual": {"service": USUAL} if usual is None else usual,
            "staff": {"burst_elasticity": 0, **STRONG, **staff},
            "learning": {"learning_progress_ratio": 1},  # newcomers are as quick as others: of staff alone
        },
    }


def weeks_of_run(description: dict, replications: int = 4) -> dict[str, np.ndarray]:
    """Measures of staff and load by week, float64[R, W]."""
    inputs = inputs_of(build_scenario(description), ["one"], replications)
    records = run_core(inputs.tape, inputs.customers, inputs.people, inputs.roster, inputs.formations[0])
    rows = records.weeks.reshape(replications, -1, inputs.people.count)[:, :WEEKS]
    occupied = sum(rows[name].sum(axis=-1) for name in OCCUPIED)
    present = rows["shift_minutes"].sum(axis=-1) + rows["overrun_minutes"].sum(axis=-1)
    return staff_table(rows, (-1,)) | {"load": ratios(occupied, present)}
