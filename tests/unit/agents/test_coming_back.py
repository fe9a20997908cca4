"""Who gave up tries again, who was not helped comes back: when, and knowing what."""

from __future__ import annotations

import pytest

from sim.foundation.draws import Kind, replication_key, uniform
from sim.foundation.kinds import Change, ComesBack, Outcome, State
from sim.rules.returns import delay_minutes
from tests.unit.agents.factory import BILLING, MAIL, SALES, Case, Person, build, parts, run, story

NO, REDIAL, RETURN, CAPPED = ComesBack
ONCE = {"return_share": 1.0, "most_contacts": 2}  # comes back for certain, and not a third time
LINEAGE = 100  # of case 0


def drawn(kind: Kind, contact: int = 0) -> float:
    return uniform(replication_key(1, 0), kind, LINEAGE, contact)


# --- trying again -------------------------------------------------------------------------------------

BUSY = Case(at=0.0, work=(20.0,))
IMPATIENT = Case(at=0.0, patience=5.0, distress=0.25)


def test_who_gives_up_tries_again_with_new_patience():
    """Gives up at 5, 10 and 15, and is served at 20, at the end of patience; each time more distressed."""
    records = run([BUSY, IMPATIENT], [Person()], redial_share=1.0, distress_step=0.25)
    rows = records.contacts[1:]
    assert rows["contact"].tolist() == [0, 1, 2, 3]
    assert rows["arrived_at"].tolist() == [0.0, 5.0, 10.0, 15.0]
    assert rows["outcome"].tolist() == [Outcome.ABANDONED] * 3 + [Outcome.RESOLVED]
    assert rows["comes_back"].tolist() == [REDIAL] * 3 + [NO]
    assert rows["distress"].tolist() == [0.25, 0.5, 0.75, 1.0]
    assert [parts(row) for row in rows] == [{"queue_minutes": 5.0}] * 3 + [{"queue_minutes": 5.0, "work_minutes": 10.0}]
    assert story(records, 1)[-1] == ("step", 0, 20.0, 30.0)


def test_not_more_often_than_most_contacts():
    rows = run([BUSY, IMPATIENT], [Person()], redial_share=1.0, most_contacts=2).contacts[1:]
    assert rows["comes_back"].tolist() == [REDIAL, CAPPED]
    assert rows["ended_at"].tolist() == [5.0, 10.0]


def test_the_parts_of_all_contacts_stop_at_the_one_deadline():
    late = Case(at=0.0, patience=5.0, deadline=12.0)
    rows = run([BUSY, late], [Person()], redial_share=1.0).contacts[1:]
    assert [parts(row) for row in rows] == [{"queue_minutes": 5.0}, {"queue_minutes": 5.0}, {"queue_minutes": 2.0}, {}]
    assert rows["deadline_at"].tolist() == [12.0] * 4
    assert rows["steps"].tolist() == [0] * 4  # served at 20, past the deadline


def test_the_case_goes_on_at_the_need_it_had_reached():
    """Sales is done; billing is busy until 20. Given up at 15, back at once, known by 1 * 0.25 of memory.

    8 minutes and retelling 0.4 * 10 * 0.75 = 3; nothing changes hands between contacts.
    """
    cases = [Case(at=0.0, need=(BILLING,), work=(18.0,)),
             Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0), patience=5.0)]  # fmt: skip
    dials = {"redial_share": 1.0, "context_kept_memory": 0.25, "retelling_share": 0.4, "changeover_minutes": 2.0}
    records = run(cases, [Person(SALES), Person(BILLING)], **dials)
    first, second = records.contacts[1:]
    assert (first["last_person"], second["last_person"], second["first_team"]) == (0, 1, 0)
    assert (first["steps"], second["steps"], second["lead_changes"], second["people_met"]) == (1, 1, 0, 1)
    assert parts(second)["work_minutes"] == 8.0
    assert parts(second)["retold_minutes"] == pytest.approx(3.0, abs=1e-6)
    step = records.segments[-1]
    assert (step["contact"], step["step"], step["need_position"], step["change"]) == (1, 0, 1, Change.FIRST)
    assert step["context"] == 0.25
    assert story(records, 1)[2:] == [("queue", -1, 15.0, 18.0), ("step", 1, 18.0, pytest.approx(29.0, abs=1e-5))]


def test_turned_away_and_back_when_it_opens():
    customers = {"open_from_to": (480, 1000), "turn_away": True, "end": 12000.0}
    records = run([Case(at=100.0)], [Person()], customers, redial_share=1.0)
    first, second = records.contacts
    assert (first["outcome"], first["comes_back"]) == (Outcome.TURNED_AWAY, REDIAL)
    assert (second["arrived_at"], second["outcome"], second["ended_at"]) == (480.0, Outcome.RESOLVED, 490.0)


# --- what seemed solved -------------------------------------------------------------------------------


def test_a_return_does_the_last_need_again_with_part_of_the_work():
    """Back at 10 with half the work, and a quarter of the story in the records: 5 + 0.4 * 10 * 0.75 = 8 minutes."""
    dials = {**ONCE, "return_work_share": 0.5, "context_kept_memory": 0.25, "retelling_share": 0.4}
    records = run([Case(at=0.0)], [Person()], **dials)
    first, second = records.contacts
    assert (first["outcome"], first["comes_back"]) == (Outcome.RESOLVED, RETURN)
    assert (second["outcome"], second["comes_back"]) == (Outcome.RESOLVED, CAPPED)
    assert story(records, 0) == [("step", 0, 0.0, 10.0), ("step", 0, 10.0, pytest.approx(18.0, abs=1e-5))]
    assert (first["people_met"], first["known_steps"]) == (1, 0)
    assert (second["people_met"], second["known_steps"], second["context_sum"]) == (0, 1, 0.25)
    assert records.segments["change"].tolist() == [Change.FIRST, Change.FIRST]


def test_the_work_of_a_second_return_is_that_of_the_first():
    dials = {"return_share": 1.0, "most_contacts": 3, "return_work_share": 0.5}
    case = Case(at=0.0, need=(SALES, BILLING), work=(6.0, 8.0))
    records = run([case], [Person(SALES, also={BILLING: 1.0})], **dials, assignment=1)
    assert records.contacts["work_minutes"].tolist() == [14.0, 4.0, 4.0]


def test_a_better_record_is_used_where_there_is_one():
    records = run([Case(at=0.0)], [Person()], **ONCE, context_kept_memory=0.25, historical=0.75)
    assert records.contacts[1]["context_sum"] == 0.75


def test_the_delay_is_exponential_and_drawn_by_address():
    records = run([Case(at=0.0)], [Person()], **ONCE, return_minutes=30.0)
    assert records.contacts[1]["arrived_at"] == 10.0 + delay_minutes(drawn(Kind.DELAY), 30.0, False)


def test_nobody_comes_back_out_of_hours_except_by_mail():
    """Both end in the last open minutes of the week; the chat's delay goes on when the next one begins."""
    customers = {"open_from_to": (0, 12), "end": 12000.0}
    delay = delay_minutes(drawn(Kind.DELAY), 6.0, False)
    assert 2.0 < delay < 14.0
    people = [Person(shifts=((0.0, 12000.0),))]
    by_chat, by_mail = (
        run([Case(at=0.0, channel=channel, deadline=12000.0)], people, customers, **ONCE, return_minutes=6.0)
        for channel in (0, MAIL)
    )
    assert by_chat.contacts["arrived_at"].tolist() == [0.0, 10080.0 + delay - 2.0]
    assert by_mail.contacts["arrived_at"].tolist() == [0.0, 10.0 + delay]


@pytest.mark.parametrize(
    ("dials", "people", "probability"),
    [
        ({"return_share": 0.75}, [Person()], 0.75),
        ({"return_per_mismatch": 1.0, "assignment": 1}, [Person(BILLING, also={SALES: 0.25})], 0.75),
        ({"return_per_misroute": 0.5, "misroute_share": 1.0}, [Person(SALES), Person(BILLING)], 1.0),  # 3 misroutes
        ({"return_per_fatigue": 1.0, "rise_half_life_minutes": 1.0}, [Person()], 0.0),  # rested at the start
        ({"return_per_lost_context": 1.0}, [Person()], 0.0),  # nothing was told, nothing lost
    ],
)
def test_the_probability_to_come_back(dials, people, probability):
    comes_back = run([Case(at=0.0)], people, **dials, most_contacts=1).contacts[0]["comes_back"]
    assert comes_back == (CAPPED if drawn(Kind.COMES_BACK) < probability else NO)


def test_lost_context_and_fatigue_of_the_last_step_bring_people_back():
    """Billing starts with nothing of what sales was told: certain; with all of it: not for that reason."""
    case = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0))
    people = [Person(SALES), Person(BILLING)]
    lost = {"return_per_lost_context": 1.0, "most_contacts": 1}
    assert run([case], people, **lost, kept_inside_share=0.0).contacts[0]["comes_back"] == CAPPED
    assert run([case], people, **lost, kept_inside_share=1.0).contacts[0]["comes_back"] == NO
    # Forty half-lives of serving before: fatigue is 1 to the last step of 2^-20.
    tired = [Case(at=1.0), Case(at=0.0, need=(BILLING,), work=(40.0,))]
    dials = {"return_per_fatigue": 1.0, "rise_half_life_minutes": 1.0, "fall_half_life_minutes": 1e5, "assignment": 1}
    rows = run(tired[::-1], [Person(SALES, also={BILLING: 1.0})], **dials, most_contacts=1).contacts
    assert rows["comes_back"].tolist() == [NO, CAPPED]


# --- rows and the end of a run ------------------------------------------------------------------------


def test_rows_are_in_order_of_case_and_contact():
    records = run([Case(at=0.0), Case(at=1.0)], [Person()], **ONCE)
    assert records.contacts["case"].tolist() == [0, 0, 1, 1]
    assert records.contacts["contact"].tolist() == [0, 1, 0, 1]


def test_a_contact_that_has_not_begun_has_no_row_but_keeps_the_run_going():
    customers = {"cohort": (0.0, 100.0), "end": 300.0}
    records = run([Case(at=0.0)], [Person()], customers, **ONCE, return_minutes=1e5)
    assert delay_minutes(drawn(Kind.DELAY), 1e5, False) > 300.0
    assert records.contacts["comes_back"].tolist() == [RETURN]
    assert records.stopped_at.tolist() == [300.0]


def test_between_two_contacts_a_customer_is_away():
    model = build([Case(at=0.0)], [Person()], **ONCE, return_minutes=30.0)
    model.run_until(11.0)
    case = model.cases[0]
    assert (case.state, case.led_by) == (State.AWAY, None)
    model.run()
    assert (case.state, case.contact, model.cases) == (State.ENDED, 1, {})


def test_warmth_and_skill_are_added_up_over_the_steps():
    people = [Person(SALES, warmth=0.25), Person(BILLING, also={SALES: 0.5}, warmth=0.5)]
    case = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0))
    row = run([case], people).contacts[0]
    assert (row["warmth_sum"], row["skill_sum"], row["known_steps"]) == (0.75, 2.0, 0)
