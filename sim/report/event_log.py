"""The event log of a comparison, for process mining: one row per event of a case, as rows, XES and CSV files."""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

import numpy as np

from sim.foundation.kinds import Change, ComesBack, Outcome, SegmentKind
from sim.report.csv_files import csv_text

if TYPE_CHECKING:
    from sim.formation.arrays import Formation
    from sim.formation.prepared import Prepared
    from sim.records.tables import Records


ORIGIN = np.datetime64("2024-01-01T00:00:00.000000", "us")  # minute 0, a Monday
MICROSECONDS = 60_000_000.0
BEGINS = {ComesBack.NO: "contact begins", ComesBack.REDIAL: "tries again", ComesBack.RETURN: "comes back"}
ENDS = {
    Outcome.RESOLVED: "closed as solved",
    Outcome.ABANDONED: "gave up waiting",
    Outcome.TURNED_AWAY: "turned away",
    Outcome.BLOCKED: "no line free",
    Outcome.BOT_RESOLVED: "closed by the bot",
}
ACTIVITIES = {
    SegmentKind.QUEUE: "waits in queue",
    SegmentKind.PICKUP: "waits for pickup",
    SegmentKind.LISTEN: "listens in",
    SegmentKind.CONSULT: "advises",
    SegmentKind.LINK: "briefs",
    SegmentKind.AFTER_CALL: "works after a call",
    SegmentKind.BOT: "meets a bot",
    SegmentKind.OUTSIDE: "waits for somebody outside",
}
CHANGES = {
    Change.FIRST: "first",
    Change.SAME_PERSON: "same person",
    Change.LEAD_CHANGE: "lead change",
    Change.HANDOFF: "handoff",
}
# Of several events that start at the same moment: a contact begins, waits, is served, colleagues join, it ends.
_BEGIN, _WAIT, _STEP, _BESIDE, _END = range(5)
_ORDER = {
    **dict.fromkeys((SegmentKind.QUEUE, SegmentKind.PICKUP, SegmentKind.BOT, SegmentKind.OUTSIDE), _WAIT),
    SegmentKind.STEP: _STEP,
}

Row = dict[str, Any]


def event_rows(prepared: Prepared, formation: Formation, records: Records, *, cases: int | None = None) -> list[Row]:
    """One row per event of the cohort's cases, by case in order of arrival, then by time.

    records: of one replication, with segments. cases: only so many, the first to arrive; all by default.
    Columns: case:concept:name, concept:name, start_timestamp, time:timestamp (end), lifecycle:transition, org:resource,
    org:group (team), org:role (function), formation, channel, contact (from 0), need, apparent_need, change_of_hands,
    context (share of the story known). Texts that do not apply are "", context is nan.
    """
    contacts, segments = _of_cohort(prepared, records, cases)
    rows = [*_contact_events(prepared, contacts), *_segment_events(prepared, formation, segments, contacts)]
    rows.sort(key=lambda row: row[0])
    return [_row(formation.name, *row) for row in rows]


def _of_cohort(prepared: Prepared, records: Records, cases: int | None) -> tuple[np.ndarray, np.ndarray]:
    customers, contacts = prepared.customers, records.contacts
    first = contacts[contacts["contact"] == 0]
    inside = (first["arrived_at"] >= customers.cohort_start) & (first["arrived_at"] < customers.cohort_end)
    chosen = first["case"][inside][:cases]
    assert records.segments is not None
    came = contacts[contacts["outcome"] != Outcome.LOST]
    return came[np.isin(came["case"], chosen)], records.segments[np.isin(records.segments["case"], chosen)]


def _contact_events(prepared: Prepared, contacts: np.ndarray) -> list[tuple[Any, ...]]:
    rows = []
    before = ComesBack.NO
    for contact in contacts:
        case, number = int(contact["case"]), int(contact["contact"])
        begins = BEGINS[before if number else ComesBack.NO]
        channel = prepared.customers.channel_names[contact["channel"]]
        at = float(contact["arrived_at"])
        rows.append(((case, number, at, _BEGIN, at), begins, at, at, "", "", "", channel, "", "", "", np.nan))
        if contact["outcome"] in ENDS:
            at = float(contact["ended_at"])
            rows.append(
                (
                    (case, number, at, _END, at),
                    ENDS[contact["outcome"]],
                    at,
                    at,
                    "",
                    "",
                    "",
                    channel,
                    "",
                    "",
                    "",
                    np.nan,
                )
            )
        before = ComesBack(contact["comes_back"])
    return rows


def _segment_events(
    prepared: Prepared, formation: Formation, segments: np.ndarray, contacts: np.ndarray
) -> list[tuple[Any, ...]]:
    people, customers = prepared.people, prepared.customers
    functions, teams, home = customers.function_names, formation.team_names, formation.home_team
    channel_of = {int(segment["case"]): customers.channel_names[segment["channel"]] for segment in contacts}
    rows = []
    for segment in segments:
        kind, person, team = SegmentKind(segment["kind"]), int(segment["person"]), int(segment["team"])
        if kind in (SegmentKind.QUEUE, SegmentKind.PICKUP) and segment["end"] <= segment["start"]:
            continue  # nobody waited
        need, apparent = (_name(functions, int(segment[name])) for name in ("need", "apparent"))
        step = kind == SegmentKind.STEP
        activity = ACTIVITIES.get(kind) or (f"serves {need}" if apparent in (need, "") else f"sorts out {apparent}")
        start, end = float(segment["start"]), float(segment["end"])
        case = int(segment["case"])
        rows.append(
            (
                (case, int(segment["contact"]), start, _ORDER.get(kind, _BESIDE), end),
                activity,
                start,
                end,
                people.seat[person] if person >= 0 else "",
                teams[home[person]] if person >= 0 else _name(teams, team),
                functions[people.function[person]] if person >= 0 else "",
                channel_of[case],
                need,
                apparent,
                CHANGES[Change(segment["change"])] if step else "",
                float(segment["context"]) if step else np.nan,
            )
        )
    return rows


def _row(
    formation: str, key: tuple[Any, ...], activity: str, start: float, end: float, resource: str, group: str, role: str,
    channel: str, need: str, apparent: str, change: str, context: float,
) -> Row:  # fmt: skip
    return {
        "case:concept:name": str(key[0]),
        "concept:name": activity,
        "start_timestamp": timestamp(start),
        "time:timestamp": timestamp(end),
        "lifecycle:transition": "complete",
        "org:resource": resource,
        "org:group": group,
        "org:role": role,
        "formation": formation,
        "channel": channel,
        "contact": key[1],
        "need": need,
        "apparent_need": apparent,
        "change_of_hands": change,
        "context": context,
    }


def timestamp(minutes: float) -> str:
    """A moment of the model as ISO 8601 in UTC, to the microsecond."""
    return f"{ORIGIN + np.timedelta64(round(minutes * MICROSECONDS), 'us')}+00:00"


def _name(names: tuple[str, ...], place: int) -> str:
    return names[place] if 0 <= place < len(names) else ""


HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<log xes.version="1.0" xes.features="" xmlns="http://www.xes-standard.org/">',
    '<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>',
    '<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>',
    '<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>',
    '<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>',
    '<global scope="trace"><string key="concept:name" value=""/></global>',
    '<global scope="event"><string key="concept:name" value=""/>'
    '<date key="time:timestamp" value="2024-01-01T00:00:00.000000+00:00"/>'
    '<string key="lifecycle:transition" value="complete"/></global>',
    '<classifier name="Activity" keys="concept:name"/>',
)
OF_TRACE = ("formation", "channel")
DATES = ("start_timestamp", "time:timestamp")


def xes_text(rows: Sequence[dict[str, Any]], name: str) -> str:
    """rows: as `event_rows`, the events of a case together. name: of the log. What does not apply is left out."""
    return "\n".join([*HEAD, f'<string key="concept:name" value={quoteattr(name)}/>', *_traces(rows), "</log>", ""])


def _traces(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    for case, events in groupby(rows, key=lambda row: row["case:concept:name"]):
        in_order = list(events)
        yield f'<trace><string key="concept:name" value={quoteattr(case)}/>'
        yield from (f'<string key="{key}" value={quoteattr(in_order[0][key])}/>' for key in OF_TRACE)
        for row in in_order:
            yield f"<event>{''.join(_attributes(row))}</event>"
        yield "</trace>"


def _attributes(row: dict[str, Any]) -> Iterator[str]:
    for key, value in row.items():
        if key in ("case:concept:name", *OF_TRACE) or value == "" or (isinstance(value, float) and math.isnan(value)):
            continue
        kind = (
            "date" if key in DATES else "int" if isinstance(value, int) else "float" if isinstance(value, float) else ""
        )
        yield f"<{kind or 'string'} key={quoteattr(key)} value={quoteattr(str(value))}/>"


CASES = 200  # of each column: enough to look at, a few hundred kilobytes; podsim trace --all writes all


def event_log_files(prepared: Prepared, column: str, records: Records, cases: int = CASES) -> dict[str, str | bytes]:
    """ "events/COLUMN.csv" and "events/COLUMN.xes.gz", the same bytes every time.

    records: of replication 0, with segments. cases: as of `event_rows`.
    """
    rows = event_rows(prepared, prepared.formations[column], records, cases=cases)
    name = f"{prepared.scenario.name}, {column}, replication 0"
    return {
        f"events/{column}.csv": csv_text(rows),
        f"events/{column}.xes.gz": gzip.compress(xes_text(rows, name).encode(), mtime=0),
    }
