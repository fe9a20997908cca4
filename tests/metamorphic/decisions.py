"""What the draws of a run decided, by what they are about: none of it may move when something else does."""

from __future__ import annotations

import numpy as np

from sim.foundation.calendar import closed_minutes
from sim.foundation.kinds import Change, ComesBack, Outcome, SegmentKind
from sim.records.tables import Records
from tests.equivalence.agreement import Inputs

GAVE_UP = (Outcome.ABANDONED, Outcome.TURNED_AWAY)
BY_SERVICE = ("return_per_lost_context", "return_per_fatigue", "return_per_mismatch", "return_per_misroute")


def decisions(inputs: Inputs, records: Records) -> dict[tuple, object]:
    """Diagnoses, bots, who comes back, and when. Keys begin with what is decided, replication and lineage.

    Whether a contact comes back is left out where the scenario makes that depend on how it was served.
    """
    return {**diagnoses(inputs, records), **bots(inputs, records), **comings_back(inputs, records)}


def diagnoses(inputs: Inputs, records: Records) -> dict[tuple, int]:
    """What each need seemed to be: ("seems", replication, lineage, contact, position, attempt) -> apparent function.

    A fixed lead who goes on with the next need is left out: nothing is diagnosed there.
    """
    rows = records.segments[records.segments["case"] >= 0]
    diagnosed = np.isin(rows["kind"], (SegmentKind.QUEUE, SegmentKind.PICKUP))
    diagnosed |= (rows["kind"] == SegmentKind.STEP) & (rows["change"] != Change.SAME_PERSON)
    rows = rows[diagnosed]
    columns = (rows[name].tolist() for name in ("contact", "need_position", "attempt"))
    keys = zip(rows["replication"].tolist(), lineage_of(inputs, rows), *columns, strict=True)
    return {("seems", *key): apparent for key, apparent in zip(keys, rows["apparent"].tolist(), strict=True)}


def bots(inputs: Inputs, records: Records) -> dict[tuple, bool]:
    """Who met a bot, and for whom it closed the case."""
    rows = records.contacts[records.contacts["contact"] == 0]
    rows = rows[rows["arrived_at"] < records.stopped_at[rows["replication"]]]
    found = {}
    for key, row in zip(keys_of(inputs, rows), rows, strict=True):
        found["bot", *key] = bool(row["bot_minutes"] > 0.0)
        if row["bot_minutes"] > 0.0 and row["outcome"] != Outcome.OPEN:
            found["bot solves", *key] = bool(row["outcome"] == Outcome.BOT_RESOLVED)
    return found


def comings_back(inputs: Inputs, records: Records) -> dict[tuple, object]:
    """Whether and when: ("back", ..., contact, how it ended) -> bool, ("delay", the same) -> minutes.

    Minutes are open ones where nobody comes back but in open hours.
    """
    rows, customers = records.contacts, inputs.customers
    by_service = any(inputs.formations[0].policy[name] > 0.0 for name in BY_SERVICE)
    following = {tuple(row[["replication", "case", "contact"]].item()): row["arrived_at"] for row in rows}
    in_open_hours = customers.live | customers.turn_away
    found = {}
    for row, key in zip(rows, keys_of(inputs, rows), strict=True):
        address = (*key, int(row["contact"]), "gave up" if row["outcome"] in GAVE_UP else Outcome(row["outcome"]).name)
        if row["outcome"] == Outcome.OPEN:
            continue
        if row["outcome"] != Outcome.RESOLVED or not by_service:
            found["back", *address] = bool(row["comes_back"] != ComesBack.NO)
        back_at = following.get((row["replication"], row["case"], row["contact"] + 1))
        if back_at is not None:
            delay, channel = back_at - row["ended_at"], row["channel"]
            closed = closed_minutes(row["ended_at"], back_at, channel, customers.open_before)
            found["delay", *address] = float(delay - closed if in_open_hours[channel] else delay)
    return found


def lineage_of(inputs: Inputs, rows: np.ndarray) -> list[int]:
    """Lineage of the case of each row."""
    return inputs.tape.lineage[inputs.tape.first_case[rows["replication"]] + rows["case"]].tolist()


def keys_of(inputs: Inputs, rows: np.ndarray) -> list[tuple[int, int]]:
    """(replication, lineage) of the case of each row."""
    return list(zip(rows["replication"].tolist(), lineage_of(inputs, rows), strict=True))


def shared(left: dict, right: dict) -> set:
    """Keys of both; of each sort of decision there must be many, in contacts of any number."""
    both = left.keys() & right.keys()
    assert len(both) > 0.5 * max(len(left), len(right))
    return both


def assert_same_decisions(left: dict, right: dict, least: int = 1) -> None:
    """Whatever both decided they decided alike; `least` of each sort that the first decided, and of later contacts."""
    both = left.keys() & right.keys()
    assert {key: left[key] for key in both} == {key: right[key] for key in both}
    for sort in {key[0] for key in left}:
        assert sum(key[0] == sort for key in both) >= least, sort
    if least > 1:
        assert sum(key[0] == "seems" and key[3] > 0 for key in both) >= least
