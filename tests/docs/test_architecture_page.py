"""docs/background/architecture.md shows the floors of the code, and names what exists in the order in which it runs."""

from __future__ import annotations

import ast
import json
import re
import sys

import pytest
from PIL import Image

from sim import compare, load_scenario
from sim.report.summary import all_numbers, as_text
from tests.architecture.sources import modules_of
from tests.docs.floors import KEY, PICTURE, ROOT, drawn, floors

PAGE = ROOT / "docs" / "background" / "architecture.md"
# [`name`](../../sim/folder/file.py): a function, a class or a method of that file
LINK = re.compile(r"\[`([\w.]+)`\]\(\.\./\.\./(sim/[\w/]+\.py)\)")


@pytest.fixture(scope="module")
def shown():
    return floors(modules_of(ROOT))


def test_the_picture_shows_the_floors_of_the_code(shown):
    with Image.open(ROOT / PICTURE) as picture:
        held = json.loads(picture.text[KEY])
    assert held == shown, "run: python -m tests.docs.floors"
    assert f"({PICTURE.relative_to('docs').as_posix()})" not in PAGE.read_text(encoding="utf-8")
    assert f"(../{PICTURE.relative_to('docs').as_posix()})" in PAGE.read_text(encoding="utf-8")


def test_the_same_floors_give_the_same_picture(shown):
    assert drawn(shown) == drawn(shown)


def test_another_arrow_gives_another_picture(shown):
    assert drawn({**shown, "arrows": shown["arrows"][1:]}) != drawn(shown)


def test_every_floor_is_drawn_with_its_arrows(shown):
    names = [floor["name"] for floor in shown["floors"]]
    rooms = {path.stem for path in (ROOT / "sim").glob("*.py")} - {"__init__", "__main__"}
    assert set(names) == rooms | {path.parent.name for path in (ROOT / "sim").glob("*/__init__.py")}
    assert all(names.index(above) < names.index(below) for above, below in shown["arrows"])


def test_every_name_on_the_page_is_defined_where_its_link_leads():
    links = LINK.findall(PAGE.read_text(encoding="utf-8"))
    assert len(links) > 20
    assert not [f"{file}: {name}" for name, file in links if name not in _defined(file)]


def test_every_file_that_the_page_links_to_is_there():
    files = re.findall(r"\]\(([^)#]+)\)", PAGE.read_text(encoding="utf-8"))
    assert not [file for file in files if not (PAGE.parent / file).exists()]


@pytest.mark.slow
def test_one_case_takes_the_way_of_the_page():
    """A name on the way is called for the first time after the one before it."""
    text = PAGE.read_text(encoding="utf-8")
    way = text[text.index("## The way of one case") : text.index("The compiled engine goes the same way")]
    steps = [(file, name) for name, file in LINK.findall(way)]
    called = _called_in_order(_small_comparison)
    assert not [step for step in steps if step not in called], "never called"
    places = [called[step] for step in steps]
    assert not [(a, b) for a, b, i, j in zip(steps, steps[1:], places, places[1:], strict=False) if i >= j], "order"


def _small_comparison():
    changes = ["time.measured_weeks=1", "time.warm_up_weeks=0", "demand.volume_factor=0.05"]
    scenario = load_scenario("support_desk", changes)
    comparison = compare(scenario, formations=["silos", "pods"], replications=2, engine="agents")
    comparison.differences()
    as_text(all_numbers(comparison))


def _called_in_order(run) -> dict[tuple[str, str], int]:
    """(file, name) of every function of `sim` that a run calls -> its place in the order of first calls."""
    called: dict[tuple[str, str], int] = {}
    known: set = set()

    def note(frame, event, argument):
        code = frame.f_code
        if event == "call" and code not in known:
            known.add(code)
            if code.co_filename.startswith(str(ROOT / "sim")):
                file = code.co_filename.removeprefix(f"{ROOT}/")
                called.setdefault((file, code.co_qualname), len(called))

    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(None)
    return called


def _defined(file: str) -> set[str]:
    """Names of functions, classes, methods ("Class.method") and constants of a file."""
    if not (ROOT / file).exists():
        return set()
    found = set()
    for node in ast.parse((ROOT / file).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
            found |= {
                f"{node.name}.{n.name}" for n in node.body if isinstance(node, ast.ClassDef) and hasattr(n, "name")
            }
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}
    return found
