"""11 Rows: what is written of a contact when it begins, and of a stretch of a case's time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.process.records import Case, ContactRow, Run, SegmentRow


def describe_contact(
    contact: ContactRow, case: int, number: int, channel: int, arrived_at: float, deadline: float, distress: float
) -> None:
    """11.2 What is known of a contact before anything has happened in it. number: 0 for the first of the case."""
    contact.case = case
    contact.contact = number
    contact.channel = channel
    contact.arrived_at = arrived_at
    contact.deadline_at = deadline
    contact.distress = distress


def describe_segment(segment: SegmentRow, case: Case, run: Run, need: int) -> None:
    """11.4 What held of a case when a stretch of its time began. need: the function that it truly needs."""
    segment.case = case.number
    segment.contact = case.contact
    segment.step = case.step
    segment.apparent = case.apparent if case.apparent < run.functions else -1
    segment.need = need
    segment.need_position = case.position
    segment.attempt = case.attempt
    segment.team = case.team


def describe_join_segment(segment: SegmentRow, need: int, position: int) -> None:
    """11.4 Who joins a step has a need of their own. need: the function. position: of the need."""
    segment.apparent = need
    segment.need = need
    segment.need_position = position
    segment.attempt = 0


def describe_link_segment(segment: SegmentRow, team: int) -> None:
    """6.6 The giver's side of handoffs, which may be of several cases. team: home team of the giver."""
    segment.case = -1
    segment.contact = -1
    segment.step = -1
    segment.apparent = -1
    segment.need = -1
    segment.need_position = -1
    segment.attempt = -1
    segment.team = team
