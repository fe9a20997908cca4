"""Cases of the cohort, out of their contact rows: what is measured of each by itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.demand.tape import Customers, Tape
from sim.measures.case_values import ASKED, CASE_VALUES, DEFINITIONS, WAY_IN
from sim.measures.empathy import EmpathyTerms
from sim.measures.replication import fill_cases
from sim.records.tables import Records


@dataclass(frozen=True)
class Cases:
    """n cases of the cohort, over R replications, in order of (replication, case).

    values: CASE_VALUES[n]. first_contact: int64[n], the row of the contacts with which each begins. replication:
    int64[n], from 0 within the block. number: int64[n], row within the replication. channel: int8[n].
    arrived, deadline: float64[n], of the first contact; all contacts share the deadline.
    """

    values: np.ndarray
    first_contact: np.ndarray
    replication: np.ndarray
    number: np.ndarray
    channel: np.ndarray
    arrived: np.ndarray
    deadline: np.ndarray

    def __getitem__(self, name: str) -> np.ndarray:
        """A value of each case, float64[n]. KeyError where there is none of that name."""
        if name not in (CASE_VALUES.names or ()):
            raise KeyError(name)
        return self.values[name]

    @property
    def size(self) -> int:
        """How many there are."""
        return self.values.size

    def rows_of(self, tape: Tape) -> np.ndarray:
        """Where the cases stand on the tape that they come from, int64[n]."""
        return tape.first_case[self.replication] + self.number


@dataclass(frozen=True)
class Given:
    """What a pass over a replication reads beside its rows, in its order: see `measure_cases`."""

    asked: np.ndarray
    way: np.ndarray
    open_before: np.ndarray
    coefficients: np.ndarray
    tape: Tape | None

    @classmethod
    def of(cls, customers: Customers, tape: Tape | None, terms: EmpathyTerms | None) -> Given:
        """tape, terms: what customers bring along and felt empathy is made of; without them it is unknown."""
        feels = tape is not None and terms is not None
        asked = np.zeros(1, dtype=ASKED)
        asked["cohort_start"], asked["cohort_end"], asked["feels"] = customers.cohort_start, customers.cohort_end, feels
        way = np.zeros(len(customers.channel_names), dtype=WAY_IN)
        way["live"] = customers.live
        way["target"] = customers.answer_target
        if terms is not None:
            settings = terms.settings
            asked["definition"] = DEFINITIONS.index(settings.definition)
            asked["lost_to_fatigue"], asked["warmth_of_bot"] = settings.warmth_lost_to_fatigue, terms.warmth_of_bot
            for name in ("anchor", "halo_sd", "response_share", "response_tilt"):
                asked[name] = getattr(settings, name)
            way["patience"] = terms.patience
        coefficients = terms.coefficients if terms is not None else np.zeros(0)
        return cls(asked, way, np.ascontiguousarray(customers.open_before), coefficients, tape if feels else None)

    def for_replication(self, number: int) -> tuple[object, ...]:
        """All of it for one replication of the block, counted from 0."""
        if self.tape is None:
            drawn = (np.uint64(0), np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.uint64))
        else:
            rows = self.tape.cases_of(number)
            drawn = (self.tape.replication_key[number], self.tape.account[rows], self.tape.lineage[rows])
        return self.asked, self.way, self.open_before, self.coefficients, *drawn


def cases_of_cohort(
    records: Records, customers: Customers, tape: Tape | None = None, terms: EmpathyTerms | None = None
) -> Cases:
    """Cases whose first contact arrived in [cohort_start, cohort_end), whatever became of them.

    tape: of the block. terms: of felt empathy. Without these that is unknown, nan.
    """
    contacts, given = records.contacts, Given.of(customers, tape, terms)
    bounds = bounds_of(records)
    value, first = np.zeros(contacts.size, dtype=CASE_VALUES), np.zeros(contacts.size, dtype=np.int64)
    found = 0
    for replication in range(records.stopped_at.size):
        rows = slice(bounds[replication], bounds[replication + 1])
        count = fill_cases(contacts[rows], *given.for_replication(replication), value[found:], first[found:])
        first[found : found + count] += bounds[replication]
        found += count
    return _cases(contacts, value[:found], first[:found], first_replication(records), feels=given.tape is not None)


def cases_in(contacts: np.ndarray, customers: Customers, tape: Tape, terms: EmpathyTerms) -> Cases:
    """Those of some cases of one replication that are of the cohort. contacts: CONTACT, in order of (case, contact)."""
    value, first = np.zeros(contacts.size, dtype=CASE_VALUES), np.zeros(contacts.size, dtype=np.int64)
    found = fill_cases(contacts, *Given.of(customers, tape, terms).for_replication(0), value, first)
    return _cases(contacts, value[:found], first[:found], tape.first_replication, feels=True)


def _cases(contacts: np.ndarray, value: np.ndarray, first: np.ndarray, begin: int, *, feels: bool) -> Cases:
    if not feels:
        for name in FELT:
            value[name] = np.nan
    rows = contacts[first]
    return Cases(
        values=value,
        first_contact=first,
        replication=rows["replication"].astype(np.int64) - begin,
        number=rows["case"].astype(np.int64),
        channel=rows["channel"].copy(),
        arrived=rows["arrived_at"].copy(),
        deadline=rows["deadline_at"].copy(),
    )


FELT = (CASE_VALUES.names or ())[(CASE_VALUES.names or ()).index("felt_heard") :]  # what customers felt


def bounds_of(records: Records) -> np.ndarray:
    """Where the contacts of each replication begin, and where the last one ends. int64[R + 1]."""
    numbers = first_replication(records) + np.arange(records.stopped_at.size + 1)
    return np.searchsorted(records.contacts["replication"], numbers)


def first_replication(records: Records) -> int:
    """Number of the first replication of a block."""
    return int(records.people["replication"][0]) if records.people.size else 0
