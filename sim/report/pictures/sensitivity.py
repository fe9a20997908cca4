"""What an answer rests on: in how many plausible worlds who is better, and how far each assumption moves it."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from sim.comparison.corners import opposite
from sim.exploring.worlds import QUESTION
from sim.measures import AT, PRIMARY, measure_named
from sim.report.names import against, in_text, measure_words, upper
from sim.report.numbers import signed, unit_in
from sim.report.pictures.differences import TITLES, in_line
from sim.report.pictures.style import (
    FAINT,
    INK,
    NARROW,
    PALETTE,
    PAPER,
    Picture,
    above,
    colour_of,
    new_figure,
    picture_style,
    short,
)
from sim.report.sensitivity import counts_of, worlds_words
from sim.report.turns import flip_sentence, value_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.comparison.results import Comparison
    from sim.exploring.sensitivity import Sensitivity
    from sim.exploring.turning_points import Flip
    from sim.exploring.worlds import Pair, Worlds
    from sim.scenario.ledger import Assumption


HATCH_OF = ("", "--", "xxx", "///")
ANSWERS = ("better", "equivalent", "not settled", "worse")
GREY = "#b0b0b0"
LEAST = 0.05  # of all worlds: a number does not fit into less
ABOVE = 72  # letters above a bar
LOW = 0.2  # of a row: how far its bar lies below the middle, under its label


def worlds_picture(comparison: Comparison, sensitivity: Sensitivity, name: str = "worlds") -> Picture:
    """A group of bars for each primary measure, by channel where channels disagree; a bar for each pair, of
    the four corners those that the screen tells of.
    """
    worlds, measures = sensitivity.worlds, _measures(comparison, sensitivity)
    pairs = [pair for pair in sensitivity.rests if pair in TITLES] or list(sensitivity.rests)
    bars = [(pair, measure) for measure in measures for pair in pairs]
    below = {measure: place * (len(pairs) + 1) for place, measure in enumerate(measures)}  # rows of a group's name
    rows = [below[measure] + 1 + pairs.index(pair) for pair, measure in bars]
    with picture_style():
        figure, axes = new_figure(NARROW, 1.0 + 0.42 * (rows[-1] + 1))
        for row, (pair, measure) in zip(rows, bars, strict=True):
            _bar(axes, row, counts(worlds, pair, measure), pair, comparison.columns)
        for measure, row in below.items():
            axes.text(0, row + 0.1, upper(_said(measure)), va="center", weight="bold")
        for row, (pair, _) in zip(rows, bars, strict=True):
            above(axes, row + LOW - 0.27, short(in_line(pair), ABOVE))
        axes.set_ylim(rows[-1] + 0.5, -0.5)
        axes.set_yticks([])
        axes.set_xlim(0, max(1, worlds.count))
        axes.set_xlabel(f"worlds, of {worlds.count}")
        _legend(axes)
    told = []
    for pair in pairs:
        won = counts(worlds, pair, QUESTION)
        told.append(f"{in_line(pair)} better in {won['better']}, worse in {won['worse']}")
    title = f"Of {worlds.count} plausible worlds, {measure_words(QUESTION)}: {'; '.join(told)}"
    return Picture(name, title, f"Resolution time. {worlds_words(sensitivity)}", figure, _rows(worlds, bars))


def _measures(comparison: Comparison, sensitivity: Sensitivity) -> list[str]:
    disagree = any(opposite(comparison.by_channel[pair]) for pair in sensitivity.rests)
    channels = comparison.scenario.demand.channels if disagree else ()
    return [QUESTION, *(f"{QUESTION}{AT}{channel}" for channel in channels), *(m for m in PRIMARY if m != QUESTION)]


def counts(worlds: Worlds, pair: Pair, measure: str) -> dict[str, int]:
    """Worlds in which the second of a pair is better, equivalent, not settled, worse."""
    better, same, worse, still_open = counts_of(worlds, pair, measure)
    return dict(zip(ANSWERS, (better, same, still_open, worse), strict=True))


def _bar(axes: Axes, row: int, worlds_by_answer: dict[str, int], pair: Pair, columns: tuple[str, ...]) -> None:
    left = 0
    colours = (colour_of(pair[1], columns), GREY, PAPER, colour_of(pair[0], columns))
    for number, colour, hatch in zip(worlds_by_answer.values(), colours, HATCH_OF, strict=True):
        if number:
            axes.barh(row + LOW, number, left=left, height=0.5, color=colour, hatch=hatch, edgecolor=INK, lw=0.6)
        if number > LEAST * sum(worlds_by_answer.values()):
            box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.0}
            axes.text(left + number / 2, row + LOW, str(number), ha="center", va="center", size=7.5, bbox=box)
        left += number


def _legend(axes: Axes) -> None:
    from matplotlib.patches import Patch

    keys = [
        Patch(facecolor=GREY if word == "equivalent" else PAPER, edgecolor=INK, hatch=hatch, label=word)
        for word, hatch in zip(ANSWERS, HATCH_OF, strict=True)
    ]
    axes.figure.legend(handles=keys, loc="outside upper left", ncols=2, fontsize=8)


def _said(key: str) -> str:
    name, _, channel = key.partition(AT)
    return f"{measure_words(name)}{f' on {channel}' if channel else ''}"


def _rows(worlds: Worlds, bars: list[tuple[Pair, str]]) -> list[dict[str, Any]]:
    """One row per pair and measure: in how many worlds what holds."""
    return [
        {"measure": _said(measure), "second": pair[1], "against": pair[0], **counts(worlds, pair, measure)}
        for pair, measure in bars
    ]


MOST = 15
LETTERS = 62  # of a line below a narrow picture
MOST_OF_NAME = 50  # letters of a name above a bar, beside its range
TODAY_1 = " (today: 1)"  # behind the name of what is a multiple of today's
IN_THOUSANDS = "thousand"  # of money, which is no measure of the registry
LOWER, UPPER = PALETTE[7], PALETTE[3]  # none of the colours of the three columns


def tornado(flips: Sequence[Flip], name: str = "tornado") -> Picture:
    """flips: of one pair and one measure, at least one."""
    chosen = sorted(flips, key=lambda flip: -flip.swing)[:MOST][::-1]
    first, second = map(in_text, chosen[0].pair)
    measure = measure_named(chosen[0].measure)
    said, of_unit = (measure_words(measure.name), measure.unit) if measure else (chosen[0].measure, IN_THOUSANDS)
    ends = [interval.mean for flip in chosen for interval in (flip.at_low, flip.at_high)]
    per, unit = unit_in(of_unit, *ends)
    with picture_style():
        figure, axes = new_figure(NARROW, 1.3 + 0.42 * len(chosen))
        for row, flip in enumerate(chosen):
            today, low, high = (i.mean / per for i in (flip.today, flip.at_low, flip.at_high))
            axes.barh(
                row - LOW,
                low - today,
                left=today,
                height=0.46,
                color=LOWER,
                edgecolor=INK,
                lw=0.5,
                label="at the lower end" if row == 0 else None,
            )
            axes.barh(row - LOW, high - today, left=today, height=0.46, color=UPPER, hatch="///", edgecolor=INK, lw=0.5,
                      label="at the upper end" if row == 0 else None)  # fmt: skip
        worth = chosen[0].worth_having / per
        axes.axvspan(-worth, worth, color=FAINT, alpha=0.18, lw=0, label="not worth having")
        axes.axvline(0, color=INK, lw=0.8)
        for row, flip in enumerate(chosen):
            above(axes, row - LOW + 0.25, _label(flip))
        axes.set_yticks([])
        axes.set_ylim(-0.6, len(chosen) - 0.4)
        axes.set_xlabel("\n".join(wrap(f"{said}: {second} minus {first} ({unit})", LETTERS)))
        axes.figure.legend(loc="outside upper left", ncols=2, fontsize=8)
    widest = chosen[-1]
    return Picture(
        name,
        _title(widest, per, unit),
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
            "way": flip.way, "turns_at": ", ".join(f"{turn.value:.6g}" for turn in flip.turns),
            "turns_low": ", ".join(f"{turn.low:.6g}" for turn in flip.turns),
            "turns_high": ", ".join(f"{turn.high:.6g}" for turn in flip.turns),
            "turns_to": ", ".join(f"{turn.before} to {turn.after}" for turn in flip.turns),
            "sentence": flip_sentence(flip),
        }
        for flip in flips
    ]  # fmt: skip


def _title(widest: Flip, per: float, unit: str) -> str:
    """What moves the difference most, and from where to where."""
    one = widest.assumption
    ends = f"{signed(widest.at_low.mean / per)} to {signed(widest.at_high.mean / per)} {unit}".rstrip()
    return f"{upper(against(*widest.pair))} depends most on {_called(one)} ({_reach(one)}): {ends}"


def _label(flip: Flip) -> str:
    one = flip.assumption
    way = f", by {flip.way}" if flip.way else ""
    return f"{short(_called(one), MOST_OF_NAME - len(way))}{way}  ({_reach(one)})"


def _called(one: Assumption) -> str:
    return one.called.removesuffix(TODAY_1)


def _reach(one: Assumption) -> str:
    """Its range, "times today" where it is a multiple."""
    times = " x today" if one.called.endswith(TODAY_1) else ""
    return f"{value_words(one, one.low)} to {value_words(one, one.high)}{times}"
