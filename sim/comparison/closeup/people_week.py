"""How occupied people are over the half-hours of a week: occupied over present."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.comparison.closeup.half_hours import laid_over_week
from sim.foundation.draws import Kind, replication_key, uniform
from sim.foundation.kinds import SegmentKind, ShiftEvent

if TYPE_CHECKING:
    from sim.formation.prepared import Prepared
    from sim.records.tables import Records

OCCUPIED = (SegmentKind.STEP, SegmentKind.LISTEN, SegmentKind.CONSULT, SegmentKind.LINK)


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
        uniform(key, Kind.ABSENCE, int(people.key[person]), int(date)) >= people.away_share[person]
        for person, date in zip(roster.person[starts], roster.date[starts], strict=True)
    ]
    starts = starts[np.array(came, dtype=bool)]
    return roster.person[starts], roster.time[starts], roster.ends[starts]
