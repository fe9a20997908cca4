"""The burnout loop has a tipping point: below it vacancies and absence settle, past it load feeds on itself.

Load and strain make people leave and stay away, and whoever is left carries their load. With what strain does at the
upper ends of its plausible ranges, and what is usual for a desk for which 75% of the working time is enough, one for
which 70% would be stays there; one for which 88% would be is fully occupied for good within a year, which without the
loop it never is. Between the two, at 80%, chance decides: a run ends fully occupied, or as if there were no loop, and
none in the middle. All that is where whoever cuts corners is as slow as before; where they are quicker for it, some
runs keep up at 88% too, with lower standards.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.comparison.usual import with_usual
from sim.scenario import build_scenario
from tests.findings.burnout import NO_LOOP, desk, weeks_of_run

LATE = slice(78, 104)


@pytest.fixture(scope="module")
def usual():
    """What is usual at a load of 0.75."""
    measured = with_usual(build_scenario(desk(0.75, usual={})), "one").over_time.usual
    return {name: one.model_dump() for name, one in measured.items()}


@pytest.fixture(scope="module", params=[0.70, 0.80, 0.88])
def runs(request, usual):
    """(load, measures with the loop, without it), each a value a run over the last half year."""
    pair = (weeks_of_run(desk(request.param, usual, **staff)) for staff in ({}, NO_LOOP))
    late = [{name: np.nanmean(values[:, LATE], axis=1) for name, values in found.items()} for found in pair]
    return request.param, *late


def test_below_it_settles_and_past_it_runs_away(runs):
    load, loop, none = runs
    assert (none["load"] < 0.95).all()
    if load == 0.70:
        assert loop["load"] == pytest.approx(none["load"], abs=0.01)
    elif load == 0.88:
        assert (loop["load"] > 0.99).all()
    else:
        tipped = loop["load"] > 0.99
        assert tipped.any()
        assert not tipped.all()
        assert loop["load"][~tipped] == pytest.approx(none["load"][~tipped], abs=0.03)


def test_who_is_left_stays_away_and_leaves_more(runs):
    load, loop, none = runs
    more = {0.70: 0.8, 0.80: 1.1, 0.88: 1.3}[load]
    for name in ("absent_share", "strain_share"):
        assert loop[name].mean() > more * none[name].mean(), name
    # Load counts once in who leaves, so that at 80%, where half of the runs tip, it may be nobody more in half a year.
    assert loop["vacancy_share"].mean() > {0.70: 0.8, 0.80: 0.99, 0.88: 1.1}[load] * none["vacancy_share"].mean()


def test_who_cuts_corners_can_keep_up_at_the_price_of_standards(usual):
    late = {name: np.nanmean(values[:, LATE], axis=1) for name, values in
            weeks_of_run(desk(0.88, usual, effort_time_share=1)).items()}  # fmt: skip
    keeps_up = late["load"] < 0.9  # which none does where it takes as long
    assert keeps_up.any()
    assert (late["effort"][keeps_up] < 0.95).all()
