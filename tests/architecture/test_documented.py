"""Every setting and every measure says what it is, in which unit, and where its number comes from."""

from __future__ import annotations

import re

import pytest

from sim.measures import MEASURES, PRIMARY, Measure
from sim.scenario import SettingInfo, all_settings

SOURCE = re.compile(r"evidence row \d+[ab]?\b|assumption\b|convention$|definition: docs/")
BOUND = re.compile(r"\bfrom\b|\babove\b|\bat (least|most)\b|\bbelow\b")


@pytest.mark.parametrize("info", all_settings(), ids=lambda info: info.key)
def test_every_setting_is_documented(info: SettingInfo):
    assert len(info.about) >= 10, "about"
    assert info.unit, "unit"
    assert SOURCE.match(info.source), f"source: {info.source!r}"
    if re.match(r"a (whole )?number", info.allowed):
        assert BOUND.search(info.allowed), f"{info.allowed}: no range"


def test_numbers_have_a_unit_or_are_pure():
    """A dash stands for texts, switches and pure numbers such as weights, coefficients of variation and shapes."""
    pure = re.compile(r"(_cv|_weight|_shape|concentration)$|^seed$")
    unitless = [s.key for s in all_settings() if "number" in s.allowed and s.unit == "-" and not pure.search(s.name)]
    assert not unitless


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_every_measure_is_documented(measure: Measure):
    assert len(measure.meaning) >= 20, "meaning"
    assert measure.unit, "unit"
    assert SOURCE.match(measure.source), f"source: {measure.source!r}"
    assert measure.smallest > 0.0, "smallest difference worth having"
    assert measure.direction in ("less", "more", "none"), "direction"


def test_units_stand_in_the_names_of_measures():
    assert all(("minutes" in m.name) == (m.unit == "minutes") for m in MEASURES)
    assert all(m.unit == "share" for m in MEASURES if m.name.endswith("_share"))


def test_the_primary_measures_are_those_declared():
    assert set(PRIMARY) == {"resolution_minutes", "load_p90", "felt_empathy"}


def test_assumptions_are_told_from_conventions():
    """What has a value without a source is marked, so that a sweep can find it."""
    marked = [s for s in all_settings() if s.source.startswith("assumption")]
    assert len(marked) >= 15


def test_every_evidence_row_cited_in_the_code_stands_on_the_evidence_page(project, modules):
    page = (project / "docs/background/evidence.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| (\d+[ab]?) \|", page, flags=re.MULTILINE))
    wrong = []
    for module in modules.values():
        text = (project / module.path).read_text(encoding="utf-8")
        for cited in re.findall(r"[Ee]vidence rows? ([\dab]+(?:(?:, | and )\d[\dab]*)*)", text):
            wrong += [f"{module.path}: row {row}" for row in re.findall(r"\d+[ab]?", cited) if row not in rows]
    assert not wrong, "\n".join(wrong)
