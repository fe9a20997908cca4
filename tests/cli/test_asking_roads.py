"""`podsim flip --road` and `podsim sweep --road`: tables, folders, and what cannot be asked of roads."""

import csv
import json

import pytest

from tests.cli.interrupting import interrupted

QUICK = ("--weeks", 26, "--replications", 2, "--quiet")
FLIP = ("flip", "tiny.yaml", *QUICK)
HABITS_AND_PODS = ("better_habits_only", "big_bang")
SWEEP = ("sweep", "tiny.yaml", *QUICK, "--vary", "over_time.learning.learning_keeps_share=0.2,0.3")


def rows_of(folder, name):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.slow
def test_turning_points_of_a_road_in_time_and_money(podsim, workplace):
    ended = podsim(*FLIP, "--road", "big_bang", "--over", "learning_keeps_share", "--over", "policy.link_minutes=1:2")
    assert (ended.code, ended.err) == (0, "")
    assert "Big bang against stay: resolution time in the last 13 weeks" in ended.out
    assert "Big bang: money beside stay by week 26, thousand EUR" in ended.out
    folder = workplace / ended.out.splitlines()[-1].removeprefix("Results: ")
    rows = rows_of(folder, "flips.csv")
    assert {(row["first"], row["second"], row["measure"]) for row in rows} == {
        ("stay", "big_bang", "resolution_minutes"), ("stay", "big_bang", "money"),
    }  # fmt: skip
    assert {row["assumption"] for row in rows} == {"over_time.learning.learning_keeps_share", "policy.link_minutes"}
    assert all(float(row["worth_having"]) == 0.0 for row in rows if row["measure"] == "money")
    assert (folder / "figures" / "tornado.png").is_file()


@pytest.mark.slow
def test_without_names_what_changes_over_weeks_is_looked_at_once(podsim):
    found = json.loads(podsim(*FLIP, "--road", "better_habits_only", "--road", "big_bang", "--json").out)
    once = found["looked_at_once"]
    assert all(name.startswith("over_time.") for name in once)
    assert list(once.values()) == sorted(once.values(), reverse=True)
    closely = {row["assumption"] for row in found["flips"]}
    assert closely == set(list(once)[:3])
    questions = {(row["first"], row["second"], row["measure"]) for row in found["flips"]}
    assert questions == {
        ("better_habits_only", "big_bang", "resolution_minutes"),
        *(("stay", road, name) for road in HABITS_AND_PODS for name in ("resolution_minutes", "money")),
    }  # fmt: skip


@pytest.mark.slow
def test_a_sweep_of_a_road(podsim, workplace):
    ended = podsim(*SWEEP, "--road", "big_bang")
    assert (ended.code, ended.err) == (0, "")
    folder = workplace / ended.out.splitlines()[-1].removeprefix("Results: ")
    rows = rows_of(folder, "winners.csv")
    assert [row["own"] for row in rows] == ["False", "True"]
    assert all((row["first"], row["second"]) == ("stay", "big_bang") for row in rows)
    again = json.loads(podsim(*SWEEP, "--road", "big_bang", "--json").out)
    assert [cell["difference"]["mean"] for cell in again["cells"]] == [float(row["difference"]) for row in rows]
    # The value as it is gives what `podsim road` finds.
    table = json.loads(
        podsim("road", "tiny.yaml", "big_bang", *QUICK, "--json").out
    )["table"]  # fmt: skip
    here = next(row for row in table if row["road"] == "big_bang")
    assert here["resolution_minutes"] == pytest.approx(again["cells"][1]["roads"]["big_bang"])


@pytest.mark.slow
def test_after_an_interruption_turning_points_go_on_from_what_is_finished(process, workplace):
    over = [
        f"--over={key}"
        for key in ("policy.link_minutes=1:2", "policy.retelling_share=0.02:0.1", "demand.ambiguity_mean=0.1:0.4")
    ]
    command = ("flip", "tiny.yaml", "--weeks", 26, "--replications", 2, "--road", "big_bang", *over)
    code, err, _, kept = interrupted(process, workplace, command, pause=20)
    assert code == 130, err
    assert kept >= 2
    assert f"{kept} finished cells are kept in results/.cells; the same command goes on from there" in err
    store = workplace / "results" / ".cells"
    written = {path: path.stat().st_mtime_ns for path in store.iterdir()}
    assert len(written) == kept  # nothing half-written
    out, err = process(*command).communicate(timeout=120)
    assert "what would have to be true on roads of 26 weeks" in out, err
    assert {path: path.stat().st_mtime_ns for path in written} == written
    assert len(list(store.iterdir())) > kept


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((*FLIP, "--road", "stay"), "staying is what roads are judged beside"),
        ((*FLIP, "--road", "big_bang", "--between", "silos_plus,pods"), "--between says nothing of roads"),
        ((*FLIP, "--road", "big_bang", "--measure", "handoffs"), "of roads one of resolution_minutes"),
        ((*FLIP, *("--road", "big_bang", "--road", "by_quarter", "--road", "better_habits_only")), "at most 2"),
        (FLIP, "--weeks is for roads"),
        (SWEEP, "--weeks is for roads"),
        ((*SWEEP, "--road", "big_bang", "--formations", "silos,pods"), "--formations says nothing of roads"),
    ],
)
def test_what_cannot_be_asked_of_roads(podsim, asked, said):
    ended = podsim(*asked)
    assert ended.code == 2
    assert said in ended.err


def test_a_road_that_does_not_fit_is_bad_input(podsim):
    ended = podsim(*FLIP, "--road", "bigbang")
    assert ended.code == 3
    assert "Did you mean big_bang?" in ended.err
