"""An assessment as a results folder and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.comparison.words import whole
from sim.report.as_json import interval_json
from sim.report.assessment import answer_rows, assessment_page
from sim.report.assessment_words import CHECKLIST, method_lines, together_lines
from sim.report.csv_files import csv_text
from sim.report.folder import write_results
from sim.report.page.assessment import assessment_html
from sim.report.summary import as_text
from sim.studies.assessment import Assessment, Gain, form_text, standing_text

if TYPE_CHECKING:
    from sim.comparison.intervals import Interval


def level_rows(found: Assessment) -> list[dict[str, Any]]:
    """A row per theme."""
    return [
        {
            "theme": one.theme,
            "title": one.title,
            "level": "" if one.level is None else one.level,
            "known": one.known,
            "asked": one.asked,
            "following": "" if one.following is None else one.following,
            "missing": "; ".join(f"{miss.dial}: {miss.answer}" for miss in one.missing),
        }
        for one in found.levels
    ]


def _without_names(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "named"}


def gain_rows(found: Assessment) -> list[dict[str, Any]]:
    """A row per step tried, with its gain in training; for those that were run again also what they did there."""
    again = {gain.steps[0].name: gain for gain in found.following.alone}
    rows = [
        {"steps": step.name, "dial": step.dial, "to": step.to, "in_training": gain}
        | _judged(found, again.get(step.name))
        for step, gain in found.following.tried
    ]
    if joint := found.following.joint:
        names = "+".join(step.name for step in joint.steps)
        rows.append({"steps": names, "dial": "together", "to": "", "in_training": ""} | _judged(found, joint))
    return rows


def _judged(found: Assessment, gain: Gain | None) -> dict[str, Any]:
    measures = list(found.following.levels)
    row: dict[str, Any] = {}
    for name in measures:
        one = gain.differences[name] if gain else None
        row |= {name: one.interval.mean if one else "", f"{name}_low": one.interval.low if one else ""}
        row |= {f"{name}_high": one.interval.high if one else "", f"{name}_word": one.word if one else ""}
    money: Interval | None = gain.per_money if gain else None
    return row | {
        "per_10000_a_year": money.mean if money else "",
        "per_10000_low": money.low if money else "",
        "per_10000_high": money.high if money else "",
    }


def assessment_json(found: Assessment) -> dict[str, Any]:
    """What `podsim assess --json` prints, but for the results folder."""
    following = found.following
    return {
        **_question(found),
        "levels": [
            {
                "theme": one.theme,
                "level": one.level,
                "known": one.known,
                "asked": one.asked,
                "following": one.following,
                "missing": [{"question": miss.question, "answer": miss.answer} for miss in one.missing],
            }
            for one in found.levels
        ],
        "settings": [
            {"key": ".".join(line.key), "value": line.value, "question": line.question, "answered": line.answered}
            for line in found.lines
        ],
        "as_it_stands": dict(following.levels),
        "alone": [_gain_json(gain) for gain in following.alone],
        "together": _gain_json(following.joint) if following.joint else None,
        "beyond_the_sum": interval_json(following.surplus) if following.surplus else None,
        "answer": " ".join(together_lines(found)),
        "notes": [CHECKLIST, *method_lines(found)],
    }


def _gain_json(gain: Gain) -> dict[str, Any]:
    return {
        "steps": [step.name for step in gain.steps],
        "in_training": gain.trained,
        "differences": {
            name: interval_json(one.interval) | {"word": whole(one.word, one.reason)}
            for name, one in gain.differences.items()
        },
        "per_10000_a_year": interval_json(gain.per_money) if gain.per_money else None,
    }


def _question(found: Assessment) -> dict[str, Any]:
    following = found.following
    return {
        "scenario": found.scenario.name,
        "seed": following.seed,
        "replications": following.replications,
        "replications_in_training": following.training,
        "measure": following.measure,
        "questions": found.questions.model_dump(mode="json"),
        "answers": dict(found.answers.given),
        "prices": dict(found.answers.prices),
    }


def write_assessment(found: Assessment, source: str, altered: bool, parent: Path, command: Sequence[str]) -> Path:
    """Write summary, page, tables, answers, the scenario as it stands and the manifest. Raises OSError.

    source: name or file of the scenario that was assessed. altered: whether settings were changed on the command line.
    """
    name = f"assess-{found.scenario.name}"
    files: dict[str, str | bytes] = {
        "summary.txt": as_text(assessment_page(found)),
        "all.txt": as_text(assessment_page(found, everything=True)),
        "report.html": assessment_html(found),
        "levels.csv": csv_text(level_rows(found)),
        "answers.csv": csv_text([_without_names(row) for row in answer_rows(found)]),
        "gains.csv": csv_text(gain_rows(found)),
        "answers.yaml": form_text(found.questions, found.answers, found.scenario.name),
        "as_it_stands.yaml": standing_text(
            found.scenario, found.questions, found.answers, source, altered, parent / name
        ),
    }
    return write_results(parent, name, files, command=command, scenario=found.scenario, question=_question(found))
