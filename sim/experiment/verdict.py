"""The verdict in words: who is better in the primary measures, by how much, why, and what the answer leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from sim.experiment.horizon_words import horizon_lines
from sim.experiment.horizons import depends_on_h
from sim.experiment.load_words import overload_lines
from sim.experiment.statistics import NOT_SETTLED, SAME, Difference
from sim.experiment.words import change_in_words, listed, minutes_in_words, number, signed
from sim.measures import PRIMARY, measure_named
from sim.measures.empathy_anchors import LEVELS
from sim.measures.empathy_measures import RESTATEMENT_R2
from sim.scenario.measured_today import missed_today

if TYPE_CHECKING:
    from sim.experiment.comparison import Comparison

SAID = {
    "resolution_minutes": "resolution time",
    "felt_empathy": "felt empathy",
    "load_p90": "load of the busiest tenth of people",
}
DEFINITIONS = ("logit", "servqual", "effort", "outcome")
TODAY, HABITS, PODS = "silos", "silos_plus", "pods"


def verdict_of(comparison: Comparison) -> str:
    """One sentence or two a line, in order of weight."""
    return "\n".join(
        [
            *_today(comparison),
            *_headlines(comparison),
            *_split(comparison),
            *_jointly(comparison),
            *_auto(comparison),
            *overload_lines(comparison),
            *_pickup(comparison),
            *empathy_lines(comparison),
            *origin_lines(comparison),
            *horizon_lines(comparison),
        ]
    )


def _today(comparison: Comparison) -> list[str]:
    """Where today's figures are given and today's departments do not reproduce them."""
    if TODAY not in comparison.columns:
        return []
    means = {name: interval.mean for name, interval in comparison.intervals[TODAY].items()}
    return missed_today(comparison.scenario, means)


def _headlines(comparison: Comparison) -> Iterator[str]:
    """Each column against the first, in each primary measure."""
    base, *others = comparison.columns
    if not others:
        yield f"{base} stands alone: there is nothing to compare it with."
    for other in sorted(others, key=lambda column: column != PODS):
        row = comparison.paired[base, other]
        said = listed([f"{SAID[name]} {_word(row[name], other)}" for name in PRIMARY])
        yield f"{other} against {base}: {said}."
        for name in PRIMARY:
            yield f"  {_numbers(comparison, row[name])}"
        lost = row["lost_minutes"]
        if lost.interval.mean != 0.0:
            yield f"  Of the difference in resolution time, {change(lost)} is lost: who gave up counts the whole of H."


def _word(difference: Difference, column: str) -> str:
    """What the difference means for `column`, the second of its pair."""
    if difference.better in (SAME, NOT_SETTLED):
        return {SAME: "the same", NOT_SETTLED: "not settled"}[difference.better]
    return "better" if difference.better == column else "worse"


def _numbers(comparison: Comparison, difference: Difference) -> str:
    first, second, name = difference.first, difference.second, difference.measure
    levels = [level(name, comparison.intervals[column][name].mean) for column in (first, second)]
    text = f"{SAID[name]}: {first} {levels[0]}, {second} {levels[1]}; difference {change(difference)}"
    worth = level(name, difference.smallest)
    if difference.better == SAME:
        return f"{text}, within the {worth} that would be worth having."
    answers = comparison.by_horizon.get((first, second), ()) if name == "resolution_minutes" else ()
    if depends_on_h(answers):
        return f"{text}: not settled, as the winner depends on H (below)."
    if difference.better == NOT_SETTLED:
        return f"{text}: not settled, more replications would narrow it (worth having: {worth})."
    return f"{text}."


def level(measure: str, value: float) -> str:
    """A value of a measure as people say it."""
    known = measure_named(measure)
    return minutes_in_words(value) if known and known.unit == "minutes" else number(value)


def change(difference: Difference) -> str:
    """A difference with its interval as people say it."""
    known = measure_named(difference.measure)
    interval = difference.interval
    if known and known.unit == "minutes":
        return change_in_words(interval)
    return f"{signed(interval.mean)} (95% interval {signed(interval.low)} to {signed(interval.high)})"


def _split(comparison: Comparison) -> Iterator[str]:
    """What better habits bring, and what is due to the formation."""
    if not {TODAY, HABITS, PODS} <= set(comparison.columns) or comparison.columns[0] != TODAY:
        return
    habits, formation = comparison.paired[TODAY, HABITS], comparison.paired[HABITS, PODS]
    total = comparison.paired[TODAY, PODS]
    for name in PRIMARY:
        yield (
            f"Where the difference in {SAID[name]} comes from: "
            f"better habits in the same departments {change(habits[name])}, {_word(habits[name], HABITS)}; "
            f"the formation itself {change(formation[name])}, {_word(formation[name], PODS)}."
        )
        if said := _share(habits[name], formation[name], total[name]):
            yield f"  {said}"


def _share(habits: Difference, formation: Difference, total: Difference) -> str:
    """What part of a settled gain of the pods is due to the formation."""
    if total.better != PODS:
        return ""
    if formation.better == HABITS:
        return f"The formation itself costs part of what better habits gain: {HABITS} alone does better."
    if formation.better == SAME:
        return "The formation changes nothing worth having: the gain could be had without it."
    if formation.better == NOT_SETTLED:
        return "How much of the gain is due to the formation is not settled."
    share = 100.0 * formation.interval.mean / total.interval.mean
    if share >= 100.0:
        return "All of the gain is due to the formation."
    return f"About {share:.0f}% of the gain is due to the formation; {100.0 - share:.0f}% could be had without it."


def _jointly(comparison: Comparison) -> Iterator[str]:
    """Where holding all primary comparisons at once changes the answer."""
    unsure = [
        f"{name} of {first}→{second}"
        for (first, second), row in comparison.paired.items()
        for name in PRIMARY
        if row[name].better != row[name].jointly
    ]
    if unsure:
        total = len(comparison.paired) * len(PRIMARY)
        yield (
            f"Each interval holds 95% by itself. Held over all {total} primary comparisons at once (Bonferroni), "
            f"not settled: {', '.join(unsure)}."
        )


def _auto(comparison: Comparison) -> Iterator[str]:
    if comparison.settled is False:
        yield (
            f"The budget ran out after {comparison.replication_count} replications, before every primary comparison "
            "was settled; give it more with --budget-replications and --budget-seconds."
        )


def _pickup(comparison: Comparison) -> Iterator[str]:
    dials = {row.item for row in comparison.parity_rows if row.kind == "declared" and row.item.startswith("pickup")}
    if dials:
        yield (
            f"The columns differ in {listed(sorted(dials))}, an assumption without a source that drives the answer: "
            "compare them with equal pickup before believing it."
        )


def empathy_lines(comparison: Comparison) -> Iterator[str]:
    """What felt empathy is worth as a finding: a proxy, under other definitions and at other levels."""
    yield "Felt empathy is a proxy: fitted to published contrasts between customers, not to any company's customers."
    for (first, second), row in comparison.paired.items():
        words = {name: _word(row[f"felt_empathy_{name}"], second) for name in DEFINITIONS}
        if {"better", "worse"} <= set(words.values()):
            said = listed([f"{word} by {name}" for name, word in words.items()])
            yield f"  Its definitions disagree on {second} against {first} ({said}): read it as not settled."
    restated = [
        column for column, found in comparison.intervals.items() if found["empathy_handoff_r2"].mean > RESTATEMENT_R2
    ]
    if restated:
        yield f"  In {listed(restated)} it restates the handoffs, and is no finding of its own."
    yield from _anchors(comparison)


def _anchors(comparison: Comparison) -> Iterator[str]:
    """Whether the columns keep their order when customers of the first are harder to please, or easier."""
    felt = comparison.by_anchor
    signs = {
        (first, second): np.sign(np.mean(felt[second] - felt[first], axis=1))
        for first, second in comparison.paired
        if felt
    }
    turned = [f"{first}→{second}" for (first, second), found in signs.items() if np.unique(found).size > 1]
    where = f"with {comparison.columns[0]} at any level from {LEVELS[0]:g} to {LEVELS[-1]:g}"
    if turned:
        yield f"  The sign of its difference is not the same {where} in {listed(turned)}: read that as not settled."
    elif signs:
        yield f"  The signs of its differences are the same {where}."


def origin_lines(comparison: Comparison) -> Iterator[str]:
    """Where the customers come from, and what the numbers are not."""
    replay = comparison.replay
    if replay is None:
        channels = comparison.scenario.demand.channels.values()
        fitted = any(channel.continuation_factor != 1.0 or channel.misroute_factor != 1.0 for channel in channels)
        known = "the scenario is not calibrated"
        if fitted:
            known = "only how often work changes hands is set by channel (podsim calibrate), not how long things take"
        yield f"The customers are synthetic and {known}: read the comparison, not the levels."
        return
    if replay.made_up:
        yield "The customers come from a small made-up log in the shape of a real one: it says nothing of any company."
    else:
        yield "The customers are those of the replayed log, under the scenario's own mapping of groups to functions."
    yield "A log has no touch times: the work per need comes from the scenario, and is not calibrated."
