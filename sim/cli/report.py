"""`podsim report`: slides or a workbook of a results folder; nothing is simulated."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.exits import Exit, UsageError
from sim.cli.options import check_writable
from sim.cli.output import say
from sim.foundation.files import written_aside


class Form(StrEnum):
    """What a hand-out may be."""

    PPTX = "pptx"
    XLSX = "xlsx"


def report(
    results: Annotated[
        Path, typer.Argument(metavar="RESULTS", help="Folder that podsim wrote; slides need one of compare or best.")
    ],
    form: Annotated[Form, typer.Option("--as", help="pptx: slides; xlsx: a workbook (extra: handout).")],
    to: Annotated[
        Path | None, typer.Option(metavar="FILE", help="File to write; by default beside the folder, with its name.")
    ] = None,
) -> int:
    """Make slides or a workbook of a results folder, each number with its table, seed and hash."""
    from sim.report.handout import handout, read_results

    found = read_results(results)
    path = to or results.resolve().with_name(f"{found.name}.{form.value}")
    content = handout(found, form.value)
    _check(path, content)
    try:
        with written_aside(path) as aside:
            aside.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{_shown(path)} cannot be written: {error.strerror or error}") from None
    say(f"{_shown(path)}: {len(content) / 1000:,.0f} kB, from {results}")
    return Exit.DONE


def _check(path: Path, content: bytes) -> None:
    """Refuse a file that cannot be written, and one that somebody has changed. Raises UsageError."""
    check_writable(path, "--to")
    if path.exists() and (path.is_dir() or path.read_bytes() != content):
        raise UsageError(f"{_shown(path)} is there already with other content; name another with --to")


def _shown(path: Path) -> Path:
    """As it is seen from here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_absolute() and path.is_relative_to(here) else path
