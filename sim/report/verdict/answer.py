"""Who is better in the three primary measures, and all of it in one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.comparison.empathy_doubts import definitions_disagree, winners_by_definition
from sim.comparison.horizons import depends_on_h
from sim.comparison.statistics import NOT_SETTLED, Difference
from sim.measures import PRIMARY
from sim.report.numbers import change, level, listed, measure_words
from sim.report.verdict.line import HABITS, PODS, TODAY, VerdictLine, judged, numbers

if TYPE_CHECKING:
    from sim.comparison.comparison import Comparison

HEADS = {"better": "Better", "worse": "Worse", "the same": "Same", "not settled": "Not settled"}
SPOKEN = {TODAY: "today's departments", HABITS: "the same departments with better habits", PODS: "pods"}


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
    }[judged(total)]
    turn = {
        "better": "and the formation itself brings a part of it that better habits alone do not.",
        "worse": "but better habits without re-forming teams do better still.",
        "the same": "but better habits bring as much without re-forming teams.",
        "not settled": "and how much of it is due to the formation is not settled.",
    }[judged(formation)]
    if judged(total) == "better":
        return f"{opening}, {turn}"
    alone = {
        "better": "Against the same departments with better habits pods are better.",
        "worse": "The same departments with better habits do better than pods.",
        "the same": "Against the same departments with better habits nothing changes that would be worth having.",
        "not settled": "Against the same departments with better habits it is not settled either.",
    }[judged(formation)]
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
            chosen = [row[name] for name in PRIMARY if judged(row[name]) == word]
            if chosen:
                text = "; ".join(f"{measure_words(one.measure)} {numbers(comparison, one)}" for one in chosen)
                more = tuple(line for one in chosen for line in _more(comparison, one))
                who = f"{other} against {base}: " if several or (base, other) != (TODAY, PODS) else ""
                yield VerdictLine(head, f"{who}{text}.", more)


def _more(comparison: Comparison, found: Difference) -> Iterator[str]:
    """What a sceptic asks of one difference."""
    name, pair = found.measure, (found.first, found.second)
    worth = f"worth having from {level(name, found.smallest)}"
    yield f"{measure_words(name)}: {worth}; 95% interval over all pairs at once {change(name, found.simultaneous)}."
    if name == "resolution_minutes":
        lost = comparison.paired[pair]["lost_minutes"]
        if lost.interval.mean != 0.0:
            yield f"  Of it {change('lost_minutes', lost.interval)} is lost: who gave up counts the whole of H."
        if depends_on_h(comparison.by_horizon.get(pair, ())):
            yield "  Not settled, as the winner depends on H (below)."
    if name == "felt_empathy" and definitions_disagree(comparison.paired[pair]):
        winners = winners_by_definition(comparison.paired[pair])
        told = listed([f"{winner} by {definition}" for definition, winner in winners.items()])
        yield f"  Not settled, as its definitions disagree: better is {told}."
    if found.jointly != found.better and found.jointly == NOT_SETTLED:
        yield f"  By itself its 95% interval says {_alone(found)}; held with the other primary measures, not settled."


def _alone(found: Difference) -> str:
    return {"same": "the same"}.get(found.better, f"{found.better} is better")
