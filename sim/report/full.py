"""What --full adds: the ladder of habits, the checks, and the verdict with and without the newest mechanisms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from sim.comparison.corners import GAVE_UP, RESOLUTION, opposite
from sim.comparison.words import BETTER, NOT_SETTLED, WORSE
from sim.exploring.ladder import ALONE, LEFT_OUT, Ladder, Rung
from sim.exploring.mechanisms import Variant
from sim.report.binding import binding_words
from sim.report.numbers import change, change_alone, listed
from sim.report.tables import empty_table, heads_and_texts
from sim.scenario.built_in_columns import TODAY

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sim.comparison.binding import Binding
    from sim.comparison.statistics import Difference
    from sim.exploring.full import Full

STYLES = {BETTER: "green", WORSE: "red", NOT_SETTLED: "yellow"}
WHERE = {TODAY: "departments"}  # else pods
HOW = {ALONE: "added alone to today", LEFT_OUT: "left out of all"}


def full_page(full: Full) -> Iterator[RenderableType]:
    """The ladder, the checks and the variants, for a terminal."""
    for how, told in HOW.items():
        yield Text(f"\nEach habit {told}: resolution time with it less without it (95% interval)", style="bold")
        yield ladder_table(full.ladder, how)
    yield Text("\nChecks", style="bold")
    yield from (Text(line) for line in check_lines(full))
    yield Text("\nPods on top of better habits, with some of the newest mechanisms", style="bold")
    yield heads_and_texts((one.which, variant_words(one)) for one in full.variants)


def ladder_table(ladder: Ladder, how: str) -> Table:
    """A row for each habit, departments beside pods."""
    table = empty_table(["departments", "pods"])
    for habit, rungs in by_habit(ladder, how).items():
        table.add_row(habit, *(_cell(rung.differences) for rung in rungs))
    return table


def by_habit(ladder: Ladder, how: str) -> dict[str, list[Rung]]:
    """Habit -> departments, then pods."""
    found: dict[str, list[Rung]] = {}
    for rung in ladder.rungs:
        if rung.how == how:
            found.setdefault(rung.habit, []).append(rung)
    return found


def _cell(differences: Mapping[str, Difference]) -> Text:
    """A difference with its interval and word, and below it those by channel."""
    whole, channels = differences[""], channels_words(differences)
    text = Text(f"{change(RESOLUTION, whole.interval)}\n") + Text(whole.word, style=STYLES.get(whole.word, "dim"))
    return text + Text(f"\n{channels}", style="dim") if channels else text


def channels_words(differences: Mapping[str, Difference]) -> str:
    """The differences by channel."""
    return ", ".join(f"{channel} {change_alone(RESOLUTION, one.interval)}"
                     for channel, one in differences.items() if channel)  # fmt: skip


def check_lines(full: Full) -> Iterator[str]:
    """Whether teams bind, with the habits of either kind; and one pool, which is a bound."""
    for binding in full.bindings:
        yield binding_words(binding)
    pool = full.ladder.pool[""]
    yield (
        f"Everybody in one pool with the same habits, a bound and no test: pods less the pool "
        f"{change(RESOLUTION, pool.interval)}, {pool.word}."
    )


def variant_words(variant: Variant) -> str:
    """What pods add with these mechanisms: of all cases, by channel, who gave up; then their names."""
    one = variant.row[RESOLUTION]
    parts = [f"{change(RESOLUTION, one.interval)} {one.word}"]
    if opposite(variant.by_channel):
        parts = [f"opposite on {listed(list(variant.by_channel))}"]
    for channel, row in variant.by_channel.items():
        parts.append(f"{channel} {change_alone(RESOLUTION, row[RESOLUTION].interval)} {row[RESOLUTION].word}")
        if GAVE_UP in row:
            lost = row[GAVE_UP]
            parts.append(f"gave up on {channel} {100 * lost.interval.mean:+.1f} points {lost.word}")
    names = f" ({', '.join(variant.names)})" if variant.names else ""
    return f"{'; '.join(parts)}{names}"


def which_habits(ladder: Ladder) -> str:
    """What each habit alone does to departments, in few words, the most useful first."""
    alone = [rung for rung in ladder.rungs if rung.how == ALONE and rung.partition == TODAY]
    alone.sort(key=lambda rung: rung.differences[""].interval.mean)
    return ", ".join(f"{rung.habit} {change_alone(RESOLUTION, rung.differences[''].interval)}" for rung in alone)


def ladder_rows(ladder: Ladder) -> list[dict[str, Any]]:
    """habit, how, partition, channel ("all": the whole cohort), unit, mean, low, high, word, reason, smallest."""
    return [
        {"habit": rung.habit, "how": rung.how, "partition": WHERE.get(rung.partition, rung.partition)}
        | _difference(channel, one)
        for rung in ladder.rungs
        for channel, one in rung.differences.items()
    ]


def variant_rows(variants: tuple[Variant, ...]) -> list[dict[str, Any]]:
    """mechanisms, names, measure, channel ("all": the whole cohort), unit, mean, low, high, word, reason, smallest."""
    rows = []
    for variant in variants:
        head = {"mechanisms": variant.which, "names": ", ".join(variant.names)}
        rows += [head | {"measure": RESOLUTION} | _difference("", variant.row[RESOLUTION])]
        rows += [
            head | {"measure": measure} | _difference(channel, one)
            for channel, row in variant.by_channel.items()
            for measure, one in row.items()
        ]
    return rows


def check_rows(bindings: tuple[Binding, ...], pool: Mapping[str, Difference]) -> list[dict[str, Any]]:
    """check, channel, unit, mean, low, high, word, reason, smallest: pods less one-person pods, pods less one pool."""
    rows = [{"check": f"{one.of} less one-person pods"} | _difference(channel, difference)
            for one in bindings for channel, difference in one.differences.items()]  # fmt: skip
    return rows + [{"check": "pods less one pool"} | _difference(channel, one) for channel, one in pool.items()]


def _difference(channel: str, one: Difference) -> dict[str, Any]:
    interval = one.interval
    unit = "share" if one.measure == GAVE_UP else "minutes"
    return {
        "channel": channel or "all", "unit": unit, "mean": interval.mean, "low": interval.low, "high": interval.high,
        "word": one.word, "reason": one.reason, "smallest": one.smallest,
    }  # fmt: skip
