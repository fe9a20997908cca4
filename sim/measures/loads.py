"""How busy and how tired people were: per person, and how it is spread."""

from __future__ import annotations

import math

import numpy as np

from sim.foundation.compiling import compiled, teach
from sim.measures import order
from sim.measures.order import quantile_of, sort_in_place

teach(order)

OCCUPIED = ("leading_minutes", "listening_minutes", "consulting_minutes", "linking_minutes")
# Measures of people, a number each.
LOADS = np.dtype(
    [
        (name, "f8")
        for name in (
            *("load_mean", "load_p90", "load_max", "load_together", "load_gini", "leading_max_share", "leading_gini"),
            *("listening_share", "overrun_minutes", "fatigue_mean", "strain_share", "interruptions_per_hour"),
            "step_minutes",
        )
    ]
)


def load_table(
    rows: np.ndarray, replications: int, weeks: float, members: np.ndarray | None = None
) -> dict[str, np.ndarray]:
    """Measures of people, one value per replication.

    rows: PERSON[R * P] in order of (replication, person). weeks: of the cohort. members: bool[P], the people to take;
    all by default.
    """
    people = rows.size // max(replications, 1)
    taken = np.ones(people, dtype=np.bool_) if members is None else members
    found = np.zeros(replications, dtype=LOADS)
    for replication in range(replications):
        load, led = np.empty(people), np.empty(people)
        table = rows[replication * people : (replication + 1) * people]
        measure_people(table, taken, float(weeks), load, led, found[replication : replication + 1])
    return {name: found[name] for name in LOADS.names or ()}


@compiled
def measure_people(rows, taken, weeks, load, led, found):
    """Measures of the people of one replication. Everything is summed in the order of people.

    rows: PERSON[P]. taken: bool[P]. load, led: float64[P], to work in. found: LOADS[1].
    """
    there = 0
    people, occupied, present, listened, overrun, fatigue = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    steps, strain, interruptions, leading = 0.0, 0.0, 0.0, 0.0
    for person in range(rows.size):
        if not taken[person]:
            continue
        row = rows[person]
        busy = row["leading_minutes"] + row["listening_minutes"] + row["consulting_minutes"] + row["linking_minutes"]
        paid = row["shift_minutes"] + row["overrun_minutes"]
        people += 1.0
        occupied += busy
        present += paid
        listened += row["listening_minutes"]
        overrun += row["overrun_minutes"]
        fatigue += row["fatigue_sum"]
        steps += row["steps_led"]
        strain += row["strain_minutes"]
        interruptions += row["interruptions"]
        leading += row["leading_minutes"]
        if row["shift_minutes"] > 0.0:  # who was never on shift has no load, which is not a load of 0
            load[there] = busy / paid
            led[there] = row["leading_minutes"] / paid
            there += 1
    of = found[0]
    _spread(load, led, there, of)
    of["load_together"] = _share(occupied, present)
    of["listening_share"] = _share(listened, occupied)
    of["overrun_minutes"] = _share(overrun, people * weeks)
    of["fatigue_mean"] = _share(fatigue, steps)
    of["strain_share"] = _share(strain, present)
    of["interruptions_per_hour"] = _share(interruptions, present / 60.0)
    of["step_minutes"] = _share(leading, steps)


@compiled
def _spread(load, led, there, of):
    """Means, quantiles and unevenness over people who were there. load, led: of so many, sorted by this."""
    sort_in_place(load, 0, there)
    sort_in_place(led, 0, there)
    total = 0.0
    for place in range(there):
        total += load[place]
    of["load_mean"] = _share(total, float(there))
    of["load_p90"] = quantile_of(load, 0, there, 0.9)
    of["load_max"] = load[there - 1] if there > 0 else math.nan
    of["load_gini"] = _gini(load, there)
    of["leading_max_share"] = led[there - 1] if there > 0 else math.nan
    of["leading_gini"] = _gini(led, there)


@compiled
def _share(above, below):
    """above / below, nan where below is 0: a share of nothing is unknown, not 0."""
    return above / below if below != 0.0 else math.nan


@compiled
def _gini(values, size):
    """Gini coefficient of so many sorted values.

    G = 2 * sum(i * x_i) / (n * sum(x_i)) - (n + 1) / n, i = 1..n in ascending order.
    """
    total, weighted = 0.0, 0.0
    for place in range(size):
        total += values[place]
        weighted += (place + 1.0) * values[place]
    return _share(2.0 * weighted, size * total) - _share(size + 1.0, float(size))
