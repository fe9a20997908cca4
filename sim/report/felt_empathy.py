"""What is said of felt empathy to whoever doubts it: what it rests on, and how far anything moves it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from sim.comparison.doubts import DEFINITIONS, FELT, definitions_disagree, sign_turns
from sim.measures import measure_named, with_worth_having
from sim.measures.empathy_anchors import LEVELS
from sim.report.names import against, in_text
from sim.report.numbers import level, listed, signed
from sim.scenario.empathy_settings import MISSED, UNMOVED

if TYPE_CHECKING:
    from sim.comparison.results import Comparison
    from sim.exploring.sensitivity import Sensitivity
    from sim.exploring.worlds import Worlds

RESTATEMENT_R2 = 0.8  # from here on felt empathy restates the handoffs, and is no finding of its own
REACH = (0.05, 0.95)


def empathy_lines(comparison: Comparison, sensitivity: Sensitivity | None) -> Iterator[str]:
    """What felt empathy is worth as a finding: a proxy, its basis, other definitions and levels, how far it moves."""
    yield "Felt empathy is a proxy: fitted to published contrasts between customers, not to any company's customers."
    yield from (f"  {line}" for line in basis_lines(comparison, sensitivity))
    doubtful = [against(*pair) for pair, row in comparison.paired.items() if definitions_disagree(row)]
    if doubtful:
        yield f"  Its definitions ({', '.join(DEFINITIONS)}) disagree on the winner in {listed(doubtful)}: not settled."
    restated = [
        in_text(column)
        for column, found in comparison.intervals.items()
        if found["empathy_handoff_r2"].mean > RESTATEMENT_R2
    ]
    if restated:
        yield f"  In {listed(restated)} it restates the handoffs, and is no finding of its own."
    yield from _anchors(comparison)


def basis_lines(comparison: Comparison, sensitivity: Sensitivity | None) -> Iterator[str]:
    """What its coefficients rest on, and how much of its reach is worth having."""
    settings = comparison.scenario.empathy
    if settings.definition == "logit" and not settings.as_fitted:
        yield "The scenario says itself what experiences count for."
    elif settings.definition == "logit":
        yield f"No published contrast moves what {listed(list(UNMOVED))} count for: that is the prior alone."
        for row in MISSED:
            missed = f"{row['reached']:+.2f}, not {row['target']:+.2f}"
            yield f"Its fit misses evidence row {row['evidence_row']} ({row['compares']}): {missed}."
    if sensitivity:
        yield reach_line(comparison, sensitivity.worlds)


def reach_line(comparison: Comparison, worlds: Worlds) -> str:
    """The smallest difference worth having as a share of what the dials of the model reach."""
    measure = measure_named(FELT)
    assert measure is not None
    worth = with_worth_having(measure, comparison.scenario.worth_having).smallest
    (low, high), (least, most) = reach(worlds)
    share = f"{worth / (high - low):.0%} of" if high > low else "more than"
    return (
        f"{level(FELT, worth)}, from which a difference is worth having, is {share} what columns and plausible worlds "
        f"reach: {level(FELT, low)} to {level(FELT, high)} (5% to 95%); between two columns of a world "
        f"{signed(least)} to {signed(most)}."
    )


def reach(worlds: Worlds) -> tuple[list[float], list[float]]:
    """From where to where columns of all worlds lie, then differences between two; a twentieth at each end left out."""
    answers = [row[FELT] for row in worlds.differences.values()]
    levels = np.concatenate([one for answer in answers for one in (answer.first, answer.first + answer.difference)])
    differences = np.concatenate([answer.difference for answer in answers])
    return np.nanquantile(levels, REACH).tolist(), np.nanquantile(differences, REACH).tolist()


def _anchors(comparison: Comparison) -> Iterator[str]:
    """Whether the columns keep their order when customers of the first are harder to please, or easier."""
    if not comparison.by_anchor:
        return
    turned = [against(*pair) for pair in comparison.paired if sign_turns(pair, comparison.by_anchor)]
    where = f"with {in_text(comparison.columns[0])} at any level from {LEVELS[0]:g} to {LEVELS[-1]:g}"
    if turned:
        yield f"  The sign of its difference is not the same {where} in {listed(turned)}: read that as not settled."
    else:
        yield f"  The signs of its differences are the same {where}."
