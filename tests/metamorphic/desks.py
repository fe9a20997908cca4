"""Two desks of three functions: one where everybody comes once, and one where everything happens."""

from __future__ import annotations

DESK = {
    "name": "desk",
    "time": {"warm_up_weeks": 0, "measured_weeks": 1},
    "demand": {
        "channels": {
            "voice": {"cases_per_week": 700, "live": True, "patience_minutes": 12},
            "mail": {"cases_per_week": 300},
        },
        "needs": {
            "sales": {"first_share": 0.5, "then": {"tech": 0.3, "bills": 0.2}},
            "tech": {"first_share": 0.3, "then": {"bills": 0.3}},
            "bills": {"first_share": 0.2, "then": {"sales": 0.2}},
        },
    },
    "people": {
        "groups": [
            {"function": "sales", "count": 4, "also": {"tech": 0.9}},
            {"function": "tech", "count": 4},
            {"function": "bills", "count": 4},
        ]
    },
    "better_habits": "crossing",  # so that everything happens in pods
    "formations": {"silos": {}, "pods": {"teams": 3}},
}

# Customers give up, are turned away, meet a bot, return for whatever reason; people tire.
BUSY_DESK = {
    **DESK,
    "demand": {
        **DESK["demand"],
        "channels": {
            "voice": {
                "bot": True,
                "cases_per_week": 500,
                "live": True,
                "patience_minutes": 12,
                "out_of_hours": "turn_away",
                "hour_weights": [1] * 8 + [10] * 10 + [1] * 6,
            },
            "mail": {"cases_per_week": 300},
        },
        "coming_back": {
            "redial_share": 0.6,
            "redial_minutes": 30,
            "return_share": 0.3,
            "return_minutes": 300,
            "most_contacts": 4,
        },
    },
    "people": {**DESK["people"], "pace_cv": 0.2, "fatigue": {"rise_half_life_minutes": 120}},
    "policy": {"automation": 0.3, "predictive": 0.4, "agent_assist": 0.5, "intelligent_routing": 0.5},
}
