"""Everything that a full comparison asks beside the six columns: the ladder, whether teams bind, the mechanisms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.comparison.binding import Binding, binding_beside
from sim.comparison.sampling import Progress
from sim.exploring.ladder import Ladder, columns_with_all, ladder_of
from sim.exploring.mechanisms import Variant, variants_of
from sim.formation.prepared import prepare
from sim.scenario.built_in_columns import DEFAULT_COLUMNS, PODS, other_columns

if TYPE_CHECKING:
    from sim.comparison.results import Simulation
    from sim.scenario.scenario_settings import Scenario


@dataclass(frozen=True)
class Full:
    """ladder: of habits. bindings: whether teams bind, with either better habits. variants: of mechanisms."""

    ladder: Ladder
    bindings: tuple[Binding, ...]
    variants: tuple[Variant, ...]


def all_columns(scenario: Scenario) -> tuple[str, ...]:
    """The six built-in columns."""
    return (*DEFAULT_COLUMNS, *other_columns(scenario.better_habits))


def full_of(known: Simulation, *, progress: Progress | None = None) -> Full:
    """Run what a full comparison asks. known: the six columns, already run by the compiled core."""
    pods = dict.fromkeys((PODS, other_columns(known.scenario.better_habits)[1], columns_with_all(known.scenario)[1]))
    prepared = prepare(known.scenario, known.columns)
    bindings = (binding_beside(prepared, column, known.samples[column], known.seed) for column in pods)
    return Full(ladder_of(known, progress=progress), tuple(bindings), variants_of(known, progress=progress))
