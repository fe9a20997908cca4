"""What a calibration found, as values; `record` stores it, and sim.report.calibration shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.exploring.calibration.load import LoadAdjustment, is_usual
from sim.exploring.calibration.parameters import Parameter
from sim.exploring.calibration.ridge import RidgePoint
from sim.exploring.calibration.targets import HandoffTarget

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario


@dataclass(frozen=True)
class Fitted:
    """One parameter. before, after: what it means; stored_*: the setting. bound: at which bound it lies, or "".

    moves: the most that it moves a target between its bounds, in half widths of the target's range. free: whether that
    was enough to fit it.
    """

    parameter: Parameter
    before: float
    after: float
    stored_before: float
    stored_after: float
    bound: str
    moves: float
    free: bool


@dataclass(frozen=True)
class Reached:
    """One target. before, after: simulated with the numbers as they were, and fitted. unseen: the same target of
    others (with a log: the other half's own figure), on whom nothing was fitted, and what was simulated for them.
    """

    target: HandoffTarget
    before: float
    after: float
    unseen: HandoffTarget
    after_unseen: float

    @property
    def fits(self) -> bool:
        """Whether the fitted value is within the range."""
        return self.target.fits(self.after)


@dataclass(frozen=True)
class Load:
    """Loads of the silos by home function, "" for everybody. before, after: with the numbers as they were, and fitted,
    at the scenario's own volumes and people. fit: as the fit was made, with `adjustment`. counts: people that would
    bring a usual load to every function at the scenario's own volumes, those that change only.
    """

    before: dict[str, float]
    after: dict[str, float]
    fit: dict[str, float]
    adjustment: LoadAdjustment
    counts: dict[str, int]

    @property
    def is_usual(self) -> bool:
        """Whether the scenario's own people suit the fitted numbers."""
        return is_usual(self.after[""])


@dataclass(frozen=True)
class Calibration:
    """A scenario, what was fitted of it, and how well.

    fitted: the scenario with what would be stored. incidents: of the log, in the fitted half and in the other; None
    without a log. pickup_moves: as Fitted.moves, of pickup minutes; None without a log. ridge: the fit itself, then
    points in order of channels and shares. seconds: how long it took.
    """

    scenario: Scenario
    fitted: Scenario
    seed: int
    replications: int
    ridge_replications: int
    parameters: tuple[Fitted, ...]
    reached: tuple[Reached, ...]
    load: Load
    ridge: tuple[RidgePoint, ...]
    incidents: tuple[int, int] | None
    pickup_moves: float | None
    seconds: float

    @property
    def misfits(self) -> dict[str, float]:
        """Mean distance of the targets by channel, in half widths of their ranges."""
        rows = [(row.target.channel, abs(row.target.distance(row.after))) for row in self.reached]
        return {name: float(np.mean([d for channel, d in rows if channel == name])) for name in dict(rows)}

    @property
    def misses(self) -> tuple[Reached, ...]:
        """Targets out of reach."""
        return tuple(row for row in self.reached if not row.fits)

    @property
    def settings(self) -> dict[str, float | int]:
        """What is stored: dotted key -> value, those that change only."""
        changed: dict[str, float | int] = {
            row.parameter.setting: row.stored_after for row in self.parameters if row.stored_after != row.stored_before
        }
        groups = zip(self.scenario.people.groups, self.fitted.people.groups, strict=True)
        counts = {
            f"people.groups.{i}.count": new.count for i, (old, new) in enumerate(groups) if new.count != old.count
        }
        return changed | counts
