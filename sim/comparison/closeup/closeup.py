"""Run replication 0 of every column once, with its segments, and keep what a close look shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.comparison.closeup.half_hours import half_hour_rows, week_load
from sim.comparison.closeup.handovers import cohort_size, handover_networks
from sim.comparison.closeup.morning import ChosenMorning, Morning, choose_morning, stretches_of
from sim.comparison.engines import Engine, records_of
from sim.comparison.journey import CustomerPath, Journey, journey_along, path_of
from sim.comparison.usual import prepare_today
from sim.formation.prepared import Prepared
from sim.measures.cases import Cases, cases_of_cohort

if TYPE_CHECKING:
    import networkx as nx

    from sim.demand.tape import Tape
    from sim.formation.arrays import Formation
    from sim.records.tables import Records
    from sim.scenario.scenario_settings import Scenario

REPLICATION = 0


@dataclass(frozen=True)
class ColumnCloseUp:
    """One column of a close-up.

    half_hours: as `half_hour_rows`. week_load: float64[P, 336], occupied over present by half-hour of the week, people
    in their own order, nan where never present. load: float64[P], over the whole cohort's weeks. teams, functions: who
    hands over to whom. team_of: home team of each person. cases: of the cohort.
    """

    half_hours: list[dict[str, Any]]
    week_load: np.ndarray
    load: np.ndarray
    teams: nx.DiGraph
    functions: nx.DiGraph
    team_of: tuple[str, ...]
    cases: int

    @property
    def busiest_first(self) -> np.ndarray:
        """Numbers of people by load, the busiest first, int64[P]; who was never there comes last."""
        return np.argsort(np.where(np.isnan(self.load), np.inf, -self.load), kind="stable")


@dataclass(frozen=True)
class CloseUp:
    """A close look at replication 0. columns: by name. seats, functions: of each person, in their order.

    journey: one customer through every column, None where no case was ever handed over:
    see `typical_case`.
    morning: of one pod, None where nobody worked then.
    """

    seed: int
    columns: dict[str, ColumnCloseUp]
    seats: tuple[str, ...]
    functions: tuple[str, ...]
    journey: Journey | None
    morning: Morning | None


def closeup(
    scenario: Scenario,
    columns: Sequence[str],
    *,
    seed: int | None = None,
    engine: Engine = "core",
    also: Callable[[Prepared, str, Records], None] | None = None,
) -> CloseUp:
    """Look closely at replication 0 of these columns. also: is given the records of each column, with segments.

    Every column runs once. Memory: the segments of the pods, the first and the last column, and of one more. Raises
    ScenarioError, DataError.
    """
    seed = scenario.seed if seed is None else seed
    prepared = prepare_today(scenario, columns, seed=seed)
    tape = _tape(prepared, seed)
    pod_column = "pods" if "pods" in prepared.columns else prepared.columns[-1]
    ends = (prepared.columns[0], prepared.columns[-1])
    chosen, number, decided = None, None, False
    looks, resolution, handed, stretches = {}, {}, {}, {}
    paths: dict[str, CustomerPath] = {}  # of the case that is followed
    waiting: dict[str, Records] = {}  # until it is known which
    # The pods choose the morning, and the first and the last column the case: they come before the others.
    for name in dict.fromkeys((pod_column, *ends, *prepared.columns)):
        formation = prepared.formations[name]
        waiting[name] = records = records_with_segments(prepared, name, tape, engine)
        if name == pod_column:
            chosen = choose_morning(prepared, formation, records)
        if also:
            also(prepared, name, records)
        cases = cases_of_cohort(records, prepared.customers)
        resolution[name], handed[name] = cases["resolution_minutes"], cases["handoffs"]
        looks[name] = _look(prepared, formation, records, cases, seed)
        if chosen:
            stretches[name] = stretches_of(prepared, formation, records, chosen)
        if all(end in looks for end in ends):
            if not decided:
                number, decided = typical_case(prepared.columns, resolution, handed), True
            if number is not None:
                paths |= {column: path_of(prepared, tape, prepared.formations[column], held, number)
                          for column, held in waiting.items()}  # fmt: skip
            waiting.clear()
    journey = None
    if number is not None:
        journey = journey_along(prepared, tape, [paths[name] for name in prepared.columns], number, seed=seed)
    people = prepared.people
    names = prepared.customers.function_names
    return CloseUp(
        seed=seed,
        columns={name: looks[name] for name in prepared.columns},
        seats=people.seat,
        functions=tuple(names[place] for place in people.function),
        journey=journey,
        morning=_morning(prepared, tape, chosen, stretches) if chosen else None,
    )


def _look(prepared: Prepared, formation: Formation, records: Records, cases: Cases, seed: int) -> ColumnCloseUp:
    load, _ = week_load(prepared, records, seed, REPLICATION)
    teams, functions = handover_networks(prepared, formation, records)
    return ColumnCloseUp(
        half_hours=half_hour_rows(cases, prepared.customers),
        week_load=load,
        load=_whole_load(records),
        teams=teams,
        functions=functions,
        team_of=tuple(formation.team_names[team] for team in formation.home_team),
        cases=cohort_size(prepared, records),
    )


def records_with_segments(prepared: Prepared, column: str, tape: Tape, engine: Engine = "core") -> Records:
    """Records of one column over the replication of a tape, with every customer's path."""
    return records_of(prepared, prepared.formations[column], tape, engine, segments=True)


def _tape(prepared: Prepared, seed: int) -> Tape:
    from sim.demand.build import build_tape

    return build_tape(prepared.scenario, prepared.customers, seed=seed, first_replication=REPLICATION, replications=1)


def _whole_load(records: Records) -> np.ndarray:
    rows = records.people
    names = ("leading_minutes", "listening_minutes", "consulting_minutes", "linking_minutes")
    occupied = sum((rows[name] for name in names), np.zeros(rows.size))
    present = rows["shift_minutes"] + rows["overrun_minutes"]
    return np.divide(occupied, present, out=np.full(rows.size, np.nan), where=rows["shift_minutes"] > 0)


def typical_case(
    columns: Sequence[str], resolution: dict[str, np.ndarray], handed: dict[str, np.ndarray]
) -> int | None:
    """Number of the cohort's case (from 1) to be followed.

    Among those handed over in the first column, that whose gain from the first column to the last is nearest to the
    mean gain of all cases; of several the first. None where none was handed over.
    """
    first, last = columns[0], columns[-1]
    gain = resolution[last] - resolution[first]
    among = np.flatnonzero(handed[first] > 0)
    return int(among[np.argmin(np.abs(gain[among] - gain.mean()))]) + 1 if among.size else None


def _morning(prepared: Prepared, tape: Tape, chosen: ChosenMorning, stretches: dict[str, Any]) -> Morning:
    names = prepared.customers.channel_names
    return Morning(
        start=chosen.start,
        end=chosen.end,
        of=chosen.of,
        pod=chosen.name,
        members=chosen.members,
        channels=tuple(names[tape.channel[case]] for case in chosen.cases),
        stretches={name: stretches[name] for name in prepared.columns},
    )
