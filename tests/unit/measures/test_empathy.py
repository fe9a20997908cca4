"""Felt empathy over records made by hand: the columns do what the rules say, case by case."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.demand.distributions import normal_score
from sim.foundation.draws import Kind, uniform
from sim.foundation.kinds import ComesBack, Outcome
from sim.measures.case_values import COMPONENTS
from sim.measures.cases import cases_of_cohort
from sim.measures.empathy import EmpathyTerms
from sim.measures.empathy_anchors import LEVELS, empathy_over_anchors, mean_at_shift, shift_to_level
from sim.measures.registry import MEASURES
from sim.measures.table import add_up, explained_share, measure_table
from sim.records.tables import first_difference
from sim.rules import empathy as rules
from sim.scenario.empathy_settings import Empathy
from tests.unit.measures import hand_made as made

T = made.WEEK + 600.0
TERMS = EmpathyTerms(Empathy(), np.array([12.0, 240.0]), 0.44)
FELT = [measure for measure in MEASURES if "felt-empathy.md" in measure.source]
CUSTOMERS = made.customers_of_two_weeks()


def lived(case, steps=1, *, contact=0, replication=0, arrived=T, **columns):
    """A contact of an hour at most, with `steps` steps of skill 1 and warmth 0.5."""
    row = {"skill_sum": 1.0 * steps, "warmth_sum": 0.5 * steps, "channel": 0, **columns}
    return made.contact(case, arrived, arrived + 60.0, contact=contact, steps=steps, replication=replication, **row)


def felt_of(rows, terms=TERMS, replications=1):
    """The cases of some rows; what their customers bring along is that of keys 1, 2, ..."""
    records = made.records(rows, [made.person(0, 60.0)], replications)
    return cases_of_cohort(records, CUSTOMERS, made.tape_of(rows, range(1, replications + 1)), terms)


def empathy_table(rows, terms=TERMS, replications=1):
    """Measures of felt empathy alone."""
    staff = [made.person(0, 60.0, replication=r) for r in range(replications)]
    tape = made.tape_of(rows, range(1, replications + 1))
    table = measure_table(made.records(rows, staff, replications), CUSTOMERS, tape=tape, terms=terms)
    return {measure.name: table[measure.name] for measure in FELT}


def halo_of(case, terms=TERMS):
    """Of a case of the first replication, whose account has the same number."""
    return terms.settings.halo_sd * normal_score(uniform(1, Kind.HALO, case, 0))


def random_rows(number, seed=3):
    rng = np.random.default_rng(seed)
    rows = []
    for case in range(number):
        contacts = int(rng.integers(1, 4))
        for contact in range(contacts):
            steps, last = int(rng.integers(0, 5)), contact == contacts - 1
            rows.append(
                lived(
                    case,
                    steps,
                    contact=contact,
                    channel=case % 2,
                    context_sum=rng.uniform(0, 1) * max(steps - 1, 0),
                    skill_sum=rng.uniform(0, 1) * steps,
                    warmth_sum=rng.uniform(0, 1) * steps,
                    fatigue_sum=rng.uniform(0, 1) * steps,
                    known_steps=int(rng.integers(0, steps + 1)) if steps else 0,
                    remembered_sum=rng.uniform(0, 1) * steps,
                    handoffs=int(rng.integers(0, max(steps, 1))),
                    queue_minutes=rng.exponential(10.0),
                    pickup_minutes=rng.exponential(3.0),
                    outcome=rng.choice([Outcome.RESOLVED, Outcome.ABANDONED, Outcome.BOT_RESOLVED]),
                    comes_back=ComesBack.NO if last else ComesBack.RETURN,
                    arrived=T + 61.0 * contact,
                    deadline=T + 1000.0,
                )
            )
    return rows


def test_columns_give_what_the_rules_give():
    felt = felt_of(random_rows(300))
    settings = TERMS.settings
    for i in range(300):
        row = {name: felt[name][i] for name in felt.values.dtype.names}
        steps, solved = int(row["steps"]), bool(row["solved"])
        by_bot = bool(row["solved_by_bot"]) and steps == 0
        patience = float(TERMS.patience[felt.channel[i]])
        contacts = int(row["contacts"])
        one = {
            "heard": rules.heard(row["context_sum"], steps, by_bot),
            "timely": rules.timely(row["waited_minutes"], patience),
            "fitted": rules.fitted(row["skill_sum"], steps, by_bot),
            "cared_for": rules.cared_for(
                row["warmth_sum"], row["fatigue_sum"], steps, settings.warmth_lost_to_fatigue, by_bot, 0.44
            ),
            "known": rules.known(int(row["known_steps"]), row["remembered_sum"], steps),
            "human": rules.human(steps),
            "solved": 1.0 if solved else 0.0,
            "in_one_contact": rules.solved_in_one_contact(solved, contacts),
        }
        logit = settings.anchor
        for name in COMPONENTS:
            logit = rules.with_component(logit, getattr(settings, name), one[name])
            assert row[f"felt_{name}"] == one[name], name
        logit = rules.with_interaction(logit, settings.interaction, one["cared_for"], one["solved"])
        prompt = rules.prompt(row["waited_minutes"], patience)
        expected = {
            "logit": rules.felt_empathy(logit, halo_of(i)),
            "servqual": rules.servqual(
                one["solved"],
                one["in_one_contact"],
                prompt,
                one["fitted"],
                one["heard"],
                one["cared_for"],
                one["known"],
            ),
            "effort": rules.effort_saved(contacts, one["heard"], prompt, solved),
            "outcome": one["solved"],
        }
        for name, value in expected.items():
            assert row[f"felt_empathy_{name}"] == value, name


def test_who_answers_follows_the_rule():
    felt = felt_of(random_rows(200))
    settings = TERMS.settings
    given = settings.response_share, settings.response_tilt
    draws = [uniform(1, Kind.ANSWERS, 1000 + case, 0) for case in range(200)]
    expected = [u < rules.response_probability(*given, p) for u, p in zip(draws, felt["felt_empathy"], strict=True)]
    assert felt["answered"].tolist() == expected
    assert 0.05 < np.mean(expected) < 0.95


def test_all_cases_of_an_account_have_one_halo_and_answer_each_for_itself():
    rows = random_rows(60)
    tape = made.tape_of(rows)
    tape = replace(tape, account=tape.account // 2)
    felt = cases_of_cohort(made.records(rows, [made.person(0, 60.0)]), CUSTOMERS, tape, TERMS)
    assert felt["halo"].tolist() == [halo_of(case // 2) for case in range(60)]


def test_the_halo_is_that_of_the_replication():
    rows = [lived(0), lived(0, replication=1)]
    felt = felt_of(rows, replications=2)
    other = TERMS.settings.halo_sd * normal_score(uniform(2, Kind.HALO, 0, 0))
    assert felt["halo"].tolist() == [halo_of(0), other]


def test_every_measure_has_a_value_and_a_registry_entry():
    table = empathy_table(random_rows(50))
    assert tuple(table) == tuple(measure.name for measure in FELT)
    assert [measure.name for measure in FELT if measure.primary] == ["felt_empathy"]
    assert all(np.isfinite(values).all() for values in table.values())


def test_losing_a_customer_never_helps():
    badly_served = lived(0, 4, queue_minutes=50.0, misroutes=2, skill_sum=0.5, warmth_sum=0.4)
    lost = lived(0, 0, outcome=Outcome.ABANDONED, queue_minutes=0.5)
    for name in ("logit", "servqual", "effort", "outcome"):
        assert felt_of([lost])[f"felt_empathy_{name}"][0] < felt_of([badly_served])[f"felt_empathy_{name}"][0]


def test_whoever_gave_up_waits_to_the_deadline():
    row = made.contact(0, T, T + 5.0, Outcome.ABANDONED, queue_minutes=5.0)  # deadline 100 minutes after arrival
    assert felt_of([row])["waited_minutes"].tolist() == [100.0]


def test_a_bot_is_felt_as_cold_as_people_may_be_and_no_colder():
    """Against a person of mean warmth who solves at once: unknown, no human, and one contrast of evidence row 30."""
    by_bot, by_person = lived(0, 0, outcome=Outcome.BOT_RESOLVED), lived(0, warmth_sum=0.6)
    bot, person = felt_of([by_bot]), felt_of([by_person])
    settings = TERMS.settings
    part = settings.known + settings.human + (settings.cared_for + settings.interaction) * 0.16
    assert person["felt_by_logit"][0] - bot["felt_by_logit"][0] == pytest.approx(part)
    coldest = felt_of([lived(0, warmth_sum=0.3)])  # three standard deviations below the mean
    assert bot["felt_cared_for"][0] > coldest["felt_cared_for"][0]


def test_a_bot_that_did_not_solve_is_not_felt_as_care():
    assert felt_of([lived(0, 0, outcome=Outcome.ABANDONED)])["felt_cared_for"].tolist() == [0.0]


def test_names_of_teams_and_people_change_nothing():
    rows = random_rows(100)
    renamed = [row.copy() for row in rows]
    for row in renamed:
        row["first_team"], row["last_person"] = 7 - row["first_team"], 90 - row["last_person"]
    before, after = empathy_table(rows), empathy_table(renamed)
    assert all(np.array_equal(before[name], after[name]) for name in before)


def test_a_lead_change_is_felt_like_a_handoff():
    """Nobody feels a team: what counts is the person."""
    handoff, lead_change = (lived(0, 2, context_sum=0.3, **{kind: 1}) for kind in ("handoffs", "lead_changes"))
    assert felt_of([handoff])["felt_empathy"][0] == felt_of([lead_change])["felt_empathy"][0]


def test_the_definition_of_a_scenario_is_the_main_one():
    rows = random_rows(40)
    other = replace(TERMS, settings=Empathy(definition="effort"))
    table = empathy_table(rows, other)
    assert table["felt_empathy"][0] == table["felt_empathy_effort"][0]
    assert table["felt_empathy_logit"][0] == empathy_table(rows)["felt_empathy"][0]


def test_a_survey_is_kept_apart_from_what_is_felt():
    rows = random_rows(400)
    tables = [
        empathy_table(rows, replace(TERMS, settings=Empathy(response_tilt=tilt, response_share=0.3)))
        for tilt in (-4.0, 0.0, 4.0)
    ]
    assert len({table["felt_empathy"][0] for table in tables}) == 1
    surveyed = [table["felt_empathy_surveyed"][0] for table in tables]
    assert surveyed[0] < surveyed[1] < surveyed[2]


def explained_by(number, values, group, groups):
    sums = np.zeros((3, groups, 17))
    for power in range(3):
        np.add.at(sums[power], (group, number.astype(int)), values**power)
    return explained_share(sums)


def test_r2_of_a_restatement_is_one_and_of_noise_nothing():
    rng = np.random.default_rng(1)
    handoffs, group = rng.integers(0, 5, 4000).astype(float), np.repeat([0, 1], 2000)
    assert explained_by(handoffs, 1.0 / (1.0 + handoffs), group, 2) == pytest.approx([1.0, 1.0])
    assert np.all(explained_by(handoffs, rng.normal(size=4000), group, 2) < 0.01)
    half = handoffs + rng.normal(scale=np.std(handoffs), size=4000)
    assert explained_by(handoffs, half, group, 2) == pytest.approx([0.5, 0.5], abs=0.06)
    assert np.isnan(explained_by(handoffs, np.full(4000, 0.5), group, 2)).all()


def test_r2_leaves_the_halo_out():
    rows = [lived(i, 1 + i % 2, handoffs=i % 2, context_sum=0.0) for i in range(50)]
    assert empathy_table(rows)["empathy_handoff_r2"][0] == pytest.approx(1.0)


def test_replications_are_kept_apart():
    rows = [lived(0), lived(1, 0), lived(0, replication=1)]
    table = empathy_table(rows, replications=2)
    assert table["felt_human"].tolist() == [0.5, 1.0]


def test_nothing_arrived():
    table = empathy_table([])
    assert all(np.isnan(values).all() for values in table.values())


def test_a_higher_anchor_raises_everybody():
    rows = random_rows(60)
    low, high = (
        felt_of(rows, replace(TERMS, settings=Empathy(anchor=anchor)))["felt_empathy"] for anchor in (-3.0, -2.5)
    )
    assert np.all(low < high)


def logits_of(rows):
    """Cases near each logit."""
    return add_up(made.records(rows, [made.person(0, 60.0)]), CUSTOMERS, made.tape_of(rows), TERMS).logits


def test_the_histogram_gives_the_mean_at_any_anchor():
    rows = random_rows(200)
    histogram = logits_of(rows)
    assert histogram.sum() == 200
    for shift in (-1.3, 0.0, 2.2):
        moved = replace(TERMS, settings=Empathy(anchor=TERMS.settings.anchor + shift))
        assert mean_at_shift(histogram, shift)[0] == pytest.approx(
            felt_of(rows, moved)["felt_empathy"].mean(), abs=3e-4
        )


def test_over_anchors_the_first_column_has_each_level():
    columns = {name: logits_of(random_rows(150, seed)) for name, seed in (("silos", 1), ("pods", 2))}
    over = empathy_over_anchors(columns)
    assert over["silos"][:, 0] == pytest.approx(LEVELS)
    assert np.all(np.diff(over["pods"], axis=0) > 0)
    with pytest.raises(ValueError, match=r"level: 1\.5"):
        shift_to_level(columns["silos"], 1.5)


def test_records_are_not_touched():
    records = made.records(random_rows(30), [made.person(0, 60.0)])
    before = replace(records, contacts=records.contacts.copy())
    measure_table(records, CUSTOMERS, tape=made.tape_of(random_rows(30)), terms=TERMS, detail=True)
    assert first_difference(before.contacts, records.contacts) is None
