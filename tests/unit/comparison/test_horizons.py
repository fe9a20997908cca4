"""Another H of the live channels: which are tried, what they change, what is said where the winner depends on it."""

import numpy as np
import pytest

from sim import compare
from sim.comparison.doubts import HorizonSamples
from sim.foundation.kinds import Outcome
from sim.measures.horizons import swept_horizons
from sim.measures.table import add_up
from tests.unit.comparison.made import comparison, tiny
from tests.unit.measures.hand_made import WEEK, contact, customers_of_two_weeks, person, records
from tests.unit.report.made_words import told

PAIR = ("silos", "pods")


def test_only_live_channels_are_swept_and_only_downwards():
    swept = swept_horizons(customers_of_two_weeks(), np.array([600.0, 3000.0]))
    assert [minutes for minutes, _ in swept] == [60.0, 120.0, 240.0, 600.0]
    assert (swept[0][1].tolist(), swept[-1][1].tolist()) == ([60.0, 3000.0], [600.0, 3000.0])
    short = swept_horizons(customers_of_two_weeks(), np.array([100.0, 50.0]))
    assert [minutes for minutes, _ in short] == [60.0, 100.0]
    assert swept_horizons(customers_of_two_weeks(), np.array([60.0, 3000.0])) == ()


def test_no_live_channel_leaves_nothing_to_sweep():
    customers = customers_of_two_weeks()
    customers = type(customers)(**{**vars(customers), "live": np.array([False, False])})
    assert swept_horizons(customers, np.array([600.0, 3000.0])) == ()


def test_resolution_under_a_shorter_h_by_hand():
    """Voice solved in 30 and in 90, lost; mail solved in 90. H of voice is 60, then 100."""
    rows = [
        contact(0, WEEK, WEEK + 30),
        contact(1, WEEK, WEEK + 90),
        contact(2, WEEK, WEEK + 5, Outcome.ABANDONED),
        contact(3, WEEK, WEEK + 90, channel=1),
    ]
    customers = customers_of_two_weeks()
    swept = np.array([each for _, each in swept_horizons(customers, np.array([100.0, 100.0]))])
    found = add_up(records(rows, [person(0, 1.0)]), customers, horizons=swept)
    assert found.by_horizon.tolist() == [[30 + 60 + 60 + 90, 30 + 90 + 100 + 90]]
    assert found.resolution_by_horizon[:, 0].tolist() == [240 / 4, 310 / 4]


def made(minutes, *levels):
    """A comparison of silos and pods whose resolution time under each H is as in `levels`: (silos, pods)."""
    wobble = np.linspace(-0.01, 0.01, 10)
    samples = {
        column: np.stack([level[place] * (1.0 + (wobble if place else -wobble)) for level in levels])
        for place, column in enumerate(PAIR)
    }
    return comparison({"silos": (200.0, 0.8), "pods": (100.0, 0.8)}, horizons=HorizonSamples(minutes, samples))


def test_a_sign_that_holds_is_said_to_hold():
    found = made((60.0, 600.0), (50.0, 30.0), (200.0, 100.0))
    assert found.paired[PAIR]["resolution_minutes"].winner == "pods"
    assert (
        "Pods with better habits against departments: the sign holds, pods with better habits "
        "better at every H from 60 to 600." in told(found)
    )


def test_a_winner_that_depends_on_h_is_no_winner():
    found = made((60.0, 600.0), (30.0, 50.0), (200.0, 100.0))
    difference = found.paired[PAIR]["resolution_minutes"]
    assert (difference.alone, difference.word, difference.reason) == (
        "not settled",
        "not settled",
        "depends on the deadline H",
    )
    assert difference.interval.mean == pytest.approx(-100.0)
    said = told(found)
    assert "resolution time 3.33 h to 1.67 h, -1.67 h (-1.67 to -1.66), not settled: depends on the deadline H" in said
    assert "Not settled, as the winner depends on H (below)" in said
    assert (
        "Pods with better habits against departments: the winner depends on H, so nothing is settled. H 60: +20.0 min"
        in said
    )
    assert ", departments better; H 600: -1.67 h" in said
    assert found.to_json()["differences"]["silos→pods"]["resolution_minutes"]["word"] == "not settled"
    assert [answer.winner for answer in found.by_horizon[PAIR]] == ["silos", "pods"]


def test_answers_that_are_not_settled_do_not_turn_a_sign():
    found = made((60.0, 240.0, 600.0), (50.0, 50.1), (60.0, 50.0), (200.0, 100.0))
    assert found.paired[PAIR]["resolution_minutes"].winner == "pods"
    assert (
        "Pods with better habits against departments: pods with better habits better at H of "
        "240 and 600; the same at 60." in told(found)
    )
    nowhere = made((60.0, 600.0), (50.0, 50.0), (200.0, 200.1))
    assert "no winner at any H from 60 to 600" in told(nowhere)


def test_the_last_h_is_the_scenarios_own():
    found = compare(tiny(), replications=3)
    assert found.horizons.minutes == (60.0, 120.0, 240.0, 480.0)
    for column in found.columns:
        assert np.array_equal(found.horizons.samples[column][-1], found.samples[column]["resolution_minutes"])
    for pair, answers in found.by_horizon.items():
        whole = found.paired[pair]["resolution_minutes"]
        assert answers[-1].difference.interval == whole.interval


def test_nothing_to_sweep_is_said():
    assert "so another H was not tried" in told(comparison({"silos": (200.0, 0.8), "pods": (100.0, 0.8)}))
