"""The page of an assessment: levels, gains, answers, on one sheet."""

from __future__ import annotations

from sim.comparison.words import BETTER, NOT_SETTLED, WORSE, whole
from sim.report.assessment import ON_PEOPLE, answer_rows, gains_of, money_head, overloads, per_money
from sim.report.assessment_words import (
    CHECKLIST,
    head_of,
    kept_line,
    method_lines,
    missing_words,
    moved_words,
    scale_in,
    summary_line,
    together_lines,
)
from sim.report.page.blocks import Section, Table, TableCell, words
from sim.report.page.document import plain_page
from sim.studies.assessment import Assessment, Gain
from sim.studies.assessment.settings import LEVELS

CLASSES = {BETTER: "better", WORSE: "worse", NOT_SETTLED: "unsettled"}  # else "same"
FULL, EMPTY = "●", "○"


def assessment_html(found: Assessment) -> str:
    """The whole assessment as one HTML file that asks for nothing else."""
    title = found.scenario.title or found.scenario.name
    return plain_page(f"{title}: where it stands, and what next", summary_line(found), _sections(found))


def _sections(found: Assessment) -> tuple[Section, ...]:
    following = found.following
    gains = (_gain_table(found),) if following.alone else ()
    return (
        Section("levels", "Where it stands: a checklist", (*words(overloads(found)), _level_table(found)), CHECKLIST),
        Section(
            "gains",
            "What next: a simulation",
            (*words([*together_lines(found)]), *gains, *words([" ".join(method_lines(found)), kept_line(found)])),
        ),
        Section("answers", "What was answered, and what it sets", (_answer_table(found),)),
    )


def _level_table(found: Assessment) -> Table:
    rows = tuple(
        (
            TableCell(one.title),
            TableCell(_dots(one.level)),
            TableCell(f"{one.known} of {one.asked}"),
            TableCell(missing_words(one, everything=True)),
        )
        for one in found.levels
    )
    return Table("Levels", ("theme", f"level of {LEVELS}", "known", "missing for the next level"), rows)


def _dots(level: int | None) -> str:
    return "not known" if level is None else f"{FULL * level}{EMPTY * (LEVELS - level)} {level}"


def _gain_table(found: Assessment) -> Table:
    following, gains = found.following, gains_of(found)
    priced = any(gain.per_money for gain in gains)
    heads = ("move one dial", head_of(following), *(head_of(following, name) for name in ON_PEOPLE))
    rows = tuple(
        (
            TableCell(moved_words(gain), _today(found, gain)),
            *_cells(found, gain),
            *((_money(found, gain),) if priced else ()),
        )
        for gain in gains
    )
    return Table("Gains beside today, 95% intervals", (*heads, *((money_head(found),) if priced else ())), rows)


def _today(found: Assessment, gain: Gain) -> str:
    (step, *others) = gain.steps
    unsaid = "not asked" if step.name in found.questions.steps else "not known"
    return "" if others else f"today: {step.today or unsaid}"


def _cells(found: Assessment, gain: Gain) -> tuple[TableCell, ...]:
    following = found.following
    return tuple(
        TableCell(
            scale_in(following, name).whole(one.interval).replace("-", "−"),
            whole(one.word, one.reason),
            CLASSES.get(one.word, "same"),
        )
        for name in (following.measure, *ON_PEOPLE)
        for one in (gain.differences[name],)
    )


def _money(found: Assessment, gain: Gain) -> TableCell:
    return TableCell(per_money(found, gain).replace("-", "−"))


def _answer_table(found: Assessment) -> Table:
    rows = tuple(
        (TableCell(row["ask"]), TableCell(row["says"] or found.questions.dont_know), TableCell(row["named"]))
        for row in answer_rows(found)
    )
    return Table("Answers", ("question", "answer", "sets"), rows)
