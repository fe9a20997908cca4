"""Channels that differ: how far cases go on, and how ambiguity is spread."""

import numpy as np
import pytest
from scipy.special import beta

from sim.demand.case_draws import next_shares
from sim.demand.customers import build_customers
from sim.demand.distributions import kumaraswamy_power

CYCLE = {
    "a": {"first_share": 0.7, "then": {"b": 0.3, "c": 0.1}},
    "b": {"first_share": 0.3, "then": {"a": 0.2, "c": 0.25}},
    "c": {"then": {"a": 0.15}},
}
FIRST = np.array([0.7, 0.3, 0.0])
FOLLOWS = np.array([[0, 0.3, 0.1], [0.2, 0, 0.25], [0.15, 0, 0]])
FACTORS = (0.0, 0.5, 1.0, 2.0, 4.0)


def tape_with(helpers, settings, **changes):
    """A tape with one channel for each block of settings, 500 cases a week each, 20 replications."""
    channels = {f"way-{number}": {"cases_per_week": 500, **block} for number, block in enumerate(settings)}
    demand = helpers.two_channels(channels=channels, needs=CYCLE, **changes)
    return helpers.tape(helpers.scenario(demand), replications=20)


@pytest.fixture(scope="module")
def by_factor(helpers):
    return tape_with(helpers, [{"continuation_factor": factor} for factor in FACTORS])


def shares_at(factor):
    """Shares of the need graph at a factor; a row that would pass 1 is cut to 1 in proportion."""
    rows = FOLLOWS * factor
    return rows / np.maximum(rows.sum(axis=1, keepdims=True), 1.0)


@pytest.mark.parametrize("channel", range(len(FACTORS)))
def test_walks_are_as_long_as_they_should_be(helpers, by_factor, channel):
    """Mean needs: the first, and those of each further position by the powers of the graph, cut at six."""
    follows = shares_at(FACTORS[channel])
    reached = [FIRST @ np.linalg.matrix_power(follows, position) for position in range(6)]
    mine = by_factor.channel == channel
    expected = float(sum(share.sum() for share in reached))
    if FACTORS[channel] == 0:
        assert (by_factor.needs[mine] == 1).all()
    else:
        helpers.within_4_errors(by_factor.needs[mine], expected)
    for position in (1, 2):
        for function in range(3):
            found = (by_factor.need[mine, position] == function).astype(float)
            if reached[position][function] > 0:
                helpers.within_4_errors(found, reached[position][function])
            else:
                assert not found.any()


def test_rows_are_cut_to_1(helpers):
    shares = next_shares(FOLLOWS, 4.0)
    assert shares[0].tolist() == [0.0, 0.75, 1.0]
    assert shares[2].tolist() == pytest.approx([0.6, 0.6, 0.6])
    assert next_shares(FOLLOWS).tolist() == np.cumsum(FOLLOWS, axis=1).tolist()


def test_a_factor_lengthens_and_changes_nothing_else(helpers):
    """Each case goes on at least as far, through the same needs first, and all that is drawn beside it stays."""
    plain = tape_with(helpers, [{}, {}])
    other = tape_with(helpers, [{"continuation_factor": 1.5}, {}])
    for name in ("lineage", "arrival", "account", "language", "ambiguity", "distress", "patience", "first_case"):
        assert np.array_equal(getattr(plain, name), getattr(other, name)), name
    assert np.array_equal(plain.need[:, 0], other.need[:, 0])
    unchanged = plain.channel == 1
    for name in ("need", "needs", "hidden", "work"):
        assert np.array_equal(getattr(plain, name)[unchanged], getattr(other, name)[unchanged]), name
    longer = other.needs[~unchanged] > plain.needs[~unchanged]
    assert 0.1 < longer.mean() < 0.9


SHAPES = (0.3, 1.0, 3.0)


@pytest.fixture(scope="module")
def by_shape(helpers):
    return tape_with(helpers, [{"ambiguity_shape": shape} for shape in SHAPES])


@pytest.mark.parametrize("channel", range(3))
def test_shapes_keep_the_mean_of_ambiguity_and_change_its_spread(helpers, by_shape, channel):
    """F(x) = 1 - (1 - x^a)^b has E[x^k] = b B(1 + k/a, b)."""
    ambiguity = by_shape.ambiguity[by_shape.channel == channel]
    b = 1.0 / kumaraswamy_power(0.3, SHAPES[channel])
    helpers.within_4_errors(ambiguity, 0.3)
    helpers.within_4_errors(ambiguity**2, b * beta(1.0 + 2.0 / SHAPES[channel], b))


def test_shapes_below_1_have_most_cases_plain_and_a_few_opaque(by_shape):
    spread, plain, opaque = [], [], []
    for channel in range(3):
        values = by_shape.ambiguity[by_shape.channel == channel]
        spread.append(np.std(values))
        plain.append(np.mean(values < 0.05))
        opaque.append(np.mean(values > 0.9))
    for found in (spread, plain, opaque):
        assert found == sorted(found, reverse=True)
    assert plain[0] > 0.3


def test_a_shape_keeps_the_order_of_cases_and_everything_else(helpers):
    plain, other = tape_with(helpers, [{}]), tape_with(helpers, [{"ambiguity_shape": 0.4}])
    for name in ("lineage", "arrival", "need", "needs", "hidden", "work", "distress", "patience", "account"):
        assert np.array_equal(getattr(plain, name), getattr(other, name)), name
    order = np.lexsort((other.ambiguity, plain.ambiguity))  # equal on the grid in one may differ in the other
    assert (np.diff(other.ambiguity[order]) >= 0).all()
    assert not np.array_equal(plain.ambiguity, other.ambiguity)


def test_a_misroute_factor_moves_no_draw(helpers):
    channels = {"voice": {"cases_per_week": 100, "misroute_factor": 0.4}, "mail": {"cases_per_week": 100}}
    demand = helpers.two_channels(channels=channels)
    customers = build_customers(helpers.scenario(demand))
    assert customers.misroute_factor.tolist() == [0.4, 1.0]
    plain = helpers.two_channels(channels={name: {"cases_per_week": 100} for name in channels})
    one, other = helpers.tape(helpers.scenario(demand)), helpers.tape(helpers.scenario(plain))
    assert np.array_equal(one.need, other.need)
    assert np.array_equal(one.work, other.work)
