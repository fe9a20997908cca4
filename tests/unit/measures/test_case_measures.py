"""Cases of several contacts: leaving, coming back, being answered, worked out by hand."""

import numpy as np
import pytest

from sim.foundation.kinds import ComesBack, Outcome
from sim.measures import WATERFALL, measure_table
from sim.measures.cases import cases_of_cohort
from tests.unit.measures.hand_made import WEEK, contact, customers_of_two_weeks, person, records

T = WEEK
D = T + 100.0  # everybody's deadline
SOLVED, LEFT, AWAY, BY_BOT = Outcome.RESOLVED, Outcome.ABANDONED, Outcome.TURNED_AWAY, Outcome.BOT_RESOLVED
REDIAL, RETURN, CAPPED = ComesBack.REDIAL, ComesBack.RETURN, ComesBack.CAPPED


def row(case, number, arrived, ended, outcome, back=ComesBack.NO, **columns):
    return contact(case, T + arrived, T + ended, outcome, D, contact=number, comes_back=back, **columns)


@pytest.fixture
def eight_cases():
    """H is 100 for all; who waits, waits in a queue; a step is work."""
    return [
        # 0 solved at once, answered within a minute
        row(0, 0, 0, 10, SOLVED, first_served_at=T + 0.5, queue_minutes=0.5, work_minutes=9.5, steps=1),
        # 1 seemed solved, came back, was solved by somebody known
        row(1, 0, 0, 10, SOLVED, RETURN, first_served_at=T + 4, queue_minutes=4, work_minutes=6, steps=1),
        row(1, 1, 50, 60, SOLVED, first_served_at=T + 50, work_minutes=10, steps=3, known_steps=1),
        # 2 gave up, redialled, gave up for good
        row(2, 0, 0, 5, LEFT, REDIAL, queue_minutes=5),
        row(2, 1, 30, 40, LEFT, queue_minutes=10),
        # 3 solved only after its second contact began past the deadline
        row(3, 0, 0, 20, SOLVED, RETURN, first_served_at=T, work_minutes=20, steps=1),
        row(3, 1, 300, 310, SOLVED, first_served_at=T + 300),
        # 4 closed by a bot, for good
        row(4, 0, 0, 2, BY_BOT, bot_minutes=2),
        # 5 closed by a bot, came back, would have come back again
        row(5, 0, 0, 2, BY_BOT, RETURN, bot_minutes=2),
        row(5, 1, 20, 30, SOLVED, CAPPED, first_served_at=T + 21, queue_minutes=1, work_minutes=9, steps=1),
        # 6 met a bot, then somebody within a minute of its end
        row(6, 0, 0, 12, SOLVED, first_served_at=T + 3, bot_minutes=2, queue_minutes=1, work_minutes=9, steps=1),
        # 7 turned away, still expected when the run stopped
        row(7, 0, 0, 0, AWAY, REDIAL),
    ]


BY_HAND = {
    "resolution_minutes": (10 + 60 + 100 + 100 + 2 + 100 + 12 + 100) / 8,
    "first_response_minutes": (0.5 + 4 + 100 + 0 + 2 + 21 + 3 + 100) / 8,
    "between_minutes": (40 + 25 + 80 + 18 + 100) / 8,
    "lost_minutes": (60 + 70) / 8,
    "bot_minutes": 6 / 8,
    "contacts_per_case": 11 / 8,
    "first_contact_resolution": 3 / 8,
    "redialled_share": 1 / 8,
    "returned_share": 2 / 8,
    "failure_demand_share": 3 / 11,
    "capped_share": 1 / 8,
    "bot_resolved_share": 1 / 8,
    "abandoned_share": 1 / 8,
    "calls_abandoned_share": 2 / 8,  # of 11 contacts, two closed by a bot and one turned away: case 2, twice
    "answered_in_target": 5 / 9,  # of 11 contacts, two closed by a bot: 0, 1 again, 3, 5 again, 6
    "service_level": 5 / 8,  # answered: these, 1, and 3 past its deadline not; given up after a minute: 2, twice
    "service_level_of_answered": 5 / 6,
    "answer_minutes": (0.5 + 4 + 0 + 0 + 1 + 1) / 6,
    "answer_minutes_p50": 0.75,
    "answer_minutes_p90": 2.5,
    "redial_answer_minutes": (0.5 + 4 + 0 + 1 + 1) / 5,  # of five cases; nobody answered the two calls of case 2
    "contacts_answered": 6.0,
    "contacts_in_target": 5.0,
    "calls_given_up": 2.0,
    "known_share": 1 / 8,
    "cases_resolved": 4.0,
}


@pytest.mark.parametrize("name", BY_HAND)
def test_measure_has_the_value_worked_out_by_hand(name, eight_cases):
    found = measure_table(records(eight_cases, [person(0, 1.0)]), customers_of_two_weeks())
    assert found[name][0] == pytest.approx(BY_HAND[name], abs=1e-12)


def test_the_waterfall_adds_up_case_by_case(eight_cases):
    cases = cases_of_cohort(records(eight_cases, [person(0, 1.0)]), customers_of_two_weeks())
    assert np.array_equal(sum(cases[name] for name in WATERFALL), cases["resolution_minutes"])


def test_targets_are_open_minutes_by_channel():
    """Voice a minute, mail 240, from the opening of a channel that is closed when they come."""
    opens = np.maximum(np.arange(10081.0) - 60.0, 0.0)  # closed in the first hour of the week
    customers = customers_of_two_weeks()
    customers = type(customers)(**{**vars(customers), "open_before": np.stack([opens, opens])})
    rows = [
        row(case, 0, 0, 600, SOLVED, first_served_at=T + served, channel=channel) for case, (channel, served) in
        enumerate([(0, 61.0), (0, 61.5), (1, 300.0), (1, 301.0)])
    ]  # fmt: skip
    for one in rows:
        one["deadline_at"] = T + 1000
    table = measure_table(records(rows, [person(0, 1.0)]), customers, detail=True)
    assert table["answered_in_target@voice"][0] == 0.5
    assert table["answered_in_target@mail"][0] == 0.5


def test_a_case_split_between_blocks_of_replications_does_not_mix():
    rows = [
        row(0, 0, 0, 5, LEFT, REDIAL),
        row(0, 0, 1, 11, SOLVED, first_served_at=T + 1, replication=1),
        row(0, 1, 30, 40, SOLVED, CAPPED, replication=2),
    ]
    rows[2]["contact"] = 0
    staff = [person(0, 1.0, replication=r) for r in range(3)]
    table = measure_table(records(rows, staff, replications=3), customers_of_two_weeks())
    assert table["between_minutes"].tolist() == [95.0, 0.0, 0.0]
    assert table["returned_share"].tolist() == [0.0, 0.0, 0.0]
    assert table["lost_minutes"].tolist() == [0.0, 0.0, 60.0]
