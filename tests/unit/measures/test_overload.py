"""Offered load with expected returns, and what fatigue makes of it; SciPy's searches as the other opinion."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import brentq, minimize_scalar

from sim.demand.build import build_tape
from sim.formation.arrays import People
from sim.formation.prepared import prepare
from sim.measures import expected_load, load_state, tiring_of, work_adjustment
from sim.measures.expected_demand import needs_of_a_case
from sim.measures.offered import WorkAdjustment
from sim.measures.overload import Tiring, largest_offered
from sim.report.load import load_line, overload_of, warning_of
from tests.unit.comparison.made import tiny
from tests.unit.measures.hand_made import WEEK, customers_of_two_weeks
from tests.unit.measures.tapes import load_of, tape_of


def people_of(function, pace, away, spans):
    """spans: (person, start, end)."""
    person, start, end = map(np.array, zip(*spans, strict=True))
    count = len(function)
    return People(
        key=np.arange(count, dtype=np.uint64), seat=tuple("abc"[:count]), function=np.array(function),
        skill=np.eye(count, 2), pace=np.array(pace), warmth=np.ones(count), pay_per_hour=np.ones(count),
        away_share=np.array(away), shift_person=person, shift_start=start * 1.0, shift_end=end * 1.0,
        speaks=np.ones((count, 1), dtype=bool), site=np.zeros(count, dtype=np.int64), site_names=("",),
    )  # fmt: skip


def test_offered_load_is_work_of_the_cohort_over_capacity():
    people = people_of([0, 0, 1], [1.0, 2.0, 1.0], [0.5, 0.0, 0.0], [(0, 0, 100), (1, 0, 100), (2, 0, 10), (2, 50, 60)])
    tape = tape_of(
        [WEEK - 1, WEEK + 1, WEEK + 2, 2 * WEEK],
        [[0, -1], [0, 1], [1, -1], [0, -1]],
        [[900.0, 0.0], [50.0, 40.0], [20.0, 0.0], [900.0, 0.0]],
    )
    # Two replications of one week: 50 / 2 a week over 50 + 200, and 60 / 2 over 20.
    assert load_of(tape, customers_of_two_weeks(), people) == pytest.approx([25 / 250, 30 / 20])
    # With returns at a quarter of the last need; a bot spares half of the case with one need.
    adjustment = WorkAdjustment(returns=0.25, by_bot=0.5, work_share=0.9)
    service = 0.9 * (40 * 1.25 + 20 * 1.25 * 0.5) / 2
    assert load_of(tape, customers_of_two_weeks(), people, adjustment) == pytest.approx([22.5 / 250, service / 20])


def test_work_for_nobody_is_infinite_load():
    nobody = people_of([0], [1.0], [0.0], [(0, 0, 100)])
    tape = tape_of([WEEK + 1], [[1, -1]], [[5.0, 0.0]])
    assert load_of(tape, customers_of_two_weeks(), nobody).tolist() == [0.0, np.inf]


def test_expected_needs_are_the_walk_over_the_need_graph():
    """sales 0.6, followed by service with 0.4; service 0.4, followed by sales with 0.2; two needs at most."""
    first = {"sales": 0.6, "service": 0.4}
    found = needs_of_a_case(tiny({"demand.max_needs": 2}), first)
    assert found.every == pytest.approx({"sales": 0.6 + 0.4 * 0.2, "service": 0.4 + 0.6 * 0.4})
    assert found.only == pytest.approx({"sales": 0.6 * 0.6, "service": 0.4 * 0.8})
    assert found.last == pytest.approx({"sales": 0.36 + 0.08, "service": 0.32 + 0.24})
    # A channel that continues half as often, and one where every need is followed by another.
    assert needs_of_a_case(tiny({"demand.max_needs": 2}), first, 0.5).every["service"] == pytest.approx(0.4 + 0.6 * 0.2)
    assert needs_of_a_case(tiny({"demand.max_needs": 2}), first, 5).every == pytest.approx({"sales": 1, "service": 1})


def test_visits_are_one_over_one_minus_p():
    back = {"return_share": 0.2, "return_work_share": 0.5, "most_contacts": 20}
    endless = work_adjustment(tiny({"demand.coming_back": back}), "silos")
    assert endless.returns == pytest.approx(0.5 * (1 / 0.8 - 1), rel=1e-9)
    back["most_contacts"] = 3
    assert work_adjustment(tiny({"demand.coming_back": back}), "silos").returns == pytest.approx(0.5 * (0.2 + 0.04))
    dials = tiny({"policy": {"automation": 0.5, "intelligent_routing": 1.0}})
    assert work_adjustment(dials, "silos").by_bot == pytest.approx(0.5 * 0.4 * 0.8)
    assert work_adjustment(dials, "silos").work_share == pytest.approx(0.98)


def test_settings_and_customers_say_the_same_load():
    scenario = tiny({"demand.busyness_cv": 0, "policy.automation": 0.5, "demand.channels.voice.bot": True,
                     "demand.channels.mail.bot": False})  # fmt: skip
    prepared = prepare(scenario, ["silos"])
    tape = build_tape(scenario, prepared.customers, seed=1, first_replication=0, replications=2000)
    drawn = load_of(tape, prepared.customers, prepared.people, work_adjustment(scenario, "silos"))
    expected = expected_load(scenario, "silos")
    assert list(expected.values()) == pytest.approx(drawn.tolist(), rel=0.02)


CALM = Tiring(rise=300.0, fall=60.0, slow=0.05)
STEEP = Tiring(rise=300.0, fall=60.0, slow=0.8)
SLOW_TO_REST = Tiring(rise=60.0, fall=300.0, slow=0.5)


def test_fatigue_balances_both_half_lives():
    """At u = 0.75: (0.75 / 300) / (0.75 / 300 + 0.25 / 60) = 0.0025 / (0.0025 + 0.0041667) = 0.375."""
    assert CALM.fatigue(0.75) == pytest.approx(0.375)
    assert (CALM.fatigue(0.0), CALM.fatigue(1.0)) == (0.0, 1.0)
    # 0.75 = rho (1 + 0.05 x 0.375), so rho = 0.7362.
    assert load_state(0.75 / 1.01875, CALM).effective == pytest.approx(0.75)


@pytest.mark.parametrize("tiring", [CALM, STEEP, SLOW_TO_REST, Tiring(100.0, 100.0, 0.3), Tiring(300.0, 60.0, 1e-9)])
@pytest.mark.parametrize("offered", [0.0, 0.1, 0.5, 0.6, 0.65, 0.7, 0.9, 0.97, 1.2])
def test_all_roots_are_found(tiring, offered):
    def balance(u):
        return offered * (1.0 + tiring.slow * tiring.fatigue(u)) - u

    grid = np.linspace(0.0, 1.0, 4001)
    value = np.array([balance(u) for u in grid])
    crossings = np.flatnonzero(np.sign(value[:-1]) * np.sign(value[1:]) < 0)
    searched = sorted([brentq(balance, grid[i], grid[i + 1]) for i in crossings] + grid[value == 0.0].tolist())
    assert load_state(offered, tiring).roots == pytest.approx(tuple(searched), abs=1e-9)


@pytest.mark.parametrize("tiring", [CALM, STEEP, SLOW_TO_REST, Tiring(300.0, 30.0, 2.0)])
def test_the_fold_is_the_largest_load_with_a_root(tiring):
    found = minimize_scalar(
        lambda u: -u / (1.0 + tiring.slow * tiring.fatigue(u)), bounds=(0.0, 1.0), method="bounded",
        options={"xatol": 1e-10},
    )  # fmt: skip
    most = largest_offered(tiring)
    assert most == pytest.approx(max(-found.fun, 1.0 / (1.0 + tiring.slow)), abs=1e-7)
    assert load_state(most * 0.999, tiring).roots
    assert not load_state(most * 1.001, tiring).roots


def test_a_fold_is_warned_of():
    """With slow 0.8 there are two balances just below the fold: calm, and one that only an exhausted office has."""
    state = load_state(0.59, STEEP)
    assert len(state.roots) == 2
    assert state.effective == state.roots[0] < state.roots[1]
    assert "not after a bad day that occupies people past" in warning_of(state)
    assert warning_of(load_state(0.3, STEEP)) == ""


def test_loads_at_the_limit():
    assert warning_of(load_state(0.8, CALM)) == ""
    assert load_state(0.8, CALM).margin == pytest.approx(1 / 1.05 / 0.8 - 1)
    assert "5% more" in warning_of(load_state(0.91, CALM))
    past = load_state(0.96, CALM)
    assert (past.roots, warning_of(past)) == ((), "cannot keep up")
    assert past.effective == pytest.approx(0.96 * 1.05)
    nobody = load_state(math.inf, CALM)
    assert (nobody.effective, nobody.margin, warning_of(nobody)) == (math.inf, -1.0, "cannot keep up")
    assert load_state(0.0, CALM).margin == math.inf


@pytest.mark.parametrize("tiring", [Tiring(0.0, 60.0, 0.5), Tiring(300.0, 0.0, 0.5), Tiring(300.0, 60.0, 0.0)])
def test_without_fatigue_the_offered_load_is_the_load(tiring):
    assert load_state(0.8, tiring).roots == (0.8,)
    assert load_state(0.8, tiring).most == 1.0
    assert load_state(1.1, tiring).roots == ()


def test_distress_tires():
    """Weight 0.5: 300 minutes at distress 0.3 are 300 / 1.15 of serving time."""
    fatigue = tiny({"people.fatigue.rise_half_life_minutes": 300.0}).people.fatigue
    assert tiring_of(fatigue, 0.3).rise == pytest.approx(300 / 1.15)
    assert tiring_of(fatigue, 0.0).rise == 300.0


def test_what_is_said_of_loads():
    steady = {"sales": load_state(0.8, CALM), "service": load_state(0.94, CALM)}
    assert load_line(steady) == (
        "Offered load (expected returns included) → with fatigue at most: sales 0.80 → 0.82, service 0.94 → 0.98; "
        "service bears 1% more work."
    )
    assert [line[:44] for line in overload_of(steady)] == ["Overload: with fatigue, service is near its "]
    assert load_line({"sales": load_state(0.0, CALM)}).endswith("sales bears more than 10 times the work.")
    over = {"sales": load_state(1.2, CALM), "service": replace(steady["service"])}
    said = list(overload_of(over))
    assert said[0].startswith("Overload: sales cannot keep up alone")
    assert len(said) == 2
    assert "sales is past its limit" in load_line(over)
