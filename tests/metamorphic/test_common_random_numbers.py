"""One more person, one more customer, one dial moved, another column: every other draw stays as it was."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sim.demand.tape import tape_hash
from sim.records.tables import Outcome, SegmentKind
from tests.equivalence.random_scenarios import plain_scenarios
from tests.metamorphic.columns import QUIET, diagnoses, inputs_for, run, shared, with_policy, without_case

DESK = {
    "name": "desk",
    "time": {"warm_up_weeks": 0, "measured_weeks": 1},
    "demand": {
        "channels": {
            "voice": {"cases_per_week": 700, "live": True, "patience_minutes": 12},
            "mail": {"cases_per_week": 300},
        },
        "needs": {
            "sales": {"first_share": 0.5, "then": {"tech": 0.3, "bills": 0.2}},
            "tech": {"first_share": 0.3, "then": {"bills": 0.3}},
            "bills": {"first_share": 0.2, "then": {"sales": 0.2}},
        },
    },
    "people": {
        "groups": [
            {"function": "sales", "count": 4, "also": {"tech": 0.9}},
            {"function": "tech", "count": 4},
            {"function": "bills", "count": 4},
        ]
    },
    "formations": {"silos": {}, "pods": {"teams": 3}},
}


@pytest.fixture(scope="module")
def base():
    """Inputs and records of the desk's departments."""
    inputs = inputs_for(DESK, ("silos", "silos_plus", "pods"))
    return inputs, [run(inputs, column) for column in range(3)]


def assert_same_draws(left, right, but_people: int = 0):
    """Diagnoses of the same (case, need, attempt) and everybody's presence agree. but_people: new ones at the end."""
    (inputs, records), (other_inputs, other_records) = left, right
    found, other = diagnoses(inputs, records), diagnoses(other_inputs, other_records)
    both = shared(found, other)
    assert {key: found[key] for key in both} == {key: other[key] for key in both}
    people = inputs.people.count
    present = records.people["shift_minutes"].reshape(-1, people)
    other_present = other_records.people["shift_minutes"].reshape(-1, people + but_people)
    assert present.tolist() == other_present[:, :people].tolist()


def test_one_more_person(base):
    inputs, records = base
    groups = DESK["people"]["groups"]
    more = {**DESK, "people": {"groups": [*groups[:2], {**groups[2], "count": 5}]}}
    found = inputs_for(more, ("silos", "pods"))
    assert tape_hash(found.tape) == tape_hash(inputs.tape)
    assert found.people.key[:-1].tolist() == inputs.people.key.tolist()
    assert_same_draws((inputs, records[0]), (found, run(found, 0)), but_people=1)
    assert_same_draws((inputs, records[2]), (found, run(found, 1)), but_people=1)


def test_one_more_person_in_the_middle(base):
    """Numbers of those who follow move, their draws do not."""
    inputs, records = base
    groups = DESK["people"]["groups"]
    found = inputs_for({**DESK, "people": {"groups": [{**groups[0], "count": 5}, *groups[1:]]}}, ("silos",))
    assert tape_hash(found.tape) == tape_hash(inputs.tape)
    new = found.people.seat.index("sales 5")
    present = run(found).people["shift_minutes"].reshape(-1, found.people.count)
    expected = records[0].people["shift_minutes"].reshape(-1, inputs.people.count)
    assert np.delete(present, new, axis=1).tolist() == expected.tolist()


def test_somebody_who_never_comes_changes_no_row(base):
    inputs, records = base
    people, groups = inputs.people, DESK["people"]["groups"]
    found = inputs_for({**DESK, "people": {"groups": [*groups[:2], {**groups[2], "count": 5}]}}, ("silos",))
    absent = replace(found.people, away_share=np.append(people.away_share, 1.0))
    more = run(replace(found, people=absent))
    assert more.contacts.tobytes() == records[0].contacts.tobytes()
    assert more.segments.tobytes() == records[0].segments.tobytes()
    of_others = more.people[more.people["person"] < people.count]
    assert of_others.tobytes() == records[0].people.tobytes()


@settings(max_examples=20, suppress_health_check=list(HealthCheck), **QUIET)
@given(plain_scenarios(), st.floats(0.0, 1.0))
def test_one_customer_less(description, place):
    """Draws of all others stay, and so does everything that happened before."""
    inputs = inputs_for(description, replications=1)
    assume(inputs.tape.arrival.size > 3)
    row = min(int(place * inputs.tape.arrival.size), inputs.tape.arrival.size - 1)
    fewer = replace(inputs, tape=without_case(inputs.tape, row))
    records, other = run(inputs), run(fewer)
    found, others = diagnoses(inputs, records), diagnoses(fewer, other)
    both = found.keys() & others.keys()
    assert {key: found[key] for key in both} == {key: others[key] for key in both}
    assert records.people["shift_minutes"].tolist() == other.people["shift_minutes"].tolist()
    arrival = inputs.tape.arrival[row]
    before, before_others = (found.segments[found.segments["end"] < arrival] for found in (records, other))
    assert before.tobytes() == before_others.tobytes()


def test_one_customer_less_touches_only_who_shares_people_with_them():
    """Functions that never meet: without one customer of the first, those of the second live the same day."""
    needs = {"sales": {"first_share": 0.5}, "tech": {"first_share": 0.5}}
    groups = [{"function": "sales", "count": 2}, {"function": "tech", "count": 2}]
    apart = {**DESK, "demand": {**DESK["demand"], "needs": needs}, "people": {"groups": groups}}
    apart = with_policy({**apart, "formations": {"silos": {}}}, "silos", misroute_share=0.0)
    inputs = inputs_for(apart, ("silos",), replications=1)
    rows = run(inputs).contacts
    of_sales = (inputs.tape.need[:, 0] == 0) & (rows["outcome"] == Outcome.RESOLVED)
    row = int(np.argmax(np.where(of_sales, inputs.tape.work[:, 0], 0.0)))
    fewer = replace(inputs, tape=without_case(inputs.tape, row))
    others = run(fewer).contacts
    assert rows.size == others.size + 1
    kept = np.delete(rows, row)
    kept["case"] = np.arange(kept.size)
    of_tech = fewer.tape.need[:, 0] == 1
    until_stop = kept["arrived_at"] < inputs.customers.cohort_end
    assert kept[of_tech & until_stop].tobytes() == others[of_tech & until_stop].tobytes()
    assert kept[~of_tech].tobytes() != others[~of_tech].tobytes()


DIALS = {
    "changeover_minutes": 2.0,
    "wings": 2,
    "lead": "fixed",
    "link_minutes": 3.0,
    "borrowing": "anywhere",
    "queue_order": "joined",
    "context_kept_plain": 0.9,
    "walls": False,
    "triage_minutes": 6.0,
}


@pytest.mark.parametrize("dial", DIALS)
def test_one_dial_moved(base, dial):
    inputs, records = base
    moved = inputs_for(with_policy(DESK, "silos", **{dial: DIALS[dial]}), ("silos",))
    assert tape_hash(moved.tape) == tape_hash(inputs.tape)
    other = run(moved)
    assert other.contacts.tobytes() != records[0].contacts.tobytes()
    assert_same_draws((inputs, records[0]), (moved, other))


@pytest.mark.parametrize("column", [1, 2])
def test_another_column(base, column):
    inputs, records = base
    assert_same_draws((inputs, records[0]), (inputs, records[column]))


def test_more_misroutes_are_those_there_were_and_more(base):
    """One uniform against the probability: what was wrong stays wrong, and names the same wrong function."""
    inputs, records = base
    moved = inputs_for(with_policy(DESK, "silos", misroute_share=0.4), ("silos",))
    found, more = diagnoses(inputs, records[0]), diagnoses(moved, run(moved))
    need = {
        (0, int(lineage), position, 0): int(inputs.tape.need[row, position])
        for row, lineage in enumerate(inputs.tape.lineage[inputs.tape.cases_of(0)])
        for position in range(inputs.tape.needs[row])
    }
    first = [key for key in found.keys() & more.keys() if key in need]
    wrong = [key for key in first if found[key] != need[key]]
    wrong_now = [key for key in first if more[key] != need[key]]
    assert {key: found[key] for key in wrong} == {key: more[key] for key in wrong}
    assert len(wrong_now) > 1.5 * len(wrong) > 50


@pytest.mark.parametrize("choice", ["random", "account"])
def test_teams_are_drawn_by_address(choice):
    """Always the same teams to choose from: the first team of a case does not depend on what happens to others."""
    always = {**DESK, "people": {**DESK["people"], "away_share": 0.0}}
    found = []
    for dials in ({}, {"changeover_minutes": 3.0, "triage_minutes": 9.0}):
        inputs = inputs_for(with_policy(always, "pods", team_choice=choice, **dials), ("pods",))
        rows = run(inputs).segments
        rows = rows[(rows["step"] == 0) & np.isin(rows["kind"], (SegmentKind.QUEUE, SegmentKind.STEP))]
        found.append({(int(row["replication"]), int(row["case"])): int(row["team"]) for row in rows})
    both = shared(*found)
    assert len({found[0][key] for key in both}) == 3
    assert {key: found[0][key] for key in both} == {key: found[1][key] for key in both}
