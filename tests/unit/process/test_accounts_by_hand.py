"""Sentences 13, 15 and 7.7 on plain objects: accounts that leave or stay, what practice teaches, waits outside."""

from __future__ import annotations

import math
from types import SimpleNamespace as Fields

import pytest

from sim.foundation.kinds import Change, ComesBack, Outcome, State
from sim.process import accounts, learning, waiting

RUN = Fields(key=7, cohort_start=100.0, cohort_end=200.0)
YEAR = 525_600.0
NOTHING = {
    "churn_first_contact": 0.0, "churn_more_contacts": 0.0, "churn_unsolved": 0.0, "trust_gain": 0.0,
    "trust_loss": 0.0, "complaint_share": 0.0, "historical": 0.0, "account_background_share": 0.0,
    "account_memory_weeks": 0.0,
}  # fmt: skip


def policy(**dials: float) -> Fields:
    plain = {
        "trust_par_share": 0.5, "trust_gain": 0.1, "trust_loss": 0.3, "trust_churn_weight": 0.0,
        "churn_first_contact": 0.1, "churn_more_contacts": 0.2, "churn_unsolved": 0.3, "complaint_share": 0.0,
        "complaint_loss": 0.5, "closed_loop": 1,
    }  # fmt: skip
    return Fields(**plain | dials)


def account(**fields: float) -> Fields:
    plain = {
        "lost_at": math.inf, "ended_at": 0.0, "trust": 0.6, "closed_well": 0, "closed_badly": 0, "dropped": 0,
        "relief_minutes": 0.0,
    }  # fmt: skip
    return Fields(**plain | fields)


@pytest.mark.parametrize(
    ("dials", "keeps"),
    [
        ({}, False),
        ({"churn_first_contact": 0.1}, True),
        ({"churn_more_contacts": 0.1}, True),
        ({"churn_unsolved": 0.1}, True),
        ({"trust_gain": 0.1}, True),
        ({"trust_loss": 0.1}, True),
        ({"complaint_share": 0.1}, True),
        ({"account_memory_weeks": 1.0}, True),
        ({"historical": 1.0}, False),
        ({"account_background_share": 0.1}, False),
        ({"historical": 1.0, "account_background_share": 0.1}, True),
    ],
)
def test_whether_anything_of_an_account_is_kept(dials, keeps):
    assert accounts.keeps_accounts(Fields(**NOTHING | dials)) is keeps


def test_who_came_after_remembers_nothing():
    served, memory = Fields(person=0, served_at=50.0), policy(account_memory_weeks=1.0)
    here = [
        accounts.account_remembered(served, Fields(here_since=since), memory, 50.0 + 10_080.0) for since in (50, 51)
    ]
    assert here == [pytest.approx(0.5), 0.0]
    accounts.note_served(served, 3, 70.0)
    assert (served.person, served.served_at) == (3, 70.0)


@pytest.mark.parametrize(
    ("good", "contact", "rate"), [(True, 0, 0.1), (True, 1, 0.2), (False, 0, 0.3), (False, 1, 0.3)]
)
@pytest.mark.parametrize(("weight", "trust", "factor"), [(0.0, 0.6, 1.0), (2.0, 0.75, math.exp(-1.0))])
def test_who_leaves_after_a_year(monkeypatch, good, contact, rate, weight, trust, factor):
    """Trust at rest is 0.25: as often good as bad, and a bad contact counts three times."""
    chance = 1.0 - math.exp(-rate * factor)
    for draw, lost_at in ((chance - 1e-9, YEAR + 5.0), (chance + 1e-9, math.inf)):
        monkeypatch.setattr(accounts, "uniform", lambda *address, draw=draw: draw)
        one = account(ended_at=5.0, trust=trust)
        given = (one, Fields(lineage=1, contact=contact), policy(trust_churn_weight=weight), RUN, good, YEAR + 5.0)
        accounts.leave_or_stay(*given)
        assert (one.lost_at, one.ended_at) == (lost_at, YEAR + 5.0)


def test_who_just_stays(monkeypatch):
    monkeypatch.setattr(accounts, "uniform", lambda *address: 1.0)
    one = account()
    accounts.leave_or_stay(one, Fields(lineage=1, contact=0), policy(churn_unsolved=1e9), RUN, False, YEAR)
    assert one.lost_at == math.inf


def test_who_has_left_stays_away(monkeypatch):
    monkeypatch.setattr(accounts, "uniform", lambda *address: 0.0)
    one = account(lost_at=50.0, ended_at=5.0)
    accounts.leave_or_stay(one, Fields(lineage=1, contact=0), policy(), RUN, True, 50.0)
    assert (one.lost_at, one.ended_at) == (50.0, 5.0)
    assert [accounts.is_lost(one, policy(), now) for now in (49.0, 50.0, 51.0)] == [False, True, True]
    assert not accounts.is_lost(one, policy(closed_loop=0), 51.0)


@pytest.mark.parametrize(
    ("outcome", "comes_back", "draw", "trust", "closed", "complaints", "ends"),
    [
        (Outcome.RESOLVED, ComesBack.NO, 0.0, 0.64, (1, 0), 0, True),
        (Outcome.ABANDONED, ComesBack.NO, 0.2, 0.42, (0, 1), 0, True),
        (Outcome.ABANDONED, ComesBack.NO, 0.1, 0.21, (0, 1), 1, True),
        (Outcome.RESOLVED, ComesBack.RETURN, 0.3, 0.42, (0, 1), 0, False),
        (Outcome.ABANDONED, ComesBack.REDIAL, 0.3, 0.42, (0, 1), 0, False),
        (Outcome.RESOLVED, ComesBack.CAPPED, 0.3, 0.42, (0, 1), 0, True),
    ],
)
def test_what_a_contact_does_to_an_account(monkeypatch, outcome, comes_back, draw, trust, closed, complaints, ends):
    monkeypatch.setattr(accounts, "uniform", lambda *address: draw)
    one, contact = account(), Fields(outcome=outcome, comes_back=comes_back, complaints=0)
    dials = policy(complaint_share=0.2, churn_first_contact=0.0, churn_unsolved=0.0)
    accounts.end_visit(one, Fields(lineage=1, contact=0), contact, dials, RUN, 90.0)
    assert one.trust == pytest.approx(trust)
    assert ((one.closed_well, one.closed_badly), contact.complaints) == (closed, complaints)
    assert one.ended_at == (90.0 if ends else 0.0)


def test_a_case_that_does_not_come_relieves_the_weeks_that_count():
    one, contact = account(), Fields(ended_at=0.0, outcome=-1)
    accounts.drop(one, contact, 120.0)
    assert (one.dropped, contact.ended_at, contact.outcome) == (1, 120.0, Outcome.LOST)
    for now in (99.0, 100.0, 199.0, 200.0):
        accounts.relieve(one, RUN, 7.0, now)
    assert one.relief_minutes == 14.0


@pytest.mark.parametrize(
    ("change", "known", "contact", "before", "remembered"),
    [
        (Change.FIRST, False, 0, 0.4, 0.6),
        (Change.FIRST, True, 0, 0.0, 0.0),
        (Change.FIRST, True, 1, 1.0, 0.0),
        (Change.SAME_PERSON, True, 1, 0.9, 0.0),
    ],
)
def test_who_recognises_a_customer(change, known, contact, before, remembered):
    for now, counts in ((50.0, 1.0), (50.5, 0.0)):
        case = Fields(change=change, contact=contact, deadline=50.0, remembered=0.1, known_before=0.9)
        row = Fields(remembered_sum=2.0)
        accounts.recognise(case, row, known, 0.4, 0.6, now)
        assert (case.known_before, case.remembered) == (before, remembered)
        assert row.remembered_sum == 2.0 + counts * remembered
        joined = Fields(remembered_sum=2.0)
        accounts.recognise_joining(case, joined, known, 0.6, now)
        assert joined.remembered_sum == 2.0 + counts * (0.0 if known else 0.6)


@pytest.mark.parametrize(
    ("closed", "case", "position", "known"),
    [
        ((1, 0), {}, 0, 0.7),
        ((0, 1), {}, 0, 0.7),
        ((0, 0), {}, 0, 0.3),
        ((1, 0), {"remembered": 0.9}, 0, 0.9),
        ((1, 0), {"contact": 1}, 0, 0.0),
        ((1, 0), {"change": Change.SAME_PERSON}, 0, 0.0),
        ((1, 0), {}, 1, 0.0),
    ],
)
def test_history_counts_in_a_first_step(closed, case, position, known):
    one = account(closed_well=closed[0], closed_badly=closed[1])
    first = Fields(**{"change": Change.FIRST, "contact": 0, "position": 0, "remembered": 0.3} | case)
    assert accounts.history_known(first, one, policy(historical=0.7), position) == known


def test_functions_met_in_a_case():
    meeting = Fields(function=-1, several=False)
    seen = []
    for function in (0, 0, 3, 3):
        accounts.note_function(meeting, function)
        seen.append((meeting.function, meeting.several))
    assert seen == [(0, False), (0, False), (3, True), (3, True)]


@pytest.mark.parametrize(
    ("outcome", "contact", "several", "removes"),
    [
        (Outcome.RESOLVED, 1, True, True),
        (Outcome.RESOLVED, 0, True, False),
        (Outcome.RESOLVED, 1, False, False),
        (Outcome.ABANDONED, 1, True, False),
    ],
)
def test_causes_are_removed_where_several_functions_meet_again(outcome, contact, several, removes):
    dials = policy(causes_removable=0.5, cause_found_share=0.2)
    assert (accounts.removed_after(0.1, Fields(contact=contact), dials, outcome, several) != 0.1) is removes


def test_a_case_waits_outside_and_is_done_unless_it_goes_on(monkeypatch):
    monkeypatch.setattr(waiting, "open_moment_after", lambda now, minutes, channel, before: now + 2 * minutes + channel)
    for goes_on in (False, True):
        case = Fields(channel=1)
        assert waiting.begin_outside(case, goes_on, 10.0, None, 50.0) == 71.0
        assert (case.state, case.interval_start, case.is_done) == (State.OUTSIDE, 50.0, not goes_on)


def test_what_a_week_row_shows_of_skills():
    person = Fields(home_skill=0.1, second_skill=0.5)
    for skill, at_home in ((0.9, True), (0.4, False), (0.6, False), (0.6, False)):
        learning.note_skill(person, skill, at_home)
    assert (person.home_skill, person.second_skill) == (0.9, 0.6)


def test_a_team_known_for_longer_and_formed_anew():
    dials = policy(familiarity_weeks=5.0, dip_share=0.2, dip_weeks=4.0, familiarity_variety=0.0)
    person = Fields(familiarity=0.6, dip=0.0, changed_share=0.0, weeks_since_change=9)
    learning.join_new_team(person, dials, 0.25)
    assert (person.changed_share, person.weeks_since_change) == (0.75, 0)
    assert person.dip == pytest.approx(0.15)
    known, dip = person.familiarity, person.dip
    assert known < 0.6
    learning.know_team_better(person, dials)
    assert person.weeks_since_change == 1
    assert person.familiarity > known
    assert 0.0 < person.dip < dip
    learning.join_new_team(person, dials, 1.0)  # the same team-mates: the dip goes on as it was
    assert (person.changed_share, person.weeks_since_change) == (0.75, 1)


@pytest.mark.parametrize(("ratio", "anew"), [(0.9, True), (1.0, False)])
def test_rooms_look_anew_where_practice_counts(ratio, anew):
    assert learning.is_looked_at_anew(policy(learning_progress_ratio=ratio)) is anew
