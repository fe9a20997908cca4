"""The page as HTML: templates whose every value is escaped, and a policy that lets nothing in from outside."""

from __future__ import annotations

import base64
import hashlib
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.exploring.whatif import WhatIf
from sim.report.names import name_of
from sim.report.numbers import number
from sim.report.page.blocks import Fragment, Section
from sim.report.page.figures import pictures_of
from sim.report.page.rendering import environment, text_of
from sim.report.page.sections import first_sheet, further
from sim.report.pictures.style import Drawn, Picture
from sim.scenario.problems import count_of

if TYPE_CHECKING:
    from sim.comparison.closeup import CloseUp
    from sim.report.answer import Answer
    from sim.report.live.payload import Payload

# Of the first printed sheet, measured in Chromium: letters in a row of the verdict, pixels of a row and of the space
# around a line, pixels of all that is beside the verdict, and pixels that there are.
LETTERS_IN_ROW, ROW, SPACE, REST, SHEET, SMALLEST = 105, 15.0, 5.2, 840.0, 1010.0, 0.7


def report_html(
    answer: Answer,
    *,
    closeup: CloseUp | None = None,
    moving: Payload | WhatIf | None = None,
    not_live: str = "",
    seats: bool = False,
    pictures: Mapping[str, Picture | Drawn] | None = None,
) -> str:
    """The whole report as one HTML file that asks for nothing else.

    closeup: one replication looked at closely; moving: what the page computes again with, or cells computed beforehand
    for sliders; without them their sections are left out. not_live: why it is cells, as a sentence ends. seats: call
    people by their seats; else nobody is told apart by name. pictures: as `pictures_of`, if they have been drawn.
    """
    if pictures is None:
        pictures = pictures_of(answer, closeup, seats=seats)
    opening = [line for line in answer.verdict_lines if line.head in ("First", "In short")]
    sheet = tuple(first_sheet(answer, pictures))
    rest = tuple(further(answer, pictures, closeup, moving, not_live, seats))
    scripts = _scripts((*sheet, *rest))
    return (
        environment()
        .get_template("report.html")
        .render(
            comparison=answer,
            scenario=answer.scenario,
            size=_size(answer),
            names=[name_of(column) for column in answer.columns],
            opening=opening,
            lines=[line for line in answer.verdict_lines if line not in opening],
            squeeze=squeeze([line.text for line in opening]),
            sheet=sheet,
            rest=rest,
            style=_style((*sheet, *rest)),
            scripts=scripts,
            policy=content_policy(scripts, computes=not isinstance(moving, WhatIf | None)),
        )
    )


def plain_page(title: str, size: str, sections: tuple[Section, ...]) -> str:
    """Sections as one HTML file without any script. size: a line under the title."""
    return (
        environment()
        .get_template("plain.html")
        .render(title=title, size=size, sections=sections, style=_style(sections), policy=content_policy(()))
    )


def squeeze(lines: Sequence[str]) -> float:
    """What the sizes of the first printed sheet are multiplied by, so that a long verdict leaves it one sheet."""
    rows = sum(math.ceil(max(1, len(line)) / LETTERS_IN_ROW) for line in lines)
    return round(max(SMALLEST, min(1.0, SHEET / (REST + ROW * rows + SPACE * len(lines)))), 3)


def _size(answer: Answer) -> str:
    """How much was simulated, in a sentence."""
    cases = number(float(answer.samples[answer.columns[0]]["cases_arrived"].mean()))
    weeks = count_of(answer.scenario.time.measured_weeks, "week")
    people = next((row.values[answer.columns[0]] for row in answer.parity_rows if row.item == "headcount"), None)
    whom = f"The same {people} people and the" if people else "The"
    return (
        f"{whom} same customers in every column: {cases} customers in {weeks}, simulated "
        f"{count_of(answer.replication_count, 'time')}."
    )


def content_policy(scripts: tuple[str, ...], *, computes: bool = False) -> str:
    """A Content-Security-Policy without any outside source: these scripts alone, by their hashes.

    Styles are inline, as pictures bring their own. computes: the page runs WebAssembly that it holds, in workers that
    it holds.
    """
    known = " ".join(f"'sha256-{_digest(script)}'" for script in scripts) or "'none'"
    more = ""
    if computes:
        known, more = f"{known} 'wasm-unsafe-eval'", "worker-src blob:; connect-src 'none'; "
    return (
        f"default-src 'none'; script-src {known}; {more}style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")


def _fragments(sections: tuple[Section, ...]) -> list[Fragment]:
    return [block for section in sections for block in section.blocks if isinstance(block, Fragment)]


def _scripts(sections: tuple[Section, ...]) -> tuple[str, ...]:
    """The page's own script, then those of its fragments."""
    return tuple(text_of(name) for name in ["page.js", *(f.script for f in _fragments(sections) if f.script)])


def _style(sections: tuple[Section, ...]) -> str:
    own = [fragment.template.replace(".html", ".css") for fragment in _fragments(sections)]
    return "\n".join(text_of(name) for name in ["page.css", "print.css", *own])
