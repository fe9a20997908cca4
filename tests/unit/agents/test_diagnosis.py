"""Wrong at first: triage, another assignment, or serving it anyway."""

from __future__ import annotations

import pytest

from sim.foundation.draws import Kind, decision, replication_key, uniform
from tests.unit.agents.factory import BILLING, SALES, TECHNICAL, Case, Person, parts, run, story

WRONG_ONCE = {"misroute_share": 1.0, "misroute_decay": 0.0, "triage_minutes": 2.0}


def test_misroute_triage_reassign():
    """Sales seems billing: 2 minutes of triage, then 10 of sales with retelling 0.4 * 2 * (1 - 0.25 * 0.5) = 0.7."""
    records = run(
        [Case(at=0.0)],
        [Person(SALES), Person(BILLING)],
        **WRONG_ONCE,
        context_kept_triage=0.25,
        kept_inside_share=0.5,
        retelling_share=0.4,
    )
    row = records.contacts[0]
    assert story(records, 0) == [("step", 1, 0.0, 2.0), ("step", 0, 2.0, pytest.approx(12.7, abs=1e-6))]
    found = parts(row)
    assert (found["work_minutes"], found["rework_minutes"]) == (10.0, 2.0)
    assert found["retold_minutes"] == pytest.approx(0.7, abs=1e-6)
    assert (row["misroutes"], row["steps"], row["lead_changes"], row["people_met"]) == (1, 2, 1, 2)
    triage, serving = records.segments
    assert (triage["apparent"], triage["need"], triage["attempt"]) == (BILLING, SALES, 0)
    assert (serving["apparent"], serving["need"], serving["attempt"], serving["context"]) == (SALES, SALES, 1, 0.125)


def test_serving_it_despite_the_wrong_name():
    """Billing also knows sales at 0.8: 10 / 0.8 + 2 minutes of triage, and nothing changes hands."""
    records = run([Case(at=0.0)], [Person(SALES), Person(BILLING, also={SALES: 0.8})], **WRONG_ONCE)
    assert parts(records.contacts[0]) == {"work_minutes": 10.0, "skill_minutes": 2.5, "rework_minutes": 2.0}
    assert story(records, 0) == [("step", 1, 0.0, 14.5)]
    assert records.contacts[0]["misroutes"] == 1


def test_what_was_told_in_a_wrong_but_serving_step_counts():
    """Sales seems billing, who serves it in 10 + 2; then billing seems technical, who triages it in 2.

    Told by then 10 + 2 + 2 = 14; context 1 * 0.5 to technical, * 0.5 back to billing; retelling 0.5 * 14 * 0.75 = 5.25.
    """
    people = [Person(SALES), Person(BILLING, also={SALES: 1.0}), Person(TECHNICAL)]
    case = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 4.0))
    records = run([case], people, **WRONG_ONCE, retelling_share=0.5, kept_inside_share=0.5)
    assert story(records, 0) == [("step", 1, 0.0, 12.0), ("step", 2, 12.0, 14.0), ("step", 1, 14.0, 23.25)]
    assert records.segments["context"].tolist() == [0.0, 0.5, 0.25]
    assert parts(records.contacts[0]) == {"work_minutes": 14.0, "retold_minutes": 5.25, "rework_minutes": 4.0}


def test_the_fourth_attempt_is_certain():
    records = run(
        [Case(at=0.0)], [Person(SALES), Person(BILLING)], misroute_share=1.0, misroute_decay=1.0, triage_minutes=2.0
    )
    row = records.contacts[0]
    assert (row["misroutes"], row["steps"], row["ended_at"]) == (3, 4, 16.0)
    assert parts(row) == {"work_minutes": 10.0, "rework_minutes": 6.0}
    assert records.segments["attempt"].tolist() == [0, 1, 2, 3]


def test_channels_differ_in_how_often_needs_are_mistaken():
    """A share of 0.4 is 0.6 in chat and 0.1 by mail."""
    shares, key = (0.6, 0.1), replication_key(1, 0)
    draws = [uniform(key, Kind.DIAGNOSIS, 100 + number, decision(0, 0, 0)) for number in range(6)]
    expected = [draw < shares[number % 2] for number, draw in enumerate(draws)]
    assert expected != [draw < 0.4 for draw in draws]
    cases = [Case(at=50.0 * number, channel=number % 2) for number in range(6)]
    dials = {**WRONG_ONCE, "misroute_share": 0.4}
    records = run(cases, [Person(SALES), Person(BILLING)], {"misroute_factor": (1.5, 0.25)}, **dials)
    assert records.contacts["misroutes"].tolist() == expected


def test_with_one_function_nothing_can_be_wrong():
    records = run([Case(at=0.0)], [Person(SALES)], {"functions": 1}, **WRONG_ONCE)
    assert records.contacts[0]["misroutes"] == 0


def test_counts_stop_at_the_deadline():
    """Triage until 20, past the deadline at 5: the wrong attempt at 0 counts, what follows does not."""
    records = run(
        [Case(at=0.0, deadline=5.0)], [Person(SALES), Person(BILLING)], **WRONG_ONCE | {"triage_minutes": 20.0}
    )
    row = records.contacts[0]
    assert (row["misroutes"], row["steps"], row["lead_changes"]) == (1, 1, 0)
    assert parts(row) == {"rework_minutes": 5.0}
    assert row["ended_at"] == 30.0
