"""What a scenario needs, counted in the visits of a log."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import gamma, log, nan, sqrt

import numpy as np

from sim.data.header import word_of
from sim.exploring.fitting.open_time import DAY, WEEK, OpenTime
from sim.exploring.fitting.visits import OUTSIDE, LoggedCase, Visit, Visits
from sim.exploring.fitting.ways import After, hours_within, spacing_of, what_came_before
from sim.scenario.problems import count_of

NAMED_SHARE, MOST_FUNCTIONS = 0.85, 8  # of visits; the rest is "other"
CORE_SHARE = 0.9  # of a function's visits, by those who count as its people
# Of somebody's visits, from which on they know a further function; such functions at most. In a log of activities all
# that they do, as whoever is free does what comes.
KNOWN, KNOWN_BY_ACTIVITY = (0.1, 3), (0.01, 12)
CHANNEL_SHARE = 0.02
ASSUMED_WORK, ASSUMED_CV = 15.0, 1.25  # minutes; evidence row 2
LONGEST_STRETCH = 60.0  # minutes between two cases of somebody who is busy all the time
BUSY_DAY = (20, 100)  # cases of somebody on a day that is busy; more are a program's
FEWEST_GAPS = 30
RETELLING = 0.15  # evidence row 24
PHONE, CALL = (
    ("phone", "voice", "call", "telefon", "anruf", "appel", "téléphone"),
    30.0,
)  # minutes that a call takes at most
LEAST_WORK = 0.1  # minutes
SHIFT = 480.0  # minutes of a day's work
BUSY = (0.4, 0.95)  # of the time available to the log: bounds of what is fitted
NO_NAMES = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))  # other things in YAML
WHOLE_DAYS = 14  # from which on arrivals are counted in whole days
LONGEST = 8  # weeks until resolution time is cut
MOST_NEEDS = 16  # of a case
BLOCKS = 6  # shifts of a function, at most
CALENDAR_VISITS = 200  # of a function, from which on it has hours of its own
EDGE_OF_WORK = 0.01  # the same where each piece of work has its time
EDGE = 0.05  # of the work that ends before the day begins, and as much after it is over
SHAPES = (0.45, 5.0)
LEAST_WAIT, FEWEST_WAITS = 30.0, 5  # open minutes, from which on a gap counts as a wait; gaps that tell


@dataclass(frozen=True)
class Function:
    """What is known of a function. people: seen. visits: per week. work, cv: minutes. work_from: where it comes from.

    centres: of shifts, minutes of the day. share: of the day that is available to this log. outside_share,
    outside_minutes, outside_shape: as in the scenario. first: share of cases. then, also: by function. opening, days:
    in which it works, as of `Measured`. logged: mean work in the log, 0 where it says none. invented: whether nobody
    has most of their work there. after: what follows where the functions before matter.
    """

    name: str
    people: int
    visits: float
    work: float
    cv: float
    work_from: str
    centres: tuple[float, ...]
    share: float
    first: float
    then: Mapping[str, float]
    also: Mapping[str, float]
    outside_share: float = 0.0
    outside_minutes: float = 600.0
    outside_shape: float = 1.0
    least_busy: float = BUSY[0]
    opening: tuple[int, int] = (480, 1080)
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    logged: float = 0.0
    invented: bool = False
    after: tuple[After, ...] = ()

    @property
    def day(self) -> float:
        """Minutes of a whole shift."""
        return min(SHIFT, float(self.opening[1] - self.opening[0]))

    @property
    def least_share(self) -> float:
        """Below it the work could not be done."""
        return self._load / BUSY[1]

    @property
    def most_share(self) -> float:
        """Above it nobody would be busy."""
        return max(min(self._load / self.least_busy, 1.0), self.least_share)

    @property
    def _load(self) -> float:
        return min(self.visits * self.work / (self.people * len(self.days) * self.day), BUSY[1])


@dataclass(frozen=True)
class Channel:
    """cases: per week. weekdays: 7 weights. hours: 24 weights. spacing: how regularly they come. horizon: open minutes.
    live: calls, by name and length."""

    name: str
    types: tuple[str, ...]
    cases: float
    weekdays: tuple[float, ...]
    hours: tuple[float, ...]
    spacing: float
    horizon: float
    live: bool = False


@dataclass(frozen=True)
class Measured:
    """groups: of the log -> function. opening: (first, last) minute of the open day. days: open weekdays. worked: first
    and last minute of the day in which work ends, which is how time at work is counted.

    lends: whether people serve whatever activity they know, of whichever function.
    retelling: share of work done that is told again, None where the log does not show how much there can be.
    misroutes: share of visits that are the B of A-B-A. reopened: share of cases; reopen_minutes: mean time until then.
    accounts, concentration: as in the scenario. busyness: cv of days beyond chance. max_needs: visits after which
    a case is cut; cut: how many cases have more; longest_path: the most that one has. weeks: of the window. customers,
    people_named: whether the log names them.
    """

    functions: tuple[Function, ...]
    channels: tuple[Channel, ...]
    groups: Mapping[str, str]
    opening: tuple[int, int]
    days: tuple[int, ...]
    worked: tuple[int, int]
    misroutes: float
    reopened: float
    reopen_minutes: float
    accounts: int
    concentration: float
    busyness: float
    max_needs: int
    longest_path: int
    cut: int
    weeks: float
    lends: bool = False
    customers: bool = True
    people_named: bool = True
    retelling: float | None = None

    @property
    def open_hours(self) -> float:
        """Per week."""
        return len(self.days) * (self.opening[1] - self.opening[0]) / 60.0

    def with_functions(self, functions: Sequence[Function]) -> Measured:
        """The same with other functions."""
        return replace(self, functions=tuple(functions))


def function_names(cases: Sequence[LoggedCase], most: int = MOST_FUNCTIONS) -> dict[str, str]:
    """Group -> function: the largest named, the rest together."""
    visits = Counter(visit.group for case in cases for visit in case.visits)
    total, so_far = visits.total(), 0
    found: dict[str, str] = {}
    taken: set[str] = set()
    for group, count in visits.most_common():
        if len(taken) >= most or (so_far >= NAMED_SHARE * total and len(visits) > most):
            found[group] = "other"
            continue
        found[group] = _slug(group, taken | {"other"})
        taken.add(found[group])
        so_far += count
    return found


def _slug(text: str, taken: set[str]) -> str:
    """A name that a scenario may use."""
    plain = word_of(text).replace("-", "_")
    if not plain or plain[0].isdigit() or plain in NO_NAMES:
        plain = f"group_{plain}".rstrip("_")
    name, number = plain[:40], 2
    while name in taken:
        name, number = f"{plain[:40]}_{number}", number + 1
    return name


def merged_path(case: LoggedCase, groups: Mapping[str, str]) -> list[str]:
    """Functions that a case went through, never twice the same in a row."""
    path = [groups.get(visit.group, "other") for visit in case.visits]
    return [name for at, name in enumerate(path) if at == 0 or name != path[at - 1]]


def measure(
    visits: Visits,
    cases: Sequence[LoggedCase],
    groups: Mapping[str, str],
    start: float,
    end: float,
    *,
    then_after: bool = False,
) -> Measured:
    """Everything but what only a simulation can tell.

    cases: those opened in [start, end), minutes. then_after: what follows a step may depend on those before it.
    """
    weeks = (end - start) / WEEK
    names = [name for name in dict.fromkeys(groups.values()) if name != "other"]
    names += ["other"] if "other" in groups.values() else []
    activities = visits.kind == "activities"
    worked, days = _opening(
        np.array([visit.end for case in cases for visit in case.visits]), EDGE_OF_WORK if activities else EDGE
    )
    paths = [merged_path(case, groups) for case in cases]
    functions = tuple(_function(name, visits, cases, groups, paths, weeks, worked, days) for name in names)
    if then_after:
        came = what_came_before(paths, {function.name: function.then for function in functions})
        functions = tuple(replace(function, after=came.get(function.name, ())) for function in functions)
    hours = (worked, *(function.opening for function in functions))
    opening = min(first for first, _ in hours), max(last for _, last in hours)
    channels = _channels(cases, weeks, opening, days, start, end, within=activities)
    triples = sum(max(len(path) - 2, 0) for path in paths)
    back = sum(a == c for path in paths for a, c in zip(path, path[2:], strict=False))
    reopened = [minutes for case in cases for minutes in case.reopened]
    accounts, concentration = _accounts(cases)
    lengths = np.array([len(path) for path in paths])
    max_needs = int(np.clip(np.quantile(lengths, 0.998), 2, MOST_NEEDS))
    return Measured(
        functions=functions,
        channels=channels,
        groups=groups,
        opening=opening,
        days=days,
        worked=worked,
        misroutes=back / max(sum(map(len, paths)), 1) if triples else 0.0,
        reopened=sum(bool(case.reopened) for case in cases) / max(len(cases), 1),
        reopen_minutes=float(np.mean(reopened)) if reopened else 1440.0,
        accounts=accounts,
        concentration=concentration,
        busyness=_busyness(cases, start, end, channels),
        max_needs=max_needs,
        longest_path=int(lengths.max()),
        cut=int(np.sum(lengths > max_needs)),
        weeks=weeks,
        lends=activities,
        customers=any(case.customer for case in cases),
        people_named=any(visit.person for case in cases for visit in case.visits),
        retelling=_retelling(cases, groups),
    )


# --- when ---------------------------------------------------------------------------------------------


def _opening(ends: np.ndarray, edge: float) -> tuple[tuple[int, int], tuple[int, ...]]:
    """Hours and weekdays in which people work, by when visits end. edge: share of them outside, before and after."""
    minute, weekday = ends % DAY, (ends // DAY % 7).astype(int)
    by_day = np.bincount(weekday, minlength=7)
    days = tuple(day for day in range(7) if by_day[day] >= 0.25 * np.max(by_day))
    low, high = np.quantile(minute, edge), np.quantile(minute, 1.0 - edge)
    first, last = int(low // 60) * 60, int(-(-high // 60)) * 60
    return ((0, 1440) if last - first > 1140 else (first, max(last, first + 60))), days


def _channels(
    cases: Sequence[LoggedCase], weeks: float, opening: tuple[int, int], days: tuple[int, ...], start: float,
    end: float, *, within: bool = False,
) -> tuple[Channel, ...]:  # fmt: skip
    types = Counter(case.channel or "" for case in cases)
    large = [kind for kind, count in types.most_common(6) if kind and count >= CHANNEL_SHARE * len(cases)]
    found, taken = [], set[str]()
    whole = int(-(-start // DAY)), int(end // DAY)  # days; those at both ends are parts, which counts in a short log
    if whole[1] - whole[0] < WHOLE_DAYS:
        whole = int(start // DAY), int(-(-end // DAY))
    days_in = np.bincount(np.arange(*whole) % 7, minlength=7)
    for place, kind in enumerate(large or [""]):
        mine = [case for case in cases if case.channel == kind or (place == 0 and (case.channel or "") not in large)]
        opened = np.array([case.opened for case in mine])
        counted = opened[(opened >= whole[0] * DAY) & (opened < whole[1] * DAY)]
        per_day = np.bincount((counted // DAY % 7).astype(int), minlength=7) / np.maximum(days_in, 1)
        hours = np.bincount((opened % DAY // 60).astype(int), minlength=24) + 0.0
        spacing = spacing_of(opened, hours.tolist())
        if within:
            hours = hours_within(opened % DAY, opening)
        closed = np.array([case.ended - case.opened for case in mine if case.ended == case.ended])
        name = _slug(kind or "tickets", taken)
        calls = any(word in kind.casefold() for word in PHONE) and closed.size
        is_call = calls and float(np.quantile(closed, 0.95)) <= CALL
        taken.add(name)
        open_share = len(days) * (opening[1] - opening[0]) / WEEK
        horizon = float(np.quantile(closed, 0.99)) * open_share if closed.size else 5 * SHIFT
        found.append(
            Channel(
                name,
                tuple(t for t in types if t == kind),
                float(per_day.sum()),
                tuple(per_day.round(2).tolist()),
                tuple(hours.tolist()),
                spacing,
                float(np.clip(horizon, SHIFT, LONGEST * WEEK * open_share)),
                bool(is_call),
            )
        )
    return tuple(found)


def _busyness(cases: Sequence[LoggedCase], start: float, end: float, channels: Sequence[Channel]) -> float:
    """Coefficient of variation of days beyond chance, each beside the mean of its weekday."""
    chance = sum(one.cases * one.spacing**2 for one in channels) / max(sum(one.cases for one in channels), 1e-9)
    days = np.arange(int(-(-start // DAY)), int(end // DAY))
    count = np.array([0] * days.size)
    for case in cases:
        at = int(case.opened // DAY) - int(days[0]) if days.size else -1
        if 0 <= at < days.size:
            count[at] += 1
    beyond, weight = 0.0, 0
    for weekday in range(7):
        mine = count[days % 7 == weekday]
        if mine.size > 1 and mine.mean() >= 5:
            beyond += mine.size * max(mine.var(ddof=1) - chance * mine.mean(), 0.0) / mine.mean() ** 2
            weight += mine.size
    return float(min(sqrt(beyond / weight), 1.0)) if weight else 0.0


def _accounts(cases: Sequence[LoggedCase]) -> tuple[int, float]:
    """Accounts, and how much of the work the largest tenth of them makes."""
    seen = Counter(case.customer for case in cases if case.customer)
    if not seen:
        return max(len(cases), 1), 1.0
    largest = sum(count for _, count in seen.most_common(max(len(seen) // 10, 1)))
    share = min(max(largest / seen.total(), 0.1), 0.9)
    return len(seen), float(np.clip(log(0.1) / log(share), 1.0, 20.0))


# --- functions ----------------------------------------------------------------------------------------


def _function(
    name: str, visits: Visits, cases: Sequence[LoggedCase], groups: Mapping[str, str], paths: list[list[str]],
    weeks: float, opening: tuple[int, int], days: tuple[int, ...],
) -> Function:  # fmt: skip
    mine = [visit for case in cases for visit in case.visits if groups.get(visit.group, "other") == name]
    people, also = _people(name, cases, groups, *(KNOWN_BY_ACTIVITY if visits.kind == "activities" else KNOWN))
    work, cv, source = _work(visits, mine, OpenTime.of(opening, days))
    followed, total = (
        Counter(b for path in paths for a, b in pairwise(path) if a == name),
        sum(p.count(name) for p in paths),
    )
    own, own_days = _calendar(visits.kind == "activities", mine, opening, days)
    per_week = total / weeks
    ends = np.array([visit.end for visit in mine])
    at_work = ends[np.isin(ends // DAY % 7, own_days)] % DAY
    moments = np.clip(at_work if at_work.size else np.array([float(own[0])]), *own)
    named = any(visit.person for visit in mine)
    seen = people or (
        1 if named else max(1, round(per_week * work / (0.7 * len(own_days) * min(SHIFT, own[1] - own[0]))))
    )
    blocks = min(seen, BLOCKS)
    centres = tuple(np.quantile(moments, (np.arange(blocks) + 0.5) / blocks).tolist())
    first = sum(path[0] == name for path in paths) / max(len(paths), 1)
    then = {other: count / total for other, count in followed.most_common() if count / total >= 0.001}
    found = Function(name, seen, per_week, work, cv, source, centres, 1.0, first, then, also)
    found = replace(
        found, opening=own, days=own_days, invented=named and not people,
        logged=work if source.startswith("measured") else 0.0,
        least_busy=0.001 if visits.kind == "activities" else found.least_busy,  # there, waits say it
    )  # fmt: skip
    return replace(found, share=sqrt(found.least_share * found.most_share))


def _calendar(
    activities: bool, visits: Sequence[Visit], worked: tuple[int, int], days: tuple[int, ...]
) -> tuple[tuple[int, int], tuple[int, ...]]:
    """Hours and weekdays of a function; those in which work of all ends where it has too few visits to tell.

    Where each piece of work has its time, people are there when one begins, too; else only within the hours of all.
    """
    if len(visits) < CALENDAR_VISITS:
        return worked, days
    ends = np.array([visit.end for visit in visits])
    (first, last), found = _opening(ends, EDGE_OF_WORK if activities else EDGE)
    own = tuple(day for day in found if day in days) or days
    if activities:
        begin = _opening(np.array([visit.start for visit in visits]), EDGE_OF_WORK)[0]
        return (min(first, begin[0]), max(last, begin[1])), own
    first, last = max(first, worked[0]), min(last, worked[1])
    return ((first, last) if last - first >= 60 else worked), own


def _people(
    name: str, cases: Sequence[LoggedCase], groups: Mapping[str, str], least: float, most: int
) -> tuple[int, dict[str, float]]:  # fmt: skip
    """Who did most of a function's work and has most of theirs in it; and which share of them knows another one.

    least, most: as of `KNOWN`.
    """
    by_person: dict[str, Counter[str]] = defaultdict(Counter)
    for case in cases:
        for visit in case.visits:
            if visit.person:
                by_person[visit.person][groups.get(visit.group, "other")] += 1
    at_home = sorted((c for c in by_person.values() if c.most_common(1)[0][0] == name), key=lambda c: -c[name])
    total, so_far, core = sum(c[name] for c in at_home), 0, []
    for counts in at_home:
        if so_far >= CORE_SHARE * total:
            break
        core.append(counts)
        so_far += counts[name]
    if not core:
        return 0, {}
    known = Counter(other for c in core for other in c if other != name and c[other] >= least * c.total())
    return len(core), {other: n / len(core) for other, n in known.most_common(most) if n / len(core) >= 0.1}


def _work(visits: Visits, mine: list, clock: OpenTime) -> tuple[float, float, str]:  # type: ignore[type-arg]
    """Mean and variation of the work of a visit in minutes, and where it is from. Nights within it are no work."""
    timed = [visit for visit in mine if visit.work == visit.work and visit.work > 0]
    if len(timed) >= 5:
        stay = clock.between(np.array([visit.start for visit in timed]), np.array([visit.end for visit in timed]))
        added = np.array([visit.added if visit.added == visit.added else visit.work for visit in timed])
        given = np.minimum(np.maximum(added, LEAST_WORK), np.maximum(stay, LEAST_WORK))
        source = "start and end of each step" if visits.kind == "activities" else "minutes of handling"
        return _moments(given, f"measured: {source}")
    gaps, usual = _busy_gaps(visits, {visit.person for visit in mine if visit.person})
    if gaps.size >= FEWEST_GAPS:
        return _moments(gaps, f"at most: how soon people turn to the next on days with {BUSY_DAY[0]} cases and more")
    if usual == usual:
        few = f"people touch {count_of(round(usual), 'case')} on a usual day, too few to see it"
        return ASSUMED_WORK, ASSUMED_CV, f"assumed {ASSUMED_WORK:.0f} minutes: {few}"
    return ASSUMED_WORK, ASSUMED_CV, f"assumed {ASSUMED_WORK:.0f} minutes: the log does not say"


def _moments(minutes: np.ndarray, source: str) -> tuple[float, float, str]:
    mean = float(np.mean(minutes))
    return float(np.clip(mean, 0.1, 9_000.0)), float(np.clip(np.std(minutes) / mean, 0.05, 5.0)), source


def _busy_gaps(visits: Visits, people: set[str | None]) -> tuple[np.ndarray, float]:
    """Minutes from a case to the next one, of people on days on which they are busy; and cases on a usual day.

    Where people touch few cases, the time between two is no work but the wait for the next one.
    """
    by_day: dict[tuple[str, int], list[tuple[float, str]]] = defaultdict(list)
    named = people & {who for who, _, _ in visits.touches}
    for who, at, case in visits.touches:
        if who in named or not named:
            by_day[who, int(at // DAY)].append((at, case))
    gaps, counts = [], []
    for touches in by_day.values():
        counts.append(len({case for _, case in touches}))
        if BUSY_DAY[0] <= counts[-1] <= BUSY_DAY[1]:
            touches.sort()
            gaps += [later - at for (at, case), (later, other) in pairwise(touches) if case != other]
    found = np.array(gaps)
    usual = float(np.median(counts)) if counts else nan
    return found[(found >= 1.0) & (found <= LONGEST_STRETCH)], usual


def _retelling(cases: Sequence[LoggedCase], groups: Mapping[str, str]) -> float | None:
    """How much can be told again: the shortest steps have to hold it. None where the log has no working times.

    Half of what a short step (the tenth percentile) takes, as a share of the work done before; the least by function.
    """
    short: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for case in cases:
        before = 0.0
        for visit in case.visits:
            if visit.work != visit.work:
                break
            if before > 0.0:
                short[groups.get(visit.group, "other")].append((visit.work, before))
            before += min(visit.work, SHIFT)
    bounds = [
        float(np.quantile([work for work, _ in rows], 0.1)) / float(np.mean([before for _, before in rows]))
        for rows in short.values()
        if len(rows) >= FEWEST_GAPS
    ]
    return min(RETELLING, 0.5 * min(bounds)) if bounds else None


# --- waits --------------------------------------------------------------------------------------------


def weibull_of(minutes: np.ndarray) -> tuple[float, float, float]:
    """Share of gaps that are waits, their mean, and the Weibull shape, by their median and 90th percentile.

    minutes: float64[n] >= 0. The mean is that of the fitted Weibull; where its tail is much heavier, theirs.
    """
    waits = minutes[minutes >= LEAST_WAIT]
    if waits.size < FEWEST_WAITS:
        return 0.0, 600.0, 1.0
    middle, late = np.quantile(waits, (0.5, 0.9))
    shape = float(np.clip(log(log(10.0) / log(2.0)) / log(max(late / middle, 1.001)), *SHAPES))
    mean = float(middle) / log(2.0) ** (1.0 / shape) * gamma(1.0 + 1.0 / shape)
    mean = min(mean, 1.5 * float(np.mean(waits)))
    return waits.size / minutes.size, float(np.clip(mean, 1.0, 900_000.0)), shape


def known_outside(visit) -> float:  # type: ignore[no-untyped-def]
    """Minutes of a visit in which its states say that it waits for others."""
    return float(sum(visit.outside.get(kind, 0.0) for kind in OUTSIDE))
