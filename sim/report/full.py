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
from sim.report.tables import empty_table
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
    yield Text("\nWhat each habit does to resolution time: with it less without it (95% interval)", style="bold")
    yield ladder_table(full.ladder)
    yield Text("\nChecks", style="bold")
    yield from (Text(line) for line in check_lines(full))
    yield Text("\nPods on top of better habits, with some of the newest mechanisms", style="bold")
    yield variants_table(full.variants)


def ladder_table(ladder: Ladder) -> Table:
    """A row for each habit and way, departments beside pods."""
    table = empty_table(["departments", "pods"], fold_names=True)
    for (habit, how), rungs in _by_habit(ladder).items():
        table.add_row(f"{habit}, {HOW[how]}", *(_cell(rung.differences) for rung in rungs))
    return table


def _by_habit(ladder: Ladder) -> dict[tuple[str, str], list[Rung]]:
    """(habit, how) -> departments, then pods; all those added alone first."""
    order = sorted(ladder.rungs, key=lambda rung: rung.how != ALONE)
    found: dict[tuple[str, str], list[Rung]] = {}
    for rung in order:
        found.setdefault((rung.habit, rung.how), []).append(rung)
    return found


def _cell(differences: Mapping[str, Difference]) -> Text:
    """A difference with its interval and word, and below it those by channel."""
    whole = differences[""]
    text = Text(f"{change(RESOLUTION, whole.interval)} ") + Text(whole.word, style=STYLES.get(whole.word, "dim"))
    channels = [
        f"{channel} {change_alone(RESOLUTION, one.interval)}" for channel, one in differences.items() if channel
    ]
    return text + Text(f"\n{', '.join(channels)}", style="dim") if channels else text


def check_lines(full: Full) -> Iterator[str]:
    """Whether teams bind, with the habits of either kind; and one pool, which is a bound."""
    for binding in full.bindings:
        yield binding_words(binding)
    pool = full.ladder.pool[""]
    yield (
        f"Everybody in one pool with the same habits, a bound and no test: pods less the pool "
        f"{change(RESOLUTION, pool.interval)}, {pool.word}."
    )


def variants_table(variants: tuple[Variant, ...]) -> Table:
    """A row for each set of mechanisms."""
    table = empty_table(["resolution time", "by channel", "gave up"], fold_names=True)
    for one in variants:
        row = [change(RESOLUTION, one.row[RESOLUTION].interval), ", ".join(_by_channel(one)), _gave_up(one)]
        told = f"{one.which}: {listed(list(one.names))}" if one.names else one.which
        table.add_row(told, _worded(row[0], one.row[RESOLUTION].word), row[1], row[2])
    return table


def _worded(text: str, word: str) -> Text:
    return Text(f"{text} ") + Text(word, style=STYLES.get(word, "dim"))


def _by_channel(variant: Variant) -> Iterator[str]:
    if opposite(variant.by_channel):
        yield "opposite"
    for channel, row in variant.by_channel.items():
        yield f"{channel} {change_alone(RESOLUTION, row[RESOLUTION].interval)} {row[RESOLUTION].word}"


def _gave_up(variant: Variant) -> str:
    rows = {channel: row[GAVE_UP] for channel, row in variant.by_channel.items() if GAVE_UP in row}
    return ", ".join(f"{channel} {100 * one.interval.mean:+.1f}% {one.word}" for channel, one in rows.items())


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
