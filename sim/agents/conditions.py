"""What stays the same while a model runs, as plain Python numbers.

A NumPy scalar costs ten times a float in a loop, so the arrays are unpacked once, here.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.demand.tape import Customers
from sim.demand.tape import Tape as DemandTape
from sim.formation.arrays import Formation, People
from sim.foundation.calendar import minutes_to_closing
from sim.process.learning import familiarity_today, speed_today

TAPE_COLUMNS = (
    *("arrival", "deadline", "lineage", "account", "channel", "language", "needs", "need", "hidden", "work"),
    *("ambiguity", "distress", "patience"),
)

Tape = SimpleNamespace  # columns of the tape by name, each a list by case


@dataclass(frozen=True)
class Channel:
    """A way in; priority: the least is served first."""

    priority: int
    live: bool
    turn_away: bool
    bot: bool
    misroute_factor: float
    pickup_inside: float
    pickup_across: float
    lines: int
    waiting_room: int


@dataclass(frozen=True)
class Function:
    """What is known of a function's work and of what follows it."""

    mean_work: float
    likeliest_next: int
    next_share: float
    outside_share: float
    outside_scale: float
    outside_shape: float
    after_call_minutes: float
    after_call_constant: bool


@dataclass(frozen=True)
class Conditions:
    """The surroundings of a case: a `Run` of sim.process.records, opening hours, needs, and the policy of the column.

    way_in: by channel. function: by number, and last the front door.
    open_before: {(channel, whole minute of the week): open minutes before it}, indexed like the array.
    closing: likewise, minutes until whoever waits is told to call again.
    wrong: rows of the cumulative distribution of the wrong function named.
    independent: rows of whether needs of two functions can be served at the same time.
    first_line, lane: per team. distance: levels between two teams. door_open: whether a first line answers, per
        language.
    policy: the settings of the column by name, as in POLICY.
    """

    key: int
    functions: int
    mean_ambiguity: float
    hidden_share: float
    cohort_start: float
    cohort_end: float
    end: float
    slow_clock: bool
    mean_speed: float
    mean_familiarity: float
    pace_sigma: float
    warmth_mean: float
    warmth_spread: float
    by_count: bool
    function_names: tuple[str, ...]
    language_names: tuple[str, ...]
    channel_names: tuple[str, ...]
    way_in: list[Channel]
    function: list[Function]
    open_before: dict[tuple[int, int], float]
    closing: dict[tuple[int, int], float]
    wrong: list[list[float]]
    independent: list[list[bool]]
    first_line: list[bool]
    lane: list[int]
    distance: list[list[int]]
    door_open: list[bool]
    policy: SimpleNamespace


def conditions_of(customers: Customers, people: People, formation: Formation, key: int) -> Conditions:
    """Unpack the arrays of demand and of one column. key: of the replication."""
    policy = policy_of(formation)
    answers = formation.first_line & bool(policy.walls)
    pickup = formation.pickup.T
    closing = minutes_to_closing(customers.open_before, customers.call_again, customers.turn_away)
    front_door = Function(1.0, -1, 0.0, 0.0, 1.0, 1.0, 0.0, False)
    return Conditions(
        key=key,
        functions=len(customers.function_names),
        mean_ambiguity=float(customers.mean_ambiguity),
        hidden_share=float(customers.hidden_share),
        cohort_start=float(customers.cohort_start),
        cohort_end=float(customers.cohort_end),
        end=float(customers.end),
        slow_clock=customers.slow_clock,
        mean_speed=speed_today(policy),
        mean_familiarity=familiarity_today(policy),
        pace_sigma=people.pace_sigma,
        warmth_mean=people.warmth_mean,
        warmth_spread=people.warmth_spread,
        by_count=people.leavers_by_count,
        function_names=customers.function_names,
        language_names=customers.language_names,
        channel_names=customers.channel_names,
        way_in=rows_of(Channel, customers, pickup_inside=pickup[0], pickup_across=pickup[1]),
        function=[*rows_of(Function, customers), front_door],
        open_before=by_minute(customers.open_before.tolist()),
        closing=by_minute(closing.tolist()),
        wrong=customers.wrong.tolist(),
        independent=customers.independent.tolist(),
        first_line=answers.tolist(),
        lane=formation.lane.tolist(),
        distance=formation.distance.tolist(),
        door_open=people.speaks[answers[formation.home_team]].any(axis=0).tolist(),
        policy=policy,
    )


def rows_of(record: Any, customers: Customers, **more: np.ndarray) -> list[Any]:
    """One record a row of the columns of customers that it names."""
    names = [field.name for field in fields(record)]
    columns = [(more[name] if name in more else getattr(customers, name)).tolist() for name in names]
    return [record(*values) for values in zip(*columns, strict=True)]


def tape_of(tape: DemandTape, replication: int) -> Tape:
    """Cases of one replication, counted from the start of the block."""
    cases = tape.cases_of(replication)
    return SimpleNamespace(**{column: getattr(tape, column)[cases].tolist() for column in TAPE_COLUMNS})


class Dials(SimpleNamespace):
    """The policy row of a column by name."""

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """A dial that there is not. Raises AttributeError."""
            raise AttributeError(f"no column has a dial {name}: declare it in sim/scenario/policy_settings.py")


def policy_of(formation: Formation) -> Dials:
    """The policy row of a column by name."""
    row = formation.policy
    return Dials(**{name: row[name].item() for name in formation.policy.dtype.names or ()})


def by_minute(table: list[list[float]]) -> dict[tuple[int, int], float]:
    """Numbers of each minute in a form that [channel, minute] looks up without NumPy."""
    return {(channel, minute): value for channel, row in enumerate(table) for minute, value in enumerate(row)}


def check_staffed(tape: DemandTape, customers: Customers, people: People, formation: Formation) -> None:
    """Stop before the run if nobody can serve what a case needs, or may be taken to need: it could wait for ever."""
    needed = np.zeros(people.able.any(axis=0).shape, dtype=bool)  # function, language
    case, position = np.nonzero(np.arange(tape.need.shape[1]) < tape.needs[:, None])
    needed[tape.need[case, position], tape.language[case]] = True
    if formation.policy["misroute_share"] > 0.0 and (customers.misroute_factor > 0.0).any():
        named = np.diff(customers.wrong, axis=1, prepend=0.0) > 0.0
        needed |= (named[:, :, None] & needed[:, None, :]).any(axis=0)
    missing = [
        f"{customers.function_names[function]} in {customers.language_names[language]}".removesuffix(" in ")
        for function, language in np.argwhere(needed & ~people.able.any(axis=0)).tolist()
    ]
    if missing:
        raise ValueError(
            f"Nobody can serve {', '.join(missing)}: every need of a case takes at least one person who is able and "
            "speaks the language."
        )
