"""The screen of roads: one sentence, a row a road, and what is to be known beside it; at most 28 lines."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from sim.comparison.intervals import mean_interval
from sim.comparison.usual import REPLICATIONS as MEASURED_OVER
from sim.measures import measure_of
from sim.measures.money import WITHIN_WEEKS, payback_weeks
from sim.report.in_people import NO_COST, people_words, rounded
from sim.report.numbers import level, listed, number, signed, signed_to
from sim.report.pictures.style import short
from sim.report.road_rows import RESOLUTION, RoadRow, assumptions_of, bridge_parts, is_bare, road_rows
from sim.report.tables import bare_table, heads_and_texts
from sim.roads.results import AT_THE_END, RUNS_AWAY, Dip, Paid, Roads
from sim.roads.versions import GUESSED, GUESSED_SHARE, MECHANISMS, MODELLED
from sim.scenario.problems import count_of

MINUTES = 60.0
NONE_WON = (
    "Kept: accounts that have not left, of all that ever come. None is won: every road meets the same customers, as "
    "one that drew more could not be held against the others."
)


def road_page(roads: Roads, *, everything: bool = False, by: str = "given") -> Iterator[Any]:
    """Everything that a reader sees, in order. everything: also primary measures beside staying, by road."""
    rows = road_rows(roads, by)
    yield Text(heading_line(roads))
    yield from (Text(line, style="bold") for line in out_of_balance(roads))
    yield Text(f"  {sentence(roads, rows)}\n", style="bold")
    yield RoadTable(roads, rows)
    yield Text("")
    yield heads_and_texts(beside(roads, rows))
    if everything:
        yield Text("\nBeside staying, with 95% intervals", style="bold")
        yield _differences(rows)


def heading_line(roads: Roads) -> str:
    """What was run, in a line."""
    people = next((stage.moved.size for plan in roads.plans.values() for stage in plan.stages), 0)
    runs = count_of(roads.replications, "run")
    worlds = f" and {count_of(len(roads.worlds), 'world')}" if roads.worlds else ""
    whom = f"the same {people} people and" if people else "the same"
    return f"{roads.scenario.name}: {whom} customers on each road, {roads.weeks} weeks, {runs}{worlds}"


def out_of_balance(roads: Roads) -> Iterator[str]:
    """That staying itself becomes worse: in some runs by far, or in the mean for certain, by what is worth having.

    Then roads gain by that alone. Nothing where neither is so.
    """
    away = roads.runs_away(roads.stay, RESOLUTION)
    if away.any():
        yield from _runs_away(roads, away)
        return
    minutes = roads.of(roads.stay).weekly[RESOLUTION]
    at_first = np.nanmean(minutes[:, :AT_THE_END], axis=1)
    drift = mean_interval(roads.of(roads.stay).at_the_end(RESOLUTION) - at_first)
    smallest = measure_of(RESOLUTION).smallest_difference(float(at_first.mean()))
    if drift.low > smallest:
        first, last = float(at_first.mean()), float(at_first.mean()) + drift.mean
        spans = f"{_hours(first)} until solved in the first {AT_THE_END} weeks, {_hours(last)} in the last"
        yield f"Staying is not in balance: {spans}."
        yield "What a road gains beside it rests on how people tire and leave, which is assumed: over_time.staff."


def _runs_away(roads: Roads, away: np.ndarray) -> Iterator[str]:
    """In how many runs, what roads gain in the others, and why."""
    yield (
        f"In {int(away.sum())} of {away.size} runs staying runs away: in the last {AT_THE_END} weeks problems take "
        f"more than {RUNS_AWAY:g} times as long as in the first."
    )
    if roads.others and not away.all():
        yield _where_staying_holds(roads, away)
    yield (
        "Where a function is full, seats empty by chance, sickness and slow work feed on each other; hiring ahead, "
        "overtime and bought-in help, which would stop it, are not in the model."
    )


def _where_staying_holds(roads: Roads, away: np.ndarray) -> str:
    """The road that ends soonest in the runs in which staying does not run away, and what it gains there and in all."""
    change = {name: roads.beside_at_the_end(name, RESOLUTION) for name in roads.others}
    name = min(change, key=lambda name: float(change[name][~away].mean()))
    calm, over_all = (signed(float(one.mean()) / MINUTES) for one in (change[name][~away], change[name]))
    itself = int(roads.runs_away(name, RESOLUTION).sum())
    return (
        f"Where staying holds ({int((~away).sum())} of {away.size} runs), {roads.plans[name].road.called} ends "
        f"soonest: {calm} h beside it; over all runs {over_all} h, and it runs away in {itself} itself."
    )


def best(rows: list[RoadRow]) -> RoadRow:
    """The road with the shortest resolution time in the last weeks."""
    return min(rows, key=lambda row: row.levels[RESOLUTION].mean)


def sentence(roads: Roads, rows: list[RoadRow]) -> str:
    """What comes of it, in a sentence or two."""
    first = best(rows)
    years = _years(roads.weeks)
    if first.name == roads.stay:
        return f"After {years} no road leaves customers better off in time than staying."
    change = first.change[RESOLUTION]
    sure = "" if change.high < 0.0 else ", which chance alone could explain"
    text = f"{first.title}: after {years} problems are solved {_hours(-change.mean)} sooner than by staying{sure}."
    return f"{text} {_pays(roads, rows)}"


def _pays(roads: Roads, rows: list[RoadRow]) -> str:
    paid = [row for row in rows if row.name != roads.stay and np.isfinite(np.median(row.paid[MODELLED].payback))]
    if not paid:
        return "In money alone no road pays back."
    quickest = min(paid, key=lambda row: float(np.median(row.paid[MODELLED].payback)))
    weeks = float(np.median(quickest.paid[MODELLED].payback))
    when = "costs nothing" if weeks == 0.0 else f"pays back in {weeks:.0f} weeks"
    return f"{quickest.title} {when}{' (half of the runs)' if weeks else ''}."


def _years(weeks: int) -> str:
    return "two years" if weeks == 104 else count_of(weeks, "week")


def _hours(minutes: float) -> str:
    return level(RESOLUTION, minutes)


WIDTHS = (20, 9, 17, 15, 7, 6, 6, 6, 6, 8)  # 100 columns
OF_WAY = 4  # columns that say what is on the way; the others what comes of it
HEADS = (
    ("", "costs", "deepest dip", "pays back", "hours", "felt", "load", "leave", "kept", "worse"),
    ("", "once", "and when", "lost | guess", "solve", "/100", "min/h", "/year", "%", "off"),
)


@dataclass(frozen=True)
class RoadTable:
    """The table: 100 columns wide, or on a narrower screen the way there and what comes of it one below the other."""

    roads: Roads
    rows: list[RoadRow]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Print what fits."""
        lines = table_lines if options.max_width >= sum(WIDTHS) else narrow_lines
        yield from (Text(line) for line in lines(self.roads, self.rows))


def table_lines(roads: Roads, rows: list[RoadRow]) -> Iterator[str]:
    """The table, 100 columns wide."""
    yield f"{'':{sum(WIDTHS[:OF_WAY])}}{_after(roads, sum(WIDTHS[OF_WAY:]))}"
    yield from _table(roads, rows, range(len(WIDTHS)))


def narrow_lines(roads: Roads, rows: list[RoadRow]) -> Iterator[str]:
    """The same below each other, within 61 columns."""
    yield from _table(roads, rows, range(OF_WAY))
    yield ""
    behind = [0, *range(OF_WAY, len(WIDTHS))]
    yield f"{'':{WIDTHS[0]}}{_after(roads, sum(WIDTHS[OF_WAY:]))}"
    yield from _table(roads, rows, behind)


def _after(roads: Roads, width: int) -> str:
    return f"{f' after {_years(roads.weeks)} ':-^{width}}".replace("-", "  -", 1)[:width]


def _table(roads: Roads, rows: list[RoadRow], columns: Sequence[int]) -> Iterator[str]:
    for line in (*HEADS, *(cells(roads, row) for row in rows)):
        first, *others = (f"{line[column]:>{WIDTHS[column]}}" for column in columns)
        yield f"{first.strip():<{WIDTHS[0]}}{''.join(others)}".rstrip()


def cells(roads: Roads, row: RoadRow) -> list[str]:
    """A row of the table."""
    stays = row.name == roads.stay
    return [
        short(row.title, WIDTHS[0] - 1),
        "-" if stays else f"{row.cost:,.0f}",
        "-" if stays else dip_words(row.dips[MODELLED]),
        "-" if stays else f"{payback_words(row.paid[MODELLED])} | {payback_words(row.paid[GUESSED])}",
        number(row.levels[RESOLUTION].mean / MINUTES),
        _known(100.0 * row.levels["felt_empathy"].mean),
        _known(MINUTES * row.levels["load_p90"].mean),
        f"{_known(row.leavers.mean)}%",
        _known(100.0 * row.kept.mean),
        "-" if stays else worse_words(*row.worse),
    ]


def worse_words(worse: int, runs: int) -> str:
    """In how many runs a road is worse off than staying; as a share where the numbers have no room in their column."""
    said = f"{worse} of {runs}"
    return said if len(said) < WIDTHS[-1] else f"{worse / runs:.0%}"


def _known(value: float) -> str:
    return f"{value:.0f}" if math.isfinite(value) else "?"


def dip_words(dip: Dip) -> str:
    """How deep, and when: "+1.2 h, week 6"; "none"."""
    return f"{signed(dip.worst / MINUTES)} h, week {dip.week}" if dip.worst > 0.0 else "none"


def payback_words(paid: Paid) -> str:
    """Median of the weeks until it has paid back; "never" where half of the runs do not."""
    median = float(np.median(paid.payback))
    return f"{median:.0f}" if math.isfinite(median) else "never"


def beside(roads: Roads, rows: list[RoadRow]) -> Iterator[tuple[str, str]]:
    """(head, text) of the lines below the table."""
    if parts := bridge_parts(roads):
        yield "To the end", bridge_line(roads, parts)
        yield "Rests on", rests_line(roads, parts)
    yield from _dips(roads, rows)
    yield from _money(roads, rows)
    yield from (("In people" if not place else "", line) for place, line in enumerate(people_lines(roads)))
    failed = [row for row in rows if row.taken[0] < row.taken[1]]
    for row in failed:
        yield "Gate", f"{row.title}: of {row.taken[1]} stages {number(row.taken[0])} were taken (mean over runs)"
    yield from _not_reached(roads)
    yield from _usual(roads)
    yield "How sure", _sure(roads)
    yield (
        "Read as",
        (
            f"last {AT_THE_END} weeks; felt empathy is a proxy; lost: familiarity as modelled; guess: "
            f"{GUESSED_SHARE:.0%} slower, {roads.scenario.over_time.familiarity.dip_weeks:.0f} weeks until over; "
            "kept: customers lost are counted, none are won"
        ),
    )


def _not_reached(roads: Roads) -> Iterator[tuple[str, str]]:
    """Stages that begin after the last week, which nothing here shows."""
    for plan in roads.plans.values():
        if beyond := [stage.week for stage in plan.stages if stage.week >= roads.weeks]:
            last = f"{len(beyond)} of {count_of(len(plan.stages), 'stage')} from week {beyond[0]} on"
            yield "Not reached", f"{plan.road.called}: {last}; all of it: --weeks {beyond[-1] + AT_THE_END} or more"


def bridge_line(roads: Roads, parts: list[tuple[str, Any]]) -> str:
    """From the figure of `compare` to the last weeks, part by part."""
    words = {"": "as if always so", **MECHANISMS}
    said = [f"{words[name]} {signed(one.mean / MINUTES)}" for name, one in parts[:-1]]
    title = roads.plans[roads.bridged].road.called
    runs = bridged_runs(roads)
    sure = [words[name] for name, one in parts[:-1] if not one.low <= 0.0 <= one.high]
    chance = f"; chance alone could explain each part{f' but {listed(sure)}' if sure else ''}"
    chance = "" if len(sure) == len(parts) - 1 else chance
    return f"{title}, hours, {runs}: {', '.join(said)} = {signed(parts[-1][1].mean / MINUTES)} beside staying{chance}"


def rests_line(roads: Roads, parts: list[tuple[str, Any]]) -> str:
    """Which mechanism moves the figure most from as if always so to the last weeks, and what is known of its size."""
    name, one = max(parts[1:-1], key=lambda part: abs(part[1].mean))
    own = [assumed for assumed in assumptions_of(roads) if assumed.keys[0].startswith(f"over_time.{name}.")]
    bare = sum(is_bare(assumed) for assumed in own)
    known = f"{bare} of its {count_of(len(own), 'number')} have no source"
    return (
        f"most on {MECHANISMS[name]} ({signed(one.mean / MINUTES)} h): {known}; all with ranges: report.html; "
        f"where it turns: podsim flip SCENARIO --road {roads.bridged}"
    )


def bridged_runs(roads: Roads) -> str:
    """Over how many runs the bridge was taken: "the first 2 of 6 runs", or "6 runs"."""
    count = next(iter(next(iter(roads.bridge.values())).values())).taken.size
    runs = count_of(roads.replications, "run")
    return runs if count == roads.replications else f"the first {count} of {runs}"


def _dips(roads: Roads, rows: list[RoadRow]) -> Iterator[tuple[str, str]]:
    others = [row for row in rows if row.name != roads.stay]
    lost = ", ".join(f"{row.title} {one.weeks}" for row in others if (one := row.dips[MODELLED]).weeks)
    guess = ", ".join(
        f"{row.title} {one.weeks} ({dip_words(one)})" for row in others if (one := row.dips[GUESSED]).weeks
    )
    if lost or guess:
        yield "Dip", f"weeks worse than staying: {lost or 'none'}; as guessed: {guess or 'none'}"


def _money(roads: Roads, rows: list[RoadRow]) -> Iterator[tuple[str, str]]:
    money = roads.scenario.money
    others = [row for row in rows if row.name != roads.stay]
    if not others:
        return
    said = "; ".join(f"{row.title} {worth_words(row.paid[MODELLED].value)}" for row in others)
    yield "Worth now", f"thousand {money.currency}, middle 80% of runs: {said}"
    said = ", ".join(f"{row.title} {row.paid[MODELLED].loss.mean() / 1000.0:,.0f}" for row in others)
    is_priced = bool(money.kept_customer_per_year or money.complaint)
    priced = "below" if is_priced else "not priced"
    yield (
        "",
        (
            f"largest loss on the way: {said}; {money.discount_rate_per_year:.0%} discount; "
            f"overtime, leavers, technology; kept customers {priced}"
        ),
    )
    if is_priced:
        yield "", _with_customers(roads, others)


def _with_customers(roads: Roads, rows: list[RoadRow]) -> str:
    """Worth and payback with kept customers and complaints, as the scenario prices them."""
    money = roads.scenario.money
    said = []
    for row in rows:
        paid = roads.paid(row.name, customers=True)
        said.append(f"{row.title} {worth_words(paid.value)}, pays back: {payback_words(paid)}")
    prices = (
        f"a kept customer {money.kept_customer_per_year:,g} a year, a complaint {money.complaint:,g} {money.currency}"
    )
    return f"with kept customers ({prices}): {'; '.join(said)}"


def money_lines(roads: Roads) -> Iterator[str]:
    """The largest one-off cost of every road that is paid back within a year, and what all money rests on."""
    money = roads.scenario.money
    for name in roads.others:
        one = mean_interval(roads.paid(name).one_off)
        ends = f"{rounded(one.mean)} {money.currency} ({rounded(one.low)} to {rounded(one.high)})"
        said = f"a one-off cost up to that is paid back within {WITHIN_WEEKS} weeks" if one.low > 0.0 else NO_COST
        yield f"{roads.plans[name].road.called}: cashable in {WITHIN_WEEKS} weeks {ends}: {said}"
    yield (
        f"Assumed: pay as in people.groups, {money.employer_share:.0%} on top, {money.successor_pay_weeks:g} weeks of "
        "pay for whoever succeeds a leaver. Cashable: overtime, leavers, technology; the same people are paid, so "
        "minutes freed are not."
    )


def people_lines(roads: Roads) -> Iterator[str]:
    """Who is not needed at equal service where roads end, and what that pays, where it was asked."""
    for name, one in (roads.people or {}).items():
        title, change = roads.plans[name].road.called, one.change
        if change is None:
            yield f"{title}: no number of people that was tried serves as today"
            continue
        if not change.certain:
            yield f"{title}: {people_words(change)} for today's service, which may be nobody: {NO_COST} for certain"
            continue
        weeks = float(payback_weeks(one.flows(change.more))[0])
        when = f"has paid back after {weeks:.0f} weeks" if math.isfinite(weeks) else "never pays back by that"
        ends = sorted(one.one_off(people) for people in (change.low, change.high))
        cost = f"{rounded(one.one_off(change.more))} ({rounded(ends[0])} to {rounded(ends[1])})"
        paid = f"{WITHIN_WEEKS} weeks pay a further {cost} {roads.scenario.money.currency}" if ends[0] > 0 else NO_COST
        yield f"{title}: {people_words(change)} for today's service, from week {one.from_week} on: {when}; {paid}"
    if roads.people:
        year = next(iter(roads.people.values())).person_year
        yield (
            f"in place of less overtime and fewer leavers, as people are as busy as today then; a person "
            f"{rounded(year)} {roads.scenario.money.currency} a year; nobody is dismissed: seats of who leaves stay "
            "empty; as if always so"
        )


def worth_words(values: np.ndarray) -> str:
    """Mean in thousands, and the middle 80% of runs."""
    low, high = np.quantile(values, [0.1, 0.9]) / 1000.0
    return f"{signed_to(float(values.mean()) / 1000.0, 0)} ({signed_to(low, 0)} to {signed_to(high, 0)})"


def _usual(roads: Roads) -> Iterator[tuple[str, str]]:
    """What was measured before the run, and everything slow is judged by."""
    usual = roads.scenario.over_time.usual.values()
    if usual:
        strains, overwork = ([getattr(one, name) or 0.0 for one in usual] for name in ("strain", "overwork"))
        yield (
            "Usual today",
            (
                f"by function, {MEASURED_OVER} runs: strained {min(strains):.0%} to {max(strains):.0%} of the time, "
                f"overwork {min(overwork):.2f} to {max(overwork):.2f}; what is slow acts beside that"
            ),
        )


def _sure(roads: Roads) -> str:
    worlds = f", {count_of(len(roads.worlds), 'world')} of other assumptions" if roads.worlds else ""
    return (
        f"{count_of(roads.replications, 'run')} of the desk as it is{worlds}: "
        "more with --replications, --worlds; intervals: --all"
    )


# Measures at the end: what they are called, and what they are divided by.
APART = {
    RESOLUTION: ("hours until solved", MINUTES),
    "felt_empathy": ("felt empathy, of 100", 0.01),
    "load_p90": ("load, min/hour", 1.0 / MINUTES),
}


def _differences(rows: list[RoadRow]) -> Table:
    table = bare_table()
    for head in ("", *(head for head, _ in APART.values())):
        table.add_column(Text(head), justify="left" if not head else "right", no_wrap=True)
    for row in rows:
        cells = []
        for name, (_, per) in APART.items():
            one = row.change[name]
            cells.append(f"{signed(one.mean / per)} ({signed(one.low / per)} to {signed(one.high / per)})")
        table.add_row(*map(Text, (row.title, *cells)))
    return table
