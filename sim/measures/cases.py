"""One row per case of the cohort, out of its contact rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.demand.tape import Customers
from sim.records.tables import PARTS, Outcome, Records

COUNTS = ("handoffs", "lead_changes", "ping_pongs", "misroutes", "people_met")


@dataclass(frozen=True)
class Cases:
    """n cases of the cohort over R replications.

    replication: int64[n], from 0 within the block. channel: int8[n].
    resolution, first_response, lost: float64[n], minutes, cut at the deadline.
    resolved: bool[n], truly solved by the deadline. gave_up: bool[n].
    parts: minutes by name, float64[n] each. counted: counts by name, float64[n] each.
    """

    replication: np.ndarray
    channel: np.ndarray
    resolution: np.ndarray
    first_response: np.ndarray
    lost: np.ndarray
    resolved: np.ndarray
    gave_up: np.ndarray
    parts: dict[str, np.ndarray]
    counted: dict[str, np.ndarray]


def cases_of_cohort(records: Records, customers: Customers) -> Cases:
    """Cases that arrived in [cohort_start, cohort_end), whatever became of them.

    A case with several contacts arrives with the first and ends with the last of them.
    """
    contacts = records.contacts
    first = np.flatnonzero(contacts["contact"] == 0)
    last = np.append(first[1:], contacts.size) - 1
    arrived = contacts["arrived_at"][first]
    kept = (arrived >= customers.cohort_start) & (arrived < customers.cohort_end)
    opening, closing, arrived = contacts[first[kept]], contacts[last[kept]], arrived[kept]
    deadline = opening["deadline_at"]
    ended = np.where(np.isnan(closing["ended_at"]), np.inf, closing["ended_at"])
    resolved = (closing["outcome"] == Outcome.RESOLVED) & (ended <= deadline)
    gave_up = (closing["outcome"] == Outcome.ABANDONED) | (closing["outcome"] == Outcome.TURNED_AWAY)
    served = np.where(np.isnan(opening["first_served_at"]), np.inf, opening["first_served_at"])
    return Cases(
        replication=_within_block(opening["replication"], records),
        channel=opening["channel"],
        resolution=np.where(resolved, ended, deadline) - arrived,
        first_response=np.minimum(served, deadline) - arrived,
        lost=np.where(gave_up, deadline - np.minimum(ended, deadline), 0.0),
        resolved=resolved,
        gave_up=gave_up,
        parts={name: _summed(contacts[name], first, kept) for name in PARTS},
        counted={name: _summed(contacts[name], first, kept) for name in COUNTS},
    )


def _summed(column: np.ndarray, first: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """Sum of a column over the contacts of each kept case."""
    if first.size == column.size:
        return column[kept].astype(np.float64)
    return np.add.reduceat(column.astype(np.float64), first)[kept] if first.size else np.empty(0)


def first_replication(records: Records) -> int:
    """Number of the first replication of a block."""
    return int(records.people["replication"][0]) if records.people.size else 0


def _within_block(replication: np.ndarray, records: Records) -> np.ndarray:
    return replication.astype(np.int64) - first_replication(records)
