"""What a small support desk gives today, frozen: a change of any default or rule that moves a number shows here.

Wanted? Then renew the table, look at its diff, and say so under "Results change" in CHANGELOG.md:

    PODSIM_RENEW=1 .venv/bin/python -m pytest tests/regression
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from sim.core import run_core
from sim.foundation.kinds import Outcome
from sim.records.tables import CONTACT, PERSON, Records
from sim.scenario import load_scenario
from tests.equivalence.agreement import inputs_of

FROZEN = Path(__file__).with_name("support_desk.csv")
COLUMNS = ["silos", "silos_plus", "pods"]
REPLICATIONS = 3
SMALL = {"time.warm_up_weeks": 0, "time.measured_weeks": 1}
NUMBERS = ("replication", "case", "contact", "channel", "outcome", "first_team", "last_person", "person")
TOLERANCE = 1e-9  # relative, for minutes: libraries of mathematics differ in the last bit


def totals() -> list[tuple[str, str, str, float]]:
    """(column, table, name, total over all replications), in a fixed order."""
    inputs = inputs_of(load_scenario("support_desk", SMALL), COLUMNS, REPLICATIONS)
    found = [("all", "tape", name, np.nansum(getattr(inputs.tape, name))) for name in ("arrival", "needs", "work")]
    for formation in inputs.formations:
        records = run_core(inputs.tape, inputs.customers, inputs.people, inputs.roster, formation)
        found += [(formation.name, *row) for row in totals_of(records)]
    return [(column, table, name, float(total)) for column, table, name, total in found]


def totals_of(records: Records) -> list[tuple[str, str, float]]:
    """(table, name, total) of one column."""
    rows = [("contacts", f"outcome {o.name.lower()}", (records.contacts["outcome"] == o).sum()) for o in Outcome]
    for table, kind in (("contacts", CONTACT), ("people", PERSON)):
        values = getattr(records, table)
        rows += [(table, name, np.nansum(values[name])) for name in kind.names if name not in NUMBERS]
    return [*rows, ("run", "stopped_at", records.stopped_at.sum()), ("run", "events", records.events.sum())]


def frozen() -> list[tuple[str, str, str, float]]:
    """The saved table."""
    with FROZEN.open(newline="") as file:
        return [(*row[:3], float(row[3])) for row in list(csv.reader(file))[1:]]


def test_totals_of_a_small_support_desk():
    found = totals()
    if os.environ.get("PODSIM_RENEW") == "1":
        with FROZEN.open("w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([("column", "table", "name", "total"), *found])
        pytest.skip(f"{FROZEN.name} is renewed: look at its diff")
    saved = frozen()
    assert [row[:3] for row in found] == [row[:3] for row in saved], "rows of the table: renew it (see this file)"
    for (*where, now), (*_, before) in zip(found, saved, strict=True):
        assert now == pytest.approx(before, rel=TOLERANCE, abs=0.0), f"first difference: {' '.join(where)}"
