from dataclasses import fields

import numpy as np
import pytest

from sim.demand.build import build_tape
from sim.demand.customers import build_customers
from sim.demand.distributions import lognormal, normal_score
from sim.demand.tape import tape_hash
from sim.foundation.calendar import open_minutes_until
from sim.foundation.draws import Kind, draw_key, replication_key, text_key, uniform
from sim.foundation.grid import STEPS_PER_MINUTE, grid_array


@pytest.fixture(scope="module")
def scenario(helpers):
    return helpers.scenario(helpers.two_channels())


@pytest.fixture(scope="module")
def tape(helpers, scenario):
    return helpers.tape(scenario)


def test_shapes_and_types_are_those_documented(tape):
    n, replications, needs = tape.arrival.size, 4, 6
    expected = {
        "replication_key": ("uint64", (replications,)), "first_case": ("int64", (replications + 1,)),
        "arrival": ("float64", (n,)), "deadline": ("float64", (n,)), "lineage": ("uint64", (n,)),
        "account": ("int32", (n,)), "channel": ("int8", (n,)), "language": ("int8", (n,)),
        "needs": ("int8", (n,)), "need": ("int8", (n, needs)),
        "hidden": ("bool", (n, needs)), "work": ("float64", (n, needs)), "ambiguity": ("float64", (n,)),
        "distress": ("float64", (n,)), "patience": ("float64", (n,)),
    }  # fmt: skip
    found = {f.name: getattr(tape, f.name) for f in fields(tape) if f.name != "first_replication"}
    assert {name: (str(a.dtype), a.shape) for name, a in found.items()} == expected
    assert all(a.flags.c_contiguous for a in found.values())
    assert tape.replications == replications
    assert tape.first_case[-1] == n


def test_cases_are_sorted_by_arrival_and_lie_inside_the_run(tape, scenario):
    customers = build_customers(scenario)
    for r in range(tape.replications):
        arrival = tape.arrival[tape.cases_of(r)]
        assert (np.diff(arrival) >= 0).all()
        assert arrival[0] >= 0
        assert customers.end - 1440 < arrival[-1] < customers.end


def test_times_are_on_the_grid(tape):
    for values in (tape.arrival, tape.deadline, tape.work, tape.patience, tape.ambiguity, tape.distress):
        assert (values == grid_array(values)).all()
    used = np.arange(tape.need.shape[1]) < tape.needs[:, None]
    assert (tape.work[used] >= 1 / STEPS_PER_MINUTE).all()
    assert (tape.work[~used] == 0).all()
    assert ((tape.need >= 0) == used).all()
    assert not tape.hidden[~used].any()
    assert not tape.hidden[:, 0].any()


def test_equal_times_are_sorted_by_lineage(helpers):
    demand = helpers.two_channels(channels={"mail": {"cases_per_week": 3e5}})
    tape = helpers.tape(helpers.scenario(demand, time={"warm_up_weeks": 0, "measured_weeks": 1}), replications=1)
    equal = np.diff(tape.arrival) == 0
    assert equal.any()
    assert (tape.lineage[1:][equal] > tape.lineage[:-1][equal]).all()


def test_default_arrivals_come_in_opening_hours_only(tape, scenario):
    customers = build_customers(scenario)
    minute = np.floor(tape.arrival % 10080).astype(int)
    opens = np.diff(customers.open_before[0]) > 0
    assert opens[minute[tape.channel == 0]].all()
    assert not opens[minute[tape.channel == 1]].all()  # mail has weights for every hour


def test_deadlines_are_h_open_minutes_away(tape, scenario):
    customers = build_customers(scenario)
    for i in range(0, tape.arrival.size, 997):
        c = int(tape.channel[i])
        span = [open_minutes_until(t, c, customers.open_before) for t in (tape.arrival[i], tape.deadline[i])]
        assert span[1] - span[0] == (600.0, 3000.0)[c]


def test_any_draw_can_be_found_again_by_its_address(tape):
    key = replication_key(1, 2)
    assert int(tape.replication_key[2]) == key
    known = {draw_key(text_key("voice"), Kind.LINEAGE, day, k): day for day in range(7) for k in range(500)}
    seen = 0
    for i in range(tape.first_case[2], tape.first_case[2] + 200):
        lineage = int(tape.lineage[i])
        if lineage in known:
            seen += 1
            assert known[lineage] == tape.arrival[i] // 1440
            assert tape.account[i] == int(5000 * uniform(key, Kind.ACCOUNT, lineage, 0) ** 2.0)
            mean = (6.0, 9.0, 4.0)[tape.need[i, 0]]
            work = lognormal(normal_score(uniform(key, Kind.WORK, lineage, 0)), mean, 1.25)
            assert tape.work[i, 0] == grid_array(np.array(work))
    assert seen > 100


@pytest.mark.parametrize("blocks", [[(0, 4)], [(0, 1), (1, 3)], [(0, 2), (2, 1), (3, 1)]])
def test_a_replication_is_the_same_in_any_block(helpers, scenario, tape, blocks):
    parts = [helpers.tape(scenario, first_replication=first, replications=count) for first, count in blocks]
    for field in fields(tape):
        if field.name not in ("first_replication", "first_case"):
            joined = np.concatenate([getattr(part, field.name) for part in parts])
            assert (joined == getattr(tape, field.name)).all(), field.name
    sizes = np.concatenate([np.diff(part.first_case) for part in parts])
    assert (sizes == np.diff(tape.first_case)).all()


def test_the_hash_knows_equal_customers_from_others(helpers, scenario, tape):
    assert tape_hash(tape) == tape_hash(helpers.tape(scenario))
    assert len({tape_hash(t) for t in (tape, helpers.tape(scenario, seed=2), helpers.tape(scenario, 3))}) == 3


def test_a_scenario_without_further_needs_has_one_column_of_them(helpers):
    demand = helpers.two_channels(needs={"sales": {"first_share": 1.0}})
    assert helpers.tape(helpers.scenario(demand)).need.shape[1] == 1


def test_walks_are_cut_at_max_needs(helpers):
    needs = {"a": {"first_share": 1.0, "then": {"b": 1.0}}, "b": {"then": {"a": 1.0}}}
    tape = helpers.tape(helpers.scenario(helpers.two_channels(needs=needs, max_needs=3)))
    assert (tape.need == [0, 1, 0]).all()


def test_only_live_customers_lose_patience(helpers):
    channels = {
        "voice": {"cases_per_week": 100, "live": True, "patience_minutes": 5},
        "chat": {"cases_per_week": 100, "live": True},
        "mail": {"cases_per_week": 100, "patience_minutes": 5},
    }
    tape = helpers.tape(helpers.scenario(helpers.two_channels(channels=channels)))
    assert np.isfinite(tape.patience[tape.channel == 0]).all()
    assert np.isinf(tape.patience[tape.channel > 0]).all()


def test_a_channel_without_cases_leaves_none(helpers):
    channels = {"voice": {"cases_per_week": 0.0}, "mail": {"cases_per_week": 50}}
    scenario = helpers.scenario(helpers.two_channels(channels=channels))
    tape = helpers.tape(scenario)
    assert (tape.channel == 1).all()
    nobody = helpers.scenario(helpers.two_channels(channels={"voice": {"cases_per_week": 0.0}}))
    empty = build_tape(nobody, build_customers(nobody), seed=1, first_replication=0, replications=3)
    assert empty.first_case.tolist() == [0, 0, 0, 0]
