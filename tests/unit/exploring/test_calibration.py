"""Parts of a calibration: moments, targets, parameters, adjustment."""

import math

import numpy as np
import pytest

from sim.exploring.calibration.load import (
    LoadAdjustment,
    adjusted,
    counts_of,
    group_counts,
    is_too_far,
    is_usual,
    usual_counts,
)
from sim.exploring.calibration.parameters import (
    MISROUTE,
    MULTI_NEED,
    SPREAD,
    factor_for,
    multi_need_share,
    parameters_of,
    stored_for,
    value_in,
    with_values,
)
from sim.exploring.calibration.sample import COLUMN, Sample, first_half, logged, moments_of, simulate
from sim.exploring.calibration.targets import LIVE, NOT_LIVE, HandoffTarget, of_log, published
from sim.scenario import load_scenario
from tests.unit.exploring.calibrated import desk, desk_of_single_needs


def sample(handoffs, back=None, channel=None, load=None):
    n = len(handoffs)
    return Sample(
        np.array(handoffs, dtype=float),
        np.zeros(n, dtype=bool) if back is None else np.array(back),
        np.zeros(n, dtype=np.int64) if channel is None else np.array(channel),
        np.arange(n, dtype=np.uint64),
        load or {},
    )


def test_moments_by_hand():
    found = moments_of(np.array([0.0, 0.0, 1.0, 4.0, 0.0]), np.array([False, False, False, True, False]))
    assert found["transferred_share"] == pytest.approx(0.4)
    assert found["without_handoff"] == pytest.approx(0.6)
    assert found["mean_handoffs"] == pytest.approx(1.0)
    assert found["handoff_size"] == pytest.approx(1.0 / (2.4 - 1.0))  # mean 1, variance 12 / 5
    assert found["three_or_more_share"] == pytest.approx(0.2)
    assert found["ping_pong_share"] == pytest.approx(0.5)


def test_moments_where_nothing_happens():
    nobody_moved = moments_of(np.zeros(4), np.zeros(4, dtype=bool))
    assert (nobody_moved["ping_pong_share"], nobody_moved["handoff_size"]) == (0.0, math.inf)
    assert all(math.isnan(value) for value in moments_of(np.empty(0), np.empty(0, dtype=bool)).values())


def test_a_negative_binomial_has_the_size_that_it_was_drawn_with():
    size, mean = 0.5, 1.1
    drawn = np.random.default_rng(1).negative_binomial(size, size / (size + mean), 400_000).astype(float)
    assert moments_of(drawn, drawn > 99)["handoff_size"] == pytest.approx(size, rel=0.03)


def test_moments_of_one_channel():
    both = sample([0, 1, 2, 0], channel=[0, 0, 1, 1])
    assert (both.moments(0)["mean_handoffs"], both.moments(1)["mean_handoffs"]) == (0.5, 1.0)
    assert both.kept(both.handoffs > 0).moments(1)["mean_handoffs"] == 2.0


def test_distances_are_half_widths_of_the_range():
    target = HandoffTarget("voice", "transferred_share", 0.19, 0.10, 0.30, "row")
    assert target.distance(0.29) == pytest.approx(1.0)
    assert target.distance(0.09) == pytest.approx(-1.0)
    assert target.distance(math.nan) > 50.0
    assert target.fits(0.3004)
    assert not target.fits(0.3006)


def test_dispersion_is_compared_by_its_inverse():
    """Whose size goes through infinity where handoffs are spread as by chance."""
    target = HandoffTarget("mail", "handoff_size", 0.5, 0.44, 0.60, "row")
    assert target.distance(0.5) == 0.0
    half = (1.0 / 0.44 - 1.0 / 0.60) / 2.0
    assert target.distance(math.inf) == pytest.approx(2.0 / half)
    assert target.distance(1e9) == pytest.approx(target.distance(-1e9), abs=1e-6)
    assert not target.fits(math.inf)


def test_channels_are_held_to_what_was_measured_on_their_kind():
    found = published(desk(), ["voice", "mail"])
    assert {t.moment for t in found if t.channel == "voice"} == set(LIVE)
    assert {t.moment for t in found if t.channel == "mail"} == set(NOT_LIVE)
    assert all(t.least <= t.value <= t.most for t in found)


def test_the_share_of_several_needs_and_its_factor():
    scenario = desk()
    assert multi_need_share(scenario, 1.0) == pytest.approx(0.45 * 0.4 + 0.4 * 0.3 + 0.15 * 0.1)
    for share in (0.05, 0.3, 0.55):
        assert multi_need_share(scenario, factor_for(scenario, share)) == pytest.approx(share)
    assert factor_for(scenario, 0.99) == 5.0  # out of reach: a row is cut at 1


def test_the_tape_has_as_many_cases_of_several_needs():
    scenario = desk()
    moved = parameters_of(scenario, ["voice", "mail"], of_log=False)
    there = with_values(scenario, {p: 0.45 for p in moved if p.meaning == MULTI_NEED})
    found = simulate(there, seed=1, first=0, replications=2)
    assert found.multi_need == pytest.approx(0.45, abs=0.02)


def test_parameters_are_written_as_what_they_mean():
    scenario = desk({"policy.misroute_share": 0.1, "demand.channels.mail.misroute_factor": 3.0})
    by_meaning = {p.meaning: p for p in parameters_of(scenario, ["mail"], of_log=False)}
    assert list(by_meaning) == [MULTI_NEED, MISROUTE, SPREAD]
    misroute = by_meaning[MISROUTE]
    assert value_in(scenario, misroute) == pytest.approx(0.3)
    assert stored_for(scenario, misroute, 0.25) == 2.5
    assert misroute.setting == "demand.channels.mail.misroute_factor"
    assert with_values(scenario, {misroute: 0.25}).demand.channels["mail"].misroute_factor == 2.5
    assert scenario.demand.channels["mail"].misroute_factor == 3.0
    assert (misroute.bound(misroute.least), misroute.bound(0.2), misroute.bound(misroute.most)) == (
        "lower",
        "",
        "upper",
    )


def test_what_cannot_matter_is_no_parameter():
    def meanings(scenario, of_log=False):
        return [p.meaning for p in parameters_of(scenario, ["mail"], of_log=of_log)]

    assert meanings(desk_of_single_needs()) == [MISROUTE, SPREAD]
    assert meanings(desk({"policy.misroute_share": 0})) == [MULTI_NEED]
    assert meanings(desk({"policy.misroute_ambiguity_slope": 0})) == [MULTI_NEED, MISROUTE]
    assert meanings(desk({"demand.max_needs": 1})) == [MISROUTE, SPREAD]
    assert meanings(desk(), of_log=True) == [MISROUTE]
    assert parameters_of(desk(), ["mail"], of_log=True)[0].least == 0.0  # its paths hold the misroutes that it saw


def test_silos_with_a_misroute_share_of_their_own():
    scenario = desk({"formations.silos.policy.misroute_share": 0.1})
    (misroute,) = parameters_of(scenario, ["mail"], of_log=True)
    assert value_in(scenario, misroute) == pytest.approx(0.1)
    assert COLUMN == "silos"


def test_people_are_shared_among_the_groups_of_a_function():
    scenario = desk()
    assert counts_of(scenario) == {"sales": 4, "service": 4, "legal": 2}
    assert group_counts(scenario, {"sales": 8, "legal": 1}) == [6, 2, 4, 1]
    assert sum(group_counts(scenario, {"sales": 7})[:2]) == 7
    staffed = LoadAdjustment(volumes=0.5, counts={"sales": 8}).applied(scenario)
    assert counts_of(staffed)["sales"] == 8
    assert staffed.demand.channels["voice"].cases_per_week == 485


def test_people_that_would_bring_a_usual_load():
    scenario, load = desk(), {"": 0.9, "sales": 0.80, "service": 1.2, "legal": 0.4}
    found = usual_counts(scenario, sample([0], load=load))
    assert found == {"service": 6, "legal": 1}  # 4 x 1.2 / 0.85 and 2 x 0.4 / 0.85, rounded up
    assert usual_counts(scenario, sample([0], load=load), volumes=0.5)["sales"] == 8  # 4 x 1.6 / 0.85
    assert is_too_far(scenario, {"service": 1})
    assert not is_too_far(scenario, {"service": 2})


def test_volumes_follow_the_load_and_people_only_a_log():
    scenario = desk()
    busy, usual = sample([0], load={"": 1.0, "sales": 1.0}), sample([0], load={"": 0.8, "sales": 0.9})
    assert adjusted(scenario, LoadAdjustment(), usual) == LoadAdjustment()
    assert adjusted(scenario, LoadAdjustment(volumes=0.9), busy).volumes == pytest.approx(0.9 * 0.82)
    assert (is_usual(0.746), is_usual(0.744), is_usual(0.854), is_usual(0.856)) == (True, False, True, False)
    log = load_scenario("it_incidents", {"people.groups.0.count": 14})
    loads = dict.fromkeys(["", *log.demand.needs], 0.80) | {"service_desk": 0.6, "group_39": 0.05}
    assert adjusted(log, LoadAdjustment(), sample([0], load=loads | {"group_39": 0.8})).counts == {"service_desk": 10}
    assert (
        adjusted(log, LoadAdjustment(), sample([0], load=loads)) == LoadAdjustment()
    )  # far from what it was staffed for


def test_the_halves_of_a_log_share_no_incident():
    from sim.demand.customers import build_customers

    scenario = load_scenario("it_incidents")
    log = logged(scenario, build_customers(scenario))
    half = first_half(log.lineage)
    assert 0.4 < float(np.mean(half)) < 0.6
    assert not set(log.lineage[half]) & set(log.lineage[~half])
    fitted, other = (of_log(scenario, log, validation=validation) for validation in (False, True))
    assert [t.moment for t in fitted] == [t.moment for t in other]
    for targets, chosen in ((fitted, half), (other, ~half)):
        assert targets[0].value == pytest.approx(float(np.mean(log.handoffs[chosen] == 0)))
        assert all(t.least < t.value < t.most for t in targets)


def test_simulated_cases_are_the_incidents_of_the_log():
    from sim.demand.customers import build_customers

    scenario = load_scenario("it_incidents")
    log = logged(scenario, build_customers(scenario))
    found = simulate(scenario, seed=1, first=0, replications=2)
    assert sorted(found.lineage) == sorted([*log.lineage, *log.lineage])
