"""Cases alone in the world: what changes for one cannot reach another through queues and people."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from sim.foundation.kinds import SegmentKind
from sim.records.tables import Records
from tests.equivalence.agreement import Inputs
from tests.metamorphic.columns import alone, inputs_for, run, with_settings, without
from tests.metamorphic.desks import BUSY_DESK

CASES = 250
FEW = [
    {"function": "sales", "count": 2, "also": {"tech": 0.9, "bills": 0.5}},
    {"function": "tech", "count": 2, "also": {"sales": 0.5}},
    {"function": "bills", "count": 1},
]
POLICY = {"wings": 1, "attach_from_share": 0.6, "borrowing": "anywhere", "team_choice": "random"}
TIRING = {"fatigue.rise_half_life_minutes": 9.0}


class World(NamedTuple):
    """Cases by number, each alone: what went in, and what came out."""

    inputs: Inputs
    records: Records

    def contacts(self, which: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
        """Cases with a contact row of which something is true, bool[CASES]."""
        rows = self.records.contacts
        return marked(rows["replication"][which(rows)])

    def steps(self, which: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
        """Cases with a step of which something is true, bool[CASES]."""
        rows = self.records.segments
        rows = rows[rows["kind"] == SegmentKind.STEP]
        return marked(rows["replication"][which(rows)])

    def beside(self, kind: SegmentKind) -> np.ndarray:
        """Cases in which somebody listened, or advised, bool[CASES]."""
        rows = self.records.segments
        return marked(rows["replication"][rows["kind"] == kind])

    def rows_of(self, case: int) -> list[bytes]:
        """All rows of a case, those of the people with whom it is alone among them."""
        tables = (self.records.contacts, self.records.segments, self.records.people)
        return [table[table["replication"] == case].tobytes() for table in tables]

    def rows_before(self, contact: int, but: tuple[str, ...] = ()) -> list[bytes]:
        """Rows and segments of all cases up to a contact, some columns left out."""
        found = []
        for table in (self.records.contacts, self.records.segments):
            found.append(without(table[(table["contact"] >= 0) & (table["contact"] < contact)], but).tobytes())
        return found


def marked(cases: np.ndarray) -> np.ndarray:
    """bool[CASES]."""
    found = np.zeros(CASES, dtype=bool)
    found[cases] = True
    return found


def world(settings: dict) -> World:
    """The busy desk with few people, in random teams, for each case by itself."""
    column = {"partition": "random", "teams": 2, "policy": POLICY}
    people = {**BUSY_DESK["people"], "groups": FEW}
    description = {**BUSY_DESK, "people": people, "formations": {"random_column": column}}
    inputs = alone(inputs_for(with_settings(description, {**TIRING, **settings}), replications=1), CASES)
    return World(inputs, run(inputs))
