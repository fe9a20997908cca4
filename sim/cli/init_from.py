"""What `podsim init --from FILE` makes of a file: a log, a report of volumes, or a roster."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sim.cli.exits import UsageError
from sim.scenario.problems import data_error

LIVE = ("voice", "phone", "call", "chat", "telefon", "anruf", "téléphone", "tel")


@dataclass(frozen=True)
class Brought:
    """kind: "log", "volumes" or "roster". name: of the file in the folder that is written. functions, channels: answers
    of `podsim init` that the file gives, None where it gives none."""

    kind: str
    name: str = ""
    functions: str | None = None
    channels: str | None = None


def brought(path: str) -> Brought:
    """What a file is. Raises DataError, UsageError."""
    from sim.demand.data_table import peek
    from sim.demand.log_columns import TIMES, listed, recognise
    from sim.demand.ticket_log import LOG

    header = peek(path, LOG).header
    if kind := table_kind(header):
        return {"volumes": _volumes, "roster": _roster}[kind](path)
    found = recognise(header, {}).place
    if "number" in found and set(TIMES) & found.keys():
        return Brought("log")
    message = (
        "It is neither a log (a column for the case and one for a time), nor volumes (start, channel, offered), "
        f"nor a roster (person, function). podsim fit {path} --look shows what is in it; of a log it says how to name "
        f"the columns, then podsim fit {path} --out DIR. Volumes and rosters must have these names."
    )
    raise data_error(path, listed(header), message, 1)


def table_kind(header: Sequence[str]) -> str:
    """What a table is that is no log: "volumes", "roster", or ""."""
    from sim.demand.log_columns import plain_name

    names = {plain_name(cell) for cell in header}
    if {"start", "channel", "offered"} <= names:
        return "volumes"
    return "roster" if {"person", "function"} <= names else ""


def _volumes(path: str) -> Brought:
    from sim.demand.data_table import read_table
    from sim.demand.volumes_file import VOLUMES, read_volumes

    rows = read_table(path, VOLUMES).rows
    channels = tuple(dict.fromkeys(name for row in rows if (name := row.cells["channel"])))
    if wrong := [name for name in channels if not re.fullmatch(r"[a-z][a-z0-9_-]*", name)]:
        raise UsageError(f"--from {path}: {wrong[0]!r} is no name of a channel: small letters, digits, _ and -")
    found = read_volumes(path, channels)
    parts = []
    for name, volumes in zip(channels, found.channels, strict=True):
        live = ":live" if any(word in name for word in LIVE) else ""
        parts.append(f"{name}:{max(volumes.offered.sum() / found.weeks, 0.01):.2f}{live}")
    return Brought("volumes", f"volumes{_ending(path)}", channels=",".join(parts))


def _roster(path: str) -> Brought:
    from sim.demand.data_table import read_table
    from sim.formation.people_file import PEOPLE

    rows = read_table(path, PEOPLE).rows
    counts = Counter(str(row.cells["function"]) for row in rows if row.cells["function"])
    return Brought(
        "roster", f"people{_ending(path)}", functions=",".join(f"{name}:{count}" for name, count in counts.items())
    )


def _ending(path: str) -> str:
    """What the copy of a file is called in the end."""
    name = path.lower()
    return next((ending for ending in (".csv.gz", ".xlsx", ".gz") if name.endswith(ending)), ".csv")
