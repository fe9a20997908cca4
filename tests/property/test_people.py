"""People: one thing at a time, only on shift, only what they are able to do, and never idle beside their work."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from sim.demand.grid import to_grid
from sim.formation import Lead, QueueOrder
from sim.records.tables import Change, SegmentKind
from sim.rules.matching import order_key, secondary_pays
from tests.property.runs import OCCUPATIONS, Run, on_random_runs, runs_of


@on_random_runs()
def test_load_is_a_share(engine, description, whole_minutes):
    for run in runs_of(engine, description, whole_minutes):
        rows = run.people
        present = rows["shift_minutes"] + rows["overrun_minutes"]
        occupied = sum(rows[f"{name}_minutes"] for name in ("leading", "listening", "consulting", "linking"))
        assert (occupied >= 0.0).all()
        assert (occupied <= present).all()
        weeks = run.inputs.customers.cohort_end - run.inputs.customers.cohort_start
        assert (present <= weeks).all()


@on_random_runs()
def test_nobody_does_two_things_at_once(engine, description, whole_minutes):
    for run in runs_of(engine, description, whole_minutes):
        found = run.of_kind(*OCCUPATIONS)
        for person in range(run.people.size):
            mine = found[found["person"] == person]
            mine = mine[np.lexsort((mine["end"], mine["start"]))]
            assert (mine["end"][:-1] <= mine["start"][1:]).all()


@on_random_runs()
def test_whatever_begins_begins_on_shift(engine, description, whole_minutes):
    for run in runs_of(engine, description, whole_minutes):
        for row in run.of_kind(*OCCUPATIONS):
            assert any(start <= row["start"] < end for start, end in run.on_shift[row["person"]])


@on_random_runs()
def test_nobody_works_without_skill(engine, description, whole_minutes):
    """A step is for somebody able to serve what it seems to need, or for a fixed lead with an able adviser."""
    for run in runs_of(engine, description, whole_minutes):
        skill = run.inputs.people.skill
        for step in run.of_kind(SegmentKind.STEP):
            advisers = advisers_of(run, step)
            if advisers:
                assert run.policy["lead"] == Lead.FIXED
                assert step["apparent"] == step["need"]
                assert skill[step["person"], step["need"]] == 0.0
                assert [skill[adviser, step["need"]] > 0.0 for adviser in advisers] == [True]
            else:
                assert skill[step["person"], step["apparent"]] > 0.0


@on_random_runs()
def test_work_takes_as_long_as_skill_and_pace_say(engine, description, whole_minutes):
    for run in runs_of(engine, description, whole_minutes):
        people = run.inputs.people
        for step in run.of_kind(SegmentKind.STEP):
            skill = people.skill[step["person"], step["need"]]
            if skill == 0.0 and step["apparent"] != step["need"]:
                assert (step["work_minutes"], step["skill_minutes"]) == (0.0, 0.0)
                assert step["rework_minutes"] == to_grid(run.policy["triage_minutes"])
                continue
            skill = run.policy["consult_skill"] if skill == 0.0 else skill
            whole = to_grid(step["work_minutes"] / (skill * people.pace[step["person"]]))
            assert step["work_minutes"] + step["skill_minutes"] == whole


def advisers_of(run: Run, step: np.void) -> list[int]:
    """People consulted in a step."""
    beside = run.beside.get((int(step["case"]), int(step["step"])), [])
    return [int(row["person"]) for row in beside if row["kind"] == SegmentKind.CONSULT]


@on_random_runs()
def test_nobody_listens_who_could_not_take_over(engine, description, whole_minutes):
    for run in runs_of(engine, description, whole_minutes):
        need, hidden = run.of_tape("need"), run.of_tape("hidden")
        needs, customers = run.of_tape("needs"), run.inputs.customers
        for step in run.of_kind(SegmentKind.STEP):
            beside = run.beside.get((int(step["case"]), int(step["step"])), [])
            wings = [row["person"] for row in beside if row["kind"] == SegmentKind.LISTEN]
            assert len(wings) <= run.policy["wings"]
            assert len({*wings, step["person"], *advisers_of(run, step)}) == 1 + len(beside)
            case, following = step["case"], step["need_position"] + 1
            if following < needs[case] and not hidden[case, following]:
                function = need[case, following]
            else:
                function = customers.likeliest_next[step["need"]]
                assert not wings or customers.next_share[step["need"]] >= run.policy["attach_from_share"]
            assert all(run.inputs.people.skill[wing, function] > 0.0 for wing in wings)


@on_random_runs(40)
def test_work_never_waits_beside_a_free_person_who_may_take_it(engine, description, whole_minutes):
    """Between any two events: no case in a queue and, in its room or lendable, somebody free who may take it."""
    for run in runs_of(engine, description, whole_minutes):
        queued = run.of_kind(SegmentKind.QUEUE)
        if not queued.size:
            continue
        on_shift, free = presence_between_events(run)
        times = middles(run)
        room = run.home if run.policy["walls"] else np.zeros_like(run.home)
        functions = run.inputs.people.function
        for place in np.unique(np.stack([np.maximum(queued["team"], 0), queued["apparent"]]), axis=1).T:
            mine = queued[(np.maximum(queued["team"], 0) == place[0]) & (queued["apparent"] == place[1])]
            waiting = ((mine["start"] < times[:, None]) & (times[:, None] < mine["end"])).any(axis=1)
            primaries = on_shift[:, (room == place[0]) & (functions == place[1])].sum(axis=1)
            for person in range(run.people.size):
                if room[person] == place[0] or run.policy["borrowing"]:
                    idle = waiting & free[:, person]
                    assert not any(may_take(run, person, place[1], count) for count in np.unique(primaries[idle]))


def may_take(run: Run, person: int, function: int, primaries: int) -> bool:
    """Whether a free person may take the head of a queue. primaries: on shift in the room of the queue."""
    skill = run.inputs.people.skill[person, function]
    if skill == 0.0:
        return False
    if run.inputs.people.function[person] == function or run.policy["greedy"]:
        return True
    return secondary_pays(skill, primaries, 0, run.inputs.customers.mean_work[function])


@on_random_runs(40)
def test_a_secondary_skill_is_used_only_where_waiting_would_take_longer(engine, description, whole_minutes):
    """People present throughout the moment are counted: who comes or leaves in it may do so before or after."""
    for run in runs_of(engine, description, whole_minutes):
        functions = run.inputs.people.function
        for step in run.of_kind(SegmentKind.STEP):
            kept = run.policy["lead"] == Lead.FIXED and step["change"] == Change.SAME_PERSON
            if kept or run.policy["greedy"] or functions[step["person"]] == step["apparent"]:
                continue
            primaries = sum(
                any(start < step["start"] < end for start, end in run.on_shift[person])
                for person in np.flatnonzero(functions == step["apparent"])
                if run.home[person] == step["team"] or not run.policy["walls"]
            )
            assert may_take(run, step["person"], step["apparent"], primaries)


def middles(run: Run) -> np.ndarray:
    """A time between each two neighbouring moments at which anything changes, up to the stop."""
    shifts = [time for spans in run.on_shift for span in spans for time in span]
    moments = np.unique(np.concatenate([run.segments["start"], run.segments["end"], shifts]))
    moments = moments[moments <= run.stopped_at]
    return (moments[:-1] + moments[1:]) / 2.0


def presence_between_events(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """(on shift, free) of each person at each of `middles`. bool[T, P]."""
    times = middles(run)[:, None]
    found = run.of_kind(*OCCUPATIONS)
    on_shift = np.zeros((times.size, run.people.size), dtype=bool)
    occupied = np.zeros_like(on_shift)
    for person, spans in enumerate(run.on_shift):
        starts, ends = np.array(spans).reshape(-1, 2).T
        on_shift[:, person] = ((starts < times) & (times < ends)).any(axis=1)
        mine = found[found["person"] == person]
        occupied[:, person] = ((mine["start"] < times) & (times < mine["end"])).any(axis=1)
    return on_shift, on_shift & ~occupied


@on_random_runs()
def test_the_least_of_a_queue_is_served_first(engine, description, whole_minutes):
    """Whoever is taken from a queue comes before everybody who goes on waiting in it."""
    for run in runs_of(engine, description, whole_minutes):
        queued = run.of_kind(SegmentKind.QUEUE)
        served = {(row["case"], row["step"], row["start"]) for row in run.of_kind(SegmentKind.STEP)}
        for row in queued:
            if (row["case"], row["step"], row["end"]) in served:
                same = (queued["team"] == row["team"]) & (queued["apparent"] == row["apparent"])
                if not run.policy["walls"]:
                    same = queued["apparent"] == row["apparent"]
                rest = queued[same & (queued["start"] < row["end"]) & (row["end"] < queued["end"])]
                assert all(place_in_queue(run, row) < place_in_queue(run, other) for other in rest)


def place_in_queue(run: Run, row: np.void) -> tuple[int, float, int]:
    """Priority, order key and number of a waiting case."""
    contact = run.contacts[row["case"]]
    order = QueueOrder(int(run.policy["queue_order"]))
    key = order_key(order, row["start"], contact["arrived_at"], run.of_tape("distress")[row["case"]])
    return int(run.inputs.customers.priority[contact["channel"]]), key, int(row["case"])


@on_random_runs()
def test_whoever_hands_over_pays_for_it(engine, description, whole_minutes):
    """Givers link for every cold handoff once, as soon as they are on shift and not occupied."""
    for run in runs_of(engine, description, whole_minutes):
        steps, links = run.of_kind(SegmentKind.STEP), run.of_kind(SegmentKind.LINK)
        cold = ((steps["change"] == Change.HANDOFF) & (steps["warm"] == 0)).sum()
        owed = to_grid(run.policy["link_minutes"]) * cold
        paid = (links["end"] - links["start"]).sum()
        assert paid <= owed
        somebody_is_busy = (run.of_kind(*OCCUPATIONS)["end"] >= run.stopped_at).any()
        if all(map(always_there, run.on_shift)) and not somebody_is_busy:
            assert paid == owed


def always_there(spans: list[tuple[float, float]]) -> bool:
    """Whether a person never leaves."""
    return bool(spans) and spans[0][0] == 0.0 and all(a[1] == b[0] for a, b in pairwise(spans))
