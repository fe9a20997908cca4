"""Where the winner changes: found exactly where it is known, never where it is not, with an honest interval."""

from dataclasses import replace

import numpy as np
import pytest

from sim.exploring import turning_points as module
from sim.exploring.cells import CellResult
from sim.exploring.turning_points import flips, within_scenarios
from sim.report.sensitivity import flip_sentence
from sim.scenario import changed
from sim.scenario.ledger import NAMED, ledger
from tests.unit.comparison.made import tiny

PAIR = ("silos", "pods")
WOBBLE = np.array([-1.0, 1.0, -0.5, 0.5, 0.0, 0.0])


@pytest.fixture
def retelling():
    return next(one for one in ledger(tiny(), PAIR) if one.name == "policy.retelling_share")


@pytest.fixture
def answered(monkeypatch):
    """Let every cell be answered by difference(value) instead of a simulation."""

    def by(difference, noise=0.5):
        def run(cells, **more):
            found = []
            for cell in cells:
                value = cell.scenario.policy.retelling_share
                first = np.full(6, 100.0)
                second = first + difference(value) + noise * WOBBLE
                samples = {"silos": {"resolution_minutes": first}, "pods": {"resolution_minutes": second}}
                found.append(CellResult(cell, samples))
            return found

        monkeypatch.setattr(module, "run_cells", run)

    return by


def test_a_range_of_the_ledger_ends_where_scenarios_do():
    even = changed(tiny(), {"demand.work_distribution": "exponential"})
    correlation = next(one for one in ledger(even) if one.name == "demand.ambiguity_work_correlation")
    assert within_scenarios(even, correlation) is None  # with exponential work only today's 0 is one
    retold = next(one for one in ledger(even) if one.name == "policy.retelling_share")
    assert within_scenarios(even, retold) == retold
    assert within_scenarios(even, replace(retold, high=3.0)).high <= 1.0
    own = replace(retold, high=3.0, role=NAMED)
    assert within_scenarios(even, own) == own  # whoever gave it is told


def one_flip(retelling, **more):
    (found,) = flips(tiny(), PAIR, [PAIR], seed=1, over=[retelling], **more)
    return found


def test_a_line_is_crossed_where_it_is_zero(answered, retelling):
    answered(lambda value: 200.0 * (value - 0.2))
    found = one_flip(retelling)
    (root,) = found.roots
    assert root.value == pytest.approx(0.2, abs=0.0025)  # a hundredth of the range
    half = 2.5706 * np.std(0.5 * WOBBLE, ddof=1) / np.sqrt(6) / 200.0  # Student's t, five degrees of freedom
    assert (root.low, root.high) == pytest.approx((root.value - half, root.value + half), rel=1e-3)
    assert (root.before, root.after, root.clear) == ("pods", "silos", True)  # less time is better
    assert found.at_low.mean == pytest.approx(-30.0)
    assert found.at_high.mean == pytest.approx(20.0)
    assert found.swing == pytest.approx(50.0)
    assert flip_sentence(found) == (
        "pods against silos, share told again after a handoff (assumed 0.15, plausible 0.050 to 0.30): silos would win "
        "only above 0.20 (95% interval 0.20 to 0.20)."
    )


def test_a_curve_that_crosses_twice_turns_twice(answered, retelling):
    answered(lambda value: 4000.0 * (value - 0.1) * (value - 0.25))
    found = one_flip(retelling)
    assert [root.value for root in found.roots] == pytest.approx([0.1, 0.25], abs=0.0025)
    assert flip_sentence(found).count("silos would win only") == 2


def test_never_within_its_range(answered, retelling):
    answered(lambda value: -20.0 - value)
    found = one_flip(retelling)
    assert found.roots == ()
    assert not found.never_matters
    assert "the winner never changes within its range (-20.0 min at the lower end, -20.3 min at the upper)" in (
        flip_sentence(found)
    )


def test_never_worth_having(answered, retelling):
    answered(lambda value: 1.0 + value)
    found = one_flip(retelling)
    assert found.worth_having == pytest.approx(5.0)
    assert "never matters within its range" in flip_sentence(found)


def test_a_sign_that_changes_by_chance_is_no_flip(answered, retelling):
    answered(lambda value: 2.0 * (value - 0.2), noise=5.0)
    found = one_flip(retelling)
    assert not found.roots[0].clear
    assert "but by no more than chance would have it" in flip_sentence(found)


def test_more_may_be_better(answered, retelling, monkeypatch):
    answered(lambda value: 200.0 * (value - 0.2))
    inner = module.run_cells

    def felt(cells, **more):
        results = inner(cells, **more)
        return [
            CellResult(r.cell, {c: {"felt_empathy": s["resolution_minutes"]} for c, s in r.samples.items()})
            for r in results
        ]

    monkeypatch.setattr(module, "run_cells", felt)
    found = one_flip(retelling, measure="felt_empathy")
    assert (found.roots[0].before, found.roots[0].after) == ("silos", "pods")


def test_all_assumptions_are_looked_at_by_default(answered):
    answered(lambda value: -20.0)
    found = flips(tiny(), PAIR, [PAIR], seed=1)
    names = [flip.assumption.name for flip in found]
    assert "policy.retelling_share" in names
    assert "policy.link_minutes" in names  # absent today, and asked about all the same
    assert "demand.needs.*.work_cv" not in names  # has a source
    assert len({flip.assumption.called for flip in found}) == len(found)


def test_a_real_run_agrees_with_itself(retelling):
    found = one_flip(retelling, replications=2)
    again = one_flip(retelling, replications=2)
    assert found == again
    assert len(found.points) >= 6  # five over the range, today's, and what the root search looked at
