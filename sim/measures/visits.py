"""Leaving, coming back and being answered: what the contacts of a case have in common."""

from __future__ import annotations

import numpy as np

from sim.demand.opening import deadline_after
from sim.demand.tape import Customers
from sim.foundation.kinds import ComesBack, Outcome
from sim.measures.cases import Cases

# Answered in target: open minutes from arrival, or from the end of the bot, until somebody serves.
TARGET_LIVE_MINUTES = 1.0
TARGET_OTHER_MINUTES = 240.0

Ratio = tuple[np.ndarray, np.ndarray]


def visit_means(cases: Cases) -> dict[str, np.ndarray]:
    """Measures that are means over cases, float64[n] or bool[n] each."""
    first_contact = cases.last == cases.first
    outcome, back = cases.contacts["outcome"][cases.last], cases.contacts["comes_back"][cases.last]
    return {
        "contacts_per_case": cases.total(cases.counted),
        "first_contact_resolution": cases.solved & first_contact,
        "redialled_share": cases.total(came_back_by(cases, ComesBack.REDIAL)) > 0,
        "returned_share": cases.total(came_back_by(cases, ComesBack.RETURN)) > 0,
        "capped_share": (back == ComesBack.CAPPED) & (cases.ended[cases.last] <= cases.deadline),
        "bot_resolved_share": cases.solved & (outcome == Outcome.BOT_RESOLVED),
    }


def visit_ratios(cases: Cases, customers: Customers) -> dict[str, Ratio]:
    """Measures that are a sum over cases divided by another one: (above, below), float64[n] each."""
    contacts = cases.contacts
    again = cases.counted & (contacts["contact"] > 0)
    asked = cases.counted & (contacts["outcome"] != Outcome.BOT_RESOLVED)
    return {
        "failure_demand_share": (cases.total(again), cases.total(cases.counted)),
        "answered_in_target": (cases.total(asked & answered_in_target(cases, customers)), cases.total(asked)),
        "known_share": (cases.sums["known_steps"], cases.sums["steps"]),
    }


def came_back_by(cases: Cases, kind: ComesBack) -> np.ndarray:
    """Contacts that are a redial, or a return, bool[m]."""
    before = np.append(0, cases.contacts["comes_back"][:-1])[: cases.contacts.size]
    return (before == kind) & (cases.contacts["contact"] > 0) & cases.counted


def answered_in_target(cases: Cases, customers: Customers) -> np.ndarray:
    """Contacts first served within the target of their channel, and by the deadline, bool[m]."""
    contacts = cases.contacts
    target = np.where(customers.live, TARGET_LIVE_MINUTES, TARGET_OTHER_MINUTES)
    asks_at = contacts["arrived_at"] + contacts["bot_minutes"]
    until = deadline_after(asks_at, contacts["channel"], target, customers.open_before)
    return contacts["first_served_at"] <= np.minimum(until, contacts["deadline_at"])
