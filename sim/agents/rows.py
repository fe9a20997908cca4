"""The rows that are written: objects with the columns of a table as attributes, and tables made of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.agents.conditions import policy_of
from sim.foundation.kinds import State
from sim.process.accounts import keeps_accounts, trust_at_start
from sim.process.rows import describe_contact, describe_link_segment, describe_segment
from sim.records.tables import (
    ACCOUNT,
    BLANK_ACCOUNT,
    BLANK_CONTACT,
    BLANK_SEGMENT,
    CONTACT,
    PERSON,
    PERSON_WEEK,
    SEGMENT,
    STEP_PARTS,
)

if TYPE_CHECKING:
    from sim.agents.customer import CustomerAgent
    from sim.agents.model import Organisation
    from sim.agents.person import PersonAgent


def row_class(name: str, columns: dict[str, Any]) -> Any:
    """A class of rows. columns: name -> value before anything is written in it."""

    def __init__(self: Any, **known: Any) -> None:
        for column, value in (columns | known).items():
            setattr(self, column, value)

    def values(self: Any) -> tuple[Any, ...]:
        return tuple(getattr(self, column) for column in columns)

    return type(name, (), {"__slots__": tuple(columns), "__init__": __init__, "values": values})


def zeros(table: np.dtype) -> dict[str, Any]:
    """Column -> 0 of the column's kind of number."""
    return {column: np.zeros((), table[column]).item() for column in table.names or ()}


ContactRow = row_class("ContactRow", zeros(CONTACT) | BLANK_CONTACT)
PersonRow = row_class("PersonRow", zeros(PERSON))
WeekRow = row_class("WeekRow", zeros(PERSON_WEEK))
AccountRow = row_class("AccountRow", zeros(ACCOUNT) | BLANK_ACCOUNT)
SegmentRow = row_class("SegmentRow", zeros(SEGMENT) | BLANK_SEGMENT)
Length = row_class("Length", dict.fromkeys(STEP_PARTS, 0.0))


def new_contact(case: CustomerAgent) -> Any:
    """The row of the contact that begins now."""
    row = ContactRow(replication=case.model.replication)
    describe_contact(row, case.number, case.contact, case.channel, case.contact_arrival, case.deadline, case.distress)
    return row


def first_contact(model: Organisation, number: int) -> Any:
    """The row of the first contact of a case that has not come, before anything has happened in it."""
    tape, row = model.tape, ContactRow(replication=model.replication)
    known = (tape.arrival[number], tape.deadline[number], tape.distress[number])
    describe_contact(row, number, 0, tape.channel[number], *known)
    return row


def add_segment(case: CustomerAgent, kind: int, start: float, end: float, person: PersonAgent | None = None) -> Any:
    """Write down a stretch of a case's time. person: who has a part in it, if anybody."""
    model = case.model
    row = SegmentRow(replication=model.replication, kind=kind, start=start, end=end)
    describe_segment(row, case, model.conditions, case.true_function)
    if person is not None:
        row.person = person.number
    if model.segments is not None:
        model.segments.append(row)
    return row


def add_own_segment(person: PersonAgent, kind: int, end: float) -> None:
    """Write down a stretch of somebody's time that belongs to no case, from now on."""
    model = person.model
    if model.segments is not None:
        row = SegmentRow(replication=model.replication, kind=kind, start=model.now, end=end)
        describe_link_segment(row, person.team)
        row.person = person.number
        model.segments.append(row)


def contact_table(model: Organisation) -> np.ndarray:
    """All contacts, at least one for each case of the replication's tape, by (case, contact). CONTACT[n]."""
    rows = []
    for number, contacts in enumerate(model.contact_rows):
        if not contacts:  # it had not arrived when the run stopped
            contacts = [first_contact(model, number).values()]
        rows += contacts
    return np.array(rows, dtype=CONTACT)


def new_accounts(model: Organisation) -> dict[int, Any]:
    """Everybody on the replication's tape before their first case, by number; nobody where no account is kept."""
    way = model.way
    if not any(keeps_accounts(policy_of(one)) for one in (way.first, *(switch.formation for switch in way.switches))):
        return {}
    known = {"replication": model.replication, "trust": trust_at_start(model.conditions.policy)}
    return {number: AccountRow(account=number, **known) for number in sorted(set(model.tape.account))}


def account_table(model: Organisation) -> np.ndarray:
    """All accounts. ACCOUNT[a]."""
    return np.array([row.values() for row in model.accounts.values()], dtype=ACCOUNT)


def so_far(model: Organisation) -> tuple[np.ndarray, np.ndarray]:
    """Contacts and weeks up to now, as a gate reads them."""
    contacts = [row for rows in model.contact_rows for row in rows]
    contacts += [case.row.values() for case in model.cases.values() if case.state != State.AWAY]
    table = np.array(contacts, dtype=CONTACT)
    weeks = model.week_rows[: model.week * len(model.people)]
    return table[np.lexsort([table["contact"], table["case"]])], weeks.copy()


def person_table(model: Organisation) -> np.ndarray:
    """All people. PERSON[P]."""
    return np.array([person.row.values() for person in model.people], dtype=PERSON)


def write_week(model: Organisation, week: int, book: Callable[[PersonAgent, Any], None]) -> None:
    """Write down a week of everybody. book: fills the row of a person."""
    for person in model.people:
        row = WeekRow(replication=model.replication, person=person.number, week=week)
        book(person, row)
        model.week_rows[week * len(model.people) + person.number] = row.values()


def segment_table(model: Organisation) -> np.ndarray | None:
    """All segments in the order of writing. SEGMENT[m], or None when not asked for."""
    if model.segments is None:
        return None
    return np.array([row.values() for row in model.segments], dtype=SEGMENT)
