"""Sweeps: what is varied is understood, every combination is checked first, and a cell is the comparison that it is."""

import csv
import io
import itertools
import re
from collections import Counter

import numpy as np
import pytest

from sim import compare
from sim.comparison.words import BETTER, EQUIVALENT, NOT_SETTLED, UNKNOWN, WORSE
from sim.exploring.axes import AxisError, read_axis
from sim.exploring.sweep import Swept, cells_of, sweep
from sim.report.names import speaking
from sim.report.summary import as_text
from sim.report.sweep import cell_rows, pair_rows, picture_of, sweep_page, winner_rows, write_sweep
from sim.report.sweep_page import answer_lines, map_tables, note_lines
from sim.scenario import ScenarioError
from tests.unit.comparison.made import tiny

VOLUME, WINGS = "demand.volume_factor", "formations.pods.policy.wings"
AXES = {
    f"{VOLUME}=0.8:1.2:0.2": (0.8, 1.0, 1.2),
    f"{VOLUME}=0:0.3:0.1": (0.0, 0.1, 0.2, 0.3),  # both ends, and no 0.30000000000000004
    "a=1:0:-.5": (1.0, 0.5, 0.0),
    "formations.pods.teams=2:7:2": (2, 4, 6),
    "a=1e3:2e3:5e2": (1000, 1500, 2000),
    " a.b = x, y": ("x", "y"),
    "a=1,2.5,true,null,no": (1, 2.5, True, None, "no"),
    "a=08:00-16:00,always": ("08:00-16:00", "always"),
    "a=[x, y],[]": (("x", "y"), ()),
    "a={b: 1, c: 2},{}": ({"b": 1, "c": 2}, {}),
    "a='mon, tue','wed'": ("mon, tue", "wed"),
}
BAD = {
    "volume": "write key=from:to:step or key=x,y,z",
    "=1,2": "write key=from:to:step",
    "a.=1,2": "write key=from:to:step",
    "a=": "write key=from:to:step",
    "a=1,,2": "there is an empty value",
    "a=1:2:0": "a step of 0 does not lead from 1 to 2",
    "a=1:2:-1": "a step of -1 does not lead from 1 to 2",
    "a=0:1:0.00001": "more than 1000 values",
    "a=3": "one value varies nothing; give at least two, or use --set a=3",
    "a=3:3:1": "one value varies nothing",
    "a=1,2,1": "a value stands there twice",
    "a=[1,2": "This is not YAML",
}


@pytest.mark.parametrize("text", AXES)
def test_values_as_they_are_written(text):
    found = read_axis(text)
    assert found.key == text.partition("=")[0].strip()
    assert found.values == AXES[text]
    assert [type(value) for value in found.values] == [type(value) for value in AXES[text]]


@pytest.mark.parametrize("text", BAD)
def test_what_cannot_be_understood_is_said(text):
    with pytest.raises(AxisError) as caught:
        read_axis(text)
    assert str(caught.value).startswith(f"--vary {text}: ")
    assert BAD[text] in str(caught.value)


def cells(*texts, scenario=None):
    return cells_of(scenario or tiny(), [read_axis(text) for text in texts], columns=("silos", "pods"))


def test_every_combination_is_a_cell_the_last_key_fastest():
    found = cells(f"{VOLUME}=1,1.5", f"{WINGS}=0,1,2")
    assert [tuple(cell.labels.values()) for cell in found] == list(itertools.product((1, 1.5), (0, 1, 2)))
    assert found[4].scenario.demand.volume_factor == 1.5
    assert found[4].scenario.formations["pods"].policy["wings"] == 1
    assert {(cell.seed, cell.replications) for cell in found} == {(1, 4)}
    assert [cell.seed for cell in cells("seed=3,4")] == [3, 4]


def test_all_that_is_wrong_is_said_at_once_and_once():
    with pytest.raises(ScenarioError) as caught:
        cells(f"{VOLUME}=-1,0,1", f"{WINGS}=1,9", "demand.volume_facto=1,2")
    seen = [problem.seen for problem in caught.value.problems]
    assert seen == [
        f"{VOLUME}=-1", f"{VOLUME}=0", f"{WINGS}=9", "demand.volume_facto=1", "demand.volume_facto=2",
    ]  # fmt: skip
    assert "Did you mean volume_factor" in str(caught.value)
    assert "a number above 0" in str(caught.value)


def test_combinations_are_checked_together():
    """Two people are enough for two teams and one shift; together with three teams they are not."""
    with pytest.raises(ScenarioError, match="5 teams cannot be made of 4 people"):
        cells("people.groups.sales.count=2,4", "formations.pods.teams=2,5")


def test_too_many_or_one_key_twice():
    with pytest.raises(AxisError, match="10,100 combinations; at most 10,000"):
        cells(f"{VOLUME}=0.1:10.1:0.1", "people.away_share=0:0.99:0.01")
    with pytest.raises(AxisError, match="it is varied twice"):
        cells(f"{VOLUME}=1,2", f"{VOLUME}=3,4")


@pytest.fixture(scope="module")
def swept():
    axes = [read_axis(f"{VOLUME}=0.5,1,4"), read_axis("policy.retelling_share=0,0.3")]
    return sweep(tiny({"policy.retelling_share": 0.3}), axes)


def test_the_cell_of_todays_values_is_todays_comparison(swept):
    (own,) = [point for point in swept.points if point.own]
    assert own.values == (1, 0.3)
    expected = compare(tiny({"policy.retelling_share": 0.3}))
    for column, sample in expected.samples.items():
        for name, values in sample.items():
            np.testing.assert_array_equal(own.comparison.samples[column][name], values)
    assert repr(own.comparison.intervals) == repr(expected.intervals)  # not ==: some are nan
    assert {pair: row.keys() for pair, row in own.comparison.paired.items()} == {
        pair: row.keys() for pair, row in expected.paired.items()
    }
    for pair, row in expected.paired.items():
        assert repr(own.comparison.paired[pair]) == repr(row)
    assert repr(own.difference) == repr(expected.paired["silos", "pods"]["resolution_minutes"])


def test_a_sweep_says_its_words_in_a_line(swept):
    said = repr(swept)
    assert said.startswith(f"Sweep of tiny over {VOLUME}, policy.retelling_share: pods against silos in resolution_min")
    assert sum(map(int, re.findall(r"(\d+) (?:better|worse|equivalent|not settled)", said))) == len(swept.points)
    assert "\n" not in said


def test_a_pair_that_a_comparison_does_not_show_is_judged_by_itself(swept):
    turned = Swept(swept.scenario, swept.axes, ("pods", "silos"), swept.measure, swept.results)
    for one, other in zip(swept.points, turned.points, strict=True):
        assert turned.between == (other.difference.first, other.difference.second)
        assert other.difference.interval.mean == pytest.approx(-one.difference.interval.mean)


def test_who_cannot_keep_up_is_known(swept):
    assert [point.tight for point in swept.points] == [()] * 4 + [("sales", "service")] * 2
    assert any("In 2 combinations (!) sales and service cannot keep up" in line for line in note_lines(swept))


def test_the_answer_counts_every_combination(swept):
    counts = Counter(point.word for point in swept.points)
    open_ones, little = counts[NOT_SETTLED], sum(counts[word] for word in EQUIVALENT)
    first, *rest = answer_lines(swept)
    assert first == (
        f"Resolution time, pods with better habits against departments, in 6 combinations: better in {counts[BETTER]}, "
        f"worse in {counts[WORSE]}; too close to call in {little + open_ones} ({little} too little to matter, "
        f"{open_ones} not settled)."
    )
    assert len(rest) == 1
    assert rest[0].startswith("The scenario as it is: ")


def test_a_setting_that_moves_nothing_is_named(swept):
    assert swept.idle == ()
    idle = sweep(
        tiny(), [read_axis("title=a,b"), read_axis(f"{VOLUME}=1,2")], columns=("silos", "pods"), replications=2
    )
    assert idle.idle == ("title",)
    assert next(iter(note_lines(idle))).startswith("title changes no value of any column here.")


def test_tables_are_tidy_and_agree(swept):
    winners, long, pairs = winner_rows(swept), cell_rows(swept), pair_rows(swept)
    assert [row["cell"] for row in winners] == list(range(6))
    assert [(row[VOLUME], row["policy.retelling_share"]) for row in winners] == list(
        itertools.product((0.5, 1, 4), (0, 0.3))
    )
    for row in winners:
        means = {
            one["formation"]: one["mean"]
            for one in long
            if (one["cell"], one["measure"]) == (row["cell"], "resolution_minutes")
        }
        assert (row["first_mean"], row["second_mean"]) == (means["silos"], means["pods"])
        assert row["difference"] == pytest.approx(means["pods"] - means["silos"])
        (same,) = [one for one in pairs if (one["cell"], one["first"], one["second"], one["measure"]) ==
                   (row["cell"], "silos", "pods", "resolution_minutes")]  # fmt: skip
        assert (same["mean"], same["low"], same["word"]) == (row["difference"], row["low"], row["word"])


def test_the_folder_is_complete_and_the_same_again(swept, tmp_path):
    folder = write_sweep(swept, tmp_path, ["podsim"])
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert files == ["cells.csv", "differences.csv", "figures/winner_map.png", "figures/winner_map.svg",
                     "manifest.json", "summary.txt", "winners.csv"]  # fmt: skip
    assert folder.name.startswith("sweep-tiny-")
    again = Swept(swept.scenario, swept.axes, swept.between, swept.measure, swept.results)
    assert write_sweep(again, tmp_path, ["podsim", "otherwise"]) == folder
    rows = list(csv.DictReader(io.StringIO((folder / "winners.csv").read_text())))
    assert [float(row["difference"]) for row in rows] == [p.difference.interval.mean for p in swept.points]


def test_the_map_shows_every_cell_and_fits(swept):
    text = as_text(sweep_page(swept), width=80)
    assert max(map(len, text.splitlines())) <= 80
    words = {BETTER: "P", WORSE: "D", NOT_SETTLED: "?"}
    for row, label in ((1, "0.3"), (0, "0")):
        (line,) = [line for line in text.splitlines() if line.split()[:1] == [label]]
        shown = [words.get(p.word, "=") + "!" * bool(p.tight) for p in swept.points[row::2]]
        if row:
            shown[1] = f"[{shown[1]}]"
        assert line.split()[1:] == shown


def test_people_read_names_and_machines_keys(swept):
    with speaking({"pods": "Squads", "resolution_minutes": "time to a solution"}):
        text = " ".join(as_text(sweep_page(swept)).split())
        picture = picture_of(swept)
    assert "Time to a solution: Squads against departments" in text
    assert not re.search(r"silos|resolution_minutes", text)
    assert re.match(r"Time to a solution: (Squads better|departments better|too close to call)", picture.title)
    assert not re.search(r"silos|resolution time", picture.svg)
    assert {(row["first"], row["second"]) for row in winner_rows(swept)} == {("silos", "pods")}


@pytest.mark.slow
def test_many_values_are_shown_by_letters_some_abreast():
    axes = [read_axis(f"{VOLUME}=0.5:2:0.05"), read_axis(f"{WINGS}=0,1")]
    wide = sweep(tiny(), axes, columns=("silos", "pods"), replications=2)
    tables = list(map_tables(wide, wide.points))
    text = as_text(iter(tables), width=80)
    assert max(map(len, text.splitlines())) <= 80
    labels = [word for line in text.splitlines() for word in line.split() if line.startswith("  ")]
    assert labels == list(axes[0].labels)
    assert "P: better are pods with better habits" in text


@pytest.mark.slow
def test_one_setting_makes_a_line_three_make_panels_four_a_table(swept):
    def made(*texts):
        axes = [read_axis(text) for text in texts]
        return sweep(tiny(), axes, columns=("silos", "pods"), replications=2)

    volume, wings, skill, open_ = f"{VOLUME}=1,2", f"{WINGS}=0,1", "people.away_share=0,0.3", "people.pace_cv=0,0.2"
    one, three, four = made(volume), made(volume, wings, skill), made(volume, wings, skill, open_)
    assert picture_of(one).figure.axes[0].get_xlabel() == VOLUME
    assert [ax.get_title(loc="left") for ax in picture_of(three).figure.axes] == [
        "people.away_share = 0", "people.away_share = 0.3",
    ]  # fmt: skip
    assert picture_of(four) is None
    text = as_text(sweep_page(four))
    assert text.count("across: ") == 4
    assert "By demand.volume_factor: " in " ".join(as_text(sweep_page(one)).split())


def test_the_picture_says_in_words_what_it_shows(swept):
    picture = picture_of(swept)
    assert picture.alt.startswith(
        "Who is better in resolution time over demand.volume_factor and policy.retelling_share"
    )
    assert len(picture.table) == 6


def test_unknown_values_and_odd_words_break_nothing(tmp_path):
    """Where no case is handed over, no share of them comes back."""
    scenario = tiny({"demand.max_needs": 1, "policy.misroute_share": 0})
    axes = [read_axis("title='$x^$ <b>','[red]'"), read_axis(f"{VOLUME}=0.5,1")]
    odd = sweep(scenario, axes, columns=("silos", "pods"), measure="ping_pong_share", replications=2)
    assert {(point.word, point.difference.reason) for point in odd.points} == {(NOT_SETTLED, UNKNOWN)}
    folder = write_sweep(odd, tmp_path, ["podsim"])
    assert "$x^$ <b>" in (folder / "summary.txt").read_text()
    assert (folder / "figures/winner_map.png").stat().st_size > 1000
    assert "$x^$ &lt;b&gt;" in (folder / "figures/winner_map.svg").read_text()
