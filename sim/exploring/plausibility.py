"""Which worlds may be true of anybody: those in which today's departments do what is known of departments.

A world misses a row of docs/background/evidence.md where the mean of today's departments lies outside its range by more
than three standard errors; a figure of `measured_today`, where it lies outside the tolerance by as much. A row that the
scenario itself misses says something about the scenario and nothing about its worlds: it is named and not held against
them. Row 12 has no measure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.exploring.shared_luck import Samples, without_luck

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

STANDARD_ERRORS = 3.0
ALL, LIVE, LETTERS = "all", "live", "letters"
# row of the evidence page: (of which channels, measure, least, most). Row 10 is told as cases without a handoff.
ROWS = {
    "7": (LIVE, "first_contact_resolution", 0.61, 0.80),
    "8": (ALL, "first_contact_resolution", 0.50, 0.75),
    "9": (ALL, "failure_demand_share", 0.30, 0.75),
    "10": (LETTERS, "transferred_share", 1.0 - 0.53, 1.0 - 0.49),
    "11": (LETTERS, "handoffs", 0.99, 1.25),
    "13": (LETTERS, "three_or_more_share", 0.12, 0.14),
    "14": (LETTERS, "ping_pong_share", 0.20, 0.40),
    "20": (LIVE, "transferred_share", 0.10, 0.30),
}


@dataclass(frozen=True)
class Known:
    """Something known of today's departments. said: as in a sentence. measure: key in samples, of a channel "m@c"."""

    said: str
    measure: str
    least: float
    most: float


@dataclass(frozen=True)
class Plausibility:
    """Of n worlds. missed: what is known -> bool[n]. exempt: what the scenario itself misses."""

    missed: dict[Known, np.ndarray]
    exempt: tuple[Known, ...]
    worlds: int

    @property
    def plausible(self) -> np.ndarray:
        """bool[n], worlds that miss nothing that counts."""
        counted = [missed for one, missed in self.missed.items() if one not in self.exempt]
        return ~np.any(counted, axis=0) if counted else np.ones(self.worlds, dtype=bool)

    @property
    def most_missed(self) -> tuple[tuple[Known, int], ...]:
        """What is missed in any world, by those that do."""
        counts = [(one, int(missed.sum())) for one, missed in self.missed.items() if one not in self.exempt]
        return tuple(sorted(((one, n) for one, n in counts if n), key=lambda pair: (-pair[1], pair[0].said)))


def known_of(scenario: Scenario) -> Iterator[Known]:
    """What is known of the scenario's departments: rows of the evidence that apply, and its own figures."""
    channels = scenario.demand.channels
    for row, (kind, measure, least, most) in ROWS.items():
        if kind == ALL:
            yield Known(f"row {row}", measure, least, most)
            continue
        for name, channel in channels.items():
            if channel.live == (kind == LIVE):
                yield Known(f"row {row} on {name}", f"{measure}@{name}", least, most)
    today = scenario.measured_today
    if today is None:
        return
    for measure, figure in today.figures.items():
        reach = today.tolerance * (abs(figure) or 1.0)
        yield Known(f"today's {measure}", measure, figure - reach, figure + reach)


def plausibility_of(
    scenario: Scenario, own: Samples, worlds: Sequence[Samples], numbers: Sequence[np.ndarray], column: str
) -> Plausibility:
    """own, worlds: samples of the scenario itself, and of each world, by column. numbers: of each world int64[R], its
    replications; the scenario itself has the first ones.
    """
    missed, exempt = {}, []
    for one in known_of(scenario):
        values = [samples[column][one.measure] for samples in (*worlds, own)]
        level = np.array([value.mean() for value in values])
        found = without_luck(values, [*numbers, np.arange(values[-1].size)], level)
        reach = STANDARD_ERRORS * found.errors
        # An unknown value misses nothing.
        outside = (found.means < one.least - reach) | (found.means > one.most + reach)
        missed[one] = outside[:-1]
        if outside[-1]:
            exempt.append(one)
    return Plausibility(missed, tuple(exempt), len(worlds))
