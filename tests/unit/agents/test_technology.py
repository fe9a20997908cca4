"""What the technology dials do: bots, foresight, context on a screen, assistants, routing."""

from __future__ import annotations

import pytest

from sim.foundation.kinds import ComesBack, Outcome
from tests.unit.agents.factory import BILLING, MAIL, SALES, TECHNICAL, Case, Person, parts, run, story

BOT = {"automation": 1.0, "bot_minutes": 2.0, "bot_solves_share": 1.0}
TWO_NEEDS = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0))


# --- a bot --------------------------------------------------------------------------------------------


def test_the_bot_solves_it():
    records = run([Case(at=5.0)], [Person()], **BOT)
    row = records.contacts[0]
    assert (row["outcome"], row["comes_back"], row["ended_at"]) == (Outcome.BOT_RESOLVED, ComesBack.NO, 7.0)
    assert parts(row) == {"bot_minutes": 2.0}
    assert (row["steps"], row["last_person"], row["first_team"]) == (0, -1, -1)
    assert story(records, 0) == [("bot", -1, 5.0, 7.0)]
    segment = records.segments[0]
    assert (segment["apparent"], segment["need"], segment["team"], segment["step"]) == (-1, SALES, -1, 0)


def test_who_was_not_helped_comes_back_with_all_the_work():
    dials = BOT | {"bot_unhelped_share": 1.0, "return_work_share": 0.5}
    records = run([Case(at=5.0, distress=0.25)], [Person()], **dials, distress_step=0.5)
    first, second = records.contacts
    assert (first["outcome"], first["comes_back"]) == (Outcome.BOT_RESOLVED, ComesBack.RETURN)
    assert (second["contact"], second["outcome"], second["distress"]) == (1, Outcome.RESOLVED, 0.75)
    assert story(records, 0) == [("bot", -1, 5.0, 7.0), ("step", 0, 7.0, 17.0)]  # no bot a second time
    assert records.segments["contact"].tolist() == [0, 1]


def test_the_bot_passes_on_what_has_several_needs():
    records = run([TWO_NEEDS], [Person(SALES), Person(BILLING)], **BOT)
    assert story(records, 0)[:2] == [("bot", -1, 0.0, 2.0), ("step", 0, 2.0, 12.0)]
    assert parts(records.contacts[0]) == {"bot_minutes": 2.0, "work_minutes": 18.0}
    assert records.segments["step"].tolist() == [0, 0, 1]


@pytest.mark.parametrize(("channel", "customers"), [(MAIL, {}), (0, {"bot": False})])
def test_no_bot_on_other_channels(channel, customers):
    records = run([Case(at=0.0, channel=channel)], [Person()], customers, **BOT)
    assert story(records, 0) == [("step", 0, 0.0, 10.0)]


def test_the_bot_answers_out_of_hours_and_nobody_else_does():
    customers = {"open_from_to": (480, 1000), "turn_away": True}
    records = run([Case(at=450.0)], [Person()], customers, **BOT | {"bot_solves_share": 0.0})
    row = records.contacts[0]
    assert (row["outcome"], row["ended_at"], parts(row)) == (Outcome.TURNED_AWAY, 452.0, {"bot_minutes": 2.0})


def test_time_with_the_bot_is_cut_at_the_deadline_and_booked_when_the_run_stops():
    cases = [Case(at=0.0, deadline=1.5), Case(at=39.0)]
    records = run(cases, [Person()], {"cohort": (0.0, 100.0), "end": 40.0}, **BOT)
    assert [parts(row) for row in records.contacts] == [{"bot_minutes": 1.5}, {"bot_minutes": 1.0}]
    assert records.contacts["outcome"].tolist() == [Outcome.BOT_RESOLVED, Outcome.OPEN]
    assert story(records, 1) == [("bot", -1, 39.0, 40.0)]


# --- foresight ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("predictive", "listened"), [(0.0, 0), (1.0, 1)])
def test_a_foreseen_need_has_its_wing(predictive, listened):
    case = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0), hidden=(False, True))
    records = run([case], [Person(SALES), Person(BILLING)], wings=1, predictive=predictive)
    assert records.people[1]["interruptions"] == listened


def test_a_foreseen_need_finds_its_function_at_the_first_attempt():
    """Every first attempt is wrong but that of the need foreseen: sales seems billing, then billing is billing."""
    people = [Person(SALES, also={BILLING: 1.0}), Person(BILLING, also={SALES: 1.0}), Person(TECHNICAL)]
    case = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0), hidden=(False, True))
    wrong = {"misroute_share": 1.0, "misroute_decay": 0.0}
    assert run([case], people, **wrong).contacts[0]["misroutes"] == 2
    records = run([case], people, **wrong, predictive=1.0)
    assert records.contacts[0]["misroutes"] == 1
    assert records.segments["apparent"].tolist() == [BILLING, BILLING]


# --- people with machines -----------------------------------------------------------------------------

ASSIST = {"agent_assist": 1.0, "assist_novice_gain": 0.5, "assist_novice_speed": 0.5}


@pytest.mark.parametrize(
    ("pace", "minutes"),
    [(0.5, 16.0),  # 12 / (0.5 * 1.5)
     (0.75, 12.8),  # half the gain: 12 / (0.75 * 1.25)
     (1.5, 8.0)],  # nothing to gain
)  # fmt: skip
def test_an_assistant_speeds_novices_most(pace, minutes):
    row = run([Case(at=0.0, work=(12.0,))], [Person(pace=pace)], **ASSIST).contacts[0]
    assert row["ended_at"] == pytest.approx(minutes, abs=1e-6)
    assert row["skill_minutes"] == pytest.approx(minutes - 12.0, abs=1e-6)


def test_an_assistant_does_not_shorten_retelling():
    """8 / 0.75 for the work, and 0.4 * 10 for all that is not known."""
    people = [Person(SALES), Person(BILLING, pace=0.5)]
    row = run([TWO_NEEDS], people, **ASSIST, retelling_share=0.4).contacts[0]
    assert row["retold_minutes"] == pytest.approx(4.0, abs=1e-6)
    assert row["ended_at"] == pytest.approx(10.0 + 8.0 / 0.75 + 4.0, abs=1e-5)


@pytest.mark.parametrize(("dials", "context"), [({}, 0.25), ({"ai_context": 0.5}, 0.5), ({"ai_context": 0.125}, 0.25)])
def test_context_on_the_screen_of_whoever_takes_over(dials, context):
    records = run([TWO_NEEDS], [Person(SALES), Person(BILLING)], kept_inside_share=0.25, **dials)
    assert records.segments["context"].tolist() == [0.0, context]
    assert records.contacts[0]["context_sum"] == context


def test_routing_by_intent():
    """No wrong attempt is left, and half of the work is saved: 10 / 2 minutes."""
    dials = {"misroute_share": 1.0, "intelligent_routing": 1.0, "routing_misroute_cut": 1.0, "routing_time_gain": 0.5}
    row = run([Case(at=0.0)], [Person(SALES), Person(BILLING)], **dials).contacts[0]
    assert (row["misroutes"], row["ended_at"]) == (0, 5.0)
    assert parts(row) == {"work_minutes": 10.0, "skill_minutes": -5.0}
