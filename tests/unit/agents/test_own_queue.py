"""Work from a queue of one's own goes faster, where other teams have such work too."""

from __future__ import annotations

import pytest

from tests.unit.agents.factory import BILLING, SALES, Case, Person, run

FASTER = {"own_queue_speed": 1.25}
TWO_PODS = [Person(SALES, 0), Person(SALES, 1)]


def test_ten_minutes_take_eight_in_a_pod_and_ten_in_a_pool():
    assert run([Case(at=0.0)], TWO_PODS, **FASTER).contacts["ended_at"].tolist() == [8.0]
    assert run([Case(at=0.0)], TWO_PODS, **FASTER, walls=0).contacts["ended_at"].tolist() == [10.0]


@pytest.mark.parametrize("team", [0, 1])
def test_a_department_that_alone_has_the_work_is_a_pool(team):
    assert run([Case(at=0.0)], [Person(SALES, team), Person(BILLING, 1)], **FASTER).contacts["ended_at"] == [10.0]


def test_whoever_is_lent_works_on_a_queue_of_others():
    """Both of the first two cases go to pod 0 by account; the second is taken by pod 1, and takes ten minutes."""
    cases = [Case(at=0.0, work=(50.0,)), Case(at=1.0, account=0)]
    both = {"team_choice": 1, "borrowing": 1}
    records = run(cases, TWO_PODS, **FASTER, **both)
    assert records.contacts["borrowed"].tolist() == [0, 1]
    assert records.contacts["ended_at"].tolist() == [40.0, 11.0]
