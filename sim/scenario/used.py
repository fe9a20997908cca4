"""Whether a number has any effect in a scenario: what belongs to a mechanism that is off has none."""

from __future__ import annotations

from collections.abc import Callable

from sim.scenario.columns import policy_of
from sim.scenario.policy_settings import Policy
from sim.scenario.scenario_settings import Scenario

Test = Callable[[Scenario, list[Policy]], bool]


def is_used(pattern: str, scenario: Scenario, columns: tuple[str, ...]) -> bool:
    """Whether a setting can matter in these columns. pattern: a key of `plausible.PLAUSIBLE`."""
    policies = [policy_of(scenario, column) for column in columns]
    longest = max((start for start in _USED if pattern.startswith(start)), key=len, default=None)
    return longest is None or _USED[longest](scenario, policies)


def _any(dial: str) -> Test:
    return lambda scenario, policies: any(getattr(policy, dial) for policy in policies)


def _tires(scenario: Scenario, policies: list[Policy]) -> bool:
    return scenario.people.fatigue.rise_half_life_minutes > 0


def _comes_back(scenario: Scenario, policies: list[Policy]) -> bool:
    back = scenario.demand.coming_back
    return back.redial_share > 0 or _returns(scenario, policies)


def _returns(scenario: Scenario, policies: list[Policy]) -> bool:
    back = scenario.demand.coming_back
    causes = ("return_share", "return_per_lost_context", "return_per_fatigue", "return_per_mismatch")
    return any(getattr(back, name) > 0 for name in (*causes, "return_per_misroute"))


def _synthetic(scenario: Scenario, policies: list[Policy]) -> bool:
    return scenario.demand.replay is None


def _owned(scenario: Scenario, policies: list[Policy]) -> bool:
    return any(policy.owner != "none" for policy in policies)


def _bots(scenario: Scenario, policies: list[Policy]) -> bool:
    return any(channel.bot for channel in scenario.demand.channels.values()) and _any("automation")(scenario, policies)


# By the start of a key; the longest that fits decides.
_USED: dict[str, Test] = {
    "demand.channels.*.continuation_factor": _synthetic,
    "demand.busyness_cv": _synthetic,
    "demand.accounts": _synthetic,
    "demand.coming_back.redial": lambda scenario, policies: scenario.demand.coming_back.redial_share > 0,
    "demand.coming_back.return": _returns,
    "demand.coming_back.distress_step": _comes_back,
    "demand.technology.routing": _any("intelligent_routing"),
    "demand.technology.assist": _any("agent_assist"),
    "demand.technology.bot": _bots,
    "people.fatigue": _tires,
    "policy.fatigue_weight": _tires,
    "policy.consult": lambda scenario, policies: any(policy.lead == "fixed" for policy in policies),
    "policy.rest": lambda scenario, policies: any(policy.max_lead_minutes for policy in policies),
    "policy.drafting": lambda scenario, policies: _tires(scenario, policies) and _any("wings")(scenario, policies),
    "policy.listen_share": _any("wings"),
    "policy.attach_from_share": _any("wings"),
    "policy.context_kept_wing": _any("wings"),
    "policy.context_kept_memory": _comes_back,
    "policy.context_kept_owner": _owned,
    "policy.briefing_minutes": _owned,
    "policy.misroute_": _any("misroute_share"),
    "policy.triage_minutes": _any("misroute_share"),
    "policy.context_kept_triage": _any("misroute_share"),
    "policy.first_line_to_ambiguity": lambda scenario, policies: any(
        column.partition == "tiered" for column in scenario.formations.values()
    ),
}
