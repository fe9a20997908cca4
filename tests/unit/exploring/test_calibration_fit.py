"""Whole calibrations: what is found, what is missed, and that pods have no part in it."""

import json
from dataclasses import replace

import numpy as np
import pytest

from sim.exploring.calibration.calibrate import calibrate
from sim.exploring.calibration.fitting import surface_of
from sim.exploring.calibration.objective import Objective
from sim.exploring.calibration.parameters import MISROUTE, MULTI_NEED, SPREAD, parameters_of, with_values
from sim.exploring.calibration.sample import simulate
from sim.exploring.calibration.targets import NOT_LIVE, HandoffTarget, published
from sim.report.calibration import calibration_page
from sim.report.calibration_record import record_of, text_of
from sim.report.summary import as_text
from sim.scenario import ScenarioError, load_scenario
from tests.unit.exploring.calibrated import desk, desk_of_single_needs

pytestmark = pytest.mark.slow

TRUTH = {("mail", MULTI_NEED): 0.36, ("mail", MISROUTE): 0.12}


def values_of(found):
    return {(row.parameter.channel, row.parameter.meaning): row.after for row in found.parameters}


def page_of(found):
    return " ".join(as_text(calibration_page(found)).split())


def targets_at(scenario, truth):
    """Targets made of what is simulated at known parameters, with narrow ranges."""
    parameters = parameters_of(scenario, ["mail"], of_log=False)
    there = with_values(scenario, {p: truth[p.channel, p.meaning] for p in parameters})
    moments = simulate(there, seed=1, first=0, replications=2).moments(1)
    reach = {"without_handoff": 0.01, "mean_handoffs": 0.02, "three_or_more_share": 0.005, "ping_pong_share": 0.02}
    return [
        HandoffTarget("mail", name, moments[name], moments[name] - r, moments[name] + r, "test")
        for name, r in reach.items()
    ]


@pytest.fixture(scope="module")
def quick():
    """A calibration to the published targets, without a ridge."""
    return calibrate(desk(), ridge_replications=0)


def test_known_parameters_are_recovered():
    """From what the same customers did with them; only mail, so that nobody gives up."""
    scenario = desk(
        {
            "demand.channels.voice.cases_per_week": 1,
            "demand.channels.mail.cases_per_week": 1700,
            "policy.misroute_ambiguity_slope": 0,
        }
    )
    found = calibrate(scenario, targets=targets_at(scenario, TRUTH), ridge_replications=0)
    assert found.load.adjustment.volumes == 1.0
    assert values_of(found) == pytest.approx(TRUTH, abs=0.02)
    assert not found.misses
    assert values_of(found) != {(r.parameter.channel, r.parameter.meaning): r.before for r in found.parameters}


def test_the_surface_is_what_is_simulated():
    """Between the points of its grid, at the quiet desk it is made of."""
    from sim.exploring.calibration.fitting import quiet_desk

    scenario = desk()
    parameters = tuple(p for p in parameters_of(scenario, ["voice", "mail"], of_log=False) if p.meaning != SPREAD)
    objective = Objective(scenario, parameters, published(scenario, ["voice", "mail"]), seed=1, replications=2)
    surface, quiet = surface_of(objective), objective.on(quiet_desk(scenario))
    for at in (0.1, 0.35, 0.8):
        values = np.array([p.least + at * (p.most - p.least) for p in parameters])
        off = surface.distances(values) - quiet.distances(quiet.sample(values))
        assert np.max(np.abs(off)) < 0.4  # half widths, the narrowest of which is 0.01


def test_targets_in_reach_are_reached_and_others_are_misses(quick):
    rows = {(row.target.channel, row.target.moment): row for row in quick.reached}
    voice = rows["voice", "transferred_share"]
    assert voice.fits
    assert abs(voice.after - 0.19) < abs(voice.before - 0.19)
    assert not rows["mail", "handoff_size"].fits  # nothing in the model spreads handoffs so far
    assert rows["mail", "handoff_size"] in quick.misses


def test_a_miss_is_printed_and_fails_nothing(quick):
    said = page_of(quick)
    assert "MISS" in said
    assert "Out of reach: " in said
    assert "dispersion (size) (mail)" in said
    assert "fits" in said


def test_what_is_fitted_lies_within_its_bounds(quick):
    for row in quick.parameters:
        if row.free:
            assert row.parameter.least <= row.after <= row.parameter.most
            channel = quick.fitted.demand.channels[row.parameter.channel]
            assert getattr(channel, row.parameter.setting.rpartition(".")[2]) == row.stored_after
        else:
            assert row.stored_after == row.stored_before
    assert not [row for row in quick.parameters if row.free and row.parameter.meaning == SPREAD]
    assert "Not fitted, as the targets say nothing about it" in page_of(quick)


def test_a_bound_is_flagged():
    """A desk that hands over more than any parameter can make up for."""
    scenario = desk()
    far = [HandoffTarget("mail", "mean_handoffs", 9.0, 8.9, 9.1, "made by the test")]
    found = calibrate(scenario, targets=far, ridge_replications=0)
    row = next(r for r in found.parameters if (r.parameter.channel, r.parameter.meaning) == ("mail", MULTI_NEED))
    assert row.bound == "upper"
    assert "upper bound" in page_of(found)
    assert {r.parameter.channel for r in found.parameters} == {"mail"}  # the other channel has no target


def test_the_same_calibration_twice_is_the_same(quick):
    again = calibrate(desk(), ridge_replications=0)
    assert text_of(record_of(again, [])) == text_of(record_of(quick, []))


def test_pods_have_no_part_in_it(quick):
    """Whatever the other columns are, the fit is the same."""
    other = {
        "formations.pods": {"teams": 1, "shifts_together": False, "policy": {"wings": 3, "misroute_share": 0.01}},
        "formations.silos_plus.policy": {"kept_across_share": 0.1, "borrowing": "none"},
        "formations.third": {"partition": "pool"},
    }
    found = calibrate(desk(other), ridge_replications=0)
    assert values_of(found) == values_of(quick)
    assert [row.after for row in found.reached] == [row.after for row in quick.reached]
    assert found.settings == quick.settings


@pytest.mark.slow
def test_an_overloaded_desk_is_fitted_at_volumes_that_it_can_do():
    many = {f"demand.channels.{name}.cases_per_week": 1300 for name in ("voice", "mail")}
    found = calibrate(desk(many), ridge_replications=0)
    assert found.load.adjustment.volumes < 0.9
    assert 0.75 <= round(found.load.fit[""], 2) <= 0.85
    assert found.load.after[""] > 0.85
    assert found.fitted.demand.channels["mail"].cases_per_week == 1300
    assert not [key for key in found.settings if "cases_per_week" in key or "count" in key]
    said = page_of(found)
    for words in ("NOT USUAL", "times the customers (cases_per_week: voice", "with these people: sales 4 →"):
        assert words in said


@pytest.mark.slow
def test_pairs_that_fit_as_well_are_the_ridge():
    """One share of transferred calls cannot tell needs from misroutes."""
    found = calibrate(desk(), targets=published(desk(), ["voice"]), ridge_replications=2)
    first, *points = found.ridge
    assert (first.channel, first.on_ridge) == ("", True)
    on_ridge = [point for point in points if point.on_ridge]
    assert len(on_ridge) >= 2
    misroutes = [point.misroute for point in on_ridge]
    assert misroutes == sorted(misroutes, reverse=True)  # more needs, fewer misroutes
    assert misroutes[0] > misroutes[-1]
    for point in found.ridge:
        assert (point.verdict is not None) == point.on_ridge
    corners = {("silos", "pods_today"), ("silos", "silos_plus"), ("silos", "pods"), ("pods_today", "pods")}
    assert set(first.verdict) == corners | {("silos_plus", "pods")}
    assert set(first.verdict["silos", "pods"]) == {"resolution_minutes", "felt_empathy", "load_p90"}
    said = page_of(found)
    assert "on the ridge" in said
    assert "The verdict along the ridge" in said
    assert ("Every answer is the same" in said) != ("The answer is not the same" in said)
    stored = record_of(found, [])["ridge"]
    assert [row["on_ridge"] for row in stored] == [point.on_ridge for point in found.ridge]


def test_the_record_holds_all_and_says_no_place():
    log = load_scenario("it_incidents", {"time.measured_weeks": 2})
    found = calibrate(log, ridge_replications=0)
    record = record_of(found, ["demand.replay.file=/somewhere/else.csv", "time.measured_weeks=2"])
    text = text_of(record)
    assert json.loads(text) == record
    assert record["changes"] == ["demand.replay.file=...", "time.measured_weeks=2"]
    assert "/somewhere" not in text
    assert str(log.data_file("demand.replay.file")) not in text
    assert set(record["data_sha256"]) == {"demand.replay.file"}
    assert record["misses"] == [f"phone: {name}" for name in _missed_words(found)]
    assert len(record["rest_of_the_scenario_sha256"]) == 64


def _missed_words(found):
    from sim.report.calibration_record import MOMENT_WORDS

    return [MOMENT_WORDS[row.target.moment] for row in found.misses]


def test_the_hash_of_the_rest_does_not_hang_on_what_was_fitted():
    from sim.report.calibration_record import hash_of_the_rest

    scenario, key = desk(), "demand.channels.mail.misroute_factor"
    other = desk({key: 0.3})
    assert hash_of_the_rest(scenario, {key: 1}) == hash_of_the_rest(other, {key: 1})
    assert hash_of_the_rest(scenario, {}) != hash_of_the_rest(other, {})
    counted = {"people.groups.0.count": 5}
    assert hash_of_the_rest(scenario, counted) == hash_of_the_rest(desk(counted), counted)


def test_a_log_is_fitted_on_one_half_and_checked_on_the_other():
    found = calibrate(load_scenario("it_incidents"), ridge_replications=0)
    assert [row.parameter.meaning for row in found.parameters] == [MISROUTE]
    assert sum(found.incidents) > 500
    for row in found.reached:
        assert row.unseen.moment == row.target.moment
        assert row.unseen.value != row.target.value
    assert found.pickup_moves < 1.0
    said = page_of(found)
    assert "the other half of the log" in said
    assert "Pickup is not fitted" in said
    # The excerpt keeps nobody busy, which is no reason to dismiss them.
    assert found.load.adjustment.counts == {}
    assert "none is changed" in said


@pytest.mark.slow
def test_the_ridge_of_a_log_is_over_what_an_a_b_a_was():
    found = calibrate(load_scenario("it_incidents", {"time.measured_weeks": 3}), ridge_replications=2)
    points = found.ridge[1:]
    assert [point.ping_pong for point in points] == [0.0, 0.25, 0.5, 0.75, 1.0]
    shares = [point.multi_need for point in points]
    assert shares == sorted(shares, reverse=True)
    assert "A-B-A misrouted" in page_of(found)


@pytest.mark.parametrize(
    ("scenario", "words"),
    [
        (desk_of_single_needs({"policy.misroute_share": 0}), "nothing to calibrate"),
        (load_scenario("it_incidents", {"demand.replay.end": "2016-04-07"}), "nothing to compare with"),
    ],
    ids=["nothing moves", "too few incidents"],
)
def test_what_cannot_be_calibrated_says_why(scenario, words):
    with pytest.raises(ScenarioError, match=words):
        calibrate(scenario, ridge_replications=0)


def test_targets_of_the_evidence_page(project):
    """Row by row as the page says it."""
    page = (project / "docs/background/evidence.md").read_text(encoding="utf-8")
    for value, least, most, source in NOT_LIVE.values():
        row = next(line for line in page.splitlines() if line.startswith(f"| {source.removeprefix('evidence row ')} |"))
        cells = [cell.strip() for cell in row.split("|")]
        assert float(cells[3]) == value
        assert [float(part) for part in cells[4].split("–")] == [least, most]


def test_replications_of_the_fit_are_not_those_of_the_check(quick):
    assert any(row.after != row.after_unseen for row in quick.reached)
    assert replace(quick, seconds=0.0).misses == quick.misses
