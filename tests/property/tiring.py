"""How somebody tires over what they do, and past which moments they are strained; from segments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from sim.foundation.grid import to_grid
from sim.foundation.kinds import SegmentKind
from tests.property import by_hand

if TYPE_CHECKING:
    from tests.property.runs import Run

OCCUPATIONS = (
    *(SegmentKind.STEP, SegmentKind.JOIN, SegmentKind.LISTEN, SegmentKind.CONSULT),
    *(SegmentKind.LINK, SegmentKind.AFTER_CALL),
)
SERVED = (SegmentKind.STEP, SegmentKind.JOIN)


def occupations(run: Run, person: int) -> np.ndarray:
    """What somebody did, in order."""
    found = run.of_kind(*OCCUPATIONS)
    mine = found[found["person"] == person]
    return mine[np.lexsort((mine["end"], mine["start"]))]


def strain(
    run: Run, person: int, trainings: Iterable[tuple[float, float]] = ()
) -> Iterator[tuple[float, float, float]]:
    """(start, end, when it was settled) of time past the strain line, through all occupations and rests to the stop.

    trainings: in which somebody rests, though their fatigue is settled at both ends.
    """
    policy, stop = run.policy, run.stopped_at
    rise, fall = float(policy["rise_half_life_minutes"]), float(policy["fall_half_life_minutes"])
    line = float(policy["strain_line"])
    now = fatigue = 0.0
    for row in occupations(run, person):
        for start, end, before, after in rests(fatigue, now, float(row["start"]), fall, trainings):
            yield start, start + by_hand.strained_resting(before, after, end - start, fall, line), end
            fatigue = after
        if row["kind"] in SERVED:
            assert row["fatigue"] == fatigue
        for start, end, rate in stretches(run, row):
            before, now = fatigue, max(start, min(end, stop))
            weighted = (now - start) * rate
            fatigue = by_hand.tired(before, weighted, rise) if weighted > 0.0 else before
            yield now - to_grid(by_hand.strained_serving(before, fatigue, weighted, rise, line) / rate), now, now
        now = min(row["end"], stop)
    for start, end, before, after in rests(fatigue, now, stop, fall, trainings):
        yield start, start + by_hand.strained_resting(before, after, end - start, fall, line), end


def rests(
    fatigue: float, now: float, until: float, half_life: float, trainings: Iterable[tuple[float, float]]
) -> Iterator[tuple[float, float, float, float]]:
    """(start, end, fatigue before and after) of a rest, piece by piece: settled where a training begins or ends."""
    cuts = sorted(moment for training in trainings for moment in training if now < moment < until)
    for moment in (*cuts, until):
        after = by_hand.rested(fatigue, moment - now, half_life) if moment > now else fatigue
        yield now, moment, fatigue, after
        now, fatigue = moment, after


def stretches(run: Run, row: np.void) -> Iterator[tuple[float, float, float]]:
    """(start, end, minutes of serving that a minute counts for) of an occupation; a lead is spared once wings come."""
    start, end = float(row["start"]), float(row["end"])
    if row["kind"] not in SERVED:
        yield start, end, 1.0
        return
    called = run.listening_since(row) if row["kind"] == SegmentKind.STEP else None
    distress = run.row_of[int(row["case"]), int(row["contact"])]["distress"]
    alone = float(1.0 + run.policy["distress_weight"] * distress)
    yield start, end if called is None else called, alone
    if called is not None:
        saving = by_hand.saving_of_formation(len(run.beside(row, SegmentKind.LISTEN)))
        drafting = run.formation_in(int(called // 10080.0)).policy["drafting"]
        yield called, end, float(alone * (1.0 - drafting * saving))
