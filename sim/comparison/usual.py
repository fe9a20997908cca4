"""What is usual today, measured: with it everything that is slow acts by what differs from today.

Working times, skills, absence and turnover as a scenario gives them are those of people who have been strained, short
of colleagues and newcomers for years. So an organisation that stays as it is must not drift by any of these. What they
usually are is measured in today's column, before anything is run, with people who leave, are hired and learn as they do
today: first with nothing that load and strain would add to it, then with all that they do beside what was found. For
today has what they do in it too: without it weeks that are worse than others, and what they leave behind, would be
rarer than they are, and staying would drift by the difference. A third time would find the same, but for luck.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from sim.demand.build import build_tape
from sim.demand.customers import build_customers
from sim.formation.arrays import Formation, People
from sim.formation.build import build_formation
from sim.formation.people import build_people, build_roster
from sim.formation.prepared import Prepared, prepare
from sim.formation.skills import peers_of
from sim.foundation.kinds import SegmentKind
from sim.measures.columns import ratios
from sim.measures.loads import OCCUPIED
from sim.measures.weekly import weeks_of
from sim.records.tables import Records
from sim.rules.learning import hours_of_practice
from sim.rules.staff import lasting, overwork, past_line
from sim.scenario import changed
from sim.scenario.built_in_columns import TODAY
from sim.scenario.over_time import Usual
from sim.scenario.scenario_settings import Scenario

REPLICATIONS, WARM_UP_WEEKS, WEEKS = 12, 5, 26
FOLLOWED = 2  # replications of which practice is counted: it is much the same in all
FIRST_REPLICATION = 1_000_000  # no run of anything else has this luck
LEAST_PRACTICE = 0.005  # share of working hours, a quarter of an hour a week at most: less is no practice that one has
# What load and strain do, which is judged by what is measured here, and so is left out the first time.
WITHOUT_FEEDBACK = {
    f"over_time.staff.{name}": 0.0
    for name in (
        *("leaving_per_occupancy", "leaving_per_strain", "absence_per_strain"),
        *("overwork_slow", "effort_lost_to_overwork"),
    )
}


def with_usual(
    scenario: Scenario, column: str, *, seed: int | None = None, replications: int = REPLICATIONS
) -> Scenario:
    """The scenario that says what is usual for people of every function; what it says already stays.

    column: what the organisation is today. replications: over which it is measured. The same scenario where the slow
    clock is off, nothing acts by it, or nothing is left to measure. Raises DataError.
    """
    if not scenario.time.slow_clock:
        return scenario
    people = build_people(scenario)
    functions = list(scenario.demand.needs)
    present = [functions[number] for number in np.unique(people.function).tolist()]
    said = scenario.over_time.usual
    if all(name in said and _is_complete(said[name]) for name in present):
        return scenario
    seed, usual = scenario.seed if seed is None else seed, said
    calm = changed(scenario, WITHOUT_FEEDBACK)
    if calm == scenario and scenario.over_time.learning.learning_progress_ratio == 1.0:
        return scenario
    for looked_at in (calm, scenario) if calm != scenario else (calm,):
        measured = _measured(_beside(looked_at, usual), column, seed, replications)
        usual = said | {name: _together(said.get(name, Usual()), measured[name]) for name in present}
    return _beside(scenario, usual)


def prepare_today(scenario: Scenario, columns: Iterable[str], *, seed: int | None = None) -> Prepared:
    """`prepare`, with what is usual in today's departments where the slow clock is on. Raises DataError."""
    return prepare(with_usual(scenario, TODAY, seed=seed), columns)


def _beside(scenario: Scenario, usual: dict[str, Usual]) -> Scenario:
    return scenario.model_copy(update={"over_time": scenario.over_time.model_copy(update={"usual": usual})})


def _is_complete(usual: Usual) -> bool:
    return bool(usual.practice_shares) and all(
        getattr(usual, name) is not None for name in Usual.model_fields if name != "practice_shares"
    )


def _together(said: Usual, measured: Usual) -> Usual:
    known = {name: value for name in Usual.model_fields if (value := getattr(said, name)) not in (None, {})}
    return measured.model_copy(update=known)


def _measured(scenario: Scenario, column: str, seed: int, replications: int) -> dict[str, Usual]:
    """What is usual in a column, by function."""
    weeks = {} if scenario.demand.replay else {"time.warm_up_weeks": WARM_UP_WEEKS, "time.measured_weeks": WEEKS}
    from sim.core import run_core

    short = changed(scenario, weeks)
    people = build_people(short)
    customers, formation = build_customers(short), build_formation(short, column, people)
    roster = build_roster(people, customers.end)

    def run(begin: int, end: int, *, segments: bool) -> tuple[Records, np.ndarray]:
        count = end - begin
        first = {"first_replication": FIRST_REPLICATION + begin, "replications": count}
        tape = build_tape(short, customers, seed=seed, **first)
        records = run_core(tape, customers, people, roster, formation, segments=segments, threads=1)
        return records, records.weeks.reshape(count, customers.weeks, people.count)

    following = min(FOLLOWED, replications)
    followed, followed_weeks = run(0, following, segments=True)
    others = [run(following, replications, segments=False)[1]] if replications > following else []
    staff, functions = scenario.over_time.staff, list(scenario.demand.needs)
    load, strain = _felt(np.concatenate([followed_weeks, *others]), staff.load_memory_weeks)
    first, end = weeks_of(customers)
    able = people.trained_in(formation).skill > 0.0
    practice = _practice(followed, people, formation)
    hours = (followed_weeks["shift_minutes"] + followed_weeks["away_minutes"]).sum(axis=(0, 1)) / 60.0
    found = {}
    for number in np.unique(people.function).tolist():
        own = people.function == number
        felt = load[:, first:end, own] >= 0.0
        loads, strains = (values[:, first:end, own][felt].tolist() for values in (load, strain))
        overworked = [overwork(one, staff.overwork_line) for one in loads]
        of_function = own[:, None] & able
        shares = ratios((practice * of_function).sum(axis=0), hours @ of_function)
        found[functions[number]] = Usual(
            past_line=_mean([past_line(one, staff.leaving_past_occupancy) for one in loads]),
            strain=_mean(strains),
            overwork=_mean(overworked),
            for_effort=_at_rest(overworked, staff.effort_erosion_weeks, staff.effort_recovery_weeks),
            practice_shares={
                name: _rounded(share) for name, share in zip(functions, shares.tolist(), strict=True)
                if share >= LEAST_PRACTICE
            },
        )  # fmt: skip
    return found


def _mean(values: list[float]) -> float:
    return _rounded(float(np.mean(values))) if values else 0.0


def _rounded(value: float) -> float:
    """As it can be read and typed again."""
    return round(value, 5)


def _felt(rows: np.ndarray, memory_weeks: float) -> tuple[np.ndarray, np.ndarray]:
    """Lasting load and strain at the end of each week, float64[R, W, P] each; below 0 in weeks of an empty seat.

    rows: PERSON_WEEK[R, W, P].
    """
    present = rows["shift_minutes"] + rows["overrun_minutes"]
    filled = rows["shift_minutes"] + rows["away_minutes"] > 0.0
    occupied = sum((rows[name] for name in OCCUPIED), np.zeros(rows.shape))
    later = np.vectorize(lasting, otypes=[np.float64])
    found = np.full((2, *rows.shape), -1.0)
    for felt, minutes in zip(found, (occupied, rows["strain_minutes"]), strict=True):
        before = np.full_like(felt[:, 0], -1.0)
        for week in range(rows.shape[1]):
            now = later(before, ratios(minutes[:, week], present[:, week]), memory_weeks)
            before = np.where(present[:, week] > 0.0, now, before)
            felt[:, week] = np.where(filled[:, week], before, -1.0)
    return found[0], found[1]


def _practice(records: Records, people: People, formation: Formation) -> np.ndarray:
    """Hours of practice over all replications, by person and function, as in process.md 15.1. float64[P, F]."""
    segments = records.segments
    assert segments is not None
    is_step = segments["kind"] == SegmentKind.STEP
    # Segments of a step stand together with those of its contact: number steps, and know which of them serve a need.
    names = ("replication", "case", "contact", "step")
    _, step_of = np.unique(_as_one(segments, names), return_inverse=True)
    steps = int(np.max(step_of, initial=0)) + 1
    serves = np.bincount(step_of[is_step & (segments["work_minutes"] > 0.0)], minlength=steps) > 0
    led, heard = np.zeros((2, *people.skill.shape))
    minutes = segments["end"] - segments["start"]
    for table, kinds in ((led, (SegmentKind.STEP, SegmentKind.JOIN)), (heard, (SegmentKind.LISTEN,))):
        rows = serves[step_of] & np.isin(segments["kind"], kinds)
        np.add.at(table, (segments["person"][rows], segments["need"][rows]), minutes[rows])
    policy, peers = formation.policy, peers_of(people, formation)
    hours = np.zeros(led.shape)
    for place in np.ndindex(*led.shape):
        hours[place] = hours_of_practice(
            float(led[place]), float(heard[place]), float(policy["learning_by_listening"]), int(peers[place]),
            float(policy["learning_peers_enough"]), float(policy["learning_from_peers"]),
        )  # fmt: skip
    return hours


def _as_one(rows: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
    """Several whole numbers of each row as one. int64[n]."""
    one = np.zeros(rows.size, dtype=np.int64)
    for name in names:
        values = rows[name].astype(np.int64) - int(rows[name].min(initial=0))
        one = one * (int(np.max(values, initial=0)) + 1) + values
    return one


def _at_rest(overworked: list[float], down_weeks: float, up_weeks: float) -> float:
    """Overwork u at which the standard of effort neither falls nor recovers in the mean over these weeks: an expectile.

    sum of (overwork - u) / down_weeks where above u = sum of (u - overwork) / up_weeks where below
    """
    from scipy.stats import expectile

    return _rounded(float(expectile(overworked, alpha=up_weeks / (up_weeks + down_weeks)))) if overworked else 0.0
