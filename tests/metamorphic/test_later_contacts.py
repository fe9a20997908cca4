"""What happens in later contacts cannot touch earlier ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from sim.foundation.kinds import ComesBack
from tests.equivalence.random_scenarios import scenarios
from tests.metamorphic.columns import QUIET, records_for, with_settings, without
from tests.metamorphic.worlds import CASES, world

# What can only matter once a customer has come back.
LATER = {
    "coming_back.distress_step": (0.0, 0.9),
    "coming_back.return_work_share": (0.1, 0.9),
    "coming_back.return_minutes": (30.0, 300.0),
    "coming_back.redial_minutes": (3.0, 30.0),
    "coming_back.most_contacts": (2, 5),
    "context_kept_memory": (0.1, 0.9),
    "historical": (0.0, 0.9),  # of a case; what it spares a known account is switched off below
    "return_to": ("front", "same_person"),
}


@pytest.mark.parametrize("dial", LATER)
def test_what_is_for_later_contacts_leaves_the_first_and_who_does_not_come_back(dial):
    low, high = LATER[dial]
    before, after = world({dial: low}), world({dial: high})
    awaited = before.contacts(lambda rows: rows["comes_back"] != ComesBack.NO)
    moved = [before.rows_of(case) != after.rows_of(case) for case in range(CASES)]
    assert not any(np.array(moved) & ~awaited)
    assert any(moved)
    but = ("comes_back",) if dial == "coming_back.most_contacts" else ()
    assert before.rows_before(1, but) == after.rows_before(1, but)


@pytest.mark.parametrize("contact", [1, 2])
def test_how_often_somebody_may_come_leaves_all_contacts_before(contact):
    before, after = world({"coming_back.most_contacts": contact}), world({"coming_back.most_contacts": 6})
    assert before.rows_before(contact, ("comes_back",)) == after.rows_before(contact, ("comes_back",))
    assert (after.records.contacts["contact"] > contact).sum() > 10


@pytest.mark.parametrize("dial", LATER)
@settings(max_examples=8, suppress_health_check=list(HealthCheck), **QUIET)
@given(description=scenarios())
def test_until_somebody_comes_back_nothing_is_otherwise(dial, description):
    """Among all other customers as well."""
    alone = {"loyalty.account_background_share": 0.0} if dial == "historical" else {}
    found = [records_for(with_settings(description, {dial: value, **alone})) for value in LATER[dial]]
    arrivals = [records.contacts["arrived_at"][records.contacts["contact"] > 0] for records in found]
    first = min(np.min(arrived, initial=np.inf) for arrived in arrivals)
    for table, until in (("segments", "end"), ("contacts", "ended_at")):
        before, after = (getattr(records, table) for records in found)
        before, after = (without(rows[rows[until] < first], ("comes_back",)) for rows in (before, after))
        assert before.tobytes() == after.tobytes()
