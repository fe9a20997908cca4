"""Languages, the organisation tree, first lines, lanes and owners: neutral they change no row, set they change only
what they should."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from tests.equivalence.random_scenarios import plain_scenarios
from tests.metamorphic.columns import QUIET, assert_alike, inputs_for, records_for, run, with_policy
from tests.metamorphic.desks import DESK as THREE_COLUMNS

DESK = {**THREE_COLUMNS, "formations": {"random_column": {"partition": "by_function"}}}
GROUPS = DESK["people"]["groups"]
SLOW_DRAWS = {**QUIET, "suppress_health_check": list(HealthCheck)}


def with_column(description: dict, **said) -> dict:
    """The same scenario with other settings of the column."""
    column = {**description["formations"]["random_column"], **said}
    return {**description, "formations": {"random_column": column}}


def with_demand(description: dict, **said) -> dict:
    """The same scenario with other settings of demand."""
    return {**description, "demand": {**description["demand"], **said}}


NEUTRAL = {
    "one language that all customers have": lambda d: with_demand(d, languages={"german": 1.0}),
    "two languages that everybody speaks": lambda d: with_demand(d, languages={"german": 0.5, "french": 0.5}),
    "an owner who keeps nothing and briefs nobody": lambda d: with_policy(
        d, owner="first", context_kept_owner=0.0, briefing_minutes=0.0
    ),
    "dials of first lines and lanes where there are none": lambda d: with_policy(
        d, first_line_to_ambiguity=0.01, complex_from_needs=1, complex_from_ambiguity=0.0
    ),
    "dials of an owner who is not there": lambda d: with_policy(
        d, owner="none", context_kept_owner=1.0, briefing_minutes=9.0
    ),
}


@pytest.mark.parametrize("change", NEUTRAL.values(), ids=NEUTRAL)
@settings(max_examples=12, **SLOW_DRAWS)
@given(plain_scenarios())
def test_neutral_is_absent(change, description):
    assert_alike(records_for(description), records_for(change(description)))


@settings(max_examples=12, **SLOW_DRAWS)
@given(plain_scenarios())
def test_a_flat_organisation_is_none(description):
    """All teams in one unit are one apart, as without units; near is then anywhere."""
    inputs = inputs_for(with_policy(description, borrowing="anywhere"))
    formation = inputs.formations[0]
    near = formation.policy.copy()
    near["borrowing"] = 2
    assert_alike(run(inputs), run(replace(inputs, formations=(replace(formation, policy=near),))))


def test_nobody_borrows_beyond_reach():
    """Two departments in one unit, the third in another: near lends inside a unit, and less than anywhere."""
    units = {"front": ["sales", "tech"], "back": ["bills"]}
    groups = [{**group, "also": {"tech": 0.9}} if group["function"] != "tech" else group for group in GROUPS]
    desk = {**DESK, "people": {"groups": groups}}
    far = inputs_for(with_column(with_policy(desk, borrowing="anywhere", assignment="greedy"), units=units))
    near = inputs_for(with_column(with_policy(desk, borrowing="near", assignment="greedy"), units=units))
    lent = [_lent_over(inputs) for inputs in (far, near)]
    assert lent[0].max() == 2
    assert lent[1].max() == 1
    assert lent[1].size < lent[0].size


def _lent_over(inputs) -> np.ndarray:
    """Distances over which people were lent, one per step."""
    records, formation = run(inputs), inputs.formations[0]
    steps = records.segments[(records.segments["kind"] == 2) & (records.segments["change"] != 1)]
    over = formation.distance[steps["team"], formation.home_team[steps["person"]]]
    return over[over > 0]


def test_only_who_speaks_the_language_serves():
    groups = [{**group, "languages": languages} for group in GROUPS for languages in (["german"], ["german", "french"])]
    described = with_demand(
        {**DESK, "people": {**DESK["people"], "groups": groups}}, languages={"german": 0.6, "french": 0.4}
    )
    inputs = inputs_for(described)
    segments = run(inputs).segments
    served = segments[np.isin(segments["kind"], (2, 3)) & (segments["case"] >= 0)]
    language = inputs.tape.language[inputs.tape.first_case[served["replication"]] + served["case"]]
    assert inputs.people.speaks[served["person"], language].all()
    assert set(language.tolist()) == {0, 1}


def test_a_first_line_answers_first_and_refers_the_rest():
    inputs = inputs_for(with_column(DESK, partition="tiered", first_line_share=0.4))
    records, formation = run(inputs), inputs.formations[0]
    first = records.segments[(records.segments["kind"] == 2) & (records.segments["step"] == 0)]
    first = first[first["contact"] == 0]
    assert formation.first_line[formation.home_team[first["person"]]].all()
    assert 0 < records.contacts["referrals"].sum() < first.size


def test_lanes_part_simple_from_complex():
    """What can be seen decides: cases with two needs in sight begin in a pod, all others in a department."""
    inputs = inputs_for(with_column(DESK, partition="hybrid", complex_share=0.5))
    records, formation = run(inputs), inputs.formations[0]
    first = records.segments[(records.segments["kind"] == 2) & (records.segments["step"] == 0)]
    place = inputs.tape.first_case[first["replication"]] + first["case"]
    in_sight = inputs.tape.needs[place] - inputs.tape.hidden[place].sum(axis=1)
    lane = formation.lane[first["team"]]
    assert np.array_equal(lane, np.where(in_sight >= 2, 2, 1))
    assert set(lane.tolist()) == {1, 2}


def test_an_owner_keeps_context_and_pays_for_it():
    without = run(inputs_for(DESK))
    owned = run(inputs_for(with_policy(DESK, owner="first", context_kept_owner=1.0, briefing_minutes=2.0)))
    assert owned.contacts["retold_minutes"].sum() < without.contacts["retold_minutes"].sum()
    assert owned.people["linking_minutes"].sum() > without.people["linking_minutes"].sum() == 0.0
