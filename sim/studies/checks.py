"""What is wrong with an experiment file whose settings are allowed one by one: names that mean nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sim.measures import AT, measure_names
from sim.measures.over_weeks import names_over_weeks
from sim.scenario.catalogue import Catalogue
from sim.scenario.origins import Loc
from sim.scenario.problems import did_you_mean
from sim.studies.settings import Contrast, Part, Prediction, Study, written_level

Finding = tuple[Loc, str]
SETTINGS = Catalogue(Study, "an experiment")
SCENARIO = "scenario"
# Columns of the table that a factor may not be called.
TAKEN = ("part", "scenario", "contrast", "first", "second", "measure", "unit", "replications", "mean", "low", "high",
         "smallest", "word", "alone")  # fmt: skip


def problems_of_names(study: Study) -> Iterator[Finding]:
    """(where, what is wrong) of every name that means nothing."""
    for of_roads in {bool(part.roads) for part in study.parts.values() if not part.measures} or {False}:
        yield from _measures(study.measures, ("measures",), _known_measures(of_roads))
    for name, part in study.parts.items():
        yield from _of_part(part, study, ("parts", name))
    for place, prediction in enumerate(study.predictions):
        yield from _of_prediction(prediction, study, ("predictions", place))
    levels = _levels_by_factor(study.parts.values())
    yield from _known(study.reduced.parts, study.parts, ("reduced", "parts"), "part")
    yield from _confined(study.reduced.keep, levels, ("reduced", "keep"))


def _of_part(part: Part, study: Study, loc: Loc) -> Iterator[Finding]:
    yield from _measures(part.measures, (*loc, "measures"), _known_measures(bool(part.roads)))
    for place, pair in enumerate(part.pairs):
        what = "road of this part" if part.roads else "column of this part"
        yield from _known(pair, part.compared, (*loc, "pairs", place), what)
        if len(set(pair)) < len(pair):
            yield (*loc, "pairs", place), f"{pair[0]} is compared with itself."
    yield from _known(part.by_scenario, part.scenarios, (*loc, "by_scenario"), "scenario of this part", entries=True)
    if len(set(part.compared)) < len(part.compared):
        what = "road" if part.roads else "column"
        yield (*loc, f"{what}s"), f"A {what} is named twice."
    for name, factor in part.factors.items():
        if name in TAKEN:
            yield (*loc, "factors", name), f"A factor cannot be called {name}: the table has a column of that name."
        if len(set(factor.names)) < len(factor.names):
            yield (*loc, "factors", name), "Two levels are the same."
        if factor.of_roads and not part.roads:
            yield (*loc, "factors", name), "Weeks and mechanisms are varied of roads; this part has columns."
    for name, contrast in part.contrasts.items():
        yield from _of_contrast(contrast, part, (*loc, "contrasts", name))
        known = part.measures or study.measures
        yield from _known(contrast.measures, known, (*loc, "contrasts", name, "measures"), "measure of the table")


def _known_measures(of_roads: bool) -> tuple[str, ...]:
    return names_over_weeks() if of_roads else measure_names()


def _measures(names: Iterable[str], loc: Loc, known: Iterable[str]) -> Iterator[Finding]:
    """Measures, also of a channel ("name@channel"); that scenarios have it is checked with their cells."""
    yield from _known([name.partition(AT)[0] for name in names], known, loc, "measure")


def _of_contrast(contrast: Contrast, part: Part, loc: Loc) -> Iterator[Finding]:
    if contrast.of not in part.factors:
        yield (*loc, "of"), f"This part has no such factor. {did_you_mean(contrast.of, part.factors)}"
        return
    names = part.factors[contrast.of].names
    for block, weights in (("weights", contrast.weights), ("over", contrast.over)):
        yield from _known(weights, names, (*loc, block), f"level of {contrast.of}", entries=True)


def _of_prediction(prediction: Prediction, study: Study, loc: Loc) -> Iterator[Finding]:
    if prediction.part is not None and prediction.part not in study.parts:
        yield (*loc, "part"), f"There is no such part. {did_you_mean(prediction.part, study.parts)}"
        return
    parts = [study.parts[prediction.part]] if prediction.part else list(study.parts.values())
    measures = [measure for part in parts for measure in part.measures or study.measures]
    yield from _known([prediction.measure], measures, (*loc, "measure"), "measure of the table")
    yield from _confined(prediction.where, _levels_by_factor(parts), (*loc, "where"))
    if prediction.contrast is not None:
        yield from _of_its_contrast(prediction, parts, loc)
    if prediction.pair:
        pairs = [pair for part in parts for pair in part.pairs]
        if prediction.pair not in pairs:
            known = ", ".join(dict.fromkeys(" → ".join(pair) for pair in pairs)) or "none"
            yield (*loc, "pair"), f"No part that it is about compares this pair. Known: {known}."
    elif prediction.contrast is None:
        yield loc, "A prediction is about a pair or a contrast; say which."
    elif prediction.column is None:
        yield loc, "A contrast is judged in a column or between a pair; say which."
    else:
        columns = [column for part in parts for column in part.compared]
        yield from _known([prediction.column], columns, (*loc, "column"), "column there", entries=True)
    of_contrast = prediction.contrast is not None
    if (prediction.expect in ("above", "below", "not above")) != of_contrast and prediction.expect != "same":
        yield (*loc, "expect"), "first, second and not second are for pairs; above, below and not above for contrasts."


def _of_its_contrast(prediction: Prediction, parts: list[Part], loc: Loc) -> Iterator[Finding]:
    contrasts = {name: contrast for part in parts for name, contrast in part.contrasts.items()}
    assert prediction.contrast is not None
    if prediction.contrast not in contrasts:
        yield (*loc, "contrast"), f"There is no such contrast. {did_you_mean(prediction.contrast, contrasts)}"
    elif (taken := contrasts[prediction.contrast].measures) and prediction.measure not in taken:
        yield (*loc, "measure"), f"That contrast is of {', '.join(taken)} only."


def _levels_by_factor(parts: Iterable[Part]) -> dict[str, list[str]]:
    levels: dict[str, list[str]] = {}
    for part in parts:
        levels.setdefault(SCENARIO, []).extend(part.scenarios)
        for name, factor in part.factors.items():
            levels.setdefault(name, []).extend(factor.names)
    return levels


def _confined(block: dict[str, tuple[Any, ...]], levels: dict[str, list[str]], loc: Loc) -> Iterator[Finding]:
    """Of a block factor -> levels."""
    for factor, wanted in block.items():
        if factor not in levels:
            yield (*loc, factor), f"There is no such factor. {did_you_mean(factor, levels)}"
        else:
            yield from _known(map(written_level, wanted), levels[factor], (*loc, factor), f"level of {factor}")


def _known(names: Iterable[str], known: Iterable[str], loc: Loc, what: str, entries: bool = False) -> Iterator[Finding]:
    """Names that are not known. entries: whether the names are keys of a block."""
    allowed = list(known)
    for place, name in enumerate(names):
        if name not in allowed:
            at = (*loc, name) if entries else (*loc, place)
            yield at, f"There is no {what} of the name {name}. {did_you_mean(name, dict.fromkeys(allowed))}"
