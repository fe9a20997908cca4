"""What was verified, as a page, as a results folder, and as the page of the documentation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.text import Text

from sim.report.csv_files import csv_text
from sim.report.folder import write_results
from sim.report.manifest import program_version, sha256
from sim.report.numbers import number
from sim.report.pictures.style import png, svg_file
from sim.report.pictures.verification import findings_picture, verification_picture
from sim.report.summary import as_text
from sim.report.tables import empty_table
from sim.scenario.problems import count_of
from sim.studies.verification.checks import MISSED
from sim.studies.verification.running import VERDICTS

if TYPE_CHECKING:
    from sim.report.pictures.style import Picture
    from sim.studies.verification.checks import Check, Row
    from sim.studies.verification.running import Verified

HEADINGS = {
    "formula": "Formulas and rules, digit by digit",
    "theory": "Long runs against closed forms",
    "finding": "What others found, in small offices",
    "falsification": "Tests that would expose a bias",
    "published": "Printed figures of another simulator and of a paper",
}
SIDES = {"above": "> ", "below": "< ", "within": "about "}
PAGE = Path("docs/background/validation.md")
PICTURES = Path("docs/pictures")


def verification_page(found: Verified) -> Iterator[RenderableType]:
    """A table a kind, and a line of counts."""
    yield Text(headline(found), style="bold")
    for kind, heading in HEADINGS.items():
        pairs = [(check, row) for check, row in _numbers(found) if check.kind == kind]
        if not pairs:
            continue
        yield Text(f"\n{heading}", style="bold")
        table = empty_table(["expected", "found", "allowed", "verdict"])
        for check, row in pairs:
            table.add_row(f"{row.expected.what} ({check.evidence})", *_cells(row))
        yield table
    yield Text(
        "\nIn brackets: section of the evidence. Allowed: what chance explains (6 in 100,000 are farther off), and "
        "rounding. Not settled: more than a tenth, or across the bound (> 0).",
        style="dim",
    )


def headline(found: Verified) -> str:
    """ "60 numbers: 58 met, 2 not settled"."""
    counts = ", ".join(f"{found.count(verdict)} {verdict}" for verdict in VERDICTS if found.count(verdict))
    return f"{count_of(sum(map(len, found.rows)), 'number')}: {counts}{' (quick)' if found.quick else ''}"


def _numbers(found: Verified) -> Iterator[tuple[Check, Row]]:
    for check, rows in zip(found.checks, found.rows, strict=True):
        for row in rows:
            yield check, row


def _cells(row: Row) -> list[str]:
    digits = 5 if row.expected.within and row.expected.value else 4
    expected = f"{SIDES.get(row.expected.side, '')}{row.expected.value:.{digits}g}"
    allowed = "-" if row.expected.within and not row.expected.value else f"±{number(row.allowed)}"
    if row.allowed < 0.001 and row.expected.value:
        allowed = f"±{row.allowed:.1g}"
    return [expected, f"{row.found.value:.5g}", allowed, row.verdict]


def verification_rows(found: Verified) -> list[dict[str, Any]]:
    """One row per number."""
    return [
        {
            "check": check.key, "kind": check.kind, "evidence": check.evidence, "what": row.expected.what,
            "expected": row.expected.value,
            "side": row.expected.side,
            "found": row.found.value,
            "error": row.found.error,
            "allowed": row.allowed,
            "replications": row.found.replications,
            "cases": row.found.cases,
            "verdict": row.verdict,
        }
        for check, row in _numbers(found)
    ]  # fmt: skip


def verification_json(found: Verified) -> dict[str, Any]:
    """What `--json` prints."""
    return {
        "quick": found.quick,
        "counts": {verdict: found.count(verdict) for verdict in VERDICTS},
        "passed": found.passed,
        "numbers": verification_rows(found),
    }


def verification_pictures(found: Verified) -> list[Picture]:
    """Numbers beside what is expected, and findings beside their bounds, where there are any."""
    return [one for one in (verification_picture(found), findings_picture(found)) if one is not None]


def write_verification(found: Verified, parent: Path, command: Sequence[str]) -> Path:
    """Write summary, table, picture and manifest; returns the folder. Raises OSError."""
    from sim.exploring.cells.cell import sources_hash

    files: dict[str, str | bytes] = {
        "summary.txt": as_text(verification_page(found)),
        "numbers.csv": csv_text(verification_rows(found)),
        **{f"figures/{one.name}.png": png(one) for one in verification_pictures(found)},
        **{f"figures/{one.name}.svg": svg_file(one) for one in verification_pictures(found)},
    }
    question = {"quick": found.quick, "checks": [check.key for check in found.checks]}
    digest = sha256("\n".join(map(str, [*question["checks"], found.quick, program_version(), sources_hash()])))  # type: ignore[misc]
    return write_results(
        parent, "verify", files, command=command, scenario=None, question=question,
        findings={"missed": [row.expected.what for _, row in _numbers(found) if row.verdict == MISSED]}, digest=digest,
    )  # fmt: skip


def documented(found: Verified) -> str:
    """The page of the documentation."""
    lines = [
        "# Is it right where the right answer is known?",
        "",
        "Written by `podsim verify --write`, and not by hand; [what is held against what](../guides/verify.md).",
        "",
        f"**{headline(found)}.** *Allowed* is what chance explains: 6 of 100,000 numbers are farther off. For printed",
        "figures what rounding explains is added. *Not settled* is an allowance of more than a tenth; of",
        "what others found, one that reaches over the bound (as `> 0`).",
        "",
        "![Every number over what is expected of it, with what chance explains](../pictures/verification.png)",
        "",
        "![Findings of others, and how far beyond chance they lie on the right side](../pictures/findings.png)",
    ]
    for kind, heading in HEADINGS.items():
        pairs = [(check, row) for check, row in _numbers(found) if check.kind == kind]
        lines += ["", f"## {heading}", ""]
        lines += [
            "| check | evidence | number | expected | found | allowed | runs | verdict |",
            "|---|---|---|---|---|---|---|---|",
        ]
        for check, row in pairs:
            runs = row.found.replications or ""
            cells = [check.key, check.evidence, row.expected.what, *_cells(row)[:3], str(runs), row.verdict]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
