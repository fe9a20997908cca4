"""What the design of pods is worth, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.comparison.intervals import Interval
from sim.comparison.placebo import DRAWN, Worth
from sim.comparison.words import BETTER, EQUIVALENT, WORSE, whole
from sim.measures import measure_named
from sim.report.names import in_text, measure_words
from sim.report.numbers import change_in_words, level, signed

if TYPE_CHECKING:
    from sim.comparison.placebo import Placebo


def placebo_lines(placebo: Placebo) -> Iterator[str]:
    """One sentence or two a line: the draws, then every primary measure."""
    of, base = in_text(placebo.of), in_text(placebo.base)
    yield (
        f"As many teams as {of} ({placebo.teams}) drawn at random {len(placebo.draws)} times, with the policy of {of}; "
        "and a dispatcher blind to teams, who has all people and all work in one room. Intervals hold for other "
        "customers and other draws."
    )
    for measure, worth in placebo.worth.items():
        levels = {name: level(measure, value) for name, value in worth.levels.items()}
        yield (
            f"{measure_words(measure)}: {of} drawn at random {levels[DRAWN]}, by design {levels[placebo.of]}; by "
            f"design minus at random {_change(measure, worth.design)}, {_found(worth)}. "
            f"Blind to teams {levels[placebo.blind]}."
        )
        yield (
            f"  Against {base} ({levels[placebo.base]}): drawn at random {_change(measure, worth.drawn)}; by design "
            f"{_change(measure, worth.designed)}; blind to teams {_change(measure, worth.blind)}."
        )
        yield f"  {_share(worth, of, base)}"


def _change(measure: str, interval: Interval) -> str:
    known = measure_named(measure)
    if known and known.unit == "minutes":
        return change_in_words(interval)
    return f"{signed(interval.mean)} (95% interval {signed(interval.low)} to {signed(interval.high)})"


def _found(worth: Worth) -> str:
    if worth.word in EQUIVALENT:
        return f"within the {level(worth.measure, worth.smallest)} that would be worth having"
    by_word = {BETTER: "designed ones are better", WORSE: "drawn ones are better"}
    return by_word.get(worth.word) or whole(worth.word, worth.reason)


def _share(worth: Worth, of: str, base: str) -> str:
    """How much of the gain needs no design."""
    if worth.share is not None:
        share = worth.share
        reach = f"95% interval {share.low:.0%} to {share.high:.0%}"
        return f"Of what {of} gain over {base}, teams drawn at random gain {share.mean:.0%} too ({reach})."
    return f"No gain of {of} over {base} that is worth having is settled, so there is none for random teams to share."


def differences_in(worth: Worth) -> dict[str, Interval]:
    """The four differences of one measure by name."""
    return {"drawn": worth.drawn, "designed": worth.designed, "design": worth.design, "blind": worth.blind}
