"""What is published of the experiments fits together: files, tables, records, figures, pages."""

from __future__ import annotations

import ast
import csv
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sim.report.studies import record_beside
from sim.studies import read_study
from sim.studies.table import factor_names
from tests.docs.scripts import script

ROOT = Path(__file__).resolve().parents[2]
EXPERIMENTS, FIGURES = ROOT / "experiments", ROOT / "figures"
ALL = sorted(path.stem for path in EXPERIMENTS.glob("*.yaml"))
NAMES = [name for name in ALL if (EXPERIMENTS / "tables" / f"{name}.csv").is_file()]
LARGEST_PICTURE = 200_000


def rows_of(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_whatever_was_not_run_says_so():
    for name in set(ALL) - set(NAMES):
        assert read_study(EXPERIMENTS / f"{name}.yaml").study.table == f"tables/{name}.csv"
        assert "Not run yet" in (EXPERIMENTS / f"{name}.md").read_text(encoding="utf-8")
    assert len(NAMES) >= 4


@pytest.mark.parametrize("name", NAMES)
def test_an_experiment_is_complete(name):
    loaded = read_study(EXPERIMENTS / f"{name}.yaml")
    study = loaded.study
    assert study.name == name
    for file in (study.table, loaded.reduced.study.table, study.figure, study.page):
        assert loaded.beside(file).is_file(), file


@pytest.mark.parametrize("reduced", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_a_table_is_that_of_its_record_and_of_its_file(name, reduced):
    loaded = read_study(EXPERIMENTS / f"{name}.yaml")
    loaded = loaded.reduced if reduced else loaded
    table = loaded.beside(loaded.study.table)
    record = json.loads(record_beside(table).read_text(encoding="utf-8"))
    assert hashlib.sha256(table.read_bytes()).hexdigest() == record["table_sha256"]
    assert (record["experiment"], record["reduced"], record["seed"]) == (name, reduced, loaded.study.seed)
    rows = rows_of(table)
    assert {row["part"] for row in rows} == set(loaded.study.parts)
    for part_name, part in loaded.study.parts.items():
        for factor, said in part.factors.items():
            seen = {row[factor] for row in rows if row["part"] == part_name and not row["contrast"]}
            assert seen == set(said.names)


@pytest.mark.parametrize("name", NAMES)
def test_the_columns_of_a_table_are_documented(name):
    page = (ROOT / "docs/reference/results.md").read_text(encoding="utf-8")
    section = page.partition("## Experiments")[2].partition("\n## ")[0]
    known = {
        word for line in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for word in re.findall(r"`(\w+)`", line)
    }
    loaded = read_study(EXPERIMENTS / f"{name}.yaml")
    columns = set(rows_of(loaded.beside(loaded.study.table))[0])
    assert columns - set(factor_names(loaded.study)) == known


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_figure_is_drawn_from_the_table(name, tmp_path):
    done = subprocess.run(
        [sys.executable, FIGURES / f"{name}.py", "--out", tmp_path], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    pictures = sorted(path.name for path in tmp_path.glob("*.png"))
    assert pictures
    for picture in pictures:
        assert (tmp_path / picture).read_bytes().startswith(b"\x89PNG")
        assert (tmp_path / picture).with_suffix(".svg").read_text(encoding="utf-8").lstrip().startswith("<?xml")
        published = FIGURES / picture
        assert published.is_file(), f"figures/{picture} is not committed"
        assert published.stat().st_size < LARGEST_PICTURE
        assert picture in (EXPERIMENTS / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("script", sorted(FIGURES.glob("*.py")), ids=lambda path: path.stem)
def test_a_figure_runs_no_model(script):
    """It reads tables: of podsim it may import nothing but how pictures look, and how a command ends."""
    tree = ast.parse(script.read_text(encoding="utf-8"))
    names = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    names += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    allowed = ("sim.report.pictures", "sim.cli.ending")
    assert not [name for name in names if name.split(".")[0] == "sim" and not name.startswith(allowed)]


def test_pages_say_what_the_tables_say():
    command = [sys.executable, EXPERIMENTS / "write_pages.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}; python experiments/write_pages.py writes them again"


@pytest.mark.parametrize("name", ALL)
def test_the_index_has_question_answer_figure_and_command(name):
    index = (EXPERIMENTS / "README.md").read_text(encoding="utf-8")
    (line,) = [line for line in index.splitlines() if line.startswith("|") and f"({name}.md)" in line]
    assert f"podsim experiment {name}" in line
    assert "../figures/" in line
    assert all(len(cell.strip()) > 10 for cell in line.strip("|").split("|"))


def test_a_page_that_a_table_contradicts_is_noticed():
    pages = script("write_pages")
    page = f"a\n{pages.START}old\n{pages.END}b\n"
    assert pages.page_with(page, "new\n") == f"a\n{pages.START}new\n{pages.END}b\n"
    with pytest.raises(ValueError, match="no markers"):
        pages.page_with("a\nb\n", "new\n")
