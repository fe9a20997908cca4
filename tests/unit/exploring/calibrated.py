"""A desk that is simulated in a blink, for tests of calibration."""

from sim.scenario import build_scenario

DESK = {
    "name": "small_desk",
    "title": "Three functions, for tests",
    "open": "mon-fri 09:00-17:00",
    "time": {"warm_up_weeks": 0, "measured_weeks": 2},
    "demand": {
        "channels": {
            "voice": {"cases_per_week": 970, "live": True, "patience_minutes": 15},
            "mail": {"cases_per_week": 970},
        },
        "needs": {
            "sales": {"first_share": 0.45, "work_minutes": 5, "then": {"service": 0.3, "legal": 0.1}},
            "service": {"first_share": 0.4, "work_minutes": 5, "then": {"sales": 0.2, "legal": 0.1}},
            "legal": {"first_share": 0.15, "work_minutes": 5, "then": {"sales": 0.1}},
        },
    },
    "people": {
        "shifts": {"day": "mon-fri 09:00-17:00"},
        "groups": [
            {"function": "sales", "count": 3, "also": {"service": 0.9}, "also_share": 0.5},
            {"function": "sales", "count": 1},
            {"function": "service", "count": 4},
            {"function": "legal", "count": 2},
        ],
    },
    "formations": {"pods": {"teams": 2}},
}


def desk(overrides=()):
    return build_scenario(DESK, overrides)


def desk_of_single_needs(overrides=()):
    """Nobody needs a second function."""
    demand = DESK["demand"]
    needs = {
        name: {key: value for key, value in need.items() if key != "then"} for name, need in demand["needs"].items()
    }
    return build_scenario({**DESK, "demand": {**demand, "needs": needs}}, overrides)
