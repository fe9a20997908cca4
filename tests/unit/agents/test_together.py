"""Who joins a step for a further need, what that costs, and what is counted. All times are worked out by hand."""

from __future__ import annotations

import pytest

from sim.foundation.kinds import Together
from sim.records.tables import first_difference
from tests.unit.agents.factory import BILLING, MAIL, SALES, TECHNICAL, Case, Person, links, parts, run, story

CASE = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0))
THREE = Case(at=0.0, need=(SALES, BILLING, TECHNICAL), work=(10.0, 8.0, 12.0))
TEAM = [Person(SALES), Person(BILLING), Person(TECHNICAL)]
APART = [Person(SALES, 0), Person(BILLING, 1), Person(TECHNICAL, 2)]
FREE = {"independent": ((SALES, BILLING), (BILLING, TECHNICAL), (SALES, TECHNICAL))}


def joined(records, case: int = 0) -> list[tuple[int, float, float]]:
    """(person, start, end) of all who joined a step of a case."""
    return [entry[1:] for entry in story(records, case) if entry[0] == "join"]


def test_two_needs_at_the_same_time():
    """10 and 8 minutes, an eighth more for one other who is there: solved at 11.25, and billing is free at 9."""
    records = run([CASE], TEAM, FREE, together=Together.TEAM, coordination_share=0.125)
    assert story(records, 0) == [("step", 0, 0.0, 11.25), ("join", 1, 0.0, 9.0)]
    row = records.contacts[0]
    assert row["ended_at"] == 11.25
    assert parts(row) == {"work_minutes": 10.0, "coordination_minutes": 1.25}
    assert (row["steps"], row["people_met"], row["handoffs"], row["lead_changes"]) == (2, 2, 0, 0)
    assert (row["last_person"], row["skill_sum"]) == (0, 2.0)
    assert records.people["leading_minutes"].tolist() == [11.25, 9.0, 0.0]
    assert (records.people["steps_led"].tolist(), records.people["interruptions"].tolist()) == ([1, 1, 0], [0, 0, 0])


def test_a_step_is_as_long_as_whoever_takes_longest():
    """Technical takes 12: the customer's parts are theirs, and the lead stays."""
    records = run([THREE], TEAM, FREE, together=Together.TEAM, coordination_share=0.25)
    assert story(records, 0) == [("step", 0, 0.0, 18.0), ("join", 1, 0.0, 12.0), ("join", 2, 0.0, 18.0)]
    assert parts(records.contacts[0]) == {"work_minutes": 12.0, "coordination_minutes": 6.0}
    shown = records.segments[["need", "need_position", "work_minutes", "coordination_minutes"]].tolist()
    assert shown == [(SALES, 0, 12.0, 6.0), (BILLING, 1, 8.0, 4.0), (TECHNICAL, 2, 12.0, 6.0)]


def test_whoever_is_done_takes_other_work():
    later = Case(at=1.0, need=(BILLING,), work=(3.0,))
    records = run([CASE, later], TEAM, FREE, together=Together.TEAM)
    assert story(records, 1) == [("queue", -1, 1.0, 8.0), ("step", 1, 8.0, 11.0)]


def test_the_story_is_told_once_to_all_and_links_take_the_time_of_all():
    """A first need by sales in vain for the others: then half of 10 minutes is told, and 1.5 minutes link each.

    Billing comes from another team than sales: link 1; technical joins from a third: link 2, 3 minutes for both.
    """
    case = Case(at=0.0, need=(SALES, BILLING, TECHNICAL), work=(10.0, 8.0, 12.0))
    apart = {"independent": ((BILLING, TECHNICAL),)}
    dials = {"retelling_share": 0.5, "link_minutes": 1.5, "changeover_minutes": 0.25}
    records = run([case], APART, apart, together=Together.ANYWHERE, **dials)
    assert story(records, 0)[1:] == [("step", 1, 10.0, 30.25), ("join", 2, 10.0, 30.25)]
    assert links(records) == [(0, 10.0, 11.5)]
    assert parts(records.contacts[0]) == {
        "work_minutes": 22.0, "retold_minutes": 5.0, "changeover_minutes": 0.25, "link_minutes": 3.0
    }  # fmt: skip
    row = records.contacts[0]
    assert (row["handoffs"], row["steps"], row["people_met"], row["borrowed"]) == (1, 3, 3, 1)


@pytest.mark.parametrize(
    ("people", "choice", "found"),
    [
        (TEAM, Together.NONE, []),
        (TEAM, Together.TEAM, [1]),
        (APART, Together.TEAM, []),
        (APART, Together.ANYWHERE, [1]),
        ([Person(SALES, 0), Person(BILLING, 1), Person(TECHNICAL, 0, also={BILLING: 0.5})], Together.ANYWHERE, [2]),
    ],
)
def test_who_is_found(people, choice, found):
    """Of the lead's own team first, whatever may be borrowed."""
    records = run([CASE], people, FREE, together=choice)
    assert [person for person, _, _ in joined(records)] == found


@pytest.mark.parametrize(
    ("case", "demand", "dials"),
    [
        (CASE, {}, {}),  # not independent
        (Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0), hidden=(False, True)), FREE, {}),  # not in sight
        (CASE, FREE, {"lead": 1, "consult_skill": 0.5}),  # a fixed lead
        (
            Case(at=0.0, need=(SALES, BILLING, SALES), work=(1.0, 1.0, 1.0)),
            {"independent": ((BILLING, TECHNICAL),)},
            {},
        ),
    ],
)
def test_when_nobody_joins(case, demand, dials):
    records = run([case], TEAM, demand, together=Together.ANYWHERE, **dials)
    assert joined(records) == []


def test_a_need_foreseen_is_known():
    hidden = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0), hidden=(False, True))
    assert len(joined(run([hidden], TEAM, FREE, together=Together.TEAM, predictive=1.0))) == 1


def test_a_need_that_is_mistaken_is_left_for_later():
    """Billing seems technical: nobody joins, and it is sorted out as ever."""
    records = run([CASE], TEAM, FREE, together=Together.TEAM, misroute_share=1.0, misroute_ambiguity_slope=0.0)
    assert joined(records) == []


def test_whoever_is_busy_does_their_need_later_and_all_that_follow():
    """Billing is with another customer until 3: technical, who is free, does not join either."""
    busy = Case(at=0.0, need=(BILLING,), work=(3.0,))
    records = run([busy, THREE], TEAM, FREE, together=Together.TEAM)
    assert story(records, 1) == [("step", 0, 0.0, 10.0), ("step", 1, 10.0, 22.0), ("join", 2, 10.0, 22.0)]


def test_nobody_joins_while_a_caller_waits_for_them():
    """A caller comes first to billing, at the same instant, and mail for sales that needs billing finds nobody."""
    mail = Case(at=5.0, need=(SALES, BILLING), work=(4.0, 4.0), channel=MAIL)
    calls = [Case(at=0.0, need=(BILLING,), work=(5.0,)), Case(at=1.0, need=(BILLING,), work=(5.0,))]
    records = run([*calls, mail], TEAM, FREE, together=Together.TEAM)
    assert story(records, 1)[-1] == ("step", 1, 5.0, 10.0)
    assert joined(records, 2) == []


def test_a_wing_is_called_for_the_need_after_those_served_together():
    """Sales and billing go together; technical is called at 5 of 10 and leads next, warm."""
    pair = {"independent": ((SALES, BILLING),)}
    story_kept = {"context_kept_wing": 0.75, "kept_inside_share": 0.25, "retelling_share": 0.5}
    records = run([THREE], TEAM, pair, together=Together.TEAM, wings=1, listen_share=0.5, **story_kept)
    assert sorted(story(records, 0)) == [
        ("join", 1, 0.0, 8.0), ("listen", 2, 5.0, 10.0), ("step", 0, 0.0, 10.0), ("step", 2, 10.0, 24.25)
    ]  # fmt: skip
    assert records.contacts["retold_minutes"].tolist() == [2.25]  # half of 18 minutes, a quarter of it lost


def test_a_return_is_of_the_last_need_and_goes_to_who_led():
    """Billing was served with skill 0.5, which brings the customer back at once; sales is asked for."""
    people = [Person(SALES), Person(TECHNICAL, also={BILLING: 0.5})]
    dials = {"return_per_mismatch": 2.0, "return_work_share": 0.5, "most_contacts": 2, "return_to": 2}
    records = run([CASE], people, FREE, together=Together.TEAM, **dials)
    assert story(records, 0)[:2] == [("step", 0, 0.0, 16.0), ("join", 1, 0.0, 16.0)]
    assert records.contacts["contact"].tolist() == [0, 1]
    steps = records.segments[records.segments["kind"] == 2]
    assert steps[["need_position", "person", "work_minutes"]].tolist() == [(0, 0, 8.0), (1, 1, 4.0)]
    assert records.contacts["people_met"].tolist() == [2, 0]
    assert records.contacts["known_steps"].tolist() == [0, 1]


@pytest.mark.parametrize("choice", [Together.TEAM, Together.ANYWHERE])
def test_where_no_need_is_independent_nothing_changes(choice):
    alone, together = (run([THREE, CASE], TEAM, together=which) for which in (Together.NONE, choice))
    for table in ("contacts", "people", "segments"):
        assert first_difference(getattr(alone, table), getattr(together, table)) is None
