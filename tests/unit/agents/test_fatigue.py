"""Who tires, what it costs, who is spared, and when it counts as strain."""

from __future__ import annotations

import math

import pytest

from sim.rules.fatigue import drafting_saving, fatigue_after_serving
from tests.unit.agents.factory import BILLING, SALES, Case, Person, first_steps, parts, run

TIRING = {"rise_half_life_minutes": 10.0, "fall_half_life_minutes": 5.0}
STEP = 2.0**-20


def fatigues(records) -> list[float]:
    """Fatigue at the start of each step, in order of time."""
    return records.segments["fatigue"][records.segments["kind"] == 2].tolist()


def test_serving_tires_and_resting_recovers():
    """Ten minutes of serving: half of it; five of rest: a quarter. The second step takes 10 * 1.25 minutes."""
    records = run([Case(at=0.0), Case(at=15.0)], [Person()], **TIRING, slow=1.0)
    assert fatigues(records) == [0.0, 0.25]
    assert parts(records.contacts[1]) == {"work_minutes": 10.0, "fatigue_minutes": 2.5}
    assert records.contacts["fatigue_sum"].tolist() == [0.0, 0.25]
    assert (records.people[0]["fatigue_sum"], records.people[0]["steps_led"]) == (0.25, 2)


def test_fatigue_comes_before_coordination_and_after_changeover():
    """(8 + 2) * (1 + 1 * 0.5) = 15, after a wing * 1.1 = 16.5; billing has listened for ten minutes before."""
    case = Case(at=0.0, need=(SALES, BILLING, SALES), work=(10.0, 8.0, 1.0))
    dials = {"changeover_minutes": 2.0, "coordination_share": 0.1, "wings": 1, "listen_share": 1.0, "slow": 1.0}
    records = run([case], [Person(SALES), Person(BILLING)], **TIRING, **dials)
    step = records.segments[(records.segments["kind"] == 2) & (records.segments["step"] == 1)][0]
    assert (step["fatigue"], step["changeover_minutes"], step["fatigue_minutes"]) == (0.5, 2.0, 5.0)
    assert step["coordination_minutes"] == pytest.approx(1.5, abs=STEP)


def test_distress_tires_whoever_leads():
    """Distress 1 at weight 1: ten minutes count for twenty. Back in the next ten with half of 0.75 after five."""
    cases = [Case(at=0.0, distress=1.0), Case(at=15.0)]
    assert fatigues(run(cases, [Person()], **TIRING, distress_weight=1.0)) == [0.0, 0.375]


def test_nobody_tires_without_a_half_life():
    assert fatigues(run([Case(at=0.0), Case(at=1.0)], [Person()], slow=1.0)) == [0.0, 0.0]


def test_no_rest_between_steps_without_a_pause():
    """Rested at once, but only where there is a rest: at 10 the next step begins at half, at 25 at none."""
    cases = [Case(at=0.0), Case(at=1.0), Case(at=25.0)]
    assert fatigues(run(cases, [Person()], rise_half_life_minutes=10.0)) == [0.0, 0.5, 0.0]


# --- wings ----------------------------------------------------------------------------------------------


def test_listening_tires_too_but_only_while_it_lasts():
    """The wing is called at 5 of 10 minutes."""
    case = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0))
    records = run([case], [Person(SALES), Person(BILLING)], **TIRING, wings=1, listen_share=0.5)
    assert fatigues(records)[1] == pytest.approx(1.0 - math.sqrt(0.5), abs=2 * STEP)


@pytest.mark.parametrize("share", [1.0, 0.5])
def test_wings_spare_the_lead_from_when_they_are_called(share):
    """With full drafting and one wing the lead tires at (1 - saving of two) of the usual rate."""
    cases = [Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0)), Case(at=1.0)]
    dials = {**TIRING, "wings": 1, "listen_share": share}
    people = [Person(SALES), Person(BILLING)]
    alone = run(cases, people, **dials).contacts[1]
    assert alone["fatigue_sum"] == 0.5  # of the one step, by the person who has just served for ten minutes
    spared = run(cases, people, **dials, drafting=1.0).contacts[1]["fatigue_sum"]
    alone = fatigue_after_serving(0.0, 10.0 * (1.0 - share), 10.0)
    assert spared == fatigue_after_serving(alone, 10.0 * share * (1.0 - drafting_saving(1)), 10.0) < 0.5


# --- strain ---------------------------------------------------------------------------------------------


def test_strain_is_the_last_of_serving_and_the_first_of_resting():
    """The line at 0.5 is crossed after 10 of 20 minutes; 0.75 falls to it in 5 * log2(1.5) minutes."""
    records = run([Case(at=0.0, work=(20.0,))], [Person()], **TIRING, strain_line=0.5)
    assert records.people[0]["strain_minutes"] == pytest.approx(10.0 + 5.0 * math.log2(1.5), abs=4 * STEP)


def test_strain_counts_in_the_cohorts_weeks_only():
    """Past the line from 10 to 22.9; the weeks are those from 12 to 21."""
    records = run([Case(at=0.0, work=(20.0,))], [Person()], {"cohort": (12.0, 21.0)}, **TIRING, strain_line=0.5)
    assert records.people[0]["strain_minutes"] == 9.0


def test_strain_of_a_faster_tiring_is_in_minutes_of_the_clock():
    """At twice the rate the line is crossed after 5 of 20 minutes."""
    case = Case(at=0.0, work=(20.0,), distress=1.0)
    dials = {**TIRING, "fall_half_life_minutes": 0.0, "distress_weight": 1.0, "strain_line": 0.5}
    assert run([case], [Person()], **dials).people[0]["strain_minutes"] == pytest.approx(15.0, abs=STEP)


def test_strain_of_what_is_under_way_when_the_run_stops():
    case = Case(at=0.0, work=(500.0,))
    records = run([case], [Person()], {"cohort": (0.0, 100.0), "end": 40.0}, **TIRING, strain_line=0.5)
    assert records.stopped_at.tolist() == [40.0]
    assert records.people[0]["strain_minutes"] == pytest.approx(30.0, abs=STEP)


# --- who is spared --------------------------------------------------------------------------------------

# Person 0 serves from 0 to 10, person 1 from 5 to 12; the third case would go to whoever is free for longest.
TWO = [Person(), Person()]


def two_served_then(at: float) -> list[Case]:
    return [Case(at=0.0), Case(at=5.0, work=(7.0,)), Case(at=at)]


@pytest.mark.parametrize(("weight", "person"), [(0.0, 0), (1.0, 1)])
def test_the_tired_are_chosen_later(weight, person):
    dials = {"rise_half_life_minutes": 10.0, "fall_half_life_minutes": 1e5, "fatigue_weight": weight}
    assert first_steps(run(two_served_then(15.0), TWO, **dials)) == [0, 1, person]


def test_they_recover_while_they_wait():
    """Half-life 1: at 15 person 0 has 0.5 / 2^5, person 1 still 0.384 / 2^3."""
    dials = {"rise_half_life_minutes": 10.0, "fall_half_life_minutes": 1.0, "fatigue_weight": 1.0}
    assert first_steps(run(two_served_then(15.0), TWO, **dials)) == [0, 1, 0]


LIMITED = {"max_lead_minutes": 8.0, "rest_minutes": 10.0, "rest_weight": 1.0}


@pytest.mark.parametrize(("at", "person"), [(15.0, 1), (19.75, 1), (20.0, 0)])
def test_who_has_led_too_long_is_chosen_later_until_rested(at, person):
    """Person 0 has led for 10 > 8 minutes, and has rested at 20."""
    assert first_steps(run(two_served_then(at), TWO, **LIMITED)) == [0, 1, person]


def test_what_was_led_adds_up_without_a_rest():
    """Person 1 leads 7 and, after a pause of 3, 2 more: too long. Person 0 has rested by then."""
    cases = [Case(at=0.0), Case(at=5.0, work=(7.0,)), Case(at=15.0, work=(2.0,)), Case(at=20.0)]
    people = [Person(), Person()]
    assert first_steps(run(cases, people, **LIMITED)) == [0, 1, 1, 0]


def test_a_shift_begins_rested():
    """Person 0 has led for 10 minutes without a pause, but is back from another shift; person 1 came at 14."""
    people = [Person(shifts=((0.0, 10.0), (12.0, 90.0))), Person(shifts=((14.0, 90.0),))]
    assert first_steps(run([Case(at=0.0), Case(at=15.0)], people, **LIMITED)) == [0, 0]


def test_it_is_a_preference_no_ban():
    assert first_steps(run([Case(at=0.0), Case(at=10.0)], [Person()], **LIMITED)) == [0, 0]


def test_a_lead_who_goes_on_has_no_pause():
    """Person 0 leads 6 + 6 minutes; a rest of no length would otherwise make them fresh after the first."""
    cases = [Case(at=0.0, need=(SALES, SALES), work=(6.0, 6.0)), Case(at=1.0, work=(11.5,)), Case(at=14.0)]
    dials = LIMITED | {"max_lead_minutes": 11.75, "lead": 1}
    assert first_steps(run(cases, [Person(), Person()], **dials)) == [0, 1, 1]
