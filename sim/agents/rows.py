"""The rows that are written: objects with the columns of a table as attributes, and tables made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.foundation.kinds import SegmentKind
from sim.process.rows import describe_contact, describe_link_segment, describe_segment
from sim.records.tables import BLANK_CONTACT, BLANK_SEGMENT, CONTACT, PERSON, SEGMENT, STEP_PARTS

if TYPE_CHECKING:
    from sim.agents.customer import CustomerAgent
    from sim.agents.model import OrganisationModel
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
SegmentRow = row_class("SegmentRow", zeros(SEGMENT) | BLANK_SEGMENT)
Length = row_class("Length", dict.fromkeys(STEP_PARTS, 0.0))


def new_contact(case: CustomerAgent) -> Any:
    """The row of the contact that begins now."""
    row = ContactRow(replication=case.model.replication)
    describe_contact(row, case.number, case.contact, case.channel, case.contact_arrival, case.deadline, case.distress)
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


def add_link_segment(person: PersonAgent, end: float) -> None:
    """Write down the giver's side of handoffs, from now on."""
    model = person.model
    if model.segments is not None:
        row = SegmentRow(replication=model.replication, kind=SegmentKind.LINK, start=model.now, end=end)
        describe_link_segment(row, person.team)
        row.person = person.number
        model.segments.append(row)


def contact_table(model: OrganisationModel) -> np.ndarray:
    """All contacts, at least one for each case of the replication's tape, by (case, contact). CONTACT[n]."""
    tape, rows = model.tape, []
    for number, contacts in enumerate(model.contact_rows):
        if not contacts:  # it had not arrived when the run stopped
            row = ContactRow(replication=model.replication)
            known = (tape.arrival[number], tape.deadline[number], tape.distress[number])
            describe_contact(row, number, 0, tape.channel[number], *known)
            contacts = [row.values()]
        rows += contacts
    return np.array(rows, dtype=CONTACT)


def person_table(model: OrganisationModel) -> np.ndarray:
    """All people. PERSON[P]."""
    return np.array([person.row.values() for person in model.people], dtype=PERSON)


def segment_table(model: OrganisationModel) -> np.ndarray | None:
    """All segments in the order of writing. SEGMENT[m], or None when not asked for."""
    if model.segments is None:
        return None
    return np.array([row.values() for row in model.segments], dtype=SEGMENT)
