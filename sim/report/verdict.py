"""The verdict: line by line, short enough for a board, with the numbers of a sceptic folded beneath."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.comparison.corners import (
    FORMATION,
    FORMATION_TODAY,
    GAVE_UP,
    HABITS_IN_DEPARTMENTS,
    HABITS_IN_PODS,
    JUDGED,
    RESOLUTION,
    WHOLE_WAY,
    has_corners,
    opposite,
)
from sim.comparison.doubts import definitions_disagree, depends_on_h, winners_by_definition
from sim.comparison.intervals import known_mean, mean_interval
from sim.comparison.statistics import Difference, PairOfColumns, judged_targets
from sim.comparison.words import BETTER, EQUIVALENT, NOT_SETTLED, WORSE, whole
from sim.measures import AT, PRIMARY
from sim.report.binding import binding_words
from sim.report.limits import fitted_words, limit_details, limits, missed_today
from sim.report.names import against, in_text, measure_words, name_of, upper
from sim.report.numbers import change, change_alone, level, listed, number, share_words, unit_of
from sim.report.sensitivity import flips_words, rests_on_words, worlds_details, worlds_words
from sim.scenario.built_in_columns import TODAY

if TYPE_CHECKING:
    from sim.comparison.results import Comparison
    from sim.exploring.sensitivity import Sensitivity
    from sim.scenario.figure_settings import Target

FLIPS_SHOWN = 3
HEADS_OF_SENTENCE = ("Better habits", "Pods on top of that")  # of departments, and beside departments that have them
# What is compared, pair by pair, where the four corners are.
HEADS = {
    FORMATION_TODAY: "Formation",
    FORMATION: "Formation",
    HABITS_IN_DEPARTMENTS: "Habits",
    HABITS_IN_PODS: "Habits",
    WHOLE_WAY: "Whole way",
}


@dataclass(frozen=True)
class VerdictLine:
    """head: what the line is about. text: one plain sentence or two. details: what a sceptic asks next."""

    head: str
    text: str
    details: tuple[str, ...] = ()


def verdict_lines(comparison: Comparison, sensitivity: Sensitivity | None) -> Iterator[VerdictLine]:
    """The verdict of a comparison. sensitivity: plausible worlds and what the answer rests on, None where not run."""
    if text := fitted_words(comparison.scenario):
        yield VerdictLine("Fitted", text)
    for text, details in warnings(comparison):
        yield VerdictLine("First", text, details)
    if text := sentence(comparison):
        yield VerdictLine("In short", text)
    yield from opposite_lines(comparison)
    yield from pair_lines(comparison)
    yield from interaction_lines(comparison)
    if comparison.binding and comparison.binding.binds is not False:
        yield VerdictLine("Teams", binding_words(comparison.binding))
    yield from worth_lines(comparison)
    yield from target_lines(comparison)
    if sensitivity:
        yield from _sensitivity_lines(sensitivity)
    text = " ".join(limits(comparison, worlds_were_run=sensitivity is not None))
    yield VerdictLine("Limits", text, tuple(limit_details(comparison, sensitivity)))


def warnings(comparison: Comparison) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What a reader must know before everything else, the gravest first, each with its details."""
    if comparison.replay:
        yield from ((f"Of the replayed log, {doubt}", ()) for doubt in comparison.replay.doubts)
    if missed := missed_today_of(comparison):
        yield missed[0], tuple(missed[1:])
    if comparison.binding and comparison.binding.binds is False:
        yield binding_words(comparison.binding), ()


def missed_today_of(comparison: Comparison) -> list[str]:
    """Where today's figures are given and today's departments do not reproduce them."""
    if TODAY not in comparison.columns:
        return []
    means = {name: float(np.mean(sample)) for name, sample in comparison.samples[TODAY].items()}  # channels included
    return missed_today(comparison.scenario, means)


def sentence(comparison: Comparison) -> str:
    """The answer in a sentence or two: what habits do, then what the formation adds; of the last pair elsewhere."""
    if not comparison.paired:
        return ""
    if has_corners(comparison.columns):
        habits, pods = (_outcome(comparison, pair) for pair in (HABITS_IN_DEPARTMENTS, FORMATION))
        return " ".join(f"{head}: {said}." for head, said in zip(HEADS_OF_SENTENCE, (habits, pods), strict=True))
    pair = (comparison.columns[0], comparison.columns[-1])
    return f"{upper(against(*pair))}: {_outcome(comparison, pair)}."


def alone(comparison: Comparison) -> str:
    """What stands in place of the answer where there is one column only."""
    return f"{name_of(comparison.columns[0])} alone: there is nothing to compare with."


def _outcome(comparison: Comparison, pair: PairOfColumns) -> str:
    """What a change does to customers, in few words; by channel where channels disagree."""
    row, by_channel = comparison.paired[pair], comparison.by_channel[pair]
    told = {channel: _solved(comparison, its, channel) for channel, its in by_channel.items()}
    if found := opposite(by_channel):
        either = {channel: word for word, channels in zip((BETTER, WORSE), found, strict=True) for channel in channels}
        parts = [f"{word} on {channel} ({told[channel]})" for channel, word in either.items()]
        return ", ".join(parts + [f"{channel} {told[channel]}" for channel in by_channel if channel not in either])
    if row[RESOLUTION].word != NOT_SETTLED:
        return f"problems are solved {_solved(comparison, row)}"
    settled = [f"; {channel} {told[channel]}" for channel, its in by_channel.items()
               if its[RESOLUTION].word in (BETTER, WORSE)]  # fmt: skip
    reason = row[RESOLUTION].reason
    return f"whether problems are solved sooner is not settled ({reason}){''.join(settled)}"


def _solved(comparison: Comparison, row: Mapping[str, Difference], channel: str = "") -> str:
    """How much sooner or later problems are solved, and whether more or fewer give up."""
    solved, gave_up = row[RESOLUTION], row.get(GAVE_UP)
    also = {BETTER: ", and fewer give up", WORSE: ", and more give up"}.get(gave_up.word, "") if gave_up else ""
    if solved.word in EQUIVALENT:
        return f"no sooner and no later{also}"
    if solved.word == NOT_SETTLED:
        return f"not settled{also}"
    key = f"{RESOLUTION}{AT}{channel}" if channel else RESOLUTION
    share = abs(solved.interval.mean) / known_mean(comparison.samples[solved.first][key])
    return f"{share_words(share)} {'sooner' if solved.word == BETTER else 'later'}{also}"


def pair_in_short(comparison: Comparison, pair: PairOfColumns) -> list[tuple[str, str]]:
    """(difference in resolution time and its word, the word): by channel where channels disagree, else of all cases."""
    row, by_channel = comparison.paired[pair], comparison.by_channel[pair]
    if opposite(by_channel):
        told = [(f"{channel} {change_alone(RESOLUTION, its[RESOLUTION].interval)}", its[RESOLUTION])
                for channel, its in by_channel.items()]  # fmt: skip
    else:
        told = [(change(RESOLUTION, row[RESOLUTION].interval), row[RESOLUTION])]
    return [(f"{said} {one.word}{f' ({one.reason})' if one.reason else ''}", one.word) for said, one in told]


def opposite_lines(comparison: Comparison) -> Iterator[VerdictLine]:
    """A line for every pair that is better in one channel and worse in another one."""
    for pair, by_channel in comparison.by_channel.items():
        if found := opposite(by_channel):
            better, worse = (
                listed([f"{channel} ({_by_word(comparison, pair, channel, word)})" for channel in channels])
                for channels, word in zip(found, (BETTER, WORSE), strict=True)
            )
            yield VerdictLine(
                f"Opposite on {listed(list(by_channel))}",
                f"{upper(against(*pair))}: better on {better}; worse on {worse}. A mean over them says nothing.",
            )


def _by_word(comparison: Comparison, pair: PairOfColumns, channel: str, word: str) -> str:
    row = comparison.by_channel[pair][channel]
    chosen = [row[name] for name in JUDGED if name in row and row[name].word == word]
    return "; ".join(_told(comparison, one, channel) for one in chosen)


def pair_lines(comparison: Comparison) -> Iterator[VerdictLine]:
    """Every pair compared: the primary measures, resolution time by channel first where channels disagree."""
    if not comparison.paired:
        yield VerdictLine("Alone", alone(comparison))
    corners = has_corners(comparison.columns)
    order = [pair for pair in HEADS if pair in comparison.paired] if corners else []
    for pair in dict.fromkeys([*order, *comparison.paired]):
        row = comparison.paired[pair]
        parts = [_said(comparison, row[name]) for name in PRIMARY]
        by_channel = comparison.by_channel[pair]
        if opposite(by_channel):
            first = [
                _said(comparison, its[name], channel)
                for channel, its in by_channel.items()
                for name in JUDGED
                if name in its
            ]
            parts = [*first, f"over all channels {parts[0]}", *parts[1:]]
        more = tuple(line for name in PRIMARY for line in _more(comparison, row[name]))
        head = HEADS.get(pair, "Compared") if corners else "Compared"
        yield VerdictLine(head, f"{upper(against(*pair))}: {'; '.join(parts)}.", more)


def _said(comparison: Comparison, difference: Difference, channel: str = "") -> str:
    return f"{_told(comparison, difference, channel)}, {whole(difference.word, difference.reason)}"


def _told(comparison: Comparison, difference: Difference, channel: str = "") -> str:
    """Both levels and the difference of a measure."""
    where = f" on {channel}" if channel else ""
    return f"{measure_words(difference.measure)}{where} {numbers(comparison, difference, channel)}"


def interaction_lines(comparison: Comparison) -> Iterator[VerdictLine]:
    """What habits do in pods less what they do in departments; nothing where the four corners are not compared."""
    if not has_corners(comparison.columns):
        return
    found = [comparison.interaction(name) for name in PRIMARY]
    parts = [
        f"{measure_words(one.measure)} {change(one.measure, one.interval)}, {whole(one.word, one.reason)}"
        for one in found
    ]
    yield VerdictLine("Interaction", f"What habits do in pods less what they do in departments: {'; '.join(parts)}.")


def _more(comparison: Comparison, difference: Difference) -> Iterator[str]:
    """What a sceptic asks of one difference."""
    name, pair = difference.measure, (difference.first, difference.second)
    worth, all_pairs = level(name, difference.smallest), change(name, difference.simultaneous)
    yield f"{measure_words(name)}: worth having from {worth}; 95% interval over all pairs at once {all_pairs}."
    if name == RESOLUTION:
        lost = comparison.paired[pair]["lost_minutes"]
        if lost.interval.mean != 0.0:
            yield f"  Of it {change('lost_minutes', lost.interval)} is lost: who gave up counts the whole of H."
        if depends_on_h(comparison.by_horizon.get(pair, ())):
            yield "  Not settled, as the winner depends on H (below)."
    if name == "felt_empathy" and definitions_disagree(comparison.paired[pair]):
        winners = winners_by_definition(comparison.paired[pair])
        by_definition = listed([f"{in_text(winner)} by {definition}" for definition, winner in winners.items()])
        yield f"  Not settled, as its definitions disagree: better is {by_definition}."
    if difference.word == NOT_SETTLED != difference.alone:
        yield f"  By itself its 95% interval says {difference.alone}; with the other primary measures, not settled."


def target_words(target: Target) -> str:
    """A target as people say it: "answered in time (voice) at least 0.80"."""
    channel = f" ({target.channel})" if target.channel else ""
    side = "at least" if target.upward else "at most"
    return f"{measure_words(target.measure)}{channel} {side} {level(target.measure, target.line)}"


def target_lines(comparison: Comparison) -> Iterator[VerdictLine]:
    """One line a target, each column in it; nothing where there are no targets."""
    targets = comparison.scenario.targets
    if not targets:
        return
    answers = {column: judged_targets(comparison.samples[column], targets) for column in comparison.columns}
    for place, target in enumerate(targets):
        parts, halves = [], []
        for column in comparison.columns:
            interval = mean_interval(comparison.samples[column][target.name])
            parts.append(f"{in_text(column)} {answers[column][place]} at {level(target.measure, interval.mean)}")
            halves.append(f"{in_text(column)} ±{level(target.measure, interval.half_width)}")
        yield VerdictLine(
            "Target", f"{target_words(target)}: {'; '.join(parts)}.", (f"Half 95% intervals: {', '.join(halves)}.",)
        )


def _sensitivity_lines(sensitivity: Sensitivity) -> Iterator[VerdictLine]:
    yield VerdictLine("Rests on", rests_on_words(sensitivity))
    sentences = flips_words(sensitivity)
    for place, sentence in enumerate(sentences[:FLIPS_SHOWN]):
        last = place == min(FLIPS_SHOWN, len(sentences)) - 1
        yield VerdictLine("Flips", sentence, tuple(sentences[FLIPS_SHOWN:]) if last else ())
    yield VerdictLine("Worlds", worlds_words(sensitivity), tuple(worlds_details(sensitivity)))


def worth_lines(comparison: Comparison) -> Iterator[VerdictLine]:
    """Where the scenario's own differences worth having change a word of a primary measure; nothing elsewhere."""
    shipped = comparison.paired_as_shipped
    unlike = [
        f"{against(*pair)}, {measure_words(name)}: {shipped[pair][name].word}, not {row[name].word}"
        for pair, row in comparison.paired.items()
        for name in PRIMARY
        if row[name].word != shipped[pair][name].word
    ]
    if unlike:
        yield VerdictLine("As shipped", f"By podsim's own worth having: {'; '.join(unlike)}.")


def numbers(comparison: Comparison, difference: Difference, channel: str = "") -> str:
    """Both levels, in one unit, and the difference: "9.00 h to 6.10 h, -2.84 h (-3.32 to -2.35)"."""
    name, key = difference.measure, f"{difference.measure}{AT}{channel}" if channel else difference.measure
    before, after = (known_mean(comparison.samples[column][key]) for column in (difference.first, difference.second))
    per, unit = unit_of(name, before, after)
    first, second = (f"{number(value / per)} {unit}".rstrip() for value in (before, after))
    return f"{first} to {second}, {change(name, difference.interval)}"
