"""A dial moved changes nothing for cases that it has nothing to do with.

Each case is run alone in the world.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from sim.foundation.kinds import Change, Outcome, SegmentKind
from tests.metamorphic.worlds import CASES, World, marked, world


def outcome_is(*outcomes: Outcome) -> Callable[[World], np.ndarray]:
    """Cases with a contact that ended so."""
    return lambda world: world.contacts(lambda rows: np.isin(rows["outcome"], outcomes))


def change_is(*changes: Change) -> Callable[[World], np.ndarray]:
    """Cases with a change of hands of that kind."""
    return lambda world: world.steps(lambda rows: np.isin(rows["change"], changes))


def has_hidden(world: World) -> np.ndarray:
    """Cases with a hidden need."""
    return world.inputs.tape.hidden.any(axis=1)


def was_misrouted(world: World) -> np.ndarray:
    """Cases that seemed to be something else at some time, and be it while they waited in vain."""
    rows = world.records.segments
    return marked(rows["replication"][(rows["apparent"] >= 0) & (rows["apparent"] != rows["need"])])


def met_bot(world: World) -> np.ndarray:
    """Cases that a bot answered first."""
    return world.contacts(lambda rows: rows["bot_minutes"] > 0.0)


def met_bot_with_one_need(world: World) -> np.ndarray:
    """Cases that a bot answered and could have closed."""
    return met_bot(world) & (world.inputs.tape.needs == 1)


def by_somebody_slow(world: World) -> np.ndarray:
    """Cases with a step of somebody slower than par in it."""
    return world.steps(lambda rows: rows["skill_minutes"] > -0.05 * rows["work_minutes"])


def knew_too_little(world: World) -> np.ndarray:
    """Cases in which somebody did not know the whole story."""
    return world.steps(lambda rows: (rows["context"] < 1.0) & ((rows["contact"] > 0) | (rows["step"] > 0)))


def by_somebody_tired(world: World) -> np.ndarray:
    """Cases with a step of somebody tired."""
    return world.steps(lambda rows: rows["fatigue"] > 0.0)


RESOLVED, GAVE_UP = outcome_is(Outcome.RESOLVED), outcome_is(Outcome.ABANDONED, Outcome.TURNED_AWAY)
# What is moved (before, after), and the cases with which it has to do, as they were before.
OWN = {
    "coming_back.redial_share": (0.0, 0.9, GAVE_UP),
    "coming_back.return_share": (0.0, 0.9, RESOLVED),
    "coming_back.return_per_lost_context": (0.0, 0.9, knew_too_little),
    "coming_back.return_per_fatigue": (0.0, 0.9, by_somebody_tired),
    "coming_back.return_per_mismatch": (0.0, 0.9, lambda world: world.contacts(lambda r: r["skill_sum"] < r["steps"])),
    "coming_back.return_per_misroute": (0.0, 0.9, was_misrouted),
    "technology.bot_unhelped_share": (0.0, 0.9, outcome_is(Outcome.BOT_RESOLVED)),
    "technology.bot_solves_share": (0.0, 0.9, met_bot_with_one_need),
    "technology.bot_minutes": (2.0, 3.0, met_bot),
    "predictive": (0.0, 0.9, has_hidden),
    "ai_context": (0.0, 0.9, change_is(Change.LEAD_CHANGE, Change.HANDOFF)),
    "kept_inside_share": (0.3, 0.9, change_is(Change.LEAD_CHANGE)),
    "kept_across_share": (0.3, 0.9, change_is(Change.HANDOFF)),
    "context_kept_wing": (0.3, 0.9, lambda world: world.steps(lambda rows: rows["warm"] == 1)),
    "changeover_minutes": (0.3, 0.9, change_is(Change.LEAD_CHANGE, Change.HANDOFF)),
    "triage_minutes": (1.0, 9.0, was_misrouted),
    "context_kept_triage": (0.1, 0.9, was_misrouted),
    "misroute_decay": (0.1, 0.9, was_misrouted),
    "technology.routing_misroute_cut": (0.0, 0.9, was_misrouted),
    "agent_assist": (0.0, 0.9, by_somebody_slow),
    "listen_share": (0.1, 0.9, lambda world: world.beside(SegmentKind.LISTEN)),
    "drafting": (0.0, 0.9, lambda world: world.beside(SegmentKind.LISTEN)),
    "fatigue.slow": (0.0, 0.9, by_somebody_tired),
    "fatigue.distress_weight": (0.0, 9.0, lambda world: world.steps(lambda rows: rows["step"] >= 0)),
}


@pytest.mark.parametrize("dial", OWN)
def test_a_dial_moves_only_its_own_cases(dial):
    low, high, own = OWN[dial]
    before, after = world({dial: low}), world({dial: high})
    touched = own(before)
    moved = [before.rows_of(case) != after.rows_of(case) for case in range(CASES)]
    assert not any(np.array(moved) & ~touched)
    assert any(moved)
