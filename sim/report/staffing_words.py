"""Staffing in words: how many people, more or fewer than today, and what the number rests on."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.exploring.staffing.search import LEAST, MOST, TAIL
from sim.exploring.staffing.staffing import Needed, Staffing
from sim.measures import measure_of
from sim.report.names import in_text, measure_words, upper
from sim.report.numbers import listed
from sim.report.verdict import target_words
from sim.scenario import partition_of
from sim.scenario.problems import count_of


def answer_lines(staffing: Staffing) -> Iterator[str]:
    """The answers, a sentence each: for the targets, then to equal another column of today."""
    for needed in staffing.for_targets():
        yield _for_targets(staffing, needed)
    yield from _between(staffing)
    for needed in staffing.for_match():
        yield _to_match(staffing, needed)


def _for_targets(staffing: Staffing, needed: Needed) -> str:
    column = upper(in_text(needed.question.column))
    if needed.people is None:
        return f"{column}: not {_beyond(staffing, needed)}"
    if needed.at_least_enough:
        return f"{column}: {needed.people} people or fewer, {_half(needed)}"
    return (
        f"{column}: {needed.people} people (95% interval {span_words(needed)}), {change_words(needed)}"
        f"{_where(staffing, needed)}."
    )


def _to_match(staffing: Staffing, needed: Needed) -> str:
    column, other = in_text(needed.question.column), in_text(str(needed.question.match))
    goal = f"To be as good in {measure_words(staffing.measure)} as {other} are with today's people, {column} would need"
    if needed.people is None:
        return f"{goal} more than {needed.most} people: not within {LEAST:g} to {MOST:g} times today's {needed.today}."
    if needed.at_least_enough:
        return f"{goal} {needed.people} people or fewer, {_half(needed)}"
    return f"{goal} {change_words(needed)}{_where(staffing, needed)}."


def _half(needed: Needed) -> str:
    return f"{LEAST:g} times today's {needed.today}; fewer were not looked at."


def _beyond(staffing: Staffing, needed: Needed) -> str:
    missed = listed([_plain(key) for key in needed.missed] or ["the targets"])
    text = (
        f"within {LEAST:g} to {MOST:g} times today's {needed.today} people: with {needed.most}, {missed} "
        f"{'is' if len(needed.missed) < 2 else 'are'} still missed"
    )
    worse = [_plain(key) for key in needed.missed if _worsens(needed, key)]
    return f"{text}; more people do not help {listed(worse)}." if worse else f"{text}."


def _plain(key: str) -> str:
    measure, _, channel = key.partition("@")
    return measure_words(measure) + (f" ({channel})" if channel else "")


def _worsens(needed: Needed, key: str) -> bool:
    """Whether a goal is no nearer with the most people than with the fewest looked at."""
    known = [trial for trial in needed.trials if key in trial.margins]
    return len(known) > 1 and known[-1].margins[key].mean <= known[0].margins[key].mean


def change_words(needed: Needed) -> str:
    """ "3 (2 to 4) more than today's 48", "5 (4 to 6) fewer than today's 48", "as many as today's 48 (0 to 1 more)"."""
    assert needed.interval is not None
    assert needed.more is not None
    low, high = needed.interval
    ends = (low - needed.today, min(high, needed.most) - needed.today)
    return amount_words(needed.more, *ends, f"today's {needed.today}", "" if high <= needed.most else " or more")


def amount_words(more: int, low: int, high: int, than: str, beyond: str = "") -> str:
    """A number of people more or fewer, with its interval. beyond: said of an upper end that is open."""
    if more == 0:
        return f"as many as {than} ({_ends(low, high, beyond)})"
    side = "more" if more > 0 else "fewer"
    if low >= 0 or high <= 0:
        ends = (low, f"{high}{beyond}") if more > 0 else (-high, -low)
        return f"{abs(more)} ({ends[0]} to {ends[1]}) {side} than {than}"
    return f"{abs(more)} {side} than {than} ({_ends(low, high, beyond)})"


def _ends(low: int, high: int, beyond: str) -> str:
    if low < 0 < high:
        return f"between {-low} fewer and {high}{beyond} more"
    return f"{low} to {high}{beyond} more" if low >= 0 else f"{-high} to {-low} fewer"


def span_words(needed: Needed) -> str:
    """ "49 to 53"; "or more" where the interval leaves what was looked at."""
    assert needed.interval is not None
    low, high = needed.interval
    return f"{low} to {high}" if high <= needed.most else f"{low} to {needed.most} or more"


def mix_words(staffing: Staffing, needed: Needed) -> str:
    """ "marketing +2, service +1"; "" where the mix is today's."""
    changes = {name: count - staffing.today[name] for name, count in (needed.counts or staffing.today).items()}
    return ", ".join(f"{in_text(name)} {change:+d}" for name, change in changes.items() if change)


def _where(staffing: Staffing, needed: Needed) -> str:
    mix = mix_words(staffing, needed)
    return f" ({mix})" if mix else ""


def _between(staffing: Staffing) -> Iterator[str]:
    """Every column against the first, in the people that it takes to reach the targets."""
    answers = staffing.for_targets()
    for needed in answers[1:]:
        first = answers[0]
        if needed.crossings is None or first.crossings is None:
            continue
        assert needed.people is not None
        assert first.people is not None
        low, high = np.quantile(needed.crossings - first.crossings, [TAIL, 1.0 - TAIL], method="inverted_cdf")
        amount = amount_words(
            needed.people - first.people, int(low), int(high), f"with {in_text(first.question.column)}"
        )
        yield f"So with {in_text(needed.question.column)} it takes {amount}."


def title_line(staffing: Staffing) -> str:
    """What is to be reached."""
    return f"To reach: {listed([target_words(target) for target in staffing.targets])}" if staffing.targets else ""


def note_lines(staffing: Staffing) -> Iterator[str]:
    """What the numbers rest on."""
    step = staffing.answers[0].step
    yield (
        "Enough: the mean over replications reaches every line. Intervals are 95% over resampled replications, all "
        "numbers of people meeting the same customers: they cover chance, not what is uncertain about the scenario."
        + (f" People are looked at in steps of {step}." if step > 1 else "")
    )
    yield (
        "People are added one by one where the work that is offered leaves least room, and taken where it leaves most; "
        "shifts and second skills stay in proportion. Another mix may do with fewer. Hiring, training and moving "
        "people cost nothing here."
    )
    whole = [target.measure for target in staffing.targets if not target.channel]
    asked = [measure_of(name) for name in (*whole, *([staffing.measure] if staffing.match else []))]
    if len(staffing.scenario.demand.channels) > 1 and any(one.by.over == "cases" for one in asked):
        yield (
            "Over all channels together, so that one may be served worse: --target MEASURE@CHANNEL=VALUE asks of one, "
            "and podsim compare says with how many people every channel is served as today (In people)."
        )
    pods = [column for column in staffing.columns if partition_of(staffing.scenario, column).teams]
    if pods:
        teams = [
            f"{in_text(column)}: {count_of(int(partition_of(staffing.scenario, column).teams or 0), 'team')}"
            for column in pods
        ]
        yield f"The number of teams stays ({', '.join(teams)}): more people make larger ones."
