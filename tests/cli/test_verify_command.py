"""podsim verify: the table, the folder, and the exit code where something is missed."""

import json

from sim.studies.verification import exact


def test_a_table_and_a_folder(podsim, workplace):
    ended = podsim("verify", "--only", "endurance", "--only", "formation_saving", "--quiet")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("11 numbers: 11 met\n")
    folder = workplace / ended.out.splitlines()[-1].removeprefix("Results: ")
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert names == [
        "figures/verification.png",
        "figures/verification.svg",
        "manifest.json",
        "numbers.csv",
        "summary.txt",
    ]


def test_a_number_that_is_missed_is_said_and_ends_in_1(podsim, monkeypatch):
    monkeypatch.setattr(exact, "ENDURANCE", 1.2)
    ended = podsim("verify", "--only", "endurance", "--quiet", "--json")
    assert ended.code == 1
    found = json.loads(ended.out)
    assert (found["passed"], found["counts"]["missed"]) == (False, 2)


def test_what_cannot_be_asked_is_said(podsim):
    ended = podsim("verify", "--only", "endurence")
    assert ended.code == 2
    assert "Did you mean endurance?" in ended.err
    assert podsim("verify", "--write", "--only", "endurance").code == 2
