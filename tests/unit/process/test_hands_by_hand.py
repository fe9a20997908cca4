"""Sentences 4, 6 and 10 on plain objects: waiting, changing hands, and coming back."""

from __future__ import annotations

from types import SimpleNamespace as Fields

import pytest

from sim.foundation.draws import Kind
from sim.foundation.kinds import Change, ComesBack, Outcome, Owner, RedialDelay, ReturnTo, SegmentKind, State
from sim.process import hands, returns, waiting

RUN = Fields(key=7, functions=3)


@pytest.mark.parametrize(
    ("apparent", "true", "skill", "to_ambiguity", "found"),
    [
        (1, 1, 0.0, 0.0, (False, False)),
        (1, 2, 0.9, 0.0, (True, False)),
        (1, 2, 0.0, 0.0, (True, True)),
        (3, 2, 0.9, 0.5, (False, False)),
        (3, 2, 0.9, 0.1, (False, True)),
        (3, 2, 0.0, 0.5, (False, True)),
    ],
)
def test_what_a_need_truly_is(apparent, true, skill, to_ambiguity, found):
    """Function 3 is the front door of first lines."""
    case = Fields(apparent=apparent, ambiguity=0.3)
    hands.find_out(case, Fields(first_line_to_ambiguity=to_ambiguity), RUN, true, skill)
    assert (case.is_wrong, case.is_triage) == found
    assert hands.is_referred(case) is (found == (False, True))


@pytest.mark.parametrize(
    ("owner", "person", "still_there", "on_shift", "found"),
    [
        (Owner.NONE, 4, True, True, False),
        (Owner.FIRST, 4, False, True, False),
        (Owner.FIRST, 4, True, False, True),
        (Owner.FIRST, 5, True, False, False),
        (Owner.FIRST, 5, True, True, True),
    ],
)
def test_whether_the_owner_is_there(owner, person, still_there, on_shift, found):
    assert hands.owner_there(Fields(owner=4), Fields(owner=owner), person, still_there, on_shift) is found


def a_policy(**dials: float) -> Fields:
    plain = {
        "context_kept_wing": 0.9, "kept_inside_share": 0.8, "kept_across_share": 0.5, "ai_context": 0.0,
        "context_kept_owner": 0.95, "walls": 1, "link_minutes": 3.0, "briefing_minutes": 2.0,
    }  # fmt: skip
    return Fields(**plain | dials)


COUNTS = (
    "steps", "handoffs", "lead_changes", "ping_pongs", "warm_takeovers", "misroutes", "referrals", "borrowed",
    "people_met", "known_steps",
)  # fmt: skip


def taken(now: float = 10.0, known: bool = False, listened: bool = False, **fields: float) -> tuple[Fields, dict]:
    """A case of person 1 of team 0 that person 2 of team 1 takes, and what its contact has then."""
    plain = {
        "holder": 1, "owner": 1, "deadline": 10.0, "team": 1, "team_before": 9, "wrong_attempts": 2, "context": 1.0,
        "is_wrong": False, "is_triage": False, "last_met": 1,
    }  # fmt: skip
    person, team = fields.pop("person", 2), fields.pop("to_team", 1)
    case = Fields(**plain | fields)
    contact = Fields(**dict.fromkeys(COUNTS, 1), first_served_at=0.0, first_team=-1, last_person=-1)
    hands.change_hands(case, contact, a_policy(), person, team, 0, 1, listened, known, False, now)
    return case, {name: getattr(contact, name) - 1 for name in COUNTS if getattr(contact, name) != 1} | {
        name: value for name, value in vars(contact).items() if name not in COUNTS
    }


def test_a_first_step():
    case, contact = taken(holder=-1)
    assert contact == {"steps": 1, "people_met": 1, "first_served_at": 10.0, "first_team": 1, "last_person": 2}
    assert (case.change, case.warm, case.holder, case.last_met) == (Change.FIRST, False, 2, 2)
    assert (case.wrong_attempts, case.context, case.team_before) == (2, 1.0, 9)


def test_a_handoff_and_one_back_again():
    case, contact = taken(is_wrong=True, is_triage=True)
    not_first = {"first_served_at": 0.0, "first_team": -1, "last_person": 2}
    assert contact == {"steps": 1, "handoffs": 1, "misroutes": 1, "people_met": 1, **not_first}
    assert (case.change, case.team_before, case.wrong_attempts, case.context) == (Change.HANDOFF, 0, 3, 0.5)
    assert (
        taken(team_before=1, known=True)[1]
        == {"steps": 1, "handoffs": 1, "ping_pongs": 1, "known_steps": 1} | not_first
    )


def test_a_change_of_lead_and_the_same_person():
    not_first = {"first_served_at": 0.0, "first_team": -1}
    case, contact = taken(to_team=0, listened=True, team=0)
    assert (
        contact == {"steps": 1, "lead_changes": 1, "warm_takeovers": 1, "people_met": 1, "last_person": 2} | not_first
    )
    assert (case.change, case.warm, case.context) == (Change.LEAD_CHANGE, True, 0.9)
    case, contact = taken(person=1, to_team=0, team=0, known=True, listened=True)
    assert contact == {"steps": 1, "known_steps": 1, "last_person": 1} | not_first
    assert (case.change, case.warm) == (Change.SAME_PERSON, False)
    assert taken(person=1, to_team=0, team=0)[0].change == Change.LEAD_CHANGE  # a newcomer in the same seat


def test_person_0_is_somebody():
    assert taken(holder=0, person=2)[1]["first_team"] == -1


def test_what_is_borrowed_referred_or_too_late_to_count():
    assert taken(team=5, is_triage=True)[1]["borrowed"] == 1
    assert taken(is_triage=True)[1]["referrals"] == 1
    assert taken(now=10.5)[1] == {"first_served_at": 0.0, "first_team": -1, "last_person": 2}


@pytest.mark.parametrize(
    ("change", "dials", "there", "kept"),
    [
        (Change.SAME_PERSON, {"ai_context": 0.5}, True, 1.0),
        (Change.HANDOFF, {}, False, 0.5),
        (Change.HANDOFF, {}, True, 0.95),
        (Change.HANDOFF, {"ai_context": 0.7}, False, 0.7),
        (Change.LEAD_CHANGE, {"ai_context": 0.5}, True, 0.95),
        (Change.LEAD_CHANGE, {"ai_context": 0.98}, True, 0.98),
    ],
)
def test_what_is_kept(change, dials, there, kept):
    case, distance = Fields(change=change, warm=False), 1 if change == Change.HANDOFF else 0
    assert hands.share_kept(case, a_policy(**dials), distance, there) == kept


@pytest.mark.parametrize(
    ("change", "team", "dials", "found"),
    [
        (Change.HANDOFF, 1, {}, (True, True)),
        (Change.HANDOFF, 1, {"link_minutes": 0.0}, (False, False)),
        (Change.LEAD_CHANGE, 1, {}, (False, False)),
        (Change.LEAD_CHANGE, 2, {}, (True, False)),
        (Change.LEAD_CHANGE, 2, {"walls": 0}, (False, False)),
        (Change.SAME_PERSON, 2, {}, (False, False)),
        (Change.HANDOFF, 1, {"link_minutes": 0.5}, (True, True)),
    ],
)
def test_who_links(change, team, dials, found):
    case, policy = Fields(change=change, team=1), a_policy(**dials)
    assert (hands.is_crossing(case, policy, team), hands.giver_links(case, policy)) == found


@pytest.mark.parametrize(
    ("change", "there", "person", "minutes", "found"),
    [
        (Change.LEAD_CHANGE, True, 5, 2.0, True),
        (Change.HANDOFF, True, 5, 0.5, True),
        (Change.SAME_PERSON, True, 5, 2.0, False),
        (Change.HANDOFF, False, 5, 2.0, False),
        (Change.HANDOFF, True, 4, 2.0, False),
        (Change.HANDOFF, True, 5, 0.0, False),
    ],
)
def test_whether_the_owner_briefs(change, there, person, minutes, found):
    policy = a_policy(briefing_minutes=minutes)
    assert hands.owner_briefs(Fields(change=change, owner=4), policy, person, there) is found


@pytest.mark.parametrize(("there", "triage", "owner"), [(False, False, 5), (True, False, 4), (False, True, 4)])
def test_who_owns(there, triage, owner):
    case = Fields(owner=4, is_triage=triage)
    hands.become_owner(case, 5, there)
    assert case.owner == owner


def a_channel(**fields: float) -> Fields:
    plain = {
        "turn_away": False,
        "live": False,
        "lines": 3,
        "waiting_room": 2,
        "pickup_inside": 5.0,
        "pickup_across": 9.0,
    }
    return Fields(**plain | fields)


def test_lines_rooms_and_hours(monkeypatch):
    monkeypatch.setattr(waiting, "is_open", lambda now, channel, before: now < 10.0)
    found = [waiting.is_turned_away(Fields(channel=0), a_channel(turn_away=away), None, now)
             for away, now in ((True, 9.0), (True, 10.0), (False, 10.0))]  # fmt: skip
    assert found == [False, True, False]
    assert [waiting.finds_no_line(a_channel(), used) for used in (2, 3, 4)] == [False, True, True]
    rooms = [
        waiting.finds_no_room(Fields(holder=holder), a_channel(), count) for holder, count in ((-1, 2), (-1, 3), (0, 3))
    ]
    assert rooms == [False, True, False]


def test_how_a_wait_begins_and_ends(monkeypatch):
    monkeypatch.setattr(waiting, "closing_moment", lambda now, channel, closing: 100.0)
    case = Fields(channel=0, patience_left=20.0, team=1, holder=0)
    waiting.begin_waiting(case, 30.0)
    assert (case.waiting_since, case.interval_start, case.state) == (30.0, 30.0, State.WAITING)
    assert [waiting.waits_until(case, None, now) for now in (30.0, 90.0)] == [50.0, 100.0]
    assert [waiting.end_of_waiting(case, now) for now in (49.0, 50.0)] == [Outcome.TURNED_AWAY, Outcome.ABANDONED]
    policy = Fields(lend_after_minutes=4.0)
    assert [waiting.may_be_lent(case, policy, now) for now in (33.0, 34.0)] == [False, True]
    assert [waiting.minutes_to_pickup(case, a_channel(), team) for team in (1, 2)] == [5.0, 9.0]
    waiting.begin_pickup(case, 40.0)
    assert (case.interval_start, case.state, case.waiting_since) == (40.0, State.PICKUP, 30.0)
    waiting.be_taken(case, 42.0)
    assert case.patience_left == 8.0


@pytest.mark.parametrize(
    ("triage", "share", "asked"), [(False, 0.5, True), (False, 0.0, False), (False, -0.1, False), (True, 0.5, False)]
)
def test_what_is_outside(monkeypatch, triage, share, asked):
    monkeypatch.setattr(waiting, "uniform", lambda *address: address)
    monkeypatch.setattr(waiting, "outside_minutes", lambda draw, *given: (draw, given))
    case, function = (
        Fields(is_triage=triage, lineage=3, contact=1),
        Fields(outside_share=share, outside_scale=2.0, outside_shape=0.7),
    )
    found = waiting.minutes_outside(case, function, RUN, 2)
    address = (7, Kind.OUTSIDE, 3, waiting.decision(1, 2, 0))
    assert found == ((address, (share, 2.0, 0.7)) if asked else 0.0)


STATES = {
    State.WAITING: (SegmentKind.QUEUE, True, False),
    State.PICKUP: (SegmentKind.PICKUP, True, True),
    State.WITH_BOT: (SegmentKind.BOT, False, True),
    State.OUTSIDE: (SegmentKind.OUTSIDE, False, True),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("end", "minutes"), [(50.0, 20.0), (70.0, 30.0), (30.0, 0.0), (20.0, 0.0)])
def test_how_a_wait_is_booked(monkeypatch, state, end, minutes):
    monkeypatch.setattr(waiting, "closed_minutes", lambda start, until, channel, before: (until - start) / 4.0)
    case, names = (
        Fields(state=state, interval_start=30.0, deadline=60.0, channel=0),
        ("bot", "outside", "closed", "pickup", "queue"),
    )
    contact = Fields(**{f"{name}_minutes": 1.0 for name in names})
    waiting.book_wait(case, contact, None, end)
    name = {State.WAITING: "queue", State.PICKUP: "pickup", State.WITH_BOT: "bot", State.OUTSIDE: "outside"}[state]
    by_hours = name in ("queue", "pickup")
    expected = {f"{name}_minutes": 1.0 + (0.75 if by_hours else 1.0) * minutes}
    expected |= {"closed_minutes": 1.0 + 0.25 * minutes} if by_hours else {}
    assert vars(contact) == {f"{name}_minutes": 1.0 for name in names} | expected
    assert (waiting.kind_of_wait(case), waiting.is_waiting(case), waiting.is_landing(case)) == STATES[state]


@pytest.mark.parametrize(("live", "now", "counts"), [(True, 50.0, 1), (True, 50.5, 0), (False, 50.0, 0)])
def test_delay_by_wings(live, now, counts):
    contact = Fields(delayed_by_wings=1)
    waiting.count_delay(Fields(deadline=50.0), contact, a_channel(live=live), now)
    assert contact.delayed_by_wings == 1 + counts


@pytest.mark.parametrize(
    ("outcome", "contact", "draw", "back", "comes_back"),
    [
        (Outcome.RESOLVED, 0, 0.19, True, ComesBack.RETURN),
        (Outcome.RESOLVED, 0, 0.2, False, ComesBack.NO),
        (Outcome.BOT_RESOLVED, 0, 0.29, True, ComesBack.RETURN),
        (Outcome.ABANDONED, 0, 0.39, True, ComesBack.REDIAL),
        (Outcome.ABANDONED, 1, 0.39, True, ComesBack.REDIAL),
        (Outcome.ABANDONED, 2, 0.39, False, ComesBack.CAPPED),
    ],
)
def test_who_comes_back(monkeypatch, outcome, contact, draw, back, comes_back):
    asked = []
    monkeypatch.setattr(returns, "uniform", lambda *address: asked.append(address) or draw)
    monkeypatch.setattr(returns, "return_probability", lambda *given: 0.2)
    monkeypatch.setattr(returns, "return_with_same_person", lambda chance, *given: chance)
    monkeypatch.setattr(returns, "return_with_effort_lost", lambda chance, *given: chance)
    monkeypatch.setattr(returns, "return_with_causes_removed", lambda chance, removed: chance)
    names = (
        "return_share",
        "return_per_lost_context",
        "return_per_fatigue",
        "return_per_mismatch",
        "return_per_misroute",
    )
    dials = Fields(
        bot_unhelped_share=0.3, redial_share=0.4, most_contacts=3, same_person_return=1.0, return_per_effort_lost=0.0,
        **dict.fromkeys(names, 0.0),
    )  # fmt: skip
    lasts = ("context", "told", "fatigue", "skill", "effort")
    case = Fields(
        lineage=3, contact=contact, again=False, state=-1, wrong_attempts=0, known_before=0.0,
        **{f"last_{name}": 0.0 for name in lasts},
    )  # fmt: skip
    row = Fields(ended_at=0.0, outcome=-1, comes_back=ComesBack.NO)
    assert returns.close_contact(case, row, dials, RUN, outcome, 0.0, 50.0) is back
    assert (row.ended_at, row.outcome, row.comes_back) == (50.0, outcome, comes_back)
    assert (case.again, case.state) == (back and outcome == Outcome.RESOLVED, State.AWAY if back else -1)
    assert asked == [(7, Kind.COMES_BACK, 3, contact)]


@pytest.mark.parametrize(
    ("outcome", "dial", "mean", "constant"),
    [
        (Outcome.RESOLVED, RedialDelay.CONSTANT, 60.0, False),
        (Outcome.ABANDONED, RedialDelay.CONSTANT, 9.0, True),
        (Outcome.ABANDONED, -1, 9.0, False),
    ],
)
def test_when_somebody_comes_back(monkeypatch, outcome, dial, mean, constant):
    seen = []
    monkeypatch.setattr(returns, "uniform", lambda *address: address)
    monkeypatch.setattr(returns, "delay_minutes", lambda *given: seen.append(given) or 7.0)
    monkeypatch.setattr(returns, "open_moment_after", lambda now, delay, channel, before: 1000.0 + now + delay)
    policy, case = (
        Fields(return_minutes=60.0, redial_minutes=9.0, redial_delay=dial),
        Fields(lineage=3, contact=1, channel=0),
    )
    given = [a_channel(), a_channel(live=True), a_channel(turn_away=True)]
    back = [returns.back_at(case, Fields(outcome=outcome), one, policy, RUN, None, 50.0) for one in given]
    assert back == [57.0, 1057.0, 1057.0]
    assert set(seen) == {((7, Kind.DELAY, 3, 1), mean, constant)}


@pytest.mark.parametrize(("walls", "team"), [(1, 4), (0, -1)])
def test_the_next_contact_begins(walls, team):
    case = Fields(
        contact=1, contact_arrival=0.0, distress=0.2, patience_left=1.0, patience=9.0, context=0.5, attempt=3, step=4,
        wrong_attempts=2, holder=1, team_before=2, team=3,
    )  # fmt: skip
    dials = Fields(distress_step=0.1, context_kept_memory=0.6, historical=0.5, walls=walls)
    returns.begin_next_contact(case, dials, 4, 50.0)
    distress, context = case.distress, case.context
    assert distress > 0.2
    assert context == pytest.approx(0.3)  # 0.6 of what was known
    assert vars(case) == {
        "contact": 2, "contact_arrival": 50.0, "distress": distress, "patience_left": 9.0, "patience": 9.0,
        "context": context, "attempt": 0, "step": 0, "wrong_attempts": 0, "holder": -1, "team_before": -1, "team": team,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("dial", "contact", "holder", "person"),
    [
        (ReturnTo.SAME_PERSON, 1, -1, 4),
        (ReturnTo.SAME_PERSON, 0, -1, -1),
        (ReturnTo.SAME_PERSON, 1, 0, -1),
        (ReturnTo.OWNER, 1, -1, 6),
        (ReturnTo.FRONT, 1, -1, -1),
        (ReturnTo.SAME_PERSON - 1, 1, -1, -1),
    ],
)
def test_whom_a_customer_asks_for(dial, contact, holder, person):
    case = Fields(contact=contact, holder=holder, last_met=4, owner=6)
    assert returns.asks_for(case, Fields(return_to=dial)) == person


def test_who_takes_at_once():
    free, busy = Fields(on_shift=True, occupied=False), Fields(on_shift=True, occupied=True)
    given = [(free, 0.9, True), (free, 0.9, False), (free, 0.0, True), (busy, 0.9, True)]
    assert [returns.takes_at_once(*one) for one in given] == [True, False, False, False]
