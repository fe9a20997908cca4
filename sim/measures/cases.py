"""Cases of the cohort, out of their contact rows: what everything that is measured per case starts from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.demand.tape import Customers, Tape
from sim.foundation.kinds import ComesBack, Outcome
from sim.measures.columns import Columns, added_up
from sim.records.tables import Records

CONTACTS_PER_PART = 100_000  # some 100 MB of columns at a time


@dataclass(frozen=True)
class Cases:
    """n cases of the cohort with their m contacts, over R replications.

    contacts: the columns of CONTACT, [m] each, in order of (replication, case, contact). first: int64[n], where in them
    each case begins. replication: int64[n], from 0 within the block. channel: int8[n].
    arrived, deadline: float64[n], of the first contact; all contacts share the deadline.
    """

    contacts: Columns
    first: np.ndarray
    replication: np.ndarray
    channel: np.ndarray
    arrived: np.ndarray
    deadline: np.ndarray

    def total(self, values: np.ndarray) -> np.ndarray:
        """Sum over the contacts of each case, float64[n]. values: [m]. Exact for times on the grid."""
        return added_up(self._case, values[None, :], self.first.size)[0]

    @cached_property
    def sums(self) -> dict[str, np.ndarray]:
        """Sum of every column over the contacts of each case, float64[n] each."""
        return self.contacts.sums(self._case, self.first.size)

    @cached_property
    def _case(self) -> np.ndarray:
        """The case of each contact, int64[m]."""
        begins = np.zeros(self.contacts.size, dtype=np.int64)
        begins[self.first] = 1
        return np.cumsum(begins) - 1

    def rows_of(self, tape: Tape) -> np.ndarray:
        """Where the cases stand on the tape that they come from, int64[n]."""
        return tape.first_case[self.replication] + self.contacts["case"][self.first]

    @cached_property
    def last(self) -> np.ndarray:
        """The row of `contacts` with which each case ends, int64[n]."""
        return np.append(self.first[1:], self.contacts.size)[: self.first.size] - 1

    @cached_property
    def ended(self) -> np.ndarray:
        """When each contact ended, float64[m]; inf where it had not when the run stopped."""
        return np.where(np.isnan(self.contacts["ended_at"]), np.inf, self.contacts["ended_at"])

    @cached_property
    def counted(self) -> np.ndarray:
        """Which contacts began by the deadline, bool[m]; the others are past what is measured."""
        return self.contacts["arrived_at"] <= self.contacts["deadline_at"]

    @cached_property
    def solved_at(self) -> np.ndarray:
        """When each case was truly solved, float64[n]: the end of its last contact; inf where it never was.

        Truly: by people or a bot, and the customer does not come back.
        """
        outcome, back = self.contacts["outcome"][self.last], self.contacts["comes_back"][self.last]
        closed = (outcome == Outcome.RESOLVED) | (outcome == Outcome.BOT_RESOLVED)
        return np.where(closed & (back == ComesBack.NO), self.ended[self.last], np.inf)

    @cached_property
    def solved(self) -> np.ndarray:
        """Which cases were truly solved by their deadline, bool[n]."""
        return self.solved_at <= self.deadline

    @cached_property
    def resolution(self) -> np.ndarray:
        """Minutes from first contact until truly solved, cut at the deadline, float64[n]."""
        return np.minimum(self.solved_at, self.deadline) - self.arrived

    @cached_property
    def gave_up(self) -> np.ndarray:
        """Which cases ended for good by the deadline because nobody served the customer in time, bool[n]."""
        outcome, back = self.contacts["outcome"][self.last], self.contacts["comes_back"][self.last]
        left = (outcome == Outcome.ABANDONED) | (outcome == Outcome.TURNED_AWAY)
        return left & ((back == ComesBack.NO) | (back == ComesBack.CAPPED)) & (self.ended[self.last] <= self.deadline)

    @cached_property
    def first_response(self) -> np.ndarray:
        """Minutes until somebody served the case, or a bot solved it; cut at the deadline, float64[n]."""
        if not self.first.size:
            return np.empty(0)
        served = np.fmin.reduceat(self.contacts["first_served_at"], self.first)
        return np.minimum(np.fmin(served, self.solved_at), self.deadline) - self.arrived


def cases_of_cohort(records: Records, customers: Customers) -> Cases:
    """Cases whose first contact arrived in [cohort_start, cohort_end), whatever became of them."""
    return next(cohort_in_parts(records, customers, records.contacts.size))


def cohort_in_parts(records: Records, customers: Customers, most: int = CONTACTS_PER_PART) -> Iterator[Cases]:
    """The cases of the cohort, in their order; at least one part, each of about so many contacts, of whole cases."""
    contacts, number = records.contacts, records.contacts["contact"]
    start = 0
    while True:
        end = min(start + max(most, 1), contacts.size)
        while end < contacts.size and number[end] != 0:
            end += 1
        part = contacts[start:end]
        yield _cases_of(part, np.flatnonzero(number[start:end] == 0), customers, first_replication(records))
        start = end
        if start == contacts.size:
            return


def _cases_of(contacts: np.ndarray, first: np.ndarray, customers: Customers, replication: int) -> Cases:
    """Those of some cases that are of the cohort. first: int64[n], where in contacts each begins."""
    count = np.diff(np.append(first, contacts.size))
    arrived = contacts["arrived_at"][first]
    kept = (arrived >= customers.cohort_start) & (arrived < customers.cohort_end)
    rows = Columns(contacts, np.repeat(kept, count))
    opening = np.cumsum(count[kept]) - count[kept]
    return Cases(
        contacts=rows,
        first=opening,
        replication=rows["replication"][opening].astype(np.int64) - replication,
        channel=rows["channel"][opening],
        arrived=arrived[kept],
        deadline=rows["deadline_at"][opening],
    )


def first_replication(records: Records) -> int:
    """Number of the first replication of a block."""
    return int(records.people["replication"][0]) if records.people.size else 0
