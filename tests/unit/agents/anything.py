"""A small organisation with all dials turned somehow, for what must hold whatever happens."""

from __future__ import annotations

import random

import numpy as np

from tests.unit.agents.factory import BILLING, SALES, TECHNICAL, Case, Person, arrays


def tiring(dice: random.Random) -> dict:
    """People who tire fast, and policies that spare them."""
    return {
        "rise_half_life_minutes": dice.choice([0.0, 20.0]),
        "fall_half_life_minutes": dice.choice([0.0, 10.0]),
        "distress_weight": 0.5,
        "slow": dice.choice([0.0, 0.5]),
        "strain_line": 0.4,
        "fatigue_weight": 0.3,
        "max_lead_minutes": dice.choice([15.0, np.inf]),
        "rest_minutes": 5.0,
        "rest_weight": 0.2,
        "drafting": 0.5,
    }


def coming_back(dice: random.Random) -> dict:
    """Customers who often come back, and soon."""
    return {
        "redial_share": 0.5,
        "redial_minutes": dice.choice([0.0, 20.0]),
        "return_share": 0.2,
        "return_per_lost_context": 0.3,
        "return_per_fatigue": 0.3,
        "return_per_mismatch": 0.3,
        "return_per_misroute": 0.1,
        "return_minutes": 40.0,
        "return_work_share": 0.5,
        "distress_step": 0.2,
        "return_to": dice.randrange(4),
        "context_kept_memory": 0.3,
    }


def organisation(dice: random.Random) -> dict:
    """Three teams, some with a first line, lanes, or a tree above them, and owners of cases."""
    return {
        "first_line": dice.choice([(), (0,), (0, 2)]),
        "lane": dice.choice([(), (0, 1, 2)]),
        "distance": dice.choice([None, [[0, 1, 2], [1, 0, 2], [2, 2, 0]]]),
        "first_line_to_ambiguity": 0.5,
        "complex_from_needs": 3,
        "complex_from_ambiguity": 0.8,
        "owner": dice.randrange(2),
        "context_kept_owner": 0.9,
        "briefing_minutes": dice.choice([0.0, 2.0]),
    }


def technology(dice: random.Random) -> dict:
    """Every technology, or none."""
    dials = ("ai_context", "intelligent_routing", "automation", "predictive", "historical", "agent_assist")
    sizes = {
        "routing_misroute_cut": 0.6,
        "routing_time_gain": 0.02,
        "assist_novice_gain": 0.3,
        "assist_novice_speed": 0.7,
        "bot_minutes": 2.0,
        "bot_solves_share": 0.4,
        "bot_unhelped_share": 0.5,
    }
    return sizes | dict.fromkeys(dials, dice.choice([0.0, 0.5]))


def anything(seed: int) -> tuple:
    """A small organisation with all dials turned somehow, on whole minutes so that ties abound."""
    dice = random.Random(seed)
    functions = (SALES, BILLING, TECHNICAL)
    members = [
        Person(
            function=number % 3,
            team=number if number < 3 else dice.randrange(3),
            also={other: dice.choice([0.5, 0.9]) for other in functions if other != number % 3 and dice.random() < 0.4},
            shifts=tuple((float(start), float(start + dice.choice([40, 60]))) for start in (0, 80, 160, 240)),
            away_share=0.1,
            warmth=dice.random(),
            speaks=(True, True) if number < 3 else dice.choice([(True, True), (True, False), (False, True)]),
        )
        for number in range(7)
    ]
    arrivals = sorted(dice.randrange(0, 280) for _ in range(40))
    cases = []
    for at in arrivals:
        count = dice.randint(1, 4)
        cases.append(
            Case(
                at=float(at),
                need=tuple(dice.choice(functions) for _ in range(count)),
                work=tuple(float(dice.randint(1, 12)) for _ in range(count)),
                hidden=(False, *(dice.random() < 0.3 for _ in range(count - 1))),
                channel=dice.randrange(2),
                account=dice.randrange(5),
                distress=dice.random(),
                language=dice.randrange(2),
                ambiguity=dice.random(),
                patience=float(dice.choice([3, 10, np.inf])),
                deadline=float(at + dice.choice([10, 50, 400])),
            )
        )
    dials = {
        "lead": dice.randrange(3),
        "wings": dice.randrange(3),
        "team_choice": dice.randrange(3),
        "queue_order": dice.randrange(3),
        "assignment": dice.randrange(2),
        "borrowing": dice.randrange(3),
        "lend_order": dice.randrange(2),
        "own_queue_speed": dice.choice([1.0, 0.75]),
        "lend_after_minutes": dice.choice([0.0, 0.0, 5.0]),
        "walls": int(dice.random() < 0.7),
        "familiarity_weight": 0.2,
        "consult_skill": 0.7,
        "consult_share": 0.4,
        "listen_share": dice.choice([0.0, 0.3]),
        "attach_from_share": 0.3,
        "together": dice.randrange(3),
        "coordination_share": 0.07,
        "kept_across_share": 0.3,
        "kept_inside_share": 0.7,
        "context_kept_wing": 0.9,
        "context_kept_triage": 0.2,
        "retelling_share": 0.3,
        "changeover_minutes": dice.choice([0.0, 0.35]),
        "link_minutes": dice.choice([0.0, 1.5]),
        "misroute_share": 0.25,
        "misroute_decay": 0.5,
        "triage_minutes": dice.choice([0.0, 2.0]),
        "pickup": dice.choice([(0.0, 0.0), (4.0, 15.0)]),
    }
    dials |= tiring(dice) | coming_back(dice) | technology(dice) | organisation(dice)
    pairs = tuple(pair for pair in ((SALES, BILLING), (BILLING, TECHNICAL), (SALES, TECHNICAL)) if dice.random() < 0.7)
    demand = {"cohort": (20.0, 300.0), "end": 720.0, "open_from_to": (30, 260)}
    demand |= {"turn_away": seed % 2 == 0, "call_again": seed % 3 > 0}
    return arrays(
        cases,
        members,
        demand | {"follows": (BILLING, TECHNICAL, -1), "follow_share": 0.4, "independent": pairs},
        **dials,
    )
