"""Customers who come back with a constant probability: visits form a geometric series (evidence 3.4)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.foundation.kinds import ComesBack
from sim.measures.cases import cases_of_cohort
from sim.scenario import load_scenario
from tests.theory.closed_forms import contacts_per_case
from tests.theory.estimates import assert_agrees, blocks, ratio

MOST_CONTACTS = 20
MEAN_WORK = 6.0  # minutes
CASES_AT_LOAD = 6720.0  # per week, five people occupied to 0.8 by contacts that never come back


def address(contacts):
    """Replication and case of each contact, as one number."""
    return contacts["replication"].astype(np.int64) << 32 | contacts["case"]


@pytest.mark.slow
@pytest.mark.parametrize(("share", "again", "replications"), [(0.1, 1.0, 16), (0.3, 0.5, 20), (0.5, 1.0, 56)])
def test_contacts_and_work_per_case(share, again, replications):
    """1 / (1 - p) contacts, and the work of the first with `again` times as much in each later one."""
    theory = contacts_per_case(share, MOST_CONTACTS)
    scenario = load_scenario(
        "theory/mm5",
        [
            "time.measured_weeks=1",
            f"demand.channels.line.cases_per_week={CASES_AT_LOAD / theory}",
            f"demand.coming_back.return_share={share}",
            f"demand.coming_back.return_work_share={again}",
            "demand.coming_back.return_minutes=60",
            f"demand.coming_back.most_contacts={MOST_CONTACTS}",
        ],
    )
    found = {name: np.zeros(replications) for name in ("cases", "contacts", "work")}
    for customers, records in blocks(scenario, "silos", replications):
        cases = cases_of_cohort(records, customers)
        rows = records.contacts[np.isin(address(records.contacts), address(records.contacts[cases.first_contact]))]
        assert (rows["ended_at"] <= rows["deadline_at"]).all()  # H cuts nothing
        last = np.append(rows["contact"][1:] == 0, True)
        assert set(rows["comes_back"][last]) <= {ComesBack.NO, ComesBack.CAPPED}
        found["cases"] += np.bincount(cases.replication + records.people["replication"][0], minlength=replications)
        found["contacts"] += np.bincount(rows["replication"], minlength=replications)
        found["work"] += np.bincount(rows["replication"], rows["work_minutes"], minlength=replications)
    assert_agrees(ratio(found["contacts"], found["cases"]), theory, f"contacts per case, {share} come back")
    work = MEAN_WORK * (1.0 + again * (theory - 1.0))
    assert_agrees(ratio(found["work"], found["cases"]), work, f"work per case, {share} come back for {again} of it")
