"""`podsim staff`: the fewest people for targets, and to equal another column."""

import json

import pytest

STAFF = ("staff", "tiny.yaml", "--replications", 3, "--quiet")
TARGET = ("--target", "resolution_minutes=200")


@pytest.mark.slow
def test_a_table_an_answer_and_a_folder(podsim, workplace, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")  # as summary.txt has
    ended = podsim(*STAFF, *TARGET)
    assert ended.code == 0, ended.err
    words = " ".join(ended.out.split())
    assert "To reach: resolution time at most 3.33 h" in words
    assert (
        "To be as good in resolution time as pods with better habits are with today's people, departments would need"
        in words
    )
    folder = workplace / ended.out.splitlines()[-1].removeprefix("Results: ")
    assert " ".join((folder / "summary.txt").read_text().split()) in words
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["targets"] == [{"measure": "resolution_minutes", "at_most": 200.0}]
    assert podsim(*STAFF, *TARGET).out == ended.out


def test_targets_of_the_scenario_and_json(podsim):
    targets = "targets=[{measure: resolution_minutes, at_most: 200}]"
    found = json.loads(podsim(*STAFF, "--set", targets, "--formations", "silos,pods", "--json").out)
    given = json.loads(podsim(*STAFF, *TARGET, "--formations", "silos,pods", "--json").out)
    assert found == given
    assert [(answer["formation"], answer["match"]) for answer in found["answers"]] == [
        ("silos", None), ("pods", None), ("silos", "pods"), ("pods", "silos"),
    ]  # fmt: skip
    for answer in found["answers"]:
        assert sum(answer["by_function"].values()) == answer["people"] == 4 + answer["change"]


def test_a_match_needs_no_targets(podsim):
    found = json.loads(podsim(*STAFF, "--match", "silos", "--measure", "abandoned_share", "--json").out)
    assert {answer["match"] for answer in found["answers"]} == {"silos"}
    assert found["measure"] == "abandoned_share"


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        ((), 3, "targets (missing) Nothing says what is to be reached."),
        (("--target", "resolution_minutes"), 2, "write MEASURE=VALUE or MEASURE@CHANNEL=VALUE"),
        (("--target", "resolution_minutes=soon"), 2, "write MEASURE=VALUE or MEASURE@CHANNEL=VALUE"),
        (("--target", "resolution_minuts=3"), 3, "resolution_minutes"),
        (("--target", "abandoned_share@vioce=0.1"), 3, "Did you mean voice?"),
        (("--match", "pod"), 2, "Did you mean pods?"),
        (("--match", "pods", "--formations", "pods"), 2, "there is no other column to equal it"),
        (("--match", "pods", "--measure", "cases_arrived"), 2, "so nobody wins"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_run(podsim, workplace, more, code, said):
    ended = podsim(*STAFF, *more)
    assert (ended.code, ended.out) == (code, "")
    assert said in " ".join(ended.err.split())
    assert not (workplace / "results").exists()
