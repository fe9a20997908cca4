"""Beginning and end of a run, several replications, and what must hold whatever happens."""

from __future__ import annotations

import gc
import random
import weakref

import numpy as np
import pytest

from sim.agents import run_agents
from sim.records.tables import PARTS, Outcome, first_difference
from tests.unit.agents.factory import (
    BILLING,
    SALES,
    TECHNICAL,
    Case,
    Person,
    arrays,
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


def anything(seed: int) -> tuple:
    """A small organisation with all dials turned somehow, on whole minutes so that ties abound."""
    dice = random.Random(seed)
    functions = (SALES, BILLING, TECHNICAL)
    members = [
        Person(
            function=number % 3,
            team=dice.randrange(2) if number else 0,
            also={other: dice.choice([0.5, 0.9]) for other in functions if other != number % 3 and dice.random() < 0.4},
            shifts=tuple((float(start), float(start + dice.choice([40, 60]))) for start in (0, 80, 160, 240)),
            away_share=0.1,
        )
        for number in range(7)
    ]
    arrivals = sorted(dice.randrange(0, 280) for _ in range(40))
    cases = []
    for at in arrivals:
        count = dice.randint(1, 4)
        cases.append(
            Case(
                at=float(at),
                need=tuple(dice.choice(functions) for _ in range(count)),
                work=tuple(float(dice.randint(1, 12)) for _ in range(count)),
                hidden=(False, *(dice.random() < 0.3 for _ in range(count - 1))),
                channel=dice.randrange(2),
                account=dice.randrange(5),
                distress=dice.random(),
                patience=float(dice.choice([3, 10, np.inf])),
                deadline=float(at + dice.choice([10, 50, 400])),
            )
        )
    dials = {
        "lead": dice.randrange(3),
        "wings": dice.randrange(3),
        "team_choice": dice.randrange(3),
        "queue_order": dice.randrange(3),
        "greedy": dice.randrange(2),
        "borrowing": dice.randrange(2),
        "walls": int(dice.random() < 0.7),
        "familiarity_weight": 0.2,
        "consult_skill": 0.7,
        "consult_share": 0.4,
        "listen_share": dice.choice([0.0, 0.3]),
        "attach_from_share": 0.3,
        "coordination_share": 0.07,
        "context_kept_plain": 0.3,
        "context_kept_team": 0.7,
        "context_kept_wing": 0.9,
        "context_kept_triage": 0.2,
        "retelling_share": 0.3,
        "changeover_minutes": dice.choice([0.0, 0.35]),
        "link_minutes": dice.choice([0.0, 1.5]),
        "misroute_share": 0.25,
        "misroute_decay": 0.5,
        "triage_minutes": dice.choice([0.0, 2.0]),
        "pickup": dice.choice([(0.0, 0.0), (4.0, 15.0)]),
    }
    demand = {"cohort": (20.0, 300.0), "end": 720.0, "open_from_to": (30, 260), "turn_away": seed % 2 == 0}
    return arrays(cases, members, demand | {"follows": (BILLING, TECHNICAL, -1), "follow_share": 0.4}, **dials)


@pytest.mark.parametrize("seed", range(12))
def test_parts_add_up_exactly_and_people_are_where_they_are(seed):
    records = run_agents(*anything(seed), segments=True)
    for row in records.contacts[records.contacts["outcome"] != Outcome.OPEN]:
        assert sum(row[part] for part in PARTS) == min(row["ended_at"], row["deadline_at"]) - row["arrived_at"]
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
        mine = records.segments[records.segments["case"] == row["case"]]
        if row["ended_at"] > row["deadline_at"]:
            continue
        steps = np.sort(mine[mine["kind"] == 2], order="step")  # triage may take no time at all
        assert steps["step"].tolist() == list(range(row["steps"]))
        assert (steps["change"] == 3).sum() == row["handoffs"]
        assert (steps["apparent"] != steps["need"]).sum() == row["misroutes"]
        assert (steps["warm"] == 1).sum() == row["warm_takeovers"]
        assert np.unique(steps["person"]).size == row["people_met"]
        assert steps["end"].max() == row["ended_at"]
        for part in PARTS[3:]:
            assert steps[part].sum() == row[part]
        waits = mine[mine["kind"] <= 1]
        waited = row["closed_minutes"] + row["queue_minutes"] + row["pickup_minutes"]
        assert (waits["end"] - waits["start"]).sum() == waited
