"""Bursts: as many more as asked for, then and there; nobody else is touched."""

import numpy as np
import pytest

from sim.demand.customers import build_customers
from sim.formation.data_report import burst_lines

OUTAGE = {"start": "week 2 tue 10:00", "minutes": 120, "factor": 3, "channel": "voice", "need": "tech"}
START, END = 2 * 10080 + 1440 + 600, 2 * 10080 + 1440 + 720


def with_bursts(helpers, *bursts, **changes):
    return helpers.scenario(helpers.two_channels(bursts=bursts, **changes))


@pytest.fixture(scope="module")
def base(helpers):
    return helpers.tape(helpers.scenario(helpers.two_channels()), replications=10)


def added_rows(base, tape):
    return ~np.isin(tape.lineage, base.lineage)


def test_only_customers_of_the_burst_are_added(helpers, base):
    tape = helpers.tape(with_bursts(helpers, OUTAGE), replications=10)
    added = added_rows(base, tape)
    assert ((tape.arrival[added] >= START) & (tape.arrival[added] < END)).all()
    assert (tape.channel[added] == 0).all()
    assert (tape.need[added, 0] == 1).all()  # tech
    kept = ~added
    for name in ("arrival", "lineage", "need", "work", "patience", "account", "distress", "hidden", "deadline"):
        assert np.array_equal(getattr(tape, name)[kept], getattr(base, name)), name
    for r in range(10):
        assert (np.diff(tape.arrival[tape.cases_of(r)]) >= 0).all()


def test_there_are_as_many_as_the_factor_says(helpers):
    scenario = with_bursts(helpers, OUTAGE, busyness_cv=0.0)
    tape = helpers.tape(scenario, replications=60)
    usual = 1500 / 5 / 600 * 120  # voice, even over ten hours of five days
    inside = (tape.channel == 0) & (tape.arrival >= START) & (tape.arrival < END)
    number = np.array([inside[tape.cases_of(r)].sum() for r in range(60)])
    helpers.within_4_errors(number, 3 * usual)
    assert burst_lines(scenario, build_customers(scenario)) == [
        "burst by voice at week 2 tue 10:00 for 120 minutes: about 120 more than the usual 60 cases, all with tech as "
        "first need"
    ]


def test_a_volume_factor_scales_bursts_as_well(helpers):
    base, more = (with_bursts(helpers, OUTAGE, volume_factor=factor) for factor in (1.0, 2.0))
    tapes = [helpers.tape(scenario, replications=20) for scenario in (base, more)]
    assert np.isin(tapes[0].lineage[tapes[0].cases_of(3)], tapes[1].lineage[tapes[1].cases_of(3)]).all()
    assert tapes[1].arrival.size / tapes[0].arrival.size == pytest.approx(2.0, rel=0.03)


def test_a_burst_grows_with_the_busyness_of_its_day(helpers):
    strong = {**OUTAGE, "factor": 50}
    base = helpers.tape(with_bursts(helpers, busyness_cv=0.5), replications=40)
    tape = helpers.tape(with_bursts(helpers, strong, busyness_cv=0.5), replications=40)
    day = np.array([((base.arrival[base.cases_of(r)] // 1440) == 15).sum() for r in range(40)])
    size = np.diff(tape.first_case) - np.diff(base.first_case)
    assert np.corrcoef(day, size)[0, 1] > 0.9


@pytest.mark.parametrize("change", [{"factor": 5}, {"minutes": 300}])
def test_a_larger_burst_adds_to_a_smaller_one(helpers, change):
    small = helpers.tape(with_bursts(helpers, OUTAGE))
    large = helpers.tape(with_bursts(helpers, {**OUTAGE, **change}))
    assert set(small.lineage.tolist()) < set(large.lineage.tolist())


def test_another_burst_leaves_the_first(helpers):
    campaign = {"start": "week 1", "minutes": 10080, "factor": 1.2}
    one = helpers.tape(with_bursts(helpers, OUTAGE))
    two = helpers.tape(with_bursts(helpers, campaign, OUTAGE))
    assert set(one.lineage.tolist()) < set(two.lineage.tolist())
    added = added_rows(one, two)
    assert set(two.channel[added].tolist()) == {0, 1}
    assert len(set(two.need[added, 0].tolist())) == 3  # first needs as usual


def test_a_burst_when_nobody_comes_brings_nobody(helpers):
    scenario = with_bursts(helpers, {"start": "week 1 sun 03:00", "minutes": 60, "factor": 9, "channel": "voice"})
    assert burst_lines(scenario, build_customers(scenario)) == [
        "burst by voice at week 1 sun 03:00 for 60 minutes: nobody comes then usually, so nobody comes in addition"
    ]
    plain = helpers.tape(helpers.scenario(helpers.two_channels()))
    assert np.array_equal(helpers.tape(scenario).lineage, plain.lineage)


def test_bursts_multiply_volumes_of_the_users_own(helpers, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = [f"2026-01-0{day} {hour:02}:00,voice,30," for day in range(5, 10) for hour in range(8, 18)]
    (tmp_path / "v.csv").write_text("\n".join(["start,channel,offered,aht_seconds", *rows]))
    scenario = with_bursts(helpers, OUTAGE, volumes_file="v.csv")
    assert burst_lines(scenario, build_customers(scenario))[0].startswith(
        "burst by voice at week 2 tue 10:00 for 120 minutes: about 120 more than"
    )
    base = helpers.tape(with_bursts(helpers, volumes_file="v.csv"))
    tape = helpers.tape(scenario)
    assert 300 < added_rows(base, tape).sum() < 700  # four replications of 120
