"""Everything that is measured of one case: its waterfall, its changes of hands, its visits, what the customer felt.

The waterfall says where the time from first contact until truly solved goes, part by part. Waiting and steps are the
engines' own bookkeeping, added up over the contacts of a case. Time between contacts and time lost are read off the
dates of the contacts. No part is what the others leave: that they add up to the resolution time of every case, to the
last bit, is a test and not a definition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from sim.demand.tape import Customers
from sim.foundation.calendar import deadline_after
from sim.foundation.kinds import ComesBack, Outcome
from sim.measures.cases import Cases
from sim.measures.columns import Ratio
from sim.measures.empathy import FeltEmpathy
from sim.measures.empathy_table import felt_values
from sim.measures.registry import MEASURES
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
    """What every measure of cases is computed from, as the registry says.

    felt: of the same cases; without it nothing is said of felt empathy.
    """
    values = values_of_measures(PerCase(cases, customers, felt), cases.resolution)
    values.sums["bot_contacts"] = met_bot(cases)  # no measure by itself: bots are paid for by contact
    return values


def values_of_measures(of_case: PerCase | Mapping[str, np.ndarray], resolution: np.ndarray) -> CaseValues:
    """The values of cases in the order of the measures that they are for; measures of unknown values are left out.

    of_case: by name, [n] each. resolution: float64[n].
    """
    values = CaseValues({}, {}, {}, resolution, {})
    homes: dict[str, dict[str, Any]] = {
        "mean": values.means, "sum": values.sums, "ratio": values.parts, "explained": values.explained,
    }  # fmt: skip
    for measure in MEASURES:
        if measure.by.how in homes and all(name in of_case for name in measure.values):
            found = tuple(of_case[name] for name in measure.values)
            homes[measure.by.how][measure.name] = found if len(found) > 1 else found[0]
    return values


class PerCase:
    """Values of each of n cases by name, [n] each, worked out when asked for.

    A name is that of a property here, of something felt, or else of a column of contacts, which is summed over the
    contacts of a case.
    """

    def __init__(self, cases: Cases, customers: Customers, felt: FeltEmpathy | None) -> None:
        """felt: of the same cases; None where nothing is known of it."""
        self._cases, self._customers = cases, customers
        self._felt = felt_values(felt) if felt is not None else {}

    def __contains__(self, name: str) -> bool:
        """Whether a value of this name is known."""
        return hasattr(type(self), name) or name in self._felt or name in self._cases.sums

    def __getitem__(self, name: str) -> np.ndarray:
        """The value of this name. KeyError where there is none."""
        if hasattr(type(self), name):
            return getattr(self, name)
        return self._felt[name] if name in self._felt else self._cases.sums[name]

    @property
    def one(self) -> np.ndarray:
        """1 for every case."""
        return np.ones(self._cases.first.size)

    @property
    def resolution_minutes(self) -> np.ndarray:
        """From first contact until truly solved, cut at the deadline."""
        return self._cases.resolution

    @property
    def first_response_minutes(self) -> np.ndarray:
        """From first contact until somebody served it, or a bot solved it."""
        return self._cases.first_response

    @property
    def between_minutes(self) -> np.ndarray:
        """Between contacts."""
        return self._cases.total(between_contacts(self._cases))

    @property
    def lost_minutes(self) -> np.ndarray:
        """From the end of an unsolved case to its deadline."""
        return lost(self._cases)

    @property
    def touch_minutes(self) -> np.ndarray:
        """In which somebody served it."""
        return sum((self[part] for part in STEP_PARTS), np.zeros(self._cases.first.size))

    @property
    def changes_of_hands(self) -> np.ndarray:
        """Changes of hands of any kind."""
        return self["handoffs"] + self["lead_changes"]

    @cached_property
    def transferred(self) -> np.ndarray:
        """Whether it changed teams."""
        return self["handoffs"] >= 1

    @property
    def transferred_thrice(self) -> np.ndarray:
        """Whether it did so three times or more."""
        return self["handoffs"] >= 3

    @property
    def sent_back(self) -> np.ndarray:
        """Whether it went back to the team before last."""
        return self.transferred & (self["ping_pongs"] >= 1)

    @property
    def solved(self) -> np.ndarray:
        """Whether it was truly solved by its deadline."""
        return self._cases.solved

    @property
    def solved_at_once(self) -> np.ndarray:
        """Whether it was so in its first contact."""
        return self._cases.solved & (self._cases.last == self._cases.first)

    @property
    def solved_by_bot(self) -> np.ndarray:
        """Whether a bot did."""
        return self._cases.solved & (self._cases.contacts["outcome"][self._cases.last] == Outcome.BOT_RESOLVED)

    @cached_property
    def solved_by_people(self) -> np.ndarray:
        """Whether people did."""
        return self._cases.solved & ~self.solved_by_bot

    @property
    def seen_through(self) -> np.ndarray:
        """Whether the one person whom the customer met did."""
        return self.solved_by_people & (self["people_met"] == 1)

    @property
    def gave_up(self) -> np.ndarray:
        """Whether nobody served the customer in time."""
        return self._cases.gave_up

    @property
    def capped(self) -> np.ndarray:
        """Whether the customer would have come back once more, but for most_contacts."""
        back = self._cases.contacts["comes_back"][self._cases.last]
        return (back == ComesBack.CAPPED) & (self._cases.ended[self._cases.last] <= self._cases.deadline)

    @property
    def redialled(self) -> np.ndarray:
        """Whether the customer gave up and tried again."""
        return self._cases.total(came_back_by(self._cases, ComesBack.REDIAL)) > 0

    @property
    def returned(self) -> np.ndarray:
        """Whether it seemed solved, and came back."""
        return self._cases.total(came_back_by(self._cases, ComesBack.RETURN)) > 0

    @cached_property
    def contacts(self) -> np.ndarray:
        """Contacts begun by the deadline."""
        return self._cases.total(self._cases.counted)

    @property
    def contacts_again(self) -> np.ndarray:
        """Those of them that are not the first."""
        return self._cases.total(self._cases.counted & (self._cases.contacts["contact"] > 0))

    @property
    def asking(self) -> np.ndarray:
        """Those of them that were not closed by a bot."""
        return self._cases.total(self._asks)

    @property
    def answered_in_target(self) -> np.ndarray:
        """Those of these that were served within the target."""
        return self._cases.total(self._asks & answered_in_target(self._cases, self._customers))

    @property
    def calls(self) -> np.ndarray:
        """Those of them that came by a live channel and were not turned away."""
        return self._cases.total(self._calls)

    @property
    def calls_given_up(self) -> np.ndarray:
        """Those of these whose customer ran out of patience."""
        return self._cases.total(self._calls & (self._cases.contacts["outcome"] == Outcome.ABANDONED))

    @cached_property
    def _calls(self) -> np.ndarray:
        live = self._customers.live[self._cases.contacts["channel"]]
        return self._asks & live & (self._cases.contacts["outcome"] != Outcome.TURNED_AWAY)

    @cached_property
    def _asks(self) -> np.ndarray:
        return self._cases.counted & (self._cases.contacts["outcome"] != Outcome.BOT_RESOLVED)


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
