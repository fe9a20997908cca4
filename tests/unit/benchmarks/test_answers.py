"""What the benchmarks time gives the same answer everywhere; else its time would mean nothing."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

from benchmarks import own
from benchmarks.against import PEERS, SAME, DifferError, check_waits, erlang_c_wait, once
from benchmarks.classic import classic
from benchmarks.organisations import organisation
from benchmarks.peers import heapq_classic, heapq_loop
from benchmarks.timing import alternated, timing_of
from benchmarks.workloads import network, one_station
from sim.foundation.kinds import Outcome
from sim.scenario import build_scenario

CUSTOMERS = 1500
WORKLOADS = {"station": one_station(CUSTOMERS), "network": network(CUSTOMERS)}


@pytest.fixture(scope="module", params=WORKLOADS)
def workload(request):
    return WORKLOADS[request.param]


@pytest.fixture(scope="module")
def expected(workload):
    return heapq_loop.run(workload)


@pytest.mark.parametrize("engine", ["core", "agents"])
def test_podsim_waits_like_the_loop(workload, expected, engine):
    records = getattr(own, engine)(own.prepared(workload))
    assert records.contacts["steps"].sum() == workload.visits
    assert own.mean_wait(records) == pytest.approx(expected, rel=SAME)


@pytest.mark.slow
@pytest.mark.parametrize("module", [name for name in PEERS if name != "heapq_loop"])
def test_every_peer_that_is_installed_waits_like_the_loop(workload, expected, module):
    if importlib.util.find_spec(module.partition("_")[0]) is None:
        pytest.skip("not installed: make bench installs it")
    which = next(name for name, known in WORKLOADS.items() if known is workload)
    found = once(which, CUSTOMERS, module)
    assert found["wait"] == pytest.approx(expected, rel=SAME)
    assert found["process"] > found["kernel"] > 0.0


def test_many_customers_wait_as_erlang_c_says():
    assert erlang_c_wait(10, 0.8) == pytest.approx(0.2046, abs=5e-5)
    assert heapq_loop.run(one_station(200_000, seed=3)) == pytest.approx(erlang_c_wait(10, 0.8), rel=0.05)


@pytest.mark.parametrize("people", [5, 20])
def test_the_classic_set_comes_to_the_same_in_plain_python(people):
    given = classic(6000, people=people)
    records = own.core(given)
    wait, gave_up = heapq_classic.run(given)
    assert gave_up > 0.01
    assert (records.contacts["outcome"] == Outcome.ABANDONED).mean() == gave_up
    assert own.mean_wait(records) == pytest.approx(wait, rel=SAME)


def test_another_answer_is_refused_by_name():
    with pytest.raises(DifferError, match="by hasty"):
        check_waits({"heapq_loop": 0.2, "hasty": 0.21}, WORKLOADS["network"])
    with pytest.raises(DifferError, match="Erlang C"):
        check_waits({"heapq_loop": 0.3, "same": 0.3}, WORKLOADS["station"])


@pytest.mark.parametrize(("cases", "people", "pods"), [(3000, 12, 1), (2e5, 400, 40), (5e4, 20_000, 2000)])
def test_organisations_of_any_size_carry_a_like_load(cases, people, pods):
    from sim.measures.offered import expected_load

    scenario = build_scenario(organisation(cases, people, pods))
    loads = expected_load(scenario, "pods")
    assert 0.55 < np.mean(list(loads.values())) < 0.95


def test_a_median_has_an_interval_or_says_that_runs_were_too_few():
    many = timing_of([5.0, 1.0, 2.0, 3.0, 4.0, 6.0, 7.0, 8.0, 9.0])
    assert (many.median, many.exact) == (5.0, True)
    assert 1.0 <= many.low < 5.0 < many.high <= 9.0
    few = timing_of([2.0, 1.0, 4.0])
    assert (few.median, few.low, few.high, few.exact) == (2.0, 1.0, 4.0, False)


@pytest.mark.slow
def test_works_run_in_turn_after_one_round_to_warm_up():
    order = []
    found = alternated({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, 3)
    assert order == ["a", "b"] * 4
    assert found["a"].runs == 3
