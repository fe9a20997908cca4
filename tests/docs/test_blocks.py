"""Every block of the README and of docs/ runs, and prints what it shows.

| block | what happens |
|---|---|
| console | each line `$ command` runs; what stands below it is its output; `...` stands for anything |
| python | runs; the blocks of a page share their names |
| text after `<!-- prints -->` | is what the python block before it printed |
| yaml | is a scenario without problems |
| any after `<!-- file: name -->` | is saved under that name for the blocks after it (and checked as above) |
| any after `<!-- bad file: name -->` | is saved only |

Above a block may also stand `<!-- exit 3 -->`, the exit code of its last command, or `<!-- not run: why -->`. All
blocks of a page run in one empty folder. Of `make TARGET` only the target is looked up: make runs the tests.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.blocks import Block, blocks, matches, pages

ROOT = Path(__file__).resolve().parents[2]


class Reader:
    """Somebody who follows one page from top to bottom in an empty folder."""

    def __init__(self, page: Path, folder: Path) -> None:
        self.page, self.folder = page, folder
        self.names: dict[str, object] = {"__name__": "__main__"}
        self.printed = ""

    def follow(self, block: Block) -> None:
        """Do what a block says, and see what it shows."""
        if (reason := block.noted("not run")) is not None:
            assert len(reason) > 10, f"{self.page}:{block.line}: say why it is not run"
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

    def _save(self, name: str, block: Block) -> None:
        (self.folder / name).write_text(block.text, encoding="utf-8")

    def _text(self, block: Block) -> None:
        if block.noted("prints") is not None:
            self._compare(block, list(block.lines), self.printed)

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
        code, output = self._shell(f"podsim validate {name}")
        assert code == 0, f"{self.page}:{block.line}:\n{output}"

    def _console(self, block: Block) -> None:
        commands = _commands(block)
        assert commands, f"{self.page}:{block.line}: no line begins with $"
        for number, (command, shown) in enumerate(commands):
            if command.split()[0] == "make":
                targets = command.split()[1:]
                assert subprocess.run(["make", "-n", *targets], cwd=ROOT, capture_output=True).returncode == 0, command
                continue
            expected = int(block.noted("exit") or 0) if number == len(commands) - 1 else 0
            code, output = self._shell(command)
            assert code == expected, f"{self.page}:{block.line}: {command}: exit code {code}\n{output}"
            if shown:
                self._compare(block, shown, output)

    def _shell(self, command: str) -> tuple[int, str]:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "COLUMNS": "120", "NO_COLOR": "1", "PYTHONUTF8": "1"}
        done = subprocess.run(
            command, shell=True, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=600
        )
        return done.returncode, done.stdout + done.stderr

    def _compare(self, block: Block, expected: list[str], output: str) -> None:
        seen = output.rstrip("\n").split("\n")
        shown = "\n".join(expected).rstrip("\n").split("\n")
        assert matches(shown, seen), f"{self.page}:{block.line} shows\n{block.text}\nbut it is\n{output}"


def _commands(block: Block) -> list[tuple[str, list[str]]]:
    """Commands of a console block with the output shown for each; a backslash carries a command on."""
    found: list[tuple[str, list[str]]] = []
    carried = False
    for line in block.lines:
        if carried:
            found[-1] = (f"{found[-1][0][:-1]}{line.strip()}", [])
        elif line.startswith("$ "):
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line)
        carried = bool(found) and not found[-1][1] and found[-1][0].endswith("\\")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("page", pages(ROOT), ids=str)
def test_a_page_does_what_it_says(page, tmp_path):
    reader = Reader(page, tmp_path)
    for block in blocks((ROOT / page).read_text(encoding="utf-8")):
        reader.follow(block)


def test_the_reader_notices_what_is_wrong(tmp_path):
    reader = Reader(Path("page.md"), tmp_path)
    shell = "```console\n$ echo one; echo two\none\n...\n```\n"
    python = "```python\nprint(1 + 1)\n```\n<!-- prints -->\n```text\n2\n```\n"
    for block in blocks(shell + python):
        reader.follow(block)
    wrong = [
        "```console\n$ echo one\ntwo\n```",
        "```console\n$ false\n```",
        "<!-- exit 3 -->\n```console\n$ true\n```",
        "```python\nprint(3)\n```\n<!-- prints -->\n```text\n2\n```",
        "```\nno language\n```",
        "<!-- not run: -->\n```console\n$ true\n```",
        "```yaml\nname: half_a_scenario\n```",
        "```console\n$ make no-such-target\n```",
    ]
    for page in wrong:
        *before, last = blocks(page)
        for block in before:
            reader.follow(block)
        with pytest.raises(AssertionError):
            reader.follow(last)


def test_links_lead_somewhere():
    wrong = []
    for page in pages(ROOT):
        text = re.sub(r"`[^`\n]*`|```.*?```", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
            if "://" not in target and not (ROOT / page).parent.joinpath(target).exists():
                wrong.append(f"{page}: {target}")
    assert not wrong, "\n".join(wrong)


def test_every_page_is_found_from_the_index():
    index = (ROOT / "docs/index.md").read_text(encoding="utf-8")
    linked = {(Path("docs") / target).as_posix() for target in re.findall(r"\]\(([^)#\s]+)", index)}
    below = {p.as_posix() for p in pages(ROOT) if p.parts[0] == "docs" and p.name != "index.md"}
    assert not below - linked, f"not in docs/index.md: {sorted(below - linked)}"
