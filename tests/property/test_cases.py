"""Cases: nobody is lost, clocks run forward, minutes add up, counts fit together, contact by contact."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from sim.foundation.kinds import Change, ComesBack, Outcome, SegmentKind
from sim.records.tables import PARTS
from tests.property.runs import WAITS, on_random_runs
from tests.property.story import Story, stories


@on_random_runs()
def test_every_case_has_contacts_and_every_contact_one_outcome(run):
    rows, customers = run.contacts, run.inputs.customers
    assert np.unique(rows["case"]).tolist() == list(range(run.of_tape("arrival").size))
    assert np.isin(rows["outcome"], list(Outcome)).all()
    assert (np.isnan(rows["ended_at"]) == (rows["outcome"] == Outcome.OPEN)).all()
    may_be = customers.turn_away | customers.call_again
    assert may_be[rows["channel"][rows["outcome"] == Outcome.TURNED_AWAY]].all()
    assert np.isfinite(run.of_tape("patience")[rows["case"][rows["outcome"] == Outcome.ABANDONED]]).all()
    if run.stopped_at < customers.end:
        arrival = run.of_tape("arrival")[rows["case"]]
        cohort = (arrival >= customers.cohort_start) & (arrival < customers.cohort_end)
        assert (rows["outcome"][cohort] != Outcome.OPEN).all()
        assert not is_awaited(rows[last_contacts(rows) & cohort]).any()


def last_contacts(rows: np.ndarray) -> np.ndarray:
    """Which rows are the last of their case."""
    return np.append(rows["case"][1:] != rows["case"][:-1], [True] * min(rows.size, 1))


def is_awaited(rows: np.ndarray) -> np.ndarray:
    """Whether the customer is to come again."""
    return np.isin(rows["comes_back"], (ComesBack.REDIAL, ComesBack.RETURN))


@on_random_runs()
def test_one_contact_follows_another_only_where_the_customer_comes_back(run):
    """And exactly one, with the same deadline, later, and never more than most_contacts; who gave up redials."""
    rows = run.contacts
    final = last_contacts(rows)
    assert is_awaited(rows[~final]).all()
    following = np.flatnonzero(~final) + 1
    assert (rows["contact"][following] == rows["contact"][~final] + 1).all()
    assert (rows["contact"][np.append(0, np.flatnonzero(final)[:-1] + 1)[: rows.size]] == 0).all()
    assert (rows["arrived_at"][following] >= rows["ended_at"][~final]).all()
    assert (rows["deadline_at"] == run.of_tape("deadline")[rows["case"]]).all()
    assert (rows["contact"] < run.policy["most_contacts"]).all()
    capped = rows[rows["comes_back"] == ComesBack.CAPPED]
    assert (capped["contact"] + 1 == run.policy["most_contacts"]).all()
    gave_up = np.isin(rows["outcome"], (Outcome.ABANDONED, Outcome.TURNED_AWAY))
    assert not gave_up[rows["comes_back"] == ComesBack.RETURN].any()
    assert gave_up[rows["comes_back"] == ComesBack.REDIAL].all()


@on_random_runs()
def test_resolved_means_that_every_need_was_served_once(run):
    """In the contacts up to the first that was resolved; each later one that is serves the last need once more."""
    done: dict[int, list[int]] = {}
    for row, found in run.visits():
        case, story = int(row["case"]), Story(run, int(row["case"]))
        steps = [s for s in found if s["kind"] == SegmentKind.STEP and s["end"] <= run.stopped_at]
        served = [s for s in steps if not story.is_triage(s)]
        assert [s["need"] for s in served] == [story.need[s["need_position"]] for s in served]
        for step in served:
            done.setdefault(case, []).extend(int(s["need_position"]) for s in (step, *run.joined(step)))
        done.setdefault(case, [])
        if row["outcome"] == Outcome.RESOLVED:
            assert done[case] == list(range(story.needs))
            done[case].pop()
        assert len(done[case]) < story.needs or row["ended_at"] == run.stopped_at or row["outcome"] == Outcome.OPEN


@on_random_runs()
def test_clocks_run_forward(run):
    rows = run.contacts
    served, ended = ~np.isnan(rows["first_served_at"]), ~np.isnan(rows["ended_at"])
    assert (rows["arrived_at"] <= rows["deadline_at"])[rows["contact"] == 0].all()
    assert (rows["arrived_at"] <= rows["first_served_at"])[served].all()
    assert (rows["first_served_at"] <= rows["ended_at"])[served & ended].all()
    assert (rows["arrived_at"] <= rows["ended_at"])[ended].all()
    assert (rows["ended_at"][ended] <= run.stopped_at).all()
    assert served[rows["outcome"] == Outcome.RESOLVED].all()


@on_random_runs()
def test_bot_waits_and_steps_follow_each_other_without_gaps(run):
    for contact, rows in run.visits():
        if not rows:
            assert contact["ended_at"] == contact["arrived_at"] or contact["outcome"] == Outcome.OPEN
            continue
        assert rows[0]["start"] == contact["arrived_at"]
        assert all(before["end"] == after["start"] for before, after in pairwise(rows))
        if contact["outcome"] != Outcome.OPEN:
            assert rows[-1]["end"] == contact["ended_at"]
        elif rows[-1]["kind"] != SegmentKind.STEP:
            assert rows[-1]["end"] == run.stopped_at
        else:
            assert rows[-1]["end"] >= run.stopped_at  # a step under way


@on_random_runs(25)
def test_parts_of_a_contact_add_up(run):
    """To min(end, deadline) - arrival; the end of an open contact is the stop, or the end of its step under way."""
    rows = run.contacts
    until = np.where(np.isnan(rows["ended_at"]), np.maximum(run.stopped_at, rows["arrived_at"]), rows["ended_at"])
    for place, (_, found) in enumerate(run.visits()):
        until[place] = max(until[place], found[-1]["end"]) if found else until[place]
    total = sum(rows[part] for part in PARTS)
    deadline = rows["deadline_at"]
    assert total.tolist() == (np.minimum(until, deadline) - np.minimum(rows["arrived_at"], deadline)).tolist()
    assert all((rows[part] >= 0.0).all() for part in PARTS if part != "skill_minutes")
    assert (rows["work_minutes"] + rows["skill_minutes"] >= 0.0).all()


@on_random_runs()
def test_counts_fit_together(run):
    rows = run.contacts
    changes = rows["handoffs"] + rows["lead_changes"]
    assert (changes <= np.maximum(rows["steps"] - 1, 0)).all()
    assert (rows["people_met"] + rows["known_steps"] == rows["steps"]).all()
    joined = np.array(
        [sum(len(run.joined(s)) for s in found if s["kind"] == SegmentKind.STEP) for _, found in run.visits()]
    )
    assert (rows["people_met"] <= changes + joined + (rows["steps"] > 0)).all()
    first = rows["contact"] == 0
    assert ((rows["people_met"] > 0) == (rows["steps"] > 0))[first].all()
    assert (rows["ping_pongs"] <= np.maximum(rows["handoffs"] - 1, 0)).all()
    assert (rows["warm_takeovers"] <= changes).all()
    assert (rows["borrowed"] <= rows["steps"]).all()
    needs = run.of_tape("needs")[rows["case"]]
    assert (rows["misroutes"] <= np.minimum(rows["steps"], 3 * needs)).all()
    served = ~np.isnan(rows["first_served_at"])
    assert ((rows["steps"] > 0) == (served & (rows["first_served_at"] <= rows["deadline_at"]))).all()
    assert ((rows["first_team"] >= 0) == served).all()
    assert ((rows["last_person"] >= 0) == served).all()


@on_random_runs()
def test_nobody_is_met_for_the_first_time_twice(run):
    """Over the contacts of a case, as many people are met as lead or join a step of it by the deadline."""
    steps = run.of_kind(SegmentKind.STEP, SegmentKind.JOIN)
    steps = steps[steps["start"] <= run.of_tape("deadline")[steps["case"]]]
    people = [(int(row["case"]), *run.who(row["person"], row["start"])) for row in steps]
    pairs = np.unique(np.array(people, dtype=np.int64).reshape(-1, 3).T, axis=1)
    cases = run.of_tape("arrival").size
    met = np.bincount(run.contacts["case"], weights=run.contacts["people_met"], minlength=cases)
    assert met.tolist() == np.bincount(pairs[0], minlength=cases).tolist()


@on_random_runs()
def test_patience_is_one_budget_per_contact(run):
    """Those who gave up waited exactly as long as they could bear; nobody else waited longer."""
    patience = run.of_tape("patience")
    for row, found in run.visits():
        waited = sum(s["end"] - s["start"] for s in found if s["kind"] in WAITS)
        if row["outcome"] == Outcome.ABANDONED:
            assert waited == patience[row["case"]]
        else:
            assert waited <= patience[row["case"]]


@on_random_runs()
def test_diagnosis_is_certain_at_the_fourth_attempt(run):
    rows = run.segments[run.segments["case"] >= 0]
    assert (rows["attempt"] >= 0).all()
    assert (rows["attempt"] <= 3).all()
    assert (rows["apparent"] == rows["need"])[rows["attempt"] == 3].all()


@on_random_runs()
def test_context_is_a_share_and_only_told_things_are_told_again(run):
    steps = run.of_kind(SegmentKind.STEP)
    assert (steps["context"] >= 0.0).all()
    assert (steps["context"] <= 1.0).all()
    begins = steps["step"] == 0
    assert (steps["retold_minutes"][(begins & (steps["contact"] == 0)) | (steps["context"] == 1.0)] == 0.0).all()
    assert (begins == (steps["change"] == Change.FIRST)).all()


@on_random_runs()
def test_work_that_changed_hands_lies_for_as_long_as_its_channel_says(run):
    """Inside its team or across, to the second; unless the customer gives up or the run stops meanwhile."""
    for story, segment in stories(run):
        if segment["kind"] not in WAITS:
            continue
        inside, across = run.formation.pickup[story.channel]
        if segment["kind"] == SegmentKind.QUEUE:
            straight_on = story.last is not None and story.before["end"] == segment["start"]
            assert not straight_on or (inside if segment["team"] == run.home[story.last] else across) == 0.0
            continue
        expected = inside if segment["team"] == run.home[story.last] else across
        minutes = segment["end"] - segment["start"]
        is_cut = segment["end"] in (run.stopped_at, run.row_of[story.case, story.contact]["ended_at"])
        assert minutes == expected or (is_cut and minutes < expected)
