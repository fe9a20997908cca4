"""What a notebook shows of results: short texts, a piece of HTML, figures by name, progress."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from matplotlib.figure import Figure

import sim.exploring.full
import sim.exploring.sensitivity
import sim.exploring.staffing.in_people
import sim.report.whole
from sim import compare, run
from sim.report.pictures.by_name import WITH_WORLDS, pictures_by_name
from sim.report.summary import as_text, page
from sim.report.verdict import sentence
from sim.report.watching import watching
from tests.unit.comparison.made import comparison, tiny

CORNERS = {"silos": (500, 0.5), "pods_today": (480, 0.5), "silos_plus": (400, 0.6), "pods": (300, 0.6)}
MOST_CHARACTERS = 600  # of a text; what a dataclass says of itself is a hundred times as long
QUICK = {"formations": ("silos", "pods"), "replications": 2}


@pytest.fixture(scope="module")
def answer():
    return comparison(CORNERS)


def test_a_comparison_says_its_answer_in_three_lines_at_most(answer):
    lines = repr(answer).splitlines()
    assert lines[0].startswith("tiny: the same ")
    assert lines[-1] == sentence(answer)
    assert "10 runs" in lines[0]
    assert len(lines) <= 3
    assert len(repr(answer)) <= MOST_CHARACTERS


def test_its_cell_has_sentence_tiles_and_table_and_no_script(answer):
    cell = answer._repr_html_()
    assert sentence(answer).replace("-", "−") in cell
    assert cell.count('<article class="tile">') == 4
    assert cell.count("<table>") == 1
    assert "habits bring" in cell
    assert "<script" not in cell
    assert "report.html" not in cell


def test_the_text_of_its_folder_is_written_and_not_shown(answer, monkeypatch):
    text = as_text(page(answer, everything=True))
    monkeypatch.setattr("rich.console._is_jupyter", lambda: True)
    assert as_text(page(answer, everything=True)) == text


def test_two_columns_have_the_headline_table_and_no_tiles():
    cell = comparison({"silos": (500, 0.5), "pods": (300, 0.6)})._repr_html_()
    assert '<article class="tile">' not in cell
    assert "cost per solved case" in cell


def test_styles_of_a_cell_stay_in_it(answer):
    style = re.search(r"<style>(.*?)</style>", answer._repr_html_(), re.DOTALL).group(1)
    assert style.startswith(".podsim {")
    assert style.rstrip().endswith("}")
    assert style.count("{") == style.count("}")
    assert ":root" not in style


def test_a_cell_links_to_the_report_and_escapes_what_it_is_given(answer):
    scenario = answer.scenario.model_copy(update={"name": "<script>alert(1)</script>"})
    cell = replace(answer, scenario=scenario, folder=Path('results/a "b"'))._repr_html_()
    assert 'href="results/a%20%22b%22/report.html"' in cell
    assert "<script" not in cell
    assert "&lt;script&gt;" in cell


def test_a_run_says_its_primary_measures():
    found = run(tiny(), replications=2)
    first, second = repr(found).splitlines()
    assert first.startswith("tiny, silos: ")
    assert "resolution time" in second
    assert "felt empathy" in second
    assert "resolution time" in found._repr_html_()


@pytest.mark.parametrize("name", ["differences", "waterfall", "people_load", "felt_empathy"])
def test_pictures_by_name(answer, name):
    assert isinstance(answer.plot(name), Figure)


def test_an_unknown_picture_is_refused_with_those_there_are(answer):
    with pytest.raises(ValueError, match=r"no picture 'diferences'. Did you mean differences\? Known: diff"):
        answer.plot("diferences")
    with pytest.raises(ValueError, match="'worlds' shows plausible worlds, and none were run"):
        answer.plot("worlds")


def test_every_picture_is_documented(answer, project):
    page = (project / "docs/reference/results.md").read_text(encoding="utf-8")
    section = page.partition("## From Python")[2].partition("\n## ")[0]
    told = re.findall(r"^\| `(\w+)` \|", section.partition("| picture |")[2], flags=re.MULTILINE)
    assert told == [*pictures_by_name(answer, None), *WITH_WORLDS]


def test_a_bar_where_it_is_asked_for(capsys):
    with watching(True, "tiny") as tell:
        tell(1, 4)
        tell(4, 4)
    said = capsys.readouterr().err
    assert "tiny" in said
    assert "4/4" in said
    with watching(None, "tiny") as tell:
        assert tell is None
    with watching(print, "tiny") as tell:
        assert tell is print
    assert capsys.readouterr().err == ""


def test_worlds_are_run_where_they_are_asked_for(monkeypatch):
    asked = []
    monkeypatch.setattr(
        sim.exploring.sensitivity, "sensitivity_of", lambda answer, **options: asked.append(options["worlds"])
    )
    compare(tiny(), **QUICK)
    assert asked == []
    compare(tiny(), **QUICK, worlds=7)
    assert asked == [7]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"worlds": 1}, "worlds=1 with 2 columns"),
        ({"worlds": 5, "engine": "agents"}, "worlds=5: it runs on the compiled core"),
        ({"worlds": 5, "formations": ("silos",)}, "worlds=5 with 1 columns"),
        ({"report": True, "formations": ("silos",)}, "report: it compares"),
        ({"people": True, "formations": ("silos",)}, "people=True: it compares"),
        ({"people": True}, "people=True: it is told from [0-9]+ replications on; chosen: 2"),
        ({"full": True}, "six built-in columns; chosen: silos, pods"),
        ({"full": True, "formations": None, "engine": "agents"}, "full=True: it runs on the compiled core"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_runs(options, said, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sim.api.Sampler", None)
    with pytest.raises(ValueError, match=said):
        compare(tiny(), **(QUICK | options))
    assert list(tmp_path.iterdir()) == []


def test_what_the_command_has_beside_is_run_where_it_is_asked_for(monkeypatch, tmp_path):
    """In the order of the command; people and worlds on the cluster, seats in the report."""
    done = []

    def noted(name):
        return lambda answer, *_, **options: done.append((name, options.get("cluster"), options.get("seats"))) or {}

    monkeypatch.setattr(sim.exploring.full, "full_of", noted("full"))
    monkeypatch.setattr(sim.exploring.staffing.in_people, "in_people_of", noted("people"))
    monkeypatch.setattr(sim.exploring.sensitivity, "sensitivity_of", noted("worlds"))
    monkeypatch.setattr(sim.report.whole, "report_of", noted("report"))
    monkeypatch.setattr("sim.report.comparison_files.write_comparison", lambda *_: tmp_path)
    monkeypatch.setattr("sim.exploring.cells.check_cluster", lambda cluster: done.append(cluster))
    asked = {"full": True, "people": True, "worlds": 3, "report": tmp_path, "seats": True, "cluster": "local"}
    found = compare(tiny(), replications=sim.exploring.staffing.in_people.FEWEST, **asked)
    assert done == [
        "local", ("full", None, None), ("people", "local", None), ("worlds", "local", None), ("report", "local", True),
    ]  # fmt: skip
    assert (len(found.columns), found.folder) == (6, tmp_path)


def test_what_is_finished_is_kept_where_somebody_stops_it(monkeypatch, tmp_path):
    def stopped(*_, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(sim.exploring.sensitivity, "sensitivity_of", stopped)
    with pytest.warns(UserWarning, match="stopped: plausible worlds and what would follow are missing"):
        found = compare(tiny(), **QUICK, worlds=7, report=tmp_path / "out")
    assert (found.replication_count, found.sensitivity) == (2, None)
    assert found.folder.parent == tmp_path / "out"
    assert (found.folder / "differences.csv").exists()
    assert not (found.folder / "report.html").exists()


def test_a_column_that_is_not_there_is_named_with_the_nearest():
    with pytest.raises(KeyError, match=r"tiny has no column 'pds'. Did you mean pods"):
        compare(tiny(), formations=("silos", "pds"))


def test_a_report_is_written_and_found(monkeypatch, tmp_path):
    monkeypatch.setattr(
        sim.report.whole, "report_of", lambda answer, *_, **options: {"report.html": answer.scenario.name}
    )
    found = compare(tiny(), **QUICK, report=tmp_path / "out")
    assert found.folder.parent == tmp_path / "out"
    assert (found.folder / "report.html").read_text() == "tiny"
    assert (found.folder / "differences.csv").exists()
    assert "The whole report" in found._repr_html_()


def test_numbers_are_there_where_the_report_cannot_be_written(monkeypatch, tmp_path):
    def full(*_):
        raise OSError("no space left")

    monkeypatch.setattr(sim.report.whole, "report_of", lambda *_, **options: {})
    monkeypatch.setattr("sim.report.comparison_files.write_comparison", full)
    with pytest.warns(UserWarning, match="could not be written: no space left"):
        found = compare(tiny(), **QUICK, report=tmp_path)
    assert found.folder is None
    assert found.replication_count == 2


def test_a_folder_that_cannot_be_is_said_before_anything_runs(monkeypatch, tmp_path):
    monkeypatch.setattr("sim.api.Sampler", None)
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        compare(tiny(), **QUICK, report=tmp_path / "file")


@pytest.mark.slow
def test_worlds_from_python_are_those_of_the_command():
    found = compare(tiny(), **QUICK, worlds=2)
    outlook = found.to_json()["outlook"]
    assert outlook["worlds"] + outlook["refused"] == 2
    assert isinstance(found.plot("worlds"), Figure)
