"""What-ifs side by side for people: one table, what is best for the money, and in what the files differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.table import Table
from rich.text import Text

from sim.comparison.corners import GAVE_UP, RESOLUTION
from sim.comparison.intervals import known_mean, mean_interval
from sim.comparison.side_by_side import Alternative, SideBySide
from sim.comparison.words import BETTER, NOT_SETTLED
from sim.comparison.words import whole as whole_word
from sim.measures import AT, MEASURES, measure_named
from sim.report.as_json import interval_json
from sim.report.corner_rows import Effect
from sim.report.in_people import rounded
from sim.report.names import in_text, measure_words
from sim.report.numbers import change, change_alone, listed, number, signed, signed_to, unit_in
from sim.report.tables import STYLES, bare_table, heads_and_texts
from sim.scenario.built_in_columns import HABITS, PODS, PODS_TODAY, TODAY
from sim.scenario.problems import count_of

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions

    from sim.comparison.intervals import Interval
    from sim.comparison.statistics import Difference
    from sim.scenario.differences import SettingDifference

FELT, LOAD = "felt_empathy", "load_p90"
COST = "cost_per_year"
OPPOSITE = "opposite"  # on channels
WIDE = 100  # letters that the whole table takes
SPARED = ("people", "felt,\nof 100", "busiest\nmin/hour")  # where there are fewer
LEFT_OUT = f"People, felt empathy and load need {WIDE} letters a line; side_by_side.csv and the page have them."
WIDEST_NAME = 16  # letters of a what-if before it is folded
ALL = 10_000  # settings told: all of them
SHORT = {TODAY: "dept, today", PODS_TODAY: "pods, today", HABITS: "dept, better", PODS: "pods, better"}
MOST_DIFFERENCES = 4  # settings told on the screen, of each file
THOUSAND = 1000.0

Row = dict[str, Any]


def label(found: SideBySide, row: Alternative) -> str:
    """A row as it is called: the what-if, and its column where there is more than one."""
    several = len({one.column for one in found.rows}) > 1
    return f"{row.whatif}, {in_text(row.column)}" if several else row.whatif


def side_page(found: SideBySide, *, everything: bool = False) -> Iterator[Any]:
    """All that a reader sees, in order. everything: all differences with intervals, and all settings that differ."""
    yield Text(size_line(found), style="bold")
    yield Text(f"  {sentence(found)}", style="bold")
    yield Text("")
    yield SideTable(found)
    yield Text("")
    yield heads_and_texts(lines(found, ALL if everything else MOST_DIFFERENCES))
    yield Text(READING.format(base=label(found, found.base)), style="dim")
    if everything:
        yield from (Text(text) for text in in_full(found))


READING = (
    "Differences are from {base}, paired on the same customers. People: headcount. A year's cost is planned and "
    "overtime pay with the employer's share, technology, second skills and seats."
)


def size_line(found: SideBySide) -> str:
    """How much was simulated."""
    first = found.first
    cases = number(known_mean(found.base.samples["cases_arrived"]))
    weeks, runs = first.scenario.time.measured_weeks, first.replication_count
    met = len({row.whatif for row in found.rows if row is found.base or row.paired} | {e for e, _ in found.equal})
    among = "all" if met == len(found.comparisons) else f"{met} of them"
    return (
        f"{count_of(len(found.comparisons), 'what-if')} side by side: the same {cases} customers in {among}, "
        f"{count_of(weeks, 'week')}, {count_of(runs, 'run')}"
    )


def sentence(found: SideBySide) -> str:
    """The finding: who solves problems soonest, and what is best for the money."""
    best, money = found.ranked[0], found.best_for_the_money
    if best is found.base:
        return f"Nothing solves problems sooner than {label(found, found.base)}."
    soonest = f"Soonest: {label(found, best)} ({_gain(best)}, {_money_words(found, best)})"
    if money is None:
        return f"{soonest}. Nothing is certainly sooner without being worse elsewhere."
    if money is best:
        return f"{soonest}, and best for the money."
    return f"{soonest}. Best for the money: {label(found, money)} ({_gain(money)}, {_money_words(found, money)})."


def _gain(row: Alternative) -> str:
    one = row.differences[RESOLUTION]
    said = "" if one.word == BETTER else f", {_word(row)}"
    return f"{change_alone(RESOLUTION, one.interval)}{said}"


def _money_words(found: SideBySide, row: Alternative) -> str:
    """ "163,000 EUR a year more", "no more a year", "12,000 EUR a year less"."""
    more, currency = row.more_cost, found.first.scenario.money.currency
    assert more is not None
    if more.low <= 0.0 <= more.high:
        return "for no more money"
    return f"{rounded(abs(more.mean))} {currency} a year {'more' if more.mean > 0.0 else 'less'}"


@dataclass(frozen=True)
class SideTable:
    """A row for each what-if, in the order of the ranking; those that met other customers last."""

    found: SideBySide

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Table | Text]:
        """The table, for Rich; a narrow terminal has fewer columns, and says so."""
        narrow = options.max_width < WIDE
        yield table(self.found, narrow=narrow)
        if narrow:
            yield Text(LEFT_OUT, style="dim")


def table(found: SideBySide, *, narrow: bool = False) -> Table:
    """The table of the screen."""
    per, unit = unit_in("minutes", *(_mean(row, RESOLUTION) for row in found.rows))
    several = len({row.column for row in found.rows}) > 1
    longest = max(len(row.whatif) for row in found.rows)
    made = bare_table()
    made.padding = (0, 1, 0, 0)  # ten columns in a hundred letters
    made.add_column("", justify="right", no_wrap=True)
    made.add_column("what-if", overflow="fold", min_width=min(WIDEST_NAME, longest))
    if several:
        made.add_column("", no_wrap=True)
    money = f"1000 {found.first.scenario.money.currency}\na year"
    heads = (
        "people",
        f"solved\n{unit}",
        "against\nthe first",
        "gave\nup, %",
        "felt,\nof 100",
        "busiest\nmin/hour",
        money,
    )
    for place, (rank, row) in enumerate(_in_order(found)):
        style = "bold" if row is found.best_for_the_money else ""
        values: tuple[str | Text, ...] = (
            str(row.people), f"{_mean(row, RESOLUTION) / per:,.1f}", _against(found, row, per),
            _share(row, GAVE_UP, 100.0, 1), _share(row, FELT, 100.0, 0), _share(row, LOAD, 60.0, 0), _more(row),
        )  # fmt: skip
        cells: dict[str, str | Text] = {
            head: cell for head, cell in zip(heads, values, strict=True) if not (narrow and head in SPARED)
        }
        if place == 0:
            for head in cells:
                made.add_column(Text(head), justify="right", no_wrap=True)
        names = [row.whatif, SHORT.get(row.column, row.column)] if several else [row.whatif]
        made.add_row(rank, *(Text(name, style) for name in names), *cells.values())
    return made


def _in_order(found: SideBySide) -> list[tuple[str, Alternative]]:
    """(rank, "" for none, and the row) of all rows."""
    ranked = [(str(place), row) for place, row in enumerate(found.ranked, 1)]
    return ranked + [("", row) for row in found.rows if row not in found.ranked]


def _mean(row: Alternative, name: str) -> float:
    return known_mean(row.samples[name])


def _share(row: Alternative, name: str, times: float, digits: int) -> str:
    if name not in row.samples or np.isnan(row.samples[name]).all():
        return "-"
    return f"{_mean(row, name) * times:.{digits}f}"


def _word(row: Alternative) -> str:
    """The word of resolution time, in short; where channels disagree that they do."""
    one = row.differences[RESOLUTION]
    return OPPOSITE if row.split else Effect("", one.word, one.reason).short


def words_in_order(found: SideBySide) -> list[str]:
    """The word of resolution time in the order of `wide_rows`, as the screen has it; "" for what has no difference."""
    return [_word(row) if row.paired else "" for _, row in _in_order(found)]


def names_in_order(found: SideBySide) -> list[str]:
    """What each row is called, in the order of `wide_rows`."""
    return [label(found, row) for _, row in _in_order(found)]


def _against(found: SideBySide, row: Alternative, per: float) -> Text:
    if not row.paired:
        return Text("first" if row is found.base else "not paired", "dim")
    one = row.differences[RESOLUTION]
    word = _word(row)
    style = STYLES.get(NOT_SETTLED if word == OPPOSITE else one.word, "dim")
    return Text(f"{signed(one.interval.mean / per)} ") + Text(word, style)


def _more(row: Alternative) -> str:
    return "-" if row.more_cost is None else _thousands(row.more_cost.mean)


def _thousands(amount: float) -> str:
    text = f"{amount / THOUSAND:+,.0f}"
    return text if text.strip("+-0,") else "0"


def lines(found: SideBySide, most: int) -> Iterator[tuple[str, str]]:
    """Head and text of what stands below the table. most: settings told of each file."""
    money = found.best_for_the_money
    if money is not None:
        yield "For the money", _why(found, money)
    else:
        yield "For the money", "none: nothing is certainly sooner without being worse elsewhere"
    if (soonest := found.ranked[0]) not in (money, found.base):
        yield "Soonest", _why(found, soonest)
    if found.level_with_first:
        yield (
            "Not told apart",
            f"chance may have put {'; '.join(label(found, row) for row in found.level_with_first)} behind the first",
        )
    yield from _under(
        "But worse",
        [f"{label(found, row)}: {listed([_harm(row, name) for name in row.harm])}" for row in found.ranked if row.harm],
    )
    yield from _under("Differs", [_differs(name, differs, most) for name, differs in found.differs.items()])
    yield from _under(
        "Not paired", [f"{name}: {why}; its levels are shown, and no difference" for name, why in found.apart.items()]
    )
    if found.equal:
        equal = [f"{name}, {in_text(column)}" for name, column in found.equal]
        yield "Not shown", f"equal to another row in every value: {'; '.join(equal)}"


def _under(head: str, texts: list[str]) -> Iterator[tuple[str, str]]:
    """Several texts under one head, which stands once."""
    for place, text in enumerate(texts):
        yield "" if place else head, text


def _differs(name: str, differs: Sequence[SettingDifference], most: int) -> str:
    told = [one.words for one in differs[:most]]
    if len(differs) > most:
        told.append(f"{len(differs) - most} more (--all)")
    return f"{name}: {'; '.join(told) if told else 'in nothing'}"


def _why(found: SideBySide, row: Alternative) -> str:
    currency, hours = found.first.scenario.money.currency, found.hours_spared(row)
    spared = (
        f"{'spares' if hours.low > 0.0 else 'may spare'} customers {rounded(hours.mean)} hours a year "
        f"({rounded(hours.low)} to {rounded(hours.high)})"
    )
    if row.differences[RESOLUTION].word == NOT_SETTLED:
        spared += ", which is not settled to be worth having"
    assert row.more_cost is not None
    if row.more_cost.high < 0.0:
        return f"{label(found, row)} {spared}, and costs less"
    if row.more_cost.low <= 0.0:
        return f"{label(found, row)} {spared}, and is not certain to cost more"
    return f"{label(found, row)} {spared}, at {number(found.price_of_an_hour(row))} {currency} each"


def _harm(row: Alternative, name: str) -> str:
    measure, _, channel = name.partition(AT)
    one = row.by_channel[channel][measure] if channel else row.differences[measure]
    known = measure_named(measure)
    amount = change_alone(measure, one.interval)
    if known and known.unit == "share":
        amount = f"{signed_to(100.0 * one.interval.mean, 1)} of 100"
    return f"{measure_words(measure)}{f' on {channel}' if channel else ''} {amount}"


def in_full(found: SideBySide) -> Iterator[str]:
    """Every difference from the first row that a reader may ask for, with its interval, in lines under each row."""
    before = None
    for row, called, difference in told_in_full(found):
        if row is not before:
            yield f"\n{label(found, row)}"
        before = row
        yield f"  {called}: {difference}"


def told_in_full(found: SideBySide) -> Iterator[tuple[Alternative, str, str]]:
    """(row, what is compared, difference with interval and word) of all rows that are paired."""
    for row in found.ranked:
        if not row.paired:
            continue
        whole = [(_with_unit(name), row.differences[name]) for name in (RESOLUTION, FELT, LOAD, GAVE_UP)]
        parts = [
            (_with_unit(one.measure, f" on {channel}"), one)
            for channel, its in row.by_channel.items()
            for one in its.values()
        ]
        for called, one in whole + parts:
            yield row, called, f"{change(one.measure, one.interval)} {whole_word(one.word, one.reason)}"
        yield row, "cost of a year", _cost_change(found, row)
        if own := row.in_column.get(RESOLUTION):
            called = f"resolution time against {in_text(row.column)} of {found.base.whatif}"
            yield row, called, f"{change(RESOLUTION, own.interval)} {whole_word(own.word, own.reason)}"


def _with_unit(name: str, where: str = "") -> str:
    """A measure, and the unit of what is no time: times say theirs behind the number."""
    known = measure_named(name)
    unit = f" ({known.unit})" if known and known.unit != "minutes" else ""
    return f"{measure_words(name)}{where}{unit}"


def _cost_change(found: SideBySide, row: Alternative) -> str:
    more, currency = row.more_cost, found.first.scenario.money.currency
    assert more is not None
    return f"{_signed_money(more.mean)} {currency} ({_signed_money(more.low)} to {_signed_money(more.high)})"


def _signed_money(amount: float) -> str:
    return f"{'-' if amount < 0 else '+'}{rounded(abs(amount))}"


def wide_rows(found: SideBySide) -> list[Row]:
    """The table of the screen with every digit: one row for each what-if and column.

    rank: by resolution time, empty where it is not paired. *_difference, *_low, *_high: from the first row. per_hour:
    currency for each hour that customers are spared; empty where none is spared.
    """
    return [_wide(found, place, row) for place, row in _in_order(found)]


def _wide(found: SideBySide, place: str, row: Alternative) -> Row:
    made: Row = {"rank": place, "whatif": row.whatif, "column": row.column, "people": row.people}
    for name in (RESOLUTION, GAVE_UP, FELT, LOAD):
        one = row.differences.get(name)
        made |= {
            name: mean_interval(row.samples[name]).mean,
            **_ends(f"{name}_difference", one.interval if one else None),
        }
        made[f"{name}_word"] = one.word if one else ""
    made |= {COST: float(row.cost.mean()), **_ends(f"{COST}_difference", row.more_cost)}
    price = found.price_of_an_hour(row) if row.paired else float("nan")
    made["per_hour_spared"] = price if np.isfinite(price) else float("nan")
    made["worse_in"] = " ".join(row.harm)
    made["best_for_the_money"] = row is found.best_for_the_money
    made["not_paired"] = found.apart.get(row.whatif, "")
    return made


def _ends(name: str, interval: Interval | None) -> Row:
    nan = float("nan")
    ends = (interval.mean, interval.low, interval.high) if interval else (nan, nan, nan)
    return dict(zip((name, f"{name}_low", f"{name}_high"), ends, strict=True))


def measure_rows(found: SideBySide) -> list[Row]:
    """One row for each what-if, column and measure: level, difference from the first row, and from the same column of
    the first scenario, all with 95% intervals; then the cost of a year.
    """
    return [one for row in found.rows for one in _measure_rows(row)]


def _measure_rows(row: Alternative) -> Iterator[Row]:
    for measure in MEASURES:
        yield {
            "whatif": row.whatif, "column": row.column, "measure": measure.name, "channel": "all",
            "unit": measure.unit, **_level(row.samples[measure.name]),
            **_said("", row.differences.get(measure.name)), **_said("same_column_", row.in_column.get(measure.name)),
        }  # fmt: skip
    for channel, its in row.by_channel.items():
        for name, one in its.items():
            unit = next(measure.unit for measure in MEASURES if measure.name == name)
            yield {
                "whatif": row.whatif, "column": row.column, "measure": name, "channel": channel, "unit": unit,
                **_level(row.samples[f"{name}{AT}{channel}"]), **_said("", one), **_said("same_column_", None),
            }  # fmt: skip
    empty = {key: "" for key in ("word", "reason", "smallest")}
    yield {
        "whatif": row.whatif, "column": row.column, "measure": COST, "channel": "all", "unit": "currency/year",
        **_level(row.cost), **_ends("difference", row.more_cost), **empty, **_said("same_column_", None),
    }  # fmt: skip


def _level(sample: np.ndarray) -> Row:
    interval = mean_interval(sample)
    return {"mean": interval.mean, "low": interval.low, "high": interval.high}


def _said(before: str, one: Difference | None) -> Row:
    return {
        **_ends(f"{before}difference", one.interval if one else None),
        f"{before}word": one.word if one else "",
        f"{before}reason": one.reason if one else "",
        f"{before}smallest": one.smallest if one else float("nan"),
    }


SETTING_COLUMNS = ("whatif", "setting", "first", "here", "in_words")  # also where what-ifs differ in nothing


def setting_rows(found: SideBySide) -> list[Row]:
    """One row for each setting in which a what-if differs from the first one."""
    return [
        {"whatif": name, "setting": one.key, "first": one.first, "here": one.second, "in_words": one.words}
        for name, differs in found.differs.items()
        for one in differs
    ]


def side_json(found: SideBySide) -> Row:
    """What `podsim compare FIRST SECOND ... --json` prints beside the comparisons. nan becomes None."""
    money = found.best_for_the_money
    return {
        "first": found.base.name,
        "rows": [_row_json(found, place, row) for place, row in _in_order(found)],
        "best_for_the_money": money.name if money else None,
        "not_told_apart_from_the_first": [row.name for row in found.level_with_first],
        "differs": {name: [one.words for one in differs] for name, differs in found.differs.items()},
        "not_paired": dict(found.apart),
        "equal": {":".join(one): ":".join(other) for one, other in found.equal.items()},
        "answer": sentence(found),
    }


def _row_json(found: SideBySide, place: str, row: Alternative) -> Row:
    price = found.price_of_an_hour(row) if row.paired else float("inf")
    return {
        "rank": int(place) if place else None,
        "whatif": row.whatif,
        "column": row.column,
        "people": row.people,
        "levels": {measure.name: interval_json(mean_interval(row.samples[measure.name])) for measure in MEASURES},
        "differences": {
            name: interval_json(one.interval) | {"word": one.word, "reason": one.reason}
            for name, one in row.differences.items()
        },
        COST: interval_json(mean_interval(row.cost)),
        "more_cost": interval_json(row.more_cost) if row.more_cost else None,
        "per_hour_spared": price if np.isfinite(price) else None,
        "worse_in": list(row.harm),
    }
