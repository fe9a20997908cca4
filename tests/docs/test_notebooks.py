"""The notebooks of the course, kept as text, run from top to bottom."""

from __future__ import annotations

import pytest

from tests.docs.reader import ROOT

COURSE = ROOT / "docs/course"
NAMES = ("first_comparison", "look_inside", "write_an_experiment", "your_own_log")


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs(name, tmp_path):
    jupytext = pytest.importorskip("jupytext", reason="jupytext is not installed (extra `test`)")
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed (extra `test`)")
    notebook = jupytext.read(COURSE / f"{name}.py")
    place = {"metadata": {"path": str(tmp_path)}}
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3", resources=place).execute()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in cells)
    assert sum(bool(cell.outputs) for cell in cells) >= 2  # it shows something


def test_every_notebook_is_named_by_the_syllabus():
    text = (COURSE / "syllabus.md").read_text(encoding="utf-8")
    assert sorted(path.stem for path in COURSE.glob("*.py")) == sorted(NAMES)
    assert all(f"({name}.py)" in text for name in NAMES)
