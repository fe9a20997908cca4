"""An emulated map for people and as a results folder: where each column is better, and how well the map knows it."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.text import Text

from sim.comparison.statistics import pair_name
from sim.comparison.words import BETTER, EQUIVALENT, NOT_SETTLED, WORDS, WORSE
from sim.exploring.emulation.emulate import Emulated, Map
from sim.exploring.emulation.regions import region_of
from sim.exploring.emulation.surface import LEVEL
from sim.report.csv_files import csv_text
from sim.report.folder import write_results
from sim.report.names import against, in_text, measure_words, name_of, upper
from sim.report.numbers import listed, number, unit_in
from sim.report.summary import as_text
from sim.report.sweep import varied
from sim.report.tables import heading
from sim.scenario.problems import count_of

if TYPE_CHECKING:
    import pandas as pd

    from sim.report.pictures.style import Picture

DIGITS = "%.5g"  # of what is emulated: more would be invented


def emulated_page(found: Emulated) -> Iterator[Any]:
    """Everything that a reader sees, in order."""
    yield heading(found.scenario)
    run = f"{count_of(len(found.sample.chosen), 'combination')} run, {found.replications} replications each"
    columns = f"columns {'; '.join(map(name_of, found.between))}, seed {found.sample.results[0].cell.seed}"
    yield Text(f"{found.combinations:,} combinations of {varied(found.axes)}; {run}, {columns}")
    yield Text("\nAnswer", style="bold")
    yield from (Text(line) for line in answer_lines(found))
    yield Text("")
    yield from (Text(line, style="dim") for line in note_lines(found))


def answer_lines(found: Emulated) -> Iterator[str]:
    """Counts over all combinations, and where each column is better; or that nothing can be emulated."""
    first, second = found.between
    what = f"{upper(measure_words(found.measure.name))}, {against(first, second)}"
    if not found.tried.trusted:
        yield (
            f"{what}: not emulated. {_held(found)}: too few. cells.csv has what was run. Fewer settings, narrower "
            "ranges or more runs may help; without --emulate every combination is run."
        )
        return
    everywhere = found.everywhere
    share = {word: float(np.mean(everywhere.words == place)) for place, word in enumerate(WORDS)}
    little = sum(share[word] for word in EQUIVALENT)
    yield (
        f"{what}, in {found.combinations:,} combinations: better in {_percent(share[BETTER])}, worse "
        f"in {_percent(share[WORSE])}; too close to call in {_percent(little + share[NOT_SETTLED])} "
        f"({_percent(little)} too little to matter, {_percent(share[NOT_SETTLED])} not settled)."
    )
    for column, word in ((second, BETTER), (first, WORSE)):
        if region := region_of(found.axes, everywhere, word):
            yield (
                f"{upper(in_text(column))}: better where {listed(list(region.where))}: so in "
                f"{_percent(region.right)} of the combinations there, which hold "
                f"{_percent(region.share)} of all its wins."
            )


def note_lines(found: Emulated) -> Iterator[str]:
    """How well the map knows, and what a reader must know beside the answer."""
    tried = found.tried
    per, unit = unit_in(found.measure.unit, tried.error, tried.luck)
    if tried.trusted:
        yield (
            f"How well the map knows: {_held(found)}. {_off(tried.error / per, unit)}; luck alone moves "
            f"{found.replications} replications by {number(tried.luck / per)} {unit}."
        )
        yield (
            "What was not run is emulated: a surface through the combinations that were (stochastic kriging). A word "
            f"rests on its {LEVEL:.0%} interval, without the luck of replications."
        )
    if tight := sorted({name for names in found.too_full for name in names}):
        yield (
            f"In {sum(map(bool, found.too_full))} of the {len(found.sample.chosen)} combinations run "
            f"{listed(tight)} cannot keep up with the work that is offered: times there, and on the map around them, "
            "depend on how long the run is."
        )


def _held(found: Emulated) -> str:
    return (
        f"of {found.tried.of} combinations kept aside, the intervals for {found.replications} replications hold what "
        f"was found in {_percent(found.tried.held / found.tried.of)} ({LEVEL:.0%} promised)"
    )


def _off(error: float, unit: str) -> str:
    """error: 0 where what was found lies no farther from the surface than luck moves it."""
    if error == 0.0:
        return "How far it is off there is too little to be told from luck"
    return f"It is off by {number(error)} {unit} there (root mean square)"


def _percent(share: float) -> str:
    return f"{100.0 * share:.0f}%" if 0.01 <= share <= 0.99 or share in (0.0, 1.0) else f"{100.0 * share:.1f}%"


def sampled_rows(found: Emulated) -> list[dict[str, Any]]:
    """A row per combination that was run: values, the first column's mean and the difference over its replications,
    whether the surface has seen it, and functions that cannot keep up.
    """
    return [
        {
            **_values(found, row),
            "measure": found.measure.name,
            "first": found.between[0],
            "second": found.between[1],
            "first_mean": float(found.sample.first[place].mean()),
            "difference": float(found.sample.difference[place].mean()),
            "replications": found.replications,
            "fitted": bool(found.sample.fitted[place]),
            "tight": " ".join(found.too_full[place]),
        }
        for place, row in enumerate(found.sample.chosen.tolist())
    ]


def _values(found: Emulated, row: Sequence[int]) -> dict[str, Any]:
    return {axis.key: axis.values[place] for axis, place in zip(found.axes, row, strict=True)}


def map_table(found: Emulated, here: Map) -> pd.DataFrame:
    """A row per combination: a column per setting, difference, low, high, smallest and word, all emulated."""
    import pandas as pd

    value, half = here.known.value, here.half
    settings = {
        axis.key: np.asarray(axis.values if axis.numeric else axis.labels)[here.chosen[:, place]]
        for place, axis in enumerate(found.axes)
    }
    return pd.DataFrame(
        settings
        | {"difference": value, "low": value - half, "high": value + half, "smallest": here.smallest}
        | {"word": pd.Categorical.from_codes(here.words.astype(np.int64), categories=pd.Index(list(WORDS)))}
    )


def emulated_json(found: Emulated) -> dict[str, Any]:
    """What `podsim sweep --emulate --json` prints, but for the results folder."""
    return {
        **_question(found),
        "combinations": found.combinations,
        "emulated": found.tried.trusted,
        "kept_aside": found.tried.of,
        "held": found.tried.held,
        "error": found.tried.error,
        "luck": found.tried.luck,
        "words": dict(zip(WORDS, np.bincount(found.everywhere.words, minlength=len(WORDS)).tolist(), strict=True))
        if found.tried.trusted
        else {},
        "answer": list(answer_lines(found)),
        "notes": list(note_lines(found)),
    }


def _question(found: Emulated) -> dict[str, Any]:
    return {
        "scenario": found.scenario.name,
        "seed": found.sample.results[0].cell.seed,
        "replications": found.replications,
        "run": len(found.sample.results),
        "between": pair_name(*found.between),
        "measure": found.measure.name,
        "vary": {axis.key: list(axis.values) for axis in found.axes},
    }


def picture_of(found: Emulated) -> Picture:
    """The map over the first two settings, others in the middle of their values; over one, a line with its interval."""
    from sim.report.pictures.emulated_map import emulated_map
    from sim.report.pictures.winner_map import MapLabels

    middle = [len(axis.values) // 2 for axis in found.axes]
    shown = np.indices([len(axis.values) for axis in found.axes[:2]]).reshape(min(2, len(found.axes)), -1).T
    chosen = np.tile(middle, (len(shown), 1))
    chosen[:, : shown.shape[1]] = shown
    judged = MapLabels(*found.between, measure_words(found.measure.name), found.measure.unit)
    fixed = {axis.key: axis.labels[middle[place]] for place, axis in enumerate(found.axes) if place > 1}
    return emulated_map(map_table(found, found.at(chosen)), [axis.key for axis in found.axes[:2]], fixed, judged)


def write_emulated(found: Emulated, parent: Path, command: Sequence[str]) -> Path:
    """Write summary, tables, picture and manifest; returns the folder. Raises OSError."""
    from sim.report.pictures.style import png, svg_file

    files: dict[str, str | bytes] = {
        "summary.txt": as_text(emulated_page(found)),
        "cells.csv": csv_text(sampled_rows(found)),
    }
    if found.tried.trusted:
        files["map.csv.gz"] = _packed(map_table(found, found.everywhere))
        picture = picture_of(found)
        files |= {"figures/map.png": png(picture), "figures/map.svg": svg_file(picture)}
    return write_results(
        parent, f"map-{found.scenario.name}", files,
        command=command, scenario=found.scenario, question=_question(found),
    )  # fmt: skip


def _packed(table: pd.DataFrame) -> bytes:
    """As CSV, the same bytes for the same numbers."""
    text = io.StringIO()
    table.to_csv(text, index=False, float_format=DIGITS, lineterminator="\n")
    return gzip.compress(text.getvalue().encode(), mtime=0, compresslevel=6)
