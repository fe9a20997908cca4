"""From departments to pods in the middle of a run, by hand, by both engines."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.agents import run_agents
from sim.core import run_core
from sim.formation.stages import Gate, Switch, new_stage, share_kept
from sim.foundation.kinds import NewStage, SegmentKind
from tests.unit.agents.factory import BILLING, SALES, Case, Person, arrays, formation_of

M = 10080.0  # Monday of the second week
ALWAYS = ((0.0, 2.0 * M),)
DEPARTMENTS = [Person(function, team=function, shifts=ALWAYS) for function in (SALES, SALES, BILLING, BILLING)]
PODS = [replace(person, team=number % 2) for number, person in enumerate(DEPARTMENTS)]
FRAME = {"functions": 2, "wrong": (BILLING, SALES), "follows": (-1, -1), "cohort": (0.0, 2.0 * M), "end": 2.0 * M}


@pytest.fixture(params=[run_core, run_agents], ids=["core", "agents"])
def along(request):
    """Runs departments that are pods from the second week on, unless other stages are given. Returns the records."""

    def run(cases, stages=None, **dials):
        cases = [replace(case, deadline=3.0 * M) for case in cases]
        given = list(arrays(cases, DEPARTMENTS, FRAME, **dials))
        given[1] = replace(given[1], slow_clock=True)
        pods = formation_of(PODS, **dials)
        switches = [Switch(1, pods)] if stages is None else [replace(one, formation=pods) for one in stages]
        return request.param(*given, switches=switches, segments=True)

    return run


def story(records, case, *kinds):
    """(kind, team, person, minutes after Monday at which it starts and ends) of a case."""
    rows = records.segments[(records.segments["case"] == case) & np.isin(records.segments["kind"], kinds)]
    return [(int(r["kind"]), int(r["team"]), int(r["person"]), r["start"] - M, r["end"] - M) for r in rows]


QUEUE, PICKUP, STEP = SegmentKind.QUEUE, SegmentKind.PICKUP, SegmentKind.STEP


def test_work_in_flight_finishes_and_what_waits_is_assigned_anew(along):
    cases = [
        Case(at=M - 10.0, need=(SALES, BILLING), work=(20.0, 5.0)),  # person 0, of pod 0 from Monday on
        Case(at=M - 9.0, work=(30.0,)),  # person 1, of pod 1
        Case(at=M - 8.0),
        Case(at=M - 7.0),
    ]
    records = along(cases)
    # Served as it was, then inside the pod of whoever had it: a change of lead, and no longer a handoff.
    assert story(records, 0, QUEUE, STEP) == [(STEP, 0, 0, -10.0, 10.0), (STEP, 0, 2, 10.0, 15.0)]
    assert [records.contacts[0][name] for name in ("handoffs", "lead_changes")] == [0, 1]
    # In order of case number to the pod with the least work per person, of equals the first.
    waits = [(QUEUE, 0, -1, -8.0, 0.0), (QUEUE, 0, -1, 0.0, 10.0), (STEP, 0, 0, 10.0, 20.0)]
    assert story(records, 2, QUEUE, STEP) == waits
    waits = [(QUEUE, 0, -1, -7.0, 0.0), (QUEUE, 1, -1, 0.0, 21.0), (STEP, 1, 1, 21.0, 31.0)]
    assert story(records, 3, QUEUE, STEP) == waits
    assert records.contacts["queue_minutes"].tolist() == [0.0, 0.0, 18.0, 28.0]
    assert records.weeks["team"].tolist() == [0, 0, 1, 1, 0, 1, 0, 1]
    assert (records.taken.tolist(), records.back_in.tolist()) == ([1], [-1])


def test_what_lies_in_pickup_is_looked_at_and_patience_runs_on(along):
    busy = Case(at=M - 45.0, need=(BILLING,), work=(100.0,))
    later = Case(at=M - 40.0, need=(SALES, BILLING), work=(10.0, 5.0))
    impatient = Case(at=M - 20.0, need=(BILLING,), patience=50.0)
    records = along([busy, busy, later, impatient], pickup=(0.0, 60.0))
    assert story(records, 2, QUEUE, PICKUP, STEP)[1:] == [
        (PICKUP, 1, -1, -30.0, 0.0),
        (QUEUE, 0, -1, 0.0, 55.0),
        (STEP, 0, 2, 55.0, 60.0),
    ]
    assert records.contacts[3]["ended_at"] == M + 30.0
    assert story(records, 3, QUEUE) == [(QUEUE, 1, -1, -20.0, 0.0), (QUEUE, 1, -1, 0.0, 30.0)]


def test_gates(along):
    seen = []

    def never(contacts, weeks, now):
        seen.append((contacts["case"].tolist(), weeks["leading_minutes"].tolist(), now))
        return False

    cases = [Case(at=M - 10.0, work=(20.0,)), Case(at=M + 100.0, need=(SALES, BILLING), work=(1.0, 1.0))]
    stayed = along(cases, [Switch(1, None, Gate(never))])
    assert (stayed.taken.tolist(), stayed.back_in.tolist()) == ([0], [-1])
    assert seen == [([0], [20.0, 0.0, 0.0, 0.0], M)]
    assert stayed.contacts[1]["handoffs"] == 1
    taken = along(cases, [Switch(1, None, Gate(lambda *_: True))])
    assert taken.contacts[1]["handoffs"] == 0


def test_what_was_before_a_system_came_is_shown_by_it():
    dials = {"account_background_share": 0.2}
    shows = formation_of(PODS, historical=0.5, **dials)
    given = list(
        arrays([Case(at=at, account=5, deadline=3.0 * M) for at in (10.0, 30.0, M)], DEPARTMENTS, FRAME, **dials)
    )
    given[1] = replace(given[1], slow_clock=True)
    for run in (run_core, run_agents):
        records = run(*given, switches=[Switch(1, shows)], segments=True)
        assert records.contacts["ended_at"].tolist() == [20.0, 40.0, M + 9.0]
        assert records.accounts["closed_well"].tolist() == [3]


def test_back_to_where_it_began(along):
    cases = [Case(at=10.0), Case(at=2.0 * M - 10.0, need=(SALES, BILLING), work=(20.0, 1.0))]
    frame = dict(FRAME, cohort=(0.0, 3.0 * M), end=3.0 * M)
    shifts = [replace(person, shifts=((0.0, 3.0 * M),)) for person in DEPARTMENTS]
    given = list(arrays([replace(case, deadline=3.0 * M) for case in cases], shifts, frame))
    given[1] = replace(given[1], slow_clock=True)
    pods = formation_of(PODS)
    stages = [Switch(1, pods), Switch(2, pods, Gate(lambda *_: False, back=True)), Switch(3, pods)]
    for run in (run_core, run_agents):
        records = run(*given, switches=stages, segments=True)
        assert (records.taken.tolist(), records.back_in.tolist()) == ([1], [2])
        assert records.contacts[1]["handoffs"] == 1  # begun in a pod, handed on between departments
        assert records.weeks["team"].reshape(3, 4).tolist() == [[0, 0, 1, 1], [0, 1, 0, 1], [0, 0, 1, 1]]


def test_who_is_trained_for_a_stage_is_away_for_these_hours(along):
    cases = [Case(at=M - 5.0, work=(20.0,)), Case(at=M + 30.0)]
    early = [replace(person, shifts=((0.0, M), (M, M + 60.0), (M + 60.0, 2.0 * M))) for person in DEPARTMENTS]
    given = list(arrays([replace(case, deadline=3.0 * M) for case in cases], early, FRAME))
    given[1] = replace(given[1], slow_clock=True)
    stage = Switch(1, formation_of(DEPARTMENTS), training_hours=np.array([0.5, 1.5, 0.0, 3.0]))
    for run in (run_core, run_agents):
        records = run(*given, switches=[stage], segments=True)
        weeks = records.weeks[records.weeks["week"] == 1]
        assert weeks["training_minutes"].tolist() == [30.0, 90.0, 0.0, 180.0]
        assert (weeks["shift_minutes"] + weeks["training_minutes"]).tolist() == [M] * 4
        assert records.people["shift_minutes"].tolist() == [2 * M - 30.0, 2 * M - 90.0, 2 * M, 2 * M - 180.0]
        assert records.people["interruptions"].tolist() == [0] * 4
        # Person 0 still serves as the week begins, and is trained at the next shift; person 1 is away until 01:30.
        assert story(records, 1, QUEUE, STEP) == [(STEP, 0, 0, 30.0, 40.0)]


def test_a_stage_that_is_not_taken_trains_nobody_and_one_that_changes_nothing_else_may(along):
    hours = np.full(4, 2.0)
    refused = along([Case(at=1.0)], [Switch(1, None, Gate(lambda *_: False), hours)])
    assert refused.weeks["training_minutes"].sum() == 0.0


def test_what_changes_over_weeks_has_one_law_on_a_road():
    given = list(arrays([Case(at=1.0)], DEPARTMENTS, FRAME))
    given[1] = replace(given[1], slow_clock=True)
    for run in (run_core, run_agents):
        with pytest.raises(ValueError, match="another trust_gain"):
            run(*given, switches=[Switch(1, formation_of(PODS, trust_gain=0.3))])
        with pytest.raises(ValueError, match="for 3 people"):
            run(*given, switches=[Switch(1, formation_of(PODS), training_hours=np.ones(3))])


def test_what_stages_keep_and_move():
    departments, pods = formation_of(DEPARTMENTS), formation_of(PODS)
    assert new_stage(departments, formation_of(DEPARTMENTS)) == NewStage.SAME
    assert new_stage(departments, formation_of(DEPARTMENTS, wings=1)) == NewStage.DIALS
    assert new_stage(departments, formation_of(DEPARTMENTS, walls=0)) == NewStage.TEAMS
    assert new_stage(departments, pods) == NewStage.TEAMS
    assert share_kept(departments, pods).tolist() == [0.0] * 4
    assert share_kept(departments, departments).tolist() == [1.0] * 4
    three = formation_of([replace(person, team=max(0, number - 2)) for number, person in enumerate(DEPARTMENTS)])
    assert share_kept(departments, three).tolist() == [0.5, 0.5, 0.0, 0.0]
    alone = formation_of([replace(person, team=number) for number, person in enumerate(DEPARTMENTS)])
    assert share_kept(alone, alone).tolist() == [1.0] * 4


@pytest.mark.parametrize(
    ("weeks", "slow_clock", "problem"),
    [((1,), False, "slow_clock"), ((0,), True, "at least"), ((2, 2), True, "later")],
)
@pytest.mark.parametrize("run", [run_core, run_agents])
def test_roads_that_cannot_be_stop_before_the_run(run, weeks, slow_clock, problem):
    given = list(arrays([Case(at=1.0)], DEPARTMENTS, FRAME))
    given[1] = replace(given[1], slow_clock=slow_clock)
    with pytest.raises(ValueError, match=problem):
        run(*given, switches=[Switch(week, formation_of(PODS)) for week in weeks])
    others = [Switch(1, formation_of(PODS[:2]))]
    given[1] = replace(given[1], slow_clock=True)
    with pytest.raises(ValueError, match="the same people"):
        run(*given, switches=others)
