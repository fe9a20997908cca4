"""Over which range every number without a source is plausible, and which numbers are not swept, and why not.

Evidence rows give most ranges (docs/background/evidence.md). Where nothing does, the range is half to double, or as
wide as the words of the setting still make sense: a convention of ours, wide on purpose.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Plausible:
    """A range. low, high: of the value, or with `relative` as factors of the scenario's own value.

    why: where the range comes from. sourced: whether the value has a source, so that it is not swept by default.
    most: the value is never more.
    """

    low: float
    high: float
    why: str = "no source: half to double"
    relative: bool = False
    sourced: bool = False
    most: float = math.inf


HALF_TO_DOUBLE = Plausible(0.5, 2.0, relative=True)
NONE_TO_DOUBLE = Plausible(0.0, 2.0, "no source: none to double", relative=True, most=1.0)


def _row(number: str, low: float, high: float, *, sourced: bool = False) -> Plausible:
    return Plausible(low, high, f"evidence row {number}", sourced=sourced)


def _guess(low: float, high: float) -> Plausible:
    return Plausible(low, high, "no source: as wide as the words make sense")


# By setting, * for a name or a position of the user's.
PLAUSIBLE: dict[str, Plausible] = {
    "demand.channels.*.continuation_factor": Plausible(
        0.5, 1.5, "evidence row 19: a third to five thirds", relative=True
    ),
    "demand.channels.*.patience_minutes": Plausible(0.5, 2.0, "evidence row 4", relative=True, sourced=True),
    "demand.channels.*.distress_mean": _guess(0.15, 0.5),
    "demand.needs.*.work_cv": _row("2", 0.8, 1.5, sourced=True),
    "demand.busyness_cv": _row("1", 0.05, 0.30),
    "demand.hidden_share": _guess(0.2, 0.8),
    "demand.ambiguity_mean": _guess(0.15, 0.5),
    "demand.ambiguity_work_correlation": _guess(0.0, 0.6),
    "demand.accounts.count": HALF_TO_DOUBLE,
    "demand.accounts.concentration": _guess(1.0, 4.0),
    "demand.coming_back.redial_share": Plausible(0.33, 0.70, "evidence row 5, its complement"),
    "demand.coming_back.redial_minutes": HALF_TO_DOUBLE,
    "demand.coming_back.return_share": Plausible(0.5, 1.5, "no source: half to one and a half", True, most=1.0),
    "demand.coming_back.return_per_lost_context": NONE_TO_DOUBLE,
    "demand.coming_back.return_per_fatigue": NONE_TO_DOUBLE,
    "demand.coming_back.return_per_mismatch": NONE_TO_DOUBLE,
    "demand.coming_back.return_per_misroute": NONE_TO_DOUBLE,
    "demand.coming_back.return_minutes": Plausible(0.25, 4.0, "no source: a quarter to four times", relative=True),
    "demand.coming_back.return_work_share": _guess(0.25, 1.0),
    "demand.coming_back.distress_step": _guess(0.0, 0.4),
    "demand.technology.routing_misroute_cut": _row("21", 0.3, 0.75),
    "demand.technology.routing_time_gain": _row("64", 0.0, 0.05),
    "demand.technology.assist_novice_gain": _row("60", 0.0, 0.34, sourced=True),
    "demand.technology.assist_novice_speed": _guess(0.5, 0.9),
    "demand.technology.bot_minutes": HALF_TO_DOUBLE,
    "demand.technology.bot_solves_share": _row("62", 0.20, 0.60),
    "demand.technology.bot_unhelped_share": _row("63", 0.15, 0.25),
    "people.groups.*.also": Plausible(0.8, 1.0, "evidence row 48: 0-25% slower"),
    "people.groups.*.also_share": Plausible(0.5, 1.5, "no source: half to one and a half", relative=True, most=1.0),
    "people.away_share": _row("20b", 0.20, 0.35),
    "people.pace_cv": _guess(0.0, 0.3),
    "people.warmth_mean": _guess(0.45, 0.75),
    "people.warmth_spread": _guess(0.0, 0.2),
    "people.fatigue.rise_half_life_minutes": HALF_TO_DOUBLE,
    "people.fatigue.fall_half_life_minutes": HALF_TO_DOUBLE,
    "people.fatigue.distress_weight": _guess(0.0, 1.0),
    "people.fatigue.slow": _guess(0.0, 0.10),
    "policy.familiarity_weight": _guess(0.0, 0.3),
    "policy.fatigue_weight": _guess(0.0, 0.5),
    "policy.consult_skill": _row("24b", 0.5, 0.9),
    "policy.consult_share": _row("24b", 0.1, 0.5),
    "policy.rest_minutes": HALF_TO_DOUBLE,
    "policy.rest_weight": _guess(0.0, 1.0),
    "policy.drafting": _row("69", 0.0, 0.20),
    "policy.listen_share": _row("69a", 0.05, 0.40),
    "policy.attach_from_share": _guess(0.0, 0.5),
    "policy.coordination_share": _row("51", 0.0, 0.02),
    "policy.context_kept_plain": _row("22 (loose)", 0.10, 0.40),
    "policy.context_kept_team": _row("22 (loose)", 0.10, 0.40),
    "policy.context_kept_wing": _row("24a", 0.85, 1.0),
    "policy.context_kept_triage": _row("24a", 0.0, 0.4),
    "policy.context_kept_memory": _row("24a", 0.1, 0.6),
    "policy.context_kept_owner": _guess(0.7, 1.0),
    "policy.briefing_minutes": HALF_TO_DOUBLE,
    "policy.retelling_share": _row("24", 0.05, 0.30),
    "policy.changeover_minutes": Plausible(0.0, 0.9, "evidence row 47: 0-15% of six minutes"),
    "policy.link_minutes": _guess(0.0, 2.0),
    "policy.pickup_inside_minutes.*": _row("20a", 0.0, 240.0),
    "policy.pickup_across_minutes.*": _row("20a", 0.0, 240.0),
    "policy.misroute_share": _row("21", 0.10, 0.35),
    "policy.misroute_ambiguity_slope": _guess(0.0, 2.0),
    "policy.misroute_decay": _guess(0.25, 0.75),
    "policy.triage_minutes": HALF_TO_DOUBLE,
    "policy.first_line_to_ambiguity": _guess(0.3, 0.8),
    "empathy.fitted": Plausible(0.0, 0.6, "said with the setting"),
    "empathy.human": Plausible(0.0, 1.5, "said with the setting"),
    "empathy.patience_other_minutes": HALF_TO_DOUBLE,
}
# A handoff that keeps at least this much is a structured one (row 22), with a range of its own.
STRUCTURED_FROM = 0.5
STRUCTURED = _row("22 (structured)", 0.66, 0.83)

OWN = "the organisation's own number: bring it, or sweep it with podsim sweep"
CHOICE = "a choice of the design, not a belief about the world: compare columns, or sweep it"
MEASURED = "decides how something is measured, and nothing that happens"
UNIT = "the unit of the other weights: only their ratios to it count"
JOINT = "fitted jointly to its sources; the verdict is shown under other definitions and levels instead"
# Numbers called an assumption, or of a row without a source, that are not swept.
NOT_SWEPT: dict[str, str] = {
    "demand.channels.*.cases_per_week": OWN,
    "demand.channels.*.weekday_weights": OWN,
    "demand.channels.*.hour_weights": OWN,
    "demand.needs.*.first_share": OWN,
    "demand.needs.*.work_minutes": OWN,
    "demand.needs.*.then": "swept for all needs at once, by continuation_factor",
    "demand.languages": OWN,
    "demand.bursts": OWN,
    "demand.bursts.*.minutes": OWN,
    "demand.bursts.*.factor": OWN,
    "demand.bursts.*.need": OWN,
    "demand.replay.ping_pong_misroute_share": "shown along the ridge by podsim calibrate",
    "demand.replay.distress": OWN,
    "people.groups.*.pay_per_hour": OWN,
    "people.away_waves": OWN,
    "people.away_waves.*.days": OWN,
    "people.away_waves.*.away_share": OWN,
    "people.fatigue.strain_line": MEASURED,
    "policy.skill_weight": UNIT,
    "policy.max_lead_minutes": CHOICE,
    "policy.wings": CHOICE,
    "policy.queue_order": CHOICE,
    "policy.borrowing": CHOICE,
    "policy.complex_from_needs": CHOICE,
    "policy.complex_from_ambiguity": CHOICE,
    "policy.pickup_inside_minutes": "swept by channel",
    "policy.pickup_across_minutes": "swept by channel",
    "policy.ai_context": CHOICE,
    "policy.intelligent_routing": CHOICE,
    "policy.automation": CHOICE,
    "policy.predictive": CHOICE,
    "policy.historical": CHOICE,
    "policy.agent_assist": CHOICE,
    "measured_today.tolerance": MEASURED,
    **{
        f"cost.{name}": OWN
        for name in (
            "bot_per_contact", "ai_context_per_seat_week", "routing_per_seat_week", "predictive_per_seat_week",
            "historical_per_seat_week", "agent_assist_per_seat_week",
        )
    },
    "formations.*.first_line_share": CHOICE,
    "formations.*.complex_share": CHOICE,
    "empathy.response_share": MEASURED,
    "empathy.response_tilt": MEASURED,
}  # fmt: skip
