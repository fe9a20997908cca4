"""A stage of a road knows of every table of a column whether it becomes another."""

from __future__ import annotations

from sim.core.switching import OF_POLICY, OF_TEAMS, WITH_STATE
from sim.core.tables import column_tables
from tests.unit.agents.factory import Case, Person, arrays

# What happened so far, what is the same for all columns, and what a stage writes field by field.
STAYS = (
    *("run", "who", "skill", "removed", "shift", "open_before", "closing", "function", "wrong", "independent"),
    *("blank_case", "blank_contact", "blank_segment", "usual_hours", "lines_in_use", "owing"),
)


def test_every_table_of_a_column_is_kept_or_becomes_another():
    _, customers, people, roster, formation = arrays([Case(at=0.0)], [Person()])
    known = [*OF_POLICY, *OF_TEAMS, *WITH_STATE, *STAYS]
    assert len(set(known)) == len(known)
    assert set(column_tables(people, customers, roster, formation)) == set(known)
