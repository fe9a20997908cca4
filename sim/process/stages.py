"""12 The beginning of a stage: what a case remembers of teams that are no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.process.diagnosis import returns_to

if TYPE_CHECKING:
    from sim.process.records import Case, Policy


def stands_for(case: Case, policy: Policy) -> int:
    """12.7 The person whose home team is the team of a case from now on: whoever has it, or it comes back to; or -1."""
    return case.holder if case.holder >= 0 else returns_to(case, policy)


def be_among_new_teams(case: Case, team: int) -> None:
    """12.7 Teams are others from now on. team: home team of whom the case stands for, -1: of nobody."""
    case.team = team
    case.team_before = -1
