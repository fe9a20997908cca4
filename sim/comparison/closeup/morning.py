"""One morning in a pod, and of the same customers in every other column: what the replay shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.foundation.kinds import Change, SegmentKind

if TYPE_CHECKING:
    from sim.formation.arrays import Formation
    from sim.formation.prepared import Prepared
    from sim.records.tables import Records

DAY = 1  # Tuesday: no work is left over from a weekend
MINUTES = 180.0
HOURS_AFTER_OPENING = 1.0


@dataclass(frozen=True)
class Stretch:
    """Something that lasts: a wait, a step, a colleague who listens.

    case: number among the customers of the morning. person: number of the person, -1 for waits. team: home team of the
    person, or that of the queue. need, apparent: functions, "" for none. start, end: minutes since Monday 00:00, uncut.
    """

    kind: SegmentKind
    case: int
    person: int
    team: str
    need: str
    apparent: str
    change: Change | None
    warm: bool
    start: float
    end: float


@dataclass(frozen=True)
class Morning:
    """start, end: minutes. pod: name of the team in `of`, the column it belongs to. customers: how many.

    channels: of each customer. members: of the pod, numbers of people. stretches: column -> in order of start.
    """

    start: float
    end: float
    of: str
    pod: str
    members: tuple[int, ...]
    channels: tuple[str, ...]
    stretches: dict[str, tuple[Stretch, ...]]


@dataclass(frozen=True)
class ChosenMorning:
    """What a morning is about: the pod, its column, its customers (rows of the tape), and when."""

    start: float
    end: float
    of: str
    pod: int
    name: str
    members: tuple[int, ...]
    cases: np.ndarray


def choose_morning(prepared: Prepared, formation: Formation, records: Records) -> ChosenMorning | None:
    """The team of a column with most changes of lead on the cohort's first Tuesday, from an hour after opening on.

    The lowest team on ties; its customers served in those three hours. None where nobody works.
    """
    customers = prepared.customers
    day = customers.cohort_start + DAY * 1440.0
    open_minutes = np.flatnonzero(np.diff(customers.open_before[:, DAY * 1440 : DAY * 1440 + 1441], axis=1).any(axis=0))
    if not open_minutes.size:
        return None
    start = day + float(open_minutes[0]) + 60.0 * HOURS_AFTER_OPENING
    end = start + MINUTES
    assert records.segments is not None
    steps = records.segments[records.segments["kind"] == SegmentKind.STEP]
    steps = steps[(steps["start"] >= start) & (steps["start"] < end)]
    if not steps.size:
        return None
    team = formation.home_team[steps["person"]]
    changes = np.bincount(team, weights=steps["change"] == Change.LEAD_CHANGE, minlength=int(team.max()) + 1)
    pod = int(np.argmax(changes))
    served = np.unique(steps["case"][team == pod])
    members = tuple(np.flatnonzero(formation.home_team == pod).tolist())
    return ChosenMorning(start, end, formation.name, pod, formation.team_names[pod], members, served)


def stretches_of(
    prepared: Prepared, formation: Formation, records: Records, chosen: ChosenMorning
) -> tuple[Stretch, ...]:
    """What happens to the customers of a morning in one column, in order of (start, case)."""
    assert records.segments is not None
    rows = records.segments
    rows = rows[np.isin(rows["case"], chosen.cases) & (rows["end"] > chosen.start) & (rows["start"] < chosen.end)]
    rows = rows[(rows["end"] > rows["start"])]
    rows = rows[np.lexsort((rows["kind"], rows["case"], rows["start"]))]
    names, functions = formation.team_names, prepared.customers.function_names
    stretches = []
    for row in rows:
        person, team = int(row["person"]), int(row["team"])
        team = int(formation.home_team[person]) if person >= 0 else team
        stretches.append(
            Stretch(
                kind=SegmentKind(row["kind"]),
                case=int(np.searchsorted(chosen.cases, row["case"])),
                person=person,
                team=names[team] if team >= 0 else "",
                need=_name(functions, int(row["need"])),
                apparent=_name(functions, int(row["apparent"])),
                change=Change(row["change"]) if row["change"] >= 0 else None,
                warm=bool(row["warm"] > 0),
                start=float(row["start"]),
                end=float(row["end"]),
            )
        )
    return tuple(stretches)


def _name(names: tuple[str, ...], place: int) -> str:
    return names[place] if 0 <= place < len(names) else ""
