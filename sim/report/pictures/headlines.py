"""What a picture shows, as its title: found by a rule in the numbers of this run, and "not settled" where it is so."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.comparison.corners import RESOLUTION
from sim.comparison.intervals import Interval, mean_interval
from sim.comparison.words import BETTER, NOT_SETTLED, WORSE
from sim.report.names import against, in_text, measure_words, upper
from sim.report.numbers import change_alone, level, listed, number

if TYPE_CHECKING:
    from sim.comparison.closeup import CloseUp
    from sim.comparison.side_by_side import Alternative
    from sim.exploring.attribution import Attribution
    from sim.exploring.staffing.staffing import Needed, Staffing
    from sim.roads.results import Roads

IN_ONE_RUN = "In one run"  # what is looked at closely is replication 0: it is shown, and nothing is settled by it
AS_WIDE = 0.02  # of paid time: a smaller difference between two reaches is none
LAST_WEEKS = 13
MOST_NAMES = 3  # of what-ifs, in a title


def longest_waits(closeup: CloseUp, few: int, channels: Sequence[str]) -> str:
    """By channel, when and where customers wait longest for a first answer. few: customers that a mean needs."""
    told = []
    for channel in channels:
        rows = [
            (row["first_response_minutes"], row["half_hour"], column)
            for column, seen in closeup.columns.items()
            for row in seen.half_hours
            if row["channel"] == channel and row["cases"] >= few and math.isfinite(row["first_response_minutes"])
        ]
        if rows:
            longest, at, column = max(rows, key=lambda row: row[0])
            told.append(f"{channel} at {at} in {in_text(column)} ({level('first_response_minutes', longest)})")
    if not told:
        return "No half-hour has enough customers to show a mean"
    return f"{IN_ONE_RUN}, the longest wait for a first answer: {'; '.join(told)}"


def evenness(closeup: CloseUp) -> str:
    """Whether the last column spreads work more evenly over people than the first one."""
    reach = {}
    for column, seen in closeup.columns.items():
        known = seen.load[~np.isnan(seen.load)]
        if known.size:
            reach[column] = (float(known.min()), float(known.max()))
    if not reach:
        return "Nobody was there"
    first, last = next(iter(reach)), list(reach)[-1]
    ends = {column: f"{number(low)} to {number(high)}" for column, (low, high) in reach.items()}
    if first == last:
        return f"{IN_ONE_RUN}, people are occupied for {ends[first]} of their paid time"
    apart = (reach[last][1] - reach[last][0]) - (reach[first][1] - reach[first][0])
    word = "as evenly" if abs(apart) < AS_WIDE else "more evenly" if apart < 0.0 else "less evenly"
    return (
        f"{IN_ONE_RUN}, work is spread {word} in {in_text(last)} ({ends[last]} of paid time) "
        f"{'as' if word == 'as evenly' else 'than'} in {in_text(first)} ({ends[first]})"
    )


def largest_parts(means: Mapping[str, Mapping[str, float]], parts: Sequence[str], words: Mapping[str, str]) -> str:
    """The largest part of the time in each column; columns with the same one together. words: of a part."""
    largest: dict[str, list[str]] = {}
    for column, values in means.items():
        most = max(parts, key=lambda part: values[part], default="")
        if most and values[most] > 0.0:
            largest.setdefault(words[most], []).append(column)
    if not largest:
        return "No time goes anywhere, as nobody came"
    if len(largest) == 1 and len(means) > 1:
        (part,) = largest
        return f"In every column the largest part of the time until solved is {part}"
    told = [f"{part} in {listed([in_text(column) for column in columns])}" for part, columns in largest.items()]
    return f"The largest part of the time until solved is {'; '.join(told)}"


def where_roads_end(roads: Roads) -> str:
    """Whether customers are served sooner at the end of each road than by staying: by an interval over replications."""
    words: dict[str, list[str]] = {}
    for road in roads.others:
        apart = np.nanmean(roads.beside_staying(road, RESOLUTION)[:, -LAST_WEEKS:], axis=1)
        one = mean_interval(apart)
        called = roads.plans[road].road.called
        if _settled(one):
            sooner = "sooner" if one.mean < 0.0 else "later"
            words.setdefault(sooner, []).append(f"{called} ({change_alone(RESOLUTION, one)})")
        else:
            words.setdefault(NOT_SETTLED, []).append(called)
    if not words:
        return "There is no road but staying"
    told = [f"{word} by {listed(words[word])}" for word in ("sooner", "later") if word in words]
    told += [f"not settled for {listed(words[NOT_SETTLED])}"] if NOT_SETTLED in words else []
    return f"In the last {LAST_WEEKS} weeks, problems are solved, beside staying, {'; '.join(told)}"


def what_ifs(base: str, rows: Sequence[Alternative], label: Callable[[Alternative], str]) -> str:
    """Which what-ifs solve sooner than the first one, which later, and which are not settled."""
    heads = {BETTER: "sooner", WORSE: "later", NOT_SETTLED: "not settled"}
    found: dict[str, list[str]] = {}
    for row in rows:
        one = row.differences[RESOLUTION]
        # "better, too little to matter" and "the same" are findings too: there is nothing to choose by.
        head = heads.get(one.word, "no sooner and no later")
        amount = f" ({change_alone(RESOLUTION, one.interval)})" if one.word in (BETTER, WORSE) else ""
        found.setdefault(head, []).append(f"{label(row)}{amount}")
    if not found:
        return f"No what-if met the same customers as {base}"
    order = ("sooner", "later", "no sooner and no later", "not settled")
    told = [f"{head} in {_some(found[head])}" for head in order if head in found]
    return f"Beside {base}, problems are solved {'; '.join(told)}"


def _some(names: list[str]) -> str:
    """Few names in full, of many the first ones: a title has little room."""
    return (
        listed(names)
        if len(names) <= MOST_NAMES
        else f"{', '.join(names[:MOST_NAMES])} and {len(names) - MOST_NAMES} more"
    )


def made_of(found: Attribution) -> str:
    """Which group of mechanisms a difference is made of most, and which one works against it."""
    measure = found.measures[0]
    whole = found.whole(measure)
    told = f"{upper(against(*found.pair))}, {measure_words(measure)} {change_alone(measure, whole)}"
    parts = [part for part in found.parts(measure) if part.present and _settled(part.interval)]
    with_it = [part for part in parts if part.interval.mean * whole.mean > 0.0]
    against_it = [part for part in parts if part.interval.mean * whole.mean < 0.0]
    said = []
    for some, words in ((with_it, "most from"), (against_it, "most against it from")):
        if some:
            most = max(some, key=lambda part: abs(part.interval.mean))
            said.append(f"{words} {most.group.name} ({change_alone(measure, most.interval)})")
    if not _settled(whole):
        return f"{told}, not settled: {'; '.join(said) or 'nor is any part'}"
    return f"{told}: {'; '.join(said) or 'from which part is not settled'}"


def people_needed(found: Staffing) -> str:
    """How many people each column needs for the targets, or to be as good as another one is today."""
    questions: dict[str, list[str]] = {}
    for needed in found.for_targets():
        questions.setdefault("For the targets", []).append(_needs(needed))
    for needed in found.for_match():
        other = in_text(str(needed.question.match))
        asked = f"To be as good in {measure_words(found.measure)} as {other} today"
        questions.setdefault(asked, []).append(_needs(needed))
    return (
        "; ".join(f"{asked}: {listed(answers)}" for asked, answers in questions.items()) or "Nothing was to be reached"
    )


def _needs(needed: Needed) -> str:
    column = in_text(needed.question.column)
    if needed.people is None:
        return f"{column} not with {needed.most} people (today {needed.today})"
    at_most = "at most " if needed.at_least_enough else ""
    return f"{column} {at_most}{needed.people} people (today {needed.today})"


def _settled(one: Interval) -> bool:
    """Whether an interval by itself leaves out nothing; none of a single replication does."""
    return one.low > 0.0 or one.high < 0.0
