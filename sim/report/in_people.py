"""The gain in people, in words: how many fewer or more each column needs, what they are paid, and what is assumed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sim.comparison.corners import FORMATION, HABITS_IN_DEPARTMENTS, has_corners
from sim.comparison.intervals import Interval
from sim.comparison.statistics import pair_name
from sim.exploring.staffing.search import MOST
from sim.measures import AT
from sim.report.as_json import interval_json
from sim.report.corner_rows import pairs_shown
from sim.report.names import against, in_text, upper
from sim.report.numbers import listed, number

if TYPE_CHECKING:
    from sim.comparison.results import Comparison
    from sim.exploring.staffing.in_people import InPeople, PeopleChange
    from sim.exploring.staffing.staffing import Needed

DIGITS = 3  # that an amount of money has
USUAL_HOURS = (20.0, 48.0)  # a week of one person; a place that is open all day is filled by several
NO_COST = "no cost would pay back"


def in_people_line(answer: Comparison, found: InPeople) -> str:
    """The line of the screen: of the pairs on it. Money stands once, with what it rests on."""
    names = {HABITS_IN_DEPARTMENTS: "habits", FORMATION: "pods"} if has_corners(answer.columns) else {}
    parts, said = [], False
    for pair in pairs_shown(answer):
        change = found.changes.get(pair)
        text = people_words(change) if change else f"cannot serve as today with {MOST:g} times the people"
        if change and change.certain and found.person_year and not said:
            text += f", {_pay_words(answer, found, change)} ({assumed_words(answer, found)} assumed)"
            said = True
        deciding = deciding_channels(found, pair[1])
        apart = f", because of {listed(deciding)}" if deciding else ""
        parts.append(f"{names.get(pair) or against(*pair)} {text}{apart}")
    return "; ".join(parts)


def people_words(change: PeopleChange) -> str:
    """ "spare 5 (4 to 7)", "need 3 more (1 to 5)", "spare 1 (2 fewer to 1 more)", "0 (1 fewer to 1 more)"."""
    verb = "spare " if change.more < 0 else "need " if change.more > 0 else ""
    return f"{verb}{abs(change.more)}{' more' if change.more > 0 else ''} ({_ends(change)})"


def _ends(change: PeopleChange) -> str:
    """The interval on the side of the estimate; with its sides named where it holds both, or the estimate has none."""
    low, high = change.low, change.high
    if change.more and (low >= 0 or high <= 0):
        near, far, open_end = (-high, -low, change.open_low) if change.more < 0 else (low, high, change.open_high)
        return f"{near} to {far}{' or more' if open_end else ''}"
    if low == high == 0:
        return "0 to 0"
    return f"{_side(low, change.open_low)} to {_side(high, change.open_high)}"


def _side(more: int, open_end: bool) -> str:
    side = "" if more == 0 else " fewer" if more < 0 else " more"
    return f"{abs(more)}{side}{' or beyond' if open_end else ''}"


def assumed_words(answer: Comparison, found: InPeople) -> str:
    """ "30/h + 33%": what a year of a person rests on."""
    money = answer.scenario.money
    hours = "" if USUAL_HOURS[0] <= found.hours <= USUAL_HOURS[1] else f" x {found.hours:.0f} h a week"
    parts = [f"{number(found.pay_per_hour).removesuffix('.0')}/h{hours}"]
    if money.employer_share:
        parts.append(f"{money.employer_share:.0%}")
    if money.overhead_per_seat_year:
        parts.append(f"{rounded(money.overhead_per_seat_year)} a seat")
    return " + ".join(parts)


def _year(answer: Comparison, amount: float) -> str:
    return f"{rounded(amount)} {answer.scenario.money.currency} a year"


def pay_saved(found: InPeople, change: PeopleChange) -> Interval:
    """What fewer people are paid in a year, over the interval of people; below 0: what more of them are paid."""
    return Interval(*(0.0 - people * found.person_year for people in (change.more, change.high, change.low)))


def _pay_words(answer: Comparison, found: InPeople, change: PeopleChange) -> str:
    """ "166,000 (83,000 to 166,000) EUR a year", of people that are certain, on the side of the estimate."""
    pay = pay_saved(found, change)
    near, far, open_end = (
        (pay.low, pay.high, change.open_low) if change.more < 0 else (pay.high, pay.low, change.open_high)
    )
    ends = f"{rounded(abs(near))} to {rounded(abs(far))}{' or more' if open_end else ''}"
    return f"{rounded(abs(pay.mean))} ({ends}) {answer.scenario.money.currency} a year"


def rounded(amount: float) -> str:
    """Money in three significant digits, to whole units."""
    step = 10.0 ** max(0, len(f"{abs(amount):.0f}") - DIGITS)
    return f"{round(amount / step) * step:,.0f}"


def in_people_lines(answer: Comparison, found: InPeople) -> Iterator[str]:
    """Everything in sentences: what is asked, each column, each pair, and what is assumed."""
    yield from column_lines(found)
    for pair, change in found.changes.items():
        yield f"{upper(against(*pair))}: {people_words(change)}{_money_words(answer, found, change)}."
    yield from assumption_lines(answer, found)


def column_lines(found: InPeople) -> Iterator[str]:
    """What is asked, and the answer of each column."""
    where = listed([key.partition(AT)[2] for key in found.keys]) if AT in found.keys[0] else ""
    yield (
        f"With how many people are problems solved as soon, on average{f' on {where} each' if where else ''}, as in "
        f"{in_text(found.base)} with {found.today}?"
    )
    for column in found.needed:
        yield f"{upper(in_text(column))}: {_needed_words(found, column)}."
    for column in found.left_out:
        yield f"{upper(in_text(column))}: its teams are named one by one, so nobody can be added or taken."


def assumption_lines(answer: Comparison, found: InPeople) -> Iterator[str]:
    """What money rests on, and what of it is money."""
    if found.person_year:
        yield (
            f"A person is {_year(answer, found.person_year)}, the mean over {in_text(found.base)} "
            f"({found.hours:.0f} hours a week): {assumed_words(answer, found)}, assumed (people.groups, money). "
            "Cashable: fewer people, overtime, technology, second skills. It is money only where people become fewer; "
            "freed minutes are not."
        )


def _needed_words(found: InPeople, column: str) -> str:
    one = found.needed[column]
    if one.people is None or one.interval is None:
        return f"not with up to {one.most}"
    low, high = one.interval
    beyond = " or more" if high > one.most else ""
    mix = _mix(found.today, one)
    text = f"{one.people} ({low} to {min(high, one.most)}{beyond}){f': {mix}' if mix else ''}"
    if deciding := deciding_channels(found, column):
        text += f"; with fewer, {listed(deciding)} would be slower than today"
    if (mean := found.by_mean.get(column)) and mean.interval:
        text += f"; by the mean over channels alone {mean.people} ({mean.interval[0]} to {mean.interval[1]})"
    return (
        f"{text}; the busiest tenth are then at work for {60.0 * found.load[column]:.0f} minutes of an hour, today "
        f"{60.0 * found.load[found.base]:.0f}"
    )


def _mix(today: int, one: Needed) -> str:
    """ "marketing +2, service -1"."""
    before = next(trial.counts for trial in one.trials if trial.people == today)
    changes = {name: count - before[name] for name, count in (one.counts or before).items()}
    return ", ".join(f"{name} {change:+d}" for name, change in changes.items() if change)


def deciding_channels(found: InPeople, column: str) -> list[str]:
    """The channels that fewer people would serve later than today, where others would do with fewer; else none."""
    one = found.needed.get(column)
    fewer = next((trial for trial in one.trials if trial.people == (one.people or 0) - one.step), None) if one else None
    missed = [key.partition(AT)[2] for key, margin in (fewer.margins if fewer else {}).items() if margin.mean < 0.0]
    return missed if len(missed) < len(found.keys) else []


def _money_words(answer: Comparison, found: InPeople, change: PeopleChange) -> str:
    if not found.person_year:
        return ""
    saved, pay = change.cashable, f", {_pay_words(answer, found, change)}" if change.certain else ""
    amounts = f"{rounded(saved.mean)} ({rounded(saved.low)} to {rounded(saved.high)})"
    text = f"{pay}; cashable {amounts} {answer.scenario.money.currency} a year"
    if change.one_off is None:
        return f"{text}, so {NO_COST}"
    return f"{text}, so a one-off cost up to that is paid back within 12 months"


def in_people_rows(answer: Comparison, found: InPeople) -> list[dict[str, Any]]:
    """One row per pair: first, second, people of each, more with its interval, and its money."""
    people = {column: one.people for column, one in found.needed.items()} | {found.base: found.today}
    paid = {pair: pay_saved(found, change) for pair, change in found.changes.items()}
    return [
        {
            "first": pair[0], "second": pair[1], "people_first": people[pair[0]], "people_second": people[pair[1]],
            "more": change.more, "low": change.low, "high": change.high, "person_year": found.person_year,
            "pay_saved": paid[pair].mean, "pay_saved_low": paid[pair].low, "pay_saved_high": paid[pair].high,
            "cashable": change.cashable.mean, "cashable_low": change.cashable.low,
            "cashable_high": change.cashable.high, "one_off": "" if change.one_off is None else change.one_off,
            "currency": answer.scenario.money.currency,
        }
        for pair, change in found.changes.items()
    ]  # fmt: skip


def in_people_json(answer: Comparison, found: InPeople) -> dict[str, Any]:
    """What `podsim compare --json` has under "in_people"."""
    money = answer.scenario.money
    return {
        "service_of": found.base,
        "measures": list(found.keys),
        "today": found.today,
        "assumed": {
            "currency": money.currency, "pay_per_hour": found.pay_per_hour, "hours_per_week": found.hours,
            "employer_share": money.employer_share,
            "overhead_per_seat_year": money.overhead_per_seat_year, "person_year": found.person_year,
        },
        "needed": {
            column: {
                "people": one.people,
                "interval": list(one.interval) if one.interval else None,
                "by_function": one.counts,
                "load_p90": found.load.get(column),
            }
            for column, one in found.needed.items()
        },
        "by_mean": {
            column: {"people": one.people, "interval": list(one.interval) if one.interval else None}
            for column, one in found.by_mean.items()
        },
        "changes": {pair_name(*pair): _change_json(found, change) for pair, change in found.changes.items()},
        "left_out": list(found.left_out),
        "said": in_people_line(answer, found),
    }  # fmt: skip


def _change_json(found: InPeople, change: PeopleChange) -> dict[str, Any]:
    return {
        "more": change.more,
        "interval": [change.low, change.high],
        "pay_saved_per_year": interval_json(pay_saved(found, change)),
        "cashable_per_year": interval_json(change.cashable),
        "one_off": change.one_off,
    }
