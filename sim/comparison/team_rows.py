"""Teams of the columns as rows, and how complete they are: in the parity table and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sim.comparison.parity import ParityRow

if TYPE_CHECKING:
    from sim.comparison.prepared import Team

Teams = Mapping[str, "tuple[Team, ...]"]
ITEM = "every_function_present"
UNIT = "share of open time"


def with_completeness(rows: tuple[ParityRow, ...], teams: Teams) -> tuple[ParityRow, ...]:
    """The parity table with the mean share of open time in which a team has every function, after what is compared."""
    values = {column: round(mean_complete(found), 3) for column, found in teams.items()}
    place = 1 + max(number for number, row in enumerate(rows) if row.kind == "formation")
    return (*rows[:place], ParityRow(ITEM, UNIT, "formation", values), *rows[place:])


def mean_complete(teams: tuple[Team, ...]) -> float:
    """Mean over teams of the share of open time in which they have every function."""
    return sum(team.complete for team in teams) / len(teams)


def completeness_lines(teams: Teams) -> Iterator[str]:
    """Per column in which some team ever is complete: the mean over teams, and the least complete one."""
    for column, found in teams.items():
        if any(team.complete > 0.0 for team in found):
            least = min(found, key=lambda team: team.complete)
            text = f"Every function present in a team of {column}: {mean_complete(found):.0%} of open time"
            more = f", mean over {len(found)} teams" if len(found) > 1 else ""
            worst = f"; least in {least.name}, {least.complete:.0%}" if least.complete < mean_complete(found) else ""
            yield f"{text}{more}{worst}."


def team_rows(teams: Teams) -> list[dict[str, Any]]:
    """formation, team, people, every_function_present."""
    return [
        {"formation": column, "team": team.name, "people": team.people, ITEM: team.complete}
        for column, found in teams.items()
        for team in found
    ]
