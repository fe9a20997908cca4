"""The load of the silos, and what would bring a usual one: other volumes, or other numbers of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING

from sim.exploring.calibration.parameters import with_channels
from sim.exploring.calibration.sample import Sample

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

# Row 6: occupancy that planners aim at.
USUAL, LEAST, MOST = 0.82, 0.75, 0.85
MOST_CHANGE = 2.0  # beyond twice or half as many people the log is not the one that the scenario was staffed for


@dataclass(frozen=True)
class LoadAdjustment:
    """How a scenario is changed so that its people are usually busy.

    volumes: factor on cases_per_week. counts: new number of people by function, those that change only.
    """

    volumes: float = 1.0
    counts: Mapping[str, int] = field(default_factory=dict)

    def applied(self, scenario: Scenario) -> Scenario:
        """The scenario with these volumes and people."""
        changed = with_volumes(scenario, self.volumes) if self.volumes != 1.0 else scenario
        return with_counts(changed, self.counts) if self.counts else changed


def is_usual(load: float) -> bool:
    """Whether a load lies in the usual range, as printed."""
    return LEAST <= round(load, 2) <= MOST


def can_scale_volumes(scenario: Scenario) -> bool:
    """Whether volumes are settings."""
    return scenario.demand.replay is None and scenario.demand.volumes_file is None


def with_volumes(scenario: Scenario, factor: float) -> Scenario:
    """The scenario with `factor` times as many customers."""
    channels = {
        name: channel.model_copy(update={"cases_per_week": channel.cases_per_week * factor})
        for name, channel in scenario.demand.channels.items()
    }
    return with_channels(scenario, channels)


def counts_of(scenario: Scenario) -> dict[str, int]:
    """People by function; empty where they come from a file."""
    counts: dict[str, int] = {}
    for group in scenario.people.groups:
        counts[group.function] = counts.get(group.function, 0) + group.count
    return counts


def with_counts(scenario: Scenario, counts: Mapping[str, int]) -> Scenario:
    """The scenario with other numbers of people, each group at least one."""
    groups = tuple(
        group.model_copy(update={"count": count})
        for group, count in zip(scenario.people.groups, group_counts(scenario, counts), strict=True)
    )
    return scenario.model_copy(update={"people": scenario.people.model_copy(update={"groups": groups})})


def group_counts(scenario: Scenario, counts: Mapping[str, int]) -> list[int]:
    """People of every group, if a function has so many; its groups share them as before."""
    before, given, dealt_to_groups = counts_of(scenario), dict.fromkeys(counts, (0, 0)), []
    for group in scenario.people.groups:
        if group.function not in counts:
            dealt_to_groups.append(group.count)
            continue
        passed, dealt = given[group.function]
        passed += group.count
        upto = round(counts[group.function] * passed / before[group.function])
        dealt_to_groups.append(max(1, upto - dealt))
        given[group.function] = (passed, dealt + dealt_to_groups[-1])
    return dealt_to_groups


def usual_counts(scenario: Scenario, sample: Sample, volumes: float = 1.0) -> dict[str, int]:
    """Numbers of people that would bring a usual load where it is not, at most MOST; only functions that change.

    sample: of the scenario, simulated at `volumes` times its customers: there everybody should keep up.
    """
    changed = {}
    for function, count in counts_of(scenario).items():
        busy = sample.load.get(function, 0.0) / volumes
        wanted = max(1, ceil(round(count * busy / MOST, 9)))
        if not is_usual(busy) and wanted != count:
            changed[function] = wanted
    return changed


def adjusted(scenario: Scenario, adjustment: LoadAdjustment, sample: Sample) -> LoadAdjustment:
    """The adjustment that would bring the usual load, or the same where it is usual.

    scenario: without the adjustment. sample: of it, simulated with the adjustment.
    """
    if scenario.demand.replay is not None:
        return _with_other_counts(scenario, adjustment, sample)
    load = sample.load[""]
    if is_usual(load) or load <= 0.0 or not can_scale_volumes(scenario):
        return adjustment
    return LoadAdjustment(volumes=adjustment.volumes * USUAL / load)


def is_too_far(scenario: Scenario, counts: Mapping[str, int]) -> bool:
    """Whether some function would have more than twice as many people, or less than half."""
    now = counts_of(scenario)
    return any(not 1.0 / MOST_CHANGE <= count / now[function] <= MOST_CHANGE for function, count in counts.items())


def _with_other_counts(scenario: Scenario, adjustment: LoadAdjustment, sample: Sample) -> LoadAdjustment:
    now, counts = counts_of(scenario), dict(adjustment.counts)
    counts |= usual_counts(adjustment.applied(scenario), sample)
    if is_too_far(scenario, counts):
        return adjustment
    return LoadAdjustment(counts={function: count for function, count in counts.items() if count != now[function]})
