"""`podsim road`: a table of roads, a folder, files to change, and what is said of mistakes."""

import json

import pytest

ROAD = ("road", "tiny.yaml", "--weeks", 26, "--replications", 2, "--worlds", 1, "--quiet")


def test_a_table_a_page_and_a_folder(podsim, workplace, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    ended = podsim(*ROAD, "big_bang")
    assert ended.code == 0, ended.err
    lines = ended.out.splitlines()
    assert len(lines) <= 30
    assert [line.split("  ")[0] for line in lines if line.startswith(("Stay", "Big bang "))] == [
        "Stay as today", "Big bang",
    ]  # fmt: skip
    assert any(line.startswith("Rests on     most on ") for line in lines)
    folder = workplace / lines[-1].removeprefix("Results: ")
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names == {
        "summary.txt", "roads.csv", "weekly.csv", "money.csv", "bridge.csv", "report.html", "manifest.json",
        "figures/j_curves.png", "figures/j_curves.svg", "roads/stay.yaml", "roads/big_bang.yaml",
    }  # fmt: skip
    manifest = json.loads((folder / "manifest.json").read_text())
    assert (manifest["weeks"], manifest["replications"], manifest["worlds"]) == (26, 2, 1)
    again = json.loads(podsim(*ROAD, "big_bang", "--json").out)
    assert again["results"] == str(folder.relative_to(workplace))
    assert [row["road"] for row in again["table"]] == ["stay", "big_bang"]


def test_roads_are_written_to_be_changed_and_never_over_others(podsim, workplace):
    assert podsim("road", "tiny.yaml", "--write", "mine").out.split() == [
        f"mine/{name}.yaml" for name in ("stay", "better_habits_only", "by_quarter", "big_bang")
    ]
    text = (workplace / "mine" / "big_bang.yaml").read_text()
    assert "teams: [pod 1, pod 2]" in text
    assert "# pod 1: 1 sales, 1 service" in text
    ended = podsim("road", "tiny.yaml", "--write", "mine")
    assert ended.code == 2
    assert "nothing is overwritten" in ended.err
    assert podsim("road", "tiny.yaml", "mine/big_bang.yaml", "mine/stay.yaml", "--write", "again").out.split() == [
        "again/stay.yaml", "again/big_bang.yaml",
    ]  # fmt: skip
    assert (workplace / "again" / "big_bang.yaml").read_text() == text


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("big_bank",), 3, "There is no such road. Did you mean big_bang?"),
        (("missing.yaml",), 3, "There is no such file."),
        (("wrong.yaml",), 3, "wrong.yaml: 2 problems, nothing was run"),
        (("wrong.yaml", "big_bank"), 3, "Did you mean big_bang?"),
        (("--by", "beauty"), 2, "beauty"),
        (("--weeks", 3), 2, "26"),
        (("fine.yaml", "also.yaml"), 2, "two roads are called fine"),
        (("no_stay.yaml",), 3, "On the road stay nothing changes"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_run(podsim, workplace, arguments, code, said):
    wrong = "name: wrong\nstages:\n  - {week: 4, into: podz}\n  - {week: 9, habits: silo}\n"
    (workplace / "wrong.yaml").write_text(wrong)
    (workplace / "no_stay.yaml").write_text("name: stay\nstages:\n  - {week: 4, into: pods}\n")
    for name in ("fine", "also"):
        (workplace / f"{name}.yaml").write_text("name: fine\nstages: []\n")
    ended = podsim("road", "tiny.yaml", *arguments, "--quiet")
    assert (ended.code, ended.out) == (code, "")
    assert said in " ".join(ended.err.split())
    assert not (workplace / "results").exists()


def test_on_a_narrow_screen_nothing_is_cut_and_people_are_told_where_asked(podsim, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    ended = podsim(*ROAD[:-3], "--quiet", "big_bang", "--people")
    assert ended.code == 0, ended.err
    lines = ended.out.splitlines()
    heads = [
        line for line in lines if line.startswith(" ") and line.split() == ["costs", "deepest", "dip", "pays", "back"]
    ]
    assert len(heads) == 1
    assert [len(line.split("  ")) > 3 for line in lines if line.startswith("Stay as today")] == [True, True]
    assert any(line.startswith("In people") for line in lines)
    assert "nobody is dismissed" in " ".join(ended.out.split())
