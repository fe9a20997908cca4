"""What people can do, in words: the load offered, fatigue, a backlog that grows, and how complete teams are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sim.report.names import in_text
from sim.report.numbers import listed, number, signed
from sim.scenario.hours import MINUTES_PER_DAY, MINUTES_PER_WEEK

if TYPE_CHECKING:
    from sim.comparison.results import Simulation
    from sim.formation.prepared import Team
    from sim.measures import Growth, LoadState

MOST_TOLD = 9.0  # of the share by which work could grow
NEAR = 0.05  # an office that bears less work than this share more is near its limit


def load_line(load: Mapping[str, LoadState]) -> str:
    """Offered load by function, with fatigue, and how much more the tightest bears."""
    loads = [f"{in_text(name)} {state.offered:.2f} → {state.effective:.2f}" for name, state in load.items()]
    tightest = min(load, key=lambda name: load[name].margin)
    room = load[tightest].margin
    if room > MOST_TOLD:
        limit = f"bears more than {1.0 + MOST_TOLD:.0f} times the work"
    else:
        limit = f"bears {100.0 * room:.0f}% more work" if room >= 0.0 else "is past its limit"
    fullest = f"{in_text(tightest)} {limit}"
    return f"Offered load (expected returns included) → with fatigue at most: {', '.join(loads)}; {fullest}."


def overload_of(load: Mapping[str, LoadState]) -> Iterator[str]:
    """Functions that are offered more than they can do, then those that fatigue takes to their limit."""
    if over := [name for name, state in load.items() if state.offered >= 1.0 and not state.gives_up]:
        others = [f"{in_text(name)} {state.offered:.2f}" for name, state in load.items()]
        yield (
            f"Overload: {' and '.join(map(in_text, over))} cannot keep up alone (offered load, work that arrives over "
            f"what its own people can do: {', '.join(others)}). Times depend on how long the run is; read differences "
            "with care."
        )
    if lost := [name for name, state in load.items() if state.offered >= 1.0 and state.gives_up]:
        shown = ", ".join(f"{in_text(name)} {load[name].offered:.2f}" for name in lost)
        yield (
            f"As much comes as people can do, or more ({shown}): nothing piles up, as who waits too long gives up or "
            "finds no line. How many do is in calls_abandoned_share and blocked_share."
        )
    for name, state in load.items():
        warning = warning_of(state)
        if warning and state.offered < 1.0:
            yield (
                f"Overload: with fatigue, {in_text(name)} {warning} (offered {state.offered:.2f}, with fatigue "
                f"{state.effective:.2f}; no balance is left from {state.most:.2f} on)."
            )


def helped_lines(
    first: str, load: Mapping[str, LoadState], others: Mapping[str, Mapping[str, LoadState]]
) -> Iterator[str]:
    """Functions that cannot keep up in the first column, and can in others, where those who know them may help.

    load: of the first column by function; others: by column.
    """
    for name, state in load.items():
        helped = {column: there[name] for column, there in others.items() if not there[name].too_full}
        if state.too_full and helped:
            most = max(one.offered for one in helped.values())
            yield f"That is so in {first}; in {listed(list(helped))} others who know {name} help: {most:.2f} at most."


def warning_of(state: LoadState) -> str:
    """Why not to trust a load; "" where nothing is wrong."""
    if state.gives_up:
        return ""
    if state.too_full:
        return "cannot keep up"
    if len(state.roots) > 1:
        return f"keeps up, but not after a bad day that occupies people past {state.roots[1]:.2f}"
    if state.margin < NEAR:
        return f"is near its limit: {100.0 * state.margin:.0f}% more work is too much"
    return ""


def overload_lines(result: Simulation) -> Iterator[str]:
    """Functions that are offered more work than they can do, and columns whose backlog grows."""
    yield from overload_of(result.load)
    for column, growth in result.growth.items():
        if growth.overload:
            yield (
                f"Overload: in {in_text(column)} the backlog grows by {number(growth.cases_per_week)} cases a week, "
                "and would grow on; its times are cut at the deadline and flatter it."
            )


def filling_lines(result: Simulation) -> Iterator[str]:
    """Columns that had not filled when measuring began; not what is overloaded, which no warm-up fills."""
    late = {column: filling.filled_at for column, filling in result.fillings.items()
            if filling.late and not result.growth[column].overload}  # fmt: skip
    if late and all(state.offered < 1.0 for state in result.load.values()):
        begun, filled = result.scenario.time.warm_up_weeks, max(late.values())
        yield (
            f"Warm-up: {listed(list(map(in_text, late)))} begin empty, are measured from week {begun} on, and had "
            f"filled after {number(filled / MINUTES_PER_DAY)} days at the earliest (MSER-5), so times come out too "
            f"short; set time.warm_up_weeks to {math.ceil(filled / MINUTES_PER_WEEK)} or more."
        )


def growth_note(growth: Mapping[str, Growth]) -> str:
    """Growth beside restricted means, wherever it is more than chance; "" where it is nowhere."""
    columns = [
        f"{in_text(column)} {signed(backlog.cases_per_week)} cases a week (at least {signed(backlog.low)})"
        for column, backlog in growth.items()
        if backlog.significant
    ]
    return (
        f"Backlog that grows over the measured weeks: {', '.join(columns)}; times would grow with it."
        if columns
        else ""
    )


def completeness_lines(teams: Mapping[str, tuple[Team, ...]]) -> Iterator[str]:
    """Per columns with the same teams, some of them ever complete: the mean over teams, and the least complete one."""
    from sim.comparison.parity import mean_complete  # NumPy comes with it, and not everybody who validates waits for it

    for members in dict.fromkeys(teams.values()):
        if any(team.complete > 0.0 for team in members):
            columns = listed([in_text(column) for column, its in teams.items() if its == members])
            least = min(members, key=lambda team: team.complete)
            text = f"Every function present in a team of {columns}: {mean_complete(members):.0%} of open time"
            more = f", mean over {len(members)} teams" if len(members) > 1 else ""
            worst = f"; least in {least.name}, {least.complete:.0%}" if least.complete < mean_complete(members) else ""
            yield f"{text}{more}{worst}."
