"""A desk so small that an engine without a compiler runs it in a blink, with every mechanism at work in some column."""

from __future__ import annotations

from tests.equivalence.random_blocks import absent_over_time

PICKUP = {"pickup_inside_minutes": {"mail": 4, "voice": 1}, "pickup_across_minutes": {"mail": 9, "voice": 2}}

DESK: dict = {
    "name": "desk",
    "open": "mon 08:00-12:00",
    "time": {"warm_up_weeks": 0, "measured_weeks": 2, "slow_clock": True},
    "over_time": {
        **absent_over_time(),
        "learning": {"learning_progress_ratio": 0.6, "learning_half_life_weeks": 2, "learning_keeps_share": 0.5},
        "familiarity": {"familiarity_weeks": 2, "familiarity_variety": 0.1, "dip_share": 0.3, "dip_weeks": 20},
        "loyalty": {
            "account_memory_weeks": 2,
            "account_team_share": 0.5,
            "account_background_share": 0.1,
            "same_person_return": 0.6,
            "trust_gain": 0.1,
            "trust_loss": 0.3,
            "trust_par_share": 0.7,
            "complaint_share": 0.3,
            "complaint_loss": 0.3,
            "churn_first_contact": 5,
            "churn_more_contacts": 9,
            "churn_unsolved": 25,
            "trust_churn_weight": 1,
            "closed_loop": True,
            "causes_removable": 0.5,
            "cause_found_share": 0.2,
        },
        "usual": {
            name: {"past_line": 0.02, "strain": 0.01, "overwork": 0.03, "for_effort": 0.04,
                   "practice_shares": {"sales": 0.1, "tech": 0.2}}
            for name in ("sales", "tech", "bills")
        },
        # People who are always overworked and soon leave, so that two weeks are enough for all that staff goes through.
        "staff": {
            "leaving_per_year": 10,
            "leaving_per_occupancy": 20,
            "leaving_past_occupancy": 0.1,
            "leaving_per_strain": 20,
            "hiring_weeks": 0.2,
            "training_weeks": 0.3,
            "sick_share": 0.5,
            "absence_per_strain": 4,
            "load_memory_weeks": 2,
            "burst_elasticity": -0.3,
            "overwork_line": 0.1,
            "overwork_slow": 0.5,
            "effort_lost_to_overwork": 0.5,
            "effort_erosion_weeks": 2,
            "effort_time_share": 0.5,
            "return_per_effort_lost": 0.6,
        },
    },
    "seed": 3,
    "demand": {
        "channels": {
            "voice": {
                "cases_per_week": 45,
                "live": True,
                "patience_minutes": 12,
                "priority": 0,
                "horizon_open_minutes": 40,
                "out_of_hours": "turn_away",
                "hour_weights": [0] * 7 + [1, 4, 4, 4, 4, 1] + [0] * 11,
                "bot": True,
            },
            "mail": {"cases_per_week": 75, "horizon_open_minutes": 120, "misroute_factor": 1.5},
        },
        "needs": {
            "sales": {"first_share": 0.5, "work_minutes": 5, "then": {"tech": 0.5, "bills": 0.2},
                      "independent_of": ["tech", "bills"]},
            "tech": {"first_share": 0.3, "work_minutes": 6, "then": {"sales": 0.3, "bills": 0.3}},
            "bills": {"first_share": 0.2, "work_minutes": 4, "then": {"tech": 0.3}, "outside_share": 0.4,
                      "outside_minutes": 20, "outside_shape": 0.8},
        },
        "max_needs": 4,
        "hidden_share": 0.5,
        "accounts": {"count": 9},
        "languages": {"german": 0.8, "french": 0.2},
        "coming_back": {
            "redial_share": 0.6,
            "redial_minutes": 5,
            "return_share": 0.2,
            "return_per_lost_context": 0.2,
            "return_per_fatigue": 0.2,
            "return_per_mismatch": 0.3,
            "return_per_misroute": 0.1,
            "return_minutes": 15,
            "return_work_share": 0.5,
            "distress_step": 0.3,
            "most_contacts": 4,
        },
        "technology": {"bot_minutes": 2, "bot_solves_share": 0.5, "bot_unhelped_share": 0.3},
    },
    "people": {
        "pace_cv": 0.2,
        "away_share": 0.1,
        "warmth_spread": 0.1,
        "fatigue": {
            "rise_half_life_minutes": 40,
            "fall_half_life_minutes": 30,
            "distress_weight": 0.5,
            "slow": 0.3,
            "strain_line": 0.3,
        },
        "shifts": {"early": "mon 07:55-11:00", "all": "mon 08:00-12:00", "late": "mon 09:00-12:30"},
        "groups": [
            {"function": "sales", "count": 4, "also": {"tech": 0.9}, "shifts": ["all", "early"]},
            {"function": "tech", "count": 4, "also": {"sales": 0.6, "bills": 0.8}, "also_share": 0.5,
             "shifts": ["all", "late"]},
            {"function": "bills", "count": 2, "shifts": ["all"]},
            {"function": "tech", "count": 1, "also": {"bills": 0.5}, "shifts": ["all"]},
        ],
    },
    "policy": {
        "walls": True,
        "link_minutes": 0.5,
        "wings": 1,
        "listen_share": 0.3,
        "attach_from_share": 0.1,
        "drafting": 0.5,
        "coordination_share": 0.1,
        "changeover_minutes": 0.5,
        "kept_inside_share": 0.5,
        "retelling_share": 0.3,
        "misroute_share": 0.4,
        "max_lead_minutes": 15,
        "rest_minutes": 3,
        "fatigue_weight": 1.0,
        "familiarity_weight": 0.3,
        "predictive": 0.5,
        **PICKUP,
    },
    "formations": {
        # Departments behind a first line; an owner briefs, and is come back to.
        "tiered": {
            "partition": "tiered",
            "first_line_share": 0.3,
            "policy": {"owner": "first", "return_to": "owner", "queue_order": "distress", "together": "anywhere"},
        },
        # Teams for simple and for complex work, one of which an account is named to.
        "lanes": {
            "partition": "hybrid",
            "complex_share": 0.5,
            "teams": 2,
            "policy": {
                "team_choice": "named_account",
                "named_account_slack": 0.2,
                "return_to": "same_person",
                "complex_from_ambiguity": 0.6,
                "historical": 0.6,
                "borrowing": "anywhere",
                "lend_after_minutes": 1,
                "own_queue_speed": 1.25,
                "together": "anywhere",
                "queue_order": "joined",
            },
        },
        # Pods whose leads keep a case and ask; with all the technology there is.
        "fixed": {
            "partition": "cross_functional",
            "teams": 3,
            "policy": {
                "lead": "fixed",
                "team_choice": "random",
                "return_to": "same_team",
                "ai_context": 0.4,
                "intelligent_routing": 0.5,
                "automation": 0.5,
                "agent_assist": 0.8,
                "assignment": "greedy",
            },
        },
        # Departments with units, some further apart than others.
        "units": {
            "partition": "by_function",
            "units": {"front": ["sales"], "back": ["tech", "bills"]},
            "policy": {"wings": 0, "borrowing": "near"},
        },
    },
}  # fmt: skip
