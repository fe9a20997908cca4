"""The report as people open it: on a telephone, on a desk, in the dark, with the keyboard, on paper."""

import re
from dataclasses import replace

import pytest

from sim import compare
from sim.comparison.side_by_side import side_by_side
from sim.report.page import document, report_html
from sim.report.page.blocks import Section, words
from sim.report.page.document import plain_page
from sim.report.pictures.side_by_side import side_by_side_picture
from sim.report.side_by_side import label
from sim.report.side_by_side_files import side_html
from sim.scenario import changed
from tests.browser.looking import GRAPHICS, TEXT, check_keyboard, contrast, luminance
from tests.unit.comparison.made import tiny


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1400])
def test_nothing_is_wider_than_the_screen(opened, report, width, scheme):
    with opened(report, width=width, color_scheme=scheme) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == width
        for folded in page.query_selector_all("main details"):
            folded.evaluate("one => { one.open = true; }")
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_it_reads_without_scripts(opened, report):
    with opened(report, java_script_enabled=False) as page:
        assert page.locator("main section").count() > 5
        assert page.locator("main h1").inner_text().startswith("Better habits: ")


def test_the_keyboard_reaches_every_control_in_order(opened, report):
    with opened(report, width=375, reduced_motion="reduce") as page:
        found = check_keyboard(page)
        assert {"range", "button", "select-one", "A", "SUMMARY"} <= {one["kind"] for one in found}


def test_focus_can_be_seen(opened, report):
    with opened(report) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.locator(".skip").bounding_box()["x"] == 0
        page.keyboard.press("Tab")
        width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert float(width.removesuffix("px")) >= 2


def test_the_skip_link_leads_past_the_contents(opened, report):
    with opened(report) as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.getElementById('main').contains(document.activeElement)")


def test_contents_are_open_where_there_is_room(opened, report):
    for width, there in ((375, False), (1400, True)):
        with opened(report, width=width) as page:
            assert page.locator(".contents a").first.is_visible() == there


def test_a_link_of_the_contents_leads_to_its_section(opened, report):
    with opened(report) as page:
        for link in page.locator(".contents a").all():
            target = link.get_attribute("href")
            assert page.locator(f"{target} h2").inner_text() == link.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_and_every_edge_stands_out(opened, report, scheme):
    with opened(report, color_scheme=scheme) as page:
        pairs, edges = page.evaluate(TEXT), page.evaluate(GRAPHICS)
        assert len(pairs) >= 4
        assert {edge.partition("|")[0] for edge in edges} >= {".bars .bar", "main button:not(:disabled)"}
        assert {pair: contrast(pair) for pair in pairs if contrast(pair) < 4.5} == {}
        assert {edge: contrast(edge) for edge in edges if contrast(edge) < 3.0} == {}


def test_pictures_follow_the_dark(opened, report):
    inks = []
    for scheme in ("light", "dark"):
        with opened(report, color_scheme=scheme) as page:
            inks.append(page.evaluate("getComputedStyle(document.querySelector('svg.picture text')).fill"))
    assert luminance(inks[0]) < 0.1 < 0.5 < luminance(inks[1])


def pages_of(pdf):
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("letters", [60, 400])
def test_the_first_sheet_is_one_page_of_paper(opened, comparison, tmp_path, letters, monkeypatch):
    path = tmp_path / "report.html"
    line = "Pods against silos: resolution time 8.97 h to 6.14 h, -2.84 h (-3.32 to -2.35); and so on, and on. "
    monkeypatch.setattr(document, "sentence", lambda _: (line * 5)[:letters])
    path.write_text(report_html(replace(comparison)), encoding="utf-8")
    with opened(path) as page:
        whole = pages_of(page.pdf(prefer_css_page_size=True))
        page.evaluate("document.querySelectorAll('main > :not(.sheet)').forEach(one => one.remove())")
        assert pages_of(page.pdf(prefer_css_page_size=True)) == 1
        assert whole > 2
        for shown in ("#verdict", ".tiles", ".bars"):
            assert page.locator(shown).is_visible()


def test_a_printed_page_has_at_most_350_words_of_nine_points(opened, report):
    with opened(report) as page:
        page.emulate_media(media="print")
        assert len(page.locator(".sheet").inner_text().split()) <= 350
        smallest = page.evaluate(
            """() => Math.min(...[...document.querySelectorAll('.sheet *')].filter(one => one.checkVisibility()
                && [...one.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
                .map(one => parseFloat(getComputedStyle(one).fontSize)))"""
        )
        assert smallest >= 9 * 96 / 72 - 0.01


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (375, 800)])
def test_the_first_screen_has_sentence_tiles_and_one_chart(opened, report, width, height):
    with opened(report, width=width, height=height) as page:
        for shown in ("h1", ".sheet .tiles", ".sheet .bars"):
            box = page.locator(shown).bounding_box()
            assert 0 <= box["y"] < box["y"] + box["height"] <= height, shown
        assert page.evaluate("scrollY") == 0


def test_long_parts_of_the_appendix_are_folded(opened, report):
    with opened(report) as page:
        for folded in ("longest wait", "work is spread", "What happens to the customer"):
            summary = page.locator(".appendix summary", has_text=folded).first
            assert not summary.evaluate("one => one.parentElement.open")
        turning = page.locator("#turning > figure, #turning > details > figure")
        assert turning.count() > 1
        assert [one.is_visible() for one in turning.all()] == [True] + [False] * (turning.count() - 1)


@pytest.mark.parametrize("width", [375, 1400])
def test_what_ifs_side_by_side_fit_the_screen(opened, tmp_path, width):
    columns = ("silos", "pods")
    more = changed(tiny(), {"people.groups.service.count": 3})
    found = side_by_side({
        name: compare(one, formations=columns, replications=3)
        for name, one in (("today", tiny()), ("one more in service", more))
    })  # fmt: skip
    path = tmp_path / "what-ifs.html"
    path.write_text(side_html(found, side_by_side_picture(found, lambda row: label(found, row))), encoding="utf-8")
    with opened(path, width=width) as page:
        for folded in page.query_selector_all("main details"):
            folded.evaluate("one => { one.open = true; }")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        if width < 400:
            wide = "[...document.querySelectorAll('.box')].filter(b => b.scrollWidth > b.clientWidth + 1).length"
            assert page.evaluate(wide) == 0
        assert {pair: contrast(pair) for pair in page.evaluate(TEXT) if contrast(pair) < 4.5} == {}


def test_there_are_few_screens_before_the_appendix(opened, report):
    for width, height, most in ((1400, 900, 8), (375, 800, 10)):
        with opened(report, width=width, height=height) as page:
            assert page.locator(".appendix").bounding_box()["y"] <= most * height
            for heavy in ("#load", "#channels", "#handovers"):  # heat maps and half-hours
                assert page.locator(f".appendix {heavy}").count() == 1


def test_on_paper_everything_is_as_wide_as_the_page(opened, report):
    with opened(report, width=695) as page:  # 184 mm between the margins
        page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.scrollWidth") <= 695
        wide = page.evaluate(
            "[...document.querySelectorAll('.box')].filter(b => b.scrollWidth > b.clientWidth + 1).length"
        )
        assert wide == 0


def test_long_names_make_no_print_smaller(opened, comparison, tmp_path):
    labels = {column: f"Kundendienstmitarbeiterverbund {n}" for n, column in enumerate(comparison.columns)}
    path = tmp_path / "long.html"
    path.write_text(report_html(replace(comparison, scenario=tiny({"labels": labels}))), encoding="utf-8")
    with opened(path, width=695) as page:
        assert "Kundendienstmitarbeiterverbund 3" in page.inner_text("#corners")
        page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.scrollWidth") <= 695


def test_motion_only_where_it_is_welcome(opened, report):
    for motion, behaviour in (("reduce", "auto"), ("no-preference", "smooth")):
        with opened(report, reduced_motion=motion) as page:
            assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behaviour


@pytest.mark.parametrize("width", [375, 1400])
def test_a_page_without_contents_has_all_the_room(opened, tmp_path, width):
    """As that of an assessment is."""
    path = tmp_path / "plain.html"
    path.write_text(plain_page("Where it stands", "One line", (Section("one", "One", words(["A sentence."])),)))
    with opened(path, width=width) as page:
        assert page.locator("main").bounding_box()["width"] > min(0.9 * width, 800)
        assert page.evaluate("document.documentElement.scrollWidth") == width
