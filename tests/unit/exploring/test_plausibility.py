"""Which worlds fit the evidence: a row is missed beyond its range and three standard errors."""

import re

import numpy as np
import pytest

from sim.exploring.plausibility import ROWS, known_of, plausibility_of
from sim.scenario import changed, load_scenario

NOISE = np.array([-0.01, 0.01, -0.01, 0.01])  # standard error of four: 0.01 / sqrt(3)


def desk(**more):
    return load_scenario("support_desk", {f"measured_today.{name}": value for name, value in more.items()})


def samples(scenario, **others):
    """Departments that are in the middle of every row; others: measure with __ for @ -> value."""
    middle = {one.measure: (one.least + one.most) / 2 for one in known_of(scenario)}
    values = middle | {name.replace("__", "@"): value for name, value in others.items()}
    return {"silos": {name: value + NOISE for name, value in values.items()}}


def judged(scenario, worlds, own=None):
    return plausibility_of(scenario, own or samples(scenario), worlds, [np.arange(4)] * len(worlds), "silos")


def test_ranges_are_those_of_the_evidence_page(project):
    page = (project / "docs/background/evidence.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| (\d+) \|[^|]*\|[^|]*\| ([\d.]+)–([\d.]+) \|", page, flags=re.MULTILINE)
    rows = {row: (float(low), float(high)) for row, low, high in found}
    for row, (_, _, least, most) in ROWS.items():
        low, high = rows[row]
        expected = (1.0 - high, 1.0 - low) if row == "10" else (low, high)
        assert (least, most) == pytest.approx(expected), row


def test_rows_apply_to_the_channels_that_they_are_about():
    said = [one.said for one in known_of(desk())]
    assert said == ["row 7 on voice", "row 8", "row 9", "row 10 on mail", "row 11 on mail", "row 13 on mail",
                    "row 14 on mail", "row 20 on voice"]  # fmt: skip


def test_a_world_misses_a_row_by_more_than_its_range_and_three_standard_errors():
    scenario, error = desk(), 0.01 / np.sqrt(3.0)
    beyond = [0.30 + by * error for by in (-1.0, 2.9, 3.1)]
    worlds = [samples(scenario, transferred_share__voice=value) for value in beyond]
    found = judged(scenario, worlds)
    assert found.plausible.tolist() == [True, True, False]
    ((row, count),) = found.most_missed
    assert (row.said, count) == ("row 20 on voice", 1)


def test_what_the_scenario_itself_misses_is_said_and_not_held_against_worlds():
    scenario = desk()
    far = samples(scenario, three_or_more_share__mail=0.5)
    found = judged(scenario, [far, far, samples(scenario, handoffs__mail=9.0)], own=far)
    assert [one.said for one in found.exempt] == ["row 13 on mail"]
    assert found.plausible.tolist() == [True, True, False]
    assert [one.said for one, _ in found.most_missed] == ["row 11 on mail"]


def test_figures_of_today_count_too():
    scenario = desk(resolution_minutes=300, tolerance=0.1)
    worlds = [samples(scenario, resolution_minutes=value) for value in (329.0, 331.0)]
    assert judged(scenario, worlds).plausible.tolist() == [True, False]


def test_what_is_not_known_is_not_missed():
    quiet = changed(desk(), {"demand.channels.mail.cases_per_week": 0})
    nothing = samples(quiet, transferred_share__mail=np.nan)
    assert judged(quiet, [nothing, samples(quiet)]).plausible.all()
