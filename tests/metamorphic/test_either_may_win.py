"""No benefit is tied to a formation's name: pods lose where pools matter, and win where changes of hands do."""

from __future__ import annotations

import numpy as np

from sim.core import run_core
from sim.scenario import build_scenario
from tests.equivalence.agreement import inputs_of

REPLICATIONS = 12


def gain_in_standard_errors(description: dict, before: str, after: str) -> float:
    """Mean time in system before minus after over its standard error: above 0 where `after` is quicker."""
    inputs = inputs_of(build_scenario(description), [before, after], REPLICATIONS)
    means = []
    for formation in inputs.formations:
        rows = run_core(inputs.tape, inputs.customers, inputs.people, inputs.roster, formation).contacts
        inside = rows["arrived_at"] < inputs.customers.cohort_end
        minutes = rows["ended_at"] - rows["arrived_at"]
        assert not np.isnan(minutes[inside]).any()
        of_replication = rows["replication"][inside]
        means.append(np.bincount(of_replication, weights=minutes[inside]) / np.bincount(of_replication))
    gain = means[0] - means[1]
    return float(gain.mean() / (gain.std(ddof=1) / np.sqrt(REPLICATIONS)))


def desk(then: dict, share: float, **policy) -> dict:
    """Twelve people of three functions, round the clock, at about 0.75 occupied; silos and pods have one policy."""
    names = ("sales", "tech", "bills")
    dials = {"misroute_share": 0.0, "team_choice": "random", **policy}
    return {
        "name": "desk",
        "open": "always",
        "time": {"warm_up_weeks": 0, "measured_weeks": 1},
        "demand": {
            "channels": {"mail": {"cases_per_week": 15120 * share, "horizon_open_minutes": 5000}},
            "needs": {name: {"first_share": 1 / 3, "then": then.get(name, {})} for name in names},
            "busyness_cv": 0.0,
        },
        "people": {
            "groups": [{"function": name, "count": 4} for name in names],
            "shifts": {"all": "always"},
            "away_share": 0.0,
        },
        "policy": dials,
        "formations": {
            "departments": {"partition": "by_function"},
            "mixed": {"partition": "cross_functional", "teams": 4},
            "one_pool": {"partition": "random", "teams": 4, "policy": {"walls": False}},
            "random_teams": {"partition": "random", "teams": 4},
        },
    }


def test_pods_lose_where_every_case_has_one_need():
    """Nothing is handed over, so splitting four pools of one function into one person each only costs."""
    assert gain_in_standard_errors(desk({}, 0.75), "departments", "mixed") < -4.0


def test_pods_win_where_every_case_changes_hands_and_strangers_know_nothing():
    then = {"sales": {"tech": 0.9}, "tech": {"bills": 0.9}}
    costly = desk(then, 0.3, kept_across_share=0.0, kept_inside_share=1.0, retelling_share=1.0, link_minutes=3.0)
    assert gain_in_standard_errors(costly, "departments", "mixed") > 4.0


def test_walls_alone_lose():
    """The same people in random teams that customers are dealt to at random lose by the split of the pool."""
    alone = desk({"sales": {"tech": 0.3}}, 0.6, kept_across_share=1.0, kept_inside_share=1.0, changeover_minutes=0.0)
    assert gain_in_standard_errors(alone, "one_pool", "random_teams") < -4.0
