"""What is off while a dial stands at zero: settings that then change nothing."""

from __future__ import annotations

from typing import NamedTuple


class Switch(NamedTuple):
    """Settings by which something is off, the same on, others that do nothing while it is off.

    but: columns that may show the others all the same. teams_off, teams_on: how teams are made then; as ever if None.
    """

    off: dict
    on: dict
    inert: dict
    but: tuple[str, ...] = ()
    teams_off: dict | None = None
    teams_on: dict | None = None


NEVER_SOLVED_BADLY = {
    "coming_back.return_share": 0.0,
    "coming_back.return_per_lost_context": 0.0,
    "coming_back.return_per_fatigue": 0.0,
    "coming_back.return_per_mismatch": 0.0,
    "coming_back.return_per_misroute": 0.0,
    "technology.bot_unhelped_share": 0.0,
}
NOBODY_COMES_BACK = {**NEVER_SOLVED_BADLY, "coming_back.redial_share": 0.0}
MANY_COME_BACK = {"coming_back.redial_share": 0.6, "coming_back.return_share": 0.4}
DEPARTMENTS = {"partition": "by_function"}
TIRING = {"fatigue.rise_half_life_minutes": 60.0, "wings": 2, "fatigue_weight": 0.5}

LOYAL = {
    "loyalty.churn_first_contact": 40.0,
    "loyalty.complaint_share": 0.5,
    "loyalty.causes_removable": 0.5,
    "loyalty.cause_found_share": 0.2,
    "loyalty.closed_loop": False,
    "coming_back.return_share": 0.3,
    "wings": 2,
}
LOYALTY_MOVED = {
    "loyalty.account_memory_weeks": 1.0,
    "loyalty.account_team_share": 0.7,
    "loyalty.account_background_share": 0.3,
    "loyalty.same_person_return": 0.1,
    "loyalty.trust_gain": 0.3,
    "loyalty.trust_loss": 0.4,
    "loyalty.trust_par_share": 0.2,
    "loyalty.complaint_share": 0.9,
    "loyalty.complaint_loss": 0.9,
    "loyalty.churn_first_contact": 90.0,
    "loyalty.churn_more_contacts": 90.0,
    "loyalty.churn_unsolved": 90.0,
    "loyalty.trust_churn_weight": 9.0,
    "loyalty.closed_loop": True,
    "loyalty.causes_removable": 0.9,
    "loyalty.cause_found_share": 0.9,
}
NOTHING_KEPT = {
    "loyalty.account_memory_weeks": 0.0,
    "loyalty.trust_gain": 0.0,
    "loyalty.trust_loss": 0.0,
    "loyalty.complaint_share": 0.0,
    "loyalty.churn_first_contact": 0.0,
    "loyalty.churn_more_contacts": 0.0,
    "loyalty.churn_unsolved": 0.0,
    "loyalty.causes_removable": 0.0,
}
STORY_KEPT = {"context_kept_memory": 1.0}  # by notes, so that of a system only an account's past is new

SWITCHES = {
    "wings": Switch(
        off={"wings": 0, "together": "none", "lead": "rotating"},
        on={"wings": 2, "lead": "rotating", **TIRING},
        inert={
            "listen_share": 0.9,
            "attach_from_share": 0.01,
            "heard_weight": 5.0,
            "coordination_share": 0.4,
            "context_kept_wing": 0.1,
            "drafting": 0.9,
        },
    ),
    "wings of a fixed lead": Switch(
        off={"lead": "fixed"},
        on={"lead": "rotating", **TIRING},
        inert={
            "wings": 3,
            "listen_share": 0.9,
            "attach_from_share": 0.01,
            "heard_weight": 5.0,
            "context_kept_wing": 0.1,
            "drafting": 0.9,
        },
    ),
    "drafting": Switch(off={"fatigue.rise_half_life_minutes": 0.0}, on=TIRING, inert={"drafting": 0.9}),
    "misroutes": Switch(
        off={"misroute_share": 0.0, "technology.routing_time_gain": 0.0},
        on={"misroute_share": 0.5, "technology.routing_time_gain": 0.0},
        inert={
            "misroute_ambiguity_slope": 7.0,
            "misroute_decay": 0.9,
            "triage_minutes": 30.0,
            "context_kept_triage": 0.9,
            "coming_back.return_per_misroute": 0.9,
            "intelligent_routing": 0.9,
            "technology.routing_misroute_cut": 0.9,
        },
        teams_off=DEPARTMENTS,  # a first line has triage of its own
    ),
    "retelling": Switch(
        off={
            "retelling_share": 0.0,
            "coming_back.return_per_lost_context": 0.0,
            "loyalty.account_background_share": 0.0,
        },
        on={"retelling_share": 0.9, "wings": 2, **MANY_COME_BACK},
        inert={
            "kept_across_share": 0.11,
            "kept_inside_share": 0.12,
            "context_kept_wing": 0.13,
            "context_kept_triage": 0.14,
            "context_kept_memory": 0.15,
            "historical": 0.6,
            "ai_context": 0.96,
        },
        but=("context", "context_sum"),
    ),
    "a story in records": Switch(
        off={"context_kept_memory": 0.8, "historical": 0.0, "loyalty.account_background_share": 0.0},
        on={"context_kept_memory": 0.1, **MANY_COME_BACK},
        inert={"historical": 0.5},
    ),
    "a story well told": Switch(
        off={"kept_across_share": 0.5, "kept_inside_share": 0.5, "context_kept_wing": 0.5, "ai_context": 0.0},
        on={"kept_across_share": 0.05, "kept_inside_share": 0.05, "context_kept_wing": 0.05},
        inert={"ai_context": 0.1},  # less than is left over a distance of 3
    ),
    "keeping cases": Switch(
        off={"lead": "rotating"}, on={"lead": "fixed"}, inert={"consult_skill": 0.31, "consult_share": 0.77}
    ),
    "preferring people": Switch(
        off={"lead": "leaderless"},
        on={"lead": "rotating", **TIRING, "max_lead_minutes": 20.0},
        inert={
            "skill_weight": 9.0,
            "familiarity_weight": 5.0,
            "heard_weight": 5.0,
            "fatigue_weight": 9.0,
            "max_lead_minutes": 5.0,
            "rest_weight": 0.01,
            "rest_minutes": 3.0,
        },
    ),
    "leading too long": Switch(
        off={"max_lead_minutes": None}, on={"max_lead_minutes": 20.0}, inert={"rest_weight": 0.01, "rest_minutes": 3.0}
    ),
    "minding rests": Switch(off={"rest_weight": 0.0}, on={"rest_weight": 9.0}, inert={"max_lead_minutes": 20.0}),
    "tiring": Switch(
        off={"fatigue.rise_half_life_minutes": 0.0},
        on={**TIRING, "coming_back.return_per_fatigue": 0.1},
        inert={
            "fatigue.fall_half_life_minutes": 5.0,
            "fatigue.distress_weight": 9.0,
            "fatigue.slow": 0.9,
            "fatigue.strain_line": 0.11,
            "fatigue_weight": 9.0,
            "coming_back.return_per_fatigue": 0.9,
        },
    ),
    "what being tired does": Switch(
        off={"fatigue.slow": 0.0, "fatigue_weight": 0.0, "coming_back.return_per_fatigue": 0.0},
        on={"fatigue.slow": 0.5},
        inert={
            "fatigue.rise_half_life_minutes": 7.0,
            "fatigue.fall_half_life_minutes": 5.0,
            "fatigue.distress_weight": 9.0,
        },
        but=("fatigue", "fatigue_sum", "strain_minutes"),
    ),
    "lending": Switch(
        off={"borrowing": "none"},
        on={"borrowing": "anywhere"},
        inert={"lend_order": "own_first", "lend_after_minutes": 4.0},
    ),
    "walls": Switch(
        off={"walls": False, "return_to": "front"},
        on={"walls": True, "return_to": "front"},
        inert={"borrowing": "none", "team_choice": "random", "return_to": "same_team"},
    ),
    "leaving": Switch(
        off={
            "channels.patience_minutes": None,
            "channels.patience_shape": 1.0,
            "channels.out_of_hours": "wait",
            "channels.at_closing": "wait",
        },
        on={"coming_back.redial_share": 0.3},
        inert={"coming_back.redial_share": 0.9, "coming_back.redial_minutes": 7.0},
    ),
    "redials": Switch(
        off={"coming_back.redial_share": 0.0},
        on={"coming_back.redial_share": 0.5},
        inert={"coming_back.redial_minutes": 7.0, "coming_back.redial_delay": "constant"},
    ),
    "returns": Switch(
        off=NEVER_SOLVED_BADLY,
        on={"coming_back.return_share": 0.3},
        inert={"coming_back.return_minutes": 7.0, "coming_back.return_work_share": 0.9},
    ),
    "coming back": Switch(
        off={**NOBODY_COMES_BACK, "loyalty.account_background_share": 0.0},
        on={**MANY_COME_BACK, "return_to": "front"},
        inert={
            "coming_back.redial_minutes": 7.0,
            "coming_back.return_minutes": 7.0,
            "coming_back.return_work_share": 0.9,
            "coming_back.distress_step": 0.9,
            "coming_back.most_contacts": 2,
            "context_kept_memory": 0.9,
            "historical": 0.8,
            "return_to": "same_person",
        },
    ),
    "a second contact": Switch(
        # Whoever would have come back was let down, so that accounts are off as well.
        off={"coming_back.most_contacts": 1, **NOTHING_KEPT, "loyalty.account_background_share": 0.0},
        on={"coming_back.most_contacts": 5, "coming_back.return_share": 0.1, "return_to": "front"},
        inert={
            **dict.fromkeys(NOBODY_COMES_BACK, 0.7),
            "coming_back.redial_minutes": 7.0,
            "coming_back.return_minutes": 7.0,
            "coming_back.return_work_share": 0.9,
            "coming_back.distress_step": 0.9,
            "context_kept_memory": 0.9,
            "historical": 0.8,
            "return_to": "same_person",
        },
        but=("comes_back",),
    ),
    "bots": Switch(
        off={"automation": 0.0},
        on={"automation": 0.5},
        inert={
            "technology.bot_minutes": 9.0,
            "technology.bot_solves_share": 0.9,
            "technology.bot_unhelped_share": 0.9,
        },
    ),
    "channels with a bot": Switch(off={"channels.bot": False}, on={"channels.bot": True}, inert={"automation": 0.9}),
    "bots that solve": Switch(
        off={"technology.bot_solves_share": 0.0},
        on={"technology.bot_solves_share": 0.9},
        inert={"technology.bot_unhelped_share": 0.9},
    ),
    "routing by intent": Switch(
        off={"intelligent_routing": 0.0},
        on={"intelligent_routing": 0.8},
        inert={"technology.routing_misroute_cut": 0.1, "technology.routing_time_gain": 0.4},
    ),
    "what routing gains": Switch(
        off={"technology.routing_misroute_cut": 0.0, "technology.routing_time_gain": 0.0},
        on={},
        inert={"intelligent_routing": 0.8},
    ),
    "assistants": Switch(
        off={"agent_assist": 0.0},
        on={"agent_assist": 0.8},
        inert={"technology.assist_novice_gain": 1.5, "technology.assist_novice_speed": 0.9},
    ),
    "what assistants bring": Switch(
        off={"technology.assist_novice_gain": 0.0},
        on={"technology.assist_novice_gain": 0.9},
        inert={"agent_assist": 0.1, "technology.assist_novice_speed": 0.9},
    ),
    "hidden needs": Switch(
        off={"demand.hidden_share": 0.0}, on={"demand.hidden_share": 0.5}, inert={"predictive": 0.9}
    ),
    "the slow clock": Switch(
        off={"time.slow_clock": False},
        on={"time.slow_clock": True, **LOYAL, "return_to": "front"},
        inert=LOYALTY_MOVED,
    ),
    "accounts on which nothing is kept": Switch(
        off={"time.slow_clock": True, **NOTHING_KEPT, "historical": 0.0},
        on={"time.slow_clock": True, **LOYAL},
        inert={
            "loyalty.account_team_share": 0.7,
            "loyalty.account_background_share": 0.3,
            "loyalty.trust_par_share": 0.2,
            "loyalty.complaint_loss": 0.9,
            "loyalty.trust_churn_weight": 9.0,
            "loyalty.closed_loop": True,
            "loyalty.cause_found_share": 0.9,
        },
    ),
    "a past that need not be told": Switch(
        off={"time.slow_clock": True, **NOTHING_KEPT, **STORY_KEPT, "loyalty.account_background_share": 0.0},
        on={"time.slow_clock": True, **NOTHING_KEPT, **STORY_KEPT, "loyalty.account_background_share": 0.3},
        inert={"historical": 0.6},
    ),
    "teams by work waiting": Switch(
        off={"team_choice": "least_wait"},
        on={"team_choice": "named_account"},
        inert={"named_account_slack": 0.0},
        teams_on={"partition": "cross_functional", "teams": 3},
    ),
    "owners": Switch(
        off={"owner": "none", "return_to": "front"},
        on={"owner": "first"},
        inert={"context_kept_owner": 0.1, "briefing_minutes": 9.0},
    ),
    "a first line": Switch(
        off={},
        on={},
        inert={"first_line_to_ambiguity": 0.1},
        teams_off=DEPARTMENTS,
        teams_on={"partition": "tiered"},
    ),
    "lanes": Switch(
        off={},
        on={},
        inert={"complex_from_needs": 5, "complex_from_ambiguity": 0.1},
        teams_off=DEPARTMENTS,
        teams_on={"partition": "hybrid"},
    ),
}

# Settings that are zero, or nothing, where they are not said.
ZEROS = {
    "wings": 0,
    "together": "none",
    "link_minutes": 0.0,
    "pickup_inside_minutes": {"voice": 0.0},
    "pickup_across_minutes": {"voice": 0.0},
    "max_lead_minutes": None,
    "drafting": 0.0,
    "return_to": "front",
    "borrowing": "none",
    "own_queue_speed": 1.0,
    "lend_after_minutes": 0.0,
    "ai_context": 0.0,
    "intelligent_routing": 0.0,
    "automation": 0.0,
    "predictive": 0.0,
    "historical": 0.0,
    "agent_assist": 0.0,
    "owner": "none",
    "fatigue.rise_half_life_minutes": 0.0,
    "coming_back.redial_share": 0.0,
    "coming_back.return_share": 0.0,
    "coming_back.return_per_lost_context": 0.0,
    "coming_back.return_per_fatigue": 0.0,
    "coming_back.return_per_mismatch": 0.0,
    "coming_back.return_per_misroute": 0.0,
}

# Nothing of it can be off: a cost that is simply added, or a choice between ways that all do something.
NEVER_OFF = {"agent_choice", "changeover_minutes", "queue_order", "assignment"}
