"""How far apart teams are: who lends to whom, and what a handoff keeps."""

from __future__ import annotations

import pytest

from sim.foundation.kinds import Borrowing, Lead
from tests.unit.agents.factory import BILLING, SALES, TECHNICAL, Case, Person, first_steps, parts, run, story

# Teams 0 and 1 share a unit, team 2 is in another.
TREE = [[0, 1, 2], [1, 0, 2], [2, 2, 0]]
NEAR, ANYWHERE = {"borrowing": Borrowing.NEAR}, {"borrowing": Borrowing.ANYWHERE}
TWO_SALES = [Case(at=0.0), Case(at=2.0)]


@pytest.mark.parametrize(("dials", "served_at"), [(NEAR, 10.0), (ANYWHERE, 2.0), ({}, 10.0)])
def test_somebody_far_away_is_not_near(dials, served_at):
    people = [Person(SALES, 0), Person(BILLING, 1), Person(TECHNICAL, 2, also={SALES: 1.0})]
    assert run(TWO_SALES, people, distance=TREE, **dials).contacts["first_served_at"].tolist() == [0.0, served_at]


def test_the_neighbours_lend_though_somebody_far_away_is_better():
    people = [Person(SALES, 0), Person(BILLING, 1, also={SALES: 0.8}), Person(TECHNICAL, 2, also={SALES: 1.0})]
    records = run(TWO_SALES, people, distance=TREE, **NEAR)
    assert first_steps(records) == [0, 1]
    assert records.contacts["borrowed"].tolist() == [0, 1]
    assert first_steps(run(TWO_SALES, people, distance=TREE, **ANYWHERE)) == [0, 2]


def test_without_a_tree_everybody_is_near():
    people = [Person(SALES, 0), Person(BILLING, 1), Person(TECHNICAL, 2, also={SALES: 1.0})]
    assert first_steps(run(TWO_SALES, people, **NEAR)) == [0, 2]


def test_a_handoff_keeps_the_share_once_per_level():
    """Known by 1/2 * 1/2 at distance 2: retelling 0.4 * 10 * 3/4 = 3; at distance 1: 0.4 * 10 / 2 = 2."""
    case = Case(at=0.0, need=(SALES, TECHNICAL), work=(10.0, 8.0))
    people = [Person(SALES, 0), Person(BILLING, 1), Person(TECHNICAL, 2)]
    dials = {"kept_across_share": 0.5, "kept_inside_share": 1.0, "retelling_share": 0.4}
    far, near = run([case], people, distance=TREE, **dials), run([case], people, **dials)
    assert far.segments["context"].tolist() == [0.0, 0.25]
    assert near.segments["context"].tolist() == [0.0, 0.5]
    assert parts(far.contacts[0])["retold_minutes"] == pytest.approx(3.0, abs=1e-6)
    assert parts(near.contacts[0])["retold_minutes"] == pytest.approx(2.0, abs=1e-6)


def test_distances_are_between_home_teams_without_walls_too():
    case = Case(at=0.0, need=(SALES, TECHNICAL), work=(10.0, 8.0))
    people = [Person(SALES, 0), Person(BILLING, 1), Person(TECHNICAL, 2)]
    records = run([case], people, distance=TREE, walls=0, kept_across_share=0.5)
    assert records.segments["context"].tolist() == [0.0, 0.25]


@pytest.mark.parametrize(("dials", "listens"), [(NEAR, []), (ANYWHERE, [2])])
def test_nobody_from_afar_listens(dials, listens):
    case = Case(at=0.0, need=(SALES, TECHNICAL), work=(10.0, 8.0))
    people = [Person(SALES, 0), Person(BILLING, 1), Person(TECHNICAL, 2)]
    records = run([case], people, distance=TREE, wings=1, listen_share=0.5, **dials)
    assert [person for kind, person, *_ in story(records, 0) if kind == "listen"] == listens


@pytest.mark.parametrize(("dials", "advises"), [(NEAR, [1]), (ANYWHERE, [2])])
def test_the_adviser_is_within_reach(dials, advises):
    """Person 2 is at home in technical, person 1 knows it at 0.5 and is near."""
    case = Case(at=0.0, need=(SALES, TECHNICAL), work=(10.0, 8.0))
    people = [Person(SALES, 0), Person(BILLING, 1, also={TECHNICAL: 0.5}), Person(TECHNICAL, 2)]
    fixed = {"lead": Lead.FIXED, "consult_skill": 0.8, "consult_share": 0.5}
    records = run([case], people, distance=TREE, **fixed, **dials)
    assert [person for kind, person, *_ in story(records, 0) if kind == "consult"] == advises
