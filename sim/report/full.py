"""What --full adds: the ladder of habits, the checks, and the verdict with and without the newest mechanisms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from sim.comparison.corners import GAVE_UP, JUDGED, RESOLUTION, opposite
from sim.comparison.words import BETTER, EQUIVALENT, NOT_SETTLED, WORSE
from sim.exploring.ladder import ADDED, ALONE, LEFT_OUT, LENDING, Ladder, Rung
from sim.exploring.mechanisms import AGAINST_PODS, FOR_PODS, WITHOUT_DIAL, Variant
from sim.report.binding import binding_words
from sim.report.numbers import change, change_alone, listed, signed_to
from sim.report.tables import empty_table, heads_and_texts
from sim.scenario.built_in_columns import CROSSING, TODAY

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType

    from sim.comparison.binding import Binding
    from sim.comparison.statistics import Difference
    from sim.exploring.full import Full

STYLES = {BETTER: "green", WORSE: "red", NOT_SETTLED: "yellow"}
WHERE = {TODAY: "departments"}  # else pods
SHORT = {WORSE: "WORSE", NOT_SETTLED: "?"}
WIDEST_WORD = len("better")
HEADS = {RESOLUTION: "min", GAVE_UP: "gave up, %"}
HOW = {ALONE: "added alone to today", LEFT_OUT: "left out of all"}


@dataclass(frozen=True)
class _Minutes:
    """Differences with a word each, as many columns abreast as the terminal is wide enough for.

    heads: of each column, two lines. rows: label, and a difference for each column.
    """

    heads: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[Difference, ...]], ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """The lines, for Rich."""
        names = max(len(label) for label, _ in self.rows) + 1
        amount = max(len(_amount(one)) for _, row in self.rows for one in row)
        cell = amount + 2 + WIDEST_WORD
        abreast = max(1, (options.max_width - names + 1) // cell)
        for start in range(0, len(self.heads), abreast):
            shown = slice(start, start + abreast)
            for line in zip(*self.heads[shown], strict=True):
                heads = (f"{head:>{amount}}" if len(head) <= amount else head for head in line)
                yield Text(f"{'':{names}}{''.join(f'{head:{cell}}' for head in heads)}".rstrip(), style="dim")
            for label, row in self.rows:
                text = Text(f"{label:{names}}", no_wrap=True)
                for one in row[shown]:
                    word = "same" if one.word in EQUIVALENT else SHORT.get(one.word, one.word)
                    text += Text(f"{_amount(one):>{amount}} ")
                    text += Text(f"{word:{WIDEST_WORD + 1}}", style=STYLES.get(one.word, "dim"))
                text.rstrip()
                yield text


def _amount(one: Difference) -> str:
    mean = one.interval.mean * (100.0 if one.measure.startswith(GAVE_UP) else 1.0)
    return signed_to(mean, 0 if abs(mean) >= 9.95 else 1)


def full_page(full: Full) -> Iterator[RenderableType]:
    """The ladder, the variants and the checks, for a terminal: minutes with a word, by channel."""
    yield Text("\nEach habit, added alone to today, left out of all: minutes until solved with it", style="bold")
    yield _of_ladder(full.ladder)
    if any(rung.habit in ADDED for rung in full.ladder.rungs):
        yield Text(f"{listed([*ADDED])}: added to all, not left out", style="dim")
    yield Text("\nPods on top of better habits, by which of the newest mechanisms are there", style="bold")
    yield _of_variants(full.variants)
    for one in full.variants:
        if one.which in (FOR_PODS, AGAINST_PODS):
            yield Text(f"{one.which}: {', '.join(one.names)}", style="dim")
    yield Text(f"no dial turns off: {', '.join(WITHOUT_DIAL)}", style="dim")
    yield Text(f"{SHORT[NOT_SETTLED]} {NOT_SETTLED}. Intervals: --all, ladder.csv, mechanisms.csv", style="dim")
    yield Text("\nChecks", style="bold")
    yield from (Text(line) for line in check_lines(full))


def _of_ladder(ladder: Ladder) -> _Minutes:
    """A row for each habit, and one for each channel."""
    columns = list(dict.fromkeys((rung.how, rung.partition) for rung in ladder.rungs))
    rungs = {(rung.habit, rung.how, rung.partition): rung.differences for rung in ladder.rungs}
    rows = [
        (f"   {channel}" if channel else habit, tuple(rungs[habit, *column][channel] for column in columns))
        for habit in dict.fromkeys(rung.habit for rung in ladder.rungs)
        for channel in ladder.rungs[0].differences
    ]
    return _Minutes(tuple((how, WHERE.get(partition, partition)) for how, partition in columns), tuple(rows))


def _of_variants(variants: tuple[Variant, ...]) -> _Minutes:
    """A row for each set of mechanisms: until solved, by channel, and who gave up."""
    by_channel = variants[0].by_channel
    places = [(channel, measure) for measure in JUDGED for channel, row in by_channel.items() if measure in row]
    heads = [("all", "min"), *((channel, HEADS[measure]) for channel, measure in places)]
    rows = [
        (one.which, (one.row[RESOLUTION], *(one.by_channel[channel][measure] for channel, measure in places)))
        for one in variants
    ]
    return _Minutes(tuple(heads), tuple(rows))


def full_intervals(full: Full) -> Iterator[RenderableType]:
    """The same ladder and variants with their intervals and words in full."""
    for how, told in HOW.items():
        yield Text(f"\nEach habit {told}: resolution time with it less without it (95% interval)", style="bold")
        yield ladder_table(full.ladder, how)
    yield Text("\nPods on top of better habits, with none of the newest mechanisms, each, some, and all", style="bold")
    yield heads_and_texts((one.which, variant_words(one)) for one in full.variants)


def ladder_table(ladder: Ladder, how: str) -> Table:
    """A row for each habit, departments beside pods."""
    table = empty_table(["departments", "pods"])
    for habit, rungs in by_habit(ladder, how).items():
        table.add_row(rung_name(habit, how), *(_cell(rung.differences) for rung in rungs))
    return table


def rung_name(habit: str, how: str) -> str:
    """A habit, or what is added to all of them instead of left out."""
    return f"{habit} (added to all)" if how == LEFT_OUT and habit in ADDED else habit


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
    """What pods add with these mechanisms: of all cases, by channel, who gave up; their names; less of one alone."""
    one, alone = variant.row[RESOLUTION], variant.names == (variant.which,)
    parts = [f"{change(RESOLUTION, one.interval)} {one.word}"]
    if opposite(variant.by_channel):
        parts = [f"opposite on {listed(list(variant.by_channel))}"]
    for channel, row in variant.by_channel.items():
        parts.append(f"{channel} {change_alone(RESOLUTION, row[RESOLUTION].interval)} {row[RESOLUTION].word}")
        if GAVE_UP in row and not alone:
            lost = row[GAVE_UP]
            parts.append(f"gave up on {channel} {100 * lost.interval.mean:+.1f} points {lost.word}")
    names = f" ({', '.join(variant.names)})" if variant.names and not alone else ""
    return f"{'; '.join(parts)}{names}"


def which_habits(ladder: Ladder, better_habits: str) -> str:
    """What each habit alone does to departments, in few words, the most useful first; those apart that are not among
    the better habits.
    """
    alone = [rung for rung in ladder.rungs if rung.how == ALONE and rung.partition == TODAY]
    alone.sort(key=lambda rung: rung.differences[""].interval.mean)
    told = {rung.habit: f"{rung.habit} {change_alone(RESOLUTION, rung.differences[''].interval)}" for rung in alone}
    others = {*ADDED, *([] if better_habits == CROSSING else [LENDING])} & set(told)
    among = ", ".join(said for habit, said in told.items() if habit not in others)
    apart = ", ".join(said for habit, said in told.items() if habit in others)
    return f"{among}; not among these habits: {apart}" if apart else among


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
