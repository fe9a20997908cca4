"""What is derived for a page: dials with what their levels change, and images of a scenario with changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.report.live.dials import Dial
from sim.report.live.image import Image, Parts, image_of
from sim.report.live.patches import Patched, Slots
from sim.scenario import changed
from sim.scenario.problems import DataError, ScenarioError
from sim.scenario.scenario_settings import Scenario

Pair = tuple[int, int]  # numbers of two dials, the lower first
Joint = Mapping[Pair, Mapping[Pair, Patched]]  # by the numbers of two dials, by the numbers of their levels


@dataclass(frozen=True)
class Moved:
    """A dial, and per level what it changes (None for its own). slots: where its number is written; None: levels."""

    dial: Dial
    patched: tuple[Patched | None, ...]
    slots: Slots | None = None

    @property
    def rows(self) -> list[Patched]:
        """What its other levels change."""
        return [one for one in self.patched if one]

    @property
    def others(self) -> list[int]:
        """Numbers of its other levels."""
        return [number for number, level in enumerate(self.dial.levels) if level.changes]

    @property
    def keys(self) -> set[str]:
        """The settings that it changes."""
        return {key for level in self.dial.levels for key in level.changes}

    def touches(self, other: Moved) -> bool:
        """Whether some level changes bytes that some level of the other one changes."""
        return any(one.touches(two) for one in self.rows for two in other.rows)


@dataclass(frozen=True)
class Live:
    """The image of a scenario, and what may be moved.

    clashes: for each dial the numbers of those whose levels do not add up with its own. joint: of some pairs of these,
    what two levels come to together.
    """

    image: Image
    moved: tuple[Moved, ...]
    clashes: tuple[tuple[int, ...], ...]
    joint: Joint = field(default_factory=dict)

    @property
    def dials(self) -> tuple[Dial, ...]:
        """In the order of the page."""
        return tuple(one.dial for one in self.moved)


class Deriving:
    """Derives images of a scenario with changes; what these do not reach is derived once."""

    def __init__(
        self, scenario: Scenario, columns: Sequence[str], seed: int, replications: int, like: Parts | None = None
    ) -> None:
        """columns, seed, replications, like: as of `image_of`. Raises ScenarioError, DataError."""
        self._scenario, self._rest = scenario, (columns, seed, replications)
        self.own, self._parts = image_of(scenario, *self._rest, like)

    def image(self, changes: Mapping[str, Any]) -> Image | None:
        """None where the changes do not go together with the rest of the scenario."""
        found = self.beside(changes)
        return found.own if found else None

    def beside(self, changes: Mapping[str, Any]) -> Deriving | None:
        """The same from the changed scenario on, so that more changes find there what they do not reach."""
        try:
            return Deriving(changed(self._scenario, changes), *self._rest, self._parts)
        except (ScenarioError, DataError):
            return None
