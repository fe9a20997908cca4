"""A bot that answers first: it closes some cases of one need, and passes the others on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.foundation.draws import Kind, uniform

if TYPE_CHECKING:
    from sim.agents.customer import CustomerAgent


def answers_first(case: CustomerAgent) -> bool:
    """Whether a bot takes the first contact of a case."""
    model = case.model
    if not model.conditions.bot[case.channel]:
        return False
    return uniform(model.key, Kind.BOT, case.lineage, 0) < model.conditions.policy.automation


def closes(case: CustomerAgent) -> bool:
    """Whether the bot closes the case, rightly or not; only what has one need can be closed so."""
    model = case.model
    if case.needs > 1:
        return False
    return uniform(model.key, Kind.BOT_SOLVES, case.lineage, 0) < model.conditions.policy.bot_solves_share
