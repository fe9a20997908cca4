"""Inputs that are wrong in ways that chance chooses: sound files of every kind, with a few parts replaced."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from sim.scenario.catalogue import SETTINGS
from tests.robustness.bases import LOG, MAPPINGS, PEOPLE, TABLES, VOLUMES, XES, with_data, workbook

VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2, 7, 61, 0.5, 1.5, -0.5, 1e-9, 1e9, 1e308, -1e308, 10**30, float("inf"), float("nan"),
    "", " ", "x", "1", "nan", "null", "always", "mon 09:00-09:01", "sun 23:00-01:00", "mon-fri 09:00-17:00", "sat-mon",
    "2016-04-05", "0000-00-00", "2016-02-30", "9999-12-28", "week 0 tue", "week 99999999999999999999", "sales", "voice",
    "pods", "silos", "silos_plus", "explicit", "cross_functional", "hybrid", "tiered", "pool", "random",
    "\x1b[31mred\x1b[0m", "\u202eturned", "=1+1", "<b>&amp;</b>", "../../etc/passwd", "/dev/zero", ".", "nowhere.csv",
    "x" * 300, "ü" * 70, "a.b", "a b", "*", "people.groups.0.count", [], [None], [1, 2], ["sales 1"], [[]], {},
    {"x": 1}, {"sales": 1}, {"sales": 0.5}, {"voice": 3}, {"a": {"b": {"c": 1}}}, {"": 1}, {"sales": {"service": 1}},
)  # fmt: skip
CELLS = (
    "", " ", "-", "x", "0", "-1", "1.5", "1,5", "1.250", "1e9", "1e999", "nan", "inf", "9" * 400, "Total", "sales",
    "SALES", "voice", "day", "2026-01-05", "2026-01-05 09:15", "05/01/2026 09:00", "01/05/26 9:00 PM",
    "0000-01-01 00:00", "9999-12-31 23:59", "1-Jan-26 09:00", "29/02/2025 10:00",
    "2026-03-29 02:30", "2026-01-05T09:00:00+99:99",
    "2026-01-05 24:00", "2026-01-05 09:00:61", "1900-01-01 00:00", "=cmd|' /C calc'!A0", "<script>", "\x1b]0;x\x07",
    "\u202e", "\x00", '"', "'", "a;b", "service:0.9; sales:0.5", "service:9", "mon-fri 09:00-17:00", "sun-mon 9-5",
    "\ufeff", "x" * 2000, "٣", "½", "１２",
)  # fmt: skip
PIECES = (
    b"", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\n", b"\r", b",", b";", b'"', b":", b"- ", b"  ", b"\t",
    b"#", b"&a ", b"*a", b"!!python/name:os.system ", b"<<: ", b"{", b"}", b"[", b"]", b"|\n", b">",
    b"%YAML 1.1\n", b"---\n",
    b"\x1b[2J", b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>", b"&a;", b"<trace>", b"</trace>", b"</log>", b"PK\x03\x04",
    b"\x1f\x8b\x08\x00", b"99999999999999999999999999", b"\xc3", b"\x85", "\u2028".encode(), b"sep=;\n", b"?", b"'",
)  # fmt: skip


@dataclass(frozen=True)
class Input:
    """kind: how podsim is given it. files: name -> content. text: of `--set` or `--vary`."""

    kind: str
    files: tuple[tuple[str, bytes], ...] = ()
    text: str = ""


def paths_of(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in nested mappings and lists."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in entries:
        yield (*above, key)
        yield from paths_of(child, (*above, key))


@cache
def _places(kind: str) -> tuple[tuple[Any, ...], ...]:
    return tuple(paths_of(MAPPINGS[kind]))


@cache
def _settings() -> tuple[tuple[tuple[Any, ...], Any], ...]:
    """Every setting of a scenario with names in it, and a value that is allowed there."""
    named = {"channels": "voice", "needs": "sales", "formations": "pods", "groups": 0}
    found = []
    for info in SETTINGS.all:
        parts = info.key.split(".")
        loc = tuple(named.get(parts[at - 1], "pods") if part == "*" else part for at, part in enumerate(parts))
        example = SETTINGS.example_at(tuple(parts))
        found.append((loc, list(example) if isinstance(example, tuple) else example))
    return tuple(found)


def _put(value: Any, path: tuple[Any, ...], new: Any, drop: bool) -> None:
    """Change what stands at a place; where there is nothing above it, nothing happens."""
    for key in path[:-1]:
        if isinstance(value, dict):
            value = value.setdefault(key, {})
        elif isinstance(value, list) and isinstance(key, int) and key < len(value):
            value = value[key]
        else:
            return
    if isinstance(value, list) and isinstance(path[-1], int) and path[-1] < len(value):
        value[path[-1]] = new
    elif isinstance(value, dict):
        value.pop(path[-1], None) if drop else value.__setitem__(path[-1], new)


def _beside(old: Any) -> list[Any]:
    """Values near one that is allowed."""
    number = isinstance(old, int | float) and not isinstance(old, bool)
    return [old, -old, 2 * old, 0.5 * old, old + 1, float(old)] if number else [old]


def spoiled(chosen: Random, kind: str) -> dict[str, Any]:
    """A sound mapping with one to three changes."""
    made = copy.deepcopy(MAPPINGS[kind])
    for _ in range(chosen.choice([1, 1, 2, 3])):
        way = chosen.randint(0, 8)
        if kind == "scenario" and way > 2:
            path, example = chosen.choice(_settings())
            near = _beside(example)
            new = chosen.choice(near) if way < 8 else chosen.choice(VALUES)
            _put(made, path, copy.deepcopy(new), drop=False)
            continue
        places = _places(kind)
        path = chosen.choice(places)
        if way in (1, 2):
            path = (*path[:-1], str(chosen.choice(VALUES)))
        _put(made, path, copy.deepcopy(chosen.choice(VALUES)), drop=way == 0)
    return made


def _text(value: Any) -> bytes:
    """JSON, which is YAML; what JSON cannot say is left out."""
    return (
        json.dumps(value, ensure_ascii=False, default=str).replace("NaN", ".nan").replace("Infinity", ".inf").encode()
    )


def spoiled_bytes(chosen: Random, content: bytes) -> bytes:
    """Bytes with one to three pieces put in, taken out or cut off."""
    for _ in range(chosen.randint(1, 3)):
        at = chosen.randint(0, len(content))
        piece, out = (
            chosen.choice(PIECES),
            chosen.choice([0, 0, 1, 7, 40, len(content)]),
        )
        content = content[:at] + piece + content[at + out :]
    return content


def spoiled_table(chosen: Random, text: str) -> str:
    """A table with one to four cells, rows or columns changed."""
    rows = [line.split(",") for line in text.splitlines()]
    for _ in range(chosen.randint(1, 4)):
        line = chosen.randint(0, len(rows) - 1)
        at, way = chosen.randint(0, 6), chosen.randint(0, 9)
        if way == 0:
            rows.insert(line, list(rows[line]))
        elif way == 1 and len(rows) > 1:
            del rows[line]
        elif way == 2:
            rows = [row[:at] + row[at + 1 :] for row in rows]
        elif way == 3:
            rows = [[*row, row[at] if at < len(row) else ""] for row in rows]
        elif at < len(rows[line]):
            rows[line][at] = chosen.choice(CELLS)
    return "\n".join(map(",".join, rows)) + "\n"


def tables(chosen: Random) -> Input:
    """A spoiled data file, and the scenario that names it."""
    kind = chosen.choice(sorted(TABLES))
    if kind == "log" and chosen.randint(0, 3) == 0:
        name, content = "data.xes", spoiled_bytes(chosen, XES.encode())
    else:
        text, form = spoiled_table(chosen, TABLES[kind]), chosen.randint(0, 11)
        name, content = "data.csv", text.encode("utf-8", "replace")
        if form == 0:
            name, content = "data.xlsx", _workbook(text)
        elif form == 1:
            content = text.encode("utf-16")
        elif form == 2:
            content = text.replace(",", ";").encode("cp1252", "replace")
        elif form == 3:
            content = spoiled_bytes(chosen, content)
        elif form == 4:
            name, content = "data.xlsx", spoiled_bytes(chosen, _sound_workbook(kind))
    return Input(kind, ((name, content), ("it.yaml", _text(with_data(kind, name)))))


def _workbook(text: str) -> bytes:
    from openpyxl.utils.exceptions import IllegalCharacterError

    try:
        return workbook(text)
    except IllegalCharacterError:
        return workbook(VOLUMES)


@cache
def _sound_workbook(kind: str) -> bytes:
    return workbook({"volumes": VOLUMES, "people": PEOPLE, "log": LOG}[kind])


def overrides(chosen: Random) -> Input:
    """A `--set` or a `--vary` of a sound scenario."""
    path, example = chosen.choice(_settings())
    keys = [str(part) for part in path]
    if chosen.randint(0, 4) == 0:
        other = str(chosen.choice(VALUES))
        keys[chosen.randrange(len(keys))] = chosen.choice(["9" * 5000, "0", "", "x", "٣", other])
    value = chosen.choice([example, *VALUES])
    said = chosen.choice([json.dumps(value, default=str), str(value), "[1", "!!x 3", "*a", "9" * 5000, "1e999"])
    kind = chosen.choice(["set", "set", "vary"])
    if kind == "vary":
        said = chosen.choice([f"0,{said}", said, "0:1:0.1", "0:1e99:1", "1:0:1", "0:1e999999:1e-9", "1,1", "0:1:0"])
    return Input(kind, (("it.yaml", _text(MAPPINGS["scenario"])),), f"{'.'.join(keys)}={said}")


def files(chosen: Random, kind: str) -> Input:
    """A spoiled file of settings: parts of it, or bytes."""
    raw = chosen.randint(0, 5) == 0
    content = spoiled_bytes(chosen, indented(kind)) if raw else _text(spoiled(chosen, kind))
    return Input(kind, (("it.yaml", content), ("tiny.yaml", _text(MAPPINGS["scenario"]))))


@cache
def indented(kind: str) -> bytes:
    """A sound file of a kind, as people write it."""
    from ruamel.yaml import YAML

    class Text(list):
        def write(self, part: str) -> None:
            self.append(part)

    text = Text()
    YAML().dump(MAPPINGS[kind], text)
    return "".join(part if isinstance(part, str) else part.decode() for part in text).encode()


def any_input(chosen: Random) -> Input:
    """An input of any kind, scenarios and tables twice as often as others."""
    kind = chosen.choice(("scenario", "scenario", "table", "table", "override", "experiment", "road", "answers"))
    if kind == "table":
        return tables(chosen)
    return overrides(chosen) if kind == "override" else files(chosen, kind)
