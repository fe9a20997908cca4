"""People, partition and policy as index arrays: what both engines read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from sim.scenario.declaration import Settings, declaration_of
from sim.scenario.demand_settings import ComingBack, Technology
from sim.scenario.over_time import Familiarity, Learning, Loyalty, Staff, Usual
from sim.scenario.people_settings import Fatigue
from sim.scenario.policy_settings import Policy

# The blocks of settings whose numbers engines read: the dials of a column, then what is the same for all columns, and
# at last what changes over weeks.
SLOW = (Learning, Familiarity, Staff, Loyalty)
BLOCKS = (Policy, Fatigue, ComingBack, Technology, *SLOW)


def _columns_of(block: type[Settings]) -> Iterator[tuple[str, str]]:
    """(name, type) of every number of a block; a word is the number that it has in its `codes`."""
    kinds: dict[Any, str] = {float: "f8", float | None: "f8", int: "i8", bool: "i8"}
    for name, declared in block.model_fields.items():
        if kind := "i8" if declaration_of(declared).codes else kinds.get(declared.annotation):
            yield name, kind


# One row per column: every number an engine needs beside the arrays, under the name of its setting.
POLICY = np.dtype([column for block in BLOCKS for column in _columns_of(block)])
# What is usual today, a row per person: the settings of over_time.usual for their function, 0 where none is known.
USUAL = np.dtype([(f"usual_{name}", kind) for name, kind in _columns_of(Usual)])


@dataclass(frozen=True)
class People:
    """P people, the same for every column. F functions, L languages.

    key: uint64[P], from (function, number within it). seat: str[P], "sales 3".
    function: int64[P], home function. skill: float64[P, F], 0 = cannot, 1 at home.
    pace: float64[P]. warmth: float64[P] in [0, 1]. pay_per_hour: float64[P]. away_share: float64[P].
    shift_person: int64[K], shift_start, shift_end: float64[K], minutes in the week (an end may lie
        past 10080): the weekly pattern, one row per person and span.
    speaks: bool[P, L]. site: int64[P], number in site_names (one "" where none are given).
    wave_date: int64[W], day numbers in waves of absence, ascending; wave_share: float64[W], probability of being
        away on each beside away_share. The roster holds both together, so engines need not know them.
    pace_sigma: standard deviation of the logarithm of pace between people; warmth_mean, warmth_spread: of warmth. By
        these newcomers are drawn.
    group: int64[P], among whom it is all one who leaves, where leavers_by_count.
    usual: USUAL[P]. usual_practice: float64[P, F], hours a week in each function. What is usual today; by default 0,
        as nothing is known.
    """

    key: np.ndarray
    seat: tuple[str, ...]
    function: np.ndarray
    skill: np.ndarray
    pace: np.ndarray
    warmth: np.ndarray
    pay_per_hour: np.ndarray
    away_share: np.ndarray
    shift_person: np.ndarray
    shift_start: np.ndarray
    shift_end: np.ndarray
    speaks: np.ndarray
    site: np.ndarray
    site_names: tuple[str, ...]
    wave_date: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    wave_share: np.ndarray = field(default_factory=lambda: np.zeros(0))
    pace_sigma: float = 0.0
    warmth_mean: float = 0.6
    warmth_spread: float = 0.0
    group: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    leavers_by_count: bool = False
    usual: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=USUAL))
    usual_practice: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))

    def __post_init__(self) -> None:
        """Where nothing is known to be usual, that is 0 for everybody; where there are no groups, all are of one."""
        if self.group.size != self.key.size:
            object.__setattr__(self, "group", np.zeros(self.key.size, dtype=np.int64))
        if self.usual.size != self.key.size:
            object.__setattr__(self, "usual", np.zeros(self.key.size, dtype=USUAL))
            object.__setattr__(self, "usual_practice", np.zeros(self.skill.shape))

    @property
    def count(self) -> int:
        """Number of people."""
        return self.key.size

    def only(self, members: np.ndarray) -> People:
        """These people alone, in this order. members: int64[k], numbers of people."""
        number = np.full(self.count, -1, dtype=np.int64)
        number[members] = np.arange(members.size)
        spans = np.flatnonzero(number[self.shift_person] >= 0)
        columns = (
            *("key", "function", "skill", "pace", "warmth", "pay_per_hour", "away_share", "speaks", "site"),
            *("usual", "usual_practice", "group"),
        )
        return replace(
            self,
            seat=tuple(self.seat[member] for member in members),
            shift_person=number[self.shift_person[spans]],
            shift_start=self.shift_start[spans],
            shift_end=self.shift_end[spans],
            **{name: getattr(self, name)[members] for name in columns},
        )

    def trained_in(self, formation: Formation) -> People:
        """The same people with the skills that they have in a column."""
        return self if formation.skill is None else replace(self, skill=formation.skill)

    @property
    def able(self) -> np.ndarray:
        """Who may serve a function in a language: skill above 0, and speaks it. bool[P, F, L]."""
        return (self.skill > 0.0)[:, :, None] & self.speaks[:, None, :]

    @property
    def at_home(self) -> np.ndarray:
        """Who counts as capacity for a function in a language: the able of that home function, or all who are able
        where there is nobody of it. bool[P, F, L]."""
        home = self.function[:, None] == np.arange(self.skill.shape[1])
        found = self.able & home[:, :, None]
        return np.where(found.any(axis=0), found, self.able)


@dataclass(frozen=True)
class Roster:
    """Planned shift events of a whole run, sorted by (time, kind, person); the same for all columns.

    time: float64[K]. kind: int64[K] (ShiftEvent). person: int64[K]. date: int64[K], day number on which
    the shift began: absence is drawn per (replication, person, date). ends: float64[K], when that shift ends.
    away_share: float64[K], probability that the person does not come to that shift, waves of absence included.
    """

    time: np.ndarray
    kind: np.ndarray
    person: np.ndarray
    date: np.ndarray
    ends: np.ndarray
    away_share: np.ndarray


@dataclass(frozen=True)
class Formation:
    """One column. T teams, P people, C channels.

    name: of the column. team_names: str[T]. home_team: int64[P]; teams are numbered by their lowest person.
    first_line: bool[T], teams that answer every new contact. lane: int64[T] (Lane).
    distance: int64[T, T], levels of the organisation between two teams: 0 on the diagonal, 1 at least elsewhere.
    policy: one POLICY row. pickup: float64[C, 2], minutes inside (0) and across (1) teams, on the grid.
    skill: float64[P, F], where the column trains people otherwise (`second_skills`); None: as they are.
    """

    name: str
    team_names: tuple[str, ...]
    home_team: np.ndarray
    first_line: np.ndarray
    lane: np.ndarray
    distance: np.ndarray
    policy: np.ndarray
    pickup: np.ndarray
    skill: np.ndarray | None = None

    @property
    def team_count(self) -> int:
        """Number of teams."""
        return len(self.team_names)
