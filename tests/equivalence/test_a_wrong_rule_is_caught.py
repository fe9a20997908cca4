"""A rule that one engine alone gets wrong is found, and named by record and column."""

from __future__ import annotations

import pytest

from sim.scenario import build_scenario
from tests.equivalence.agreement import assert_engines_agree, inputs_of

DESK = {
    "name": "desk",
    "time": {"warm_up_weeks": 0, "measured_weeks": 1},
    "demand": {
        "channels": {
            "voice": {"cases_per_week": 300, "live": True, "patience_minutes": 9, "horizon_open_minutes": 30},
            "mail": {"cases_per_week": 300},
        },
        "needs": {
            "sales": {"first_share": 0.5, "then": {"tech": 0.5, "bills": 0.1}},
            "tech": {"first_share": 0.3, "then": {"sales": 0.4, "bills": 0.2}},
            "bills": {"first_share": 0.2, "then": {"tech": 0.3}},
        },
    },
    "people": {
        "pace_cv": 0.2,
        "groups": [
            {"function": "sales", "count": 4, "also": {"tech": 0.9}, "also_share": 0.5},
            {"function": "tech", "count": 4, "also": {"sales": 0.6, "bills": 0.9}},
            {"function": "bills", "count": 3},
        ],
    },
    "policy": {"link_minutes": 1.0, "pickup_inside_minutes": {"mail": 5}, "pickup_across_minutes": {"mail": 20}},
    "formations": {"pods": {"teams": 3, "policy": {"borrowing": "anywhere", "coordination_share": 0.02}}},
}


@pytest.fixture(scope="module")
def inputs():
    """With the engines agreeing before: the core is machine code from then on, and finds no wrong rule."""
    inputs = inputs_of(build_scenario(DESK), ["pods"], replications=1)
    assert_engines_agree(inputs)
    return inputs


# Where plain Python finds a rule, a wrong one in its place, and the column in which it must show first, where
# that is certain: most change who serves whom, and then everything else.
WRONG = {
    "skill forgotten": ("process.service.minutes_at_speed", lambda work, speed: work, "skill_minutes"),
    "retelling of all": (
        "process.service.retelling_minutes",
        lambda told, context, share: share * told,
        "retold_minutes",
    ),
    "wings for nothing": (
        "process.service.minutes_with_coordination",
        lambda minutes, *_: minutes,
        "coordination_minutes",
    ),
    "no limit": ("process.service.minutes_within", lambda minutes, limit: minutes, "work_minutes"),
    "all is kept": ("process.hands.kept_share", lambda *_: 1.0, "retold_minutes"),
    "nothing learnt in triage": (
        "process.service.context_after_triage",
        lambda context, share: context,
        "",
    ),
    "never wrong": ("process.diagnosis.misroute_probability", lambda *_: 0.0, ""),
    "every week counts": (
        "process.fatigue.overlap_minutes",
        lambda start, end, *_: end - start + 1.0,
        "leading_minutes",
    ),
    "other pickup": ("process.waiting.pickup_minutes", lambda team, last, inside, across: inside, ""),
    "skill alone": ("process.fatigue.match_score", lambda skill, known, *_: skill, ""),
    "always lent": ("agents.selection.may_take", lambda *_: True, ""),
    "no load": ("agents.assignment.work_per_person", lambda *_: 0.0, ""),
    "wings stay": ("process.service.occupied_minutes", lambda minutes, share, link: minutes, ""),
    "last come": ("process.waiting.order_key", lambda order, joined, *_: -joined, ""),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_rule_is_caught(inputs, monkeypatch, name):
    place, wrong, column = WRONG[name]
    monkeypatch.setattr(f"sim.{place}", wrong)
    row = r"^pods: agents against core, (contacts|people): row \d+ \(replication 0, (case|person) \d+\): "
    with pytest.raises(AssertionError, match=rf"{row}(.*; )?{column or '[a-z_]+'}: \S+ against \S+"):
        assert_engines_agree(inputs)
