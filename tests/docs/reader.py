"""Somebody who does what a page says, block by block; `tests/docs/test_blocks.py` explains the marks."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.docs.blocks import Block, corrected, matches

ROOT = Path(__file__).resolve().parents[2]


NOT_COPIED = ("__pycache__", ".git", ".venv*", ".*_cache", ".hypothesis", "build", "dist", "results", "*.zip")


def copy_program(folder: Path) -> None:
    """All of the project but what is made from it. Times of files stay, so that make finds nothing to install."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*NOT_COPIED), dirs_exist_ok=True)


class Reader:
    """Somebody who follows one page from top to bottom in an empty folder."""

    def __init__(self, page: Path, folder: Path) -> None:
        self.page, self.folder = page, folder
        self.names: dict[str, object] = {"__name__": "__main__"}
        self.printed = ""
        self.edited: set[str] = set()  # files of the program that the page changes
        self.corrections: list[tuple[int, int, list[str]]] | None = None  # first line, lines, what they should be

    def follow(self, block: Block) -> None:
        """Do what a block says, and see what it shows."""
        if (reason := block.noted("not run")) is not None:
            assert len(reason) > 10, f"{self.page}:{block.line}: say why it is not run"
            return
        if (place := block.noted("edit")) is not None:
            self._edit(place, block)
            return
        if (name := block.noted("bad file")) is not None:
            self._save(name, block)
            return
        if (name := block.noted("file")) is not None:
            self._save(name, block)
        handler = getattr(self, f"_{block.language}", None)
        assert handler or name, f"{self.page}:{block.line}: no test knows what to do with {block.language!r}"
        if handler:
            handler(block)

    def _edit(self, place: str, block: Block) -> None:
        """Put lines into a copy of the program; commands that follow run that copy."""
        file, before = re.fullmatch(r'(\S+), before "(.+)"', place).groups()  # type: ignore[union-attr]
        if not self.edited:
            copy_program(self.folder)
        self.edited.add(file)
        lines = (self.folder / file).read_text(encoding="utf-8").splitlines()
        places = [number for number, line in enumerate(lines) if before in line]
        assert len(places) == 1, f"{self.page}:{block.line}: {len(places)} lines of {file} have {before!r}"
        start = places[0]
        while lines[start - 1].lstrip().startswith("@"):  # above what decorates it
            start -= 1
        indent = lines[start][: len(lines[start]) - len(lines[start].lstrip())]
        added = [f"{indent}{line}" if line else "" for line in block.lines]
        apart = 0 if not re.match(r"@|def |class ", block.text) else 1 if indent else 2  # blank lines after a function
        text = "\n".join([*lines[:start], *added, *[""] * apart, *lines[start:]])
        (self.folder / file).write_text(f"{text}\n", encoding="utf-8")

    def _save(self, name: str, block: Block) -> None:
        (self.folder / name).write_text(block.text, encoding="utf-8")

    def _text(self, block: Block) -> None:
        if block.noted("prints") is not None:
            self._compare(block, 0, list(block.lines), self.printed)

    def _python(self, block: Block) -> None:
        code = compile("\n" * block.line + block.text, str(self.page), "exec")
        out = io.StringIO()
        with contextlib.chdir(self.folder), contextlib.redirect_stdout(out):
            exec(code, self.names)
        self.printed = out.getvalue()

    def _yaml(self, block: Block) -> None:
        if block.noted("file") is None:
            self._save("scenario.yaml", block)
        name = block.noted("file") or "scenario.yaml"
        experiment = any(line.startswith("hypothesis:") for line in block.lines)
        code, output = self._shell(f"podsim experiment {name} --reduced" if experiment else f"podsim validate {name}")
        assert code == 0, f"{self.page}:{block.line}:\n{output}"

    def _console(self, block: Block) -> None:
        commands = _commands(block)
        assert commands, f"{self.page}:{block.line}: no line begins with $"
        for number, (command, start, shown) in enumerate(commands):
            if command.split()[0] == "make":
                targets = command.split()[1:]
                assert subprocess.run(["make", "-n", *targets], cwd=ROOT, capture_output=True).returncode == 0, command
                continue
            expected = int(block.noted("exit") or 0) if number == len(commands) - 1 else 0
            code, output = self._shell(command)
            assert code == expected, f"{self.page}:{block.line}: {command}: exit code {code}\n{output}"
            if shown:
                self._compare(block, start, shown, output)

    def _shell(self, command: str) -> tuple[int, str]:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1"}
        if self.edited:
            environment["PYTHONPATH"] = str(self.folder)
        done = subprocess.run(
            command, shell=True, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=600
        )
        output = done.stdout + (done.stderr if done.returncode else "")
        return done.returncode, output.replace(str(ROOT), "...")  # no page tells where it was tried

    def _compare(self, block: Block, start: int, expected: list[str], output: str) -> None:
        """Hold what is shown, from line `start` of the block on, against an output."""
        seen = [line.rstrip() for line in output.rstrip("\n").split("\n")]
        shown = "\n".join(expected).rstrip("\n").split("\n")
        if matches(shown, seen):
            return
        assert self.corrections is not None, f"{self.page}:{block.line} shows\n{block.text}\nbut it is\n{output}"
        self.corrections.append((block.line + 1 + start, len(shown), corrected(shown, seen)))


def _commands(block: Block) -> list[tuple[str, int, list[str]]]:
    """Commands of a console block, and the output shown for each with the number of its first line in the block.

    A backslash carries a command on.
    """
    found: list[tuple[str, int, list[str]]] = []
    carried = False
    for number, line in enumerate(block.lines):
        if carried:
            found[-1] = (f"{found[-1][0][:-1]}{line.strip()}", number + 1, [])
        elif line.startswith("$ "):
            found.append((line[2:], number + 1, []))
        elif found:
            found[-1][2].append(line)
        carried = bool(found) and not found[-1][2] and found[-1][0].endswith("\\")
    return found
