"""Skills that practice keeps and idleness takes, in a model run by hand; assistance for whoever has lost some."""

from __future__ import annotations

import pytest

from tests.unit.agents.factory import BILLING, SALES, Case, Person, build

WEEK = 10080.0
ABSENT_BUT = {
    "learning_progress_ratio": 0.85,
    "learning_half_life_weeks": 2.0,
    "learning_keeps_share": 1.0,
    "learning_newcomer_experience": 0.01,
    "learning_peers_enough": 1.0,
}
ASSIST = {"assist_novice_gain": 0.3, "assist_novice_speed": 0.7}


@pytest.fixture
def person():
    """Somebody of sales with a second skill in billing."""
    model = build([Case(at=0.0)], [Person(SALES, also={BILLING: 0.8})], **ABSENT_BUT)
    somebody = model.people[0]
    somebody.usual_hours = [1.0, 1.0, 1.0]
    return somebody


def test_an_unused_skill_takes_the_closed_form(person):
    """Every half life without practice, work takes 1 / 0.85 times as long; who practises stays at par."""
    for week in range(1, 9):
        person.practice[SALES] = 90.0
        person.learn()
        assert person.skill[BILLING] == pytest.approx(0.8 * 0.85 ** (week / 2.0), rel=1e-5)
        assert person.skill[SALES] == 1.0
    assert person.second_skill == person.skill[BILLING]


def test_practice_brings_a_lost_skill_back(person):
    person.experience[BILLING] = 0.1
    seen = []
    for _ in range(12):
        person.practice[BILLING] = 120.0
        person.learn()
        seen.append(person.skill[BILLING])
    assert seen == sorted(seen)
    assert seen[-1] == 0.8  # exactly, at par


def test_listening_teaches_less_than_doing(person):
    person.model.conditions.policy.learning_by_listening = 0.4
    person.experience = [0.1, 0.1, 1.0]
    person.practice[SALES] = person.overheard[BILLING] = 30.0
    person.learn()
    assert person.experience[SALES] > person.experience[BILLING] > 0.1 * 2.0**-0.5


def minutes_of_newcomer(experience: float, agent_assist: float) -> float:
    """Minutes of ten minutes of work, by somebody of so much experience."""
    model = build([Case(at=0.0, work=(10.0,))], [Person(SALES)], agent_assist=agent_assist, **ASSIST, **ABSENT_BUT)
    model.people[0].experience[SALES] = experience
    model.people[0].be_skilled()
    row = model.run().contacts[0]
    return float(row["work_minutes"] + row["skill_minutes"])


def test_assistance_helps_whoever_knows_least_most():
    """Evidence row 60: 30% for novices, nothing for experts."""
    known = (0.1, 0.3, 0.6, 1.0)
    gains = [minutes_of_newcomer(share, 0.0) / minutes_of_newcomer(share, 1.0) - 1.0 for share in known]
    assert gains == sorted(gains, reverse=True)
    assert gains[0] == pytest.approx(0.3, abs=1e-5)
    assert gains[-1] == 0.0
