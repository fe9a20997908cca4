"""A results folder read back: its manifest and its tables, which must be as they were written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.foundation.files import whole_file
from sim.report.csv_files import read_table
from sim.report.folder import MANIFEST
from sim.report.manifest import SCHEMA, sha256
from sim.scenario.problems import BadInput, Problem

COMPARISON, SIDE_BY_SIDE, TABLES = "comparison", "side by side", "tables"
# What a folder of each kind has at least.
NEEDED = {
    COMPARISON: ("measures.csv", "differences.csv", "channels.csv", "effects.csv", "parity.csv"),
    SIDE_BY_SIDE: ("side_by_side.csv", "side_by_side_measures.csv", "settings_that_differ.csv"),
    TABLES: (),
}
SHORT_HASH = 12
# What a manifest says beside its tables.
SAID: dict[str, type] = {"cite_as": str, "version": str, "sources_sha256": str, "command": list}
RUN: dict[str, type] = {"seed": int, "replications": int, "engine": str}
SAID_OF: dict[str, dict[str, type]] = {
    COMPARISON: RUN | {"scenario": dict, "formations": list},
    SIDE_BY_SIDE: RUN | {"scenarios": dict, "side_by_side": dict},
    TABLES: {},
}
AT_MOST = 1_000_000_000  # bytes of a file
Row = Mapping[str, str]


@dataclass(frozen=True)
class Figure:
    """A number, and where it stands: table, row and column."""

    value: float
    source: str

    def in_units_of(self, per: float) -> Figure:
        """The same in another unit. per: how much of the table's unit it is."""
        return Figure(self.value / per, self.source if per == 1.0 else f"{self.source}, divided by {per!r}")


@dataclass(frozen=True)
class Results:
    """folder: as it was named. manifest: as it was written. tables: name of the file -> its rows, values as texts."""

    folder: Path
    manifest: Mapping[str, Any]
    tables: Mapping[str, tuple[Row, ...]]

    @property
    def kind(self) -> str:
        """COMPARISON or SIDE_BY_SIDE, of which there are slides; TABLES: of another command."""
        return _kind(self.manifest)

    @property
    def name(self) -> str:
        """The name of the folder, with the hash of all that decides the results."""
        return self.folder.resolve().name

    @property
    def sentence(self) -> str:
        """The finding, as the screen says it; "" where the command notes none."""
        return str(self.manifest.get("sentence", ""))

    @property
    def scenario(self) -> Mapping[str, Any]:
        """The scenario, every setting; of several the first one."""
        if self.kind == SIDE_BY_SIDE:
            return next(iter(self.manifest["scenarios"].values()))
        return dict(self.manifest["scenario"])

    @property
    def labels(self) -> Mapping[str, str]:
        """What its scenarios call things, the first of them first."""
        several = self.kind == SIDE_BY_SIDE
        scenarios = list(self.manifest["scenarios"].values()) if several else [self.manifest.get("scenario", {})]
        return {key: called for one in reversed(scenarios) for key, called in one.get("labels", {}).items()}

    @property
    def currency(self) -> str:
        """Of the money in it."""
        return str(self.scenario["money"]["currency"])

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of a comparison, the first one first."""
        return tuple(self.manifest["formations"])

    def rows(self, table: str, /, **where: str) -> list[Row]:
        """Rows of a table in which these columns have these values; none where there is no such table."""
        return [row for row in self.tables.get(table, ()) if all(row[key] == value for key, value in where.items())]

    def figure(self, table: str, column: str, /, **where: str) -> Figure:
        """One number. Raises KeyError where there is no such row; nan where it is not known."""
        found = self.rows(table, **where)
        if len(found) != 1:
            raise KeyError(f"{table}: {len(found)} rows with {where}")
        text = found[0][column]
        named = ", ".join(f"{key}={value}" for key, value in where.items())
        return Figure(float(text) if text else float("nan"), f"{table} [{named}] {column} {self.hash_of(table)}")

    def hash_of(self, table: str) -> str:
        """How the hash of a table begins."""
        return f"sha256 {self.manifest['files_sha256'][table][:SHORT_HASH]}"


def read_results(folder: Path) -> Results:
    """Read a folder that podsim wrote. Raises BadInput with everything that is wrong with it."""
    manifest = _manifest(folder)
    problems = []
    tables = {}
    for name, digest in manifest["files_sha256"].items():
        try:
            content = whole_file(folder / name, AT_MOST)
        except OSError as error:
            problems.append(Problem(str(folder / name), None, name, f"It cannot be read: {error.strerror}."))
            continue
        if sha256(content) != digest:
            message = "It is not as it was written: its hash is not that of the manifest. Run the command again."
            problems.append(Problem(str(folder / name), None, name, message))
        elif name.endswith(".csv") and "/" not in name:
            tables[name] = tuple(read_table(content.decode("utf-8")))
    if problems:
        raise BadInput(problems)
    return Results(folder, manifest, tables)


def _manifest(folder: Path) -> dict[str, Any]:
    """The manifest. Raises BadInput."""
    if not folder.is_dir():
        raise _bad(folder, "There is no such folder. Name one that podsim wrote, such as results/NAME-HASH.")
    try:
        found = json.loads(whole_file(folder / MANIFEST, AT_MOST))
    except OSError:
        raise _bad(folder, f"It has no {MANIFEST}, so podsim did not write it.") from None
    except ValueError:
        raise _bad(folder / MANIFEST, "It is no JSON, so it is not as podsim wrote it.") from None
    if (
        not isinstance(found, dict)
        or found.get("program") != "podsim"
        or not isinstance(found.get("files_sha256"), dict)
    ):
        raise _bad(folder / MANIFEST, "It is no manifest of podsim.")
    if found.get("schema") != SCHEMA:
        message = f"Its form is version {found.get('schema', 'unknown')}, and this podsim reads {SCHEMA}: run it again."
        raise _bad(folder / MANIFEST, message)
    kind = _kind(found)
    if missing := [name for name in NEEDED[kind] if name not in found["files_sha256"]]:
        raise _bad(folder, f"It has no {missing[0]}, as podsim compare writes it.")
    if not any(name.endswith(".csv") for name in found["files_sha256"]):
        raise _bad(folder, "It has no tables of which a hand-out could be made.")
    if kind != TABLES and "sentence" not in found:
        raise _bad(folder / MANIFEST, "An earlier podsim wrote it: run the comparison again.")
    for key, kind_of_value in (SAID | SAID_OF[kind]).items():
        if not isinstance(found.get(key), kind_of_value):
            raise _bad(folder / MANIFEST, f"It does not say {key} as podsim wrote it: run the comparison again.")
    return found


def _kind(manifest: Mapping[str, Any]) -> str:
    if "side_by_side" in manifest:
        return SIDE_BY_SIDE
    compared = {"measures.csv", "differences.csv", "effects.csv"} & manifest["files_sha256"].keys()
    return COMPARISON if compared and "formations" in manifest else TABLES


def _bad(path: Path, message: str) -> BadInput:
    return BadInput([Problem(str(path), None, path.name, message)])
