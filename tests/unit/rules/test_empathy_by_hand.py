"""Rules of felt empathy against values worked out by hand; the arithmetic stands beside them."""

from __future__ import annotations

import math

import pytest

from sim.rules.empathy import (
    bot_warmth,
    cared_for,
    effort_saved,
    felt_empathy,
    fitted,
    heard,
    human,
    known,
    prompt,
    response_probability,
    servqual,
    solved_in_one_contact,
    timely,
    with_component,
    with_interaction,
)


def test_heard():
    assert heard(0.75, 4, False) == 0.25  # three steps after the first: 0.75 / 3
    assert heard(0.0, 1, False) == 1.0  # nothing was asked twice
    assert heard(0.0, 0, True) == 1.0  # nor by a bot that solved
    assert heard(0.0, 0, False) == 0.0  # nobody took it up


def test_timely():
    assert timely(0.0, 12.0) == 0.0
    assert timely(12.0, 12.0) == pytest.approx(-1.0, abs=1e-15)  # 1 + 1 = 2
    assert timely(36.0, 12.0) == pytest.approx(-2.0, abs=1e-15)  # 1 + 3 = 4
    assert timely(84.0, 12.0) - timely(36.0, 12.0) == pytest.approx(-1.0, abs=1e-15)  # one doubling more


def test_fitted():
    assert fitted(1.5, 2, False) == 0.75
    assert fitted(1.0, 2, False) == 0.5  # one step of triage: skill 0
    assert fitted(0.0, 0, True) == 1.0
    assert fitted(0.0, 0, False) == 0.0


def test_cared_for():
    assert cared_for(1.5, 0.0, 2, 0.5, False, 0.4) == 0.75
    assert cared_for(1.5, 1.0, 2, 0.5, False, 0.4) == 0.5625  # 0.75 * (1 - 0.5 * 0.5)
    assert cared_for(0.0, 0.0, 0, 0.5, True, 0.4) == 0.4  # a bot
    assert cared_for(0.0, 0.0, 0, 0.5, False, 0.4) == 0.0  # nobody


def test_a_bot_is_no_colder_than_people_differ():
    assert bot_warmth(0.6, 0.1) == pytest.approx(0.44)  # 0.6 - 1.6 * 0.1
    assert bot_warmth(0.6, 0.0) == 0.6  # people are all alike, so nothing is known of colder ones
    assert bot_warmth(0.2, 0.5) == 0.0
    assert bot_warmth(0.6, 0.1) == pytest.approx(0.6 - 0.1 * 2.0 * math.sqrt(2.0 / math.pi), abs=1e-3)  # two halves


def test_known():
    assert known(2, 0.0, 5) == 0.5  # of the four steps after the first
    assert known(2, 1.5, 5) == 0.875  # and of two more by people who remember most of the account
    assert known(1, 1.5, 3) == 1.0
    assert known(0, 0.0, 2) == 0.0
    assert known(0, 0.0, 1) == 1.0
    assert known(0, 0.0, 0) == 0.0


def test_human_and_solved():
    assert [human(steps) for steps in (0, 1, 3)] == [0.0, 1.0, 1.0]
    assert solved_in_one_contact(True, 1) == 1.0
    assert solved_in_one_contact(True, 2) == 0.0
    assert solved_in_one_contact(False, 1) == 0.0


def test_the_sum():
    assert with_component(-2.0, 0.5, 3.0) == -0.5
    assert with_interaction(1.0, -0.5, 0.5, 1.0) == 0.75
    assert with_interaction(1.0, -0.5, 0.5, 0.0) == 1.0  # nothing is being solved


def test_felt_empathy():
    assert felt_empathy(0.0, 0.0) == 0.5
    assert felt_empathy(math.log(3.0), 0.0) == pytest.approx(0.75)  # odds 3
    assert felt_empathy(-1.0, 1.0) == 0.5  # the halo makes up for it
    assert felt_empathy(-800.0, 0.0) == 0.0  # no overflow
    assert felt_empathy(800.0, 0.0) == 1.0


def test_response_probability():
    assert response_probability(0.5, 2.0, 0.5) == 0.5
    assert response_probability(0.5, 0.0, 0.9) == 0.5  # without a tilt all answer alike
    assert response_probability(0.5, 2.0, 0.75) == pytest.approx(1 / (1 + math.exp(-1)))
    assert response_probability(0.2, 2.0, 0.5) == pytest.approx(0.2)


def test_the_other_definitions():
    assert servqual(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0) == 1.0
    assert servqual(1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0) == 32 / 89
    assert servqual(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0) == 16 / 89  # solved, but not at once
    assert servqual(0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0) == 41 / 89
    assert servqual(0.0, 0.0, 0.0, 0.0, 0.75, 0.75, 0.0) == 8 / 89  # 16 * (0.75 + 0.75) / 3
    assert prompt(12.0, 12.0) == 0.5
    assert prompt(36.0, 12.0) == 2 ** timely(36.0, 12.0)
    assert effort_saved(2, 0.5, 0.5, True) == 0.5
    assert effort_saved(1, 1.0, 1.0, True) == 1.0
    assert effort_saved(1, 1.0, 1.0, False) == 0.0  # effort in vain


@pytest.mark.parametrize(
    ("rule", "worse", "better"),
    [
        (heard, (0.2, 3, False), (0.4, 3, False)),
        (timely, (30.0, 12.0), (29.0, 12.0)),
        (timely, (30.0, 12.0), (30.0, 13.0)),
        (fitted, (1.0, 3, False), (2.0, 3, False)),
        (cared_for, (1.0, 0.5, 2, 0.2, False, 0.4), (1.1, 0.5, 2, 0.2, False, 0.4)),
        (cared_for, (1.0, 0.6, 2, 0.2, False, 0.4), (1.0, 0.5, 2, 0.2, False, 0.4)),
        (known, (1, 0.0, 4), (2, 0.0, 4)),
        (known, (1, 0.2, 4), (1, 0.3, 4)),
        (felt_empathy, (-0.1, 0.3), (0.0, 0.3)),
        (effort_saved, (3, 0.5, 0.5, True), (2, 0.5, 0.5, True)),
        (prompt, (9.0, 12.0), (8.0, 12.0)),
    ],
)
def test_what_is_better_for_the_customer_is_felt_as_better(rule, worse, better):
    assert rule(*worse) < rule(*better)
