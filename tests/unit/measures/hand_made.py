"""Records made by hand: a contact or a person a line, everything not named at nothing."""

import numpy as np

from sim.demand.tape import Customers
from sim.foundation.kinds import Outcome
from sim.records.tables import CONTACT, PERSON, Records

WEEK = 10080.0


def contact(case, arrived, ended, outcome=Outcome.RESOLVED, deadline=None, **columns):
    row = np.zeros(1, dtype=CONTACT)
    row["case"], row["arrived_at"], row["ended_at"], row["outcome"] = case, arrived, ended, outcome
    row["deadline_at"] = arrived + 100.0 if deadline is None else deadline
    row["first_served_at"] = np.nan
    for name, value in columns.items():
        row[name] = value
    return row


def person(number, shift, **columns):
    row = np.zeros(1, dtype=PERSON)
    row["person"], row["shift_minutes"] = number, shift
    for name, value in columns.items():
        row[name] = value
    return row


def records(contacts, people, replications=1):
    return Records(
        contacts=np.concatenate(contacts) if contacts else np.zeros(0, dtype=CONTACT),
        people=np.concatenate(people),
        segments=None,
        stopped_at=np.full(replications, 3 * WEEK),
        events=np.zeros(replications, dtype=np.int64),
    )


def customers_of_two_weeks():
    """One week to warm up, one week of cohort; channels voice and mail, functions sales and service."""
    return Customers(
        channel_names=("voice", "mail"),
        function_names=("sales", "service"),
        language_names=("",),
        live=np.array([True, False]),
        priority=np.array([0, 1]),
        turn_away=np.array([False, False]),
        call_again=np.array([False, False]),
        bot=np.array([True, True]),
        misroute_factor=np.ones(2),
        open_before=np.tile(np.arange(10081.0), (2, 1)),
        mean_work=np.array([6.0, 6.0]),
        wrong=np.array([[0.0, 1.0], [1.0, 1.0]]),
        likeliest_next=np.array([1, -1]),
        next_share=np.array([0.5, 0.0]),
        mean_ambiguity=0.3,
        hidden_share=0.3,
        cohort_start=WEEK,
        cohort_end=2 * WEEK,
        end=3 * WEEK,
    )
