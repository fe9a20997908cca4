"""What better habits bring without re-forming teams, and what is due to the formation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.comparison.statistics import ratio_interval
from sim.measures import PRIMARY
from sim.report.numbers import change, measure_words
from sim.report.verdict.line import HABITS, PODS, TODAY, VerdictLine, judged

if TYPE_CHECKING:
    from sim.comparison.comparison import Comparison


def split_lines(comparison: Comparison) -> Iterator[VerdictLine]:
    """Cheaper, and Due to the formation; nothing where the three columns are not compared."""
    if not {TODAY, HABITS, PODS} <= set(comparison.columns) or comparison.columns[0] != TODAY:
        return
    shares = {name: _cheaper(comparison, name) for name in PRIMARY}
    told = [text for text in shares.values() if text]
    yield VerdictLine("Cheaper", told[0] if told else _no_gain(), tuple(told[1:]))
    row = comparison.paired[HABITS, PODS]
    parts = [f"{measure_words(name)} {change(name, row[name].interval)}, {judged(row[name])}" for name in PRIMARY]
    yield VerdictLine("Due to the formation", f"{HABITS} to {PODS}: {'; '.join(parts)}.")


def _no_gain() -> str:
    return "Pods win nothing settled over today's departments, so there is no gain that habits could bring cheaper."


def _cheaper(comparison: Comparison, name: str) -> str:
    """The share of a settled gain of the pods that better habits bring alone; "" where pods gain nothing settled."""
    if judged(comparison.paired[TODAY, PODS][name]) != "better":
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
