"""People: one thing at a time, only on shift, only what they are able to do; and whoever hands over pays for it."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import pairwise

import numpy as np

from sim.foundation.draws import Kind, decision
from sim.foundation.grid import to_grid
from sim.foundation.kinds import Lead, SegmentKind
from tests.equivalence.test_contact_centres import contact_centres
from tests.property.runs import Run, address, on_random_runs
from tests.property.story import stories
from tests.property.tiring import OCCUPATIONS, occupations
from tests.property.work import able


@on_random_runs()
def test_load_is_a_share(run):
    rows = run.people
    present = rows["shift_minutes"] + rows["overrun_minutes"]
    occupied = sum(rows[f"{name}_minutes"] for name in ("leading", "listening", "consulting", "linking"))
    assert (occupied >= 0.0).all()
    assert (occupied <= present).all()
    weeks = run.inputs.customers.cohort_end - run.inputs.customers.cohort_start
    assert (present <= weeks).all()


@on_random_runs()
def test_nobody_does_two_things_at_once(run):
    found = run.of_kind(*OCCUPATIONS)
    for person in range(run.people.size):
        mine = found[found["person"] == person]
        mine = mine[np.lexsort((mine["end"], mine["start"]))]
        assert (mine["end"][:-1] <= mine["start"][1:]).all()


@on_random_runs()
def test_whatever_begins_begins_on_shift(run):
    """Or in its last instant, as shifts that end at once do so one after the other; but for work on a call."""
    for row in run.of_kind(*OCCUPATIONS):
        after_call = row["kind"] == SegmentKind.AFTER_CALL
        assert after_call or any(start <= row["start"] <= end for start, end in run.on_shift[row["person"]])


@on_random_runs(5, contact_centres())
def test_a_call_leaves_work_to_whoever_led_it_before_anything_else(run):
    """Of serving steps, by the need; off shift too. A step may follow at once where the same person goes on."""
    minutes = {
        address(step): minutes_after_call(run, step)
        for story, step in stories(run)
        if step["kind"] == SegmentKind.STEP and not story.is_triage(step)
    }
    for person in range(run.people.size):
        left = 0.0
        for before, row in pairwise([None, *occupations(run, person), None]):
            if before is not None and before["kind"] == SegmentKind.STEP:
                left += minutes.get(address(before), 0.0)
            if row is None or row["start"] > run.stopped_at:
                assert left == 0.0 or before["end"] >= run.stopped_at
            elif row["kind"] == SegmentKind.AFTER_CALL:
                assert (row["start"], row["end"] - row["start"]) == (before["end"], left)
                left = 0.0
            else:
                assert left == 0.0 or (row["kind"], row["start"]) == (SegmentKind.STEP, before["end"])


def minutes_after_call(run: Run, step: np.void) -> float:
    """Minutes of work that a step leaves."""
    customers, need = run.inputs.customers, int(run.of_tape("need")[step["case"], step["need_position"]])
    mean = float(customers.after_call_minutes[need])
    drawn = run.drawn(Kind.AFTER_CALL, step["case"], decision(step["contact"], step["need_position"], 0))
    return to_grid(mean if customers.after_call_constant[need] else -mean * math.log(1.0 - drawn))


@on_random_runs(5, contact_centres())
def test_nobody_turns_to_work_while_as_many_are_occupied_as_the_roster_has(run):
    """Of a group in which shifts end by count."""
    if not run.inputs.people.leavers_by_count:
        return
    found, group = run.of_kind(*OCCUPATIONS), run.inputs.people.group
    over = {(int(row["person"]), float(row["end"])) for row in found}
    for row in found[~np.isin(found["kind"], [SegmentKind.LINK, SegmentKind.AFTER_CALL])]:
        at, mine = row["start"], group == group[row["person"]]
        if (int(row["person"]), float(at)) in over:  # who goes on, or is called in the instant in which they are done
            continue
        occupied = mine[found["person"]] & (found["start"] < at) & (at < found["end"])
        there = sum(start <= at <= end for one in np.flatnonzero(mine) for start, end in run.on_shift[one])
        assert occupied.sum() < there


@on_random_runs()
def test_nobody_works_without_skill(run):
    """A step is for somebody able to serve what it seems to need, or for a fixed lead with an able adviser."""
    skill = run.inputs.people.skill
    for story, step in stories(run):
        if step["kind"] != SegmentKind.STEP:
            continue
        for row in run.joined(step):
            assert able(run, int(row["need"]), story.language)[row["person"]]
        advisers = run.beside(step, SegmentKind.CONSULT)
        if advisers:
            assert run.policy["lead"] == Lead.FIXED
            assert step["apparent"] == step["need"]
            assert skill[step["person"], step["need"]] == 0.0
            assert able(run, step["need"], story.language)[advisers].tolist() == [True]
            assert run.inputs.people.speaks[step["person"], story.language]
        else:
            assert able(run, step["apparent"], story.language)[step["person"]]


@on_random_runs()
def test_nobody_listens_who_could_not_take_over(run):
    for story, step in stories(run):
        wings, advisers = (run.beside(step, kind) for kind in (SegmentKind.LISTEN, SegmentKind.CONSULT))
        if step["kind"] != SegmentKind.STEP or not wings:
            continue
        assert not story.is_triage(step)
        assert len(wings) <= run.policy["wings"]
        assert len({*wings, *advisers, int(step["person"])}) == 1 + len(wings) + len(advisers)
        function = story.called_for(step)
        assert function >= 0
        assert able(run, function, story.language)[wings].all()


@on_random_runs()
def test_whoever_hands_over_pays_for_it(run):
    """Givers link for every handoff once, and owners brief, as soon as they are on shift and not occupied."""
    owed = 0.0
    for story, step in stories(run):
        if step["kind"] == SegmentKind.STEP:
            owed += to_grid(run.policy["link_minutes"]) * story.is_handed_over(step)
            owed += to_grid(story.briefing_minutes(step))
    links = run.of_kind(SegmentKind.LINK)
    paid = (links["end"] - links["start"]).sum()
    assert paid <= owed
    somebody_is_busy = (run.of_kind(*OCCUPATIONS)["end"] >= run.stopped_at).any()
    if all(map(always_there, run.on_shift)) and not somebody_is_busy and nobody_left(run):
        assert paid == owed


@on_random_runs()
def test_whoever_owes_pays_as_soon_as_possible_and_all_at_once(run):
    """Person by person: before anything else begins, and no more than is owed by then."""
    owed, kept = debts(run)
    for person in range(run.people.size):
        mine = run.of_kind(*OCCUPATIONS)
        mine = mine[mine["person"] == person]
        links = mine[mine["kind"] == SegmentKind.LINK]
        for row in mine[mine["kind"] != SegmentKind.AFTER_CALL]:  # which comes before what is owed
            since = run.seat(person, row["start"]).since  # whoever sat there before took their debts away
            mine_paid = (links["start"] >= since) & (links["start"] <= row["start"])
            paid = (links["end"] - links["start"])[mine_paid].sum()
            due = sum(minutes for at, minutes in owed[person] if since <= at < row["start"])
            assert paid >= due or (person, row["start"]) in kept
            assert paid <= due + sum(minutes for at, minutes in owed[person] if at == row["start"])


def debts(run: Run) -> tuple[dict[int, list[tuple[float, float]]], set[tuple[int, float]]]:
    """(time, minutes) that each person comes to owe; and (person, time) of who goes on, and pays later."""
    owed, kept = defaultdict(list), set()
    for story, step in stories(run):
        if step["kind"] != SegmentKind.STEP:
            continue
        if story.is_handed_over(step):
            owed[story.last].append((step["start"], to_grid(run.policy["link_minutes"])))
        owed[story.owner].append((step["start"], to_grid(story.briefing_minutes(step))))
        if story.goes_on(step) or story.is_led_on(step):
            kept.add((int(step["person"]), float(step["start"])))
    return owed, kept


@on_random_runs()
def test_linking_is_of_no_case(run):
    """It may be of several."""
    nothing = ["case", "contact", "step", "apparent", "need", "need_position", "attempt"]
    for row in run.of_kind(SegmentKind.LINK):
        assert row[nothing].item() == (-1,) * len(nothing)
        assert row["team"] == run.home[row["person"]]


@on_random_runs()
def test_colleagues_are_occupied_for_their_share_of_a_step(run):
    """Advisers from its start, and for the link where they come from another room; wings to its end."""
    steps = {address(row): row for row in run.of_kind(SegmentKind.STEP)}
    for row in run.of_kind(SegmentKind.LISTEN, SegmentKind.CONSULT):
        step = steps[address(row)]
        minutes = step["end"] - step["start"]
        if row["kind"] == SegmentKind.LISTEN:
            assert row["end"] == step["end"]
            assert row["start"] == step["end"] - to_grid(run.policy["listen_share"] * minutes)
            continue
        link = run.policy["link_minutes"] * (run.room[row["person"]] != run.room[step["person"]])
        assert row["start"] == step["start"]
        assert row["end"] == row["start"] + to_grid(run.policy["consult_share"] * minutes + link)


def nobody_left(run: Run) -> bool:
    """Whether everybody is still in their seat."""
    return not any(seat.before for seat in run.staff.seats[-1])


def always_there(spans: list[tuple[float, float]]) -> bool:
    """Whether a person never leaves."""
    return bool(spans) and spans[0][0] == 0.0 and all(a[1] == b[0] for a, b in pairwise(spans))
