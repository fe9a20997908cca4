"""Sweeps, turning points and roads from Python: short texts, a piece of HTML, figures by name, errors in words."""

from __future__ import annotations

import re
from dataclasses import fields

import numpy as np
import pytest
from matplotlib.figure import Figure

from podsim import Roads, compare, flips, road, run, sweep
from tests.unit.comparison.made import tiny
from tests.unit.roads.made import roads, travelled

MOST_CHARACTERS = 800
QUICK = {"replications": 2}


@pytest.fixture(scope="module")
def swept():
    return sweep(tiny(), {"policy.retelling_share": [0.1, 0.3]}, formations=("silos", "pods"), **QUICK)


@pytest.fixture(scope="module")
def turning():
    return flips(tiny(), over=["policy.retelling_share=0:0.5"], **QUICK)


@pytest.fixture(scope="module")
def travelled_roads():
    flat = np.full((3, 52), 600.0)
    known = roads({"stay": travelled(flat), "big_bang": travelled(flat - 60.0, cashable=90.0, spent=900.0)})
    return Roads(**{one.name: getattr(known, one.name) for one in fields(known)})


@pytest.mark.parametrize("name", ["swept", "turning", "travelled_roads"])
def test_texts_are_short_and_cells_are_whole(name, request):
    found = request.getfixturevalue(name)
    assert len(repr(found)) <= MOST_CHARACTERS
    assert "tiny" in repr(found)
    cell = found._repr_html_()
    assert cell.count("<table>") == 1
    assert "<script" not in cell
    assert ":root" not in cell


@pytest.mark.parametrize(
    ("name", "picture"), [("swept", "winner_map"), ("turning", "tornado"), ("travelled_roads", "j_curves")]
)
def test_pictures_by_name(name, picture, request):
    found = request.getfixturevalue(name)
    assert isinstance(found.plot(picture), Figure)
    assert isinstance(found.plot(), Figure)
    with pytest.raises(ValueError, match=rf"no picture '{picture}s'. Did you mean {picture}\? Known: {picture}"):
        found.plot(f"{picture}s")


def test_a_sweep_says_who_is_better_in_how_many(swept):
    assert repr(swept).startswith("Sweep of tiny over policy.retelling_share: pods against silos in resolution_minutes")
    table = swept.table()
    assert list(table["policy.retelling_share"]) == [0.1, 0.3]
    assert list(table["word"]) == [point.word for point in swept.points]
    assert swept.to_json()["cells"][0]["word"] == table["word"][0]


def test_values_may_be_written_as_on_the_command_line(swept):
    written = sweep(tiny(), {"policy.retelling_share": "0.1:0.3:0.2"}, formations=("silos", "pods"), **QUICK)
    assert written.table().equals(swept.table())


def test_turning_points_are_a_sequence_with_the_question_first(turning):
    assert len(turning) == len(list(turning)) == len(turning.table())
    first, then, *_ = repr(turning).splitlines()
    assert first.startswith("tiny: what would have to be true for pods with better habits against departments to turn")
    assert then.startswith("Resolution time, 2 replications at every value")


def test_roads_have_the_table_of_the_command(travelled_roads):
    assert list(travelled_roads.table()["road"]) == ["stay", "big_bang"]
    assert "sooner than by staying" in travelled_roads._repr_html_()
    assert travelled_roads.to_json()["answer"].startswith("Big bang")


NAMES = "Did you mean "


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        (lambda: sweep(tiny(), {"policy.retelling_share": [0.1]}), ValueError, "one value varies nothing"),
        (lambda: sweep(tiny(), {"policy.retelling_share": "1:0:1"}), ValueError, "does not lead from 1 to 0"),
        (lambda: sweep(tiny(), {"policy.retelling_shar": [0, 1]}), Exception, f"{NAMES}retelling_share"),
        (lambda: sweep(tiny(), {"seed": [1, 2]}, measure="resolution_minute"), ValueError, f"{NAMES}resolution_min"),
        (lambda: sweep(tiny(), {"seed": [1, 2]}, measure="lead_changes"), ValueError, "so nobody wins"),
        (lambda: sweep(tiny(), {"seed": [1, 2]}, between=("silos", "pds")), KeyError, f"{NAMES}pods"),
        (lambda: flips(tiny(), between=("silos", "silos")), ValueError, "two columns are compared"),
        (lambda: flips(tiny(), over=["policy.retelling_shar"]), ValueError, f"{NAMES}policy.retelling_share"),
        (lambda: compare(tiny(), engine="agent"), ValueError, f"unknown engine 'agent'. {NAMES}agents? Known: core"),
        (lambda: compare(tiny(), replications="many"), ValueError, "replications: 'many'; a whole number"),
        (lambda: compare(tiny(), replications=2.5), ValueError, "replications: 2.5; a whole number"),
        (lambda: compare(tiny(), "pds"), KeyError, f"tiny has no column 'pds'. {NAMES}pods"),
        (lambda: compare(tiny(), seed=-1), ValueError, "seed: -1; a whole number from 0 to"),
        (lambda: sweep(tiny(), {"seed": [1, 2]}, seed="x"), ValueError, "seed: 'x'; a whole number"),
        (lambda: sweep(tiny(), {}), ValueError, "nothing is varied"),
        (lambda: road(tiny(), ["big_bang"], seed=0.5), ValueError, "seed: 0.5; a whole number"),
        (lambda: run(tiny(), by=["chanel"]), ValueError, f"by: 'chanel'. {NAMES}channel"),
        (lambda: road(tiny(), ["by_quartr"]), Exception, f"{NAMES}by_quarter"),
        (lambda: road(tiny(), ["big_bang"], replications=1), ValueError, "replications: 1; at least 2"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_runs(asked, error, said, monkeypatch):
    monkeypatch.setattr("sim.exploring.cells.run_cells", None)
    monkeypatch.setattr("sim.exploring.sweep.run_cells", None)
    monkeypatch.setattr("sim.roads.running.get_ready", None)
    with pytest.raises(error, match=re.escape(said)):
        asked()


def pressed(*_, **__):
    """Somebody interrupts."""
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "asked",
    [
        lambda out: compare(tiny(), formations=("silos", "pods"), report=out / "results", progress=pressed, **QUICK),
        lambda out: run(tiny(), progress=pressed, **QUICK),
        lambda out: sweep(tiny(), {"policy.retelling_share": [0.1, 0.3]}, progress=pressed, **QUICK),
        lambda out: flips(tiny(), over=["policy.retelling_share"], progress=pressed, **QUICK),
        lambda out: road(tiny(), ["big_bang"], progress=pressed, **QUICK),
    ],
    ids=["compare", "run", "sweep", "flips", "road"],
)
def test_stopped_before_it_is_done_it_leaves_nothing_and_says_so(asked, tmp_path):
    """As the command line does."""
    with pytest.raises(KeyboardInterrupt) as stopped:
        asked(tmp_path)
    assert stopped.value.__notes__ == ["interrupted; nothing unfinished was kept"]
    assert list(tmp_path.iterdir()) == []
