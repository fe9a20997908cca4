"""What outlives a case, by somebody who reads segments and contacts: who served an account, causes that are removed.

What happens in the very instant in which it is asked may have come before or after: then two answers are given.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from sim.foundation.kinds import Outcome, SegmentKind
from tests.property import by_hand

if TYPE_CHECKING:
    from tests.property.runs import Run

Address = tuple[int, int, int]
MOST = 8


def servings(run: Run) -> dict[int, list[tuple[float, int, Address]]]:
    """(time, person, step) at which each account was served: ends of steps that serve, and when somebody joins one."""
    found = defaultdict(list)
    account = run.of_tape("account")
    for row in run.of_kind(SegmentKind.STEP, SegmentKind.JOIN):
        if row["work_minutes"] > 0.0 and (row["kind"] == SegmentKind.JOIN or row["end"] <= run.stopped_at):
            time = row["start"] if row["kind"] == SegmentKind.JOIN else row["end"]
            address = int(row["case"]), int(row["contact"]), int(row["step"])
            found[int(account[row["case"]])].append((float(time), int(row["person"]), address))
    return {account: sorted(rows) for account, rows in found.items()}


def who_know(rows: list[tuple[float, int]]) -> dict[int, float]:
    """When the last eight people served. rows: (time, person), in order."""
    latest = {person: time for time, person in rows}
    return dict(sorted(latest.items(), key=lambda known: -known[1])[:MOST])


def remembered(run: Run, account: int, person: int, at: float, step: Address | None = None) -> tuple[float, float]:
    """The least and the most that somebody may remember of an account. step: what they know when this one begins.

    Triage takes no time: whoever does it may join the next step of the case in the same instant, and that is later.
    """
    rows, since = run.servings.get(account, []), run.seat(person, at).since
    before = [row for row in rows if row[0] <= at and (step is None or row[2][0] != step[0] or row[2] < step)]
    known = [
        who_know([(time, who) for time, who, _ in before if time < at or time <= until]).get(person)
        for until in (-1.0, at)
    ]
    shares = [
        0.0 if time is None or time < since else by_hand.remembered(at - time, run.policy["account_memory_weeks"])
        for time in known
    ]
    return min(shares), max(shares)


def known(run: Run, account: int, person: int, at: float, step: Address) -> tuple[float, float]:
    """The least and the most that somebody may know of an account, by themselves or from their team."""
    share, home = float(run.policy["account_team_share"]), run.home
    served = {who for _, who, _ in run.servings.get(account, []) if home[who] == home[person]}
    own = remembered(run, account, person, at, step)
    team = [remembered(run, account, who, at, step) for who in served]
    least, most = (max([own[end], *(share * one[end] for one in team)]) for end in (0, 1))
    return least, most


def was_here(run: Run, account: int, at: float) -> set[bool]:
    """Whether a contact of an account has ended before a moment; both, where one ends in it."""
    ends = run.ends_of_account.get(account, [])
    return {bool(ends) and ends[0] < at, bool(ends) and ends[0] <= at}


def removed_before(run: Run) -> dict[tuple[int, int], float]:
    """Share of causes removed when each contact ended that was resolved, by (case, contact)."""
    functions = defaultdict(set)
    for row in run.of_kind(SegmentKind.STEP, SegmentKind.JOIN, SegmentKind.LISTEN):
        functions[int(row["case"]), run.who(row["person"], row["start"])].add((int(row["contact"]), int(row["need"])))
    rows = run.contacts[run.contacts["outcome"] == Outcome.RESOLVED]
    needs, need = run.of_tape("needs"), run.of_tape("need")
    removable, found_share = run.policy["causes_removable"], run.policy["cause_found_share"]
    left: dict[int, float] = defaultdict(float)
    found = {}
    for row in rows[np.lexsort([rows["last_person"], rows["ended_at"]])]:
        case, contact, person = int(row["case"]), int(row["contact"]), run.who(row["last_person"], row["ended_at"])
        function = int(need[case, needs[case] - 1])
        found[case, contact] = left[function]
        met = {number for visit, number in functions[case, person] if visit <= contact}
        if contact > 0 and len(met) > 1:
            left[function] = removable - (removable - left[function]) * (1.0 - found_share)
    return found


def is_dropped(run: Run, case: int) -> bool:
    """Whether a case did not come, as its account had left; in the instant of its leaving the row tells."""
    arrival, lost_at = float(run.of_tape("arrival")[case]), run.lost_at.get(int(run.of_tape("account")[case]), np.nan)
    if not run.policy["closed_loop"] or not lost_at <= arrival:
        return False
    return lost_at < arrival or run.row_of[case, 0]["outcome"] == Outcome.LOST
