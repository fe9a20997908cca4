"""Contacts as a contact centre reports them: by channel, need, day of the week, hour or half-hour of arrival."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from sim.demand.build import build_tape
from sim.foundation.calendar import MINUTES_PER_WEEK
from sim.foundation.kinds import Outcome
from sim.measures.cases import bounds_of
from sim.scenario.hours import DAYS, MINUTES_PER_DAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.demand.tape import Customers, Tape
    from sim.formation.prepared import Prepared
    from sim.records.tables import Records

Key = Literal["channel", "need", "day", "hour", "half_hour"]
KEYS: tuple[str, ...] = get_args(Key)
COUNTS = ("contacts", "answered", "in_target", "given_up", "given_up_late", "blocked")
SLOTS = {"day": MINUTES_PER_DAY, "hour": 60, "half_hour": 30}
BLOCK = 20  # replications


def contacts_by(
    prepared: Prepared, keys: Sequence[Key], *, seed: int, replications: int, run: Callable[..., Records]
) -> list[dict[str, Any]]:
    """One row per group of contacts of the cohort that have what `keys` name in common, in order.

    The first of `prepared.columns`. run: an engine. A contact belongs to the moment at which it begins and to the need
    that its case begins with, and counts if it begins by the deadline and is not closed by a bot.

    Counts are means over replications: contacts; answered by the deadline, and of these in_target; given_up, and of
    these given_up_late, after more than the target; blocked. Shares and minutes are over all contacts of all
    replications: service_level = in_target / (answered + given_up_late), abandoned_share = given_up / (contacts -
    blocked), answer_minutes (mean of those answered) and its percentiles _p50, _p90, _p95; nan where nobody was
    answered.
    """
    customers = prepared.customers
    formation = prepared.formations[prepared.columns[0]]
    parts = []
    for first in range(0, replications, BLOCK):
        size = min(BLOCK, replications - first)
        tape = build_tape(prepared.scenario, customers, seed=seed, first_replication=first, replications=size)
        records = run(tape, customers, prepared.people, prepared.roster, formation)
        parts.append(_counted(records, tape, customers))
    names = {"channel": customers.channel_names, "need": customers.function_names}
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return list(_rows(columns, keys, names, replications))


def _counted(records: Records, tape: Tape, customers: Customers) -> dict[str, np.ndarray]:
    """What is known of each contact that counts, float64[n]."""
    contacts, bounds = records.contacts, bounds_of(records)
    first = np.maximum.accumulate(np.where(contacts["contact"] == 0, np.arange(contacts.size), 0))
    arrived = contacts["arrived_at"][first]
    outcome = contacts["outcome"]
    kept = (arrived >= customers.cohort_start) & (arrived < customers.cohort_end)
    kept &= (contacts["arrived_at"] <= contacts["deadline_at"]) & (outcome != Outcome.LOST)
    kept &= outcome != Outcome.BOT_RESOLVED
    block = np.repeat(np.arange(bounds.size - 1), np.diff(bounds))[kept]
    rows, channel = contacts[kept], contacts["channel"][kept].astype(np.int64)
    answered = rows["first_served_at"] <= rows["deadline_at"]  # nan: never
    since = rows["arrived_at"] + rows["bot_minutes"]
    until = np.where(answered, rows["first_served_at"], np.nan_to_num(rows["ended_at"], nan=customers.end))
    waited = _open_minutes(until, channel, customers.open_before) - _open_minutes(since, channel, customers.open_before)
    in_time = waited <= customers.answer_target[channel]
    given_up = rows["outcome"] == Outcome.ABANDONED
    found = {
        "channel": channel,
        "need": tape.need[tape.first_case[block] + rows["case"], 0].astype(np.int64),
        "minute": np.floor(rows["arrived_at"]).astype(np.int64),
        "contacts": np.ones(rows.size),
        "answered": answered,
        "in_target": answered & in_time,
        "given_up": given_up,
        "given_up_late": given_up & ~in_time,
        "blocked": rows["outcome"] == Outcome.BLOCKED,
        "minutes": np.where(answered, waited, np.nan),
    }
    return {name: np.asarray(values) for name, values in found.items()}


def _open_minutes(minutes: np.ndarray, channel: np.ndarray, open_before: np.ndarray) -> np.ndarray:
    """`open_minutes_until` of foundation.calendar, for many contacts. minutes: float64[n]. channel: int64[n]."""
    week, into = np.divmod(minutes, MINUTES_PER_WEEK)
    whole = np.floor(into).astype(np.int64)
    before = open_before[channel, whole]
    rate = open_before[channel, whole + 1] - before
    return week * open_before[channel, MINUTES_PER_WEEK] + before + (into - whole) * rate


def _rows(
    columns: dict[str, np.ndarray], keys: Sequence[Key], names: dict[str, tuple[str, ...]], replications: int
) -> Any:
    into_day = columns["minute"] % MINUTES_PER_DAY
    values = {
        "channel": columns["channel"],
        "need": columns["need"],
        "day": columns["minute"] // MINUTES_PER_DAY % 7,
        "hour": into_day // SLOTS["hour"],
        "half_hour": into_day // SLOTS["half_hour"],
    }
    groups, group = np.unique(np.stack([values[key] for key in keys], axis=1), axis=0, return_inverse=True)
    for number, of_group in enumerate(groups.tolist()):
        here = group.ravel() == number
        count = {name: float(columns[name][here].sum()) for name in COUNTS}
        waited = columns["minutes"][here]
        waited = waited[~np.isnan(waited)]
        judged = count["answered"] + count["given_up_late"]
        yield {
            **{key: _called(key, value, names) for key, value in zip(keys, of_group, strict=True)},
            **{name: value / replications for name, value in count.items()},
            "service_level": count["in_target"] / judged if judged else np.nan,
            "abandoned_share": count["given_up"] / offered
            if (offered := count["contacts"] - count["blocked"])
            else np.nan,
            "answer_minutes": float(waited.mean()) if waited.size else np.nan,
            **{
                f"answer_minutes_p{p}": float(np.percentile(waited, p)) if waited.size else np.nan for p in (50, 90, 95)
            },
        }


def _percentile(values: np.ndarray, percent: int) -> float:
    return float(np.percentile(values, percent)) if values.size else np.nan


def _called(key: str, value: int, names: dict[str, tuple[str, ...]]) -> str:
    if key in names:
        return names[key][value]
    if key == "day":
        return DAYS[value]
    minute = value * SLOTS[key]
    return f"{minute // 60:02d}:{minute % 60:02d}"
