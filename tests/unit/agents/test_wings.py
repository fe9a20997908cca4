"""Who listens, what it costs, and taking over warm."""

from __future__ import annotations

import pytest

from tests.unit.agents.factory import BILLING, SALES, TECHNICAL, Case, Person, links, parts, run, story

CASE = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0))
WINGS = {
    "wings": 1,
    "listen_share": 0.5,
    "coordination_share": 0.1,
    "context_kept_wing": 0.75,
    "kept_inside_share": 0.25,
    "kept_across_share": 0.25,
    "retelling_share": 0.4,
}


def test_a_wing_listens_and_takes_over_warm():
    """10 * (1 + 0.1) = 11 minutes with a wing, who listens for 5.5; then 8 + 0.4 * 10 * (1 - 0.75) = 9."""
    records = run([CASE], [Person(SALES), Person(BILLING)], **WINGS)
    assert story(records, 0) == [("step", 0, 0.0, 11.0), ("listen", 1, 0.0, 5.5), ("step", 1, 11.0, 20.0)]
    row = records.contacts[0]
    assert (row["warm_takeovers"], row["lead_changes"]) == (1, 1)
    assert parts(row) == {"work_minutes": 18.0, "retold_minutes": 1.0, "coordination_minutes": 1.0}
    assert (records.people[1]["listening_minutes"], records.people[1]["interruptions"]) == (5.5, 1)
    assert records.segments["warm"].tolist() == [0, -1, 1]


def test_somebody_else_takes_over_cold():
    """Person 1 listened and then went off shift; person 2 takes over knowing a quarter."""
    people = [Person(SALES), Person(BILLING, shifts=((0.0, 10.0),)), Person(BILLING, shifts=((10.0, 90.0),))]
    records = run([CASE], people, **WINGS)
    assert story(records, 0)[1:] == [("listen", 1, 0.0, 5.5), ("step", 2, 11.0, 22.0)]  # 8 + 0.4 * 10 * 0.75
    assert records.contacts[0]["warm_takeovers"] == 0


def test_at_most_so_many_and_only_those_who_could_take_over():
    people = [Person(SALES), Person(BILLING), Person(BILLING), Person(BILLING), Person(TECHNICAL)]
    records = run([CASE], people, **WINGS | {"wings": 2})
    assert [entry[:2] for entry in story(records, 0)][:3] == [("step", 0), ("listen", 1), ("listen", 2)]
    assert records.contacts[0]["coordination_minutes"] == 2.0  # 10 * 0.1 * 2


@pytest.mark.parametrize(("share", "from_share", "listens"), [(0.4, 0.3, True), (0.4, 0.5, False), (0.0, 0.3, False)])
def test_a_hidden_need_is_only_guessed(share, from_share, listens):
    """Technical usually follows sales; that billing does cannot be seen yet."""
    case = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0), hidden=(False, True))
    people = [Person(SALES), Person(BILLING), Person(TECHNICAL)]
    demand = {"follows": (TECHNICAL, -1, -1), "follow_share": share}
    records = run([case], people, demand, **WINGS | {"attach_from_share": from_share})
    listeners = [person for kind, person, *_ in story(records, 0) if kind == "listen"]
    assert listeners == ([2] if listens else [])
    assert records.contacts[0]["warm_takeovers"] == 0


def test_a_need_that_can_be_seen_is_certain():
    records = run([CASE], [Person(SALES), Person(BILLING)], **WINGS | {"attach_from_share": 1.0})
    assert records.people[1]["interruptions"] == 1


def test_a_wing_from_another_room_costs_a_link_on_both_sides():
    """10 * 1.1 + 3 = 14 minutes; the wing is occupied for 14 / 2 + 3 = 10; the warm handoff needs no further link."""
    people = [Person(SALES, 0), Person(BILLING, 1)]
    records = run([CASE], people, **WINGS, borrowing=1, link_minutes=3.0)
    assert story(records, 0) == [("step", 0, 0.0, 14.0), ("listen", 1, 0.0, 10.0), ("step", 1, 14.0, 23.0)]
    row = records.contacts[0]
    assert (row["handoffs"], row["warm_takeovers"], row["link_minutes"]) == (1, 1, 3.0)
    assert links(records) == []


def test_nobody_listens_from_another_room_without_borrowing():
    records = run([CASE], [Person(SALES, 0), Person(BILLING, 1)], **WINGS)
    assert [entry[0] for entry in story(records, 0)] == ["step", "step"]


def test_the_own_room_comes_first():
    people = [Person(SALES, 0), Person(BILLING, 1), Person(BILLING, 0, shifts=((-5.0, 900.0),))]
    records = run([CASE], people, **WINGS, borrowing=1)
    assert story(records, 0)[1][:2] == ("listen", 2)


def test_whoever_is_taken_in_the_same_event_cannot_listen():
    """At 11 sales starts with the second case, then billing with the first; only then wings are looked for."""
    cases = [CASE, Case(at=1.0, need=(SALES, BILLING), work=(10.0, 8.0))]
    records = run(cases, [Person(SALES), Person(BILLING)], **WINGS)
    assert story(records, 0) == [("step", 0, 0.0, 11.0), ("listen", 1, 0.0, 5.5), ("step", 1, 11.0, 20.0)]
    assert story(records, 1) == [("queue", -1, 1.0, 11.0), ("step", 0, 11.0, 21.0), ("step", 1, 21.0, 32.0)]


def test_nobody_listens_to_triage():
    people = [Person(SALES), Person(BILLING), Person(TECHNICAL), Person(BILLING)]
    case = Case(at=0.0, need=(SALES, SALES), work=(10.0, 8.0))
    records = run([case], people, **WINGS, misroute_share=1.0, misroute_decay=0.0, triage_minutes=2.0)
    triage = records.segments[0]
    assert (triage["apparent"], triage["end"], triage["rework_minutes"]) == (BILLING, 2.0, 2.0)
    assert records.segments["kind"].tolist()[1] == 2
