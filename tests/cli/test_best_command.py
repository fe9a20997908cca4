"""`podsim best`: a shortlist of all levers; with --sides the best of each side, and a scenario that has both."""

import json

import pytest

from sim import compare, load_scenario

BEST = ("best", "tiny.yaml", "--sides", "--designs", 4, "--replications", 3, "--quiet")


def test_a_screen_a_folder_and_a_scenario(podsim, workplace, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")  # as summary.txt has
    ended = podsim(*BEST, "--write", "new/both.yaml")
    assert ended.code == 0, ended.err
    folder = workplace / ended.out.splitlines()[-1].removeprefix("Results: ")
    assert (folder / "summary.txt").read_text().split() == ended.out.split()[:-2]
    manifest = json.loads((folder / "manifest.json").read_text())
    assert (manifest["designs"], manifest["replications"], manifest["replications_in_training"]) == (4, 3, 4)
    found = json.loads(podsim(*BEST, "--json").out)
    pair = ("departments_best", "pods_best")
    (row,) = [row for row in found["differences"] if row["measure"] == "resolution_minutes" and not row["channel"]]
    judged = compare(load_scenario("new/both.yaml"), formations=pair).paired[pair]["resolution_minutes"]
    assert (row["mean"], row["low"], row["word"]) == (judged.interval.mean, judged.interval.low, judged.word)


def test_what_is_changed_on_the_command_line_is_written_too(podsim, workplace):
    ended = podsim(*BEST, "--set", "people.groups.sales.count=3", "--target", "load_mean=0.9", "--write", "both.yaml")
    assert ended.code == 0, ended.err
    written = load_scenario("both.yaml")
    assert written.people.groups[0].count == 3
    assert [target.measure for target in written.targets] == ["load_mean"]
    assert {"departments_best", "pods_best"} <= written.formations.keys()


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (("--set", "formations.pods_best.partition=pool"), 3, "give this column another name"),
        (("--target", "nonsense=3"), 3, "nonsense"),
        (("--set", "money.second_skill_per_year=-1"), 3, "money.second_skill_per_year must be a number from 0"),
        (("--measure", "resolution"), 2, "there is no such measure"),
        (("--write", "tiny.yaml"), 2, "it is there already; name a new file"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_run(podsim, workplace, more, code, said):
    ended = podsim(*BEST, *more)
    assert (ended.code, ended.out) == (code, "")
    assert said in " ".join(ended.err.split())
    assert not (workplace / "results").exists()


@pytest.mark.slow
def test_a_shortlist_of_all_levers(podsim, workplace):
    asked = ("best", "tiny.yaml", "--designs", 60, "--replications", 2, "--quiet")
    ended = podsim(*asked)
    assert (ended.code, ended.err) == (0, "")
    for said in ("Looked at", "Selected", "silos_plus", "best_1", "none of them was met in the search"):
        assert said in " ".join(ended.out.split())
    found = json.loads(podsim(*asked, "--json").out)
    assert found["results"] == ended.out.splitlines()[-1].removeprefix("Results: ")
    assert set(found["shown"]) >= {"silos_plus", "best_1"}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--sides", "--budget", "0.1"), "--budget does not go with --sides"),
        (("--write", "x.yaml"), "--write goes with --sides"),
    ],
)
def test_what_does_not_go_together(podsim, workplace, more, said):
    ended = podsim("best", "tiny.yaml", *more)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert not (workplace / "results").exists()
