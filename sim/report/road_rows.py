"""A row a road: costs, dip, payback, and how things stand in the last weeks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from sim.comparison.intervals import Interval, mean_interval
from sim.measures import measure_of
from sim.roads.asking import candidates
from sim.roads.results import Dip, Paid, Roads
from sim.roads.versions import GUESSED, MECHANISMS, MODELLED, VERSIONS
from sim.scenario.ledger import Assumption

RESOLUTION = "resolution_minutes"
LEVELS = (RESOLUTION, "felt_empathy", "load_p90")


@dataclass(frozen=True)
class RoadRow:
    """One road. cost: spent once, mean over runs. dips, paid: by version. levels: at the end, by measure.

    change: beside staying, of the same. leavers: a year and 100 people. kept: share of accounts, nan where nobody
    counts. worse: (in how many runs it is worse off in time, of how many). taken: stages taken, mean, of how many.
    """

    name: str
    title: str
    cost: float
    dips: dict[str, Dip]
    paid: dict[str, Paid]
    levels: dict[str, Interval]
    change: dict[str, Interval]
    leavers: Interval
    strain: Interval
    overtime: Interval
    kept: Interval
    worse: tuple[int, int]
    taken: tuple[float, int]


RANKED = {
    "given": lambda row: 0.0,
    "time": lambda row: row.levels[RESOLUTION].mean,
    "felt": lambda row: -row.levels["felt_empathy"].mean,
    "load": lambda row: row.levels["load_p90"].mean,
    "cost": lambda row: row.cost,
    "payback": lambda row: float(np.median(row.paid[MODELLED].payback)),
    "npv": lambda row: -float(row.paid[MODELLED].value.mean()),
    "loss": lambda row: float(row.paid[MODELLED].loss.mean()),
    "dip": lambda row: row.dips[MODELLED].worst,
    "worse": lambda row: row.worse[0] / row.worse[1],
}  # fmt: skip


def more_is_better(measure: str) -> bool:
    """Whether more of a measure is better."""
    return measure_of(measure).direction == "more"


def road_rows(roads: Roads, by: str = "given") -> list[RoadRow]:
    """A row a road, ranked. by: of RANKED."""
    return sorted((_row(roads, name) for name in roads.plans), key=RANKED[by])


def _row(roads: Roads, name: str) -> RoadRow:
    here = roads.of(name)
    return RoadRow(
        name=name,
        title=roads.plans[name].road.called,
        cost=float(here.spent.sum(axis=1).mean()),
        dips={one: roads.dip(name, RESOLUTION, more_is_better=False, version=one) for one in VERSIONS},
        paid={one: roads.paid(name, one) for one in VERSIONS},
        levels={measure: mean_interval(here.at_the_end(measure)) for measure in LEVELS},
        change={measure: change_at_the_end(roads, name, measure) for measure in LEVELS},
        leavers=mean_interval(_leavers(roads, name)),
        strain=mean_interval(here.weekly["strain_share"].mean(axis=1)),
        overtime=mean_interval(here.weekly["overrun_minutes"].mean(axis=1)),
        kept=mean_interval(here.weekly["kept_share"][:, -1]),
        worse=roads.worse_off(name, RESOLUTION, more_is_better=False),
        taken=(float(here.taken.mean()), len(roads.plans[name].within(roads.weeks))),
    )


def _leavers(roads: Roads, name: str) -> np.ndarray:
    """People who left in a year, of 100, float64[R]."""
    return 100.0 * np.nanmean(roads.of(name).weekly["leavers_per_year"], axis=1)


def change_at_the_end(roads: Roads, name: str, measure: str) -> Interval:
    """The last weeks beside staying, with its interval over replications."""
    return mean_interval(roads.beside_at_the_end(name, measure))


def bridge_parts(roads: Roads, measure: str = RESOLUTION) -> list[tuple[str, Interval]]:
    """How the figure of `compare` becomes that of the last weeks: (mechanism switched on, what it adds).

    The first part ("") is the difference as if always so, the last one ("end") what comes of all.
    """
    if not roads.bridge:
        return []
    count = next(iter(next(iter(roads.bridge.values())).values())).taken.size
    steps = [
        (name, ways[roads.bridged].at_the_end(measure) - ways[roads.stay].at_the_end(measure))
        for name, ways in roads.bridge.items()
    ]
    own = (roads.of(roads.bridged).at_the_end(measure) - roads.of(roads.stay).at_the_end(measure))[:count]
    last = next(name for name in MECHANISMS if name not in roads.bridge)
    steps.append((last, own))
    parts = [(steps[0][0], mean_interval(steps[0][1]))]
    for (_, before), (name, after) in pairwise(steps):
        parts.append((name, mean_interval(after - before)))
    return [*parts, ("end", mean_interval(own))]


def assumptions_of(roads: Roads) -> tuple[Assumption, ...]:
    """All numbers of what changes over weeks that plausible worlds vary."""
    return candidates(roads.scenario, [plan.loaded for plan in roads.plans.values()])


def is_bare(one: Assumption) -> bool:
    """Whether a number has no source."""
    return one.source.startswith("assumption")


def table_rows(roads: Roads) -> Iterator[dict[str, Any]]:
    """roads.csv: a row a road."""
    for row in road_rows(roads):
        found: dict[str, Any] = {"road": row.name, "title": row.title, "cost": row.cost}
        found |= {"stages_taken": row.taken[0], "stages": row.taken[1]}
        for version in VERSIONS:
            dip, paid = row.dips[version], row.paid[version]
            found |= {
                f"dip_minutes_{version}": dip.worst,
                f"dip_week_{version}": dip.week,
                f"weeks_worse_{version}": dip.weeks,
                f"payback_weeks_median_{version}": float(np.median(paid.payback)),
                f"never_share_{version}": paid.never,
                f"npv_{version}": float(paid.value.mean()),
                f"largest_loss_{version}": float(paid.loss.mean()),
            }
        for measure in LEVELS:
            found |= _named(measure, row.levels[measure]) | _named(f"{measure}_beside_staying", row.change[measure])
        for name in ("leavers", "strain", "overtime", "kept"):
            found |= _named(name, getattr(row, name))
        found |= {"worse_off": row.worse[0], "runs": row.worse[1]}
        found["run_away"] = int(roads.runs_away(row.name, RESOLUTION).sum())
        yield found


def _named(name: str, interval: Interval) -> dict[str, float]:
    return {name: interval.mean, f"{name}_low": interval.low, f"{name}_high": interval.high}


def weekly_rows(roads: Roads) -> Iterator[dict[str, Any]]:
    """weekly.csv: version, road, measure, week; mean with its interval, and the same beside staying."""
    for version, by_road in roads.travelled.items():
        for road, travelled in by_road.items():
            for measure, values in travelled.weekly.items():
                apart = roads.beside_staying(road, measure, version)
                for week in range(values.shape[1]):
                    one, other = mean_interval(values[:, week]), mean_interval(apart[:, week])
                    yield {
                        "version": version, "road": road, "measure": measure, "week": week,
                        "mean": one.mean, "low": one.low, "high": one.high,
                        "beside_staying": other.mean, "beside_low": other.low, "beside_high": other.high,
                    }  # fmt: skip


def money_rows(roads: Roads) -> Iterator[dict[str, Any]]:
    """money.csv: a row per road, version and run; the runs in plausible worlds after those of the scenario as it is."""
    for version in (MODELLED, GUESSED):
        for road in roads.plans:
            paid, priced = roads.paid(road, version), roads.paid(road, version, customers=True)
            for run in range(paid.payback.size):
                yield {
                    "version": version, "road": road, "run": run, "world": int(run >= roads.replications),
                    "payback_weeks": paid.payback[run], "npv": paid.value[run], "largest_loss": paid.loss[run],
                    "one_off": paid.one_off[run],
                    "payback_weeks_with_customers": priced.payback[run],
                }  # fmt: skip
