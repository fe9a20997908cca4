"""`podsim verify`: is the model right where the right answer is known?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.exits import Exit, UsageError
from sim.cli.options import RESULTS, Json, Out, Quiet, check_out, check_writable
from sim.cli.output import command_line, note, note_compiling, progress, show_results

if TYPE_CHECKING:
    from sim.studies.verification.checks import Check
    from sim.studies.verification.running import Verified


def verify(
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CHECK|KIND",
            help="Only this check, or kind (formula, theory, finding, falsification, published); repeatable.",
        ),
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Few replications: a minute or two; wide allowances.")] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Write docs/background/validation.md and its pictures, in a checkout.")
    ] = False,
    out: Out = RESULTS,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Hold the model against closed forms, printed figures and tests for bias: expected, found, verdict. 1: missed."""
    from sim.studies.verification.running import verify as verified

    checks = _chosen(only or [])
    if write:
        if only:
            raise UsageError("--write is of all checks: leave --only out")
        check_writable(Path("docs/background/validation.md"))
    check_out(out)
    note_compiling("core", quiet)
    with progress("verify, checks", quiet) as watch:
        found = verified(checks, quick=quick, progress=watch)
    from sim.report.verification import verification_json, verification_page, write_verification

    code = show_results(
        lambda: write_verification(found, out, command_line()),
        lambda: verification_page(found),
        lambda: verification_json(found),
        json,
    )
    if write:
        _document(found)
        note("Written: docs/background/validation.md", quiet)
    return code or (Exit.DONE if found.passed else Exit.BUG)


def _chosen(only: list[str]) -> list[Check]:
    """Checks by key or kind, in their order. Raises UsageError with the nearest name."""
    from sim.scenario.problems import did_you_mean
    from sim.studies.verification.running import CHECKS

    known = dict.fromkeys([*(check.key for check in CHECKS), *(check.kind for check in CHECKS)])
    for name in only:
        if name not in known:
            raise UsageError(f"--only {name}: there is no such check. {did_you_mean(name, known)}")
    return [check for check in CHECKS if not only or check.key in only or check.kind in only]


def _document(found: Verified) -> None:
    from sim.report.folder import replace_file
    from sim.report.pictures.style import png
    from sim.report.verification import PAGE, PICTURES, documented, verification_pictures

    replace_file(PAGE, documented(found))
    for picture in verification_pictures(found):
        (PICTURES / f"{picture.name}.png").write_bytes(png(picture))
