"""Queues: the least comes first, no work waits beside somebody who may take it, and second skills are for need."""

from __future__ import annotations

import numpy as np

from sim.foundation.grid import to_grid
from sim.foundation.kinds import Change, Lead, LendOrder, Outcome, QueueOrder, ReturnTo, SegmentKind
from tests.property import by_hand
from tests.property.learning_again import WEEK
from tests.property.runs import WAITS, Run, address, on_random_runs
from tests.property.story import stories
from tests.property.tiring import OCCUPATIONS
from tests.property.work import able, at_home, may_take, within_reach


@on_random_runs(25)
def test_work_never_waits_beside_a_free_person_who_may_take_it(run):
    """Between any two events: no case in a queue and, in its room or lendable, somebody free who may take it.

    Others may take what has stood first in its queue, and in it for long enough.
    """
    queued = run.of_kind(SegmentKind.QUEUE)
    if not queued.size:
        return
    on_shift, free = presence_between_events(run)
    times, queue_of = middles(run), queues(run, queued)
    for team, function, language in np.unique(queue_of, axis=0):
        mine = queued[(queue_of == (team, function, language)).all(axis=1)]
        mine = mine[[place for _, place in sorted((place_in_queue(run, row), n) for n, row in enumerate(mine))]]
        stands = (mine["start"] < times[:, None]) & (times[:, None] < mine["end"])
        waiting = stands.any(axis=1)
        head_since = mine["start"][stands.argmax(axis=1)]
        lendable = waiting & (times > head_since + to_grid(run.policy["lend_after_minutes"]))
        inside = run.home == team if run.policy["walls"] else np.ones_like(run.home, dtype=bool)
        capacity = on_shift[:, inside & at_home(run, function, language)].sum(axis=1)
        for person in np.flatnonzero(within_reach(run, team)):
            idle = (waiting if inside[person] else lendable) & free[:, person]
            moments = np.unique(np.stack([capacity[idle], times[idle] // WEEK], axis=1), axis=0)
            assert not any(may_take(run, person, function, language, count, week * WEEK) for count, week in moments)


def queues(run: Run, rows: np.ndarray) -> np.ndarray:
    """(team, apparent function, language) of waiting cases; team 0 without walls. int[n, 3]."""
    return np.stack([np.maximum(rows["team"], 0), rows["apparent"], run.of_tape("language")[rows["case"]]], axis=1)


@on_random_runs(25)
def test_a_secondary_skill_is_used_only_where_waiting_would_take_longer(run):
    """People present throughout the moment are counted: who comes or leaves in it may do so before or after."""
    for story, step in stories(run):
        if step["kind"] != SegmentKind.STEP or story.is_led_on(step):
            continue
        function, language = int(step["apparent"]), int(run.of_tape("language")[step["case"]])
        kept = run.policy["lead"] == Lead.FIXED and step["change"] == Change.SAME_PERSON
        home = at_home(run, function, language)
        if kept or run.policy["assignment"] or home[step["person"]] or is_put_through(run, step):
            continue
        capacity = sum(
            any(start < step["start"] < end for start, end in run.on_shift[person])
            for person in np.flatnonzero(home)
            if run.home[person] == step["team"] or not run.policy["walls"]
        )
        assert may_take(run, step["person"], function, language, capacity, step["start"])


def is_put_through(run: Run, step: np.void) -> bool:
    """Whether somebody known may take who comes back at once, out of turn."""
    back = step["contact"] > 0 and step["step"] == 0
    back = back and run.policy["return_to"] in (ReturnTo.SAME_PERSON, ReturnTo.OWNER)
    return bool(back and step["start"] == run.row_of[int(step["case"]), int(step["contact"])]["arrived_at"])


def middles(run: Run) -> np.ndarray:
    """A time between each two neighbouring moments at which anything changes, up to the stop."""
    shifts = [time for spans in run.on_shift for span in spans for time in span]
    moments = np.unique(np.concatenate([run.segments["start"], run.segments["end"], shifts]))
    moments = moments[moments <= run.stopped_at]
    return (moments[:-1] + moments[1:]) / 2.0


def presence_between_events(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """(on shift, free for certain) of each person at each of `middles`. bool[T, P]."""
    times = middles(run)[:, None]
    found = run.of_kind(*OCCUPATIONS)
    on_shift = np.zeros((times.size, run.people.size), dtype=bool)
    occupied = np.zeros_like(on_shift)
    for person, spans in enumerate(run.on_shift):
        starts, ends = np.array(spans).reshape(-1, 2).T
        on_shift[:, person] = ((starts < times) & (times < ends)).any(axis=1)
        mine = found[found["person"] == person]
        occupied[:, person] = ((mine["start"] < times) & (times < mine["end"])).any(axis=1)
    free, group = on_shift & ~occupied, run.inputs.people.group
    if run.inputs.people.leavers_by_count:  # as many of a group may rest as finish after their shift
        for one in np.unique(group):
            free[:, group == one] &= ~(occupied & ~on_shift)[:, group == one].any(axis=1, keepdims=True)
    return on_shift, free


@on_random_runs()
def test_the_least_of_a_queue_is_served_first(run):
    """Whoever is taken from a queue comes before everybody who goes on waiting in it."""
    queued = run.of_kind(SegmentKind.QUEUE)
    served = {(*address(row), row["start"]) for row in run.of_kind(SegmentKind.STEP)}
    queue_of = queues(run, queued)
    for row, own in zip(queued, queue_of, strict=True):
        if (*address(row), row["end"]) in served:
            same = (queue_of == own).all(axis=1)
            rest = queued[same & (queued["start"] < row["end"]) & (row["end"] < queued["end"])]
            assert all(place_in_queue(run, row) < place_in_queue(run, other) for other in rest)


def place_in_queue(run: Run, row: np.void) -> tuple[int, float, int]:
    """Priority, order key and number of a waiting case."""
    contact = run.row_of[int(row["case"]), int(row["contact"])]
    order = QueueOrder(int(run.policy["queue_order"]))
    key = by_hand.place_in_queue(order, row["start"], contact["arrived_at"], contact["distress"])
    return int(run.inputs.customers.priority[contact["channel"]]), key, int(row["case"])


@on_random_runs(25)
def test_nobody_leaves_more_urgent_work_for_less(run):
    """Who takes work from a queue may take none that waits all the while and comes before it, by `lend_order`.

    Own queues come first of all, or among work of the same priority. Only those at home in the other work are judged,
    and of lent work what may be lent at once, as who is on shift in that instant is not known.
    """
    queued = run.of_kind(SegmentKind.QUEUE)
    queue_of = queues(run, queued)
    priority = run.inputs.customers.priority[run.of_tape("channel")[queued["case"]]]
    for story, step in stories(run):
        if (
            step["kind"] != SegmentKind.STEP
            or story.goes_on(step)
            or story.is_led_on(step)
            or is_put_through(run, step)
        ):
            continue
        person, at = int(step["person"]), step["start"]
        mine = place_among_teams(run, person, int(step["team"]), int(run.inputs.customers.priority[story.channel]))
        stays = np.flatnonzero((queued["start"] < at) & (at < queued["end"]))
        for place in stays:
            team, function, language = queue_of[place].tolist()
            is_own = not run.policy["walls"] or team == run.home[person]
            if not (able(run, function, language) & at_home(run, function, language))[person]:
                continue
            if is_own or (run.policy["lend_after_minutes"] == 0.0 and within_reach(run, team)[person]):
                assert place_among_teams(run, person, team, int(priority[place])) >= mine


@on_random_runs(25)
def test_nobody_joins_a_step_whom_others_wait_for(run):
    """Whatever the priority: work of their own team, or that may be lent at once, in which they are at home."""
    queued = run.of_kind(SegmentKind.QUEUE)
    queue_of = queues(run, queued)
    for row in run.of_kind(SegmentKind.JOIN):
        person, at = int(row["person"]), row["start"]
        for place in np.flatnonzero((queued["start"] < at) & (at < queued["end"])):
            team, function, language = queue_of[place].tolist()
            is_own = not run.policy["walls"] or team == run.home[person]
            if is_own or (run.policy["lend_after_minutes"] == 0.0 and within_reach(run, team)[person]):
                assert not (able(run, function, language) & at_home(run, function, language))[person]


def place_among_teams(run: Run, person: int, team: int, priority: int) -> tuple[int, int]:
    """Which work somebody takes first, the least: by priority and whether it is their team's."""
    is_lent = int(bool(run.policy["walls"]) and team != run.home[person])
    return (is_lent, priority) if run.policy["lend_order"] == LendOrder.OWN_FIRST else (priority, is_lent)


@on_random_runs(25)
def test_who_waits_while_somebody_listens_is_counted(run):
    """Between those for whom it is certain and those for whom it may be so: within an instant no segment tells."""
    listened = run.of_kind(SegmentKind.LISTEN)
    for row, found in run.visits():
        if not run.inputs.customers.live[row["channel"]]:
            assert row["delayed_by_wings"] == 0
            continue
        waits = [one for one in found if one["kind"] in WAITS and one["start"] <= row["deadline_at"]]
        certain = sum(is_behind_wings(run, one, listened, certain=True) for one in waits)
        steps = [one for one in found if one["kind"] == SegmentKind.STEP]
        possible = sum(is_behind_wings(run, one, listened, certain=False) for one in (*waits, *steps))
        assert certain <= row["delayed_by_wings"] <= possible + (row["outcome"] != Outcome.RESOLVED)


def is_behind_wings(run: Run, row: np.void, listened: np.ndarray, *, certain: bool) -> bool:
    """Whether somebody of the room listens when a wait begins, who might else take it."""
    at, function, language = row["start"], int(row["apparent"]), int(run.of_tape("language")[row["case"]])
    may = (
        at_home(run, function, language) if certain and not run.policy["assignment"] else able(run, function, language)
    )
    if run.policy["walls"]:
        may &= run.home == row["team"] if row["kind"] in WAITS else True
    if not certain:
        return bool(may[listened["person"][(listened["start"] <= at) & (at <= listened["end"])]].any())
    inside = listened["person"][(listened["start"] < at) & (at < listened["end"])]
    return any(may[person] and any(a < at < b for a, b in run.on_shift[person]) for person in inside)
