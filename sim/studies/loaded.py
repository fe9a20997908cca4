"""A study with its file, whole and in its smaller form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.scenario.origins import Node
from sim.studies.checks import SCENARIO
from sim.studies.settings import Factor, Part, Prediction, Study, written_level


@dataclass(frozen=True)
class LoadedStudy:
    """A study with its file. tree: where each of its values was said."""

    study: Study
    path: Path
    tree: Node
    text: str

    @cached_property
    def reduced(self) -> LoadedStudy:
        """The smaller form, as the file says it."""
        return LoadedStudy(_reduced(self.study), self.path, self.tree, self.text)

    def beside(self, name: str) -> Path:
        """The path of a file that the experiment names."""
        return self.path.parent / name


def reduced_table(table: str) -> str:
    """Name of the published table of the reduced form: tables/x.csv becomes tables/x.reduced.csv."""
    path = Path(table)
    return path.with_name(f"{path.stem}.reduced{path.suffix}").as_posix()


def _reduced(study: Study) -> Study:
    keep = {name: {written_level(level) for level in levels} for name, levels in study.reduced.keep.items()}
    kept = study.reduced.parts or tuple(study.parts)
    parts = {name: _reduced_part(part, keep, study.reduced.set) for name, part in study.parts.items() if name in kept}
    changes = {
        "parts": parts,
        "predictions": tuple(prediction for prediction in study.predictions if _still_there(prediction, parts)),
        "replications": study.reduced.replications,
        "stopping": None,
        "table": reduced_table(study.table),
    }
    return study.model_copy(update=changes)


def _reduced_part(part: Part, keep: Mapping[str, set[str]], changes: Mapping[str, object]) -> Part:
    """keep: factor, or scenario, -> levels kept."""
    factors = {name: _confined(factor, keep[name]) if name in keep else factor for name, factor in part.factors.items()}
    contrasts = {
        name: contrast
        for name, contrast in part.contrasts.items()
        if {*contrast.weights, *contrast.over} <= set(factors[contrast.of].names)
    }
    scenarios = tuple(name for name in part.scenarios if name in keep.get(SCENARIO, part.scenarios))
    changed = {
        "scenarios": scenarios or part.scenarios[:1],
        "factors": factors,
        "contrasts": contrasts,
        "replications": None,
        "set": {**part.set, **changes},
    }
    return part.model_copy(update=changed)


def _confined(factor: Factor, levels: set[str]) -> Factor:
    """The factor with these levels only; with all where it has none of them."""
    kept: dict[str, Any] = {
        name: {level: said for level, said in getattr(factor, name).items() if level in levels}
        for name in ("levels", "weeks", "mechanisms")
    } | {
        name: tuple(value for value in getattr(factor, name) if written_level(value) in levels)
        for name in ("values", "times")
    }
    return factor.model_copy(update=kept) if any(kept.values()) else factor


def _still_there(prediction: Prediction, parts: Mapping[str, Part]) -> bool:
    """Whether anything that a prediction is about is left in the reduced form."""
    meant = [part for name, part in parts.items() if prediction.part in (None, name)]
    return any(_is_left(prediction, part) for part in meant)


def _is_left(prediction: Prediction, part: Part) -> bool:
    there = {SCENARIO: set(part.scenarios)} | {name: set(factor.names) for name, factor in part.factors.items()}
    levels = (there.get(name, set()) & set(map(written_level, wanted)) for name, wanted in prediction.where.items())
    return (prediction.contrast is None or prediction.contrast in part.contrasts) and all(levels)
