"""How much longer a formation lasts that rotates, until a fatigue line is reached (evidence 3.6 and 3.7).

By the rules of fatigue as birds fly, where followers are spared and whoever leads is not:
T / T0 = 1 / (1 - s (1 - f_max) + rc). Then in the engine, where it is the *lead* whom attached wings spare (evidence
row 69), and whoever listens tires in full. There somebody is spared for the share f of the time, not 1 - f, so
T / T0 = 1 / (1 - s f_min): for two the same figure, for more a smaller one. Either way an equal rotation lasts longest.
"""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from sim.core import run_core
from sim.demand.build import build_tape
from sim.demand.customers import build_customers
from sim.formation import build_formation, build_people, build_roster
from sim.rules.fatigue import drafting_saving
from sim.scenario import build_scenario
from sim.studies.verification.closed_forms import endurance
from sim.studies.verification.exact import HALF_LIFE_MINUTES, LINE, minutes_to_the_line

NAMES = ("a", "b", "c", "d")


@pytest.mark.parametrize(
    ("turns", "changeover"),
    [((2.0,) * 5, 0.0), ((2.0,) * 5, 0.1), ((2.0,) * 2, 0.0), ((4.0, 2.0, 2.0, 1.0, 1.0), 0.0), ((2.0,), 0.0)],
)
def test_rotation_by_the_rules(turns, changeover):
    most = max(turns) / sum(turns)
    theory = endurance(0.14, most, changeover * len(turns) / sum(turns))
    found = minutes_to_the_line(turns, 0.14, changeover) / HALF_LIFE_MINUTES
    print(f"turns {turns}, changeover {changeover}: T / T0 {found:.4f}, theory {theory:.4f}")
    assert found == pytest.approx(theory, rel=4e-3)  # a whole cycle of turns is 2.5e-3 of T0


def description(turns: tuple[float, ...], drafting: float) -> dict:
    """Needs that follow each other round and round, each led by the one person whose it is; all others listen in."""
    names = NAMES[: len(turns)]
    needs = {
        name: {
            "first_share": float(place == 0),
            "work_minutes": turns[place],
            "work_cv": 0.0,
            "then": {names[(place + 1) % len(names)]: 1.0},
        }
        for place, name in enumerate(names)
    }
    also = [{other: 0.5 for other in names if other != name} for name in names]
    return {
        "name": "rotation",
        "open": "always",
        "time": {"warm_up_weeks": 0, "measured_weeks": 1},
        "demand": {
            "channels": {"line": {"cases_per_week": 2000}},
            "needs": needs,
            "max_needs": 4 * len(names),
            "busyness_cv": 0,
            "hidden_share": 1,  # so that a next need is looked for after the last one, too
        },
        "people": {
            "shifts": {"round_the_clock": "always"},
            "away_share": 0,
            "groups": [{"function": name, "count": 1, "also": able} for name, able in zip(names, also, strict=True)],
            "fatigue": {
                "rise_half_life_minutes": HALF_LIFE_MINUTES,
                "fall_half_life_minutes": 100_000,
                "distress_weight": 0,
                "slow": 0,
                "strain_line": LINE,
            },
        },
        "policy": {
            "coordination_share": 0,
            "retelling_share": 0,
            "changeover_minutes": 0,
            "misroute_share": 0,
            "wings": len(names) - 1,
            "listen_share": 1,
            "assignment": "greedy",  # so that all who can do the next turn listen, however slowly they would do it
            "drafting": drafting,
        },
        "formations": {"together": {"partition": "pool"}},
    }


def minutes_until_strain(turns: tuple[float, ...], drafting: float) -> np.ndarray:
    """Minutes until each person is past the line, where one customer comes exactly when the one before is done."""
    scenario = build_scenario(description(turns, drafting))
    customers, people = build_customers(scenario), build_people(scenario)
    tape = build_tape(scenario, customers, seed=scenario.seed, first_replication=0, replications=1)
    length = 4.0 * sum(turns)
    arrival = np.arange(int(customers.cohort_end / length)) * length
    per_case = {field.name: getattr(tape, field.name) for field in fields(tape)}
    kept = {
        name: value[: arrival.size] for name, value in per_case.items() if np.shape(value)[:1] == tape.arrival.shape
    }
    kept |= {"arrival": arrival, "deadline": arrival + 10080.0, "first_case": np.array([0, arrival.size])}
    roster, formation = build_roster(people, customers.end), build_formation(scenario, "together", people)
    records = run_core(replace(tape, **kept), customers, people, roster, formation)
    assert records.contacts["queue_minutes"].sum() == 0.0  # nobody ever waits, so everybody is occupied all the time
    return customers.cohort_end - records.people["strain_minutes"]


@pytest.mark.parametrize("turns", [(2.0, 2.0), (2.0, 2.0, 2.0), (2.0, 2.0, 2.0, 2.0), (5.0, 1.0, 1.0, 1.0)])
def test_rotation_in_the_engine(turns):
    lead = np.array(turns) / sum(turns)
    saving = drafting_saving(len(turns) - 1)
    found = minutes_until_strain(turns, 1.0) / minutes_until_strain(turns, 0.0)
    print(f"turns {turns}: T / T0 {found.round(4)}, theory {(1.0 / (1.0 - saving * lead)).round(4)}")
    assert found == pytest.approx(1.0 / (1.0 - saving * lead), rel=1e-3)
    assert found.min() == pytest.approx(endurance(saving, 1.0 - lead.min()), rel=1e-3)  # spared while leading
    if len(turns) == 2:
        assert found.min() == pytest.approx(endurance(saving, 0.5), rel=1e-3)  # for two the birds' figure


def test_an_equal_rotation_lasts_longest():
    """Needs that one person leads most of the time make the others tire first: the best equipped or equal endurance."""
    equal, skewed = (minutes_until_strain(turns, 1.0).min() for turns in ((2.0, 2.0, 2.0, 2.0), (5.0, 1.0, 1.0, 1.0)))
    assert equal > 1.05 * skewed
