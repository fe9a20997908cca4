"""`podsim flip`: the table, the folder, and what cannot be asked."""

import csv
import json

QUICK = ("--replications", 2, "--quiet")


def test_a_table_and_a_folder(podsim, workplace):
    ended = podsim("flip", "tiny.yaml", *QUICK, "--over", "retelling_share", "--over", "demand.hidden_share")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("tiny: what would have to be true for pods with better habits against departments")
    folder = workplace / ended.out.splitlines()[-1].removeprefix("Results: ")
    assert folder.name.startswith("flip-tiny-")
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert names == [
        "figures/tornado.png", "figures/tornado.svg", "flips.csv", "manifest.json", "points.csv", "summary.txt",
    ]  # fmt: skip
    with (folder / "flips.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["assumption"] for row in rows} == {"policy.retelling_share", "demand.hidden_share"}
    assert all(row["sentence"].startswith("pods with better habits against departments") for row in rows)
    assert {row["measure"] for row in rows} == {
        "resolution_minutes", "resolution_minutes@voice", "resolution_minutes@mail",
    }  # fmt: skip
    again = podsim("flip", "tiny.yaml", *QUICK, "--over", "retelling_share", "--over", "demand.hidden_share")
    assert again.out.splitlines()[-1] == ended.out.splitlines()[-1]


def test_json_and_a_range_of_ones_own(podsim):
    wanted = "demand.channels.mail.cases_per_week=30:50"
    found = json.loads(
        podsim("flip", "tiny.yaml", *QUICK, "--json", "--over", wanted, "--between", "silos_plus,pods").out
    )
    (row,) = [row for row in found["flips"] if row["measure"] == "resolution_minutes"]
    assert (row["first"], row["second"], row["low"], row["high"], row["value"]) == ("silos_plus", "pods", 30, 50, 40)


def test_what_cannot_be_asked_is_said(podsim):
    def refused(*arguments):
        ended = podsim("flip", "tiny.yaml", *QUICK, *arguments)
        assert ended.code == 2
        return ended.err

    assert "Did you mean policy.retelling_share?" in refused("--over", "policy.retelling_shar")
    assert "a range is LOW:HIGH" in refused("--over", "policy.retelling_share=3")
    assert "a range is LOW:HIGH" in refused("--over", "policy.retelling_share=0.3:0.1")
    assert "give a range" in refused("--over", "demand.channels.mail.cases_per_week")
    assert "not a setting with a number" in refused("--over", "policy.lead=0:1")
    assert "no such measure as 'felt_empaty'. Did you mean felt_empathy?" in refused("--measure", "felt_empaty")
    assert "two columns joined by a comma" in refused("--between", "silos")
    assert "Did you mean pods?" in refused("--between", "silos,pds")


def test_a_value_that_is_no_scenario_is_bad_input(podsim):
    ended = podsim("flip", "tiny.yaml", *QUICK, "--over", "policy.retelling_share=0:3")
    assert ended.code == 3
    assert "policy.retelling_share must be a number from 0 to 1" in ended.err
