"""One more customer, one dial moved: only what it touches changes on the tape, and all else is as it was."""

from dataclasses import fields

import numpy as np
import pytest

from sim.demand import arrival_rates
from sim.demand.build import build_tape
from sim.demand.customers import build_customers
from sim.scenario.scenario_settings import Scenario

PER_CASE = ("arrival", "deadline", "account", "language", "needs", "need", "hidden", "work", "ambiguity", "distress")
PER_CASE += ("patience",)
DEMAND = {
    "channels": {
        "voice": {"cases_per_week": 900, "live": True, "patience_minutes": 12},
        "mail": {"cases_per_week": 300},
    },
    "needs": {
        "sales": {"first_share": 0.6, "then": {"tech": 0.3}},
        "tech": {"first_share": 0.4, "work_minutes": 9.0, "then": {"sales": 0.2}},
    },
}


def tape_of(demand=None, first_replication=0, replications=3, **rest):
    settings = {"name": "test", "people": {"groups": [{"function": "sales", "count": 3}]}, "demand": demand or DEMAND}
    scenario = Scenario.model_validate({**settings, **rest})
    customers = build_customers(scenario)
    return build_tape(scenario, customers, seed=5, first_replication=first_replication, replications=replications)


def changed(block, name, **dials):
    """DEMAND with dials of one channel or need, or of demand itself (block "")."""
    if not block:
        return {**DEMAND, **dials}
    return {**DEMAND, block: {**DEMAND[block], name: {**DEMAND[block].get(name, {}), **dials}}}


def columns_that_differ(left, right, ignore=()):
    """Columns in which a case that both tapes have (by replication and lineage) differs; and the shared number."""
    wrong, shared = set(), 0
    for r in range(min(left.replications, right.replications)):
        rows_left, rows_right = left.cases_of(r), right.cases_of(r)
        common = np.intersect1d(left.lineage[rows_left], right.lineage[rows_right], return_indices=True)
        shared += common[0].size
        for name in PER_CASE:
            a, b = getattr(left, name)[rows_left][common[1]], getattr(right, name)[rows_right][common[2]]
            if name not in ignore and not np.array_equal(a, b):
                wrong.add(name)
    return wrong, shared


@pytest.fixture(scope="module")
def base():
    return tape_of()


def test_one_more_customer_adds_exactly_one_row(base, monkeypatch):
    true_counts = arrival_rates.arrival_counts

    def one_more(*arguments):
        found = true_counts(*arguments)
        found[1, 8, 0] += 1
        return found

    monkeypatch.setattr(arrival_rates, "arrival_counts", one_more)
    more = tape_of()
    assert np.diff(more.first_case).tolist() == np.add(np.diff(base.first_case), [0, 1, 0]).tolist()
    rows = more.cases_of(1)
    added = np.flatnonzero(~np.isin(more.lineage[rows], base.lineage[base.cases_of(1)])) + rows.start
    assert added.size == 1
    assert more.arrival[added[0]] // 1440 == 8
    for field in fields(base):
        if field.name not in ("first_replication", "replication_key", "first_case"):
            kept = np.delete(getattr(more, field.name), added[0], axis=0)
            assert np.array_equal(kept, getattr(base, field.name)), field.name


DIALS = {
    "work_minutes": (changed("needs", "tech", work_minutes=11.0), {"work"}),
    "work_cv": (changed("needs", "tech", work_cv=0.5), {"work"}),
    "then": (changed("needs", "tech", then={"sales": 0.5}), {"needs", "need", "hidden", "work"}),
    "hidden_share": (changed("", "", hidden_share=0.9), {"hidden"}),
    "ambiguity_mean": (changed("", "", ambiguity_mean=0.4), {"ambiguity"}),
    "correlation": (changed("", "", ambiguity_work_correlation=0.4), {"work"}),
    "ambiguity_shape": (changed("channels", "voice", ambiguity_shape=0.5), {"ambiguity"}),
    "continuation_factor": (changed("channels", "voice", continuation_factor=2.0), {"needs", "need", "hidden", "work"}),
    "misroute_factor": (changed("channels", "voice", misroute_factor=2.0), set()),
    "languages": (changed("", "", languages={"german": 0.7, "french": 0.3}), {"language"}),
    "accounts": (changed("", "", accounts={"count": 100}), {"account"}),
    "patience": (changed("channels", "voice", patience_minutes=20), {"patience"}),
    "distress": (changed("channels", "voice", distress_mean=0.7), {"distress"}),
    "horizon": (changed("channels", "voice", horizon_open_minutes=60), {"deadline"}),
    "hour_weights": (changed("channels", "mail", hour_weights=[1] * 24), {"arrival", "deadline"}),
}


@pytest.mark.parametrize("name", DIALS)
def test_a_dial_moves_its_own_columns_only(base, name):
    demand, own = DIALS[name]
    moved = tape_of(demand)
    found, shared = columns_that_differ(base, moved)
    assert found == own
    if "arrival" in own:  # on the last day other cases come before the end of the run
        assert shared > 0.99 * base.arrival.size
    else:
        assert shared == base.arrival.size == moved.arrival.size


@pytest.mark.parametrize("dials", [{"cases_per_week": 400}, {"weekday_weights": [3, 1, 1, 1, 1, 0, 0]}])
def test_more_cases_of_a_channel_leave_those_there_were(base, dials):
    found, shared = columns_that_differ(base, tape_of(changed("channels", "mail", **dials)))
    assert found == set()
    assert shared > 0.9 * base.arrival.size


@pytest.mark.parametrize("factor", [1.0, 1.3])
def test_more_volume_only_adds_customers(base, factor):
    more = tape_of(changed("", "", volume_factor=factor))
    assert columns_that_differ(base, more) == (set(), base.arrival.size)
    assert more.arrival.size / base.arrival.size == pytest.approx(factor, rel=0.02)
    fewer = tape_of(changed("", "", volume_factor=1.0 / factor))
    assert columns_that_differ(base, fewer) == (set(), fewer.arrival.size)


def test_a_volume_factor_is_as_good_as_more_cases_per_week(base):
    twice = {name: {**channel, "cases_per_week": 2 * channel["cases_per_week"]}
             for name, channel in DEMAND["channels"].items()}  # fmt: skip
    found, more = tape_of({**DEMAND, "channels": twice}), tape_of(changed("", "", volume_factor=2.0))
    assert columns_that_differ(found, more) == (set(), found.arrival.size)
    assert found.arrival.size == more.arrival.size


def test_a_channel_more_leaves_the_cases_of_the_others(base):
    more = tape_of(changed("channels", "chat", cases_per_week=200, live=True))
    found, shared = columns_that_differ(base, more)
    assert found == set()
    assert shared == base.arrival.size
    assert more.arrival.size > base.arrival.size


def test_the_order_of_channels_does_not_matter(base):
    turned = tape_of({**DEMAND, "channels": dict(reversed(DEMAND["channels"].items()))})
    assert columns_that_differ(base, turned) == (set(), base.arrival.size)


def test_a_need_that_nobody_has_leaves_all_cases(base):
    found, shared = columns_that_differ(base, tape_of(changed("needs", "legal")))
    assert (found, shared) == (set(), base.arrival.size)


def test_a_longer_run_goes_on_from_the_same_customers(base):
    longer = tape_of(time={"warm_up_weeks": 1, "measured_weeks": 6})
    found, shared = columns_that_differ(base, longer)
    assert (found, shared) == (set(), base.arrival.size)


def test_another_block_has_the_same_replications(base):
    one = tape_of(first_replication=2, replications=1)
    rows = base.cases_of(2)
    for name in (*PER_CASE, "lineage", "channel"):
        assert np.array_equal(getattr(base, name)[rows], getattr(one, name)), name


def test_a_longer_row_of_needs_leaves_those_of_shorter_walks(base):
    wider = tape_of(changed("", "", max_needs=8))
    same = base.needs < 6
    assert np.array_equal(base.need[same], wider.need[same, :6])
    assert np.array_equal(base.work[same], wider.work[same, :6])
