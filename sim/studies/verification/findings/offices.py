"""Offices small enough to see one mechanism at a time: always open, everything switched off that a test leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

# At these a change of hands costs nothing, every need is seen for what it is, and nobody listens.
PLAIN_POLICY = {
    "coordination_share": 0.0,
    "retelling_share": 0.0,
    "changeover_minutes": 0.0,
    "misroute_share": 0.0,
    "triage_minutes": 0.0,
    "familiarity_weight": 0.0,
    "queue_order": "joined",
}
MINUTES_PER_WEEK = 10080.0


def office(
    needs: dict[str, Any],
    groups: list[dict[str, Any]],
    cases_per_week: float,
    *,
    channel: dict[str, Any] | None = None,
    demand: dict[str, Any] | None = None,
    people: dict[str, Any] | None = None,
    policy: dict[str, Any] | None = None,
    formations: dict[str, Any] | None = None,
    weeks: tuple[int, int] = (0, 1),
) -> dict[str, Any]:
    """Description of a scenario with one channel and people who are always there.

    channel, demand, people, policy, formations: laid over what is plain. weeks: of warm-up, measured. Without warm-up
    a run begins with an empty office, in every column alike; that lasts for hours of a week.
    """
    line = {"cases_per_week": cases_per_week, "horizon_open_minutes": MINUTES_PER_WEEK, **(channel or {})}
    return {
        "name": "office",
        "open": "always",
        "time": {"warm_up_weeks": weeks[0], "measured_weeks": weeks[1]},
        "demand": {
            "channels": {"line": line},
            "needs": needs,
            "busyness_cv": 0.0,
            "hidden_share": 0.0,
            **(demand or {}),
        },
        "people": {"groups": groups, "shifts": {"all": "always"}, "away_share": 0.0, **(people or {})},
        "policy": {**PLAIN_POLICY, **(policy or {})},
        "formations": formations or {},
    }


def one_function(people: int, **need: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Needs and groups of an office where everybody does the same work. need: settings of it."""
    return {"task": {"first_share": 1.0, **need}}, [{"function": "task", "count": people}]


def alike_needs(names: Sequence[str], followed: float, work_minutes: float) -> dict[str, Any]:
    """Needs of equal shares and work, each followed by any other one with probability `followed` in all."""
    others = {name: [other for other in names if other != name] for name in names}
    return {
        name: {
            "first_share": 1.0 / len(names),
            "work_minutes": work_minutes,
            "then": {other: followed / len(others[name]) for other in others[name]} if followed else {},
        }
        for name in names
    }


def cases_for_load(load: float, people: int, work_minutes: float) -> float:
    """Cases per week that occupy people who are always there for a share `load`. work_minutes: per case."""
    return load * people * MINUTES_PER_WEEK / work_minutes
