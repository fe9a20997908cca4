"""Records made by hand: a contact or a person a line, everything not named at nothing."""

import numpy as np

from sim.demand.tape import Customers, Tape
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


def tape_of(contacts, keys=(1,)):
    """What customers bring along, for rows whose cases are numbered from 0 on in each replication.

    keys: of the replications. Every case is an account of its own.
    """
    cases = [
        sum(int(row["contact"][0]) == 0 and row["replication"][0] == r for row in contacts) for r in range(len(keys))
    ]
    count, nothing = sum(cases), np.zeros(0)
    rest = dict.fromkeys(
        ("arrival", "deadline", "channel", "language", "needs", "need", "hidden", "work", "ambiguity", "distress",
         "patience"), nothing,
    )  # fmt: skip
    return Tape(
        first_replication=0,
        replication_key=np.array(keys, dtype=np.uint64),
        first_case=np.cumsum([0, *cases]),
        lineage=np.arange(1000, 1000 + count, dtype=np.uint64),
        account=np.concatenate([np.arange(each, dtype=np.int32) for each in cases]),
        **rest,
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
        answer_target=np.array([1.0, 240.0]),
        misroute_factor=np.ones(2),
        open_before=np.tile(np.arange(10081.0), (2, 1)),
        mean_work=np.array([6.0, 6.0]),
        wrong=np.array([[0.0, 1.0], [1.0, 1.0]]),
        independent=np.zeros((2, 2), dtype=bool),
        likeliest_next=np.array([1, -1]),
        outside_share=np.zeros(2),
        outside_scale=np.ones(2),
        outside_shape=np.ones(2),
        next_share=np.array([0.5, 0.0]),
        mean_ambiguity=0.3,
        hidden_share=0.3,
        cohort_start=WEEK,
        cohort_end=2 * WEEK,
        end=3 * WEEK,
    )
