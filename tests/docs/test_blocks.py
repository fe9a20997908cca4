"""Every block of the README and of docs/ runs, and prints what it shows.

| block | what happens |
|---|---|
| console | each line `$ command` runs; what stands below it is its output; `...` stands for anything |
| python | runs; the blocks of a page share their names |
| text after `<!-- prints -->` | is what the python block before it printed |
| yaml | is a scenario without problems, or an experiment that runs in its reduced form |
| any after `<!-- file: name -->` | is saved under that name for the blocks after it (and checked as above) |
| any after `<!-- bad file: name -->` | is saved only |
| any after `<!-- edit: file, before "text" -->` | goes into a copy of the program, above the only line with that text |

Above a block may also stand `<!-- exit 3 -->`, the exit code of its last command, or `<!-- not run: why -->`. All
blocks of a page run in one empty folder. Of `make TARGET` only the target is looked up: make runs the tests.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.blocks import blocks, corrected, pages
from tests.docs.reader import ROOT, Reader


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


def test_corrections_keep_to_what_a_page_shows():
    seen = ["title", "", "Mean", "a 2", "b 3", "Verdict", "none"]
    assert corrected(["Mean", "a 1"], seen[2:4]) == ["Mean", "a 2"]
    assert corrected(["...", "Mean", "a 1", "...", "Verdict", "much"], seen) == ["...", *seen[2:4], "...", *seen[5:]]
    assert corrected(["Mean", "a 1", "Verdict", "..."], seen) == [*seen[2:6], "..."]
    assert corrected(["a 1", "b 1"], seen[3:5]) == ["a 2", "b 3"]
    with pytest.raises(ValueError, match="Median"):
        corrected(["Mean", "...", "Median", "..."], seen)


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
