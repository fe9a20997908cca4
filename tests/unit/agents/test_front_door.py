"""A first line that answers every new contact: it serves what is plain and its own, and refers the rest."""

from __future__ import annotations

import math

import pytest

from sim.foundation.draws import Kind, decision, replication_key, uniform
from sim.foundation.kinds import Change, Lead, ReturnTo, SegmentKind, TeamChoice
from tests.unit.agents.factory import (
    BILLING,
    FRENCH,
    ONLY_GERMAN,
    SALES,
    TECHNICAL,
    Case,
    Person,
    first_steps,
    parts,
    run,
    story,
)
from tests.unit.agents.test_coming_back import ONCE

# Person 0 is the first line; departments of sales and billing behind.
DESK = [Person(SALES, 0), Person(SALES, 1), Person(BILLING, 2)]
TIERED = {"first_line": (0,), "first_line_to_ambiguity": 0.5, "triage_minutes": 2.0}
PLAIN, OPAQUE = 0.5, 0.625


def steps(records, case: int = 0) -> list[tuple[int, int, int]]:
    """(person, team, apparent function) of the steps of a case."""
    rows = records.segments[(records.segments["case"] == case) & (records.segments["kind"] == SegmentKind.STEP)]
    return [(int(row["person"]), int(row["team"]), int(row["apparent"])) for row in rows]


def test_what_is_plain_and_its_own_is_served():
    """No diagnosis, so nothing can be wrong, and nobody looks for where it belongs."""
    records = run([Case(at=0.0, ambiguity=PLAIN)], DESK, **TIERED, misroute_share=1.0, misroute_decay=1.0)
    row = records.contacts[0]
    assert steps(records) == [(0, 0, -1)]
    assert parts(row) == {"work_minutes": 10.0}
    assert (row["referrals"], row["misroutes"], row["borrowed"], row["skill_sum"]) == (0, 0, 0, 1.0)


def test_what_it_cannot_do_is_referred():
    """2 minutes to find out, then billing: a handoff, and nobody was mistaken."""
    case = Case(at=0.0, need=(BILLING,))
    records = run([case], DESK, **TIERED, context_kept_triage=0.5, kept_across_share=0.5, retelling_share=0.5)
    row = records.contacts[0]
    assert steps(records) == [(0, 0, -1), (2, 2, BILLING)]
    # Told 2 minutes, of which 0.5 * 0.5 is known: 0.5 * 2 * 0.75 = 0.75 minutes of retelling.
    assert story(records, 0) == [("step", 0, 0.0, 2.0), ("step", 2, 2.0, 12.75)]
    assert parts(row) == {"work_minutes": 10.0, "retold_minutes": 0.75, "rework_minutes": 2.0}
    assert (row["referrals"], row["misroutes"], row["handoffs"], row["steps"]) == (1, 0, 1, 2)
    assert records.segments["attempt"].tolist() == [0, 1]
    assert records.segments["work_minutes"].tolist() == [0.0, 10.0]


def test_what_is_opaque_is_referred_though_it_is_its_own():
    """The department has it then, not the first line that has sales as well."""
    records = run([Case(at=0.0, ambiguity=OPAQUE)], DESK, **TIERED)
    assert steps(records) == [(0, 0, -1), (1, 1, SALES)]
    row = records.contacts[0]
    assert (row["referrals"], row["skill_sum"], row["ended_at"]) == (1, 1.0, 12.0)


def test_a_referral_past_the_deadline_is_not_counted():
    records = run([Case(at=0.0), Case(at=0.0, ambiguity=OPAQUE, deadline=5.0)], [DESK[0], DESK[1]], **TIERED)
    assert steps(records, 1) == [(0, 0, -1), (1, 1, SALES)]
    assert records.contacts["referrals"].tolist() == [0, 0]


def test_where_only_the_first_line_has_it_it_comes_back_there():
    records = run([Case(at=0.0, ambiguity=OPAQUE)], [Person(SALES, 0), Person(BILLING, 1)], **TIERED)
    assert steps(records) == [(0, 0, -1), (0, 0, SALES)]
    assert records.segments["change"].tolist() == [Change.FIRST, Change.SAME_PERSON]
    assert records.contacts[0]["ended_at"] == 12.0


@pytest.mark.parametrize(("ambiguity", "last"), [(PLAIN, (0, 0, SALES)), (OPAQUE, (1, 1, SALES))])
def test_later_needs_come_to_the_first_line_only_if_plain(ambiguity, last):
    """Billing comes first and is referred either way."""
    case = Case(at=0.0, need=(BILLING, SALES), work=(10.0, 8.0), ambiguity=ambiguity)
    assert steps(run([case], DESK, **TIERED)) == [(0, 0, -1), (2, 2, BILLING), last]


def test_an_opaque_case_does_not_stay_in_the_first_line():
    """Sales, then sales again: the plain case stays in its team, the first line cannot refer twice."""
    needs = {"need": (SALES, SALES), "work": (10.0, 8.0)}
    assert steps(run([Case(at=0.0, ambiguity=PLAIN, **needs)], DESK, **TIERED)) == [(0, 0, -1), (0, 0, SALES)]
    opaque = run([Case(at=0.0, ambiguity=OPAQUE, **needs)], DESK, **TIERED)
    assert steps(opaque) == [(0, 0, -1), (1, 1, SALES), (1, 1, SALES)]


def test_after_a_referral_the_second_attempt_is_diagnosed():
    """Every first attempt would be wrong and none after it; a referral is the first."""
    dials = {**TIERED, "misroute_share": 1.0, "misroute_decay": 0.0}
    row = run([Case(at=0.0, need=(BILLING,))], DESK, **dials).contacts[0]
    assert (row["referrals"], row["misroutes"], row["steps"]) == (1, 0, 2)


def test_waiting_at_the_front_door():
    """Whoever of the first line is free takes what comes first there, and the first line has sales: it stays in it.

    Person 1 refers three cases of sales in a row; person 0 serves them from 10 on.
    """
    people = [Person(SALES, 0), Person(BILLING, 0), Person(SALES, 1)]
    records = run([Case(at=0.0), Case(at=0.0), Case(at=1.0), Case(at=2.0)], people, **TIERED)
    assert story(records, 1) == [("step", 1, 0.0, 2.0), ("queue", -1, 2.0, 10.0), ("step", 0, 10.0, 20.0)]
    assert story(records, 2)[:3] == [("queue", -1, 1.0, 2.0), ("step", 1, 2.0, 4.0), ("queue", -1, 4.0, 20.0)]
    assert story(records, 3)[:2] == [("queue", -1, 2.0, 4.0), ("step", 1, 4.0, 6.0)]
    waits = records.segments[(records.segments["kind"] == SegmentKind.QUEUE) & (records.segments["case"] == 2)]
    assert waits["apparent"].tolist() == [-1, SALES]
    assert waits["team"].tolist() == [0, 0]
    assert records.contacts["referrals"].tolist() == [0, 1, 1, 1]


def test_a_case_of_the_front_door_is_before_or_behind_others_by_order():
    """Sales waits since 5 in the first line, at the door somebody waits since 4: they go first at 10."""
    people = [Person(SALES, 0), Person(BILLING, 1)]
    later = Case(at=0.0, need=(BILLING, SALES), work=(3.0, 8.0))
    records = run([later, Case(at=1.0, work=(9.0,)), Case(at=4.0, work=(9.0,))], people, **TIERED)
    # Referred until 2, the second case until 11, billing until 5; at 11 the third, at 20 the sales of the first.
    assert steps(records) == [(0, 0, -1), (1, 1, BILLING), (0, 0, SALES)]
    assert records.contacts["first_served_at"].tolist() == [0.0, 2.0, 11.0]
    assert records.contacts["ended_at"].tolist() == [28.0, 11.0, 20.0]


def test_at_the_front_door_skill_decides_nothing():
    """Person 1 is the better one in sales, but has been free for as long and has the higher number."""
    people = [Person(BILLING, 0), Person(SALES, 0), Person(SALES, 1), Person(BILLING, 2)]
    assert first_steps(run([Case(at=0.0)], people, **TIERED)) == [0]


def test_departments_do_not_answer_even_where_they_lend():
    cases = [Case(at=0.0), Case(at=1.0)]
    records = run(cases, DESK, **TIERED, borrowing=1)
    assert first_steps(records) == [0, 0]
    assert records.contacts["first_served_at"].tolist() == [0.0, 10.0]


def test_another_first_line_lends():
    """Both first lines stand at 1/1 when the third case comes; it waits in the lower, and the other is free at 3."""
    people = [Person(SALES, 0), Person(SALES, 1), *(Person(SALES, 2) for _ in range(2))]
    cases = [Case(at=0.0), Case(at=0.0, work=(3.0,)), Case(at=1.0)]
    dials = {**TIERED, "first_line": (0, 1)}
    assert run(cases, people, **dials).contacts["first_served_at"].tolist()[2] == 10.0
    row = run(cases, people, **dials, borrowing=1).contacts[2]
    assert (row["first_served_at"], row["last_person"], row["borrowed"]) == (3.0, 1, 1)


def test_least_wait_counts_everybody_at_the_door():
    """0/1 = 0/2; 1/1 > 0/2; 1/1 > 1/2; 1/1 = 2/2: of whatever function."""
    people = [Person(SALES, 0), Person(SALES, 1), Person(BILLING, 1), Person(BILLING, 2)]
    cases = [Case(at=float(minute), work=(90.0,)) for minute in range(4)]
    records = run(cases, people, **{**TIERED, "first_line": (0, 1), "triage_minutes": 60.0})
    assert [steps(records, case)[0][1] for case in range(4)] == [0, 1, 1, 0]


@pytest.mark.parametrize("choice", [TeamChoice.ACCOUNT, TeamChoice.RANDOM])
def test_first_lines_by_account_or_by_address(choice):
    """The front door is one function more than there are."""
    people = [Person(team=0), Person(team=1), Person(team=2)]
    cases = [Case(at=20.0 * number, account=number % 3) for number in range(12)]
    key, expected = replication_key(1, 0), []
    for number, case in enumerate(cases):
        if choice is TeamChoice.ACCOUNT:
            u = uniform(key, Kind.TEAM, case.account, 3 + 1)
        else:
            u = uniform(key, Kind.TEAM, 100 + number, decision(0, 0, 0))
        expected.append(math.floor(u * 3))
    dials = {**TIERED, "first_line": (0, 1, 2)}
    assert first_steps(run(cases, people, **dials, team_choice=choice)) == expected


def test_a_first_line_that_is_there_comes_before_one_that_is_not():
    people = [Person(team=0, shifts=((50.0, 90.0),)), Person(BILLING, team=1), Person(team=2)]
    assert steps(run([Case(at=0.0)], people, **{**TIERED, "first_line": (0, 1)}))[0] == (1, 1, -1)


def test_without_a_first_line_that_speaks_it_work_goes_straight_to_its_department():
    people = [Person(SALES, 0, speaks=ONLY_GERMAN), Person(SALES, 1), Person(BILLING, 2), Person(TECHNICAL, 2)]
    records = run([Case(at=0.0, language=FRENCH), Case(at=0.0)], people, **TIERED)
    assert steps(records, 0) == [(1, 1, SALES)]
    assert steps(records, 1) == [(0, 0, -1)]


def test_a_first_line_that_is_not_there_is_waited_for():
    people = [Person(SALES, 0, shifts=((30.0, 90.0),)), Person(SALES, 1)]
    assert story(run([Case(at=0.0)], people, **TIERED), 0) == [("queue", -1, 0.0, 30.0), ("step", 0, 30.0, 40.0)]


def test_without_walls_there_is_no_front_door():
    records = run([Case(at=0.0, need=(BILLING,))], DESK, **TIERED, walls=0)
    assert steps(records) == [(2, 2, BILLING)]
    assert records.contacts[0]["referrals"] == 0


@pytest.mark.parametrize(
    ("return_to", "again"),
    [
        (ReturnTo.FRONT, [(0, 0, -1), (2, 2, BILLING)]),
        (ReturnTo.SAME_TEAM, [(2, 2, BILLING)]),
        (ReturnTo.SAME_PERSON, [(2, 2, BILLING)]),
        (ReturnTo.OWNER, [(2, 2, BILLING)]),
    ],
)
def test_who_comes_back_to_somebody_does_not_pass_the_door(return_to, again):
    records = run([Case(at=0.0, need=(BILLING,))], DESK, **TIERED, **ONCE, return_to=return_to, owner=1)
    assert steps(records) == [(0, 0, -1), (2, 2, BILLING), *again]
    assert records.contacts["referrals"].tolist() == [1, len(again) - 1]


@pytest.mark.parametrize("return_to", [ReturnTo.SAME_TEAM, ReturnTo.SAME_PERSON, ReturnTo.OWNER])
def test_who_has_met_nobody_passes_the_door_again(return_to):
    """Gives up at 5, and is back at once; the first line is free at 6."""
    cases = [Case(at=0.0, work=(6.0,)), Case(at=0.0, patience=5.0, ambiguity=OPAQUE)]
    records = run(cases, DESK, **TIERED, redial_share=1.0, return_to=return_to)
    assert steps(records, 1) == [(0, 0, -1), (1, 1, SALES)]
    assert records.contacts["contact"].tolist() == [0, 0, 1]


def test_who_was_only_referred_has_no_owner_to_go_back_to():
    """Billing is busy until 20, so the case gives up at 7 and redials: to person 0, or past the door to the owner."""
    busy = Case(at=0.0, need=(BILLING,), work=(30.0,))
    cases = [busy, Case(at=2.0, need=(BILLING,), patience=10.0)]
    dials = {**TIERED, "redial_share": 1.0, "most_contacts": 2}
    owned = run(cases, DESK, **dials, return_to=ReturnTo.OWNER, owner=1)
    assert steps(owned, 1) == [(0, 0, -1), (0, 0, -1)]
    known = run(cases, DESK, **dials, return_to=ReturnTo.SAME_PERSON)
    assert steps(known, 1) == [(0, 0, -1)]


def test_wings_listen_at_the_front_door_but_not_to_a_referral():
    people = [Person(SALES, 0), Person(BILLING, 0), Person(SALES, 1), Person(BILLING, 2), Person(TECHNICAL, 2)]
    needs = {"need": (SALES, BILLING), "work": (10.0, 8.0)}
    dials = {**TIERED, "wings": 1, "listen_share": 0.5}
    served = run([Case(at=0.0, ambiguity=PLAIN, **needs)], people, **dials)
    assert story(served, 0)[:2] == [("step", 0, 0.0, 10.0), ("listen", 1, 5.0, 10.0)]
    assert served.segments["apparent"].tolist()[:2] == [-1, -1]
    referred = run([Case(at=0.0, ambiguity=OPAQUE, **needs)], people, **dials)
    assert [entry[0] for entry in story(referred, 0)][:2] == ["step", "step"]


def test_a_fixed_lead_of_the_first_line_does_not_keep_what_is_referred():
    records = run([Case(at=0.0, ambiguity=OPAQUE)], DESK, **TIERED, lead=Lead.FIXED)
    assert steps(records) == [(0, 0, -1), (1, 1, SALES)]
    assert records.contacts[0]["referrals"] == 1
