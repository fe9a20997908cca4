"""Where the word changes: found exactly where it is known, never where it is not, with an honest interval."""

from dataclasses import replace

import numpy as np
import pytest

from sim.comparison.words import BETTER, SAME, WORSE
from sim.exploring import turning_points as module
from sim.exploring.cells import CellResult
from sim.exploring.load import BY_VOLUME, BY_WORK
from sim.exploring.turning_points import flips, within_scenarios
from sim.report.summary import as_text
from sim.report.turning_points import flip_page
from sim.report.turns import flip_sentence, price_words, question_sentence, where_channels_disagree
from sim.scenario import changed
from sim.scenario.ledger import LOAD, NAMED, ledger
from tests.unit.comparison.made import tiny

PAIR = ("silos", "pods")
WOBBLE = np.array([-1.0, 1.0, -0.5, 0.5, 0.0, 0.0])


@pytest.fixture
def retelling():
    return next(one for one in ledger(tiny(), PAIR) if one.name == "policy.retelling_share")


@pytest.fixture
def answered(monkeypatch):
    """Let every cell be answered by difference(value) instead of a simulation; 5 minutes are worth having."""

    def by(difference, noise=0.5, measure="resolution_minutes", read=lambda s: s.policy.retelling_share):
        def run(cells, **more):
            found = []
            for cell in cells:
                first = np.full(6, 100.0)
                second = first + difference(read(cell.scenario)) + noise * WOBBLE
                found.append(CellResult(cell, {"silos": {measure: first}, "pods": {measure: second}}))
            return found

        monkeypatch.setattr(module, "run_cells", run)

    return by


def one_flip(retelling, **more):
    (found,) = flips(tiny(), PAIR, [PAIR], seed=1, over=[retelling], **more)
    return found


def test_a_range_of_the_ledger_ends_where_scenarios_do():
    even = changed(tiny(), {"demand.work_distribution": "exponential"})
    correlation = next(one for one in ledger(even) if one.name == "demand.ambiguity_work_correlation")
    assert within_scenarios(even, correlation) is None  # with exponential work only today's 0 is one
    retold = next(one for one in ledger(even) if one.name == "policy.retelling_share")
    assert within_scenarios(even, retold) == retold
    assert within_scenarios(even, replace(retold, high=3.0)).high <= 1.0
    own = replace(retold, high=3.0, role=NAMED)
    assert within_scenarios(even, own) == own  # whoever gave it is told


def test_the_word_turns_where_the_difference_is_worth_having_and_not_at_zero(answered, retelling):
    answered(lambda value: 200.0 * (value - 0.2))  # -5 minutes at 0.175, none at 0.2, +5 at 0.225
    found = one_flip(retelling)
    assert [turn.value for turn in found.turns] == pytest.approx([0.175, 0.225])
    assert "; better | 0.175 | " in repr(found)
    assert repr(found).endswith(" | 0.225 | worse")
    half = 2.5706 * np.std(0.5 * WOBBLE, ddof=1) / np.sqrt(6) / 200.0  # Student's t, five degrees of freedom
    for turn in found.turns:
        assert turn.low == pytest.approx(turn.value - half, rel=0.02)
        assert turn.high == pytest.approx(turn.value + half, rel=0.02)
    assert [(turn.before, turn.after, turn.clear) for turn in found.turns] == [
        (BETTER, SAME, True),  # less time is better
        (SAME, WORSE, True),
    ]
    assert (found.at_low.mean, found.at_high.mean, found.swing) == pytest.approx((-30.0, 20.0, 50.0))
    assert flip_sentence(found) == (
        "pods with better habits against departments, share told again after a handoff (assumed 0.15, plausible 0.050 "
        "to 0.30): too little to matter only above 0.17 (95% interval 0.17 to 0.18); worse only above 0.23 (95% "
        "interval 0.22 to 0.23)."
    )


def test_a_curve_that_crosses_twice_turns_twice(answered, retelling):
    answered(lambda value: 900.0 * (value - 0.1) * (value - 0.25) - 5.0)  # pods better by more than 5 between the two
    found = one_flip(retelling)
    assert [turn.value for turn in found.turns] == pytest.approx([0.1, 0.25], abs=0.005)  # runs straight in between
    assert [(turn.before, turn.after) for turn in found.turns] == [(SAME, BETTER), (BETTER, SAME)]


def test_never_within_its_range(answered, retelling):
    answered(lambda value: -20.0 - value)
    found = one_flip(retelling)
    assert found.turns == ()
    assert found.throughout == BETTER
    assert repr(found) == (
        "Flip of policy.retelling_share, pods against silos in resolution_minutes: today better; "
        "turns nowhere in its range"
    )
    assert "the answer never changes within its range (-20.0 min at the lower end, -20.3 min at the upper)" in (
        flip_sentence(found)
    )


def test_a_sign_that_changes_where_nothing_matters_is_no_turning_point(answered, retelling):
    answered(lambda value: 10.0 * (value - 0.2))
    found = one_flip(retelling)
    assert found.worth_having == pytest.approx(5.0)
    assert found.turns == ()
    assert "never matters within its range" in flip_sentence(found)


def test_a_word_that_changes_by_chance_is_not_told_as_certain(answered, retelling):
    answered(lambda value: 45.0 * (value - 0.2), noise=5.0)
    found = one_flip(retelling)
    (turn,) = found.turns
    assert turn.value == pytest.approx(0.2 - 5.0 / 45.0)
    assert (turn.before, turn.after, turn.clear) == (BETTER, SAME, False)
    assert "perhaps better at about" in flip_sentence(found)


def test_more_may_be_better(answered, retelling):
    answered(lambda value: 2.0 * (value - 0.2), noise=0.001, measure="felt_empathy")  # 0.02 is worth having
    found = one_flip(retelling, measures=["felt_empathy"])
    assert [(turn.before, turn.after) for turn in found.turns] == [(WORSE, SAME), (SAME, BETTER)]
    assert [turn.value for turn in found.turns] == pytest.approx([0.19, 0.21])


@pytest.mark.slow
def test_intervals_hold_over_seeds(retelling):
    """Of 200 turning points looked for in replications of their own, 95% of intervals hold the true one."""
    values, truth, inside = np.linspace(0.0, 1.0, 5), 0.35, 0
    rng, seeds, replications = np.random.default_rng(6), 200, 10
    for _ in range(seeds):
        # A customer's luck lasts over values, and some of it comes and goes as single customers change places.
        lasting, passing = rng.normal(0.0, 1.0, replications), rng.normal(0.0, 0.7, (5, replications))
        curve = module._Curve(values, 1.0 + 3.0 * (values - truth)[:, None] + lasting + passing)
        near = [turn for turn in curve.turns(0.0) if (turn.before, turn.after) == (SAME, BETTER)]
        inside += any(turn.low <= truth <= turn.high for turn in near)
    assert inside / seeds >= 0.95 - 4 * np.sqrt(0.95 * 0.05 / seeds)


def test_load_is_held_in_two_ways_and_told_as_open_where_they_disagree(answered):
    load = next(one for one in ledger(tiny(), PAIR) if one.name == LOAD)

    def read(scenario):
        return max(scenario.demand.volume_factor - 1.0, 0.0)

    answered(lambda more: 250.0 * more, read=read)  # more customers make pods worse, more work per need does not
    found = flips(tiny(), PAIR, [PAIR], seed=1, over=[load])
    assert [flip.way for flip in found] == [BY_VOLUME, BY_WORK]
    assert [bool(flip.turns) for flip in found] == [True, False]
    said = question_sentence(found)
    assert "load held by the number of cases, worse only above 1.02" in said
    assert "load held by the work per need, never matters" in said
    assert said.endswith("Not settled: it depends on which of the two holds the load.")


def test_the_price_at_which_the_answer_turns_is_told_by_channel_where_channels_disagree(monkeypatch):
    price = next(one for one in ledger(tiny(), PAIR) if one.name == "policy.link_minutes")
    gain = {"": 2.0, "@voice": -30.0, "@mail": 10.0}  # minutes more for pods per minute of the price

    def run(cells, **more):
        found = []
        for cell in cells:
            link = cell.scenario.policy.link_minutes
            first = {f"resolution_minutes{name}": np.full(6, 100.0) for name in gain}
            second = {f"resolution_minutes{name}": 100.0 + 0.5 * WOBBLE - by * link for name, by in gain.items()}
            found.append(CellResult(cell, {"silos": first, "pods": second}))
        return found

    monkeypatch.setattr(module, "run_cells", run)
    measures = [f"resolution_minutes{name}" for name in gain]
    found = flips(tiny(), PAIR, [PAIR], seed=1, over=[price], measures=measures)
    said = price_words(found, PAIR)
    assert "voice turns from too little to matter to worse at 0.17 (95% interval" in said
    assert "mail turns from too little to matter to better at 0.50 (95% interval" in said
    assert "turns at none from 0 to 2.00: too little to matter." in price_words(found[:1], PAIR)
    gain[""] = 2.45  # 4.9 minutes at most, give or take half a minute
    almost = price_words(flips(tiny(), PAIR, [PAIR], seed=1, over=[price]), PAIR)
    assert "turns at none for certain from 0 to 2.00, where not all is settled." in almost
    assert price_words(found, ("pods", "silos")) == ""
    page = as_text(flip_page(tiny(), found, 6))
    assert page.count("minutes to cross teams  ") == 1  # one row of the table
    assert "pods with better habits against departments on voice, minutes to cross teams" in page
    assert "pods with better habits against departments on mail, minutes to cross teams" in page
    assert where_channels_disagree(found[1:2]) == []


@pytest.mark.slow
def test_all_assumptions_are_looked_at_by_default(answered):
    answered(lambda value: -20.0)
    found = flips(tiny(), PAIR, [PAIR], seed=1)
    names = [flip.assumption.name for flip in found]
    assert "policy.retelling_share" in names
    assert "policy.link_minutes" in names  # 0 today, and asked about all the same
    assert "demand.needs.*.work_cv" not in names  # has a source
    assert len({(flip.assumption.called, flip.way) for flip in found}) == len(found)


def test_a_real_run_agrees_with_itself(retelling):
    found = one_flip(retelling, replications=2)
    again = one_flip(retelling, replications=2)
    assert found == again
    assert len(found.points) >= 6  # five over the range, today's, and those in between where it turns
