"""Fit a scenario to the first part of a log, and judge it on the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from math import ceil, exp, log1p, nan
from typing import Any

import numpy as np

from sim.exploring.fitting.described import TODAY, values_of
from sim.exploring.fitting.distances import NAMES, Path, by_handoffs, distances, wasserstein
from sim.exploring.fitting.measured import (
    Function,
    Measured,
    function_names,
    known_outside,
    measure,
    weibull_of,
)
from sim.exploring.fitting.open_time import DAY, WEEK, OpenTime
from sim.exploring.fitting.renamed import renamed
from sim.exploring.fitting.simulated import SimulatedCase, simulate
from sim.exploring.fitting.utility import utility_loss
from sim.exploring.fitting.visits import LoggedCase, Visits, shares_of
from sim.measures import expected_load
from sim.scenario import build_scenario

TRAINED = 0.7  # of the cases, by time of opening
DENSE_WEEK = 0.25  # of a busy week of the log; thinner ones at its ends are left out
ROUNDS = (1.8, 1.5, 1.3, 1.15, 1.07)  # by which a share of the day is raised or lowered, one round after the other
MOST_WEEKS, WARM_UP = 4, 2
ENOUGH_CASES, MOST_RUNS = 2000, 10  # simulated in each round of the fit, in so many runs at most
PATIENT = 30  # weeks for which the end of a case is waited for where a fit is judged
TURNS, DAMPED, LONG = 4, 0.8, 240.0  # corrections of what waits outside; minutes of a case that takes long, at least
FEWEST_CASES, FEWEST_ENDED = 60, 10  # in the window; that have ended, in each part of it
LEAST_OF_LOGGED = 0.1  # of the work in the log is work, the rest retelling and changeover, at least
MOST_ACTIVITIES = 20  # that have a function of their own
# Where the beginning of the fitted part is left out: parts of it, what they are compared with, and how much nearer they
# must be to that, as a share and in logarithms of minutes.
LATER, LAST_PART, UNSTEADY, LEAST_APART = (0.25, 0.4, 0.55, 0.65), 0.25, 0.6, 0.25
LEAST_UNKNOWN = 0.02  # of all time, from which on there are two readings
LEAST_OPEN = 10.0  # hours a week, below which something is wrong
# What the time that nobody explains is taken for.
QUEUE, OTHERS = "people", "others"
READINGS = {
    QUEUE: "all time that no state explains was waiting for people",
    OTHERS: "time that no state explains was spent outside: with customers, vendors or other work",
}


class TooFewCasesError(ValueError):
    """A log from which nothing can be fitted."""


@dataclass(frozen=True)
class Reading:
    """A fit under one reading of unexplained time. trained: distances to the training part."""

    name: str
    measured: Measured
    trained: Mapping[str, float]


@dataclass(frozen=True)
class Judged:
    """How far from the rest of the log, by distance: the fit, resampling the training log, two halves of the rest.

    hours: median and 90th percentile of hours from first to last, of the log and of the fit. handoffs: per number of
    changes of group (0, 1, 2, 3 or more): cases and median hours, of the log and of the fit. cases: of the rest.
    utility_loss: of `utility`.
    """

    cases: int
    fit: Mapping[str, float]
    naive: Mapping[str, float]
    halves: Mapping[str, float]
    hours: tuple[tuple[float, float], tuple[float, float]]
    handoffs: tuple[list[tuple[int, float]], list[tuple[int, float]]]
    per_case: tuple[float, float]
    utility_loss: float

    @property
    def in_short(self) -> dict[str, float]:
        """Cases, medians and distances of times from first to last: `fitted_to` of a scenario, without its log."""
        (median, _), (simulated, _) = self.hours
        of = {"cycle_time_hours": self.fit, "resampled_hours": self.naive, "by_chance_hours": self.halves}
        hours = {"median_hours": median, "simulated_median_hours": simulated}
        hours |= {name: apart["cycle_time"] for name, apart in of.items()}
        return {"cases": self.cases} | {name: round(value, 2) for name, value in hours.items()}

    @property
    def misses(self) -> list[str]:
        """Distances in which resampling the log is nearer than the fit, as they are printed."""
        return [name for name in NAMES if round(self.fit[name], 2) > round(self.naive[name], 2)]


@dataclass(frozen=True)
class Fitted:
    """A fit. start, split, end: minutes of the window. dropped: cases outside of it. unsteady: cases left out of the
    fitted part, as they took another time than later ones. shares: of all time in cases.

    reading: the one chosen; other: the other one, None where nothing is unexplained.
    """

    visits: Visits
    start: float
    split: float
    end: float
    dropped: int
    unsteady: int
    shares: Mapping[str, float]
    reading: Reading
    other: Reading | None
    judged: Judged

    def date_of(self, minute: float) -> str:
        """A minute of the log as a date."""
        return f"{self.visits.monday + timedelta(days=minute // DAY):%Y-%m-%d}"

    @property
    def doubts(self) -> list[str]:
        """What makes the fit doubtful, in words."""
        measured = self.reading.measured
        few = measured.open_hours
        found = [f"open for {few:.0f} hours a week: is that so? --start and --end choose other weeks"] * (
            few < LEAST_OPEN
        )
        for name, load in expected_load(build_scenario(self.values, name="fitted"), TODAY[0]).items():
            if load > 1.0:
                found.append(
                    f"{name} is offered {load:.2f} times what its people and those who help them can do: either more "
                    "people work there, or its work takes less"
                )
        if invented := [function.name for function in measured.functions if function.invented]:
            found.append(f"nobody has most of their work in {', '.join(invented)}: one person each was made up")
        other = renamed([case for case in self.visits.cases if self.start <= case.opened < self.end])
        if said := [f"{old} until, {new} from {self.date_of(minute)}" for old, new, minute in other]:
            found.append(
                f"{'; '.join(said)}, with the same people: if that is another name only, write one name in the log; as "
                "it is, they are two groups each, and one of them has no work in the end"
            )
        return found

    @property
    def values(self) -> dict[str, Any]:
        """The scenario."""
        return self.scenario(self.reading)

    def scenario(self, reading: Reading, name: str = "fitted", weeks: int = MOST_WEEKS) -> dict[str, Any]:
        """The scenario of one reading."""
        return values_of(reading.measured, name, weeks, WARM_UP)


def fit(
    visits: Visits,
    *,
    functions: int = 8,
    start: float | None = None,
    end: float | None = None,
    trained: float = TRAINED,
    seed: int = 1,
    replications: int = 3,
    then_after: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Fitted:
    """Fit and judge. start, end: of the window in minutes; by default without thin weeks at the ends of the log.

    functions: named ones, at most. trained: share of the cases that are fitted. then_after: what follows a step may
    depend on those before it. Raises TooFewCasesError.
    """
    first, last = _window(visits.cases, start, end)
    cases = [case for case in visits.cases if first <= case.opened < last]
    if len(cases) < FEWEST_CASES:
        raise TooFewCasesError(f"{len(cases)} cases in the window; a fit takes {FEWEST_CASES} at least")
    split = cases[int(trained * len(cases))].opened
    before, after = [c for c in cases if c.opened < split], [c for c in cases if c.opened >= split]
    first = split if not before else _steady_from(before, first, split)
    unsteady = sum(case.opened < first for case in before)
    before = [case for case in before if case.opened >= first]
    ended = [sum(case.ended == case.ended for case in part) for part in (before, after)]
    if min(ended) < FEWEST_ENDED:
        raise TooFewCasesError(
            f"ended cases: {ended[0]} of the fitted part, {ended[1]} of the rest; it takes {FEWEST_ENDED} of each"
        )
    groups = function_names(before, max(functions, MOST_ACTIVITIES) if visits.kind == "activities" else functions)
    measured = measure(visits, before, groups, first, split, then_after=then_after)
    steps, done = 2 * (len(ROUNDS) + TURNS + 1) + 1, 0

    def watch() -> None:
        nonlocal done
        done += 1
        if progress:
            progress(done, steps)

    shares = shares_of(replace(visits, cases=before))
    span = (first, split)
    both = shares.get("unknown", 0.0) > LEAST_UNKNOWN
    either = QUEUE if visits.kind == "activities" else OTHERS  # of work alone, people are what is known
    found = [
        _read(name, visits, before, measured, span, seed, watch) for name in ((OTHERS, QUEUE) if both else (either,))
    ]
    found.sort(key=lambda one: one.trained["cycle_time"] + one.trained["relative_events"])
    judged = _judge(found[0].measured, visits, before, after, (split, last), seed, replications)
    watch()
    other = found[1] if len(found) > 1 else None
    dropped = len(visits.cases) - len(cases)
    return Fitted(visits, first, split, last, dropped, unsteady, shares, found[0], other, judged)


def _window(cases: Sequence[LoggedCase], start: float | None, end: float | None) -> tuple[float, float]:
    """First and last minute, in whole weeks where thin ones are left out."""
    opened = np.array([case.opened for case in cases])
    weeks = np.bincount((opened // WEEK).astype(int))
    dense = weeks >= DENSE_WEEK * np.quantile(weeks[weeks > 0], 0.9)
    best, run = (0, 0), 0
    for at, is_dense in enumerate([*dense.tolist(), False]):
        if is_dense:
            run += 1
            continue
        best, run = max(best, (int(weeks[at - run : at].sum()), -at * 1000 - run)) if run else best, 0
    at, length = divmod(-best[1], 1000)
    first = max(float(opened.min()), (at - length) * WEEK) if start is None else start
    last = min(float(opened.max()) + 1.0, at * WEEK) if end is None else end
    return first, last


def _steady_from(cases: Sequence[LoggedCase], first: float, split: float) -> float:
    """From when on cases take as long as at the end of the part that is fitted; its beginning, where they always do.

    A log often begins with what was open when it began, or with a desk that was new.
    """
    taken = np.array([(c.opened, np.log1p(c.ended - c.opened)) for c in cases if c.ended == c.ended]).reshape(-1, 2)
    last = taken[taken[:, 0] >= split - LAST_PART * (split - first), 1]
    if last.size < FEWEST_CASES:
        return first

    def apart(start: float) -> float:
        return wasserstein(taken[taken[:, 0] >= start, 1], last)

    later = [first + part * (split - first) for part in LATER]
    best = min(later, key=apart)
    return best if apart(best) < UNSTEADY * apart(first) and apart(first) > LEAST_APART else first


# --- fitting ------------------------------------------------------------------------------------------


def _read(
    name: str, visits: Visits, cases: list[LoggedCase], measured: Measured, span: tuple[float, float], seed: int,
    watch: Callable[[], None],
) -> Reading:  # fmt: skip
    """Fit the shares of the day so that people are waited for as long as in the log, then what waits outside."""
    gaps_of = _gaps_between if visits.kind == "activities" else _gaps
    gaps = {f.name: gaps_of(name, f, cases, measured) for f in measured.functions}
    weeks = int(min(max(ceil(measured.weeks), 1), MOST_WEEKS))
    a_run = weeks * sum(channel.cases for channel in measured.channels)
    runs = int(min(max(ceil(ENOUGH_CASES / a_run), 1), MOST_RUNS))
    if visits.kind == "activities":
        measured = _with_outside(measured, gaps, {})
        if name == OTHERS:
            measured = measured.with_functions([replace(f, share=f.most_share) for f in measured.functions])
    waited: dict[str, float] = {}
    for step in ROUNDS:
        sample = simulate(values_of(measured, "fitted", weeks, WARM_UP), seed=seed, replications=runs)
        waited, worked = _waited(sample, measured), _worked(sample)
        measured = measured.with_functions([
            _as_worked(_turned(f, gaps[f.name], waited, step), worked) for f in measured.functions
        ])  # fmt: skip
        watch()
    measured = _with_outside(measured, gaps, waited)
    activities = visits.kind == "activities"
    real = [path_of(case, measured.groups, activities) for case in cases if case.ended == case.ended]
    shift = span[0] // WEEK * WEEK - WARM_UP * WEEK
    last = (WARM_UP + weeks) * WEEK  # later ones had no time to end
    for left in range(TURNS, -1, -1):
        values = _patient(values_of(measured, "fitted", weeks, WARM_UP), measured)
        sample = simulate(values, seed=seed, replications=runs)
        simulated = [c.path(shift, activities) for c in sample if c.ended == c.ended and c.labels and c.opened < last]
        watch()
        if left and simulated:
            measured = _as_long(measured, real, simulated)
    trained = distances(real, simulated) if simulated else dict.fromkeys(NAMES, 1e9)
    return Reading(name, measured, trained)


def _patient(values: dict[str, Any], measured: Measured) -> dict[str, Any]:
    """The scenario run until those that take longest have ended, too."""
    for channel in values["demand"]["channels"].values():
        channel["horizon_open_minutes"] = max(PATIENT * measured.open_hours * 60.0, channel["horizon_open_minutes"])
    return values


def _as_long(measured: Measured, real: Sequence[Path], simulated: Sequence[Path]) -> Measured:
    """Let as many cases wait outside as take long in the log, and for as long as the slowest tenth.

    Visits of one case are alike in the log, and independent in the model: what each visit says does not add up.
    """
    ours, theirs = (np.array([path.cycle for path in paths]) for paths in (real, simulated))
    middle = max(float(np.median(ours)), LONG)
    often = float(np.mean(ours > middle)) / max(float(np.mean(theirs > middle)), 1e-3)
    late = float(np.quantile(ours, 0.9)) / max(float(np.quantile(theirs, 0.9)), 1.0)
    often, late = (float(np.clip(ratio**DAMPED, 0.5, 2.0)) for ratio in (often, late))
    return measured.with_functions([
        replace(
            f, outside_share=min(f.outside_share * often, 1.0),
            outside_minutes=float(np.clip(f.outside_minutes * late, 1.0, 900_000.0)),
        )
        for f in measured.functions
    ])  # fmt: skip


@dataclass(frozen=True)
class _Gaps:
    """Of the visits of a function, open minutes: waiting for people (nan: not known), and what is left beside work."""

    queue: np.ndarray
    rest: np.ndarray


def _gaps(reading: str, function: Function, cases: Sequence[LoggedCase], measured: Measured) -> _Gaps:
    mine = [
        visit
        for case in cases
        if case.ended == case.ended
        for visit in case.visits
        if measured.groups.get(visit.group, "other") == function.name
    ]  # fmt: skip
    clock = OpenTime.of(measured.worked, measured.days)
    start, end = np.array([v.start for v in mine]), np.array([v.end for v in mine])
    served = np.array([v.served for v in mine])
    stay = clock.between(start, end)
    outside = np.array([known_outside(v) for v in mine]) * stay / np.maximum(end - start, 1.0)
    work = np.array([v.work if v.work == v.work else function.work for v in mine])
    work = np.minimum(work, np.maximum(stay, 0.0)) if np.isfinite(work).all() else work
    if reading == QUEUE:
        return _Gaps(np.maximum(stay - outside - work, 0.0), outside)
    queue = np.where(np.isnan(served), nan, clock.between(start, np.where(np.isnan(served), start, served)))
    known = np.where(np.isnan(queue), 0.0, queue)
    return _Gaps(queue, np.maximum(stay - known - work, 0.0))


def _gaps_between(reading: str, function: Function, cases: Sequence[LoggedCase], measured: Measured) -> _Gaps:
    """Of a log of work alone: what lies between two pieces of work of a case, all other work of it being over.

    It is waited for people of the later piece, or for somebody outside after the earlier one. Between two pieces of
    the same function it is always outside, as the model has them as one.
    """
    clock, none = OpenTime.of(measured.worked, measured.days), np.zeros((0, 2))
    waited, stays, worked, left = [], [], [], []
    for case in cases:
        over, names = case.visits[0].end, [measured.groups.get(visit.group, "other") for visit in case.visits]
        for at, (visit, following) in enumerate(pairwise(case.visits)):
            over = max(over, visit.end)
            gap, same = (min(over, following.start), following.start), names[at] == names[at + 1]
            if function.name == names[at]:
                stays.append((visit.start, visit.end))
                worked.append(visit.work if visit.work == visit.work else 0.0)
                left.append(gap if reading == OTHERS or same else (0.0, 0.0))
            if function.name == names[at + 1] and reading == QUEUE and not same:
                waited.append(gap)
    spans = [np.array(pairs) if pairs else none for pairs in (waited, stays, left)]
    queue, stay, rest = (clock.between(pairs[:, 0], pairs[:, 1]) for pairs in spans)
    return _Gaps(queue if queue.size else np.array([nan]), rest + np.maximum(stay - np.array(worked), 0.0))


def _typical(minutes: np.ndarray) -> float:
    """A middle of waits that neither zeros nor a few months decide: exp of the mean of log(1 + minutes), less 1."""
    known = minutes[~np.isnan(minutes)]
    return exp(float(np.mean(np.log1p(known)))) - 1.0 if known.size else nan


def _waited(sample: Sequence[SimulatedCase], measured: Measured) -> dict[str, float]:
    """Typical open minutes for which people are waited for, by function, as simulated."""
    clock, found = OpenTime.of(measured.worked, measured.days), {}
    rows = [(label, s, t) for c in sample for label, s, t in zip(c.labels, c.starts, c.served, strict=True)]
    for name in {label for label, _, _ in rows}:
        mine = np.array([(s, t) for label, s, t in rows if label == name])
        found[name] = _typical(clock.between(mine[:, 0], mine[:, 1]))
    return found


def _worked(sample: Sequence[SimulatedCase]) -> dict[str, float]:
    """Mean minutes of steps by function, as simulated."""
    found: dict[str, list[float]] = {}
    for case in sample:
        for label, minutes in zip(case.labels, case.worked, strict=True):
            found.setdefault(label, []).append(minutes)
    return {label: float(np.mean(minutes)) for label, minutes in found.items()}


def _as_worked(function: Function, worked: Mapping[str, float]) -> Function:
    """Less work where steps take longer than in the log, which has retelling and changeover in its times."""
    if not function.logged or function.name not in worked:
        return function
    left = function.work + function.logged - worked[function.name]
    return replace(function, work=max(left, LEAST_OF_LOGGED * function.logged))


def _turned(function: Function, gaps: _Gaps, waited: Mapping[str, float], step: float) -> Function:
    """More of the day where people are waited for longer than in the log, less where shorter."""
    target, seen = _typical(gaps.queue), waited.get(function.name, nan)
    if not (target == target and seen == seen) or abs(log1p(seen) - log1p(target)) < 0.05:
        return function
    share = function.share * (step if seen > target else 1.0 / step)
    return replace(function, share=min(max(share, function.least_share), function.most_share))


def _with_outside(measured: Measured, gaps: Mapping[str, _Gaps], waited: Mapping[str, float]) -> Measured:
    """What waits outside, by what is left of each visit beside work and people."""
    found = []
    for function in measured.functions:
        rest = gaps[function.name].rest
        if np.isnan(gaps[function.name].queue).all():
            rest = np.maximum(rest - waited.get(function.name, 0.0), 0.0)
        share, minutes, shape = weibull_of(rest)
        found.append(replace(function, outside_share=share, outside_minutes=minutes, outside_shape=shape))
    return measured.with_functions(found)


# --- judging ------------------------------------------------------------------------------------------


def path_of(case: LoggedCase, groups: Mapping[str, str], activities: bool) -> Path:
    """A case of the log as `distances` takes it: functions, never twice the same in a row."""
    labels: list[str] = []
    starts: list[float] = []
    ends: list[float] = []
    for visit in case.visits:
        name = groups.get(visit.group, "other")
        if labels and labels[-1] == name:
            ends[-1] = max(ends[-1], visit.end)
            continue
        labels.append(name)
        starts.append(visit.start)
        ends.append(max(visit.end, visit.start))
    return Path(tuple(labels), tuple(starts), tuple(ends))


def _judge(
    measured: Measured, visits: Visits, before: Sequence[LoggedCase], after: Sequence[LoggedCase],
    span: tuple[float, float], seed: int, replications: int,
) -> Judged:  # fmt: skip
    activities, end = visits.kind == "activities", visits.end
    real = [path_of(c, measured.groups, activities) for c in after if c.ended == c.ended and c.ended <= end]
    first_week = span[0] // WEEK * WEEK
    shift = first_week - WARM_UP * WEEK
    values = values_of(measured, "fitted", ceil((span[1] - first_week) / WEEK), WARM_UP)
    sample = simulate(_patient(values, measured), seed=seed + 1, replications=replications)
    runs = [
        [c.path(shift, activities) for c in sample
         if c.replication == run and c.ended == c.ended and c.labels and span[0] <= c.opened + shift < span[1]
         and c.ended + shift <= end][: len(real)]
        for run in range(replications)
    ]  # fmt: skip
    rng = np.random.default_rng(seed)
    trained = [path_of(c, measured.groups, activities) for c in before if c.ended == c.ended]
    naive = [_resampled(trained, len(real), span, rng) for _ in range(replications)]
    order = rng.permutation(len(real))
    half = len(real) // 2
    halves = distances([real[i] for i in order[:half]], [real[i] for i in order[half:]])
    pooled = [path for run in runs for path in run]
    return Judged(
        len(real), _mean(real, runs), _mean(real, naive), halves, (_hours(real), _hours(pooled)),
        (by_handoffs(real), by_handoffs(pooled)), (_changes(real), _changes(pooled)),
        utility_loss(trained, pooled[: len(trained)], real),
    )  # fmt: skip


def _mean(real: list[Path], runs: list[list[Path]]) -> dict[str, float]:
    found = [distances(real, run) for run in runs if run]
    return {name: float(np.mean([one[name] for one in found])) if found else nan for name in NAMES}


def _hours(paths: Sequence[Path]) -> tuple[float, float]:
    hours = np.array([path.cycle / 60.0 for path in paths]) if paths else np.array([nan])
    return float(np.median(hours)), float(np.quantile(hours, 0.9))


def _changes(paths: Sequence[Path]) -> float:
    return float(np.mean([len(path.labels) - 1 for path in paths])) if paths else nan


def _resampled(trained: Sequence[Path], count: int, span: tuple[float, float], rng: np.random.Generator) -> list[Path]:
    """Cases of the training log drawn at random, each moved by whole weeks into the time that is judged."""
    found: list[Path] = []
    while len(found) < count:
        path = trained[int(rng.integers(len(trained)))]
        weeks = np.arange(ceil((span[0] - path.opened) / WEEK), ceil((span[1] - path.opened) / WEEK))
        if not weeks.size:  # less than a week is judged
            weeks = np.array([(span[0] - path.opened) // 1440.0 * 1440.0 / WEEK])
        by = float(weeks[int(rng.integers(weeks.size))]) * WEEK
        found.append(Path(path.labels, tuple(at + by for at in path.starts), tuple(at + by for at in path.ends)))
    return found
