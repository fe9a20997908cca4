"""What an organisation costs, worked out by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from sim.formation.prepared import prepare
from sim.foundation.kinds import Outcome
from sim.measures import Prices, measure_table, prices_of
from tests.unit.comparison.made import tiny
from tests.unit.measures.hand_made import WEEK, contact, customers_of_two_weeks, person, records

# Two people who earn 30 and 60 an hour for 40 planned hours; seats cost 10 a week in all, a bot 0.5 a contact.
PRICES = Prices(
    function=np.array([0, 1]), pay_per_hour=np.array([30.0, 60.0]), planned_hours=np.array([40.0, 40.0]),
    seats_per_week=10.0, bot_per_contact=0.5, training_per_week=7.0,
)  # fmt: skip


@pytest.fixture
def table():
    rows = [
        contact(0, WEEK, WEEK + 10, bot_minutes=2),
        contact(1, WEEK, WEEK + 1, Outcome.BOT_RESOLVED),
        contact(2, WEEK, WEEK + 20),
        contact(3, WEEK, WEEK + 30, Outcome.ABANDONED),
    ]
    staff = [
        person(0, 2000.0, overrun_minutes=60, listening_minutes=120, leading_minutes=200),
        person(1, 0.0, linking_minutes=30),  # away, and paid
    ]
    return measure_table(records(rows, staff), customers_of_two_weeks(), PRICES, detail=True)


def test_costs_by_hand(table):
    pay = 40 * 30 + 40 * 60 + 1 * 30
    assert table["pay_cost"][0] == pay
    assert table["listening_cost"][0] == 2 * 30
    assert table["link_cost"][0] == 0.5 * 60
    assert table["technology_cost"][0] == 10 + 2 * 0.5
    assert table["cost_per_resolved_case"][0] == pytest.approx((pay + 11 + 7) / 3)
    assert table["training_cost"][0] == 7


def test_people_are_told_apart_by_function(table):
    assert table["load_mean/sales"][0] == pytest.approx(320 / 2060)
    assert np.isnan(table["load_mean/service"][0])
    assert table["overrun_minutes/sales"][0] == 60


def test_costs_are_unknown_without_prices():
    found = measure_table(records([contact(0, WEEK, WEEK + 1)], [person(0, 1.0)]), customers_of_two_weeks())
    assert np.isnan(found["cost_per_resolved_case"][0])
    assert np.isnan(found["pay_cost"][0])


def test_nobody_solved_has_no_cost_per_case():
    rows, staff = [contact(0, WEEK, WEEK + 1, Outcome.ABANDONED)], [person(0, 1.0), person(1, 1.0)]
    found = measure_table(records(rows, staff), customers_of_two_weeks(), PRICES)
    assert np.isnan(found["cost_per_resolved_case"][0])


def test_a_column_pays_for_the_dials_it_has():
    scenario = tiny({
        "money": {"agent_assist_per_seat_week": 20, "routing_per_seat_week": 8, "bot_per_contact": 0.3},
        "formations.pods.policy": {"agent_assist": 0.5, "intelligent_routing": 1.0},
    })  # fmt: skip
    prepared = prepare(scenario, ["silos", "pods"])
    found = {name: prices_of(scenario, prepared.people, formation) for name, formation in prepared.formations.items()}
    assert found["silos"].seats_per_week == 0.0
    assert found["pods"].seats_per_week == 4 * (0.5 * 20 + 8)
    assert found["pods"].bot_per_contact == 0.3
    assert found["pods"].planned_hours.tolist() == [40.0] * 4


def test_who_belongs_to_no_team_is_not_paid():
    people = SimpleNamespace(
        count=2, function=np.array([0, 0]), pay_per_hour=np.array([30.0, 30.0]), shift_person=np.array([0, 1]),
        shift_start=np.array([0.0, 0.0]), shift_end=np.array([60.0, 60.0]), skill=np.array([[1.0, 0.9], [1.0, 0.9]]),
    )  # fmt: skip
    formation = prepare(tiny(), ["silos"]).formations["silos"]
    alone = SimpleNamespace(home_team=np.array([0, -1]), policy=formation.policy, skill=None)
    found = prices_of(tiny({"money.second_skill_per_year": 52.0}), people, alone)
    assert found.planned_hours.tolist() == [1.0, 0.0]
    assert found.training_per_week == 1.0


def test_a_column_pays_for_the_second_skills_it_has():
    scenario = tiny({
        "money": {"second_skill_per_year": 520},
        "formations.pods.second_skills": "everybody",
        "formations.silos_plus.second_skills": "nobody",
    })  # fmt: skip
    prepared = prepare(scenario, ["silos", "silos_plus", "pods"])
    found = {name: prices_of(scenario, prepared.people, formation) for name, formation in prepared.formations.items()}
    assert {name: prices.training_per_week for name, prices in found.items()} == {
        "silos": 10.0, "silos_plus": 0.0, "pods": 40.0,
    }  # fmt: skip
