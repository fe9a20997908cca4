"""The Erlang line: the closed form by hand, and against the simulation where nothing is left out."""

import numpy as np
import pytest

from sim.report.erlang import erlang_lines, gives_up
from sim.report.summary import all_numbers, as_text
from tests.unit.comparison.made import comparison, tiny

LEVELS = {"silos": (200.0, 0.8), "pods": (100.0, 0.8)}


def lone_line():
    """One function, one person for 40 h, 60 calls of 20 minutes a week, patience 10, nothing follows."""
    return tiny({
        "people.groups": [{"function": "sales", "count": 1}, {"function": "service", "count": 2}],
        "people.away_share": 0.0,
        "demand.needs": {
            "sales": {"first_share": 1.0, "work_minutes": 20, "then": {"service": 0.0}},
            "service": {"first_share": 0.0, "work_minutes": 25},
        },
        "formations.pods.teams": 1,
    })  # fmt: skip


def test_by_hand():
    """M/M/1+M: 60 * 20 / 2400 = 0.5 Erlang, impatience twice as fast as service; a birth-death chain of one server."""
    weights, present = [1.0], 0
    while present < 200:
        present += 1
        weights.append(weights[-1] * 0.5 / (1.0 + 2.0 * (present - 1)))
    share = np.array(weights) / sum(weights)
    lost = 2.0 * sum((n - 1) * p for n, p in enumerate(share) if n) / 0.5
    assert gives_up(lone_line(), "voice") == pytest.approx(lost, rel=1e-9)


def test_it_stands_beside_the_simulated_share_and_says_what_it_leaves_out():
    found = comparison(LEVELS)
    for samples in found.samples.values():
        samples["calls_abandoned_share@voice"] = samples["felt_empathy"] * 0.08
    (line,) = erlang_lines(found)
    assert "simulated 8.0%. The formula leaves out other work of the same people, changes of hands" in line
    assert "Erlang A for voice alone" in " ".join(as_text(all_numbers(found)).split())
    assert not list(erlang_lines(comparison({"mine": (1.0, 0.8), "yours": (1.0, 0.8)})))
