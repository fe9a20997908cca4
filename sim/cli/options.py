"""Options that several commands share, declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

LARGEST_SEED = 2**63 - 1
RESULTS = Path("results")
OneScenario = Annotated[str, typer.Argument(metavar="SCENARIO", help="Name or file; podsim scenarios lists.")]
Formations = Annotated[
    list[str] | None, typer.Option(help="Columns, joined by commas; the first is what others are compared with.")
]
Count = Annotated[int | None, typer.Option(min=2, help="Repetitions of each cell; as in the scenario.")]
Seed = Annotated[int | None, typer.Option(min=0, max=LARGEST_SEED, help="Seed of every draw; as in the scenario.")]
Sets = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a setting; repeatable.")]
Out = Annotated[Path, typer.Option(help="Folder in which results folders are made.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress on stderr.")]
Cluster = Annotated[
    str | None,
    typer.Option(metavar="local|ADDRESS", help="Run cells on dask.distributed; by default in threads of this process."),
]
