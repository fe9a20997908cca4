"""Cases: nobody is lost, clocks run forward, minutes add up, counts fit together."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from sim.records.tables import PARTS, Change, Outcome, SegmentKind
from tests.property.runs import WAITS, on_random_runs, runs_of


@on_random_runs()
def test_every_case_has_one_outcome(engine, description, whole_minutes):
    for run in runs_of(engine, description, whole_minutes):
        rows, customers = run.contacts, run.inputs.customers
        assert rows["case"].tolist() == list(range(run.of_tape("arrival").size))
        assert np.isin(rows["outcome"], list(Outcome)).all()
        assert (np.isnan(rows["ended_at"]) == (rows["outcome"] == Outcome.OPEN)).all()
        assert (customers.turn_away[rows["channel"][rows["outcome"] == Outcome.TURNED_AWAY]]).all()
        assert np.isfinite(run.of_tape("patience")[rows["outcome"] == Outcome.ABANDONED]).all()
        if run.stopped_at < customers.end:
            cohort = (rows["arrived_at"] >= customers.cohort_start) & (rows["arrived_at"] < customers.cohort_end)
            assert (rows["outcome"][cohort] != Outcome.OPEN).all()


@on_random_runs()
def test_resolved_means_that_every_need_was_served_once(engine, description, whole_minutes):
    for run in runs_of(engine, description, whole_minutes):
        for case, row in enumerate(run.contacts):
            steps = [s for s in run.by_case[case] if s["kind"] == SegmentKind.STEP]
            done = [s for s in steps if s["end"] <= run.stopped_at and not is_triage(run, s)]
            assert [s["need_position"] for s in done] == list(range(len(done)))
            assert [s["need"] for s in done] == run.of_tape("need")[case, : len(done)].tolist()
            assert [s["work_minutes"] for s in done] == run.of_tape("work")[case, : len(done)].tolist()
            assert (len(done) == run.of_tape("needs")[case]) == (row["outcome"] == Outcome.RESOLVED)


def is_triage(run, step) -> bool:
    """Whether a step only found out that the work belongs elsewhere."""
    return step["apparent"] != step["need"] and run.inputs.people.skill[step["person"], step["need"]] == 0.0


@on_random_runs()
def test_clocks_run_forward(engine, description, whole_minutes):
    for run in runs_of(engine, description, whole_minutes):
        rows = run.contacts
        served, ended = ~np.isnan(rows["first_served_at"]), ~np.isnan(rows["ended_at"])
        assert (rows["arrived_at"] <= rows["deadline_at"]).all()
        assert (rows["arrived_at"] <= rows["first_served_at"])[served].all()
        assert (rows["first_served_at"] <= rows["ended_at"])[served & ended].all()
        assert (rows["arrived_at"] <= rows["ended_at"])[ended].all()
        assert (rows["ended_at"][ended] <= run.stopped_at).all()
        assert served[rows["outcome"] == Outcome.RESOLVED].all()


@on_random_runs()
def test_waits_and_steps_follow_each_other_without_gaps(engine, description, whole_minutes):
    for run in runs_of(engine, description, whole_minutes):
        for case, rows in run.by_case.items():
            contact = run.contacts[case]
            assert rows[0]["start"] == contact["arrived_at"]
            assert all(before["end"] == after["start"] for before, after in pairwise(rows))
            if contact["outcome"] != Outcome.OPEN:
                assert rows[-1]["end"] == contact["ended_at"]
            elif rows[-1]["kind"] in WAITS:
                assert rows[-1]["end"] == run.stopped_at
            else:
                assert rows[-1]["end"] >= run.stopped_at  # a step under way


@on_random_runs(40)
def test_parts_add_up(engine, description, whole_minutes):
    """To min(end, deadline) - arrival; the end of an open case is the stop, or the end of its step under way."""
    for run in runs_of(engine, description, whole_minutes):
        rows = run.contacts
        until = np.where(np.isnan(rows["ended_at"]), np.maximum(run.stopped_at, rows["arrived_at"]), rows["ended_at"])
        for case, found in run.by_case.items():
            until[case] = max(until[case], found[-1]["end"])
        total = sum(rows[part] for part in PARTS)
        assert total.tolist() == (np.minimum(until, rows["deadline_at"]) - rows["arrived_at"]).tolist()
        assert all((rows[part] >= 0.0).all() for part in PARTS if part != "skill_minutes")
        assert (rows["work_minutes"] + rows["skill_minutes"] >= 0.0).all()


@on_random_runs()
def test_counts_fit_together(engine, description, whole_minutes):
    for run in runs_of(engine, description, whole_minutes):
        rows = run.contacts
        changes = rows["handoffs"] + rows["lead_changes"]
        assert (changes <= np.maximum(rows["steps"] - 1, 0)).all()
        assert (rows["people_met"] <= changes + (rows["steps"] > 0)).all()
        assert ((rows["people_met"] > 0) == (rows["steps"] > 0)).all()
        assert (rows["ping_pongs"] <= np.maximum(rows["handoffs"] - 1, 0)).all()
        assert (rows["warm_takeovers"] <= changes).all()
        assert (rows["borrowed"] <= rows["steps"]).all()
        assert (rows["misroutes"] <= np.minimum(rows["steps"], 3 * run.of_tape("needs"))).all()
        served = ~np.isnan(rows["first_served_at"])
        assert ((rows["steps"] > 0) == (served & (rows["first_served_at"] <= rows["deadline_at"]))).all()
        assert ((rows["first_team"] >= 0) == served).all()
        assert ((rows["last_person"] >= 0) == served).all()


@pytest.mark.slow
@on_random_runs(80)
def test_patience_is_one_budget(engine, description, whole_minutes):
    """Those who gave up waited exactly as long as they could bear; nobody else waited longer."""
    for run in runs_of(engine, description, whole_minutes):
        patience = run.of_tape("patience")
        for case, row in enumerate(run.contacts):
            waited = sum(s["end"] - s["start"] for s in run.by_case[case] if s["kind"] in WAITS)
            if row["outcome"] == Outcome.ABANDONED:
                assert waited == patience[case]
            else:
                assert waited <= patience[case]


@on_random_runs()
def test_diagnosis_is_certain_at_the_fourth_attempt(engine, description, whole_minutes):
    for run in runs_of(engine, description, whole_minutes):
        rows = run.segments[run.segments["case"] >= 0]
        assert (rows["attempt"] >= 0).all()
        assert (rows["attempt"] <= 3).all()
        assert (rows["apparent"] == rows["need"])[rows["attempt"] == 3].all()


@on_random_runs()
def test_context_is_a_share_and_only_told_things_are_told_again(engine, description, whole_minutes):
    for run in runs_of(engine, description, whole_minutes):
        steps = run.of_kind(SegmentKind.STEP)
        assert (steps["context"] >= 0.0).all()
        assert (steps["context"] <= 1.0).all()
        assert (steps["retold_minutes"][(steps["step"] == 0) | (steps["context"] == 1.0)] == 0.0).all()
        assert ((steps["step"] == 0) == (steps["change"] == Change.FIRST)).all()


@on_random_runs()
def test_work_is_looked_at_late_only_after_a_change_of_hands(engine, description, whole_minutes):
    for run in runs_of(engine, description, whole_minutes):
        for case, rows in run.by_case.items():
            inside, across = run.formation.pickup[0, run.of_tape("channel")[case]]
            lengths = [row["end"] - row["start"] for row in rows if row["kind"] == SegmentKind.PICKUP]
            ended_there = rows[-1]["kind"] == SegmentKind.PICKUP
            assert all(minutes in (inside, across) for minutes in lengths[: len(lengths) - ended_there])
            assert all(minutes <= max(inside, across) for minutes in lengths)
            assert all(row["step"] > 0 for row in rows if row["kind"] == SegmentKind.PICKUP)
