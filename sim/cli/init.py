"""`podsim init`: a scenario of one's own, written aside and moved into place once it is known to work."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.exits import Exit, UsageError
from sim.cli.output import say

if TYPE_CHECKING:
    from sim.cli.init_answers import Answers
    from sim.cli.init_from import Brought

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
    columns: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="ROLE=NAME", help="Which column of FILE holds what; repeatable."),
    ] = None,
    dates: Annotated[str | None, typer.Option(metavar="ORDER", help="In FILE: day_first or month_first.")] = None,
    time_zone: Annotated[str | None, typer.Option(metavar="ZONE", help="Of FILE: Europe/Berlin.")] = None,
    skip: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help="Leave out rows of FILE with such a cell; repeatable.")
    ] = None,
) -> int:
    """Write a scenario of your own: from a file of yours, or from a few answers with tables to fill in."""
    _refuse_used(folder)
    own = _own(source, columns or [], dates, time_zone, skip or [])
    if own.kind == "log" and source:
        from sim.cli.fit import fit

        say(f"{source} is a log: podsim fit {source} --out {folder}")
        return fit(source, out=folder, columns=columns, dates=dates, time_zone=time_zone, skip=skip)
    if own.people and not functions and not (sys.stdin.isatty() and sys.stdout.isatty()):
        takes = f"their work takes about {own.people} people (38.5 hours a week, 30% away, 80% busy)"
        raise UsageError(f'who answers? {takes}: --functions "sales:4,service:6" with your functions and numbers')
    given = {
        "name": name, "functions": functions or own.functions, "channels": channels or own.channels,
        "open": hours or own.hours, "pod-size": None if pod_size is None else str(pod_size),
    }  # fmt: skip
    from sim.cli.init_answers import answers

    for line in _put(folder, answers(folder, given), source or "", own):
        say(line)
    return Exit.DONE


def _own(
    source: str | None, columns: list[str], dates: str | None, time_zone: str | None, skip: list[str]
) -> Brought:  # fmt: skip
    """What a file of the user's is, if there is one. Raises DataError, UsageError."""
    from sim.cli.fit import asking, reading_of
    from sim.cli.init_from import Brought, brought

    if source is None:
        if columns or dates or time_zone or skip:
            raise UsageError("--column, --dates, --time-zone and --skip say how a file is read: --from FILE")
        return Brought("")
    return asking(reading_of(columns, dates, time_zone, skip), lambda how: brought(source, how))


def _put(folder: Path, answered: Answers, source: str, own: Brought) -> list[str]:
    """Write everything aside, and move it into place once it is known to work. Returns what to say."""
    try:
        folder.absolute().parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{folder.absolute().name}-", dir=folder.absolute().parent))
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror or error}") from None
    try:
        lines = _written(aside, answered, folder, source, own)
        _refuse_used(folder)  # again: answering takes time
        if folder.is_dir():
            folder.rmdir()
        aside.chmod(0o755)  # a temporary folder is its maker's alone
        aside.rename(folder)
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror or error}") from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return lines


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


def _written(aside: Path, answers: Answers, folder: Path, source: str, own: Brought) -> list[str]:
    """Write the files aside and check them. Returns what to say. source: path of a table of the user's, "" for none."""
    from sim.cli.init_files import files_of
    from sim.formation.prepared import prepare
    from sim.measures.offered import expected_load
    from sim.scenario import load_scenario
    from sim.scenario.files import shown_path
    from sim.scenario.problems import DataError

    for name, text in files_of(answers, folder).items():
        if own.name and name.partition(".")[0] == own.name.partition(".")[0]:
            shutil.copyfile(source, aside / own.name)
            continue
        if own.name:
            for made_up in ("volumes.csv", "people.csv"):
                text = (
                    text.replace(made_up, own.name) if made_up.partition(".")[0] == own.name.partition(".")[0] else text
                )
        text = _with_own(text, own, answers) if name == "scenario.yaml" else text
        (aside / name).write_text(text, encoding="utf-8", newline="\n")
    scenario = load_scenario(aside / "scenario.yaml")
    try:
        prepare(scenario, scenario.formations)  # which reads everything and makes the teams
    except DataError as error:  # of the copy, which is gone once this is read
        copy = shown_path(aside / own.name)
        found = [replace(problem, path=source) if problem.path == copy else problem for problem in error.problems]
        raise DataError(found) from None
    return [
        f"{folder}: scenario.yaml, people.csv, volumes.csv, README.md, scenario.schema.json".replace(
            {"volumes": "volumes.csv", "roster": "people.csv"}.get(own.kind, "-"), own.name or "-"
        ),
        *(f"  {line}" for line in own.said),
        *([f"  open {answers.hours}, as contacts are offered then"] if own.hours == answers.hours else []),
        *([f"  live, as the name or calls given up say: {', '.join(live)}; patience of 12 minutes is assumed"]
          if own.kind == "volumes" and (live := [c.name for c in answers.channels if c.live]) else []),
        *([f"  hours of the shifts {', '.join(own.shifts)} are assumed: put in yours"] if own.shifts else []),
        _load_text(expected_load(scenario, "silos")),
        f"{own.name} is yours, as it was; all else is made up from your answers. Put in your own numbers, then:"
        if own.name
        else "Everything in them is made up from your answers. Put in your own numbers, then:",
        f"  podsim validate {folder / 'scenario.yaml'}",
        f"  podsim compare {folder / 'scenario.yaml'}",
    ]  # fmt: skip


def _with_own(text: str, own: Brought, answers: Answers) -> str:
    """The scenario with what the user's file says of itself."""
    from sim.cli.init_files import shift_names

    names = {"volumes": ("  volumes_file:", "# (?) contacts offered by half-hour: put in your own"),
             "roster": ("  file:", "# one row per person: put in your own")}  # fmt: skip
    start, comment = names.get(own.kind, ("-", ""))
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("  shifts:") and own.shifts:
            lines.append(f"  shifts: {{{shift_names(answers.hours, own.shifts)}}}  # (?) hours of your shifts")
            continue
        if line.startswith("# targets:") and own.measured:
            shares = ", ".join(f"{name}: {share:g}" for name, share in own.measured.items())
            lines += ["measured_today:                          # of your file",
                      f"  calls_abandoned_share: {{{shares}}}", ""]  # fmt: skip
        if own.measured and line.startswith(("# measured_today", "#   calls_abandoned")):
            line = line.replace("# measured_today:", "# measured_today, further lines:")
            if line.startswith("#   calls_abandoned"):
                continue
        lines.append(line.replace(comment, "# yours") if line.startswith(start) else line)
        if line.startswith(start):
            lines += [f"  {setting}" for setting in own.settings]
    return "\n".join(lines) + "\n"


def _load_text(load: Mapping[str, float]) -> str:
    """How full the fullest function is."""
    fullest = max(load, key=lambda name: load[name])
    share = load[fullest]
    advice = "" if 0.5 <= share < 0.95 else " That is little." if share < 0.5 else " Work would pile up: more people?"
    who, others = (f"people of {fullest}", ", and others for no more") if len(load) > 1 else ("people", "")
    return f"With these numbers {who} would be occupied for about {share:.0%} of their time present{others}.{advice}"
