"""Results by channel and half-hour of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.comparison.closeup.half_hours import PER_DAY, clock_of_day, of_week
from sim.foundation.kinds import Outcome
from sim.measures.case_measures import answered_in_target
from sim.measures.cases import Cases

if TYPE_CHECKING:
    from sim.demand.tape import Customers

Row = dict[str, Any]


def half_hour_rows(cases: Cases, customers: Customers) -> list[Row]:
    """One row per channel and half-hour of the day in which a case of the cohort arrives, in order.

    cases: of one replication. channel, half_hour ("08:30"), cases, first_response_minutes, resolution_minutes (means),
    answered_in_target, abandoned_share (shares; of contacts and cases that began then).
    """
    half_hour = of_week(cases.arrived) % PER_DAY
    asked = cases.counted & (cases.contacts["outcome"] != Outcome.BOT_RESOLVED)
    above, below = cases.total(asked & answered_in_target(cases, customers)), cases.total(asked)
    rows = []
    for channel, name in enumerate(customers.channel_names):
        for number in range(PER_DAY):
            here = (cases.channel == channel) & (half_hour == number)
            if here.any():
                rows.append(
                    {
                        "channel": name,
                        "half_hour": clock_of_day(number),
                        "cases": int(np.count_nonzero(here)),
                        "first_response_minutes": float(cases.first_response[here].mean()),
                        "resolution_minutes": float(cases.resolution[here].mean()),
                        "answered_in_target": _share(above[here].sum(), below[here].sum()),
                        "abandoned_share": float(cases.gave_up[here].mean()),
                    }
                )
    return rows


def _share(above: float, below: float) -> float:
    return float(above / below) if below else float("nan")
