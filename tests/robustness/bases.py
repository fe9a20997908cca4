"""Sound files of every kind that podsim reads: what is spoiled to see what podsim says of it."""

from __future__ import annotations

import copy
import io
from typing import Any

from tests.unit.comparison.made import TINY
from tests.unit.studies.studies import SMALL

VOLUMES = (
    "start,channel,offered,aht_seconds\n2026-01-05 09:00,voice,3,300\n2026-01-05 09:30,voice,2,\n"
    "2026-01-05 09:00,mail,1.5,240\n2026-01-06 09:00,mail,2,\n,Total,8,\n"
)
PEOPLE = (
    "person,function,shift,hours,skills,pay\nAnn,sales,day,,service:0.9,31.5\nBob,sales,,mon-fri 09:00-13:00,,\n"
    'Cy,service,day,,,28\nDee,service,,"mon 09:00-17:00, tue 10:00-12:00",sales,40\n'
)
LOG = (
    "number,caller_id,opened_at,resolved_at,contact_type,priority,assignment_group\n"
    "A1,Ann,2016-04-04 09:00,2016-04-04 11:00,Phone,3 - Moderate,Group 70\n"
    "A1,Ann,2016-04-04 10:00,2016-04-04 11:00,Phone,3 - Moderate,Group 25\n"
    "A2,Bob,2016-04-05 09:30,2016-04-06 09:30,Email,2 - High,Group 25\n"
    "A3,Ann,2016-04-07 12:00,,Phone,3 - Moderate,Group 70\n"
)
XES = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0">\n'
    '<trace><string key="concept:name" value="A1"/>\n'
    '<event><string key="concept:name" value="opened"/><string key="org:group" value="Group 70"/>'
    '<date key="time:timestamp" value="2016-04-04T09:00:00.000+02:00"/></event>\n'
    '<event><string key="concept:name" value="closed"/><string key="org:group" value="Group 25"/>'
    '<date key="time:timestamp" value="2016-04-04T11:00:00.000+02:00"/></event>\n'
    "</trace>\n</log>\n"
)
ROAD = {
    "name": "mine",
    "title": "For tests",
    "start": "2026-01-05",
    "stages": [
        {"week": 2, "name": "pilot", "into": "pods", "share": 0.5, "cost": 100, "training_hours": 4},
        {"date": "2026-03-02", "into": "pods", "gate": {"measure": "load_p90", "at_most": 0.9, "weeks": 3}},
        {"week": 12, "habits": "silos_plus", "policy": {"wings": 1, "ai_context": 0.5}},
    ],
}
ANSWERS = {"goes_along": "unknown", "told_twice": "unknown", "on_return": None, "prices": {"goes_along": 20000}}


def with_data(kind: str, file: str) -> dict[str, Any]:
    """A scenario that names a data file. kind: "volumes", "people" or "log"."""
    made = copy.deepcopy(TINY)
    if kind == "volumes":
        made["demand"]["volumes_file"] = file
    elif kind == "people":
        made["people"] = {"file": file, "shifts": made["people"]["shifts"]}
    else:
        made["demand"]["channels"] = {"phone": {"live": True}, "email": {}}
        made["demand"]["replay"] = {
            "file": file,
            "functions": {"Group 70": "sales", "Group 25": "service"},
            "other": "sales",
        }
        del made["demand"]["needs"]["sales"]["then"], made["demand"]["needs"]["service"]["then"]
    return made


def workbook(text: str) -> bytes:
    """A table as a workbook."""
    from openpyxl import Workbook

    book = Workbook()
    for line in text.splitlines():
        book.active.append([_cell(cell) for cell in line.split(",")])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(text: str) -> object:
    try:
        return float(text)
    except ValueError:
        return text or None


TABLES = {"volumes": VOLUMES, "people": PEOPLE, "log": LOG}
MAPPINGS = {"scenario": TINY, "experiment": SMALL, "road": ROAD, "answers": ANSWERS}
