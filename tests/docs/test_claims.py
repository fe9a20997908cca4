"""Every sentence of the README's box has its entry in claims.yaml, and stored verdicts follow from the figures."""

from __future__ import annotations

import re

import pytest

from tests.docs.scripts import script

check_claims = script("check_claims")


def _plain(text: str) -> str:
    """Without links."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)


def _box(readme: str) -> list[str]:
    """The cells of the box that say what was found."""
    section = readme.partition("## The article's claims")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ") and not line.startswith("| claim |")]
    return [_plain(row.strip("|").split(" | ")[-1].strip(" |")) for row in rows]


def test_every_sentence_of_the_box_has_its_entry(project):
    cells = _box((project / "README.md").read_text(encoding="utf-8"))
    assert len(cells) == 5
    for cell in cells:
        left = cell
        for claim in check_claims.claims():
            left = left.replace(claim["says"], "")
        assert not re.sub(r"Over two years|\band\b|[\s;,.:]", "", left), f"no entry in claims.yaml says: {left}"


def test_what_claims_say_is_said_where_they_name(project):
    for claim in check_claims.claims():
        text = " ".join(_plain((project / claim["in"]).read_text(encoding="utf-8")).split())
        assert claim["says"] in text, claim["says"]
        assert ("no_test" in claim) != bool(claim.get("tests")), claim["says"]


def test_stored_verdicts_follow_from_the_figures():
    assert not check_claims.stale(), "python experiments/check_claims.py --write"


def test_the_page_has_the_table():
    assert check_claims.page_block() in check_claims.PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("counts", "word"),
    [((3, 0, 0), "holds"), ((10, 1, 0), "open"), ((38, 2, 20), "holds"), ((20, 0, 40), "open"), ((1, 2, 9), "fails"),
     ((0, 0, 0), "open")],
)  # fmt: skip
def test_an_axis_by_hand(counts, word):
    assert check_claims.Axis("seeds", *counts).word == word


def test_verdicts_by_hand():
    holds, still_open, fails = (check_claims.Axis("a", *counts) for counts in ((3, 0, 0), (1, 0, 2), (0, 1, 0)))
    assert check_claims.verdict_of([holds, holds]) == "ROBUST"
    assert check_claims.verdict_of([holds, still_open]) == "FRAGILE"
    assert check_claims.verdict_of([holds, still_open, fails]) == "REFUTED"
