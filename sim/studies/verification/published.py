"""Printed figures of another simulator and of a paper, to be met from public settings alone (evidence, section 5).

The figures of ContactCenters (University of Montreal) are of 1,000 days, with their 95% intervals; Erlang A is that of
Gans, Koole and Mandelbaum (2003), rounded. Each scenario is one of scenarios/published/; a run is a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from sim.exploring.cells import Cell
from sim.scenario import load_scenario
from sim.scenario.scenario_settings import Scenario
from sim.studies.verification.checks import Check, Expected, Row
from sim.studies.verification.estimates import mean_of, totals

FOLDER = "published"  # of the scenarios that ship
DAYS = 1000  # of a printed figure
PERIODS = {"08:00": 480, "10:00": 600, "12:00": 720}  # of two hours: name -> minute of the day
PERIOD_MINUTES = 120
TARGET_MINUTES = 1 / 3
Figure = tuple[float, float, float, float]  # value, its 95% interval (equal to it where none is printed), rounding


@dataclass(frozen=True)
class Printed:
    """figures: of measures. in_target: channel -> calls answered in time a day, by PERIODS. full, quick: runs."""

    title: str
    column: str
    figures: dict[str, Figure]
    in_target: dict[str, tuple[float, ...]] = field(default_factory=dict)
    full: int = DAYS
    quick: int = 200


PRINTED = {
    "mmc": Printed(
        "M/M/12, a day from empty",
        "silos",
        {
            "contacts_in_target": (1816.2, 1812.6, 1819.7, 0.05),
            "service_level": (0.902, 0.900, 0.904, 0.0005),
            "answer_minutes": (0.099, 0.097, 0.102, 0.0005),
            "load_together": (0.695, 0.694, 0.697, 0.0005),
        },
        quick=400,
    ),
    "mmc_ab": Printed(
        "M/M/12 with customers who give up",
        "silos",
        {
            "calls_given_up": (58.6, 57.7, 59.6, 0.05),
            "contacts_in_target": (1906.0, 1903.8, 1908.2, 0.05),
            "service_level_of_answered": (0.975, 0.975, 0.975, 0.0005),
            "service_level": (0.968, 0.968, 0.968, 0.0005),
            "answer_minutes": (0.024, 0.023, 0.024, 0.0005),
            "load_together": (0.675, 0.674, 0.677, 0.0005),
        },
    ),
    "simple_msk": Printed(
        "three types of call, two groups, leavers by count",
        "one_room",
        {
            "contacts_answered": (4297.0, 4270.0, 4324.0, 0.5),
            "calls_given_up": (910.0, 876.0, 945.0, 0.5),
            "answered_in_target": (0.501, 0.494, 0.509, 0.0005),
            "load_together/type_0": (0.881, 0.877, 0.884, 0.0005),
        },
        {"type_0": (170.0, 599.0, 15.5), "type_1": (263.0, 512.0, 34.7), "type_2": (260.0, 614.0, 24.9)},
    ),
    "erlang_a": Printed(
        "M/M/50+M, a day of 69,120 calls",
        "silos",
        {
            "calls_abandoned_share": (0.031, 0.031, 0.031, 0.0005),
            "load_together": (0.93, 0.93, 0.93, 0.005),
            "answer_minutes_p90": (12.5 / 60.0, 12.5 / 60.0, 12.5 / 60.0, 0.2 / 60.0),  # theirs is of all who call
        },
        full=40,
        quick=16,
    ),
}


def against_print(name: str, replications: int) -> Iterator[Row]:
    """Every printed figure of a scenario. name: in PRINTED."""
    printed = PRINTED[name]
    scenario = load_scenario(f"{FOLDER}/{name}")
    cell = Cell(scenario, (printed.column,), scenario.seed, replications, by_channel=True)
    samples = cell.work(None).samples[printed.column]
    for measure, (value, low, high, within) in printed.figures.items():
        yield Row(Expected(f"{name}: {measure}", value, low, high, within), mean_of(samples[measure]))
    if printed.in_target:
        yield from _by_period(name, scenario, replications)


def _by_period(name: str, scenario: Scenario, replications: int) -> Iterator[Row]:
    """Calls in target by type and period. No interval is printed: theirs is taken as that of DAYS days of ours."""
    printed = PRINTED[name]
    counts = {
        f"{channel} from {start}": partial(
            _in_target, channel=list(scenario.demand.channels).index(channel), since=since
        )
        for channel in printed.in_target
        for start, since in PERIODS.items()
    }
    found = totals(scenario, printed.column, replications, **counts)
    values = [value for of_channel in printed.in_target.values() for value in of_channel]
    for what, value in zip(counts, values, strict=True):
        half = 1.96 * float(np.std(found[what], ddof=1)) / DAYS**0.5
        within = 0.05 if value % 1.0 else 0.5
        yield Row(
            Expected(f"{name}: {what}, in target", value, value - half, value + half, within), mean_of(found[what])
        )


def _in_target(rows: np.ndarray, channel: int, since: int) -> np.ndarray:
    into_day = rows["arrived_at"] % 1440
    here = (rows["channel"] == channel) & (into_day >= since) & (into_day < since + PERIOD_MINUTES)
    return np.asarray(here & (rows["first_served_at"] - rows["arrived_at"] <= TARGET_MINUTES))


PUBLISHED = tuple(
    Check(name, "published", "5", printed.title, partial(against_print, name), printed.full, printed.quick)
    for name, printed in PRINTED.items()
)
