"""Organisations of any size under the same load, for cost curves."""

from __future__ import annotations

FUNCTIONS = ("sales", "service", "operations", "billing")
WORK_PER_PERSON_WEEK = 1300.0  # minutes at skill 1: a load of about 0.8 with absences, retelling and all the rest
NEEDS_PER_CASE = 1.4
MOST_PER_PERSON_WEEK = 125.0  # cases; fewer ones are longer ones


def organisation(cases: float, people: int, pods: int) -> dict:
    """A description of so many people in so many pods, with about so many cases in one replication.

    Everything that is on by default is on, and customers come back.
    """
    weeks = max(1, round(cases / (MOST_PER_PERSON_WEEK * people)))
    per_week = cases / (weeks + 1)  # and one week after those that are measured
    work = WORK_PER_PERSON_WEEK * people / (per_week * NEEDS_PER_CASE)
    needs = {
        name: {"first_share": 1.0 / len(FUNCTIONS), "work_minutes": work, "then": {FUNCTIONS[number - 1]: 0.3}}
        for number, name in enumerate(FUNCTIONS)
    }
    return {
        "name": "organisation",
        "time": {"warm_up_weeks": 0, "measured_weeks": weeks},
        "demand": {
            "channels": {
                "phone": {"cases_per_week": 0.5 * per_week, "live": True, "patience_minutes": 15},
                "mail": {"cases_per_week": 0.5 * per_week},
            },
            "needs": needs,
            "max_needs": 4,
            "coming_back": {"redial_share": 0.5, "return_share": 0.1},
        },
        "people": {
            "groups": [{"function": name, "count": max(1, people // len(FUNCTIONS))} for name in FUNCTIONS],
            "fatigue": {"rise_half_life_minutes": 240},
        },
        "formations": {"pods": {"teams": pods}},
    }
