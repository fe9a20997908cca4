"""Everything that is measured of one case: its waterfall, its changes of hands, its visits, what the customer felt.

The waterfall says where the time from first contact until truly solved goes, part by part. Waiting and steps are the
engines' own bookkeeping, added up over the contacts of a case. Time between contacts and time lost are read off the
dates of the contacts. No part is what the others leave: that they add up to the resolution time of every case, to the
last bit, is a test and not a definition.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.demand.tape import Customers
from sim.foundation.calendar import deadline_after
from sim.foundation.kinds import ComesBack, Outcome
from sim.measures.cases import Cases
from sim.measures.columns import Ratio
from sim.measures.empathy import FeltEmpathy
from sim.measures.empathy_table import empathy_means, felt_without_halo, surveyed
from sim.records.tables import STEP_PARTS

BETWEEN, LOST = "between_minutes", "lost_minutes"
# In the order in which they are shown.
WATERFALL = ("closed_minutes", "queue_minutes", "pickup_minutes", "bot_minutes", *STEP_PARTS, BETWEEN, LOST)
# Answered in target: open minutes from arrival, or from the end of the bot, until somebody serves.
TARGET_LIVE_MINUTES = 1.0
TARGET_OTHER_MINUTES = 240.0


@dataclass(frozen=True)
class CaseValues:
    """What is known of each of n cases, before it is reduced.

    means: by measure, [n], to be averaged over cases. parts: by measure, (above, below), [n] each, to be summed and
    divided. sums: by name, [n], to be summed. resolution: float64[n], of which quantiles are taken.
    explained: by measure, (count, float64[n]), of which the share that the count explains is taken.
    """

    means: dict[str, np.ndarray]
    parts: dict[str, Ratio]
    sums: dict[str, np.ndarray]
    resolution: np.ndarray
    explained: dict[str, Ratio]


def case_values(cases: Cases, customers: Customers, felt: FeltEmpathy | None = None) -> CaseValues:
    """Everything that is measured per case. A new measure of cases is one more entry here.

    felt: of the same cases; without it nothing is said of felt empathy.
    """
    counted = {name: cases.sums[name] for name in ("handoffs", "lead_changes", "people_met", "misroutes")}
    minutes = waterfall(cases)
    transferred, back = counted["handoffs"] >= 1, cases.sums["ping_pongs"] >= 1
    means = {
        "resolution_minutes": cases.resolution,
        "first_response_minutes": cases.first_response,
        **minutes,
        "touch_minutes": sum((minutes[part] for part in STEP_PARTS), np.zeros(cases.first.size)),
        **counted,
        "changes_of_hands": counted["handoffs"] + counted["lead_changes"],
        "abandoned_share": cases.gave_up,
        "transferred_share": transferred,
        "three_or_more_share": counted["handoffs"] >= 3,
        **visit_means(cases),
    }
    parts = {"ping_pong_share": (transferred & back, transferred), **visit_ratios(cases, customers)}
    explained: dict[str, Ratio] = {}
    if felt is not None:
        means |= empathy_means(felt)
        parts["felt_empathy_surveyed"] = surveyed(felt)
        explained["empathy_handoff_r2"] = (felt.experience.handoffs, felt_without_halo(felt))
    sums = {"cases_resolved": cases.solved, "bot_contacts": met_bot(cases)}
    return CaseValues(means, parts, sums, cases.resolution, explained)


def waterfall(cases: Cases) -> dict[str, np.ndarray]:
    """Minutes of each part per case, float64[n] each, up to the deadline, in the order of WATERFALL."""
    parts = {name: cases.sums[name] for name in WATERFALL if name not in (BETWEEN, LOST)}
    return parts | {BETWEEN: cases.total(between_contacts(cases)), LOST: lost(cases)}


def between_contacts(cases: Cases) -> np.ndarray:
    """Minutes from the end of each contact until the customer comes back, cut at the deadline, float64[m].

    Who is still to come back when the run stops is away until the deadline, which has passed by then.
    """
    contacts = cases.contacts
    back_at = np.append(contacts["arrived_at"][1:], np.inf)[: contacts.size]
    # After its last contact a case either comes back later than the run, or does not come back.
    awaited = np.isin(contacts["comes_back"][cases.last], (ComesBack.REDIAL, ComesBack.RETURN))
    back_at[cases.last] = np.where(awaited, np.inf, cases.ended[cases.last])
    deadline = contacts["deadline_at"]
    return np.minimum(back_at, deadline) - np.minimum(cases.ended, deadline)


def lost(cases: Cases) -> np.ndarray:
    """Minutes from the end of a case that ended for good without being solved to its deadline, float64[n]."""
    outcome, back = cases.contacts["outcome"][cases.last], cases.contacts["comes_back"][cases.last]
    for_good = (outcome != Outcome.OPEN) & np.isin(back, (ComesBack.NO, ComesBack.CAPPED))
    unsolved = for_good & np.isinf(cases.solved_at)
    return np.where(unsolved, cases.deadline - np.minimum(cases.ended[cases.last], cases.deadline), 0.0)


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


def met_bot(cases: Cases) -> np.ndarray:
    """Which cases spent time with a bot in their first contact, or were closed by it, bool[n]."""
    minutes, outcome = cases.contacts["bot_minutes"][cases.first], cases.contacts["outcome"][cases.first]
    return (minutes > 0.0) | (outcome == Outcome.BOT_RESOLVED)
