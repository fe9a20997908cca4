"""The parity table: what every column shares, and every dial in which columns differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.formation.arrays import POLICY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.formation.arrays import Formation, People
    from sim.formation.prepared import Prepared, Team

COMPLETENESS = "every_function_present"


class ParityError(RuntimeError):
    """Columns differ in something that none of them declares."""


@dataclass(frozen=True)
class ParityRow:
    """One line of the parity table.

    values: by column. kind: "equal" (must be and is), "formation" (what is compared), "declared" (a dial that a
    column declares).
    """

    item: str
    unit: str
    kind: str
    values: dict[str, Any]


def parity_rows(
    prepared: Prepared, customers_hash: str, teams: Mapping[str, tuple[Team, ...]]
) -> tuple[ParityRow, ...]:
    """The parity table. Raises ParityError where columns differ undeclared. teams: of every column."""
    rows = [*_equal_rows(prepared, customers_hash), *_formation_rows(prepared, teams), *_declared_rows(prepared)]
    for row in rows:
        if row.kind == "equal" and len(set(row.values.values())) > 1:
            raise ParityError(f"columns differ in {row.item}: {row.values}")
    return tuple(rows)


def _equal_rows(prepared: Prepared, customers_hash: str) -> list[ParityRow]:
    totals = {name: _totals(prepared.people, formation) for name, formation in prepared.formations.items()}
    units = {"headcount": "people", "skill_hours_per_week": "hours x skill", "payroll_per_week": "currency"}
    trained = any(formation.skill is not None for formation in prepared.formations.values())
    rows = [
        ParityRow(
            item, unit, "formation" if trained and item.startswith("skill") else "equal",
            {name: total[item] for name, total in totals.items()},
        )
        for item, unit in units.items()
    ]  # fmt: skip
    return [*rows, ParityRow("customers", "hash", "equal", dict.fromkeys(prepared.columns, customers_hash[:12]))]


def _totals(people: People, formation: Formation) -> dict[str, float]:
    """Of everybody who belongs to a team of this column."""
    member = formation.home_team >= 0
    minutes = np.bincount(people.shift_person, weights=people.shift_end - people.shift_start, minlength=people.count)
    hours = np.where(member, minutes / 60.0, 0.0)
    return {
        "headcount": int(member.sum()),
        "skill_hours_per_week": round(float(np.sum(hours * people.trained_in(formation).skill.sum(axis=1))), 6),
        "payroll_per_week": round(float(np.sum(hours * people.pay_per_hour)), 6),
    }


def _formation_rows(prepared: Prepared, teams: Mapping[str, tuple[Team, ...]]) -> list[ParityRow]:
    from sim.scenario import partition_of

    settings = {name: partition_of(prepared.scenario, name) for name in prepared.columns}
    partition = {name: settings[name].partition for name in prepared.columns}
    counts = {name: formation.team_count for name, formation in prepared.formations.items()}
    sizes = {name: _sizes(formation) for name, formation in prepared.formations.items()}
    complete = {name: round(mean_complete(members), 3) for name, members in teams.items()}
    skills = {name: settings[name].second_skills for name in prepared.columns}
    trained = [ParityRow("second_skills", "-", "formation", skills)] if len(set(skills.values())) > 1 else []
    return [
        *trained,
        ParityRow("partition", "-", "formation", partition),
        ParityRow("teams", "teams", "formation", counts),
        ParityRow("team_sizes", "people", "formation", sizes),
        ParityRow(COMPLETENESS, "share of open time", "formation", complete),
    ]


def mean_complete(teams: tuple[Team, ...]) -> float:
    """Mean over teams of the share of open time in which they have every function."""
    return sum(team.complete for team in teams) / len(teams)


def _sizes(formation: Formation) -> str:
    home = formation.home_team
    sizes = np.bincount(home[home >= 0])
    low, high = np.min(sizes), np.max(sizes)
    return str(low) if low == high else f"{low}-{high}"


def _declared_rows(prepared: Prepared) -> list[ParityRow]:
    from sim.scenario import declared_dials, policy_of
    from sim.scenario.declaration import declaration_of
    from sim.scenario.policy_settings import Policy

    scenario, columns = prepared.scenario, prepared.columns
    policies = {name: policy_of(scenario, name) for name in columns}
    declared = {name: set(declared_dials(scenario, name)) for name in columns}
    rows = []
    for dial, field in Policy.model_fields.items():
        values = {name: getattr(policies[name], dial) for name in columns}
        if all(value == values[columns[0]] for value in values.values()):
            continue
        rows.append(ParityRow(dial, declaration_of(field).unit, "declared", values))
    _refuse_undeclared(prepared, declared)
    return rows


def _refuse_undeclared(prepared: Prepared, declared: dict[str, set[str]]) -> None:
    """What engines are given may differ between two columns only in what one of them declares."""
    first, *others = prepared.formations.values()
    for other in others:
        differing = {dial for dial in POLICY.names or () if first.policy[dial] != other.policy[dial]}
        if not np.array_equal(first.pickup[..., 0], other.pickup[..., 0]):
            differing.add("pickup_inside_minutes")
        if not np.array_equal(first.pickup[..., 1], other.pickup[..., 1]):
            differing.add("pickup_across_minutes")
        if secret := differing - declared[first.name] - declared[other.name]:
            raise ParityError(f"{first.name} and {other.name} differ undeclared in: {', '.join(sorted(secret))}")
