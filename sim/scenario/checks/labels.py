"""Checks of labels: what people read in place of a key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from sim.scenario.checks.demand import NEEDS
from sim.scenario.checks.finding import Finding
from sim.scenario.figure_settings import NamedMeasure
from sim.scenario.problems import did_you_mean
from sim.scenario.scenario_settings import Scenario

LONGEST = 40  # letters of a label: two of them fit beside each other in a table


def label_findings(scenario: Scenario) -> Iterator[Finding]:
    """Labels of what there is not, and labels that no table can show, or that do not tell two things apart."""
    known = [*scenario.formations, *scenario.demand.needs, *get_args(NamedMeasure)]
    whose: dict[str, str] = {}
    for key, label in scenario.labels.items():
        here = ("labels", key)
        if key not in known:
            yield Finding(
                here,
                f"labels: there is no column, function or measure {key!r}. {did_you_mean(key, known)}",
                names_in=(("formations",), NEEDS),
            )
        if not 1 <= len(label) <= LONGEST or not label.isprintable() or label != label.strip():
            yield Finding(
                here, f"labels.{key} must be 1 to {LONGEST} letters on one line, with no space at either end, "
                "for example \"Pods of five\"."
            )  # fmt: skip
        elif label in whose:
            yield Finding(
                here, f"labels.{key} is {label!r}, and so is labels.{whose[label]}: nobody could tell them apart."
            )
        whose[label] = key
