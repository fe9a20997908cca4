"""4 A case is assigned: the front door, what its need seems to be, and which teams admit it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.foundation.draws import Kind, decision, uniform
from sim.foundation.kinds import Lane, ReturnTo, TeamChoice
from sim.process.technology import is_foreseen
from sim.rules.diagnosis import misroute_probability
from sim.rules.familiarity import more_where_new
from sim.rules.lanes import first_line_serves, lane_of
from sim.rules.technology import routed_misroute_share

if TYPE_CHECKING:
    from sim.process.records import Case, Channel, Policy, Run, Team


def address(case: Case) -> int:
    """4.3 Occurrence of this assignment among all decisions about the case."""
    return decision(case.contact, case.position, case.attempt)


def is_in_sight(case: Case, policy: Policy, run: Run, hidden: Sequence[bool], position: int) -> bool:
    """4.3 Whether a need can be seen before its time, or is foreseen. hidden: of the case, by position."""
    return not hidden[position] or is_foreseen(case, policy, run, hidden, position)


def returns_to(case: Case, policy: Policy) -> int:
    """10.6 The person who counts for a customer who comes back: met last, or the owner; -1: nobody, at the front."""
    if policy.return_to == ReturnTo.FRONT:
        return -1
    if policy.return_to == ReturnTo.OWNER:
        return case.owner
    return case.last_met


def at_front_door(case: Case, policy: Policy) -> bool:
    """4.2 Whether a first line, where there is one, answers: first in a contact that goes back to nobody."""
    return case.holder < 0 and returns_to(case, policy) < 0


def apparent_need(
    case: Case,
    channel: Channel,
    policy: Policy,
    run: Run,
    need: Sequence[int],
    hidden: Sequence[bool],
    wrong: Sequence[float],
    position: int,
    attempt: int,
    familiarity: float,
) -> int:
    """4.3 The function that a need seems to belong to, right or wrong.

    need, hidden: of the case, by position. wrong: by function, cumulative distribution of the wrong one named.
    position, attempt: of the need. familiarity: of who passes the case on, with their team; the mean where nobody does.
    """
    true = need[position]
    if run.functions == 1 or (attempt == 0 and is_foreseen(case, policy, run, hidden, position)):
        return true
    share = routed_misroute_share(
        policy.misroute_share * channel.misroute_factor, policy.intelligent_routing, policy.routing_misroute_cut
    )
    chance = misroute_probability(
        attempt,
        case.ambiguity,
        run.mean_ambiguity,
        more_where_new(share, familiarity, run.mean_familiarity, policy.familiarity_misroutes),
        policy.misroute_ambiguity_slope,
        policy.misroute_decay,
    )
    occurrence = decision(case.contact, position, attempt)
    if uniform(run.key, Kind.DIAGNOSIS, case.lineage, occurrence) >= chance:
        return true
    drawn = uniform(run.key, Kind.WRONG_FUNCTION, case.lineage, occurrence)
    for function in range(run.functions):
        if drawn < wrong[function]:
            return function
    return true


def lane_seen(case: Case, policy: Policy, run: Run, hidden: Sequence[bool]) -> int:
    """4.4 Whether a case looks simple or complex (Lane), from what can be seen of it; the same all its life."""
    in_sight = 0
    for position in range(case.needs):
        if is_in_sight(case, policy, run, hidden, position):
            in_sight += 1
    return lane_of(in_sight, case.ambiguity, policy.complex_from_needs, policy.complex_from_ambiguity)


def admits(team: Team, case: Case, policy: Policy, lane: int) -> bool:
    """4.4 Whether a case belongs in a team: plain ones in a first line, those of its lane in a team that has one."""
    if team.first_line:
        return first_line_serves(1.0, case.ambiguity, policy.first_line_to_ambiguity)
    return team.lane == Lane.ANY or team.lane == lane


def place_named(case: Case, run: Run, members: int) -> int:
    """4.6 Whose team an account is named to: of all members at home in the work, team by team, 0 first."""
    return math.floor(uniform(run.key, Kind.TEAM, case.account, 0) * members)


def is_overfull(policy: Policy, named: float, least: float) -> bool:
    """4.6 Whether too much waits where an account is named to. named, least: `work_per_person` there, and at best."""
    return named > least + policy.named_account_slack


def candidate_drawn(case: Case, policy: Policy, run: Run, candidates: int) -> int:
    """4.6 Which of several teams, 0 first: the same for an account, or by the case's own address."""
    if policy.team_choice == TeamChoice.ACCOUNT:
        drawn = uniform(run.key, Kind.TEAM, case.account, case.apparent + 1)
    else:
        drawn = uniform(run.key, Kind.TEAM, case.lineage, address(case))
    return math.floor(drawn * candidates)
