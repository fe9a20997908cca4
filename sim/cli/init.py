"""`podsim init`: a scenario of one's own, written aside and moved into place once it is known to work."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.exits import Exit, UsageError
from sim.cli.output import say

if TYPE_CHECKING:
    from sim.cli.init_answers import Answers

SHOWN_FILES = 5


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="Name of the scenario; by default that of the folder.")
    ] = None,
    functions: Annotated[
        str | None, typer.Option(metavar="LIST", help='People per function, such as "sales:12,service:18".')
    ] = None,
    channels: Annotated[
        str | None,
        typer.Option(metavar="LIST", help='Contacts a week by channel, such as "voice:4000:live,mail:3000".'),
    ] = None,
    hours: Annotated[
        str | None, typer.Option("--open", metavar="HOURS", help='Opening hours, such as "mon-fri 08:00-18:00".')
    ] = None,
    pod_size: Annotated[int | None, typer.Option(metavar="N", help="Number of people in a pod.")] = None,
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="FILE", help="Your own: a ticket or event log, volumes, or a roster."),
    ] = None,
) -> int:
    """Write a scenario of your own: from a file of yours, or from a few answers with tables to fill in."""
    from sim.cli.init_answers import answers
    from sim.cli.init_from import Brought, brought

    _refuse_used(folder)
    own = brought(source) if source else Brought("")
    if own.kind == "log" and source:
        from sim.cli.fit import fit

        say(f"{source} is a log: podsim fit {source} --out {folder}")
        return fit(source, out=folder)
    functions, channels = functions or own.functions, channels or own.channels
    given = {"name": name, "functions": functions, "channels": channels, "open": hours}
    answered = answers(folder, {**given, "pod-size": None if pod_size is None else str(pod_size)})
    try:
        folder.absolute().parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{folder.absolute().name}-", dir=folder.absolute().parent))
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror or error}") from None
    try:
        lines = _written(aside, answered, folder, (source, own.name) if source else None)
        _refuse_used(folder)  # again: answering takes time
        if folder.is_dir():
            folder.rmdir()
        aside.chmod(0o755)  # a temporary folder is its maker's alone
        aside.rename(folder)
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror or error}") from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    for line in lines:
        say(line)
    return Exit.DONE


def _refuse_used(folder: Path) -> None:
    """Nothing of the user's is ever overwritten."""
    from sim.scenario.problems import Problem, ScenarioError

    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        message = "This is a file or a link. podsim init writes into a folder that is new or empty."
        raise ScenarioError([Problem(str(folder), None, folder.name, message)])
    if folder.is_dir() and (held := sorted(path.name for path in folder.iterdir())):
        more = f" and {len(held) - SHOWN_FILES} more" if len(held) > SHOWN_FILES else ""
        holds = f"it holds {', '.join(held[:SHOWN_FILES])}{more}"
        message = "podsim init writes into a folder that is new or empty, and never overwrites. Name another one."
        raise ScenarioError([Problem(str(folder), None, holds, message)])


def _written(aside: Path, answers: Answers, folder: Path, own: tuple[str, str] | None) -> list[str]:
    """Write the files aside and check them. Returns what to say. own: path of a table of the user's, its name here."""
    from sim.cli.init_files import files_of
    from sim.formation.prepared import prepare
    from sim.scenario import load_scenario

    for name, text in files_of(answers, folder).items():
        if own and name.partition(".")[0] == own[1].partition(".")[0]:
            shutil.copyfile(own[0], aside / own[1])
            continue
        if own:
            for made_up in ("volumes.csv", "people.csv"):
                text = text.replace(made_up, own[1]) if made_up.partition(".")[0] == own[1].partition(".")[0] else text
        (aside / name).write_text(text, encoding="utf-8", newline="\n")
    scenario = load_scenario(aside / "scenario.yaml")
    prepare(scenario, scenario.formations)  # which reads everything and makes the teams
    return [
        f"{folder}: scenario.yaml, people.csv, volumes.csv, README.md",
        _load_text(answers),
        f"{own[1]} is yours, as it was; all else is made up from your answers. Put in your own numbers, then:"
        if own
        else "Everything in them is made up from your answers. Put in your own numbers, then:",
        f"  podsim validate {folder / 'scenario.yaml'}",
        f"  podsim compare {folder / 'scenario.yaml'}",
    ]


def _load_text(answers: Answers) -> str:
    from sim.cli.init_files import rough_load

    load = rough_load(answers)
    advice = "" if 0.5 <= load < 0.95 else " That is little." if load < 0.5 else " Work would pile up: more people?"
    return f"With these numbers people would be occupied for about {load:.0%} of their time present.{advice}"
