import numpy as np
import pytest

from sim.demand.customers import (
    build_customers,
    confusion,
    cumulative,
    horizon_open_minutes,
    open_days,
    open_minutes_before,
)
from sim.foundation.calendar import deadline_of


def test_channels_and_functions_keep_the_order_of_the_scenario(helpers):
    customers = build_customers(helpers.scenario(helpers.two_channels()))
    assert customers.channel_names == ("voice", "mail")
    assert customers.function_names == ("sales", "tech", "billing")
    assert customers.live.tolist() == [True, False]
    assert customers.priority.tolist() == [0, 1]
    assert customers.turn_away.tolist() == [False, False]
    assert customers.mean_work.tolist() == [6.0, 9.0, 4.0]
    assert customers.mean_ambiguity == 0.3


def test_what_follows_is_read_off_the_need_graph(helpers):
    customers = build_customers(helpers.scenario(helpers.two_channels()))
    assert customers.likeliest_next.tolist() == [1, 2, -1]
    assert np.allclose(customers.next_share, [0.3, 0.3, 0.0])


def test_equal_shares_name_the_first_function_as_likeliest(helpers):
    needs = {"a": {"first_share": 1.0, "then": {"c": 0.2, "b": 0.2}}, "b": {}, "c": {}}
    assert build_customers(helpers.scenario(helpers.two_channels(needs=needs))).likeliest_next[0] == 1


def test_wrong_functions_come_by_the_weights_of_what_follows_or_evenly():
    follows = np.array([[0.0, 0.2, 0.1], [0.0, 0.0, 0.3], [0.0, 0.0, 0.0]])
    assert np.allclose(confusion(follows), [[0, 2 / 3, 1], [0, 0, 1], [0.5, 1, 1]])


def test_the_true_function_is_never_the_wrong_one():
    rng = np.random.default_rng(3)
    follows = rng.uniform(size=(7, 7)) * (rng.uniform(size=(7, 7)) < 0.4)
    rows = confusion(follows)
    for u in [*rng.uniform(size=200), 2.0**-53, 1 - 2.0**-53]:
        named = (u < rows).argmax(axis=1)
        assert (u < rows).any(axis=1).all()
        assert (named != np.arange(7)).all()
        weights = np.where(np.eye(7, dtype=bool), 0, follows)
        assert all(weights[f, g] > 0 for f, g in enumerate(named) if weights[f].any())


def test_a_single_function_is_named_whatever_happens():
    assert confusion(np.zeros((1, 1))).tolist() == [[1.0]]


def test_cumulative_shares_end_in_exactly_one():
    shares = cumulative(np.array([0.1] * 3 + [0.0, 0.7 / 3, 0.0]))
    assert shares[4:].tolist() == [1.0, 1.0]
    assert shares[2] == shares[3] < 1.0


def test_the_run_ends_with_the_last_deadline_of_the_cohort(helpers):
    scenario = helpers.scenario(helpers.two_channels(), time={"warm_up_weeks": 2, "measured_weeks": 3})
    customers = build_customers(scenario)
    assert (customers.cohort_start, customers.cohort_end) == (20160.0, 50400.0)
    assert customers.end == 50400 + 4 * 1440 + 1080  # mail: five days from Monday 00:00
    horizon = horizon_open_minutes(scenario, customers.open_before)
    arrivals = np.linspace(20160, 50399, 999)
    for channel in range(2):
        last = max(deadline_of(at, horizon[channel], channel, customers.open_before) for at in arrivals.tolist())
        assert last <= customers.end


def test_own_hours_and_turning_away(helpers):
    voice = {"cases_per_week": 0, "live": True, "open": "always", "out_of_hours": "turn_away", "priority": 4}
    customers = build_customers(helpers.scenario(helpers.two_channels(channels={"voice": voice})))
    assert customers.open_before[0, -1] == 10080.0
    assert customers.turn_away.tolist() == [True]
    assert customers.priority.tolist() == [4]


@pytest.mark.parametrize(
    ("hours", "days"),
    [
        ("mon-fri 08:00-16:00", 5),
        ("mon-fri 18:00-02:00", 5),  # a night shift belongs to the day on which it begins
        ("mon-fri 18:00-24:00, tue-sat 00:00-02:00", 5),  # however it is written
        ("mon-fri 08:00-12:00, mon-fri 13:00-17:00", 5),
        ("sun-sun 22:00-06:00", 1),
        ("mon-fri 00:00-24:00", 5),
        ("always", 7),
    ],
)
def test_days_on_which_a_channel_opens(hours, days):
    assert open_days(open_minutes_before((hours,))[0]) == days
