"""`podsim sweep`: says first how much it is, checks all before anything runs, goes on where it was broken off."""

import csv
import gzip
import json
import os
import re

import pytest

from sim.cli import cells
from sim.cli.exits import Kept
from sim.exploring.cells import Cell
from sim.scenario import load_scenario
from tests.cli.interrupting import interrupted

SWEEP = ("sweep", "tiny.yaml", "--replications", 2)
MANY = ("sweep", "tiny.yaml", "--replications", 100, "--vary", "demand.volume_factor=1:2:0.05")
VARY = ("--vary", "demand.volume_factor=0.5:1.5:0.5", "--vary", "formations.pods.policy.wings=0,1")


@pytest.mark.slow
def test_a_map_an_answer_and_a_folder(podsim, workplace):
    ended = podsim(*SWEEP, *VARY)
    assert ended.code == 0, ended.err
    assert re.search(r"^6 cells of 4 columns and 2 replications; about \d+ s on \d+ processors$", ended.err, re.M)
    words = " ".join(ended.out.split())
    assert "Resolution time: pods with better habits against departments" in words
    assert "against departments, in 6 combinations" in words
    folder = workplace / ended.out.splitlines()[-1].removeprefix("Results: ")
    summary = " ".join((folder / "summary.txt").read_text().split())
    assert summary in words
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["vary"] == {"demand.volume_factor": [0.5, 1.0, 1.5], "formations.pods.policy.wings": [0, 1]}
    assert manifest["files_sha256"].keys() == {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    } - {"manifest.json"}
    again = podsim(*SWEEP, *VARY)
    assert again.out == ended.out
    assert again.err.startswith("6 cells of 4 columns and 2 replications; 6 are found in results/.cells")


def test_json_agrees_with_a_comparison(podsim):
    found = json.loads(podsim(*SWEEP, *VARY, "--quiet", "--json", "--between", "silos_plus,pods").out)
    own = [cell for cell in found["cells"] if cell["values"]["demand.volume_factor"] == 1][1]
    same = json.loads(podsim("compare", "tiny.yaml", "--replications", 2, "--quiet", "--json", "--quick").out)
    expected = same["differences"]["silos_plus→pods"]["resolution_minutes"]
    del expected["alone"]
    assert own["own"] is True
    assert {**own["difference"], "word": own["word"], "reason": own["reason"]} == expected
    assert own["formations"]["silos"] == same["formations"]["silos"]["resolution_minutes"]
    assert found["between"] == "silos_plus→pods"


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (("--vary", "x"), 2, "--vary x: write key=from:to:step or key=x,y,z"),
        (
            ("--vary", "demand.volume_factor=1,2", "--between", "silos,pod"),
            2,
            "'pod' is not compared. Did you mean pods?",
        ),
        (("--vary", "demand.volume_factor=1,2", "--between", "silos"), 2, "two columns joined by a comma"),
        (("--vary", "demand.volume_factor=1,2", "--formations", "silos"), 2, "a map needs two to be between"),
        (("--vary", "demand.volume_factor=1,2", "--measure", "handofs"), 2, "Did you mean handoffs?"),
        (("--vary", "demand.volume_factor=1,2", "--measure", "cases_arrived"), 2, "so nobody wins"),
        (("--vary", "demand.volume_factor=-1,2"), 3, "demand.volume_factor=-1"),
        (("--vary", "demand.volume_facto=1,2"), 3, "Did you mean volume_factor"),
        (("--vary", "demand.volume_factor=1,2", "--cluster", "127.0.0.1:1"), 3, "no scheduler answers there"),
        ((), 2, "Missing option '--vary'"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_run(podsim, workplace, monkeypatch, more, code, said):
    monkeypatch.setattr("sim.exploring.cells.running.SECONDS_TO_CONNECT", 0.2)
    ended = podsim(*SWEEP, *more, "--quiet")
    assert (ended.code, ended.out) == (code, "")
    assert said in " ".join(ended.err.split())
    assert not (workplace / "results").exists()


@pytest.mark.slow
@pytest.mark.parametrize("pause", [0.1, 0.5])
def test_whoever_goes_on_pressing_the_keys_is_told_the_same(process, workplace, pause):
    code, err, _, kept = interrupted(process, workplace, MANY, pause)
    assert code == 130, err
    assert "Traceback" not in err
    assert 2 <= kept < 21
    assert not list((workplace / "results").glob("sweep-*"))


@pytest.mark.slow
def test_after_an_interruption_the_same_command_goes_on(process, workplace):
    # Once more, much later, where it came at a deaf moment.
    code, err, at_first, kept = interrupted(process, workplace, MANY, pause=20)
    assert code == 130, err
    at_once = min(os.cpu_count(), 20)
    assert 2 <= kept < min(21, at_first + 2 * at_once)  # those under way, and none that had not begun
    assert f"{kept} finished cells are kept in results/.cells; the same command goes on from there" in err
    assert len(list((workplace / "results" / ".cells").iterdir())) == kept  # nothing half-written
    assert not list((workplace / "results").glob("sweep-*"))
    goes_on = process(*MANY)
    out, err = goes_on.communicate(timeout=120)
    assert goes_on.returncode == 0, err
    assert f"21 cells of 4 columns and 100 replications; {kept} are found in results/.cells" in err
    assert "21 combinations of" in out


def test_interrupted_while_cells_are_timed_it_says_what_is_kept(monkeypatch, tmp_path):
    def impatient(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(cells, "_seconds", impatient)
    some = [Cell(load_scenario("theory/mm1"), ("silos", "pods"), seed, 2) for seed in (1, 2)]
    with pytest.raises(KeyboardInterrupt):  # nothing is kept, so nothing is said of it
        cells.say_size(some, tmp_path, None, quiet=False)
    (tmp_path / "of_before.cell").touch()
    with pytest.raises(Kept, match=re.escape(f"1 finished cell is kept in {tmp_path}; the same command goes on")):
        cells.say_size(some, tmp_path, None, quiet=False)


EMULATE = ("sweep", "tiny.yaml", "--emulate", 400, "--vary", "policy.link_minutes=0:4:0.05")
FINE = (*EMULATE, "--vary", "demand.volume_factor=0.6:1:0.02")


@pytest.mark.slow
def test_an_emulated_map(podsim, workplace):
    ended = podsim(*FINE)
    assert ended.code == 0, ended.err
    words = " ".join(ended.out.split())
    assert "1,701 combinations of policy.link_minutes (0 to 4, 81 values) and demand.volume_factor" in words
    assert re.search(r"of \d\d combinations kept aside, the intervals for 2 replications hold what was found in", words)
    folder = workplace / ended.out.splitlines()[-1].removeprefix("Results: ")
    found = json.loads(podsim(*FINE, "--quiet", "--json").out)
    with (folder / "cells.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == found["run"] > 90
    assert sum(row["fitted"] == "False" for row in rows) == found["kept_aside"]
    with gzip.open(folder / "map.csv.gz", "rt", encoding="utf-8", newline="") as file:
        everywhere = list(csv.DictReader(file))
    assert len(everywhere) == 81 * 21 == sum(found["words"].values())
    assert all(float(row["low"]) <= float(row["difference"]) <= float(row["high"]) for row in everywhere)
    assert (folder / "figures" / "map.png").is_file()


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        (EMULATE, 2, "81 combinations are so few that they can be run"),
        ((*FINE, "--road", "big_bang"), 2, "--emulate says nothing of roads"),
        (("sweep", "tiny.yaml", "--emulate", 40, *FINE[4:]), 2, "10 combinations would be run; emulating takes 100"),
        ((*FINE, "--vary", "people.away_share=0.1,2"), 3, "people.away_share must be a number from 0 to below 1"),
    ],
)
def test_what_cannot_be_emulated(podsim, workplace, asked, code, said):
    ended = podsim(*asked)
    assert ended.code == code
    assert said in ended.err
    assert not (workplace / "results").exists()


def test_without_the_library_it_says_how_to_get_it(podsim, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    ended = podsim(*FINE)
    assert (ended.code, ended.out) == (2, "")
    assert "pip install 'podsim[map]'" in ended.err
