"""What the prose of a page says of an output is what is printed beside it: figures, people, quoted heads.

A figure in prose stands in a block of its section, or follows from one by a claim, or is of the world and no output.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.docs.blocks import blocks

WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "twenty": 20, "thirty": 30,
}  # fmt: skip
FIGURE = re.compile(rf"(?<![\w.])\d+(?:[.,:]\d+)*(?!\w)|\b(?:{'|'.join(WORDS)})\b", re.IGNORECASE)
SEAT = re.compile(r"\b(?:sales|marketing|service|operations|pod) \d+\b", re.IGNORECASE)
MINUTES = re.compile(r"^ *(\d+\.\d\d) (.+)$", re.MULTILINE)

# By page: passages whose figures are no output.
OF_THE_WORLD = {
    "tutorial/first-comparison.md": (
        "In ten minutes you get", "You need Python 3.11", "six teams", "the six teams", "the four columns",
        "leaves out two things", "a minute or two",
    ),
    "tutorial/step-through.md": (
        "Two engines give", "Monday 00:00 of week 0, minute 0", "a grid of 57 microseconds", "may also be ten minutes",
    ),
    "guides/what-if.md": (
        "all three with", "Three designs", "exit code 1 if they fail", "the exit code is 4",
    ),
    "guides/change-one-rule.md": ("one or two weeks",),
    "guides/teams-and-shocks.md": (
        "complex_from_ambiguity: 1", "count from 0", "(`factor` - 1)", "above 1 is refused",
    ),
    "guides/where-the-difference-comes-from.md": (
        "into eight groups", "all eight are at work", "the eight may come", "(1953)",
    ),
}  # fmt: skip


def minutes_of(shown: str, what: str) -> list[float]:
    """When something begins in what `follow` prints."""
    return [float(minute) for minute, said in MINUTES.findall(shown) if said.startswith(what)]


def pickup_minutes(shown: str) -> set[int]:
    """How long the case lay in pickup, each time."""
    until = [float(minute) for minute, _ in MINUTES.findall(shown)]
    return {round(min(one for one in until if one > start) - start) for start in minutes_of(shown, "pickup")}


def runs_of(shown: str) -> set[int]:
    """How often each column was run."""
    return {int(one) for one in re.findall(r"(\d+) runs", shown)}


def functions_needed(shown: str) -> set[int]:
    """How many functions the customer of a trace needs."""
    return {line.count("→") + 1 for line in re.findall(r"^needs .*$", shown, re.MULTILINE)}


def minutes_saved(shown: str) -> set[int]:
    """By how much the first column of a sweep becomes faster from its first line to its second."""
    first, second = (float(hours) for hours in re.findall(r"^[01] .*?(\d+\.\d+) h", shown, re.MULTILINE))
    return {round(60 * (first - second))}


# By page: (what the prose says with its figure in a group, what the output of the section says of it).
CLAIMS: dict[str, list[tuple[str, Callable[[str], set[int]]]]] = {
    "tutorial/first-comparison.md": [
        (r"There were (\w+) runs", runs_of),
        (r"runs: (\w+) times", runs_of),
        (r"The customer needs (\w+) functions", functions_needed),
        (r"the same (\w+) people sit in one team", functions_needed),
    ],
    "tutorial/step-through.md": [(r"is looked at after (\w+) minutes", pickup_minutes)],
    "guides/teams-and-shocks.md": [(r"gain more \((\w+) minutes\)", minutes_saved)],
}


def prose_of(section: str) -> str:
    """A section without blocks, comments, heads, targets of links and numbers of lists."""
    text = re.sub(r"^(`{3,}).*?^\1", " ", section, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"<!--.*?-->|\]\([^)]*\)|^#[^\n]*$|^\d+\. ", " ", text, flags=re.MULTILINE)


def number_of(figure: str) -> str:
    return str(WORDS.get(figure.lower(), figure)).replace(",", "")


def sections_of(text: str) -> list[tuple[str, str]]:
    """(prose on one line, the blocks beside it) of each section: its own, or where it has none those before it."""
    found, shown = [], ""
    for section in re.split(r"^(?=## )", text, flags=re.MULTILINE):
        shown = "\n".join(block.text for block in blocks(section)) or shown
        found.append((" ".join(prose_of(section).split()), shown))
    return found


def not_printed(page: str, text: str) -> list[str]:
    """Figures that no block of their section has, with the words around them."""
    known = [re.escape(passage) for passage in OF_THE_WORLD[page]] + [claim for claim, _ in CLAIMS.get(page, [])]
    found = []
    for prose, shown in sections_of(text):
        printed = {one.replace(",", "") for one in re.findall(r"\d+(?:[.,:]\d+)*", shown)}
        spans = [match.span() for passage in known for match in re.finditer(passage, prose)]
        for figure in FIGURE.finditer(prose):
            inside = any(start <= figure.start() < end for start, end in spans)
            if number_of(figure[0]) not in printed and not inside:
                found.append(prose[max(0, figure.start() - 40) : figure.end() + 20])
    return found


def untrue(page: str, text: str) -> list[str]:
    """Claims whose figure is not what the output of their section comes to, or that no section makes."""
    found = []
    for claim, told in CLAIMS.get(page, []):
        made = [(said, shown) for prose, shown in sections_of(text) for said in re.finditer(claim, prose)]
        wrong = [said[0] for said, shown in made if {number_of(said[1])} != set(map(str, told(shown)))]
        found += wrong if made else [f"nowhere: {claim}"]
    return found


@pytest.fixture(params=OF_THE_WORLD)
def page(request, project):
    return request.param, (project / "docs" / request.param).read_text(encoding="utf-8")


def test_figures_in_prose_are_printed_beside_it(page):
    assert not_printed(*page) == []


def test_what_follows_from_an_output_follows(page):
    assert untrue(*page) == []


def test_people_and_teams_in_prose_are_in_the_output(page):
    _, text = page
    shown = "\n".join(block.text for block in blocks(text)).lower()
    seats = {one.lower() for prose, _ in sections_of(text) for one in SEAT.findall(prose)}
    assert not [one for one in seats if not re.search(rf"\b{one}\b", shown)]


def test_every_passage_that_is_let_through_is_there(page):
    name, text = page
    prose = " ".join(one for one, _ in sections_of(text))
    assert not [passage for passage in OF_THE_WORLD[name] if passage not in prose]


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("The customer needs three functions", "The customer needs four functions"),
        ("each new person knows 30%", "each new person knows 35%"),
        ("There were twenty runs", "There were thirty runs"),
    ],
)
def test_a_wrong_sentence_is_found(project, said, instead):
    name = "tutorial/first-comparison.md"
    text = (project / "docs" / name).read_text(encoding="utf-8")
    assert said in text
    wrong = text.replace(said, instead)
    assert not_printed(name, wrong) or untrue(name, wrong)


def test_heads_that_a_tutorial_quotes_are_printed(project):
    """What the first page sets in italics to explain is a word of its screens, or of the glossary."""
    text = (project / "docs/tutorial/first-comparison.md").read_text(encoding="utf-8")
    known = "\n".join(block.text for block in blocks(text)) + (project / "docs/glossary.md").read_text(encoding="utf-8")
    known = re.sub(r"\W+", " ", known).lower()
    quoted = [one for prose, _ in sections_of(text) for one in re.findall(r"(?<![*\w])\*([^*]+)\*(?![*\w])", prose)]
    assert len(quoted) > 5
    parts = [part for one in quoted for part in one.split(", ")]
    assert not [part for part in parts if re.sub(r"\W+", " ", part).lower().strip() not in known]
