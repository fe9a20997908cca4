"""The tape: what every case always uses, drawn once and faced by every column.

Flat over a block of replications: cases of replication r are rows first_case[r] to first_case[r + 1],
sorted by (arrival, lineage key). Documented column by column in docs/reference/tables.md.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np

from sim.foundation.calendar import MINUTES_PER_WEEK

NO_LIMIT = 2**40  # contacts, more than ever come


@dataclass(frozen=True)
class Tape:
    """n cases over R replications; J = most needs of a case.

    first_replication: number of the first replication in this block.
    replication_key: uint64[R], the key of every draw at use.
    first_case: int64[R + 1].
    arrival: float64[n], minutes since Monday 00:00 of week 0, on the grid.
    deadline: float64[n], minutes: the moment H open minutes after arrival.
    lineage: uint64[n], key of the case, the same in every replication for the same (source, day, k).
    account: int32[n]. channel: int8[n]. language: int8[n], 0 where none are given. needs: int8[n] in 1..J.
    need: int8[n, J], function of each need, -1 past the last.
    hidden: bool[n, J], need j cannot be seen until need j - 1 is done.
    work: float64[n, J], minutes at skill 1 and pace 1, on the grid, 0 past the last.
    ambiguity, distress: float64[n] in [0, 1], on the grid.
    patience: float64[n], minutes of waiting of the first contact, on the grid, and of each later one; inf: for ever.
    """

    first_replication: int
    replication_key: np.ndarray
    first_case: np.ndarray
    arrival: np.ndarray
    deadline: np.ndarray
    lineage: np.ndarray
    account: np.ndarray
    channel: np.ndarray
    language: np.ndarray
    needs: np.ndarray
    need: np.ndarray
    hidden: np.ndarray
    work: np.ndarray
    ambiguity: np.ndarray
    distress: np.ndarray
    patience: np.ndarray

    @property
    def replications(self) -> int:
        """Number of replications in the block."""
        return self.replication_key.size

    def cases_of(self, replication: int) -> slice:
        """Rows of one replication, counted from the start of the block."""
        return slice(int(self.first_case[replication]), int(self.first_case[replication + 1]))


def tape_hash(tape: Tape) -> str:
    """SHA-256 of everything on the tape, in hexadecimal: equal hashes, equal customers."""
    found = hashlib.sha256(str(tape.first_replication).encode())
    for column in fields(tape)[1:]:
        values = np.ascontiguousarray(getattr(tape, column.name))
        found.update(f"{column.name} {values.dtype.str} {values.shape}".encode())
        found.update(values.data)
    return found.hexdigest()


def hashes_of_customers(tape: Tape) -> list[str]:
    """A hash of the customers of each replication of a block, whatever the size of the block."""
    return [tape_hash(one_replication(tape, replication)) for replication in range(tape.replications)]


def chained(so_far: str, one: str) -> str:
    """Hash of the customers of all replications up to this one. so_far: "" for the first."""
    return hashlib.sha256(f"{so_far}{one}".encode()).hexdigest()


def one_replication(tape: Tape, replication: int) -> Tape:
    """The tape of one replication of a block, counted from the start of the block."""
    rows = tape.cases_of(replication)
    single: dict[str, Any] = {
        "first_replication": tape.first_replication + replication,
        "replication_key": tape.replication_key[replication : replication + 1],
        "first_case": np.array([0, rows.stop - rows.start], dtype=tape.first_case.dtype),
    }
    rest = {one.name: getattr(tape, one.name)[rows] for one in fields(tape) if one.name not in single}
    return replace(tape, **single, **rest)


@dataclass(frozen=True)
class Customers:
    """What both engines must know of demand beside the tape. C channels, F functions.

    channel_names: str[C]. function_names: str[F]. language_names: str[L], one "" where none are given.
    live: bool[C]. priority: int64[C]. turn_away, call_again, bot: bool[C].
    answer_target: float64[C], open minutes within which a contact is answered in time.
    misroute_factor: float64[C], on the misroute share of the policy.
    open_before: float64[C, 10081], open minutes of the week before each whole minute of it.
    mean_work: float64[F], minutes.
    wrong: float64[F, F], cumulative distribution of the wrong function named, per true function.
    independent: bool[F, F], whether needs of two functions can be served at the same time; symmetric.
    likeliest_next: int64[F], function that most often follows, -1 if none ever does.
    next_share: float64[F], probability that any need follows.
    outside_share, outside_scale, outside_shape: float64[F], after which share of needs a case waits for somebody
        outside, and the Weibull time for which it does: minutes, shape.
    lines, waiting_room: int64[C], contacts that may be under way, and wait, at a time; NO_LIMIT: as many as come.
    after_call_minutes: float64[F], mean work after a call. after_call_constant: bool[F], always the same.
    mean_ambiguity: mean z.
    hidden_share: of needs after the first, that cannot be seen before the one before is done.
    cohort_start, cohort_end, end: minutes; cases that arrive in [cohort_start, cohort_end) are the
        cohort; the run stops at `end`, when H has passed for the last of them.
    slow_clock: whether people and customers change from week to week.
    """

    channel_names: tuple[str, ...]
    function_names: tuple[str, ...]
    language_names: tuple[str, ...]
    live: np.ndarray
    priority: np.ndarray
    turn_away: np.ndarray
    call_again: np.ndarray
    bot: np.ndarray
    answer_target: np.ndarray
    misroute_factor: np.ndarray
    open_before: np.ndarray
    mean_work: np.ndarray
    wrong: np.ndarray
    independent: np.ndarray
    likeliest_next: np.ndarray
    next_share: np.ndarray
    outside_share: np.ndarray
    outside_scale: np.ndarray
    outside_shape: np.ndarray
    mean_ambiguity: float
    hidden_share: float
    cohort_start: float
    cohort_end: float
    end: float
    slow_clock: bool = False
    lines: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    waiting_room: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    after_call_minutes: np.ndarray = field(default_factory=lambda: np.zeros(0))
    after_call_constant: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))

    def __post_init__(self) -> None:
        """Where nothing is said of lines, places to wait and work after calls, there is no limit, and none."""
        for name in ("lines", "waiting_room"):
            if getattr(self, name).size == 0:
                object.__setattr__(self, name, np.full(self.live.size, NO_LIMIT, dtype=np.int64))
        if self.after_call_minutes.size == 0:
            object.__setattr__(self, "after_call_minutes", np.zeros(self.mean_work.size))
            object.__setattr__(self, "after_call_constant", np.zeros(self.mean_work.size, dtype=np.bool_))

    @property
    def weeks(self) -> int:
        """Weeks that a run may begin, of which people have rows; 0 where the slow clock is off."""
        return math.ceil(self.end / MINUTES_PER_WEEK) if self.slow_clock else 0
