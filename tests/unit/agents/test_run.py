"""Beginning and end of a run, several replications, and what must hold whatever happens."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest

from sim.agents import run_agents
from sim.foundation.kinds import Borrowing, Outcome, SegmentKind
from sim.records.tables import PARTS, STEP_PARTS, first_difference
from tests.unit.agents.anything import anything
from tests.unit.agents.factory import (
    BILLING,
    SALES,
    TECHNICAL,
    Case,
    Person,
    build,
    customers_of,
    formation_of,
    parts,
    people_of,
    roster_of,
    run,
    tape_of,
)


def test_the_run_stops_when_the_last_of_the_cohort_has_ended():
    """Cohort [0, 10): its last case ends at 25, the later one is still under way, the last has not come."""
    cases = [Case(at=0.0), Case(at=5.0, work=(15.0,)), Case(at=12.0), Case(at=40.0)]
    records = run(cases, [Person()], {"cohort": (0.0, 10.0)})
    assert records.stopped_at.tolist() == [25.0]
    outcomes = [Outcome.RESOLVED, Outcome.RESOLVED, Outcome.OPEN, Outcome.OPEN]
    assert records.contacts["outcome"].tolist() == outcomes
    # The case of 12 starts in the last event and its step is booked in full; that of 40 has a blank row.
    assert [parts(row) for row in records.contacts[2:]] == [{"queue_minutes": 13.0, "work_minutes": 10.0}, {}]
    assert records.contacts["arrived_at"].tolist() == [0.0, 5.0, 12.0, 40.0]
    assert np.isnan(records.contacts["ended_at"]).tolist() == [False, False, True, True]
    assert records.contacts["last_person"].tolist() == [0, 0, 0, -1]


def test_the_run_goes_on_to_the_end_of_the_cohorts_weeks():
    records = run([Case(at=0.0), Case(at=500.0)], [Person()], {"cohort": (0.0, 100.0)})
    assert records.stopped_at.tolist() == [100.0]


def test_the_run_goes_on_to_the_end_while_somebody_of_the_cohort_waits():
    records = run([Case(at=0.0, need=(BILLING,))], [Person(SALES)], {"cohort": (0.0, 100.0), "end": 300.0})
    assert records.stopped_at.tolist() == [300.0]
    assert parts(records.contacts[0]) == {"queue_minutes": 300.0}


def test_events_at_the_end_are_still_processed():
    records = run([Case(at=0.0, work=(300.0,))], [Person()], {"cohort": (0.0, 100.0), "end": 300.0})
    assert records.contacts[0]["outcome"] == Outcome.RESOLVED


def block(replications: int = 3):
    members = [Person(SALES, 0), Person(BILLING, 1), Person(TECHNICAL, 2)]
    cases = [Case(at=float(at), need=(SALES, BILLING, TECHNICAL), work=(3.0, 5.0, 2.0)) for at in range(0, 60, 4)]
    formation = formation_of(members, misroute_share=0.3, triage_minutes=1.0)
    rest = (customers_of(), people_of(members), roster_of(members), formation)
    return tape_of(cases, replications, first_replication=4), rest


def test_replications_follow_one_another():
    tape, rest = block()
    seen = []
    records = run_agents(tape, *rest, segments=True, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert records.contacts["replication"].tolist() == [4] * 15 + [5] * 15 + [6] * 15
    assert records.contacts["case"].tolist() == list(range(15)) * 3
    assert records.people["replication"].tolist() == [4] * 3 + [5] * 3 + [6] * 3
    assert (records.stopped_at.size, records.events.size) == (3, 3)
    assert len({contacts["misroutes"].tobytes() for contacts in np.split(records.contacts, 3)}) > 1


def test_segments_are_only_written_when_asked_for():
    tape, rest = block()
    with_segments, without = run_agents(tape, *rest, segments=True), run_agents(tape, *rest)
    assert without.segments is None
    assert first_difference(with_segments.contacts, without.contacts) is None


def test_a_finished_model_leaves_the_memory():
    model = build([Case(at=0.0)], [Person()])
    model.run()
    model.forget()
    seen = weakref.ref(model)
    del model
    gc.collect()
    assert seen() is None


def test_records_are_not_to_be_had_early():
    model = build([Case(at=0.0)], [Person()])
    model.run_until(5.0)
    with pytest.raises(RuntimeError, match=r"still under way at minute 5\.0"):
        model.records()


# --- whatever happens ---------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_parts_add_up_exactly_and_people_are_where_they_are(seed):
    records = run_agents(*anything(seed), segments=True)
    for row in records.contacts[records.contacts["outcome"] != Outcome.OPEN]:
        until = max(row["arrived_at"], min(row["ended_at"], row["deadline_at"]))
        assert sum(row[part] for part in PARTS) == until - row["arrived_at"]
    occupied = records.segments[records.segments["person"] >= 0]
    for person in range(records.people.size):
        mine = np.sort(occupied[occupied["person"] == person], order=["start", "end"])
        assert (mine["start"][1:] >= mine["end"][:-1]).all()  # one occupation at a time
    for row in records.people:
        away = row["leading_minutes"] + row["listening_minutes"] + row["consulting_minutes"] + row["linking_minutes"]
        assert 0.0 <= away <= row["shift_minutes"] + row["overrun_minutes"]


@pytest.mark.parametrize("seed", range(4))
def test_rows_can_be_rebuilt_from_segments(seed):
    records = run_agents(*anything(seed), segments=True)
    for row in records.contacts[records.contacts["outcome"] == Outcome.RESOLVED]:
        of_case = records.segments[records.segments["case"] == row["case"]]
        mine = of_case[of_case["contact"] == row["contact"]]
        if row["ended_at"] > row["deadline_at"]:
            continue
        steps = np.sort(mine[mine["kind"] == 2], order="step")  # triage may take no time at all
        assert steps["step"].tolist() == list(range(row["steps"]))
        assert (steps["change"] == 3).sum() == row["handoffs"]
        at_the_door = steps["apparent"] == -1
        assert (~at_the_door & (steps["apparent"] != steps["need"])).sum() == row["misroutes"]
        assert (at_the_door & (steps["work_minutes"] == 0.0)).sum() == row["referrals"]
        assert (steps["warm"] == 1).sum() == row["warm_takeovers"]
        led = of_case[of_case["kind"] == 2]
        before = set(led["person"][led["contact"] < row["contact"]].tolist())
        met = set(steps["person"].tolist())
        assert len(met - before) == row["people_met"] == row["steps"] - row["known_steps"]
        assert steps["context"].sum() == pytest.approx(row["context_sum"])
        assert steps["fatigue"].sum() == pytest.approx(row["fatigue_sum"])
        assert steps["end"].max() == row["ended_at"]
        for part in STEP_PARTS:
            assert steps[part].sum() == row[part]
        waits = mine[(mine["kind"] <= 1) | (mine["kind"] == 6)]
        waited = row["bot_minutes"] + row["closed_minutes"] + row["queue_minutes"] + row["pickup_minutes"]
        assert (waits["end"] - waits["start"]).sum() == waited


@pytest.mark.parametrize("seed", range(4))
def test_contacts_of_a_case_follow_one_another(seed):
    contacts = run_agents(*anything(seed)).contacts
    assert (contacts["contact"] > 0).any()
    for case in np.unique(contacts["case"]):
        mine = contacts[contacts["case"] == case]
        assert mine["contact"].tolist() == list(range(mine.size))
        assert (mine["arrived_at"][1:] >= mine["ended_at"][:-1]).all()
        assert ((mine["comes_back"] == 1) | (mine["comes_back"] == 2))[:-1].all()
        assert (np.diff(mine["distress"]) >= 0.0).all()
        assert np.unique(mine["deadline_at"]).size == 1


@pytest.mark.parametrize("seed", range(4))
def test_strain_and_fatigue_stay_in_bounds(seed):
    tape, customers, *rest = anything(seed)
    records = run_agents(tape, customers, *rest, segments=True)
    weeks = customers.cohort_end - customers.cohort_start
    assert ((records.people["strain_minutes"] >= 0.0) & (records.people["strain_minutes"] <= weeks)).all()
    serves = np.isin(records.segments["kind"], (SegmentKind.STEP, SegmentKind.JOIN))
    fatigue = records.segments["fatigue"][serves]
    assert ((fatigue >= 0.0) & (fatigue < 1.0)).all()
    assert np.isnan(records.segments["fatigue"][~serves]).all()


@pytest.mark.parametrize("seed", range(12))
def test_everybody_who_serves_listens_or_advises_may(seed):
    """They speak the language; first lines alone answer at the door; borrowed near means a team at distance 1."""
    tape, customers, people, roster, formation = anything(seed)
    segments = run_agents(tape, customers, people, roster, formation, segments=True).segments
    policy, home = formation.policy, formation.home_team
    occupied = segments[(segments["person"] >= 0) & (segments["case"] >= 0)]
    person = occupied["person"]
    assert people.speaks[person, tape.language[occupied["case"]]].all()
    led = occupied["kind"] == 2
    at_the_door = led & (occupied["apparent"] == -1)
    assert at_the_door.any() == (formation.first_line.any() and policy["walls"])
    assert formation.first_line[home[person[at_the_door]]].all()
    if policy["walls"] and policy["borrowing"] == Borrowing.NEAR:
        assert (formation.distance[occupied["team"], home[person]][led] <= 1).all()
