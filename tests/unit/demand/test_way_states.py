"""What follows where the needs before matter, and customers who come as by clockwork or in clusters."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from sim.demand.customers import build_customers
from sim.measures.expected_demand import needs_of_a_case

# a begins; b and c follow once each, in any order; then d, or the end where c came last.
THEN = {"a": {"b": 0.5, "c": 0.5}, "b": {"c": 0.5, "d": 0.5}, "c": {"b": 0.5, "d": 0.25}, "d": {}}
AFTER = {
    "b": [{"before": ["a"], "then": {"c": 1}}, {"before": ["c"], "then": {"d": 1}}],
    "c": [
        {"before": ["a"], "from_start": True, "then": {"b": 1}},
        {"before": ["a", "b"], "then": {"d": 0.5}},
    ],
}
PATHS = {"abcd": 0.25, "abc": 0.25, "acbd": 0.5}


def demand_of(helpers, then_after=True, **more):
    needs = {
        name: {
            "first_share": float(name == "a"),
            "work_minutes": 5,
            "then": then,
            **({"then_after": AFTER[name]} if then_after and name in AFTER else {}),
        }
        for name, then in THEN.items()
    }
    return helpers.two_channels(needs=needs, **more)


def ways(tape):
    rows = ("".join("abcd"[f] for f in row if f >= 0) for row in tape.need)
    counts = Counter(rows)
    return {way: count / counts.total() for way, count in counts.items()}, counts.total()


def test_each_case_has_each_need_once(helpers):
    found, count = ways(helpers.tape(helpers.scenario(demand_of(helpers)), replications=4))
    assert count > 400
    assert found == pytest.approx(PATHS, abs=4 * 0.5 / count**0.5)
    without, _ = ways(helpers.tape(helpers.scenario(demand_of(helpers, then_after=False)), replications=4))
    assert len(without) > 6


def test_entries_that_say_what_the_need_says_change_nothing(helpers):
    plain = demand_of(helpers, then_after=False)
    said = demand_of(helpers, then_after=False)
    said["needs"]["b"]["then_after"] = [{"before": ["a", "c"], "then": THEN["b"]}]
    said["needs"]["c"]["then_after"] = [{"before": ["b"], "then": THEN["c"]}, {"from_start": True, "then": THEN["c"]}]
    one, other = (helpers.tape(helpers.scenario(demand), replications=2) for demand in (plain, said))
    assert np.array_equal(one.need, other.need)


def test_what_is_expected_of_them(helpers):
    found = needs_of_a_case(helpers.scenario(demand_of(helpers)), {"a": 1.0})
    assert found.every == pytest.approx({"a": 1, "b": 1, "c": 1, "d": 0.75})
    assert found.last == pytest.approx({"a": 0, "b": 0, "c": 0.25, "d": 0.75})
    halved = needs_of_a_case(helpers.scenario(demand_of(helpers)), {"a": 1.0}, 0.5)
    assert halved.only["a"] == pytest.approx(0.5)
    assert halved.every["d"] == pytest.approx(0.5 * (0.5 * 0.5 * 0.25 + 0.5 * 0.5 * 0.5))


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"then": {"c": 1}}, "name some, or set from_start: true"),
        ({"before": ["b"], "then": {}}, "b cannot be followed by itself"),
        ({"before": ["x"], "then": {}}, "there is no need 'x'"),
        ({"before": ["a"], "then": {"a": 0.5}}, "a has no share in `then` of b"),
        ({"before": ["a"], "then": {"c": 0.7, "d": 0.7}}, "it sums to 1.4"),
    ],
)
def test_entries_that_are_refused(helpers, entry, words):
    from sim.scenario import ScenarioError, build_scenario

    demand = demand_of(helpers, then_after=False)
    demand["needs"]["b"]["then_after"] = [entry]
    with pytest.raises(ScenarioError, match=words):
        build_scenario(
            {"name": "test", "people": {"groups": [{"function": f, "count": 1} for f in THEN]}, "demand": demand}
        )


@pytest.mark.parametrize("variation", [0.0, 0.5, 2.0])
def test_times_between_customers(helpers, variation):
    """As many come as are expected, and the times between them vary as was set."""
    demand = helpers.two_channels(busyness_cv=0)
    demand["channels"]["voice"] |= {"cases_per_week": 2000, "arrivals_cv": variation}
    scenario = helpers.scenario(demand, open="always")
    tape, customers = helpers.tape(scenario, replications=2), build_customers(scenario)
    mine = [tape.arrival[rows][tape.channel[rows] == 0] for rows in map(tape.cases_of, range(2))]
    between = np.concatenate([np.diff(arrival) for arrival in mine])
    assert between.std() / between.mean() == pytest.approx(variation, rel=0.1, abs=0.05)
    weeks = (customers.cohort_end - customers.cohort_start) / 10080
    counts = [np.sum((arrival >= customers.cohort_start) & (arrival < customers.cohort_end)) for arrival in mine]
    assert np.mean(counts) == pytest.approx(2000 * weeks, abs=7 * weeks + 4 * variation * (1000 * weeks) ** 0.5)
    plain = helpers.tape(helpers.scenario(helpers.two_channels(busyness_cv=0), open="always"), replications=2)
    assert np.array_equal(plain.arrival[plain.channel == 1], tape.arrival[tape.channel == 1])  # by mail, as ever
