"""The commands. Nothing of the model is imported before one of them runs.

A command is a function of the file of its name: its arguments are what its annotations say, its docstring is its help.
To add one, write it and name it in MORE, or in a group of GROUPS where it takes the place of another: `podsim --help`
shows fourteen, and `podsim help more` the others. `make docs` writes its reference.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, get_args, get_type_hints

import typer
from typer.core import TyperGroup

from sim.cli.assess import assess
from sim.cli.attribute import attribute
from sim.cli.best import best
from sim.cli.calibrate import calibrate
from sim.cli.compare import compare
from sim.cli.experiment import experiment
from sim.cli.explain import explain, schema
from sim.cli.fit import fit
from sim.cli.flip import flip
from sim.cli.init import init
from sim.cli.open import open
from sim.cli.options import value_text
from sim.cli.report import report
from sim.cli.road import road
from sim.cli.run import run
from sim.cli.scenarios import scenarios, validate
from sim.cli.staff import staff
from sim.cli.sweep import sweep
from sim.cli.trace import trace
from sim.cli.verify import verify

Command = Callable[..., int]
# What each is for, as whoever looks for it would ask.
GROUPS: dict[str, dict[Command, str]] = {
    "Start": {
        init: "my own desk: from a few answers, or --from a file of mine",
        validate: "is my file right?",
        assess: "where do we stand, and what next?",
    },
    "Answer": {
        compare: "departments or pods, which habits? Several files: one table",
        staff: "how many people does each need for our targets?",
        best: "which departments, which pods, within budget and load?",
        road: "how do we get there, how deep is the dip, when does it pay?",
        flip: "what would have to be true for the answer to turn?",
        sweep: "where do pods win, where departments? A map of it",
        open: "what if? A page to play with, in any browser, offline",
    },
    "Look": {
        trace: "what happened to one customer? --all: to everybody, as a log",
        fit: "a scenario from a log, and how far off is it?",
        experiment: "do I get what was published? Or run my own study",
        explain: "what does this word, setting, measure or rule mean? (FCR, H)",
    },
}
MORE: tuple[Command, ...] = (run, report, scenarios, calibrate, attribute, verify, schema)
COMMANDS: tuple[Command, ...] = (*(command for group in GROUPS.values() for command in group), *MORE)


class _Grouped(TyperGroup):
    """The commands in groups, in the order of a first hour."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name; its help says what a value is in words, and not how Python calls its type."""
        made = super().get_command(ctx, cmd_name)
        function = next((one for one in COMMANDS if one.__name__ == cmd_name), None)
        hints = get_type_hints(function, include_extras=True) if function else {}
        for parameter in made.params if made else ():
            if parameter.name in hints and parameter.metavar is None:
                parameter.metavar = value_text(get_args(hints[parameter.name])[0]) or None
            elif parameter.param_type_name == "argument":
                parameter.display_type = lambda ctx: ""  # type: ignore[attr-defined]  # its name says it
        return made

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the groups; click asks for it."""
        for name, group in GROUPS.items():
            with formatter.section(name):
                formatter.write_dl([(one.__name__, question) for one, question in group.items()])
        formatter.write_paragraph()
        formatter.write_text(f"podsim help more: {', '.join(command.__name__ for command in MORE)}")


app = typer.Typer(
    name="podsim",
    cls=_Grouped,
    help="Would this organisation serve its customers better as departments, or as V-formation pods?",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for command in COMMANDS:
    app.command()(command)


@app.command("help", hidden=True)
def help_(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(metavar="[more|COMMAND]", help="more: the commands beside the fourteen.")] = "",
) -> int:
    """Show the commands; more: those that --help leaves out; a command: its options."""
    from sim.cli.exits import Exit, UsageError
    from sim.scenario.problems import did_you_mean

    above = ctx.parent
    assert above is not None
    made = above.command.commands  # type: ignore[attr-defined]
    if what == "more":
        formatter = above.make_formatter()
        with formatter.section("More"):
            short = [(one.__name__, made[one.__name__].get_short_help_str(limit=200)) for one in MORE]
            formatter.write_dl(short)
        typer.echo(formatter.getvalue().rstrip("\n"))
    elif not what:
        typer.echo(above.get_help())
    elif what in made:
        one = above.command.get_command(above, what)  # type: ignore[attr-defined]
        typer.echo(one.get_help(typer.Context(one, info_name=what, parent=above)))
    else:
        raise UsageError(f"help {what}: there is no such command. {did_you_mean(what, ['more', *made])}")
    return Exit.DONE


@app.callback(invoke_without_command=True)
def podsim(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    """Would this organisation serve its customers better as departments, or as V-formation pods?"""
    if version:
        from sim.report.manifest import program_version

        typer.echo(f"podsim {program_version()}")
        raise typer.Exit
