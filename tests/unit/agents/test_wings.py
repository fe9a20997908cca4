"""Who is called to a step, what it costs, and who leads next. All times are worked out by hand."""

from __future__ import annotations

import pytest

from sim.records.tables import first_difference
from tests.unit.agents.factory import BILLING, MAIL, SALES, TECHNICAL, Case, Person, links, parts, run, story

CASE = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0))
DESK = [Person(SALES), Person(BILLING)]
STORY = {"context_kept_wing": 0.75, "kept_inside_share": 0.25, "kept_across_share": 0.25, "retelling_share": 0.4}
WINGS = {"wings": 1, "listen_share": 0.5, **STORY}


def listeners(records) -> list[tuple[int, float, float]]:
    """(person, start, end) of all who listened."""
    return [
        entry[1:] for case in range(records.contacts.size) for entry in story(records, case) if entry[0] == "listen"
    ]


def led(records, case: int) -> list[tuple[int, float, float]]:
    """(person, start, end) of the steps of a case."""
    return [entry[1:] for entry in story(records, case) if entry[0] == "step"]


def test_a_wing_listens_to_the_last_part_and_leads_next():
    """Called at 5 of 10. Then 8 + 0.4 * 10 * (1 - 0.75) = 9, and 1/8 more for one who listened before."""
    records = run([CASE], DESK, **WINGS, coordination_share=0.125)
    assert story(records, 0) == [("step", 0, 0.0, 10.0), ("listen", 1, 5.0, 10.0), ("step", 1, 10.0, 20.125)]
    row = records.contacts[0]
    assert (row["warm_takeovers"], row["lead_changes"], row["wings_called"]) == (1, 1, 1)
    assert parts(row) == {"work_minutes": 18.0, "retold_minutes": 1.0, "coordination_minutes": 1.125}
    assert (records.people[1]["listening_minutes"], records.people[1]["interruptions"]) == (5.0, 1)
    assert records.segments["warm"].tolist() == [0, -1, 1]


@pytest.mark.parametrize(("share", "start"), [(1.0, 0.0), (0.25, 7.5), (0.0, 10.0)])
def test_the_call_may_come_with_the_step_or_at_its_very_end(share, start):
    records = run([CASE], DESK, **WINGS | {"listen_share": share})
    assert listeners(records) == [(1, start, 10.0)]
    assert led(records, 0)[1] == (1, 10.0, 19.0)
    assert records.contacts["warm_takeovers"].tolist() == [1]


def test_where_flying_in_formation_wins():
    """The next need is certain, one minute of listening is nearly free, and long mail for the wing comes at 9.5.

    Alone: mail keeps billing from 9.5 to 39.5; the call lies for 4 minutes and queues for 25.5, then needs 8 + 3 of
    retelling: solved at 50.5. Together: solved at 10 + 8 + 1. It gains 4 + 25.5 + 2 = 31.5, and mail loses 9.5.
    """
    mail = Case(at=9.5, need=(BILLING,), work=(30.0,), channel=MAIL)
    alone, together = (
        run([CASE, mail], DESK, **WINGS | {"wings": wings, "listen_share": 0.1}, pickup=(4.0, 4.0)) for wings in (0, 1)
    )
    assert story(alone, 0)[1:] == [("pickup", -1, 10.0, 14.0), ("queue", -1, 14.0, 39.5), ("step", 1, 39.5, 50.5)]
    assert listeners(together) == [(1, 9.0, 10.0)]
    ends = [records.contacts["ended_at"].tolist() for records in (alone, together)]
    assert ends == [[50.5, 39.5], [19.0, 49.0]]
    saved = {part: parts(alone.contacts[0]).get(part, 0.0) - parts(together.contacts[0]).get(part, 0.0)
             for part in ("pickup_minutes", "queue_minutes", "retold_minutes")}  # fmt: skip
    assert saved == {"pickup_minutes": 4.0, "queue_minutes": 25.5, "retold_minutes": 2.0}
    assert together.contacts["delayed_by_wings"].tolist() == [0, 0]  # nobody waits on the line


def test_where_flying_in_formation_loses():
    """The only one for billing listens for all of twenty minutes, while three callers need two minutes each.

    Alone: callers are solved after 2, 3 and 4 minutes, the case at 20 + 2 + 6 of retelling. Together: the case at
    20 + 2 + 2, callers at 26, 28 and 30.
    """
    cases = [Case(at=0.0, need=(SALES, BILLING), work=(20.0, 2.0))]
    cases += [Case(at=float(at), need=(BILLING,), work=(2.0,)) for at in (1, 2, 3)]
    alone, together = (run(cases, DESK, **WINGS | {"wings": wings, "listen_share": 1.0}) for wings in (0, 1))
    assert alone.contacts["ended_at"].tolist() == [28.0, 3.0, 5.0, 7.0]
    assert together.contacts["ended_at"].tolist() == [24.0, 26.0, 28.0, 30.0]
    assert together.contacts["delayed_by_wings"].tolist() == [0, 1, 1, 1]
    assert together.people[1]["listening_minutes"] == 20.0


@pytest.mark.parametrize("people", [[Person(SALES, also={BILLING: 0.5})], [Person(SALES, 0), Person(BILLING, 1)]])
def test_a_v_of_one_is_no_v(people):
    """Whoever is alone in the room calls nobody."""
    alone, together = (run([CASE], people, **WINGS | {"wings": wings}) for wings in (0, 3))
    for table in ("contacts", "people", "segments"):
        assert first_difference(getattr(alone, table), getattr(together, table)) is None


@pytest.mark.parametrize(("skill", "called"), [(0.5, 1), (1.0, 0)])
def test_whoever_leads_keeps_what_they_do_no_worse_themselves(skill, called):
    records = run([CASE], [Person(SALES, also={BILLING: skill}), Person(BILLING)], **WINGS)
    assert records.contacts["wings_called"].tolist() == [called]


def test_a_lead_who_tires_calls_somebody_fresh():
    """After 5 of 10 minutes 1 - 2^-0.5 of fatigue: 1 - 0.29 is less than 0.8, and at the start 1 was not."""
    people = [Person(SALES, also={BILLING: 1.0}), Person(BILLING, also={SALES: 1.0})]
    dials = {"rise_half_life_minutes": 10.0, "fall_half_life_minutes": 1.0, "fatigue_weight": 1.0}
    tired, early = (run([CASE], people, **WINGS | {"listen_share": share}, **dials) for share in (0.5, 1.0))
    assert (tired.contacts["wings_called"].item(), early.contacts["wings_called"].item()) == (1, 0)


def test_where_all_suit_alike_nobody_is_called_whom_the_lead_can_do_without():
    also = Person(SALES, also={BILLING: 0.5})
    for person, called in ((also, 0), (Person(SALES), 1)):
        records = run([CASE], [person, Person(BILLING)], **WINGS, lead=2)
        assert records.contacts["wings_called"].tolist() == [called]


def test_nobody_is_called_by_a_fixed_lead():
    assert listeners(run([CASE], DESK, **WINGS, lead=1, consult_skill=0.5)) == []


def test_a_second_skill_is_called_only_where_it_pays():
    """Two for billing are busy: with skill 0.5 it is better to wait for one of them."""
    busy = [Case(at=0.0, need=(BILLING,), work=(50.0,)) for _ in range(2)]
    people = [Person(SALES), Person(BILLING), Person(BILLING), Person(TECHNICAL, also={BILLING: 0.5})]
    waits, greedy = (run([*busy, CASE], people, **WINGS, assignment=choice) for choice in (0, 1))
    assert listeners(waits) == []
    assert listeners(greedy) == [(3, 5.0, 10.0)]


def test_the_wing_has_left_when_the_step_ends():
    """Person 1 listens from 5, leaves at 7 and is let go at 10; person 2 takes over knowing a quarter."""
    people = [Person(SALES), Person(BILLING, shifts=((0.0, 7.0),)), Person(BILLING, shifts=((8.0, 90.0),))]
    records = run([CASE], people, **WINGS)
    assert story(records, 0)[1:] == [("listen", 1, 5.0, 10.0), ("step", 2, 10.0, 21.0)]  # 8 + 0.4 * 10 * 0.75
    assert records.contacts[0]["warm_takeovers"] == 0
    assert records.people[1]["overrun_minutes"] == 3.0


def test_who_leaves_in_the_minute_of_the_call_is_not_called():
    people = [Person(SALES), Person(BILLING, shifts=((0.0, 5.0),))]
    assert listeners(run([CASE], people, **WINGS)) == []


def test_several_listen_and_the_best_leads_next():
    """All three are charged for: 9 * (1 + 2 / 8)."""
    people = [Person(SALES), Person(TECHNICAL, also={BILLING: 0.5}), Person(BILLING), Person(TECHNICAL)]
    records = run([CASE], people, **WINGS | {"wings": 3}, coordination_share=0.125, assignment=1)
    assert story(records, 0)[1:] == [("listen", 1, 5.0, 10.0), ("listen", 2, 5.0, 10.0), ("step", 2, 10.0, 21.25)]
    assert records.contacts[0]["wings_called"] == 2


# t h / (1 - t (1 - h)), by hand: 0.5 * 0.5 / (1 - 0.25) = 1/3
@pytest.mark.parametrize(
    ("share", "hidden", "from_share", "listens"),
    [(0.4, 1.0, 0.4, True), (0.4, 1.0, 0.5, False), (0.5, 0.5, 0.33, True), (0.5, 0.5, 0.34, False),
     (0.0, 1.0, 0.0, False), (0.9, 0.0, 0.0, False), (1.0, 0.1, 1.0, True)],
)  # fmt: skip
def test_a_need_out_of_sight_is_only_guessed(share, hidden, from_share, listens):
    """Technical usually follows sales; that billing does cannot be seen yet."""
    case = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0), hidden=(False, True))
    demand = {"follows": (TECHNICAL, -1, -1), "follow_share": share, "hidden_share": hidden}
    records = run([case], [*DESK, Person(TECHNICAL)], demand, **WINGS | {"attach_from_share": from_share})
    assert listeners(records) == ([(2, 5.0, 10.0)] if listens else [])
    assert led(records, 0)[1] == (1, 10.0, 21.0)
    assert records.contacts[0]["warm_takeovers"] == 0


def test_a_need_that_turns_out_otherwise_releases_the_wing():
    """Technical listens from 5 to 10 for nothing, and then turns to who has waited since 7."""
    cases = [Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0), hidden=(False, True))]
    cases.append(Case(at=7.0, need=(TECHNICAL,)))
    demand = {"follows": (TECHNICAL, -1, -1), "follow_share": 0.5}
    records = run(cases, [*DESK, Person(TECHNICAL)], demand, **WINGS | {"attach_from_share": 0.25})
    assert listeners(records) == [(2, 5.0, 10.0)]
    assert story(records, 1) == [("queue", -1, 7.0, 10.0), ("step", 2, 10.0, 20.0)]
    assert records.contacts["delayed_by_wings"].tolist() == [0, 1]


def test_no_need_left_releases_the_wing():
    case = Case(at=0.0)
    demand = {"follows": (BILLING, -1, -1), "follow_share": 0.5}
    records = run([case, Case(at=12.0, need=(BILLING,))], DESK, demand, **WINGS | {"attach_from_share": 0.25})
    assert listeners(records) == [(1, 5.0, 10.0)]
    assert story(records, 1) == [("step", 1, 12.0, 22.0)]


def test_the_wing_is_called_for_what_the_need_will_seem_to_be():
    """Every first attempt is wrong: sales comes to billing, billing to technical; whoever listens finds it out."""
    people = [*DESK, Person(TECHNICAL)]
    records = run([CASE], people, **WINGS, misroute_share=1.0, misroute_decay=0.0, triage_minutes=2.0)
    assert [entry[:2] for entry in story(records, 0)] == [
        ("step", 1), ("step", 0), ("listen", 2), ("step", 2), ("step", 1),
    ]  # fmt: skip
    assert records.segments["apparent"].tolist() == [BILLING, SALES, SALES, TECHNICAL, BILLING]


def test_work_of_a_higher_priority_comes_before_leading_next():
    """A caller for billing waits from 7 while billing listens to mail: the wing turns to the caller first, at 10."""
    mail = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0), channel=MAIL)
    caller = Case(at=7.0, need=(BILLING,))
    records = run([mail, caller], DESK, **WINGS)
    assert story(records, 1) == [("queue", -1, 7.0, 10.0), ("step", 1, 10.0, 20.0)]
    assert story(records, 0)[2:] == [("queue", -1, 10.0, 20.0), ("step", 1, 20.0, 29.0)]
    assert records.contacts["delayed_by_wings"].tolist() == [0, 1]
    assert records.contacts["warm_takeovers"].tolist() == [1, 0]  # who listened takes it later, from the queue


@pytest.mark.parametrize(("borrowing", "start"), [(0, 10.0), (1, 30.0)])
def test_it_does_so_in_rooms_that_borrow_the_wing(borrowing, start):
    """The caller waits in the other room, whose own person is busy; the wing would need 10 / 0.5 minutes."""
    mail = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0), channel=MAIL)
    people = [Person(SALES), Person(BILLING, also={TECHNICAL: 0.5}), Person(TECHNICAL, 1)]
    callers = [Case(at=1.0, need=(TECHNICAL,), work=(90.0,)), Case(at=7.0, need=(TECHNICAL,))]
    records = run([mail, *callers], people, **WINGS, borrowing=borrowing, assignment=1)
    assert led(records, 0)[1] == (1, start, start + 9.0)
    assert led(records, 2)[0][:2] == ((1, 10.0) if borrowing else (2, 91.0))
    assert records.contacts["delayed_by_wings"].tolist() == [0, 0, 0]  # the wing is of another room


def test_other_work_of_the_same_priority_waits_on():
    caller = Case(at=7.0, need=(BILLING,))
    records = run([CASE, caller], DESK, **WINGS)
    assert led(records, 0)[1] == (1, 10.0, 19.0)
    assert story(records, 1)[0] == ("queue", -1, 7.0, 19.0)


def test_a_wing_from_another_room_costs_no_link_at_the_call():
    """But who leads next comes from another team, as at any crossing: 8 * 1.1 + 3 minutes, and the giver owes 3."""
    people = [Person(SALES, 0), Person(BILLING, 1)]
    records = run([CASE], people, **WINGS, borrowing=1, link_minutes=3.0)
    assert story(records, 0) == [("step", 0, 0.0, 10.0), ("listen", 1, 5.0, 10.0), ("step", 1, 10.0, 22.0)]
    row = records.contacts[0]
    assert (row["handoffs"], row["warm_takeovers"], row["borrowed"]) == (1, 1, 0)
    assert records.segments["team"][records.segments["case"] == 0].tolist() == [0, 0, 1]
    assert links(records) == [(0, 10.0, 13.0)]


def test_nobody_listens_from_another_room_without_borrowing():
    records = run([CASE], [Person(SALES, 0), Person(BILLING, 1)], **WINGS)
    assert [entry[0] for entry in story(records, 0)] == ["step", "step"]


def test_the_own_room_comes_first():
    people = [Person(SALES, 0), Person(BILLING, 1), Person(BILLING, 0, shifts=((-5.0, 900.0),))]
    records = run([CASE], people, **WINGS, borrowing=1)
    assert story(records, 0)[1][:2] == ("listen", 2)


def test_who_is_busy_is_not_called():
    """Billing serves the second case from 4 to 12; the first waits for it from 10."""
    records = run([CASE, Case(at=4.0, need=(BILLING,), work=(8.0,))], DESK, **WINGS)
    assert listeners(records) == []
    assert story(records, 0)[1:] == [("queue", -1, 10.0, 12.0), ("step", 1, 12.0, 23.0)]


def test_nobody_listens_to_triage():
    """A triage of 2 minutes is followed by a step with a wing, from 7 to 12."""
    people = [Person(SALES), Person(BILLING), Person(TECHNICAL), Person(BILLING)]
    case = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0))
    dials = {"misroute_share": 1.0, "misroute_decay": 0.0, "triage_minutes": 2.0, "retelling_share": 0.0}
    records = run([case], people, **WINGS | dials)
    triage = records.segments[0]
    assert (triage["apparent"], triage["end"], triage["rework_minutes"]) == (BILLING, 2.0, 2.0)
    assert listeners(records) == [(2, 7.0, 12.0)]


@pytest.mark.parametrize(("weight", "chosen"), [(0.0, 3), (0.5, 2)])
def test_who_listened_before_is_preferred(weight, chosen):
    """Technical person 2 was called for a guess that was wrong; person 3 has been free for longer since."""
    case = Case(at=0.0, need=(SALES, BILLING, TECHNICAL), work=(10.0, 8.0, 5.0), hidden=(False, True, False))
    demand = {"follows": (TECHNICAL, -1, -1), "follow_share": 0.5}
    people = [*DESK, Person(TECHNICAL), Person(TECHNICAL)]
    dials = {**WINGS, "retelling_share": 0.0, "attach_from_share": 0.25, "heard_weight": weight}
    records = run([case], people, demand, **dials)
    assert listeners(records) == [(2, 5.0, 10.0), (chosen, 14.0, 18.0)]
    assert led(records, 0)[2] == (chosen, 18.0, 23.0)


def test_a_rest_before_the_call_is_a_rest():
    """Person 1 has led from 0 to 10, rests for 15, is called at 25, leads from 30, and is not spared at 40 for it."""
    cases = [Case(at=0.0, need=(BILLING,)), Case(at=20.0, need=(SALES, BILLING), work=(10.0, 10.0))]
    cases.append(Case(at=40.0, need=(BILLING,)))
    people = [Person(SALES), Person(BILLING), Person(BILLING, shifts=((30.0, 900.0),), also={})]
    dials = {"max_lead_minutes": 15.0, "rest_minutes": 12.0, "rest_weight": 1.0, "familiarity_weight": 0.0}
    records = run(cases, people, **WINGS, **dials)
    assert listeners(records) == [(1, 25.0, 30.0)]
    assert led(records, 1)[1][:2] == (1, 30.0)


@pytest.mark.parametrize(("at", "counted"), [(6.0, 0), (3.0, 1)])
def test_a_call_is_counted_up_to_the_deadline(at, counted):
    case = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0), deadline=4.0)
    records = run([case], DESK, **WINGS | {"listen_share": 1.0 - at / 10.0})
    assert records.contacts["wings_called"].tolist() == [counted]
