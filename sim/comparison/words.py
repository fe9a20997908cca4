"""The words of a difference: what its 95% interval says of the second column against the first.

δ is the smallest difference worth having. With more being better, an interval from l to h is

    better                        δ < l
    better, too little to matter  0 < l and h ≤ δ
    the same                      -δ ≤ l ≤ 0 ≤ h ≤ δ
    worse, too little to matter   -δ ≤ l and h < 0
    worse                         h < -δ
    not settled                   everything else, with its reason in at most six words
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.measures.measure import Direction

BETTER, WORSE, SAME, NOT_SETTLED = "better", "worse", "the same", "not settled"
LITTLE_BETTER, LITTLE_WORSE = "better, too little to matter", "worse, too little to matter"
# As screens and tiles have them, where there is room for a word or two; capitals, as no colour tells it in a pipe.
SHORT = {SAME: "same", LITTLE_BETTER: "too little", LITTLE_WORSE: "too little", WORSE: "WORSE"}
WORDS = (BETTER, LITTLE_BETTER, SAME, LITTLE_WORSE, WORSE, NOT_SETTLED)
EQUIVALENT = (LITTLE_BETTER, SAME, LITTLE_WORSE)  # none of them worth having

MORE_RUNS, SIZE_OPEN = "more runs needed", "direction sure, size not"
UNKNOWN, NO_SIDE, FEW_RUNS = "too few runs know it", "neither more nor less is better", "fewer than ten runs"
BY_H, BY_DEFINITION, BY_ANCHOR = "depends on the deadline H", "its definitions disagree", "depends on the anchor"
DOUBTS = (BY_H, BY_DEFINITION, BY_ANCHOR)  # whatever the interval is
REASONS = (MORE_RUNS, SIZE_OPEN, UNKNOWN, NO_SIDE, FEW_RUNS, *DOUBTS)

Said = tuple[str, str]  # the word, and the reason where it is not settled, else ""


def word_of(low: float, high: float, smallest: float, direction: Direction) -> Said:
    """The word of an interval. low, high: of second minus first, in the measure's unit. smallest: δ, at least 0."""
    if math.isnan(low) or math.isnan(high) or math.isnan(smallest):
        return NOT_SETTLED, UNKNOWN
    return said(
        beyond=low > smallest or high < -smallest,
        within=-smallest <= low and high <= smallest,
        clear=low > 0.0 or high < 0.0,
        upward=low > 0.0,
        direction=direction,
    )


def said(*, beyond: bool, within: bool, clear: bool, upward: bool, direction: Direction) -> Said:
    """The word, from what is certain: beyond δ, within δ, and a sign (upward or not). Never both of the first two."""
    if within and (direction == "none" or not clear):
        return SAME, ""
    if direction == "none":
        return NOT_SETTLED, NO_SIDE if beyond else MORE_RUNS
    better = upward == (direction == "more")
    if within:
        return LITTLE_BETTER if better else LITTLE_WORSE, ""
    if beyond:
        return BETTER if better else WORSE, ""
    return NOT_SETTLED, SIZE_OPEN if clear else MORE_RUNS


def whole(word: str, reason: str) -> str:
    """Word and reason as one: "not settled: more runs needed"."""
    return f"{word}: {reason}" if reason else word
