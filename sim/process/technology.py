"""9 Technology: a bot that answers first, and needs foreseen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.foundation.draws import Kind, uniform
from sim.foundation.grid import to_grid
from sim.foundation.kinds import State

if TYPE_CHECKING:
    from sim.process.records import Case, Channel, Policy, Run


def bot_answers(case: Case, channel: Channel, policy: Policy, run: Run) -> bool:
    """9.1 Whether a bot takes the first contact of a case."""
    if not channel.bot or policy.automation <= 0.0:
        return False
    return uniform(run.key, Kind.BOT, case.lineage, 0) < policy.automation


def begin_with_bot(case: Case, policy: Policy, now: float) -> float:
    """9.1 Be with the bot. Returns until when."""
    case.state = State.WITH_BOT
    case.interval_start = now
    return now + to_grid(policy.bot_minutes)


def bot_solves(case: Case, policy: Policy, run: Run) -> bool:
    """9.1 Whether the bot closes the case, rightly or not; only what has one need can be closed so."""
    return case.needs == 1 and uniform(run.key, Kind.BOT_SOLVES, case.lineage, 0) < policy.bot_solves_share


def is_foreseen(case: Case, policy: Policy, run: Run, hidden: Sequence[bool], position: int) -> bool:
    """9.2 Whether a hidden need is known before its time. hidden: of the case, by position."""
    if not hidden[position] or policy.predictive <= 0.0:
        return False
    return uniform(run.key, Kind.FORESEEN, case.lineage, position) < policy.predictive
