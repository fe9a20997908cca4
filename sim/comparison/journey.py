"""One customer's journey through every column, out of the segments that engines write when asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.comparison.engines import Engine, records_of
from sim.comparison.usual import prepare_today
from sim.formation.prepared import Prepared
from sim.foundation.calendar import closed_minutes
from sim.foundation.kinds import Change, ComesBack, Outcome, SegmentKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.demand.tape import Tape
    from sim.formation.arrays import Formation
    from sim.records.tables import Records
    from sim.scenario.scenario_settings import Scenario


@dataclass(frozen=True)
class Customer:
    """What a case brings, the same in every column.

    row: number of the case in the records. needs: (function, minutes of work, hidden). patience: minutes, inf for
    ever. Times in minutes since Monday 00:00 of week 0.
    """

    row: int
    channel: str
    account: int
    arrived_at: float
    deadline_at: float
    needs: tuple[tuple[str, float, bool], ...]
    ambiguity: float
    distress: float
    patience: float


@dataclass(frozen=True)
class Event:
    """One thing that happened to the case, or was done for it.

    contact: number of the contact, from 0. kind: of the segment. team: of the queue for waits, the person's home for
    steps; "" for none. closed: minutes of a wait in which the channel was closed. apparent, need: functions. context:
    share of the story known at the start.
    """

    contact: int
    kind: SegmentKind
    start: float
    end: float
    team: str
    person: str
    change: Change | None
    warm: bool
    apparent: str
    need: str
    context: float
    retold: float
    closed: float


@dataclass(frozen=True)
class JourneyContact:
    """One contact of a case: how it ended (ended_at nan: it did not), and what follows."""

    arrived_at: float
    ended_at: float
    outcome: Outcome
    comes_back: ComesBack


@dataclass(frozen=True)
class CustomerPath:
    """A case in one column: its contacts, and all events in order."""

    formation: str
    contacts: tuple[JourneyContact, ...]
    events: tuple[Event, ...]

    @property
    def outcome(self) -> Outcome:
        """How the last contact ended."""
        return self.contacts[-1].outcome

    @property
    def ended_at(self) -> float:
        """When the last contact ended; nan: it did not."""
        return self.contacts[-1].ended_at


@dataclass(frozen=True)
class Journey:
    """The same customer in every column. number: the N-th of `cases` arrivals of the cohort, from 1."""

    scenario: Scenario
    seed: int
    replication: int
    number: int
    cases: int
    customer: Customer
    paths: tuple[CustomerPath, ...]


def journey_of(
    scenario: Scenario,
    number: int,
    *,
    formations: Sequence[str],
    replication: int = 0,
    seed: int | None = None,
    engine: Engine = "core",
) -> Journey:
    """Follow the N-th case of the cohort, in order of arrival, through every column.

    number: from 1. replication: from 0, as in every table. Raises ValueError where there is no such case.
    """
    from sim.demand.build import build_tape

    seed = scenario.seed if seed is None else seed
    prepared = prepare_today(scenario, formations, seed=seed)
    tape = build_tape(scenario, prepared.customers, seed=seed, first_replication=replication, replications=1)
    first, last = np.searchsorted(tape.arrival, [prepared.customers.cohort_start, prepared.customers.cohort_end])
    if not 1 <= number <= last - first:
        raise ValueError(f"case {number}: replication {replication} has cases 1 to {last - first} in its cohort")
    paths = [
        path_of(prepared, tape, formation, records_of(prepared, formation, tape, engine, segments=True), number)
        for formation in prepared.formations.values()
    ]
    return journey_along(prepared, tape, paths, number, seed=seed, replication=replication)


def journey_along(
    prepared: Prepared, tape: Tape, paths: Sequence[CustomerPath], number: int, *, seed: int, replication: int = 0
) -> Journey:
    """The journey of the N-th case of the cohort along its paths, one of each column."""
    first, last = np.searchsorted(tape.arrival, [prepared.customers.cohort_start, prepared.customers.cohort_end])
    customer = _customer(prepared, tape, int(first) + number - 1)
    return Journey(prepared.scenario, seed, replication, number, int(last - first), customer, tuple(paths))


def path_of(prepared: Prepared, tape: Tape, formation: Formation, records: Records, number: int) -> CustomerPath:
    """The N-th case of the cohort in one column. records: of the tape's replication, with segments."""
    row = int(np.searchsorted(tape.arrival, prepared.customers.cohort_start)) + number - 1
    return _path(prepared, formation, records, row, int(tape.channel[row]))


def _customer(prepared: Prepared, tape: Tape, row: int) -> Customer:
    names = prepared.customers.function_names
    needs = [
        (names[tape.need[row, place]], float(tape.work[row, place]), bool(tape.hidden[row, place]))
        for place in range(int(tape.needs[row]))
    ]
    return Customer(
        row=row,
        channel=prepared.customers.channel_names[tape.channel[row]],
        account=int(tape.account[row]),
        arrived_at=float(tape.arrival[row]),
        deadline_at=float(tape.deadline[row]),
        needs=tuple(needs),
        ambiguity=float(tape.ambiguity[row]),
        distress=float(tape.distress[row]),
        patience=float(tape.patience[row]),
    )


def _path(prepared: Prepared, formation: Formation, records: Records, row: int, channel: int) -> CustomerPath:
    contacts = [
        JourneyContact(float(c["arrived_at"]), float(c["ended_at"]), Outcome(c["outcome"]), ComesBack(c["comes_back"]))
        for c in records.contacts[records.contacts["case"] == row]
    ]
    assert records.segments is not None
    segments = records.segments[records.segments["case"] == row]
    order = np.lexsort((segments["kind"], segments["step"], segments["start"], segments["contact"]))
    events = [_event(prepared, formation, segment, channel) for segment in segments[order]]
    return CustomerPath(formation.name, tuple(contacts), tuple(events))


def _event(prepared: Prepared, formation: Formation, segment: np.void, channel: int) -> Event:
    people, customers = prepared.people, prepared.customers
    kind, person, team = SegmentKind(segment["kind"]), int(segment["person"]), int(segment["team"])
    if person >= 0:
        team = int(formation.home_team[person])
    start, end = float(segment["start"]), float(segment["end"])
    waits = kind in (SegmentKind.QUEUE, SegmentKind.PICKUP)
    return Event(
        contact=int(segment["contact"]),
        kind=kind,
        start=start,
        end=end,
        team=formation.team_names[team] if team >= 0 else "",
        person=people.seat[person] if person >= 0 else "",
        change=Change(segment["change"]) if segment["change"] >= 0 else None,
        warm=segment["warm"] > 0,
        apparent=_function(customers.function_names, int(segment["apparent"])),
        need=_function(customers.function_names, int(segment["need"])),
        context=float(segment["context"]),
        retold=float(segment["retold_minutes"]),
        closed=closed_minutes(start, end, channel, customers.open_before) if waits else 0.0,
    )


def _function(names: tuple[str, ...], number: int) -> str:
    return names[number] if 0 <= number < len(names) else ""
