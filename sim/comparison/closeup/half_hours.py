"""Half-hours of a week: how occupied people are in them, and how customers fare who arrive in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.foundation.calendar import MINUTES_PER_WEEK
from sim.foundation.draws import Kind, replication_key, uniform
from sim.foundation.kinds import SegmentKind, ShiftEvent
from sim.measures.cases import Cases

if TYPE_CHECKING:
    from sim.demand.tape import Customers
    from sim.formation.prepared import Prepared
    from sim.records.tables import Records


MINUTES = 30.0
PER_WEEK = int(MINUTES_PER_WEEK / MINUTES)
PER_DAY = int(1440 / MINUTES)


def of_week(minutes: np.ndarray) -> np.ndarray:
    """Half-hour of the week, 0 to 335, in which each moment lies. minutes: float64[n], since Monday 00:00 of week 0."""
    return (np.floor(minutes / MINUTES).astype(np.int64)) % PER_WEEK


def laid_over_week(row: np.ndarray, start: np.ndarray, end: np.ndarray, rows: int) -> np.ndarray:
    """Minutes of stretches by row and half-hour of the week, all weeks added up. Returns float64[rows, 336].

    row: int[n], in 0..rows-1. start, end: float64[n], minutes; a stretch that ends before it starts counts nothing.
    """
    kept = end > start
    row, start, end = row[kept], start[kept], end[kept]
    first = np.floor(start / MINUTES).astype(np.int64)
    touched = np.ceil(end / MINUTES).astype(np.int64) - first
    which = np.repeat(np.arange(row.size), touched)
    bin_of = first[which] + np.arange(which.size) - np.repeat(np.cumsum(touched) - touched, touched)
    inside = np.minimum(end[which], (bin_of + 1) * MINUTES) - np.maximum(start[which], bin_of * MINUTES)
    cell = row[which] * PER_WEEK + bin_of % PER_WEEK
    return np.bincount(cell, weights=inside, minlength=rows * PER_WEEK).reshape(rows, PER_WEEK)


def clock_of_day(half_hour: int) -> str:
    """ "08:30" for 17."""
    return f"{half_hour // 2:02d}:{30 * (half_hour % 2):02d}"


OCCUPIED = (
    *(SegmentKind.STEP, SegmentKind.JOIN, SegmentKind.LISTEN, SegmentKind.CONSULT, SegmentKind.LINK),
    SegmentKind.AFTER_CALL,
)


def week_load(prepared: Prepared, records: Records, seed: int, replication: int) -> tuple[np.ndarray, np.ndarray]:
    """Load by person and half-hour of the week, over the cohort's weeks: (float64[P, 336], occupied float64[P]).

    nan where somebody was never present, that is neither on shift nor occupied past its end. occupied: minutes in all.
    """
    customers, people = prepared.customers, prepared.people
    low, high = customers.cohort_start, customers.cohort_end
    assert records.segments is not None
    rows = records.segments[np.isin(records.segments["kind"], OCCUPIED)]
    start, end = np.clip(rows["start"], low, high), np.clip(rows["end"], low, high)
    occupied = laid_over_week(rows["person"].astype(np.int64), start, end, people.count)
    person, begins, ends = presence(prepared, seed, replication)
    present = laid_over_week(person, np.clip(begins, low, high), np.clip(ends, low, high), people.count)
    present = np.maximum(present, occupied)  # an overrun is presence too
    load = np.divide(occupied, present, out=np.full(present.shape, np.nan), where=present > 1.0)
    return load, occupied.sum(axis=1)


def presence(prepared: Prepared, seed: int, replication: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Shifts that people came to: person int64[n], start and end float64[n]; absence as the engines draw it."""
    roster, people = prepared.roster, prepared.people
    starts = np.flatnonzero(roster.kind == ShiftEvent.START)
    key = replication_key(seed, replication)
    came = [
        uniform(key, Kind.ABSENCE, int(people.key[person]), int(date)) >= away_share
        for person, date, away_share in zip(
            roster.person[starts], roster.date[starts], roster.away_share[starts], strict=True
        )
    ]
    starts = starts[np.array(came, dtype=bool)]
    return roster.person[starts], roster.time[starts], roster.ends[starts]


Row = dict[str, Any]


def half_hour_rows(cases: Cases, customers: Customers) -> list[Row]:
    """One row per channel and half-hour of the day in which a case of the cohort arrives, in order.

    cases: of one replication. channel, half_hour ("08:30"), cases, first_response_minutes, resolution_minutes (means),
    answered_in_target, abandoned_share (shares; of contacts and cases that began then).
    """
    half_hour = of_week(cases.arrived) % PER_DAY
    above, below = cases["answered_in_target"], cases["asking"]
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
                        "first_response_minutes": float(cases["first_response_minutes"][here].mean()),
                        "resolution_minutes": float(cases["resolution_minutes"][here].mean()),
                        "answered_in_target": _share(above[here].sum(), below[here].sum()),
                        "abandoned_share": float(cases["gave_up"][here].mean()),
                    }
                )
    return rows


def _share(above: float, below: float) -> float:
    return float(above / below) if below else float("nan")
