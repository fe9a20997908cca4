"""What was understood of a ticket log, and the log's own figures under the scenario's mapping."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import isnan, nan
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from sim.data.ticket_log import Incident, TicketLog
from sim.data.update_order import AS_IN_FILE
from sim.demand.replay import Window, function_paths, replay_of, replay_window
from sim.demand.tape import Customers
from sim.foundation.calendar import MINUTES_PER_WEEK
from sim.scenario.problems import count_of, shown

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

THIN_WEEK_SHARE = 0.5
HEAVY_WEEK = 3.0  # x usual: from here on the measured weeks are not what the log is like
MOST_UNMAPPED = 0.5  # of visits: beyond it, groups that nobody mapped decide what is simulated
SHOWN_GROUPS = 5


@dataclass(frozen=True)
class HandoffFigures:
    """How often cases of a log change hands; shares in [0, 1]. Evidence rows 10, 11, 13, 14 and 13a.

    without_handoff: share of cases. mean_handoffs: per case. three_or_more: share of cases.
    ping_pong: share of transferred cases whose path has an A-B-A.
    """

    without_handoff: float
    mean_handoffs: float
    three_or_more: float
    ping_pong: float


@dataclass(frozen=True)
class ReplayReport:
    """What was understood of a log, line by line in `lines`.

    file: as the scenario names it. rows, incidents: in the file; kept: opened in [start, end); used: of
    them, those before the run ends. missing: share of rows by column read. week_0: Monday of minute 0.
    arrivals_per_week: incidents kept in each week of the run. compared: incidents of the measured weeks, as
    simulated. mapped: figures of their paths over functions; groups: of all kept, over the groups themselves;
    logged: by reassignment_count (its ping-pong over the groups), None where absent. doubts: what a verdict
    must open with. first_share, then: by function, what the need graph would be if measured on the mapped
    paths, misroutes included.
    """

    file: str
    made_up: bool
    rows: int
    incidents: int
    kept: int
    used: int
    format: str
    system: str
    dates: str
    order: str
    missing: dict[str, float]
    first_opened: datetime
    last_opened: datetime
    week_0: date
    arrivals_per_week: tuple[int, ...]
    compared: int
    mapped: HandoffFigures
    groups: HandoffFigures
    logged: HandoffFigures | None
    first_share: dict[str, float]
    then: dict[str, dict[str, float]]
    warnings: tuple[str, ...]
    doubts: tuple[str, ...]

    def lines(self) -> list[str]:
        """The report as text, one line each."""
        return [
            *(["MADE-UP LOG: an example without a real customer in it."] if self.made_up else []),
            *(f"DOUBTFUL: {doubt}" for doubt in self.doubts),
            f"{self.file}: {count_of(self.rows, 'row')}, {count_of(self.incidents, 'incident')}",
            f"understood: {self.format}, columns as of {self.system}, dates {self.dates}",
            *([f"order of updates: {self.order}"] if self.order else []),
            f"opened {self.first_opened} to {self.last_opened}; replayed {self.kept:,}, week 0 begins {self.week_0}",
            f"arrivals per week of the run: {', '.join(str(count) for count in self.arrivals_per_week)}",
            _figures_line(
                f"under the mapping, {count_of(self.compared, 'incident')} of the measured weeks", self.mapped
            ),
            _figures_line(f"over the groups, all {self.kept:,} replayed", self.groups),
            *([_figures_line("by reassignment_count", self.logged)] if self.logged else []),
            *(f"note: {warning}" for warning in self.warnings),
        ]


def _figures_line(name: str, figures: HandoffFigures) -> str:
    if isnan(figures.without_handoff):
        return f"{name}: nothing to say"
    return (
        f"{name}: {figures.without_handoff:.2f} without handoff, {figures.mean_handoffs:.2f} handoffs per case, "
        f"{figures.three_or_more:.3f} with three or more, {figures.ping_pong:.2f} of transferred cases ping-pong"
    )


def replay_report(scenario: Scenario, customers: Customers) -> ReplayReport:
    """Read the log of a scenario with `demand.replay`. Raises DataError where it cannot be used."""
    window = replay_window(scenario)
    log, incidents = window.log, window.incidents
    paths = function_paths(scenario, incidents)
    weeks = int(np.ceil(customers.end / MINUTES_PER_WEEK))
    counts = np.bincount((window.arrival // MINUTES_PER_WEEK).astype(np.int64), minlength=weeks)[:weeks]
    first_share, then = measured_graph(paths, customers.function_names)
    measured = (window.arrival >= customers.cohort_start) & (window.arrival < customers.cohort_end)
    compared = [paths[i] for i in np.flatnonzero(measured)]
    return ReplayReport(
        file=replay_of(scenario).file,
        made_up=log.made_up,
        rows=log.rows,
        incidents=len(log.incidents),
        kept=len(incidents),
        used=int(np.searchsorted(window.arrival, customers.end)),
        format=log.format,
        system=log.system,
        dates=log.dates.seen,
        order=_order_words(log),
        missing=log.missing,
        first_opened=min(incident.opened for incident in log.incidents),
        last_opened=max(incident.opened for incident in log.incidents),
        week_0=window.week_0,
        arrivals_per_week=tuple(int(count) for count in counts),
        compared=len(compared),
        mapped=handoff_figures(compared),
        groups=handoff_figures([incident.groups for incident in incidents]),
        logged=_logged_figures(incidents),
        first_share=first_share,
        then=then,
        warnings=(*_time_warnings(window, counts, customers.end), *_mapping_warnings(scenario, window, paths)),
        doubts=(*_heavy_weeks(window, customers), *_mostly_unmapped(scenario, incidents)),
    )


def _heavy_weeks(window: Window, customers: Customers) -> Iterator[str]:
    """Measured weeks with many more incidents than the log usually has."""
    counts = np.bincount((window.arrival // MINUTES_PER_WEEK).astype(np.int64))
    usual = float(np.median(counts[counts > 0]))
    first = int(customers.cohort_start // MINUTES_PER_WEEK)
    measured = counts[first : int(customers.cohort_end // MINUTES_PER_WEEK)]
    heavy = [(first + week, int(count)) for week, count in enumerate(measured) if count > HEAVY_WEEK * usual]
    if heavy:
        weeks = ", ".join(f"week {week} {count:,}" for week, count in heavy[:SHOWN_GROUPS])
        yield (
            f"measured weeks hold up to {max(count for _, count in heavy) / usual:.0f} times the incidents of a usual "
            f"week of the log ({usual:,.0f}): {weeks}. Choose other weeks by demand.replay.start, or ask why."
        )


def _mostly_unmapped(scenario: Scenario, incidents: tuple[Incident, ...]) -> Iterator[str]:
    """A log most of whose work goes to groups that nobody mapped."""
    replay = replay_of(scenario)
    visits = Counter(group for incident in incidents for group in incident.groups)
    unmapped = Counter({group: count for group, count in visits.items() if group not in replay.functions})
    share = unmapped.total() / visits.total() if visits else 0.0
    if share > MOST_UNMAPPED:
        largest = ", ".join(
            f"{shown(group)} {count / visits.total():.0%}" for group, count in unmapped.most_common(SHOWN_GROUPS)
        )
        yield (
            f"{share:.0%} of the log's work went to groups that are not mapped and count as {replay.other}, the "
            f"largest {largest}: map them in demand.replay.functions."
        )


def _order_words(log: TicketLog) -> str:
    """What orders the updates of incidents, with their number where it is not one thing; empty where none has two."""
    kinds = [
        kind if len(log.ordered) == 1 else f"{kind} ({count_of(count, 'incident')})"
        for kind, count in log.ordered.items()
    ]
    return ", ".join(kinds) + (" (the file is written newest first)" if log.newest_first else "")


def handoff_figures(paths: Sequence[Sequence[object]]) -> HandoffFigures:
    """Figures of paths (never twice the same in a row); nan without any."""
    if not paths:
        return HandoffFigures(nan, nan, nan, nan)
    transferred = [path for path in paths if len(path) > 1]
    back = sum(any(a == c for a, c in zip(path, path[2:], strict=False)) for path in transferred)
    ping_pong = back / len(transferred) if transferred else 0.0
    return _figures_of_counts([max(len(path) - 1, 0) for path in paths], ping_pong)


def _figures_of_counts(handoffs: list[int], ping_pong: float) -> HandoffFigures:
    return HandoffFigures(
        without_handoff=sum(count == 0 for count in handoffs) / len(handoffs),
        mean_handoffs=sum(handoffs) / len(handoffs),
        three_or_more=sum(count >= 3 for count in handoffs) / len(handoffs),
        ping_pong=ping_pong,
    )


def _logged_figures(incidents: tuple[Incident, ...]) -> HandoffFigures | None:
    counts = [incident.reassignments for incident in incidents if incident.reassignments is not None]
    ping_pong = handoff_figures([incident.groups for incident in incidents]).ping_pong
    return _figures_of_counts(counts, ping_pong) if counts else None


def measured_graph(
    paths: list[list[int]], names: tuple[str, ...]
) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """Share of cases that begin with each function, and share of visits followed by each other one."""
    first = Counter(path[0] for path in paths)
    visits = Counter(f for path in paths for f in path)
    follows = Counter(pair for path in paths for pair in pairwise(path))
    then = {
        name: {other: follows[f, g] / visits[f] for g, other in enumerate(names) if follows[f, g]}
        for f, name in enumerate(names)
    }
    return {name: first[f] / len(paths) for f, name in enumerate(names)}, then


def _time_warnings(window: Window, counts: np.ndarray, end: float) -> list[str]:
    found: list[str] = []
    found += window.log.dates.notes
    found += window.log.notes
    found += [f"left out: {what}" for what in window.log.left_out]
    if unordered := window.log.ordered.get(AS_IN_FILE):
        found.append(
            f"nothing orders the updates of {count_of(unordered, 'incident')}: they were taken as in the file, where "
            f"{'the last' if window.log.newest_first else 'the first'} comes first"
        )
    if window.arrival[0] >= 1440.0:
        opened = window.incidents[0].opened
        found.append(f"the log begins on {opened}: the days of week 0 before that have no arrivals")
    last = window.incidents[-1].opened
    if window.arrival[-1] < end:
        until = datetime(window.week_0.year, window.week_0.month, window.week_0.day) + timedelta(minutes=end)
        if end - window.arrival[-1] >= 1440.0:
            found.append(f"the log ends on {last}, the run on {until}: no arrivals in between; measure fewer weeks")
    usual = median(counts)
    thin = [str(week) for week, count in enumerate(counts[:-1]) if count < THIN_WEEK_SHARE * usual]
    if thin:
        found.append(f"weeks {', '.join(thin)} (from 0) have less than half the usual {usual:.0f} arrivals")
    return found


def _mapping_warnings(scenario: Scenario, window: Window, paths: list[list[int]]) -> list[str]:
    replay, incidents = replay_of(scenario), window.incidents
    total = len(incidents)
    counted = (
        (sum(not i.groups for i in incidents), f"name no assignment group and go to {replay.other}"),
        (sum(any(g not in replay.functions for g in i.groups) for i in incidents),
         f"visit a group that is not mapped and goes to {replay.other}"),
        (sum(i.contact_type not in replay.channels for i in incidents),
         f"have a contact_type that is not mapped and come by {next(iter(scenario.demand.channels))}"),
        (sum(i.priority not in replay.distress for i in incidents),
         "have a priority that is not mapped and take the channel's mean distress"),
        (sum(len(path) > scenario.demand.max_needs for path in paths),
         f"go through more than max_needs = {scenario.demand.max_needs} functions and may be cut there"),
    )  # fmt: skip
    return [f"{count:,} of {total:,} incidents {what}" for count, what in counted if count]
