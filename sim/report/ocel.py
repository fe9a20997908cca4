"""The event log of a run as OCEL 2.0 (JSON): events that belong to a case, and to whom of the people was at work."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

CASE, CUSTOMER_CONTACT, PERSON = "case", "contact", "resource"
# Attributes of events -> type of OCEL; those of a case stand with the case.
OF_EVENTS = {
    "start_timestamp": "time", "org:group": "string", "org:role": "string", "need": "string", "apparent_need": "string",
    "change_of_hands": "string", "context": "float",
}  # fmt: skip
OF_CASES = ("formation", "channel")


def ocel_text(rows: Sequence[dict[str, Any]]) -> str:
    """rows: as `event_rows`. Objects are cases, their contacts (first visits, redials, returns), and resources (seats).

    What does not apply is left out. The time of an event is when it ended, start_timestamp when it began.
    """
    kinds = sorted({row["concept:name"] for row in rows})
    attributes = [{"name": name, "type": kind} for name, kind in OF_EVENTS.items()]
    of_cases = [{"name": name, "type": "string"} for name in OF_CASES]
    log = {
        "objectTypes": [
            {"name": CASE, "attributes": of_cases},
            {"name": CUSTOMER_CONTACT, "attributes": []},
            {"name": PERSON, "attributes": []},
        ],
        "eventTypes": [{"name": kind, "attributes": attributes} for kind in kinds],
        "objects": list(_objects(rows)),
        "events": [_event(number, row) for number, row in enumerate(rows, 1)],
    }
    return json.dumps(log, ensure_ascii=False, separators=(",", ":")) + "\n"


def _objects(rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every case, contact and person once, in order."""
    seen: set[str] = set()
    for row in rows:
        case, contact, person = _case(row), _contact(row), row["org:resource"]
        if case not in seen:
            at = row["start_timestamp"]
            values = [{"name": name, "value": row[name], "time": at} for name in OF_CASES]
            yield {"id": case, "type": CASE, "attributes": values, "relationships": []}
        if contact not in seen:
            of = [{"objectId": case, "qualifier": "of"}]
            yield {"id": contact, "type": CUSTOMER_CONTACT, "attributes": [], "relationships": of}
        if person and person not in seen:
            yield {"id": person, "type": PERSON, "attributes": [], "relationships": []}
        seen |= {case, contact, person}


def _event(number: int, row: dict[str, Any]) -> dict[str, Any]:
    related = [(_case(row), "case"), (_contact(row), "contact")]
    related += [(row["org:resource"], "by")] if row["org:resource"] else []
    return {
        "id": f"e{number}",
        "type": row["concept:name"],
        "time": row["time:timestamp"],
        "attributes": [
            {"name": name, "value": row[name]} for name in OF_EVENTS if row[name] != "" and row[name] == row[name]
        ],
        "relationships": [{"objectId": one, "qualifier": qualifier} for one, qualifier in related],
    }


def _case(row: dict[str, Any]) -> str:
    return f"case {row['case:concept:name']}"


def _contact(row: dict[str, Any]) -> str:
    return f"{_case(row)}, contact {row['contact']}"
