"""Every measure there is: unit, meaning, direction, and the smallest difference worth having."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sim.measures import definitions as say

Direction = Literal["less", "more", "none"]
FIVE_PERCENT = 0.05


@dataclass(frozen=True)
class Measure:
    """One measure in words.

    direction: "less" or "more" is better, "none" where neither is.
    smallest: smallest difference worth having, in `unit`, or as a share of the first column's mean
        where `relative`. primary: declared before the run; the verdict rests on these alone.
    """

    name: str
    unit: str
    meaning: str
    source: str
    direction: Direction
    smallest: float
    relative: bool = True
    primary: bool = False

    def smallest_difference(self, first_mean: float) -> float:
        """The smallest difference worth having, in `unit`, given the first column's mean."""
        return abs(first_mean) * self.smallest if self.relative else self.smallest


def _minutes(name: str, meaning: str, direction: Direction = "less", **more: object) -> Measure:
    return Measure(name, "minutes", meaning, say.DESIGN, direction, FIVE_PERCENT, **more)  # type: ignore[arg-type]


def _count(name: str, meaning: str, direction: Direction = "less", unit: str = "per case") -> Measure:
    return Measure(name, unit, meaning, say.DESIGN, direction, FIVE_PERCENT)


def _share(name: str, meaning: str, direction: Direction = "less", **more: object) -> Measure:
    unit = str(more.pop("unit", "share"))
    return Measure(name, unit, meaning, say.DESIGN, direction, 0.02, relative=False, **more)  # type: ignore[arg-type]


MEASURES: tuple[Measure, ...] = (
    _minutes("resolution_minutes", say.RESOLUTION, primary=True),
    _minutes("resolution_minutes_p50", "Median over cases of the resolution time as in resolution_minutes"),
    _minutes("resolution_minutes_p90", "90th percentile over cases of the resolution time as in resolution_minutes"),
    _minutes("first_response_minutes", say.FIRST_RESPONSE),
    _minutes("closed_minutes", "Waiting while the channel was closed, " + say.PER_CASE),
    _minutes("queue_minutes", "Waiting in queues while the channel was open, " + say.PER_CASE),
    _minutes("pickup_minutes", say.PICKUP),
    _minutes("touch_minutes", "All time in which somebody served the case, " + say.PER_CASE),
    _minutes("work_minutes", "Work itself, at skill 1 and pace 1, " + say.PER_CASE, "none"),
    _minutes("skill_minutes", "Added (or saved) by the person's skill and pace, " + say.PER_CASE),
    _minutes("retold_minutes", "Telling again what the next person did not know, " + say.PER_CASE),
    _minutes("changeover_minutes", "Setting up by the next person after a change of hands, " + say.PER_CASE),
    _minutes("coordination_minutes", "Lengthening of steps by colleagues attached to them, " + say.PER_CASE),
    _minutes("link_minutes", "Briefing between teams within steps, " + say.PER_CASE),
    _minutes("rework_minutes", "Triage of work that came to the wrong function, " + say.PER_CASE),
    _minutes("lost_minutes", say.LOST),
    _count("handoffs", "Changes of hands between home teams, up to the deadline, per case of the cohort"),
    _count("lead_changes", say.LEAD_CHANGES, "none"),
    _count("changes_of_hands", "handoffs + lead_changes, per case of the cohort"),
    _count("people_met", "Different people who led a step, up to the deadline, per case of the cohort"),
    _count("misroutes", "Attempts that named a wrong function, up to the deadline, per case of the cohort"),
    _share("abandoned_share", "Cases of the cohort that ended because patience ran out or the channel was closed"),
    _share("transferred_share", "Cases of the cohort with at least one handoff between home teams"),
    _share("three_or_more_share", "Cases of the cohort with three handoffs or more"),
    _share("ping_pong_share", say.PING_PONG),
    _share("load_mean", "Mean over people of the load. " + say.LOAD, "less"),
    _share("load_p90", "90th percentile over people of the load. " + say.LOAD, primary=True),
    _share("load_max", "Load of the busiest person. " + say.LOAD),
    _share("load_gini", "Gini coefficient of the load over people, 0 all alike. " + say.LOAD, unit="-"),
    _share("listening_share", "Minutes listened as a wing over all occupied minutes, all people together", "none"),
    _count("backlog_end", say.BACKLOG, unit="cases"),
    _count("cases_arrived", "Cases that arrived in the measured weeks: the cohort", "none", "cases"),
    _count("cases_resolved", "Cases of the cohort truly solved by their deadline", "more", "cases"),
)

# Named by the verdict as missing until the model has it. Smallest difference worth having: 0.02.
NOT_YET = ("felt_empathy",)
PRIMARY = tuple(measure.name for measure in MEASURES if measure.primary)
_BY_NAME = {measure.name: measure for measure in MEASURES}


def measure_named(name: str) -> Measure | None:
    """The measure of that name, None where there is none."""
    return _BY_NAME.get(name)


def measure_names() -> tuple[str, ...]:
    """Names in the order in which tables show them."""
    return tuple(_BY_NAME)
