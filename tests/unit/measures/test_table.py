"""Each measure on a handful of rows, against values worked out by hand."""

import numpy as np
import pytest

from sim.foundation.kinds import ComesBack, Outcome
from sim.measures import MEASURES, WATERFALL, measure_names, measure_table
from sim.measures.cases import cases_of_cohort
from sim.measures.empathy import EmpathyTerms
from sim.scenario.empathy_settings import Empathy
from tests.unit.measures.hand_made import WEEK, contact, customers_of_two_weeks, person, records, tape_of

nan = float("nan")
T = WEEK  # the cohort begins
TERMS = EmpathyTerms(Empathy(), np.array([12.0, 240.0]), 0.44)


@pytest.fixture
def customers():
    return customers_of_two_weeks()


@pytest.fixture
def five_cases():
    """Solved in 10; solved late; gave up at 20; never served; turned away at once. H is 100 for all."""
    return [
        contact(0, T - 50, T + 5, queue_minutes=999),  # arrived in the warm-up
        contact(1, T, T + 10, first_served_at=T + 4, queue_minutes=4, work_minutes=5, retold_minutes=1,
                steps=2, handoffs=1, people_met=2, misroutes=1),
        contact(2, T + 1, T + 151, first_served_at=T + 31, queue_minutes=30, closed_minutes=50, pickup_minutes=10,
                work_minutes=8, skill_minutes=1, rework_minutes=1, handoffs=3, lead_changes=1, ping_pongs=1,
                people_met=4),
        contact(3, T + 2, T + 22, Outcome.ABANDONED, queue_minutes=20),
        contact(4, T + 3, nan, Outcome.OPEN, queue_minutes=100, channel=1),
        contact(5, T + 4, T + 4, Outcome.TURNED_AWAY, channel=1),
        contact(6, T + WEEK, T + WEEK + 1),  # arrived after the cohort
    ]  # fmt: skip


@pytest.fixture
def staff():
    return [
        person(0, 100.0, leading_minutes=50, listening_minutes=10, fatigue_sum=1.5, steps_led=5, interruptions=3),
        person(1, 90.0, overrun_minutes=10, leading_minutes=70, linking_minutes=5, consulting_minutes=5,
               strain_minutes=20, fatigue_sum=0.5, steps_led=3, interruptions=1),
        person(2, 0.0),  # away all the time
        person(3, 200.0, leading_minutes=20),
    ]  # fmt: skip


BY_HAND = {
    "resolution_minutes": (10 + 100 + 100 + 100 + 100) / 5,
    "resolution_minutes_p50": 100.0,
    "resolution_minutes_p90": 100.0,
    "first_response_minutes": (4 + 30 + 100 + 100 + 100) / 5,
    "queue_minutes": (4 + 30 + 20 + 100) / 5,
    "closed_minutes": 50 / 5,
    "pickup_minutes": 10 / 5,
    "work_minutes": 13 / 5,
    "skill_minutes": 1 / 5,
    "retold_minutes": 1 / 5,
    "rework_minutes": 1 / 5,
    "touch_minutes": (6 + 10) / 5,
    "lost_minutes": (80 + 100) / 5,
    "handoffs": 4 / 5,
    "lead_changes": 1 / 5,
    "changes_of_hands": 5 / 5,
    "people_met": 6 / 5,
    "misroutes": 1 / 5,
    "abandoned_share": 2 / 5,
    "transferred_share": 2 / 5,
    "three_or_more_share": 1 / 5,
    "ping_pong_share": 1 / 2,
    "load_mean": (0.6 + 0.8 + 0.1) / 3,
    "load_p90": 0.6 + 0.8 * (0.8 - 0.6),
    "load_max": 0.8,
    "load_gini": (2 * (1 * 0.1 + 2 * 0.6 + 3 * 0.8)) / (3 * 1.5) - 4 / 3,
    "leading_max_share": 0.7,
    "leading_gini": (2 * (1 * 0.1 + 2 * 0.5 + 3 * 0.7)) / (3 * 1.3) - 4 / 3,
    "listening_share": 10 / 160,
    "overrun_minutes": 10 / 4,
    "fatigue_mean": 2 / 8,
    "strain_share": 20 / 400,
    "interruptions_per_hour": 4 / (400 / 60),
    "seen_through_share": 0 / 1,  # the one that was solved in time met two people
    "step_minutes": (50 + 70 + 20) / 8,
    "backlog_end": 1.0,
    "cases_arrived": 5.0,
    "cases_resolved": 1.0,
}


@pytest.mark.parametrize("name", BY_HAND)
def test_measure_has_the_value_worked_out_by_hand(name, five_cases, staff, customers):
    found = measure_table(records(five_cases, staff), customers)[name]
    assert found.shape == (1,)
    assert found[0] == pytest.approx(BY_HAND[name], abs=1e-12)


def test_every_measure_of_the_registry_is_computed_in_its_order(five_cases, staff, customers):
    assert tuple(measure_table(records(five_cases, staff), customers)) == measure_names()


def test_cases_seen_through_are_those_of_people_who_met_nobody_else(customers):
    """Of three that people solved in time, one met two of them."""
    rows = [
        contact(0, T, T + 10, people_met=1, steps=1),
        contact(1, T, T + 10, people_met=1, steps=1, comes_back=ComesBack.RETURN),
        contact(1, T + 20, T + 30, contact=1, deadline=T + 100, steps=1),  # the same person again
        contact(2, T, T + 10, people_met=2, steps=2),
        contact(3, T, T + 101, people_met=1, steps=1),  # too late
        contact(4, T, T + 2, Outcome.BOT_RESOLVED),
    ]
    share = measure_table(records(rows, [person(0, 60.0)]), customers)["seen_through_share"]
    assert share[0] == pytest.approx(2 / 3)


def test_parts_and_lost_add_up_to_resolution(five_cases, staff, customers):
    table = measure_table(records(five_cases, staff), customers)
    assert sum(table[name][0] for name in WATERFALL) == pytest.approx(table["resolution_minutes"][0])


def test_channels_are_told_apart(five_cases, staff, customers):
    table = measure_table(records(five_cases, staff), customers, detail=True)
    assert table["cases_arrived@voice"][0] == 3
    assert table["cases_arrived@mail"][0] == 2
    assert table["abandoned_share@voice"][0] == pytest.approx(1 / 3)
    assert table["resolution_minutes@mail"][0] == 100.0
    assert "load_p90@mail" not in table


def test_replications_do_not_mix(customers):
    rows = [contact(0, T, T + 10), contact(1, T, T + 30), contact(0, T, T + 50, replication=1)]
    staff = [person(0, 100.0, leading_minutes=40), person(0, 100.0, leading_minutes=60, replication=1)]
    table = measure_table(records(rows, staff, replications=2), customers)
    assert table["resolution_minutes"].tolist() == [20.0, 50.0]
    assert table["resolution_minutes_p90"].tolist() == [28.0, 50.0]
    assert table["load_max"].tolist() == [0.4, 0.6]


def test_a_block_that_does_not_begin_with_replication_0(customers):
    rows = [contact(0, T, T + 10, replication=7), contact(0, T, T + 50, replication=8)]
    staff = [person(0, 100.0, replication=7), person(0, 100.0, replication=8)]
    table = measure_table(records(rows, staff, replications=2), customers)
    assert table["resolution_minutes"].tolist() == [10.0, 50.0]
    assert table["backlog_end"].tolist() == [0.0, 0.0]


def test_a_case_of_several_contacts_counts_once(customers):
    rows = [
        contact(0, T, T + 5, Outcome.ABANDONED, comes_back=ComesBack.REDIAL, queue_minutes=5),
        contact(0, T + 40, T + 60, contact=1, deadline=T + 100, queue_minutes=20, first_served_at=T + 45),
    ]
    table = measure_table(records(rows, [person(0, 1.0)]), customers)
    assert table["cases_arrived"][0] == 1
    assert table["resolution_minutes"][0] == 60.0
    assert table["queue_minutes"][0] == 25.0
    assert table["first_response_minutes"][0] == 45.0
    assert table["between_minutes"][0] == 35.0
    assert table["lost_minutes"][0] == 0.0


def test_nothing_arrived(customers):
    table = measure_table(records([], [person(0, 0.0)]), customers, detail=True)
    assert table["cases_arrived"][0] == 0
    assert np.isnan(table["resolution_minutes"][0])
    assert np.isnan(table["resolution_minutes_p90"][0])
    assert np.isnan(table["load_p90"][0])
    assert np.isnan(table["load_gini"][0])


def test_a_share_of_no_transfers_is_unknown(customers):
    table = measure_table(records([contact(0, T, T + 1)], [person(0, 1.0)]), customers)
    assert np.isnan(table["ping_pong_share"][0])
    assert table["transferred_share"][0] == 0.0


def test_quantiles_are_those_of_numpy(customers):
    rng = np.random.default_rng(5)
    times = np.sort(rng.integers(1, 99, size=37)).astype(float)
    rows = [contact(i, T, T + t) for i, t in enumerate(times)]
    loads = rng.uniform(0, 90, size=11)
    staff = [person(i, 100.0, leading_minutes=minutes) for i, minutes in enumerate(loads)]
    table = measure_table(records(rows, staff), customers)
    assert table["resolution_minutes_p50"][0] == pytest.approx(np.quantile(times, 0.5))
    assert table["resolution_minutes_p90"][0] == pytest.approx(np.quantile(times, 0.9))
    assert table["load_p90"][0] == pytest.approx(np.quantile(loads / 100, 0.9))
    pairs = np.abs(loads[:, None] - loads[None, :]).mean() / (2 * loads.mean())
    assert table["load_gini"][0] == pytest.approx(pairs)


def test_every_measure_says_unit_meaning_source_and_smallest_difference():
    for measure in MEASURES:
        assert measure.unit
        assert measure.meaning
        assert measure.source
        assert measure.smallest > 0
    primary = {m.name: (m.smallest, m.relative) for m in MEASURES if m.primary}
    assert primary == {
        "resolution_minutes": (0.05, True),
        "felt_empathy": (0.02, False),
        "load_p90": (0.02, False),
    }


@pytest.mark.slow
def test_felt_empathy_is_taken_over_the_same_cases(five_cases, staff, customers):
    rows = [row for row in five_cases if row["case"][0] in range(1, 6)]
    for number, row in enumerate(rows):
        row["case"] = number
    found, tape = records(rows, staff), tape_of(rows)
    table = measure_table(found, customers, tape=tape, terms=TERMS, detail=True)
    cases = cases_of_cohort(found, customers, tape, TERMS)
    felt = {"voice": cases["felt_empathy"][:3], "mail": cases["felt_empathy"][3:]}
    assert cases.channel.tolist() == [0, 0, 0, 1, 1]
    assert np.unique(cases["felt_empathy"]).size == 5
    for channel, values in felt.items():
        assert table[f"felt_empathy@{channel}"][0] == pytest.approx(values.mean())
    assert table["felt_empathy"][0] == pytest.approx(cases["felt_empathy"].mean())


def test_without_what_customers_bring_along_felt_empathy_is_unknown(five_cases, staff, customers):
    table = measure_table(records(five_cases, staff), customers)
    felt = [measure.name for measure in MEASURES if "felt-empathy.md" in measure.source]
    assert np.isnan([table[name] for name in felt]).all()


def test_measures_are_those_of_the_cases_one_by_one(customers):
    """Sums, shares and quantiles of two replications, against NumPy over the rows of the cases."""
    rng = np.random.default_rng(7)
    rows = [
        contact(case, T + at, T + at + float(rng.exponential(60.0)), int(rng.integers(1, 5)), channel=case % 2,
                handoffs=int(rng.integers(0, 4)), ping_pongs=int(rng.integers(0, 2)), replication=replication,
                first_served_at=T + at + float(rng.exponential(1.0)) if case % 5 else np.nan,
                steps=2, skill_sum=1.5, warmth_sum=rng.uniform(0.0, 2.0))
        for replication in range(2)
        for case, at in enumerate(np.sort(rng.uniform(0.0, 5000.0, size=50)).tolist())
    ]  # fmt: skip
    for one in rows:
        if one["outcome"] == Outcome.BOT_RESOLVED:
            one["first_served_at"] = np.nan
    found, tape = records(rows, [person(0, 1.0, replication=r) for r in range(2)], 2), tape_of(rows, (1, 2))
    table = measure_table(found, customers, tape=tape, terms=TERMS, detail=True)
    cases = cases_of_cohort(found, customers, tape, TERMS)
    for replication in range(2):
        for channel, suffix in enumerate(("@voice", "@mail", "")):
            here = (cases.replication == replication) & ((cases.channel == channel) | (suffix == ""))
            for measure in (one for one in MEASURES if one.by.over == "cases"):
                kept = here & (cases["contacts_answered"] > 0.0) if measure.values == ("answer_minutes",) else here
                values = [cases[name][kept] for name in measure.values]
                how = measure.by.how
                if how == "explained" or (how == "ratio" and values[1].sum() == 0.0):
                    continue
                expected = {
                    "mean": lambda of=values: of[0].mean(),
                    "sum": lambda of=values: of[0].sum(),
                    "ratio": lambda of=values: of[0].sum() / of[1].sum(),
                    "quantile": lambda of=values, share=measure.by.share: np.quantile(of[0], share),
                }[how]()
                assert table[measure.name + suffix][replication] == pytest.approx(expected, rel=1e-12), measure.name
