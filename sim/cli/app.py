"""The commands. Nothing of the model is imported before one of them runs.

A command is a function of the file of its name: its arguments are what its annotations say, its docstring is its help.
To add one, write it and name it in COMMANDS; `make docs` writes its reference.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from sim.cli.assess import assess
from sim.cli.best import best
from sim.cli.calibrate import calibrate
from sim.cli.compare import compare
from sim.cli.events import events
from sim.cli.experiment import experiment
from sim.cli.explain import explain, schema
from sim.cli.fit import fit
from sim.cli.flip import flip
from sim.cli.init import init
from sim.cli.open import open
from sim.cli.report import report
from sim.cli.road import road
from sim.cli.run import run, trace
from sim.cli.scenarios import scenarios, validate
from sim.cli.staff import staff
from sim.cli.sweep import sweep

COMMANDS: tuple[Callable[..., int], ...] = (
    compare, run, trace, validate, init, explain, schema, scenarios, calibrate, flip, events, sweep, experiment, staff,
    best, assess, road, open, report, fit,
)  # fmt: skip

app = typer.Typer(
    name="podsim",
    help="Would this organisation serve its customers better as departments, or as V-formation pods?",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for command in COMMANDS:
    app.command()(command)


@app.callback(invoke_without_command=True)
def podsim(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    """Would this organisation serve its customers better as departments, or as V-formation pods?"""
    if version:
        from sim.report.manifest import program_version

        typer.echo(f"podsim {program_version()}")
        raise typer.Exit
