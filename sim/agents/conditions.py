"""What stays the same while a model runs, as plain Python numbers.

A NumPy scalar costs ten times a float in a loop, so the arrays are unpacked once, here.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

from sim.demand.tape import Customers
from sim.formation.arrays import Borrowing, Formation, Lead, People

STAGE = 0  # one stage until transformations come


@dataclass(frozen=True)
class Conditions:
    """The surroundings of a case: opening hours, needs, and the policy of the column.

    open_before: {(channel, whole minute of the week): open minutes before it}, indexed like the array.
    wrong: rows of the cumulative distribution of the wrong function named.
    pickup: (inside, across) per channel, minutes.
    policy: the settings of the column by name, as in POLICY.
    """

    functions: int
    function_names: tuple[str, ...]
    channel_names: tuple[str, ...]
    priority: list[int]
    live: list[bool]
    turn_away: list[bool]
    bot: list[bool]
    open_before: dict[tuple[int, int], float]
    mean_work: list[float]
    wrong: list[list[float]]
    likeliest_next: list[int]
    next_share: list[float]
    mean_ambiguity: float
    cohort_start: float
    cohort_end: float
    end: float
    pickup: list[list[float]]
    policy: SimpleNamespace
    walls: bool
    fixed_lead: bool
    leaderless: bool
    borrowing: bool


def conditions_of(customers: Customers, formation: Formation) -> Conditions:
    """Unpack the arrays of demand and of one column."""
    policy = policy_of(formation)
    return Conditions(
        functions=len(customers.function_names),
        function_names=customers.function_names,
        channel_names=customers.channel_names,
        priority=customers.priority.tolist(),
        live=customers.live.tolist(),
        turn_away=customers.turn_away.tolist(),
        bot=customers.bot.tolist(),
        open_before=by_minute(customers.open_before.tolist()),
        mean_work=customers.mean_work.tolist(),
        wrong=customers.wrong.tolist(),
        likeliest_next=customers.likeliest_next.tolist(),
        next_share=customers.next_share.tolist(),
        mean_ambiguity=float(customers.mean_ambiguity),
        cohort_start=float(customers.cohort_start),
        cohort_end=float(customers.cohort_end),
        end=float(customers.end),
        pickup=formation.pickup[STAGE].tolist(),
        policy=policy,
        walls=bool(policy.walls),
        fixed_lead=policy.lead == Lead.FIXED,
        leaderless=policy.lead == Lead.LEADERLESS,
        borrowing=policy.borrowing == Borrowing.ANYWHERE,
    )


def policy_of(formation: Formation) -> SimpleNamespace:
    """The policy row of a column by name."""
    row = formation.policy[STAGE]
    return SimpleNamespace(**{name: row[name].item() for name in formation.policy.dtype.names})


def by_minute(open_before: list[list[float]]) -> dict[tuple[int, int], float]:
    """The opening hours in a form that [channel, minute] looks up without NumPy."""
    return {(channel, minute): value for channel, row in enumerate(open_before) for minute, value in enumerate(row)}


def check_staffed(customers: Customers, people: People) -> None:
    """Stop before the run if a function is nobody's home: no team could be chosen for its work."""
    staffed = set(people.function.tolist())
    missing = [name for number, name in enumerate(customers.function_names) if number not in staffed]
    if missing:
        raise ValueError(f"Nobody works in {', '.join(missing)}: every function needs at least one person.")
