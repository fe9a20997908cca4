"""People, their shifts, and how a column arranges them into teams."""

from sim.formation.arrays import (
    POLICY,
    Borrowing,
    Formation,
    Lead,
    People,
    QueueOrder,
    ReturnTo,
    Roster,
    ShiftEvent,
    TeamChoice,
)
from sim.formation.build import build_formation, relabelled
from sim.formation.people import build_people, build_roster

__all__ = [
    "POLICY",
    "Borrowing",
    "Formation",
    "Lead",
    "People",
    "QueueOrder",
    "ReturnTo",
    "Roster",
    "ShiftEvent",
    "TeamChoice",
    "build_formation",
    "build_people",
    "build_roster",
    "relabelled",
]
