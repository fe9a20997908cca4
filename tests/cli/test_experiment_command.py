"""`podsim experiment`: run, publish, replicate, and what a lecturer can mark by."""

from __future__ import annotations

import csv
import json
import shutil

import pytest

from tests.unit.studies.studies import small, write


@pytest.fixture
def study(workplace):
    """small.yaml in the working folder."""
    return write(workplace)


@pytest.fixture
def published(study, podsim, workplace):
    """The table of small.yaml, published in a folder of the test."""
    ended = podsim("experiment", "small.yaml", "--write", "--quiet")
    assert ended.code == 0, ended.err
    assert "Published: tables/small.csv" in ended.out
    shutil.rmtree(workplace / "results")  # with its finished cells: what is checked is computed anew
    return workplace / "tables" / "small.csv"


def alter(table, place, name, change):
    """Change one cell of a table. change: text -> text."""
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file))
    rows[place][name] = change(rows[place][name])
    with table.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_a_run_says_question_hypothesis_answer_and_how_sure(study, podsim, workplace):
    ended = podsim("experiment", "small.yaml", "--quiet")
    assert ended.code == 0
    for words in ("Who is quicker, and does it depend on load?", "Hypothesis, written before the run", "Answer",
                  "Pods save handoffs at every load. Seen:", "3 replications of every cell, seed 3."):  # fmt: skip
        assert words in " ".join(ended.out.split())
    assert max(map(len, ended.out.splitlines())) <= 100
    (folder,) = [path for path in (workplace / "results").iterdir() if not path.name.startswith(".")]
    assert sorted(path.name for path in folder.iterdir()) == [
        "experiment.yaml", "manifest.json", "summary.txt", "table.csv"
    ]  # fmt: skip
    manifest = json.loads((folder / "manifest.json").read_text())
    assert [one["levels"] for one in manifest["cells"]] == [{"load": "0.5"}, {"load": "1"}]
    assert not list(workplace.glob("tables"))  # nothing is published that was not asked for


@pytest.mark.parametrize("width", [60, 100, 200])
def test_lines_suit_the_terminal_and_are_broken_once(study, podsim, workplace, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    lines = podsim("experiment", "small.yaml", "--quiet").out.splitlines()
    within = min(width, 100)
    sure = next(place for place, line in enumerate(lines) if line.startswith("3 replications"))
    assert max(map(len, lines[:sure])) <= within
    assert within - 15 < len(lines[sure]) <= within
    assert lines[sure + 1].startswith("  ")


def test_the_same_command_gives_the_same_folder_and_finds_finished_cells(study, podsim, workplace):
    first = podsim("experiment", "small.yaml", "--quiet")
    cells = {path: path.stat().st_mtime_ns for path in (workplace / "results" / ".cells").glob("*.cell")}
    second = podsim("experiment", "small.yaml", "--quiet")
    assert first.out == second.out
    assert len(cells) == 2
    assert {path: path.stat().st_mtime_ns for path in (workplace / "results" / ".cells").glob("*.cell")} == cells


def test_a_replication_is_told_that_it_is_identical(published, podsim):
    ended = podsim("experiment", "small.yaml", "--check", "--quiet")
    assert ended.code == 0
    assert ended.out.splitlines()[-1] == "Beside the published table: identical"


def test_within_1e_9(published, podsim):
    alter(published, 0, "mean", lambda text: repr(float(text) * (1 + 1e-12)))
    ended = podsim("experiment", "small.yaml", "--check", "--quiet")
    assert ended.code == 0
    assert "Beside the published table: equal within 1e-9" in ended.out


def test_an_altered_table_is_different_and_it_says_where(published, podsim):
    alter(published, 3, "mean", lambda text: repr(float(text) * 1.001))
    ended = podsim("experiment", "small.yaml", "--check", "--quiet")
    assert ended.code == 1
    last = ended.out[ended.out.index("Beside the published table:") :]
    assert "different, first at row 4 (loads, tiny, 0.5, silos_plus, handoffs), mean: " in last
    assert "published" in last


def test_another_seed_is_consistent_with_what_was_published(published, podsim):
    ended = podsim("experiment", "small.yaml", "--check", "--seed", 9, "--quiet")
    assert ended.code == 5
    assert "Beside the published table: consistent with the published interval" in ended.out
    assert "rows agree at once at 99%" in ended.out


def test_another_seed_does_not_excuse_another_answer(published, podsim):
    for name in ("mean", "low", "high"):
        alter(published, 0, name, lambda text: repr(float(text) + 1e6))
    ended = podsim("experiment", "small.yaml", "--check", "--seed", 9, "--quiet")
    assert ended.code == 1
    assert "Luck does not explain it: " in ended.out


def test_another_version_may_differ_by_luck_as_another_seed_may(published, podsim):
    alter(published, 0, "mean", lambda text: repr(float(text) * 1.0001))
    record = published.with_suffix(".json")
    record.write_text(json.dumps(json.loads(record.read_text()) | {"sources_sha256": "0" * 64}))
    assert podsim("experiment", "small.yaml", "--check", "--quiet").code == 5


def test_nothing_published_to_compare_with(study, podsim, workplace):
    ended = podsim("experiment", "small.yaml", "--check", "--quiet")
    assert ended.code == 3
    assert "There is no published table tables/small.csv" in ended.err
    assert not (workplace / "results").exists()  # nothing was run


def test_the_reduced_form_has_a_table_of_its_own(study, podsim, workplace):
    assert podsim("experiment", "small.yaml", "--reduced", "--write", "--quiet").code == 0
    assert sorted(path.name for path in (workplace / "tables").iterdir()) == ["small.reduced.csv", "small.reduced.json"]
    ended = podsim("experiment", "small.yaml", "--reduced", "--check", "--quiet")
    assert ended.code == 0
    assert "identical" in ended.out.splitlines()[-1]


def test_json(published, podsim):
    ended = podsim("experiment", "small.yaml", "--check", "--json", "--quiet")
    said = json.loads(ended.out)
    assert said["check"] == {"answer": "identical", "where": "", "note": ""}
    assert said["predictions"][0]["says"] == "Pods save handoffs at every load"
    assert (said["cells"], said["seed"]) == (2, 3)


def test_check_and_write_exclude_each_other(study, podsim):
    ended = podsim("experiment", "small.yaml", "--check", "--write")
    assert ended.code == 2
    assert "one at a time" in ended.err


def test_a_bad_file_runs_nothing(podsim, workplace):
    write(workplace, small(measures=["handofs"], replications=1))
    ended = podsim("experiment", "small.yaml")
    assert ended.code == 3
    assert "nothing was run" in ended.err
    assert not (workplace / "results").exists()


def test_interrupted_it_says_how_to_go_on(study, podsim, monkeypatch):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.studies.run_study", interrupted)
    ended = podsim("experiment", "small.yaml", "--quiet")
    assert (ended.code, ended.err) == (130, "podsim: interrupted; nothing unfinished was kept\n")
    (study.parent / "results" / ".cells").mkdir(parents=True)
    for name in ("one", "two"):
        (study.parent / "results" / ".cells" / f"{name}.cell").touch()
    ended = podsim("experiment", "small.yaml", "--quiet")
    said = "interrupted; 2 finished cells are kept in results/.cells; the same command goes on from there"
    assert (ended.code, ended.err) == (130, f"podsim: {said}\n")


def test_the_schema_of_experiment_files(podsim):
    assert json.loads(podsim("schema", "--experiment").out)["title"] == "podsim experiment"
    assert json.loads(podsim("schema").out)["title"] == "podsim scenario"


@pytest.mark.slow
def test_equal_results_on_a_cluster(published, podsim):
    ended = podsim("experiment", "small.yaml", "--check", "--cluster", "local", "--quiet")
    assert ended.code == 0, ended.err
    assert "identical" in ended.out.splitlines()[-1]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["head_to_head", "rotation", "technology", "winner_map"])
def test_the_reduced_form_of_what_ships_is_replicated(name, podsim):
    ended = podsim("experiment", name, "--reduced", "--check", "--quiet")
    assert ended.code == 0, ended.out[-500:] + ended.err
