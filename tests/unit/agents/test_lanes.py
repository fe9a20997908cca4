"""Teams for simple and for complex cases, judged on what can be seen of a case."""

from __future__ import annotations

import pytest

from sim.foundation.kinds import Lane
from tests.unit.agents.factory import BILLING, SALES, Case, Person, first_steps, run, story

# A department of sales and one of billing for what is simple, a pod for what is complex.
HYBRID = [Person(SALES, 0), Person(BILLING, 1), Person(SALES, 2), Person(BILLING, 2)]
LANES = {"lane": (Lane.SIMPLE, Lane.SIMPLE, Lane.COMPLEX), "complex_from_needs": 2, "complex_from_ambiguity": 0.75}
TWO = {"need": (SALES, BILLING), "work": (10.0, 8.0)}


def led_by(records, case: int = 0) -> list[int]:
    return [person for kind, person, *_ in story(records, case) if kind == "step"]


@pytest.mark.parametrize(
    ("case", "dials", "people"),
    [
        (Case(at=0.0), {}, [0]),
        (Case(at=0.0, **TWO), {}, [2, 3]),
        (Case(at=0.0, **TWO), {"complex_from_needs": 3}, [0, 1]),
        (Case(at=0.0, **TWO, hidden=(False, True)), {}, [0, 1]),
        (Case(at=0.0, **TWO, hidden=(False, True)), {"predictive": 1.0}, [2, 3]),
        (Case(at=0.0, ambiguity=0.75), {}, [2]),
        (Case(at=0.0, ambiguity=0.7), {}, [0]),
    ],
)
def test_what_can_be_seen_decides(case, dials, people):
    """A hidden need does not count, not even once it has come to light; the lane stays what it was."""
    assert led_by(run([case], HYBRID, **LANES | dials)) == people


def test_the_lane_holds_for_every_need_of_a_case():
    """The second need is simple by itself, and goes to the pod with the first."""
    case = Case(at=0.0, **TWO)
    records = run([case], HYBRID, **LANES)
    assert records.contacts[0]["lead_changes"] == 1
    assert records.contacts[0]["handoffs"] == 0


def test_where_no_team_admits_a_case_all_that_have_the_function_do():
    """The pod has no billing: the complex case starts there and goes on in the department."""
    people = [Person(SALES, 0), Person(BILLING, 1), Person(SALES, 2)]
    assert led_by(run([Case(at=0.0, **TWO)], people, **LANES)) == [2, 1]


def test_a_lane_is_waited_for():
    """Who admits a case is asked before who is there: the pod comes at 30, the department is free."""
    people = [Person(SALES, 0), Person(BILLING, 1), Person(SALES, 2, shifts=((30.0, 90.0),))]
    records = run([Case(at=0.0, ambiguity=1.0)], people, **LANES)
    assert story(records, 0) == [("queue", -1, 0.0, 30.0), ("step", 2, 30.0, 40.0)]
    assert records.segments["team"].tolist() == [2, 2]


def test_a_team_without_a_lane_admits_everything():
    """0/1 = 0/1 between the department and a team for all; then 1/1 > 0/1."""
    people = [Person(SALES, 0), Person(BILLING, 1), Person(SALES, 2)]
    dials = LANES | {"lane": (Lane.SIMPLE, Lane.SIMPLE, Lane.ANY)}
    assert first_steps(run([Case(at=0.0), Case(at=0.0), Case(at=5.0, ambiguity=1.0)], people, **dials)) == [0, 2, 2]


def test_a_lane_does_not_bind_who_is_lent():
    """The simple case waits for its department and is served by the pod at once."""
    people = [Person(SALES, 0), Person(BILLING, 1), Person(SALES, 2)]
    records = run([Case(at=0.0), Case(at=1.0)], people, **LANES, borrowing=1)
    assert records.contacts["borrowed"].tolist() == [0, 1]
    assert first_steps(records) == [0, 2]
