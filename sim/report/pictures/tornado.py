"""How far a difference moves over the plausible range of each assumption, the widest on top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.measures import measure_named
from sim.report.numbers import unit_in
from sim.report.pictures.style import FAINT, INK, PALETTE, Picture, look, new_figure
from sim.report.sensitivity import flip_sentence, value_words

if TYPE_CHECKING:
    from sim.exploring.turning_points import Flip

MOST = 15
LOWER, UPPER = PALETTE[7], PALETTE[3]  # none of the colours of the three columns


def tornado(flips: Sequence[Flip], name: str = "tornado") -> Picture:
    """flips: of one pair and one measure, at least one."""
    chosen = sorted(flips, key=lambda flip: -flip.swing)[:MOST][::-1]
    first, second = chosen[0].pair
    measure = measure_named(chosen[0].measure)
    assert measure is not None
    ends = [interval.mean for flip in chosen for interval in (flip.at_low, flip.at_high)]
    per, unit = unit_in(measure.unit, *ends)
    with look():
        figure, axes = new_figure(7.6, 0.9 + 0.36 * len(chosen))
        for row, flip in enumerate(chosen):
            today, low, high = (i.mean / per for i in (flip.today, flip.at_low, flip.at_high))
            axes.barh(
                row,
                low - today,
                left=today,
                height=0.62,
                color=LOWER,
                edgecolor=INK,
                lw=0.5,
                label="at the lower end" if row == 0 else None,
            )
            axes.barh(row, high - today, left=today, height=0.62, color=UPPER, hatch="///", edgecolor=INK, lw=0.5,
                      label="at the upper end" if row == 0 else None)  # fmt: skip
        worth = chosen[0].worth_having / per
        axes.axvspan(-worth, worth, color=FAINT, alpha=0.18, lw=0, label="not worth having")
        axes.axvline(0, color=INK, lw=0.8)
        axes.set_yticks(range(len(chosen)), [_label(flip) for flip in chosen])
        axes.set_xlabel(f"{measure.said}: {second} minus {first} ({unit})")
        axes.legend(loc="lower left")
        axes.set_title(f"What {second} against {first} depends on")
    widest = chosen[-1]
    return Picture(
        name,
        f"What {second} against {first} depends on",
        f"Bars show how the difference moves over each plausible range, from end to end. {flip_sentence(widest)}",
        figure,
        tornado_rows(sorted(flips, key=lambda flip: -flip.swing)),
    )


def tornado_rows(flips: Sequence[Flip]) -> list[dict[str, object]]:
    """One row per assumption: range, difference today and at both ends, and where the winner changes."""
    return [
        {
            "first": flip.pair[0], "second": flip.pair[1], "measure": flip.measure, "assumption": flip.assumption.name,
            "value": flip.assumption.value, "low": flip.assumption.low, "high": flip.assumption.high,
            "unit": flip.assumption.unit, "difference": flip.today.mean, "at_low": flip.at_low.mean,
            "at_high": flip.at_high.mean, "worth_having": flip.worth_having,
            "flips_at": ", ".join(f"{root.value:.6g}" for root in flip.roots),
            "flips_low": ", ".join(f"{root.low:.6g}" for root in flip.roots),
            "flips_high": ", ".join(f"{root.high:.6g}" for root in flip.roots),
            "sentence": flip_sentence(flip),
        }
        for flip in flips
    ]  # fmt: skip


def _label(flip: Flip) -> str:
    one = flip.assumption
    short = one.called if len(one.called) <= 52 else f"{one.called[:51]}…"
    return f"{short}  ({value_words(one, one.low)} to {value_words(one, one.high)})"
