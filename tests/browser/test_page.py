"""The report as people open it: on a telephone, on a desk, in the dark, with the keyboard, on paper."""

import re
from dataclasses import replace

import pytest

from sim.report.page import document, report_html
from sim.report.page.blocks import Section, words
from sim.report.page.document import plain_page
from tests.unit.comparison.made import tiny

FOCUSABLE = "a[href], summary, button, input, select, [tabindex='0']"


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
    with opened(report, width=375) as page:
        count = page.evaluate(
            """selector => {
                let number = 0;
                document.querySelectorAll(selector).forEach(one => {
                    if (one.checkVisibility() || one.classList.contains('skip')) { one.dataset.place = number++; }
                });
                return number;
            }""",
            FOCUSABLE,
        )
        places = []
        for _ in range(count):
            page.keyboard.press("Tab")
            places.append(page.evaluate("document.activeElement.dataset.place"))
        assert places == [str(number) for number in range(count)]


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


def luminance(colour):
    """Relative luminance of "rgb(r, g, b)", as WCAG 2 has it."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out(opened, report, scheme):
    with opened(report, color_scheme=scheme) as page:
        pairs = page.evaluate(
            """() => {
                const found = new Set();
                const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                while (walker.nextNode()) {
                    const one = walker.currentNode.parentElement;
                    if (!walker.currentNode.textContent.trim()) continue;
                    if (one.closest('script, style, svg title, svg desc')) continue;
                    if (one.closest('.scenes svg')) continue;  // letters on coloured tokens, not on the page
                    let behind = one;
                    while (behind && getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)')
                        behind = behind.parentElement;
                    const style = getComputedStyle(one);
                    const ink = one.namespaceURI.endsWith('svg') ? style.fill : style.color;
                    found.add(ink + '|' + getComputedStyle(behind || document.body).backgroundColor);
                }
                return [...found];
            }"""
        )
        assert len(pairs) >= 4
        for pair in pairs:
            light, dark = sorted(map(luminance, pair.split("|")), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, pair


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
