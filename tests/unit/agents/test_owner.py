"""Whoever first served a case owns it: briefs whoever takes it over, keeps the story, and is gone back to."""

from __future__ import annotations

import pytest

from sim.foundation.kinds import Owner, ReturnTo, SegmentKind
from tests.unit.agents.factory import BILLING, SALES, TECHNICAL, Case, Person, links, parts, run, story
from tests.unit.agents.test_coming_back import BUSY, IMPATIENT, ONCE

OWNED = {"owner": Owner.FIRST, "context_kept_owner": 0.75, "briefing_minutes": 2.0, "retelling_share": 0.4}
TWO = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0))
PEOPLE = [Person(SALES, 0), Person(BILLING, 1)]


def steps(records, case: int = 0):
    """Segments of the steps of a case."""
    return records.segments[(records.segments["case"] == case) & (records.segments["kind"] == SegmentKind.STEP)]


def contexts(records) -> list[float]:
    """Shares of the story with which the steps of case 0 begin."""
    return steps(records)["context"].tolist()


def test_the_owner_briefs_on_both_sides():
    """8 minutes, retelling 0.4 * 10 * 1/4 = 1, briefing 2; the owner is occupied for those 2."""
    records = run([TWO], PEOPLE, **OWNED)
    assert contexts(records) == [0.0, 0.75]
    assert story(records, 0) == [("step", 0, 0.0, 10.0), ("step", 1, 10.0, 21.0)]
    assert parts(records.contacts[0]) == {"work_minutes": 18.0, "retold_minutes": 1.0, "link_minutes": 2.0}
    assert links(records) == [(0, 10.0, 12.0)]
    assert records.people["linking_minutes"].tolist()[:2] == [2.0, 0.0]


def test_without_owners_nobody_briefs():
    records = run([TWO], PEOPLE, **OWNED | {"owner": Owner.NONE})
    assert (contexts(records), links(records)) == ([0.0, 0.0], [])


def test_a_change_of_hands_inside_a_team_is_briefed_too():
    records = run([TWO], [Person(SALES), Person(BILLING)], **OWNED)
    assert (links(records), records.contacts[0]["lead_changes"]) == ([(0, 10.0, 12.0)], 1)


def test_an_owner_who_keeps_less_than_others_changes_nothing_but_briefs():
    records = run([TWO], PEOPLE, **OWNED, kept_across_share=0.875)
    assert contexts(records) == [0.0, 0.875]
    assert links(records) == [(0, 10.0, 12.0)]


def test_without_briefing_minutes_the_story_is_kept_all_the_same():
    records = run([TWO], PEOPLE, **OWNED | {"briefing_minutes": 0.0})
    assert (contexts(records), links(records)) == ([0.0, 0.75], [])


def test_an_owner_off_shift_is_not_there():
    """The shift is over at 10, before the step is: nothing is kept, nobody briefs."""
    people = [Person(SALES, 0, shifts=((0.0, 10.0), (60.0, 90.0))), Person(BILLING, 1)]
    records = run([TWO], people, **OWNED)
    assert contexts(records) == [0.0, 0.0]
    assert links(records) == []


def test_an_owner_who_is_busy_briefs_later():
    """At 10 the owner goes on with the next case until 20, and briefs then."""
    records = run([TWO, Case(at=1.0), Case(at=2.0)], PEOPLE, **OWNED)
    assert links(records) == [(0, 20.0, 22.0)]
    assert records.contacts["first_served_at"].tolist() == [0.0, 10.0, 22.0]
    assert records.contacts[0]["ended_at"] == 21.0


def test_an_owner_who_takes_it_back_needs_no_briefing():
    """Sales, billing, sales: 10; 8 + retelling 1 + 2; 8 + 0.4 * 18 * 1/4 = 1.8 of retelling."""
    case = Case(at=0.0, need=(SALES, BILLING, SALES), work=(10.0, 8.0, 8.0))
    records = run([case], PEOPLE, **OWNED)
    found = steps(records)
    assert found["context"].tolist() == [0.0, 0.75, 0.75]
    assert found["link_minutes"].tolist() == [0.0, 2.0, 0.0]
    assert found["end"].tolist()[:2] == [10.0, 21.0]
    assert found["end"][2] == pytest.approx(30.8, abs=1e-6)
    assert links(records) == [(0, 10.0, 12.0)]


def test_the_owner_briefs_at_every_change_and_not_whoever_was_last():
    """Sales to billing to technical: it is sales who briefs both times."""
    case = Case(at=0.0, need=(SALES, BILLING, TECHNICAL), work=(10.0, 8.0, 8.0))
    records = run([case], [*PEOPLE, Person(TECHNICAL, 2)], **OWNED)
    assert links(records) == [(0, 10.0, 12.0), (0, 21.0, 23.0)]


def test_a_giver_who_is_the_owner_explains_first_and_briefs_then():
    """Two occupations: the link is paid at once, the briefing owed until it is over."""
    records = run([TWO], PEOPLE, **OWNED, link_minutes=3.0)
    assert links(records) == [(0, 10.0, 13.0), (0, 13.0, 15.0)]
    assert parts(records.contacts[0])["link_minutes"] == 5.0


def test_whoever_takes_over_warm_is_briefed_as_well():
    records = run([TWO], PEOPLE, **OWNED, wings=1, borrowing=1, context_kept_wing=1.0)
    assert records.contacts[0]["warm_takeovers"] == 1
    assert [(person, end - start) for person, start, end in links(records)] == [(0, 2.0)]


def test_whoever_only_finds_out_owns_nothing():
    """Sales seems billing: triage until 2. Nobody briefs sales, who owns the case from then on.

    Billing seems technical then, who is briefed by sales at 12.
    """
    wrong_once = {"misroute_share": 1.0, "misroute_decay": 0.0, "triage_minutes": 2.0}
    records = run([TWO], [*PEOPLE, Person(TECHNICAL, 2)], **OWNED | {"retelling_share": 0.0}, **wrong_once)
    assert [entry[:2] for entry in story(records, 0)] == [("step", 1), ("step", 0), ("step", 2), ("step", 1)]
    assert contexts(records) == [0.0, 0.0, 0.75, 0.5625]
    assert links(records) == [(0, 12.0, 14.0), (0, 16.0, 18.0)]


def test_a_briefing_before_triage():
    """Billing serves sales at first, and owns the case; the second need seems technical, who is briefed for nothing.

    12 minutes; 2 of briefing and 2 of triage; then the owner takes it back.
    """
    wrong_once = {"misroute_share": 1.0, "misroute_decay": 0.0, "triage_minutes": 2.0}
    people = [Person(SALES, 0), Person(BILLING, 1, also={SALES: 1.0}), Person(TECHNICAL, 2)]
    records = run([TWO], people, **OWNED, **wrong_once)
    assert [entry[:2] for entry in story(records, 0)] == [("step", 1), ("step", 2), ("step", 1)]
    assert links(records) == [(1, 12.0, 14.0)]
    found = steps(records)
    assert found["link_minutes"].tolist() == [0.0, 2.0, 0.0]
    assert found["rework_minutes"].tolist() == [2.0, 2.0, 0.0]
    assert found["end"].tolist()[:2] == [12.0, 16.0]


# --- coming back --------------------------------------------------------------------------------------

OWNER, SAME_PERSON = {"return_to": ReturnTo.OWNER}, {"return_to": ReturnTo.SAME_PERSON}


def led_by(records, case: int = 0) -> list[int]:
    return [person for kind, person, *_ in story(records, case) if kind == "step"]


@pytest.mark.parametrize("walls", [0, 1])
@pytest.mark.parametrize(("dials", "person"), [(OWNER, 0), (SAME_PERSON, 1)])
def test_back_to_the_owner(dials, person, walls):
    """Billing is done again; the owner knows it at 0.5, which is enough where one is put through."""
    people = [Person(SALES, 0, also={BILLING: 0.5}), Person(BILLING, 1)]
    records = run([TWO], people, **ONCE, **dials, owner=Owner.FIRST, walls=walls)
    assert led_by(records) == [0, 1, person]
    assert records.contacts["borrowed"].tolist() == [0, walls * (1 - person)]
    assert records.contacts["handoffs"].tolist() == [1, 0]


def test_back_to_the_owners_team_where_the_owner_is_busy():
    """Sales and billing in each team; the owner's billing served last, the owner is busy until 40.

    Billing of team 1 is as free, and so is the front.
    """
    people = [Person(SALES, 0), Person(BILLING, 1), Person(SALES, 1), Person(BILLING, 0, shifts=((15.0, 900.0),))]
    cases = [TWO, Case(at=10.0, work=(30.0,))]
    records = run(cases, people, **ONCE, **OWNER, owner=Owner.FIRST)
    assert led_by(records) == [0, 1, 3]
    assert steps(records)["team"].tolist() == [0, 1, 0]
    assert led_by(run(cases, people, **ONCE, return_to=ReturnTo.SAME_TEAM)) == [0, 1, 1]


def test_nobody_is_briefed_for_a_new_contact():
    """The owner is away when the customer comes back at 10, and there again when billing takes over at 20."""
    people = [Person(SALES, 0, shifts=((0.0, 9.0), (15.0, 900.0))), Person(SALES, 0, shifts=((9.5, 900.0),))]
    records = run([Case(at=0.0)], people, **ONCE, **OWNED, **OWNER)
    assert led_by(records) == [0, 1]
    assert links(records) == []  # nobody holds the case between contacts


def test_the_owner_is_who_was_the_first_in_any_contact():
    """Done by sales and billing; in the return billing is told to be technical, and takes it over from there.

    Technical is the first of the contact, unbriefed; billing is briefed by sales, who served ten minutes long ago.
    """
    people = [*PEOPLE, Person(TECHNICAL, 2)]
    wrong_once = {"misroute_share": 1.0, "misroute_decay": 0.0, "triage_minutes": 2.0}
    records = run([TWO], people, **ONCE, **OWNED, **wrong_once)
    assert led_by(records) == [1, 0, 2, 1, 2, 1]
    back = steps(records)[4:]
    assert back["link_minutes"].tolist() == [0.0, 2.0]
    assert links(records)[-1] == (0, back["start"][1], back["start"][1] + 2.0)


def test_without_an_owner_as_new():
    rows = run([BUSY, IMPATIENT], [Person()], redial_share=1.0, owner=Owner.FIRST, **OWNER).contacts[1:]
    assert rows["arrived_at"].tolist() == [0.0, 5.0, 10.0, 15.0]
