"""Pictures: the same bytes for the same numbers, names of their own in a page, words for who cannot see them."""

import re
from xml.etree import ElementTree

import pytest

from sim.report.pictures import style


def drawn(name="bars", label="sales", title="Bars"):
    with style.picture_style():
        figure, axes = style.new_figure(3.0, 2.0)
        axes.bar([label, "service"], [1.0, 2.0], hatch="///", color=style.PALETTE[0])
        axes.plot([0.0, 1.0], [1.0, 2.0], marker="o")
    return style.Picture(name, title, f"Two bars: {label} 1 and service 2.", figure)


@pytest.mark.parametrize("written", [style.png, style.svg_file, style.svg_inline])
def test_the_same_numbers_give_the_same_bytes(written):
    assert written(drawn()) == written(drawn())


def test_a_second_writing_of_one_picture_gives_the_same_bytes():
    picture = drawn()
    first = style.png(picture), style.svg_inline(picture)
    assert (style.png(picture), style.svg_inline(picture)) == first


def test_no_date_and_no_program_in_a_file():
    assert b"tEXt" not in style.png(drawn())
    assert "<dc:date>" not in style.svg_file(drawn())


def test_two_pictures_in_a_page_have_no_name_in_common_and_find_their_own_parts():
    one, other = (style.svg_inline(drawn(name)) for name in ("one", "other"))
    ids = [re.findall(r'\bid="([^"]+)"', text) for text in (one, other)]
    assert all(len(set(found)) == len(found) for found in ids)
    assert not set(ids[0]) & set(ids[1])
    for text, known in zip((one, other), ids, strict=True):
        named = re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', text)
        assert named
        assert {a or b for a, b in named} <= set(known)


def test_a_picture_is_an_image_with_a_title_and_a_description():
    root = ElementTree.fromstring(style.svg_inline(drawn()))
    space = {"svg": "http://www.w3.org/2000/svg"}
    assert root.get("role") == "img"
    assert root.find("svg:title", space).text == "Bars"
    assert "sales 1" in root.find("svg:desc", space).text


def test_its_rules_are_for_itself_and_not_for_the_page():
    (rules,) = re.findall(r"<style[^>]*>([^<]*)</style>", style.svg_inline(drawn()))
    assert rules.startswith(".picture *{")
    assert rules.count("{") == 1


def test_ink_follows_the_page():
    text = style.svg_inline(drawn())
    assert f"var(--ink, {style.INK})" in text
    assert style.INK not in text.replace(f"var(--ink, {style.INK})", "")


@pytest.mark.parametrize("alt", ["", "a chart", "chart of the results"])
def test_a_picture_without_a_description_is_refused(alt):
    with style.picture_style():
        figure, _ = style.new_figure(2.0, 2.0)
    with pytest.raises(ValueError, match="description in words"):
        style.Picture("bars", "Bars", alt, figure)


@pytest.mark.parametrize("label", ["<script>alert(1)</script>", "]]>", '"onload="x', "a & b", "$x", "$\\frac$", "-->"])
def test_names_are_text_and_neither_markup_nor_formulas(label):
    root = ElementTree.fromstring(style.svg_inline(drawn(label=label, title=label)))
    assert label in "".join(root.itertext())
    assert not [one for one in root.iter() if one.tag.endswith("script")]


def test_columns_keep_their_colour_whatever_stands_beside_them():
    assert style.colour_of("pods", ["pods"]) == style.colour_of("pods", ["silos", "silos_plus", "pods"])
    others = ["silos", "a", "b", "c"]
    assert len({style.colour_of(name, others) for name in others}) == 4


def test_a_long_name_is_cut_and_says_so():
    assert style.short("silos") == "silos"
    assert style.short("a" * 24) == "a" * 24
    assert style.short("a" * 25) == "a" * 23 + "…"
