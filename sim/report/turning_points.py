"""Turning points of a scenario as a page and as a results folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.text import Text

from sim.comparison.words import NOT_SETTLED, SAME
from sim.report.csv_files import csv_text
from sim.report.folder import write_results
from sim.report.names import against, measure_words, upper
from sim.report.numbers import signed, unit_of
from sim.report.pictures.sensitivity import tornado, tornado_rows
from sim.report.pictures.style import png, svg_file
from sim.report.sensitivity import amount_interval
from sim.report.summary import as_text
from sim.report.tables import empty_table
from sim.report.turns import sentences, told_first, value_words, where_channels_disagree
from sim.scenario.problems import count_of

if TYPE_CHECKING:
    from sim.exploring.turning_points import Flip
    from sim.scenario.scenario_settings import Scenario


def of_all(flips: Sequence[Flip]) -> list[Flip]:
    """Those of the first measure and pair: of all cases, where the others are of channels."""
    return [flip for flip in flips if (flip.measure, flip.pair) == (flips[0].measure, flips[0].pair)]


def flip_rows(flips: Sequence[Flip]) -> list[dict[str, Any]]:
    """One row per flip, those that turn first, then by swing."""
    return tornado_rows(told_first(flips))


def flip_page(scenario: Scenario, found: Sequence[Flip], replications: int) -> Iterator[RenderableType]:
    """Table of all assumptions, a sentence for each that matters, and by channel where channels disagree."""
    flips, by_channel = of_all(found), [flip for flip in found if flip.measure != found[0].measure]
    first, then = question_lines(scenario, found, replications)
    yield Text(first, style="bold")
    yield Text(then)
    yield from table_and_sentences(flips)
    disagreeing = where_channels_disagree(by_channel)
    for sentence in sentences(flip for flip in disagreeing if flip.today_word != NOT_SETTLED):
        yield Text(sentence)
    calm = sum(flip.throughout == SAME for flip in flips)
    if calm:
        yield Text(
            f"{calm} of {len(flips)} never make a difference worth having. All sentences: flips.csv.", style="dim"
        )


def question_lines(scenario: Scenario, found: Sequence[Flip], replications: int) -> tuple[str, str]:
    """What was asked, and how it is today."""
    one = found[0]
    return (
        f"{scenario.name}: what would have to be true for {against(*one.pair)} to turn",
        f"{upper(measure_words(one.measure))}, {replications} replications at every value, on the same customers. "
        f"Today: {amount_interval(one.measure, one.today)}",
    )


def table_and_sentences(flips: Sequence[Flip]) -> Iterator[RenderableType]:
    """Table of all assumptions, and a sentence for each that matters. flips: of one pair and one measure."""
    per, unit = _units(flips)
    table = empty_table(["assumed", "plausible", *_ends(unit), "turns at"])
    for flip in told_first(flips):
        table.add_row(*_row(flip, per))
    yield Text("")
    yield table
    yield Text("Low end, high end: the difference there. ?: it may turn, more runs needed.\n", style="dim")
    yield from map(Text, answer_sentences(flips))


def answer_sentences(flips: Sequence[Flip]) -> Iterator[str]:
    """A sentence for each assumption that turns the answer for certain; else one. flips: of one pair and measure."""
    settled = flips[0].today_word != NOT_SETTLED
    turning = {flip.assumption for flip in flips if settled and flip.turns_clearly}
    yield from sentences(flip for flip in flips if flip.assumption in turning)
    if not settled:
        yield f"{_tried(flips)}. Today's answer is not settled: more runs needed before it is said what turns it."
    elif not turning:
        yield f"{_tried(flips)}: within these ranges none turns the answer of {against(*flips[0].pair)} for certain."


def short_rows(flips: Sequence[Flip]) -> list[dict[str, str]]:
    """The table of the page as rows, those that turn first."""
    per, unit = _units(flips)
    heads = ["assumption", "assumed", "plausible", *_ends(unit), "turns at"]
    return [dict(zip(heads, _row(flip, per), strict=True)) for flip in told_first(flips)]


def _units(flips: Sequence[Flip]) -> tuple[float, str]:
    """What differences are divided by, and the unit then."""
    return unit_of(flips[0].measure, *(end.mean for flip in flips for end in (flip.at_low, flip.at_high)))


def _ends(unit: str) -> list[str]:
    return [f"{end}\n({unit})" if unit else end for end in ("low end", "high end")]


def _tried(flips: Sequence[Flip]) -> str:
    """ "1 assumption tried"."""
    return f"{count_of(len({flip.assumption for flip in flips}), 'assumption')} tried"


def _row(flip: Flip, per: float) -> list[str]:
    """per: what differences are divided by, the same in all rows."""
    one = flip.assumption
    turns = [f"{value_words(one, turn.value)}{'' if turn.clear else '?'}" for turn in flip.turns]
    return [
        f"{one.called}, by {flip.way}" if flip.way else one.called,
        value_words(one, one.value),
        f"{value_words(one, one.low)} to {value_words(one, one.high)}",
        signed(flip.at_low.mean / per),
        signed(flip.at_high.mean / per),
        ", ".join(turns) or {SAME: "no matter", NOT_SETTLED: "not settled"}.get(flip.throughout, "never"),
    ]


def write_flips(
    scenario: Scenario, flips: Sequence[Flip], seed: int, replications: int, parent: Path, command: Sequence[str]
) -> Path:
    """Write summary, tables, picture and manifest; returns the folder. Raises OSError."""
    question = {"seed": seed, "replications": replications}
    return write_turns(scenario, flips, flip_page(scenario, flips, replications), question, parent, command)


def write_turns(
    scenario: Scenario,
    flips: Sequence[Flip],
    page: Iterator[RenderableType],
    asked: dict[str, Any],
    parent: Path,
    command: Sequence[str],
) -> Path:
    """Write what was found; returns the folder. page: its summary. asked: what the manifest says. Raises OSError."""
    picture = tornado(of_all(flips))
    files: dict[str, str | bytes] = {
        "summary.txt": as_text(page),
        "flips.csv": csv_text(flip_rows(flips)),
        "points.csv": csv_text(_points(flips)),
        "figures/tornado.png": png(picture),
        "figures/tornado.svg": svg_file(picture),
    }
    question = {
        **asked,
        "pair": list(flips[0].pair),
        "measure": flips[0].measure,
        "assumptions": {flip.assumption.name: [flip.assumption.low, flip.assumption.high] for flip in flips},
    }
    return write_results(parent, f"flip-{scenario.name}", files, command=command, scenario=scenario, question=question)


def _points(flips: Sequence[Flip]) -> list[dict[str, Any]]:
    """Every value looked at, with the difference there and its interval."""
    return [
        {
            "assumption": flip.assumption.name,
            "measure": flip.measure,
            "way": flip.way,
            "value": value,
            "mean": difference.mean,
            "low": difference.low,
            "high": difference.high,
        }
        for flip in flips
        for value, difference in flip.points
    ]
