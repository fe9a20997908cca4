"""The verdict: line by line, short enough for a board, with the numbers of a sceptic folded beneath."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.comparison.doubts import definitions_disagree, depends_on_h, winners_by_definition
from sim.comparison.intervals import mean_interval, ratio_interval
from sim.comparison.statistics import Difference, judged_targets, pair_name
from sim.comparison.words import BETTER, EQUIVALENT, LITTLE_BETTER, LITTLE_WORSE, NOT_SETTLED, SAME, WORSE, whole
from sim.measures import PRIMARY
from sim.report.limits import limit_details, limits, missed_today
from sim.report.numbers import change, level, listed, measure_words, number, unit_of
from sim.report.sensitivity import flips_words, rests_on_words, worlds_details, worlds_words
from sim.scenario.built_in_columns import HABITS, PODS, TODAY

if TYPE_CHECKING:
    from sim.comparison.results import Comparison
    from sim.exploring.sensitivity import Sensitivity
    from sim.scenario.figure_settings import Target

FLIPS_SHOWN = 3
HEADS = {
    BETTER: "Better",
    WORSE: "Worse",
    LITTLE_BETTER: "Too little",
    LITTLE_WORSE: "Too little",
    SAME: "Same",
    NOT_SETTLED: "Not settled",
}


@dataclass(frozen=True)
class VerdictLine:
    """head: what the line is about. text: one plain sentence or two. details: what a sceptic asks next."""

    head: str
    text: str
    details: tuple[str, ...] = ()


def verdict_lines(comparison: Comparison, sensitivity: Sensitivity | None) -> Iterator[VerdictLine]:
    """The verdict of a comparison. sensitivity: plausible worlds and what the answer rests on, None where not run."""
    if missed := _today(comparison):
        yield VerdictLine("First", missed[0], tuple(missed[1:]))
    if text := in_short(comparison):
        yield VerdictLine("In short", text)
    yield from primary_lines(comparison)
    yield from split_lines(comparison)
    yield from worth_lines(comparison)
    yield from target_lines(comparison)
    if sensitivity:
        yield from _sensitivity_lines(sensitivity)
    text = " ".join(limits(comparison, worlds_were_run=sensitivity is not None))
    yield VerdictLine("Limits", text, tuple(limit_details(comparison, sensitivity)))


def _today(comparison: Comparison) -> list[str]:
    """Where today's figures are given and today's departments do not reproduce them."""
    if TODAY not in comparison.columns:
        return []
    means = {name: interval.mean for name, interval in comparison.intervals[TODAY].items()}
    return missed_today(comparison.scenario, means)


def in_short(comparison: Comparison) -> str:
    """The answer in a sentence or two; "" where the three columns are not compared."""
    if not {TODAY, HABITS, PODS} <= set(comparison.columns) or comparison.columns[0] != TODAY:
        return ""
    total, formation = (comparison.paired[pair]["resolution_minutes"] for pair in ((TODAY, PODS), (HABITS, PODS)))
    opening = {
        "better": "Pods solve customers' problems sooner than today's departments",
        "worse": "Pods solve customers' problems later than today's departments",
        "the same": "Pods solve customers' problems no sooner and no later than today's departments",
        "not settled": "Whether pods solve customers' problems sooner than today's departments is not settled",
    }[_outcome(total)]
    turn = {
        "better": "and the formation itself brings a part of it that better habits alone do not.",
        "worse": "but better habits without re-forming teams do better still.",
        "the same": "but better habits bring as much without re-forming teams.",
        "not settled": "and how much of it is due to the formation is not settled.",
    }[_outcome(formation)]
    if total.word == BETTER:
        return f"{opening}, {turn}"
    alone = {
        "better": "Against the same departments with better habits pods are better.",
        "worse": "The same departments with better habits do better than pods.",
        "the same": "Against the same departments with better habits nothing changes that would be worth having.",
        "not settled": "Against the same departments with better habits it is not settled either.",
    }[_outcome(formation)]
    return f"{opening}. {alone}"


def primary_lines(comparison: Comparison) -> Iterator[VerdictLine]:
    """Better, Worse, Same, Not settled: each column against the first, pods before all others."""
    base, *others = comparison.columns
    if not others:
        yield VerdictLine("Alone", f"{base} stands alone: there is nothing to compare it with.")
    several = len(others) > 1
    for other in sorted(others, key=lambda column: column != PODS):
        row = comparison.paired[base, other]
        for word, head in HEADS.items():
            chosen = [row[name] for name in PRIMARY if row[name].word == word]
            if chosen:
                text = "; ".join(_sentence(comparison, one) for one in chosen)
                more = tuple(line for one in chosen for line in _more(comparison, one))
                who = f"{other} against {base}: " if several or (base, other) != (TODAY, PODS) else ""
                yield VerdictLine(head, f"{who}{text}.", more)


def _sentence(comparison: Comparison, difference: Difference) -> str:
    """Both levels and the difference; with its word where the head does not say it."""
    told = f"{measure_words(difference.measure)} {numbers(comparison, difference)}"
    if difference.word in (LITTLE_BETTER, LITTLE_WORSE):
        return f"{told}, {difference.word}"
    return f"{told}: {difference.reason}" if difference.reason else told


def _more(comparison: Comparison, difference: Difference) -> Iterator[str]:
    """What a sceptic asks of one difference."""
    name, pair = difference.measure, (difference.first, difference.second)
    worth, all_pairs = level(name, difference.smallest), change(name, difference.simultaneous)
    yield f"{measure_words(name)}: worth having from {worth}; 95% interval over all pairs at once {all_pairs}."
    if name == "resolution_minutes":
        lost = comparison.paired[pair]["lost_minutes"]
        if lost.interval.mean != 0.0:
            yield f"  Of it {change('lost_minutes', lost.interval)} is lost: who gave up counts the whole of H."
        if depends_on_h(comparison.by_horizon.get(pair, ())):
            yield "  Not settled, as the winner depends on H (below)."
    if name == "felt_empathy" and definitions_disagree(comparison.paired[pair]):
        winners = winners_by_definition(comparison.paired[pair])
        by_definition = listed([f"{winner} by {definition}" for definition, winner in winners.items()])
        yield f"  Not settled, as its definitions disagree: better is {by_definition}."
    if difference.word == NOT_SETTLED != difference.alone:
        yield f"  By itself its 95% interval says {difference.alone}; with the other primary measures, not settled."


def split_lines(comparison: Comparison) -> Iterator[VerdictLine]:
    """Cheaper, and Due to the formation; nothing where the three columns are not compared."""
    if not {TODAY, HABITS, PODS} <= set(comparison.columns) or comparison.columns[0] != TODAY:
        return
    shares = {name: _cheaper(comparison, name) for name in PRIMARY}
    sentences = [text for text in shares.values() if text]
    yield VerdictLine("Cheaper", sentences[0] if sentences else _no_gain(), tuple(sentences[1:]))
    row = comparison.paired[HABITS, PODS]
    parts = [
        f"{measure_words(name)} {change(name, row[name].interval)}, {whole(row[name].word, row[name].reason)}"
        for name in PRIMARY
    ]
    yield VerdictLine("Due to the formation", f"{HABITS} to {PODS}: {'; '.join(parts)}.")


def _no_gain() -> str:
    return "Pods win nothing settled over today's departments, so there is no gain that habits could bring cheaper."


def _cheaper(comparison: Comparison, name: str) -> str:
    """The share of a settled gain of the pods that better habits bring alone; "" where pods gain nothing settled."""
    if comparison.paired[TODAY, PODS][name].word != BETTER:
        return ""
    silos, habits, pods = (comparison.samples[column][name] for column in (TODAY, HABITS, PODS))
    share = ratio_interval(habits - silos, pods - silos)
    if share is None:
        return f"{measure_words(name)}: how much of the gain better habits bring alone is not settled."
    reach = f"95% interval {share.low:.0%} to {share.high:.0%}"
    return (
        f"Better habits in the same departments ({HABITS}) bring {share.mean:.0%} of the pods' gain in "
        f"{measure_words(name)} ({reach}) without re-forming a team."
    )


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
        parts = []
        for column in comparison.columns:
            interval = mean_interval(comparison.samples[column][target.name])
            parts.append(f"{column} {answers[column][place]} at {level(target.measure, interval.mean)}")
        halves = [
            f"{column} ±{level(target.measure, mean_interval(comparison.samples[column][target.name]).half_width)}"
            for column in comparison.columns
        ]
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
        f"{pair_name(*pair)} {measure_words(name)} {shipped[pair][name].word}, not {row[name].word}"
        for pair, row in comparison.paired.items()
        for name in PRIMARY
        if row[name].word != shipped[pair][name].word
    ]
    if unlike:
        yield VerdictLine("As shipped", f"By podsim's own worth having: {'; '.join(unlike)}.")


def _outcome(difference: Difference) -> str:
    """The word, with what is too little to matter counted as the same."""
    return SAME if difference.word in EQUIVALENT else difference.word


def numbers(comparison: Comparison, difference: Difference) -> str:
    """Both levels, in one unit, and the difference: "9.00 h to 6.10 h, -2.84 h (-3.32 to -2.35)"."""
    name = difference.measure
    before, after = (comparison.intervals[column][name].mean for column in (difference.first, difference.second))
    per, unit = unit_of(name, before, after)
    first, second = (f"{number(value / per)} {unit}".rstrip() for value in (before, after))
    return f"{first} to {second}, {change(name, difference.interval)}"
