"""`podsim calibrate`: what it shows, what it keeps, what it changes in a file."""

import difflib
import json
import os

import pytest
from ruamel.yaml import YAML

from sim.scenario import load_scenario
from tests.unit.exploring.calibrated import DESK

pytestmark = pytest.mark.slow

QUICK = ("--quiet", "--ridge", 0)
WRITTEN = """\
# A desk of our own.
extends: small_desk.yaml
name: ours
demand:
  channels:
    voice:                  # who waits
      hour_weights: [0, 0, 0, 0, 0, 0, 0, 0,  1, 1,  1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
    mail: {cases_per_week: 900}        # (?)
"""


@pytest.fixture
def desk(workplace):
    with (workplace / "small_desk.yaml").open("w") as file:
        YAML().dump(DESK, file)
    (workplace / "ours.yaml").write_text(WRITTEN)
    return workplace


def test_tables_and_results_folder(podsim, desk):
    before = (desk / "small_desk.yaml").read_bytes()
    ended = podsim("calibrate", "small_desk.yaml", *QUICK)
    assert (ended.code, ended.err) == (0, "")
    for said in ("Targets", "other customers", "MISS", "Out of reach", "Load of departments"):
        assert said in ended.out
    *_, last = ended.out.splitlines()
    folder = desk / last.partition("Results: ")[2]
    assert "seconds." in last
    assert sorted(path.name for path in folder.iterdir()) == [
        "calibration.json", "manifest.json", "parameters.csv", "summary.txt", "targets.csv",
    ]  # fmt: skip
    record = json.loads((folder / "calibration.json").read_text(encoding="utf-8"))
    assert (record["seed"], record["replications"], record["column"]) == (1, 2, "silos")
    assert record["versions"]["numpy"]
    assert "seconds" not in record
    assert (desk / "small_desk.yaml").read_bytes() == before


@pytest.mark.slow
def test_equal_calibrations_share_a_folder(podsim, desk):
    first, again = (podsim("calibrate", "small_desk.yaml", *QUICK, "--json") for _ in range(2))
    one, other = json.loads(first.out), json.loads(again.out)
    assert one["results"] == other["results"]
    assert one["seconds"] > 0


def test_weeks_replications_and_seed(podsim, desk):
    found = json.loads(
        podsim("calibrate", "small_desk.yaml", *QUICK, "--weeks", 1, "--replications", 1, "--seed", 5, "--json").out
    )
    assert (found["measured_weeks"], found["replications"], found["seed"]) == (1, 1, 5)
    assert found["changes"] == ["time.measured_weeks=1"]


def test_write_keeps_everything_else(podsim, desk):
    ended = podsim("calibrate", "ours.yaml", *QUICK, "--write")
    assert ended.code == 0
    assert "Written: ours.yaml" in ended.out
    after = (desk / "ours.yaml").read_text()
    lines = list(difflib.ndiff(WRITTEN.splitlines(True), after.splitlines(True)))
    out, put_in = ([line[2:] for line in lines if line[0] == sign] for sign in "-+")
    assert out == ["    mail: {cases_per_week: 900}        # (?)\n"]
    assert put_in[-1].startswith("    mail: {cases_per_week: 900, ")
    assert put_in[-1].endswith("}        # (?)\n")
    assert all(line.strip().split(":")[0] in ("continuation_factor", "misroute_factor") for line in put_in[:-1])
    record = json.loads((desk / "ours.calibration.json").read_text(encoding="utf-8"))
    scenario = load_scenario("ours.yaml")
    for key, value in record["settings"].items():
        *_, channel, name = key.split(".")
        assert getattr(scenario.demand.channels[channel], name) == value
    assert sorted(path.name for path in desk.iterdir()) == [
        "ours.calibration.json", "ours.yaml", "small_desk.yaml", "tiny.yaml",
    ]  # fmt: skip
    assert podsim("validate", "ours.yaml").code == 0


@pytest.mark.slow
def test_writing_again_changes_little(podsim, desk):
    """From where it ended a calibration comes to about the same numbers, and has no further line to write."""
    podsim("calibrate", "ours.yaml", *QUICK, "--write")
    once = (desk / "ours.yaml").read_text()
    first = json.loads((desk / "ours.calibration.json").read_text(encoding="utf-8"))
    podsim("calibrate", "ours.yaml", *QUICK, "--write")
    assert len((desk / "ours.yaml").read_text().splitlines()) == len(once.splitlines())
    again = json.loads((desk / "ours.calibration.json").read_text(encoding="utf-8"))
    values = [{row["setting"]: row["after"] for row in record["parameters"]} for record in (first, again)]
    assert values[1] == pytest.approx(values[0], abs=0.03)


@pytest.mark.slow
def test_with_a_ridge(podsim, desk):
    ended = podsim("calibrate", "small_desk.yaml", "--quiet", "--ridge", 2, "--weeks", 1, "--replications", 1)
    assert ended.code == 0
    for said in ("on the ridge", "The verdict along the ridge", "pods with better habits against", "as fitted"):
        assert said in ended.out
    folder = desk / ended.out.splitlines()[-1].partition("Results: ")[2]
    assert (folder / "ridge.csv").read_text(encoding="utf-8").startswith("channel,")


def test_a_log(podsim, workplace):
    ended = podsim("calibrate", "it_incidents", *QUICK, "--weeks", 3)
    assert ended.code == 0
    assert "the other half of the log" in ended.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("no_such_desk",), 3, "There is no such scenario"),
        (("small_desk.yaml", "--set", "demand.channels.fax.live=true"), 3, "fax"),
        (("small_desk.yaml", "--set", "demand.chanels.mail.live=true"), 3, "Did you mean channels"),
        (("small_desk.yaml", "--weeks", 0), 2, "weeks"),
        (("small_desk.yaml", "--ridge", 1), 2, "--ridge 1"),
        (("theory/mm1", "--ridge", 0), 3, "nothing to"),
        (("it_incidents", "--set", "demand.replay.file=nowhere.csv"), 3, "nowhere.csv"),
        (("it_incidents", "--set", "demand.replay.end=2016-04-07", "--ridge", 0), 3, "nothing to compare with"),
    ],
)
def test_bad_input(podsim, desk, arguments, code, said):
    ended = podsim("calibrate", *arguments, "--quiet")
    assert ended.code == code
    assert said in ended.err
    assert not (desk / "results").exists()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="whoever may write everywhere is refused nothing")
def test_a_file_that_cannot_be_written_is_refused_before_time_is_spent(podsim, desk):
    (desk / "small_desk.yaml").chmod(0o444)
    ended = podsim("calibrate", "small_desk.yaml", *QUICK, "--write")
    assert ended.code == 2
    assert "cannot be written" in ended.err
