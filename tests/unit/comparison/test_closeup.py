"""A close look says the same as the measures, and chooses what it shows by its own rules."""

import numpy as np
import pytest

from sim import compare
from sim.comparison.closeup import closeup
from sim.comparison.closeup.closeup import typical_case
from sim.comparison.closeup.half_hours import PER_WEEK, clock_of_day, laid_over_week, of_week
from sim.foundation.kinds import Change, SegmentKind
from tests.unit.comparison.made import tiny

COLUMNS = ("silos", "silos_plus", "pods")


@pytest.fixture(scope="module", params=["core", "agents"])
def seen(request):
    return closeup(tiny(), COLUMNS, engine=request.param)


@pytest.fixture(scope="module")
def measured():
    return compare(tiny(), replications=2)


def first(measured, column, measure):
    return measured.samples[column][measure][0]


def test_stretches_are_laid_over_half_hours_by_hand():
    row = np.array([0, 0, 1, 1])
    start = np.array([10.0, 25.0, 10075.0, 50.0])
    end = np.array([20.0, 95.0, 10085.0, 40.0])  # the third runs into Monday, the last is none
    found = laid_over_week(row, start, end, 2)
    assert found[0, :4].tolist() == [10.0 + 5.0, 30.0, 30.0, 5.0]
    assert found[1, PER_WEEK - 1] == found[1, 0] == 5.0
    assert found.sum() == 10 + 70 + 10
    assert of_week(np.array([0.0, 29.9, 30.0, 10080.0])).tolist() == [0, 0, 1, 0]
    assert clock_of_day(17) == "08:30"


@pytest.mark.parametrize("column", COLUMNS)
def test_half_hours_add_up_to_the_measures(seen, measured, column):
    rows, look = seen.columns[column].half_hours, seen.columns[column]
    assert sum(row["cases"] for row in rows) == look.cases == first(measured, column, "cases_arrived")
    for name in ("first_response_minutes", "resolution_minutes", "abandoned_share"):
        mean = sum(row["cases"] * row[name] for row in rows) / look.cases
        assert mean == pytest.approx(first(measured, column, name))
    assert {row["channel"] for row in rows} == {"voice", "mail"}
    assert all("09:00" <= row["half_hour"] < "17:00" for row in rows if row["channel"] == "voice")


@pytest.mark.parametrize("column", COLUMNS)
def test_networks_add_up_to_handoffs_and_lead_changes(seen, measured, column):
    look = seen.columns[column]
    within = sum(d["per_100_cases"] for a, b, d in look.teams.edges(data=True) if a == b)
    between = sum(d["per_100_cases"] for a, b, d in look.teams.edges(data=True) if a != b)
    assert between == pytest.approx(100 * first(measured, column, "handoffs"))
    assert within == pytest.approx(100 * first(measured, column, "lead_changes"))
    all_of_them = sum(d["count"] for *_, d in look.functions.edges(data=True))
    assert all_of_them == sum(d["count"] for *_, d in look.teams.edges(data=True)) > 0
    assert set(look.functions) == {"sales", "service"}
    assert sum(people for _, people in look.teams.nodes(data="people")) == 4


@pytest.mark.parametrize("column", COLUMNS)
def test_load_is_that_of_the_measures(seen, measured, column):
    look = seen.columns[column]
    assert np.nanmean(look.load) == pytest.approx(first(measured, column, "load_mean"))
    assert np.nanmax(look.load) == pytest.approx(first(measured, column, "load_max"))
    assert look.load[look.busiest_first[0]] == np.nanmax(look.load)
    week = look.week_load
    assert week.shape == (4, PER_WEEK)
    assert np.nanmin(week) >= 0.0
    assert np.nanmax(week) <= 1.0
    assert np.isnan(week[:, : 2 * 9]).all()  # nobody is there before nine on Monday
    assert np.isfinite(week[:, 2 * 24 * 5 :]).sum() == 0  # nor at the weekend


def test_both_engines_show_the_same():
    one, other = (closeup(tiny(), COLUMNS, engine=engine) for engine in ("core", "agents"))
    assert one.morning == other.morning
    for column in COLUMNS:
        assert one.columns[column].half_hours == other.columns[column].half_hours
        np.testing.assert_array_equal(one.columns[column].week_load, other.columns[column].week_load)


def test_the_morning_is_a_tuesday_of_one_pod(seen):
    morning = seen.morning
    assert (morning.start, morning.end) == (10080 + 1440 + 600, 10080 + 1440 + 780)  # ten to one, of week 1
    assert morning.of == "pods"
    assert len(morning.members) == 2
    assert list(morning.stretches) == list(COLUMNS)
    for stretches in morning.stretches.values():
        assert stretches == tuple(sorted(stretches, key=lambda s: (s.start, s.case, s.kind)))
        assert all(s.start < morning.end and s.end > morning.start for s in stretches)
        assert {s.case for s in stretches} <= set(range(len(morning.channels)))
    steps = [s for s in morning.stretches["pods"] if s.kind == SegmentKind.STEP]
    assert any(s.person in morning.members for s in steps)
    assert all((s.change is None) == (s.kind != SegmentKind.STEP) for s in morning.stretches["silos"])
    assert {s.change for s in steps} <= set(Change)


def test_the_customer_is_the_one_nearest_to_the_mean_gain():
    resolution = {"a": np.array([100.0, 80.0, 60.0, 60.0]), "b": np.array([10.0, 70.0, 40.0, 40.0])}
    handed = {"a": np.array([0.0, 1.0, 2.0, 1.0])}  # the mean gain is 35; the first was never handed over
    assert typical_case(("a", "b"), resolution, handed) == 3  # of two that gain 20 the first, counted from 1
    assert typical_case(("a", "b"), resolution, {"a": np.zeros(4)}) is None


def test_the_journey_is_that_customer(seen):
    assert [path.formation for path in seen.journey.paths] == list(COLUMNS)
    assert any(event.change == Change.HANDOFF for event in seen.journey.paths[0].events)
