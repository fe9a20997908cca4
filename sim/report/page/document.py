"""The page as HTML: templates whose every value is escaped, and a policy that lets nothing in from outside."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.exploring.whatif import WhatIf
from sim.report.limits import fitted_words
from sim.report.names import in_its_words, name_of
from sim.report.numbers import number
from sim.report.opening import gravest_warning
from sim.report.page.blocks import Fragment, Section
from sim.report.page.figures import pictures_of
from sim.report.page.rendering import environment, text_of
from sim.report.page.sections import appendix, first_sheet, further
from sim.report.pictures.style import Drawn, Picture
from sim.report.verdict import sentence
from sim.scenario.problems import count_of

if TYPE_CHECKING:
    from sim.comparison.closeup import CloseUp
    from sim.report.answer import Answer
    from sim.report.live.payload import Payload


@in_its_words
def report_html(
    answer: Answer,
    *,
    closeup: CloseUp | None = None,
    moving: Payload | WhatIf | None = None,
    not_live: str = "",
    seats: bool = False,
    play: bool = False,
    pictures: Mapping[str, Picture | Drawn] | None = None,
) -> str:
    """The whole report as one HTML file that asks for nothing else.

    closeup: one replication looked at closely; moving: what the page computes again with, or cells computed beforehand
    for sliders; without them their sections are left out. not_live: why it is cells, as a sentence ends. seats: call
    people by their seats; else nobody is told apart by name. play: begin with what moves. pictures: as
    `pictures_of`, if they have been drawn.
    """
    if pictures is None:
        pictures = pictures_of(answer, closeup, seats=seats)
    sheet = tuple(first_sheet(answer, pictures))
    rest = tuple(further(answer, pictures, moving, not_live))
    if play:
        first = tuple(section for section in rest if section.anchor == "whatif")
        sheet, rest = first, (*sheet, *(section for section in rest if section not in first))
    back = tuple(appendix(answer, pictures, closeup, seats))
    sections = (*sheet, *rest, *back)
    scripts = _scripts(sections)
    return (
        environment()
        .get_template("report.html")
        .render(
            comparison=answer,
            scenario=answer.scenario,
            size=_size(answer),
            names=[name_of(column) for column in answer.columns],
            fitted=fitted_words(answer.scenario),
            warning=gravest_warning(answer),
            # What moves says its own sentence: what was found before the move must not stand above it.
            sentence=answer.scenario.title or answer.scenario.name if play else said_first(answer),
            lines=[line for line in answer.verdict_lines if line.head not in ("Fitted", "In short")],
            sheet=sheet,
            rest=rest,
            back=back,
            style=_style(sections),
            scripts=scripts,
            policy=content_policy(scripts, computes=not isinstance(moving, WhatIf | None)),
        )
    )


def said_first(answer: Answer) -> str:
    """The sentence with which a report begins."""
    return sentence(answer) or answer.verdict_lines[0].text


def plain_page(title: str, size: str, sections: tuple[Section, ...]) -> str:
    """Sections as one HTML file without any script. size: a line under the title."""
    return (
        environment()
        .get_template("plain.html")
        .render(title=title, size=size, sections=sections, style=_style(sections), policy=content_policy(()))
    )


def _size(answer: Answer) -> str:
    """How much was simulated, in few words."""
    cases = number(float(answer.samples[answer.columns[0]]["cases_arrived"].mean()))
    weeks = count_of(answer.scenario.time.measured_weeks, "week")
    people = next((row.values[answer.columns[0]] for row in answer.parity_rows if row.item == "headcount"), None)
    whom = f"the same {people} people and {cases} customers" if people else f"the same {cases} customers"
    return f"{whom}, {weeks}, {count_of(answer.replication_count, 'run')}"


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
