"""Accounts in the compiled core: their tables at the start of a replication, and who knows them."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.inline import called, inlined
from sim.core.world import NOTE
from sim.foundation.kinds import MOST_WHO_KNOW
from sim.process.accounts import note_served, trust_at_start
from sim.records.tables import ACCOUNT, BLANK_ACCOUNT


def by_name(policy: np.ndarray) -> Any:
    """A policy whose dials are attributes, as rules and processes read them. policy: POLICY[1]."""
    return policy.view(np.recarray)[0]


def account_tables(account: np.ndarray, fixed: dict[str, Any], replication: int) -> dict[str, np.ndarray]:
    """Accounts of one replication by number, the row of each case, and who knows them; a blank one where none is kept.

    account: int32[n], of each case. fixed: `column_tables`. replication: of the seed.
    """
    numbers: np.ndarray = np.zeros(1, dtype=np.int32)
    row: np.ndarray = np.zeros(0)
    if fixed["run"]["keep_accounts"][0]:
        is_there = np.zeros(account.max(initial=-1) + 1, dtype=np.bool_)
        is_there[account] = True
        numbers, row = np.flatnonzero(is_there), (np.cumsum(is_there) - 1)[account]
    table = np.zeros(numbers.size, dtype=ACCOUNT)
    known = {"replication": replication, "account": numbers, "trust": trust_at_start(by_name(fixed["policy"]))}
    for name, values in (BLANK_ACCOUNT | known).items():
        table[name] = values
    note = np.zeros(numbers.size * MOST_WHO_KNOW, dtype=NOTE)
    note["person"] = -1
    return {"accounts": table, "account_row": row.astype(np.int32), "note": note}


@inlined
def note_of(w, case, person):
    """The note of an account of somebody who served it, -1: there is none."""
    first = np.int64(w.case[case].account_row) * MOST_WHO_KNOW
    for place in range(first, first + MOST_WHO_KNOW):
        if w.note[place].person == person:
            return place
    return -1


@called
def serve(w, case, person, now):
    """Somebody serves the account of a case: their note comes first, in place of the last one where they had none."""
    first = np.int64(w.case[case].account_row) * MOST_WHO_KNOW
    place = note_of(w, case, person)
    if place < 0:
        place = first + MOST_WHO_KNOW - 1
    for later in range(place, first, -1):
        w.note[later] = w.note[later - 1]
    note_served(w.note[first], person, now)
