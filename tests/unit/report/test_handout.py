"""Hand-outs: slides and a workbook whose every number is that of a table, with the same bytes for the same folder."""

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from sim.api import compare
from sim.comparison.side_by_side import side_by_side
from sim.report.comparison_files import write_comparison
from sim.report.folder import write_results
from sim.report.handout import handout, read_results
from sim.report.handout.fixed import DATE, WRITTEN
from sim.report.handout.formats import slides_of
from sim.report.handout.parts import CountChart, Grid, IntervalChart
from sim.report.handout.plans import FELT, MEASURES, cost_of_a_year
from sim.report.handout.sheets import number_of, sheet_name
from sim.report.rows import DIFFERENCE_COLUMNS
from sim.report.side_by_side_files import write_side_by_side
from sim.scenario import changed
from sim.scenario.problems import BadInput
from tests.unit.comparison.made import tiny

pytestmark = pytest.mark.slow

pptx, openpyxl = pytest.importorskip("pptx"), pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")

PEOPLE = (
    "first,second,people_first,people_second,more,low,high,person_year,pay_saved,pay_saved_low,pay_saved_high,"
    "cashable,cashable_low,cashable_high,one_off,currency\n"
    "silos,silos_plus,4,3,-1,-2,-1,83000.0,83000.0,83000.0,166000.0,0,0,0,,EUR\n"
    "silos,pods,4,5,1,0,2,83000.0,-83000.0,-166000.0,0.0,0,0,0,,EUR\n"
)
WORLDS = "world,first,second,measure,mean,low,high,word\n" + "".join(
    f"{world},{first},{second},resolution_minutes,1,0,2,{word}\n"
    for first, second in (("silos", "silos_plus"), ("silos_plus", "pods"))
    for world, word in enumerate(("better", "better", "not settled", "worse"))
)


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """A comparison with people and worlds, made up by the test, and what-ifs side by side."""
    out = tmp_path_factory.mktemp("results")
    answer = compare(tiny(), replications=3)
    made = {"in_people.csv": PEOPLE, "worlds.csv": WORLDS}
    more = compare(changed(tiny(), {"name": "more", "people.groups.service.count": 3}), replications=3)
    return {
        "comparison": write_comparison(answer, out, ["podsim", "compare", "tiny"], made),
        "plain": write_comparison(answer, out, ["podsim", "compare", "tiny"]),
        "side by side": write_side_by_side(side_by_side({"tiny": answer, "more": more}), out, ["podsim", "compare"]),
    }


@pytest.fixture(scope="module", params=["comparison", "plain", "side by side"])
def results(request, folders):
    return read_results(folders[request.param])


@pytest.fixture(scope="module")
def deck(results):
    return pptx.Presentation(io.BytesIO(handout(results, "pptx")))


@pytest.fixture(scope="module")
def books(results):
    """The workbook with its formulas, and with the values that were written."""
    content = handout(results, "xlsx")
    return [openpyxl.load_workbook(io.BytesIO(content), data_only=values) for values in (False, True)]


def test_six_to_eight_slides_each_with_a_finding(results, deck):
    slides = slides_of(results)
    assert 6 <= len(slides) <= 8
    assert [slide.title for slide in slides] == [
        slide.shapes.title.text_frame.text.replace("−", "-") for slide in deck.slides
    ]
    assert slides[0].title == results.sentence
    assert len({slide.title for slide in slides}) == len(slides)


def test_everything_is_on_its_slide_and_nothing_lies_over_anything(deck):
    for slide in deck.slides:
        boxes = [(s.left, s.top, s.left + s.width, s.top + s.height) for s in slide.shapes]
        for left, top, right, bottom in boxes:
            assert 0 <= left < right <= deck.slide_width
            assert 0 <= top < bottom <= deck.slide_height
        for place, one in enumerate(boxes):
            for other in boxes[place + 1 :]:
                apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
                assert apart, f"{slide.shapes.title.text_frame.text}: {one} {other}"


def test_charts_are_native_and_hold_the_numbers_of_the_tables(results, deck):
    planned = [[part for part in slide.parts if not isinstance(part, Grid)] for slide in slides_of(results)]
    drawn = [[shape.chart for shape in slide.shapes if shape.has_chart] for slide in deck.slides]
    assert sum(map(len, drawn)) >= 4
    for parts, charts in zip(planned, drawn, strict=True):
        for part, chart in zip(parts, charts, strict=True):
            found = {series.name: list(series.values) for series in chart.plots[0].series}
            assert chart.part.chart_workbook.xlsx_part is not None  # so that it can be edited
            if isinstance(part, CountChart):
                assert found == {name: list(map(float, values)) for name, values in part.series.items()}
                continue
            assert isinstance(part, IntervalChart)
            known = [bar for bar in part.bars if bar.known]
            assert found["mean"] == pytest.approx([bar.mid.value for bar in known])
            for low, mid, high in zip(found["low (95%)"], found["mean"], found["high (95%)"], strict=True):
                assert low is None or low <= mid <= high
            for bar in known:
                assert bar.mid.value == looked_up(results, bar.mid.source)


def looked_up(results, source):
    """The number that a source names, read from the file itself, in the unit of the chart."""
    parts = re.fullmatch(r"(\S+\.csv) \[(.*)\] (\S+) sha256 ([0-9a-f]{12})(?:, divided by (\S+))?", source)
    table, where, column, digest, per = parts.groups()
    assert results.manifest["files_sha256"][table].startswith(digest)
    wanted = dict(pair.split("=") for pair in where.split(", "))
    with (results.folder / table).open(encoding="utf-8", newline="") as file:
        (row,) = [row for row in csv.DictReader(file) if all(row[key] == value for key, value in wanted.items())]
    return float(row[column]) / float(per or 1)


def test_a_line_joins_low_and_high_where_the_format_wants_it(deck):
    from pptx.oxml.ns import qn

    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    plots = [plot for chart in charts for plot in chart._chartSpace.iter(qn("c:lineChart"))]
    assert plots
    for plot in plots:
        names = [child.tag.rpartition("}")[2] for child in plot]
        place = names.index("hiLowLines")
        assert "ser" not in names[place:]
        assert names[place + 1] in ("marker", "axId", "upDownBars", "smooth")


def test_notes_say_where_each_number_comes_from(results, deck):
    for planned, slide in zip(slides_of(results), deck.slides, strict=True):
        notes = slide.notes_slide.notes_text_frame.text
        assert f"Results {results.name}, seed {results.manifest['seed']}." in notes
        assert planned.numbers, planned.title
        for one in planned.numbers:
            assert one in notes
            assert "sha256" in one


def test_the_workbook_has_a_sheet_for_each_table_with_every_number(results, books):
    values = books[1]
    assert [sheet_name(name) for name in results.tables] == values.sheetnames[-len(results.tables) :]
    for name, rows in results.tables.items():
        sheet = values[sheet_name(name)]
        assert sheet.max_row == len(rows) + 1
        heads = [cell.value for cell in sheet[1]]
        for down, row in list(enumerate(rows, 2))[:20]:
            for across, head in enumerate(heads, 1):
                cell, text = sheet.cell(down, across).value, row[head]
                number = number_of(text)  # of which a workbook keeps sixteen digits
                assert cell == ((text or None) if number is None else pytest.approx(number, rel=1e-13))


def test_money_computes_to_what_is_written(results, books):
    if results.kind != "comparison":
        assert "Money" not in books[0].sheetnames
        return
    formulas, values = (book["Money"] for book in books)
    found = 0
    for row in formulas.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("="):
                found += 1
                assert values[cell.coordinate].value == pytest.approx(computed(formulas, cell.value), abs=1e-6)
    assert found == 2 * len(results.columns) + (6 if results.rows("in_people.csv") else 0)
    costs = [values.cell(down, 6).value for down in range(7, 7 + len(results.columns))]
    assert costs == pytest.approx([cost_of_a_year(results, column)[0] for column in results.columns])


def computed(sheet, formula):
    """A formula of sums and products, by hand."""

    def value(match):
        held = sheet[match.group().replace("$", "")].value
        return str(computed(sheet, held)) if isinstance(held, str) else repr(float(held))

    text = re.sub(r"\$?[A-Z]\$?\d+", lambda match: f"({value(match)})", formula.removeprefix("="))
    assert re.fullmatch(r"[-+*/().\de]+", text)
    return eval(text)


def test_the_same_bytes_and_no_date_in_them(results):
    for form in ("pptx", "xlsx"):
        content = handout(results, form)
        assert content == handout(results, form)
        assert no_other_date(content) >= 1


def no_other_date(content):
    """How many archives there are, one inside another, none of which has a date but the fixed one."""
    count = 1
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for entry in file.infolist():
            assert entry.date_time == DATE
            part = file.read(entry)
            if entry.filename == "docProps/core.xml":
                assert set(re.findall(rb"\d{4}-\d\d-\d\dT[\d:]+Z", part)) <= {WRITTEN}
            if entry.filename.endswith(".xlsx"):
                count += no_other_date(part)
    return count


def test_a_text_that_looks_like_a_formula_stays_a_text(results):
    rows = (MappingProxyType({"name": "=1+1", "other": "'=2", "x": "nan"}),)
    manifest = {**results.manifest, "files_sha256": {**results.manifest["files_sha256"], "odd.csv": "0" * 64}}
    odd = replace(results, tables={"odd.csv": rows, **results.tables}, manifest=manifest)
    sheet = openpyxl.load_workbook(io.BytesIO(handout(odd, "xlsx")))["odd"]
    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "s"]
    assert [cell.value for cell in sheet[2]] == ["=1+1", "'=2", "nan"]


def formulas(content):
    """Formulas in the workbooks of a deck's charts."""
    with zipfile.ZipFile(io.BytesIO(content)) as deck:
        books = [io.BytesIO(deck.read(name)) for name in deck.namelist() if name.endswith(".xlsx")]
    cells = [cell for book in books for row in openpyxl.load_workbook(book).active for cell in row]
    return [cell.value for cell in cells if cell.data_type == "f"]


def test_names_that_a_spreadsheet_would_take_for_formulas(tmp_path):
    named = changed(tiny(), {"formations.-x": {"partition": "cross_functional", "teams": 2}})
    answer = compare(named, formations=["silos", "-x"], replications=2)
    results = read_results(write_comparison(answer, tmp_path, ["podsim", "compare", "tiny"]))
    assert any("-x" in row for slide in slides_of(results) for part in slide.parts if isinstance(part, Grid)
               for row in part.rows)  # fmt: skip
    assert formulas(handout(results, "pptx")) == []
    book = openpyxl.load_workbook(io.BytesIO(handout(results, "xlsx")))
    assert "-x" in [cell.value for cell in book["Money"]["A"]]
    more = compare(changed(named, {"people.groups.service.count": 3}), formations=["silos", "-x"], replications=2)
    beside = write_side_by_side(side_by_side({"=1+1": answer, "=cmd|'/C calc'!A0": more}), tmp_path, ["podsim"])
    content = handout(read_results(beside), "pptx")
    assert formulas(content) == []
    assert "Against =1+1: =cmd|'/C calc'!A0." in [
        paragraph.text
        for shape in pptx.Presentation(io.BytesIO(content)).slides[0].shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
    ]


def test_names_that_look_like_numbers_stay_names(tmp_path):
    answer = compare(tiny(), formations=["silos", "pods"], replications=2)
    more = compare(changed(tiny(), {"people.groups.service.count": 3}), formations=["silos", "pods"], replications=2)
    beside = write_side_by_side(side_by_side({"007": answer, "1e5": more}), tmp_path, ["podsim"])
    book = openpyxl.load_workbook(io.BytesIO(handout(read_results(beside), "xlsx")))
    for sheet in ("side_by_side", "side_by_side_measures", "settings_that_differ"):
        heads = [cell.value for cell in book[sheet][1]]
        cells = [row[heads.index("whatif")] for row in book[sheet].iter_rows(min_row=2)]
        assert {cell.value for cell in cells} <= {"007", "1e5"}, sheet
        assert {cell.data_type for cell in cells} == {"s"}, sheet
        if "people" in heads:
            assert {row[heads.index("people")].data_type for row in book[sheet].iter_rows(min_row=2)} == {"n"}


def test_any_folder_with_tables_makes_a_workbook_and_says_what_has_slides(tmp_path):
    """As of staff, sweep and road, whose tables have no finding."""
    folder = write_results(
        tmp_path, "staff-tiny", {"staffing.csv": "formation,people\nsilos,4\n007,5\n", "summary.txt": "4\n"},
        command=["podsim", "staff"], scenario=tiny(), question={"targets": []},
    )  # fmt: skip
    results = read_results(folder)
    book = openpyxl.load_workbook(io.BytesIO(handout(results, "xlsx")))
    assert book.sheetnames == ["About", "staffing"]
    assert [[cell.value for cell in row] for row in book["staffing"]] == [["formation", "people"], ["silos", 4],
                                                                          ["007", 5]]  # fmt: skip
    assert results.manifest["files_sha256"]["staffing.csv"] in [cell.value for cell in book["About"]["D"]]
    with pytest.raises(BadInput, match="Slides are made of a folder of podsim compare or of the shortlist"):
        handout(results, "pptx")


def spoiled(folder, target, change):
    """A copy of a folder, changed."""
    shutil.copytree(folder, target)
    change(target)
    return target


def _older(folder):
    said = json.loads((folder / "manifest.json").read_text())
    del said["sentence"]
    (folder / "manifest.json").write_text(json.dumps(said))


def _of_another_version(folder):
    said = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**said, "schema": 0}))


def _without_a_scenario(folder):
    said = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**said, "scenario": 3}))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda folder: shutil.rmtree(folder), "no such folder"),
        (lambda folder: (folder / "manifest.json").unlink(), "has no manifest.json"),
        (lambda folder: (folder / "manifest.json").write_text("{"), "no JSON"),
        (lambda folder: (folder / "manifest.json").write_text('{"program": "other"}'), "no manifest of podsim"),
        (lambda folder: (folder / "measures.csv").write_text("measure\n"), "not as it was written"),
        (lambda folder: (folder / "teams.csv").unlink(), "cannot be read"),
        (_of_another_version, "Its form is version 0, and this podsim reads 1: run it again"),
        (_older, "An earlier podsim wrote it"),
        (_without_a_scenario, "does not say scenario as podsim wrote it"),
    ],
)
def test_a_folder_that_is_not_as_it_was_written(folders, tmp_path, change, said):
    with pytest.raises(BadInput, match=said):
        read_results(spoiled(folders["comparison"], tmp_path / "copy", change))


def test_a_folder_of_another_command(folders, tmp_path):
    def as_of_sweep(folder):
        said = json.loads((folder / "manifest.json").read_text())
        said["files_sha256"] = {"summary.txt": said["files_sha256"]["summary.txt"]}
        (folder / "manifest.json").write_text(json.dumps(said))

    with pytest.raises(BadInput, match="It has no tables"):
        read_results(spoiled(folders["comparison"], tmp_path / "copy", as_of_sweep))


@pytest.mark.slow
def test_libreoffice_opens_the_slides_and_computes_the_same_money(folders, tmp_path):
    """A price is changed and all computed values thrown away; LibreOffice must come to what we do."""
    office = shutil.which("soffice")
    parts = Path(office).resolve().parent if office else None
    if parts is None or not all(list(parts.glob(f"lib{part}lo.*")) for part in ("sc", "sd")):
        pytest.skip("no LibreOffice here with Calc: apt-get install libreoffice-impress-nogui libreoffice-calc-nogui")
    results = read_results(folders["comparison"])
    (tmp_path / "deck.pptx").write_bytes(handout(results, "pptx"))
    book = openpyxl.load_workbook(io.BytesIO(handout(results, "xlsx")))
    book["Money"]["B2"] = 0.5
    for name in book.sheetnames:
        if name != "Money":
            del book[name]
    expected = [computed(book["Money"], book["Money"].cell(down, 6).value) for down in range(7, 11)]
    book.save(tmp_path / "money.xlsx")
    convert = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to"]
    for form, file in (("pdf", "deck.pptx"), ("csv", "money.xlsx")):
        subprocess.run([*convert, form, "--outdir", tmp_path, tmp_path / file], check=True, capture_output=True)
    pages = len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "deck.pdf").read_bytes()))
    assert pages in (len(slides_of(results)), 0)  # 0: its objects are packed
    rows = list(csv.reader((tmp_path / "money.csv").open(encoding="utf-8")))
    found = [float(row[5].replace(",", "")) for row in rows[6:10]]
    assert found == pytest.approx(expected, abs=1.0)


def test_a_single_column_has_tables_with_headers_and_slides_without_differences(tmp_path):
    answer = compare(tiny(), formations=["pods"], replications=2)
    folder = write_comparison(answer, tmp_path, ["podsim", "compare", "tiny"])
    assert [path.name for path in folder.iterdir() if not path.stat().st_size] == []
    assert (folder / "differences.csv").read_text() == ",".join(DIFFERENCE_COLUMNS) + "\n"
    slides = slides_of(read_results(folder))
    assert [slide.title for slide in slides][1:4] == ["Time until solved", "Felt empathy", "Load of people"]
    assert not any("By channel" in slide.title or "Gave up, all" in " ".join(slide.lines) for slide in slides)
    pptx.Presentation(io.BytesIO(handout(read_results(folder), "pptx")))


def test_a_chart_of_nothing_known_says_so(folders):
    results = read_results(folders["plain"])
    unknown = [{**row, "mean": "", "low": "", "high": ""} for row in results.rows(MEASURES, measure=FELT)]
    kept = [row for row in results.tables[MEASURES] if row["measure"] != FELT]
    tables = {**results.tables, MEASURES: (*kept, *unknown)}
    deck = pptx.Presentation(io.BytesIO(handout(replace(results, tables=tables), "pptx")))
    texts = [shape.text_frame.text for shape in deck.slides[3].shapes if shape.has_text_frame]
    assert "Felt empathy, of 100 (a proxy)\nNot known in these results." in texts
