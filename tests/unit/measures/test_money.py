"""The business case, worked out by hand."""

import numpy as np
import pytest

from sim.measures import Prices
from sim.measures.money import (
    Gain,
    Rates,
    Week,
    cumulative,
    gain,
    largest_loss,
    npv,
    one_off_paid_back,
    payback_weeks,
    rates_of,
    seats_spared,
)
from tests.unit.comparison.made import tiny


@pytest.mark.parametrize(
    ("flows", "weeks"),
    [
        ([-100, 40, 40, 40], 4),  # -100, -60, -20, +20
        ([-100, 50, 50, 0], 3),  # exactly 0 is paid back
        ([-100, 40, 40, 10], np.inf),
        ([-100, 150, -80, 40], 4),  # paid back after two weeks, lost again, for good after four
        ([-100, 150, -80, 20], np.inf),  # paid back once, and not at the end
        ([0, 0, 0, 0], 0),
        ([10, 10, -20, 5], 0),  # never in debt
        ([10, -20, 20, 0], 3),
        ([-0.3, 0.1, 0.1, 0.1], 4),  # in floating point -5e-17 is left
        ([-100, np.nan, 200, 0], np.nan),
    ],
)
def test_payback_by_hand(flows, weeks):
    np.testing.assert_equal(payback_weeks(np.array([flows], dtype=float)), [weeks])


def test_payback_of_each_replication():
    flows = np.array([[-10.0, 10.0], [-10.0, 5.0], [1.0, 1.0]])
    np.testing.assert_equal(payback_weeks(flows), [2.0, np.inf, 0.0])


def test_payback_of_one_cost_and_a_constant_gain_is_their_ratio():
    """1,000 spent at once and 30 gained from that week on: 34 weeks, as 33 bring 990."""
    flows = np.full((1, 104), 30.0)
    flows[0, 0] -= 1000.0
    assert payback_weeks(flows)[0] == 34


def test_cumulative_by_hand():
    np.testing.assert_allclose(cumulative(np.array([[-5.0, 2.0, 4.0]])), [[-5.0, -3.0, 1.0]])


def test_net_present_value_by_hand():
    """The first week in full, week 52 a year later, week 104 two."""
    flows = np.zeros((1, 105))
    flows[0, [0, 52, 104]] = -1000.0, 550.0, 605.0
    assert npv(flows, 0.10)[0] == pytest.approx(-1000 + 500 + 500)
    assert npv(flows, 0.0)[0] == pytest.approx(155)


def test_net_present_value_of_a_constant_gain_is_a_geometric_sum():
    q = 1.08 ** (-1 / 52)
    assert npv(np.full((1, 104), 7.0), 0.08)[0] == pytest.approx(7.0 * (1 - q**104) / (1 - q))


@pytest.mark.parametrize(("flows", "loss"), [([-100, 40, -70, 200], 130), ([5, -3, 1, 0], 0), ([0, 0, 0, 0], 0)])
def test_largest_loss_by_hand(flows, loss):
    assert largest_loss(np.array([flows], dtype=float))[0] == loss


def test_the_largest_one_off_cost_is_all_that_is_gained_in_time():
    cashable = np.array([np.arange(1.0, 61.0)])
    assert one_off_paid_back(cashable)[0] == 52 * 53 / 2
    assert one_off_paid_back(cashable, 10)[0] == 55
    spent = cashable.copy()
    spent[0, 0] -= 52 * 53 / 2
    assert payback_weeks(spent)[0] == 52
    spent[0, 0] -= 0.01
    assert payback_weeks(spent)[0] == 53


def test_rates_by_hand():
    """20 an hour for 40 hours and 25 for 10; a quarter on top, 500 a seat, four weeks of pay for a successor."""
    scenario = tiny({
        "money": {
            "employer_share": 0.25, "overhead_per_seat_year": 500, "successor_pay_weeks": 4,
            "kept_customer_per_year": 104, "complaint": 12,
        },
    })  # fmt: skip
    pay, hours = np.array([20.0, 25.0]), np.array([40.0, 10.0])
    found = rates_of(scenario, Prices(np.array([0, 1]), pay, hours, 0.0, 0.0, 0.0))
    np.testing.assert_allclose(found.hour, [25, 31.25])
    np.testing.assert_allclose(found.year, [25 * 40 * 52 + 500, 31.25 * 10 * 52 + 500])
    np.testing.assert_allclose(found.leaver, [4 * 25 * 40, 4 * 31.25 * 10])
    assert (found.kept, found.complaint, found.customers_priced) == (2.0, 12.0, True)


def test_customers_are_not_priced_by_default():
    nobody = np.zeros(1)
    assert not rates_of(tiny(), Prices(nobody, nobody, nobody, 0.0, 0.0, 0.0)).customers_priced


RATES = Rates(hour=np.array([30.0, 60.0]), year=np.zeros(2), leaver=np.array([1000.0, 2000.0]), kept=3.0, complaint=8.0)


def _week(**given):
    nothing, by_person = np.zeros((1, 2)), np.zeros((1, 2, 2))
    whole = {"overrun_minutes": by_person, "worked_minutes": by_person, "leavers": by_person}
    return Week(**(whole | {"technology": nothing, "kept": nothing, "complaints": nothing} | given))


def test_gain_by_hand():
    before = _week(
        overrun_minutes=np.array([[[60.0, 30.0], [0.0, 0.0]]]),
        worked_minutes=np.array([[[600.0, 0.0], [600.0, 60.0]]]),
        leavers=np.array([[[1.0, 0.0], [0.0, 0.0]]]),
        kept=np.array([[100.0, 98.0]]),
        complaints=np.array([[2.0, 2.0]]),
    )
    after = _week(
        worked_minutes=np.array([[[540.0, 0.0], [600.0, 30.0]]]),
        leavers=np.array([[[0.0, 0.0], [0.0, 1.0]]]),
        technology=np.array([[50.0, 50.0]]),
        kept=np.array([[100.0, 99.0]]),
        complaints=np.array([[1.0, 4.0]]),
    )
    found = gain(before, after, RATES)
    np.testing.assert_allclose(found.overtime, [[30 + 30, 0]])
    np.testing.assert_allclose(found.leavers, [[1000, -2000]])
    np.testing.assert_allclose(found.technology, [[-50, -50]])
    np.testing.assert_allclose(found.customers, [[8, 3 - 16]])
    np.testing.assert_allclose(found.freed, [[30, 30]])
    np.testing.assert_allclose(found.cashable, [[1010, -2050]])


def test_freed_minutes_are_never_money_and_customers_only_where_asked_for():
    one = np.ones((1, 2))
    found = Gain(overtime=one, leavers=2 * one, technology=-one, customers=10 * one, freed=100 * one)
    spent = np.array([5.0, 0.0])
    np.testing.assert_allclose(found.flows(spent), [[-3, 2]])
    np.testing.assert_allclose(found.flows(spent, customers=True), [[7, 12]])


def test_nothing_changed_gains_nothing():
    same = _week(overrun_minutes=np.full((1, 2, 2), 7.0), leavers=np.ones((1, 2, 2)), kept=np.full((1, 2), 9.0))
    found = gain(same, same, RATES)
    for line in (found.cashable, found.customers, found.freed):
        assert not line.any()


def test_seats_of_people_who_leave_stay_empty_until_all_are_spared():
    assert seats_spared(2.0, 6, 2, 0.75).tolist() == [0.0, 0.0, 0.75, 1.5, 2.0, 2.0]
    assert seats_spared(0.0, 3, 0, 0.5).tolist() == [0.0] * 3
    assert seats_spared(-3.0, 4, 1, 0.5).tolist() == [0.0, -3.0, -3.0, -3.0]  # needed at once
