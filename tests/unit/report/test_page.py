"""The page as HTML: whole, still, closed to the outside, and deaf to what names would have it do."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from sim import compare
from sim.comparison.doubts import HorizonSamples
from sim.exploring.whatif import whatif
from sim.report.page import pictures_of, report_html, write_pngs
from sim.report.page.blocks import plain, table_of
from sim.report.page.rerun import command
from sim.scenario import load_scenario, scenario_hash
from sim.scenario.identity import resolved_text
from tests.unit.comparison.made import comparison, tiny

VOID = {"meta", "link", "img", "br", "hr", "input"}
HOSTILE = (
    "<script>alert(1)</script>",
    '" onload="alert(1)',
    "]]>",
    "</style><b>",
    "{{ 7 * 7 }}",
    "$x^",
    "a & b",
    "'><img src=x>",
)


class Page(HTMLParser):
    """What a browser would make of it: elements with their attributes and texts."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.open, self.texts, self.scripts = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        (self.scripts if self.open and self.open[-1] == "script" else self.texts).append(data)

    def all(self, tag):
        return [attributes for found, attributes in self.elements if found == tag]


@pytest.fixture(scope="module")
def found():
    return compare(tiny(), replications=2)


@pytest.fixture(scope="module")
def text(found):
    return report_html(found)


@pytest.fixture(scope="module")
def page(text):
    return Page(text)


def test_every_element_is_closed(page):
    assert page.open == []


def test_the_same_result_gives_the_same_bytes(found, text):
    assert report_html(found) == text


def test_it_fits_into_a_mail(text):
    assert len(text.encode()) < 3_000_000


def test_nothing_comes_from_outside(page, text):
    for tag, attributes in page.elements:
        assert tag not in ("link", "iframe", "object", "embed", "base", "form", "img", "source", "video", "audio")
        for name in ("src", "href", "xlink:href", "action", "srcset", "poster"):
            assert not attributes.get(name) or attributes[name].startswith(("#", "data:"))
    assert not re.search(r"@import|url\((?!#)", text.split("</style>")[0])


def test_the_policy_lets_in_our_own_scripts_alone(page):
    (policy,) = [m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    hashes = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in page.scripts]
    assert policy.split("; ")[0] == "default-src 'none'"
    assert hashes
    assert all(f"'sha256-{one}'" in policy for one in hashes)
    assert "unsafe-eval" not in policy
    assert "http" not in policy
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]


def test_names_in_the_page_are_its_own_and_links_lead_somewhere(page):
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in page.elements:
        for name in ("href", "xlink:href"):
            if attributes.get(name, "").startswith("#"):
                assert attributes[name][1:] in ids
        if "aria-labelledby" in attributes:
            assert attributes["aria-labelledby"] in ids


def test_sections_stand_in_their_order(page):
    anchors = [a["id"] for tag, a in page.elements if tag == "section"]
    wanted = ["verdict", "corners", "bars", "sure", "numbers", "waterfall", "people", "lines", "differences", "load",
              "empathy", "channels", "parity", "assumptions", "measures", "again"]  # fmt: skip
    assert [one for one in anchors if one in wanted] == wanted
    assert [a["href"][1:] for a in page.all("a") if a.get("href", "").startswith("#")][1:] == anchors[1:]


def test_the_page_to_play_with_begins_with_what_moves(found):
    moved = whatif(found.scenario, found.columns, seed=found.seed, replications=2)
    html = report_html(found, moving=moved, play=True)
    anchors = [a["id"] for tag, a in Page(html).elements if tag == "section"]
    assert anchors[:4] == ["verdict", "whatif", "corners", "bars"]
    # No sentence of before the move above what moves.
    assert '<h1 id="verdict-head">Four people, for tests</h1>' in html


def test_sections_without_data_are_left_out(page):
    anchors = {a["id"] for tag, a in page.elements if tag == "section"}
    assert not anchors & {"customer", "handovers", "replay", "whatif", "worlds", "placebo"}


def test_every_picture_is_described_and_brings_its_numbers(page, text):
    pictures = [a for a in page.all("svg") if a.get("role") == "img"]
    assert len(pictures) == 4
    assert all(len(one["aria-label"].split()) >= 5 for one in pictures)
    assert text.count("<summary>The numbers of this picture") == len(pictures)


def test_tables_have_captions_and_heads_that_say_what_they_head(page, text):
    assert text.count("<table>") == text.count("<caption>") > 5
    assert all(head.get("scope") in ("col", "row") for head in page.all("th"))


def test_the_verdict_is_told_line_by_line(found, page):
    said = " ".join("".join(page.texts).split())
    for line in found.verdict_lines:
        assert line.head == "In short" or line.head in said
        assert " ".join(line.text.split()).replace("-", "−").split(":")[0] in said.replace("-", "−")


def test_what_a_scenario_says_is_text_wherever_it_stands(found, page):
    name = " ".join(HOSTILE)
    scenario = found.scenario.model_copy(update={"title": name, "about": name, "name": name})
    own = Page(report_html(replace(found, scenario=scenario, data_notes=(name,))))
    assert own.open == []
    assert own.scripts == page.scripts
    tags = [tag for tag, _ in own.elements]
    assert tags.count("img") == tags.count("b") == 0
    assert not [key for _, attributes in own.elements for key in attributes if key.startswith("on")]
    assert "".join(own.texts).count(name) >= 3


def test_names_that_a_scenario_may_not_have_would_be_text_too(found, page, monkeypatch):
    """Functions, channels and columns hold letters, digits, _ and - only; the page does not count on it."""
    name = " ".join((*HOSTILE, "$x^{"))
    monkeypatch.setattr("sim.report.page.tables.ledger", lambda scenario, columns: ())
    first, *others = found.columns
    columns = (first, name, *others[1:])
    samples = {
        column: {key.replace("/sales", f"/{name}").replace("@mail", f"@{name}"): value for key, value in values.items()}
        for column, values in zip(columns, found.samples.values(), strict=True)
    }
    channels = {name if key == "mail" else key: value for key, value in found.scenario.demand.channels.items()}
    demand = found.scenario.demand.model_copy(update={"channels": channels})
    formations = found.scenario.formations | {name: found.scenario.formations[found.columns[1]]}
    scenario = found.scenario.model_copy(update={"demand": demand, "formations": formations})
    teams = dict(zip(columns, found.teams.values(), strict=True))
    rows = tuple(replace(row, values=dict(zip(columns, row.values.values(), strict=True))) for row in found.parity_rows)
    growth = dict(zip(columns, found.growth.values(), strict=True))
    fillings = dict(zip(columns, found.fillings.values(), strict=True))
    renamed = replace(found, scenario=scenario, columns=columns, samples=samples, teams=teams, parity_rows=rows,
                      growth=growth, fillings=fillings, by_anchor={}, horizons=HorizonSamples())  # fmt: skip
    own = Page(report_html(renamed))
    assert own.open == []
    assert own.scripts == page.scripts
    assert not {"img", "b"} & {tag for tag, _ in own.elements}
    assert "".join(own.texts).count(name) > 10


def test_a_single_column_is_a_report_too():
    page = Page(report_html(comparison({"silos": (400.0, 0.9)})))
    assert "differences" not in {a.get("id") for _, a in page.elements}


def test_the_scenario_on_the_page_is_the_scenario(found, tmp_path):
    path = tmp_path / "again.yaml"
    path.write_text(resolved_text(found.scenario), encoding="utf-8")
    assert scenario_hash(load_scenario(str(path))) == scenario_hash(found.scenario)


def test_the_scenario_can_be_saved_from_the_page(found, page):
    (link,) = [a for a in page.all("a") if "download" in a]
    assert link["download"] == "tiny.yaml"
    assert base64.b64decode(link["href"].partition("base64,")[2]).decode() == resolved_text(found.scenario)


def test_the_command_gives_the_same_result(found):
    assert command(found) == "podsim compare tiny.yaml --replications 2 --seed 1"
    other = compare(tiny(), formations=["silos", "pods"], replications=2, seed=7)
    assert command(other) == "podsim compare tiny.yaml --formations silos,pods --replications 2 --seed 7"


@pytest.mark.slow
def test_pictures_as_png(found):
    files = write_pngs(pictures_of(found))
    assert {"differences.png", "waterfall.png", "people_load.png", "felt_empathy.png"} <= set(files)
    assert all(content.startswith(b"\x89PNG") for content in files.values())
    assert files == write_pngs(pictures_of(found))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"),
        (1.0, "1"),
        (-0.5, "−0.5"),
        (12.3456, "12.35"),
        (23140.4, "23,140"),
        (0.00012345, "0.000123"),
        (1e9, "1,000,000,000"),
    ],
)
def test_numbers_are_short(number, text):
    assert plain(number) == text


def test_what_is_unknown_is_called_so():
    ((_, cell),) = table_of([{"a": "x", "b": float("nan")}], "t").rows
    assert cell.text == "unknown"
