"""`podsim compare --placebo`: random teams beside designed ones."""

import csv
import json

import pytest

from sim.comparison.words import WORDS

PLACEBO = ("compare", "tiny.yaml", "--replications", 3, "--quiet", "--quick", "--placebo", "--placebo-draws", 2)


def test_it_is_said_beside_the_comparison(podsim, workplace):
    ended = podsim(*PLACEBO)
    assert ended.code == 0, ended.err
    plain = podsim(*PLACEBO[:6]).out
    comparison, _, said = ended.out.partition("\nPlacebo: pods drawn at random, and a dispatcher blind to teams\n")
    assert plain.startswith(comparison)
    words = " ".join(said.split())
    assert words.startswith("As many teams as pods with better habits (2) drawn at random 2 times, with the policy of ")
    for name in ("resolution time", "felt empathy", "occupancy of the busiest tenth"):
        assert f"{name}: pods with better habits drawn at random " in words
    assert words.count("Against departments with better habits (") == 3


def test_as_json_and_in_the_results_folder(podsim, workplace):
    found = json.loads(podsim(*PLACEBO, "--json").out)
    placebo = found["placebo"]
    assert (placebo["of"], placebo["base"], placebo["teams"], placebo["draws"]) == ("pods", "silos_plus", 2, 2)
    for row in placebo["measures"].values():
        assert row["design"]["mean"] == pytest.approx(row["designed"]["mean"] - row["drawn"]["mean"])
        assert row["word"] in WORDS
    designed = placebo["measures"]["load_p90"]["designed"]
    assert designed["mean"] == pytest.approx(found["differences"]["silos_plus→pods"]["load_p90"]["mean"])
    folder = workplace / found["results"]
    with (folder / "placebo.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    drawn = [float(row["mean"]) for row in rows if row["what"] in ("level of placebo 1", "level of placebo 2")]
    gain = next(float(row["mean"]) for row in rows if (row["measure"], row["what"]) == ("load_p90", "drawn"))
    base = found["formations"]["silos_plus"]["load_p90"]["mean"]
    assert sum(drawn[-2:]) / 2 - base == pytest.approx(gain)
    assert json.loads((folder / "manifest.json").read_text())["random_draws"] == 2
    # Another question, another folder.
    assert podsim(*PLACEBO[:6]).out.splitlines()[-1].removeprefix("Results: ") != found["results"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--formations", "silos,silos_plus"), "random teams are compared with the columns pods and silos_plus"),
        (("--formations", "pods"), "chosen: pods"),
        (("--null",), "--placebo goes with a comparison"),
        (("--placebo-draws", "1"), "--placebo-draws"),
    ],
)  # fmt: skip
def test_what_it_cannot_be_asked_for(podsim, workplace, more, said):
    ended = podsim(*PLACEBO, *more)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert not (workplace / "results").exists()


def test_a_name_that_is_taken_is_said_before_anything_runs(podsim, workplace):
    ended = podsim(*PLACEBO, "--set", "formations.placebo={partition: pool}")
    assert (ended.code, ended.out) == (3, "")
    assert "A column is called placebo already" in ended.err
