"""Rows of weeks made again from segments, shifts and draws."""

from __future__ import annotations

import numpy as np

from sim.foundation.kinds import SegmentKind
from sim.records.tables import PERSON_WEEK
from tests.property.days import Day
from tests.property.runs import Run
from tests.property.staff_again import WEEK
from tests.property.tiring import SERVED

OCCUPIED = {
    "leading_minutes": (*SERVED, SegmentKind.AFTER_CALL),
    "listening_minutes": (SegmentKind.LISTEN,),
    "consulting_minutes": (SegmentKind.CONSULT,),
    "linking_minutes": (SegmentKind.LINK,),
}
OF_SHIFTS = ("shift", "away", "training", "vacant", "overrun", "strain")


def weeks_from_segments(run: Run) -> np.ndarray:
    """PERSON_WEEK[W * P]; the sum of pressures is that of the row, where several are possible and it is one of them."""
    count, staff = run.inputs.people.count, run.staff
    found = np.zeros((run.weeks.size // count, count), dtype=PERSON_WEEK)
    found["replication"], found["person"], found["team"] = run.replication, np.arange(count), -1
    found["week"] = np.arange(len(found))[:, None]
    begun = found[: staff.weeks]
    begun["team"] = [run.formation_in(week).home_team for week in range(len(begun))]
    for name in OF_SHIFTS:
        begun[f"{name}_minutes"] = staff.minutes[name]
    for name, kinds in OCCUPIED.items():
        for row in run.of_kind(*kinds):
            begun[name][staff.week_of(row["start"]), row["person"]] += row["end"] - row["start"]
    begun["steps"], begun["left"], begun["effort"] = staff.steps, staff.left, staff.effort
    rows = run.weeks.reshape(found.shape)[: staff.weeks]
    begun["pressure_sum"] = np.clip(rows["pressure_sum"], *np.moveaxis(staff.pressure, -1, 0))
    own = run.inputs.people.function[:, None] == np.arange(run.skills.shape[2])
    begun["skill"] = run.skills[:, own]
    begun["second_skill"] = np.where(own, 0.0, run.skills).max(axis=2)
    describe_seats(run, begun)
    return found.reshape(-1)


def describe_seats(run: Run, rows: np.ndarray) -> None:
    """What a row says of a seat and of who sits in it. rows: PERSON_WEEK[weeks, P], changed."""
    days = [Day(run, person) for person in range(run.inputs.people.count)]
    for week, seats in enumerate(run.staff.seats):
        policy = run.formation_in(week).policy[()]
        until = min((week + 1) * WEEK, run.stopped_at)
        for row, seat, day in zip(rows[week], seats, days, strict=True):
            row["familiarity"], row["dip"] = seat.familiarity, seat.dip
            row["newcomer"] = run.staff.is_newcomer(seat, policy)
            row["fatigue"] = day.fatigue_under_way(until)
