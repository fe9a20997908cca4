"""An event log as XES (IEEE 1849): extensions, globals, a classifier, a trace per case."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any
from xml.sax.saxutils import quoteattr

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
        told = list(events)
        yield f'<trace><string key="concept:name" value={quoteattr(case)}/>'
        yield from (f'<string key="{key}" value={quoteattr(told[0][key])}/>' for key in OF_TRACE)
        for row in told:
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
