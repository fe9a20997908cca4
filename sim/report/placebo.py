"""What the design of pods is worth, in words, as rows and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sim.comparison.placebo import DRAWN, Worth
from sim.comparison.statistics import NOT_SETTLED, SAME, Interval, mean_interval
from sim.measures import measure_named
from sim.report.as_json import interval_json
from sim.report.numbers import change_in_words, level, measure_words, signed

if TYPE_CHECKING:
    from sim.comparison.placebo import Placebo


def placebo_lines(placebo: Placebo) -> Iterator[str]:
    """One sentence or two a line: the draws, then every primary measure."""
    of, base = placebo.of, placebo.base
    yield (
        f"As many teams as {of} ({placebo.teams}) drawn at random {len(placebo.draws)} times, with the policy of {of}; "
        "and a dispatcher blind to teams, who has all people and all work in one room. Intervals hold for other "
        "customers and other draws."
    )
    for measure, worth in placebo.worth.items():
        levels = {name: level(measure, value) for name, value in worth.levels.items()}
        yield (
            f"{measure_words(measure)}: {of} drawn at random {levels[DRAWN]}, {of} by design {levels[of]}; by design "
            f"minus at random {_change(measure, worth.design)}, {_found(worth, of)}. "
            f"Blind to teams {levels[placebo.blind]}."
        )
        yield (
            f"  Against {base} ({levels[base]}): drawn at random {_change(measure, worth.drawn)}; by design "
            f"{_change(measure, worth.designed)}; blind to teams {_change(measure, worth.blind)}."
        )
        yield f"  {_share(worth, of, base)}"


def _change(measure: str, interval: Interval) -> str:
    known = measure_named(measure)
    if known and known.unit == "minutes":
        return change_in_words(interval)
    return f"{signed(interval.mean)} (95% interval {signed(interval.low)} to {signed(interval.high)})"


def _found(worth: Worth, of: str) -> str:
    if worth.better == SAME:
        return f"within the {level(worth.measure, worth.smallest)} that would be worth having"
    if worth.better == NOT_SETTLED:
        return "not settled"
    return "designed ones are better" if worth.better == of else "drawn ones are better"


def _share(worth: Worth, of: str, base: str) -> str:
    """How much of the gain needs no design."""
    if worth.share is not None:
        share = worth.share
        reach = f"95% interval {share.low:.0%} to {share.high:.0%}"
        return f"Of what {of} gain over {base}, teams drawn at random gain {share.mean:.0%} too ({reach})."
    return f"No gain of {of} over {base} that is worth having is settled, so there is none for random teams to share."


def placebo_rows(placebo: Placebo) -> list[dict[str, Any]]:
    """measure, what, unit, mean, low, high: the differences in the words above, then the level of every draw."""
    rows = []
    for measure, worth in placebo.worth.items():
        known = measure_named(measure)
        unit = known.unit if known else "-"
        rows += [_row(measure, what, unit, found) for what, found in _intervals(worth).items()]
        if worth.share is not None:
            rows.append(_row(measure, "share of the gain", "share", worth.share))
        rows += [
            _row(measure, f"level of {column}", unit, mean_interval(sample[measure]))
            for column, sample in placebo.samples.items()
        ]
    return rows


def _row(measure: str, what: str, unit: str, interval: Interval) -> dict[str, Any]:
    found = {"mean": interval.mean, "low": interval.low, "high": interval.high}
    return {"measure": measure, "what": what, "unit": unit, **found}


def _intervals(worth: Worth) -> dict[str, Interval]:
    return {"drawn": worth.drawn, "designed": worth.designed, "design": worth.design, "blind": worth.blind}


def placebo_json(placebo: Placebo) -> dict[str, Any]:
    """What was drawn, then measure -> differences, who is better, and the share of the gain."""
    return {
        "of": placebo.of,
        "base": placebo.base,
        "teams": placebo.teams,
        "draws": len(placebo.draws),
        "measures": {
            measure: {
                **{what: interval_json(found) for what, found in _intervals(worth).items()},
                "better": worth.better,
                "share_of_gain": interval_json(worth.share) if worth.share else None,
            }
            for measure, worth in placebo.worth.items()
        },
        "said": "\n".join(placebo_lines(placebo)),
    }
