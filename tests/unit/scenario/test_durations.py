"""Every duration has an upper limit, and the longest that is drawn about it fits onto the time grid."""

import math

import pytest

from sim.demand.distributions import weibull
from sim.foundation.grid import STEPS_PER_MINUTE
from sim.scenario import ScenarioError, load_scenario
from sim.scenario.catalogue import all_settings
from sim.scenario.declaration import MOST_MINUTES

NUMBERS = [one for one in all_settings() if not one.allowed.startswith("a block of names")]
DURATIONS = [one for one in NUMBERS if one.unit in ("minutes", "open minutes")]


@pytest.mark.parametrize("one", DURATIONS, ids=lambda one: one.key)
def test_every_duration_has_an_upper_limit(one):
    assert any(words in one.allowed for words in (" to ", "at most", "below")), one.allowed


def test_a_huge_patience_is_refused_and_the_largest_is_taken():
    live = {"demand.channels.line.live": True}
    with pytest.raises(ScenarioError, match="must be a number above 0 and at most 1000000"):
        load_scenario("theory/mm1", {**live, "demand.channels.line.patience_minutes": 1e13})
    kept = load_scenario("theory/mm1", {**live, "demand.channels.line.patience_minutes": MOST_MINUTES})
    assert kept.demand.channels["line"].patience_minutes == MOST_MINUTES


def test_the_longest_patience_fits_onto_the_grid():
    shape = 0.2
    longest = weibull(1.0 - 2.0**-53, MOST_MINUTES / math.gamma(1.0 + 1.0 / shape), shape)
    assert longest > 1000 * MOST_MINUTES
    assert longest * STEPS_PER_MINUTE < 2.0**63
