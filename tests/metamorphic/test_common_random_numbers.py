"""One more person, one more customer, one dial moved, another column: every other draw stays as it was.

Draws of first contacts and of later ones: diagnoses, bots, who comes back and when.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sim.demand.tape import tape_hash
from sim.foundation.kinds import Outcome, SegmentKind
from tests.equivalence.random_scenarios import scenarios
from tests.metamorphic.columns import QUIET, inputs_for, run, with_policy, with_settings, without_case
from tests.metamorphic.decisions import assert_same_decisions, decisions, shared
from tests.metamorphic.desks import BUSY_DESK, DESK

MANY = 20
LEGAL = {"function": "legal", "count": 2}


def with_groups(groups: list[dict]) -> dict:
    """The busy desk with other people."""
    return {**BUSY_DESK, "people": {**BUSY_DESK["people"], "groups": groups}}


def assert_same_draws(left, right, but_people: int = 0):
    """Decisions of the same address and everybody's presence agree. but_people: new ones at the end."""
    (inputs, records), (other_inputs, other_records) = left, right
    assert_same_decisions(decisions(inputs, records), decisions(other_inputs, other_records), MANY)
    people = inputs.people.count
    present = records.people["shift_minutes"].reshape(-1, people)
    other_present = other_records.people["shift_minutes"].reshape(-1, people + but_people)
    assert present.tolist() == other_present[:, :people].tolist()


def test_one_more_person(busy_desk):
    inputs, records = busy_desk
    groups = DESK["people"]["groups"]
    found = inputs_for(with_groups([*groups[:2], {**groups[2], "count": 5}]), ("silos", "pods"))
    assert tape_hash(found.tape) == tape_hash(inputs.tape)
    assert found.people.key[:-1].tolist() == inputs.people.key.tolist()
    assert_same_draws((inputs, records[0]), (found, run(found, 0)), but_people=1)
    assert_same_draws((inputs, records[2]), (found, run(found, 1)), but_people=1)


def test_one_more_person_in_the_middle(busy_desk):
    """Numbers of those who follow move, their draws do not."""
    inputs, records = busy_desk
    groups = DESK["people"]["groups"]
    found = inputs_for(with_groups([{**groups[0], "count": 5}, *groups[1:]]), ("silos",))
    assert tape_hash(found.tape) == tape_hash(inputs.tape)
    new = found.people.seat.index("sales 5")
    present = run(found).people["shift_minutes"].reshape(-1, found.people.count)
    expected = records[0].people["shift_minutes"].reshape(-1, inputs.people.count)
    assert np.delete(present, new, axis=1).tolist() == expected.tolist()


def test_somebody_who_never_comes_changes_no_row(busy_desk):
    inputs, records = busy_desk
    people, groups = inputs.people, DESK["people"]["groups"]
    found = inputs_for(with_groups([*groups[:2], {**groups[2], "count": 5}]), ("silos",))
    away = np.where(found.roster.person == people.count, 1.0, found.roster.away_share)
    assert (away == 1.0).any()
    more = run(replace(found, roster=replace(found.roster, away_share=away)))
    assert more.contacts.tobytes() == records[0].contacts.tobytes()
    assert more.segments.tobytes() == records[0].segments.tobytes()
    of_others = more.people[more.people["person"] < people.count]
    assert of_others.tobytes() == records[0].people.tobytes()


def test_one_more_function_that_nobody_needs(busy_desk):
    """Its people serve nobody, and nothing else is decided otherwise, in any contact."""
    inputs, records = busy_desk
    more = with_groups([*DESK["people"]["groups"], LEGAL])
    more = with_settings(more, {"demand.needs": {**DESK["demand"]["needs"], "legal": {"first_share": 0.0}}}, "silos")
    found = inputs_for(more, ("silos",))
    other = run(found)
    assert tape_hash(found.tape) == tape_hash(inputs.tape)
    assert_same_draws((inputs, records[0]), (found, other), but_people=2)
    assert other.contacts.tobytes() == records[0].contacts.tobytes()


@settings(max_examples=20, suppress_health_check=list(HealthCheck), **QUIET)
@given(scenarios(), st.floats(0.0, 1.0))
def test_one_customer_less(description, place):
    """Draws of all others stay, and so does everything that happened before."""
    inputs = inputs_for(description, replications=1)
    assume(inputs.tape.arrival.size > 3)
    row = min(int(place * inputs.tape.arrival.size), inputs.tape.arrival.size - 1)
    fewer = replace(inputs, tape=without_case(inputs.tape, row))
    records, other = run(inputs), run(fewer)
    assert_same_decisions(decisions(inputs, records), decisions(fewer, other), least=0)
    assert records.people["shift_minutes"].tolist() == other.people["shift_minutes"].tolist()
    arrival = inputs.tape.arrival[row]
    before, before_others = (found.segments[found.segments["end"] < arrival] for found in (records, other))
    assert before.tobytes() == before_others.tobytes()


def test_one_customer_less_of_a_busy_desk(busy_desk):
    inputs, records = busy_desk
    row = int(np.argmax(inputs.tape.work[inputs.tape.cases_of(0), 0]))
    fewer = replace(inputs, tape=without_case(inputs.tape, row))
    other = run(fewer)
    assert other.segments.size != records[0].segments.size
    assert_same_draws((inputs, records[0]), (fewer, other))


def test_one_customer_less_touches_only_who_shares_people_with_them():
    """Functions that never meet: without one customer of the first, those of the second live the same day."""
    needs = {"sales": {"first_share": 0.5}, "tech": {"first_share": 0.5}}
    groups = [{"function": "sales", "count": 2}, {"function": "tech", "count": 2}]
    apart = {**BUSY_DESK, "people": {**BUSY_DESK["people"], "groups": groups}, "formations": {"silos": {}}}
    apart = with_settings(apart, {"demand.needs": needs, "misroute_share": 0.0}, "silos")
    inputs = inputs_for(apart, ("silos",), replications=1)
    rows = run(inputs).contacts
    of_sales = inputs.tape.need[:, 0] == 0
    of_sales[rows["case"][rows["outcome"] != Outcome.RESOLVED]] = False
    row = int(np.argmax(np.where(of_sales, inputs.tape.work[:, 0], 0.0)))
    fewer = replace(inputs, tape=without_case(inputs.tape, row))
    others = run(fewer).contacts
    kept = rows[rows["case"] != row]
    kept["case"] -= kept["case"] > row
    begun = fewer.tape.arrival < inputs.customers.cohort_end
    of_tech = begun & (fewer.tape.need[:, 0] == 1)
    tech, other_tech = (found[of_tech[found["case"]]] for found in (kept, others))
    assert tech.tobytes() == other_tech.tobytes()
    assert (tech["contact"] > 0).sum() > MANY
    assert kept[begun[kept["case"]]].tobytes() != others[begun[others["case"]]].tobytes()


DIALS = {
    "changeover_minutes": 2.0,
    "wings": 2,
    "lead": "fixed",
    "link_minutes": 3.0,
    "borrowing": "anywhere",
    "queue_order": "joined",
    "kept_across_share": 0.9,
    "walls": False,
    "triage_minutes": 6.0,
    "return_to": "same_person",
    "context_kept_memory": 0.9,
    "drafting": 0.5,
    "fatigue_weight": 3.0,
    "max_lead_minutes": 20.0,
    "rest_weight": 3.0,
    "ai_context": 0.7,
    "agent_assist": 1.0,
    "coming_back.distress_step": 0.5,
    "coming_back.return_work_share": 1.0,
    "technology.bot_minutes": 5.0,
    "fatigue.slow": 1.0,
}
ONLY_TOGETHER = {"drafting": {"wings": 2}, "rest_weight": {"max_lead_minutes": 20.0}}


@pytest.mark.parametrize("dial", DIALS)
def test_one_dial_moved(busy_desk, dial):
    inputs, records = busy_desk[0], busy_desk[1][0]
    moved = with_settings(BUSY_DESK, {dial: DIALS[dial], **ONLY_TOGETHER.get(dial, {})}, "silos")
    found = inputs_for(moved, ("silos",))
    other = run(found)
    assert tape_hash(found.tape) == tape_hash(inputs.tape)
    assert other.segments.tobytes() != records.segments.tobytes()
    assert_same_draws((inputs, records), (found, other))


@pytest.mark.parametrize("column", [1, 2])
def test_another_column(busy_desk, column):
    inputs, records = busy_desk
    assert_same_draws((inputs, records[0]), (inputs, records[column]))


@pytest.mark.parametrize("choice", ["random", "account"])
def test_teams_are_drawn_by_address(choice):
    """Always the same teams to choose from: the first team of a contact does not depend on what happens to others."""
    always = {**BUSY_DESK, "people": {**BUSY_DESK["people"], "away_share": 0.0}}
    found = []
    for dials in ({}, {"changeover_minutes": 3.0, "triage_minutes": 9.0}):
        chosen = with_policy(always, "pods", team_choice=choice, return_to="front", **dials)
        rows = run(inputs_for(chosen, ("pods",))).segments
        rows = rows[(rows["step"] == 0) & np.isin(rows["kind"], (SegmentKind.QUEUE, SegmentKind.STEP))]
        address = ["replication", "case", "contact", "need_position"]
        found.append({tuple(row[address].item()): int(row["team"]) for row in rows})
    both = shared(*found)
    assert len({found[0][key] for key in both}) == 3
    assert sum(key[2] > 0 for key in both) > MANY
    assert {key: found[0][key] for key in both} == {key: found[1][key] for key in both}
