"""Logs as other systems write them: read by their headers, or by what the scenario says of their columns."""

from __future__ import annotations

import gzip
import json

import pytest

from sim.data.dates import date_format, parse_date
from sim.data.log_columns import proposed, recognise
from sim.data.table import peek
from sim.data.ticket_log import LOG, Reading, read_log, read_rows
from sim.scenario.problems import DataError

EXPORTS = {
    "ServiceNow": "number,caller_id,opened_at,contact_type,priority,assignment_group\n"
    "A,x,2026-01-05 09:00:00,Phone,3,Desk",
    "ServiceNow (labels of a list)": '"Number","Caller","Opened","Contact type","Priority","Assignment group"\n'
    '"A","x","2026-01-05 09:00:00","Phone","3","Desk"',
    "Jira": '"Issue key","Issue id","Reporter","Created","Priority","Component/s","Component/s"\n'
    '"A","1","x","05/Jan/26 9:00 AM","High","Desk","Network"',
    "Zendesk": "Id,Requester,Created at,Group,Channel,Priority\nA,x,2026-01-05 09:00:00 UTC,Desk,Phone,High",
    "Freshdesk": "Ticket ID,Status,Priority,Source,Group,Created time,Resolved time,Full name\n"
    "A,Closed,Low,Phone,Desk,2026-01-05 09:00:00,2026-01-05 10:00:00,x",
    "process log": "case_id,resource,activity_name,start_timestamp,end_timestamp\n"
    "A,Ann,Desk,2026-01-05 09:00:00.123456+00:00,2026-01-05 09:30:00+00:00",
}


def read(tmp_path, content, name="log.csv", reading=None):
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_log(str(file), reading or Reading())


@pytest.mark.parametrize("system", EXPORTS)
def test_exports_are_known_by_their_headers(tmp_path, system):
    log = read(tmp_path, EXPORTS[system])
    (incident,) = log.incidents
    assert log.system == system
    assert (incident.number, incident.groups) == ("A", ("Desk",))
    assert incident.opened.replace(microsecond=0).isoformat() == "2026-01-05T09:00:00"


def test_any_other_table_is_read_as_columns_says(tmp_path):
    text = "Vorgang;Erstellt am;Gruppe\n7;30-12-2025:11.02;Technik"
    reading = Reading(columns=(("case", "Vorgang"), ("opened", "Erstellt am"), ("group", "Gruppe")))
    (incident,) = read(tmp_path, text, reading=reading).incidents
    assert (incident.number, incident.groups, str(incident.opened)) == ("7", ("Technik",), "2025-12-30 11:02:00")
    with pytest.raises(DataError, match="Did you mean Gruppe"):
        read(tmp_path, text, reading=Reading(columns=(*reading.columns[:2], ("group", "Grupe"))))
    with pytest.raises(DataError, match="columns may name case, customer"):
        read(tmp_path, text, reading=Reading(columns=(*reading.columns, ("team", "Gruppe"))))


def test_lines_for_the_scenario_are_proposed():
    header = ["Vorgang", "Erstellt am", "Gruppe", "Bearbeiter", "Statut", "Betrag"]
    found = proposed(header, recognise(header, {}).place)
    assert found == {
        "case": "Vorgang", "opened": "Erstellt am", "group": "Gruppe", "person": "Bearbeiter", "state": "Statut",
    }  # fmt: skip


def test_workbooks(tmp_path):
    from datetime import datetime

    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Incidents of January"])
    sheet = book.create_sheet("Data")
    sheet.append(["Export of January"])
    sheet.append(["number", "opened_at", "assignment_group"])
    sheet.append(["A", datetime(2026, 1, 5, 9), "Desk"])
    sheet.append([2, datetime(2026, 1, 6, 9, 30), None])
    book.save(tmp_path / "log.xlsx")
    log = read_log(str(tmp_path / "log.xlsx"))
    assert [(i.number, i.groups, str(i.opened)) for i in log.incidents] == [
        ("A", ("Desk",), "2026-01-05 09:00:00"),
        ("2", (), "2026-01-06 09:30:00"),
    ]
    assert log.format == "workbook"
    assert any('of 2 filled sheets the fullest, "Data"' in note for note in log.notes)


XES = """<?xml version="1.0"?><log xmlns="http://www.xes-standard.org/"><trace><string key="concept:name" value="A"/>
<event><string key="concept:name" value="look"/><string key="org:group" value="Desk"/>
<date key="time:timestamp" value="2026-01-05T09:00:00.000+01:00"/></event>
<event><string key="concept:name" value="solve"/><string key="org:group" value="Network"/>
<date key="time:timestamp" value="2026-01-05T10:00:00.000+01:00"/></event></trace></log>"""


@pytest.mark.parametrize(("name", "pack"), [("log.xes", bytes), ("log.xes.gz", gzip.compress)])
def test_xes(tmp_path, name, pack):
    log = read(tmp_path, pack(XES.encode()), name)
    assert (log.system, [(i.number, i.groups) for i in log.incidents]) == ("XES", [("A", ("Desk", "Network"))])
    with pytest.raises(DataError, match="XML that breaks off"):
        read(tmp_path, XES[:-20], "broken.xes")


def test_ocel(tmp_path):
    def event(number, kind, at, *objects):
        relations = [{"objectId": one, "qualifier": "of"} for one in objects]
        return {"id": number, "type": kind, "time": at, "attributes": [], "relationships": relations}

    log = {
        "objectTypes": [], "eventTypes": [],
        "objects": [{"id": "T1", "type": "ticket"}, {"id": "T2", "type": "ticket"}, {"id": "Ann", "type": "employee"}],
        "events": [
            event("1", "open", "2026-01-05T09:00:00Z", "T1", "Ann"),
            event("2", "open", "2026-01-05T09:30:00Z", "T2"),
            event("3", "solve", "2026-01-05T11:00:00Z", "T1", "Ann"),
        ],
    }  # fmt: skip
    found = read(tmp_path, json.dumps(log), "log.json")
    assert [(i.number, i.groups) for i in found.incidents] == [("T1", ("open", "solve")), ("T2", ("open",))]
    assert any("cases are the objects of type ticket; others are employee" in note for note in found.notes)
    with pytest.raises(DataError, match="but is no OCEL"):
        read(tmp_path, '{"a": 1}', "other.json")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30-12-2025:11.02", "2025-12-30 11:02:00"),
        ("05/Jan/26 9:00 PM", "2026-01-05 21:00:00"),
        ("5. März 2026 14:05", "2026-03-05 14:05:00"),
        ("12 déc. 2025 08:00", "2025-12-12 08:00:00"),
        ("Jan 5, 2026 9:00 AM", "2026-01-05 09:00:00"),
        ("2026-01-05T09:00:00.123456789Z", "2026-01-05 09:00:00.123456"),
        ("13.01.26 07:15", "2026-01-13 07:15:00"),
        ("2026/1/5 8:30", "2026-01-05 08:30:00"),
        ("20260105T0830", "2026-01-05 08:30:00"),
        ("Mo., 05.01.2026 08:30 Uhr", "2026-01-05 08:30:00"),
        ("lundi 5 janvier 2026 à 08h30", "2026-01-05 08:30:00"),
        ("Mar 5, 2026 8 AM", "2026-03-05 08:00:00"),
        ("January 5, 2026 at 8:30:01 p.m.", "2026-01-05 20:30:01"),
        ("Mon Jan  5 08:30:00 2026", "2026-01-05 08:30:00"),
        ("Mon, 05 Jan 2026 08:30:00 +0100", "2026-01-05 08:30:00"),
        ("2026-01-05 08:30 CEST", "2026-01-05 08:30:00"),
        ("2026-01-05T08:30:00+01", "2026-01-05 08:30:00"),
        ("31.01.2026 24:00", "2026-02-01 00:00:00"),
        ("46027.354167", "2026-01-05 08:30:00"),
        ("1767601800", "2026-01-05 08:30:00"),
    ],
)
def test_dates_of_other_places(text, expected):
    assert str(parse_date(text, date_format([text]))) == expected


def test_day_or_month_first_is_what_leaves_fewer_gaps():
    week = [f"{day:02}/01/2026 09:00" for day in range(5, 10)]
    assert (date_format(week).month_first, date_format(week).unclear) == (False, "")
    american = [f"01/{day:02}/2026 09:00" for day in range(5, 10)]
    assert (date_format(american).month_first, date_format(american).unclear) == (True, "")
    assert date_format(["05/06/2026 09:00"]).unclear == "05/06/2026 09:00"
    assert date_format(["05/06/2026 09:00"], "month_first").unclear == ""


def test_zones_are_put_to_one_clock():
    mixed = ["2026-01-05T09:00:00Z", "2026-01-05T09:00:00+01:00", "2026-01-05T10:00:00+01:00"]
    how = date_format(mixed)
    assert [str(parse_date(text, how)) for text in mixed] == [
        "2026-01-05 10:00:00", "2026-01-05 09:00:00", "2026-01-05 10:00:00",
    ]  # fmt: skip
    berlin = date_format(["2026-07-05T09:00:00Z", "2026-01-05T09:00:00Z"], time_zone="Europe/Berlin")
    assert [parse_date(f"2026-{m}-05T09:00:00Z", berlin).hour for m in ("07", "01")] == [11, 10]
    with pytest.raises(ValueError, match="no time zone is called so"):
        date_format(mixed, time_zone="Berlin/Europe")


def test_what_a_log_does_not_say_is_said(tmp_path):
    notes = read(tmp_path, "case_id,group,created_at\n1,Desk,2026-01-05\n2,Desk,2026-01-06").notes
    assert any(
        note.startswith("no column caller_id, contact_type, priority: every case is an account") for note in notes
    )
    assert any("opened at midnight" in note for note in notes)


def test_a_later_date_that_cannot_be_read_is_refused(tmp_path):
    text = (
        "case_id,activity,start_time,end_time\nA,look,2026-01-05 09:00,2026-01-05 09:30\n"
        "A,solve,2026-01-05 10:00,2026-01-05T10:30:00.123.000\n"
    )
    with pytest.raises(DataError, match=r"line 3 +ended_at: 2026-01-05T10:30:00.123.000"):
        read(tmp_path, text)


def test_lines_above_the_header_and_empty_cells_beyond_it(tmp_path):
    text = "Export of tickets;05.01.2026\n\nTicket;Erstellt am;Gruppe\nA;05.01.2026 09:00;Desk;;\nB;13.01.2026;Netz\n"
    columns = (("case", "Ticket"), ("opened", "Erstellt am"), ("group", "Gruppe"))
    found = read(tmp_path, text, reading=Reading(columns=columns))
    assert [(i.number, i.groups) for i in found.incidents] == [("A", ("Desk",)), ("B", ("Netz",))]
    assert "the header is in line 3: 1 filled line above it left out" in found.notes


def test_no_column_is_two_things():
    header = ["id", "Requester", "Created at", "Group", "group"]
    place = recognise(header, {}).place
    assert len(set(place.values())) == len(place)
    assert list(proposed(["Ticketnummer", "Datum", "Datum"], {}).values()) == ["Ticketnummer", "Datum"]


@pytest.mark.parametrize(
    ("header", "row", "lines"),
    [
        ("Nummer;Anrufer;Geöffnet;Zuweisungsgruppe", "A;x;05.01.2026 09:00;Desk", 'case: "Nummer", opened: "Geöffnet"'),
        ("Numéro;Appelant;Ouvert;Groupe", "A;x;05/01/2026 09h00;Desk", 'case: "Numéro", opened: "Ouvert"'),
    ],
)
def test_what_the_columns_may_be_is_in_the_error(tmp_path, header, row, lines):
    with pytest.raises(DataError, match=f"Perhaps columns: {{{lines}"):
        read(tmp_path, f"{header}\n{row}\n")
    with pytest.raises(DataError, match="A column holds one thing; this one is case already"):
        read(tmp_path, f"{header}\n{row}\n", reading=Reading(columns=(("case", header[:6]), ("opened", header[:6]))))


@pytest.mark.parametrize(
    ("text", "minutes", "said"),
    [
        ("Issue key,Created,Time Spent\nA,05/Jan/26 9:00 AM,600\nB,06/Jan/26 9:00 AM,0", [10, None],
         "in 1 row: not written"),
        ("Ticket ID,Created time,Time tracked\nA,2026-01-05 09:00:00,00:12:30\nB,2026-01-06 09:00:00,00:00:00",
         [12.5, None], "Time tracked: work in seconds or as a clock; 0 in 1 row: not written down"),
        ("number,opened_at,handle_minutes\nA,2026-01-05 09:00,1800\nB,2026-01-05 09:00,0:45:00", [1800, 45],
         "a mean of 922 minutes of work: if these are seconds, call the column"),
        ("number,opened_at,Effort\nA,2026-01-05 09:00,PT1H5M\nB,2026-01-05 09:00,0h09", [65, 9],
         "Effort: 37.0 minutes of work a row, on average"),
        ("number,opened_at,Effort\nA,2026-01-05 09:00,1:30\nB,2026-01-05 09:00,2:30", [1.5, 2.5],
         "where it is an hour and a half, call the column Effort (hh:mm)"),
        ("number,opened_at,Effort (hh:mm)\nA,2026-01-05 09:00,1:30\nB,2026-01-05 09:00,\"1 day, 1:00:00\"", [90, 1500],
         "Effort (hh:mm): numbers x 3600 s, as its name says"),
        ("number,opened_at,Hours worked\nA,2026-01-05 09:00,1.5\nB,2026-01-05 09:00,12 min", [90, 12],
         "Hours worked: numbers x 3600 s, as its name says"),
        ("Id,Requester,Created at,Resolution time\nA,x,2026-01-05 09:00,45000.5", [None], ""),
    ],
)  # fmt: skip
def test_how_systems_write_times_of_work(tmp_path, text, minutes, said):
    (tmp_path / "log.csv").write_text(text)
    header = text.partition("\n")[0].split(",")
    own = [name for name in header if name.startswith(("Effort", "Hours"))]
    columns = (("handle_minutes", own[0]),) if own else ()
    log = read_rows(str(tmp_path / "log.csv"), Reading(columns=columns))
    found = [log.handled.get(row.cells["handle_minutes"] or "") for row in log.table.rows]
    assert [None if number != number else number for number in found] == minutes
    assert said in "; ".join(log.table.notes)
    assert all(row.cells["resolved_at"] is None for row in log.table.rows)


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("Vorgang;Eröffnet am;Eröffnet um;Gelöst am;Gelöst um;Dauer;Aufwand",
         "7;05.01.2026;08:39;05.01.2026;09:10;0:31;5",
         {"opened": "Eröffnet am + Eröffnet um", "resolved": "Gelöst am + Gelöst um", "handle_minutes": "Aufwand"}),
        ("Ticket #;Date Opened;Time Opened;Date Closed;Minutes Worked", "7;1/5/26;08:39 AM;1/6/26;4.5",
         {"opened": "Date Opened + Time Opened", "closed": "Date Closed", "handle_minutes": "Minutes Worked"}),
        ("N° de ticket;Date de création;Heure de création;Date de résolution;Temps passé",
         "7;13/01/2026;08h39;13/01/2026 09:10;0h12",
         {"opened": "Date de création + Heure de création", "resolved": "Date de résolution",
          "handle_minutes": "Temps passé"}),
        ("Ticketnummer;Datum;Uhrzeit;Status", "7;13.01.2026;08:39 Uhr;neu",
         {"updated": "Datum + Uhrzeit", "state": "Status"}),
        ("Référence;Ouvert le;Mis à jour le;Intervenant", "7;13/01/2026 08:39;13/01/2026 09:00;B",
         {"opened": "Ouvert le", "updated": "Mis à jour le", "person": "Intervenant"}),
        ("Ticket ID;Ticket created - Timestamp;Ticket solved - Timestamp;Requester wait time (min);Resolution;Group",
         "7;2026-01-05T08:39:00;2026-01-05T09:10:00;31;Done;Net",
         {"opened": "Ticket created - Timestamp", "resolved": "Ticket solved - Timestamp", "group": "Group"}),
    ],
)  # fmt: skip
def test_what_columns_hold_is_seen_from_their_cells(tmp_path, header, row, expected):
    """A date and its time in two columns, and what is called alike but is a duration or a word."""
    (tmp_path / "log.csv").write_text(f"{header}\n{row}\n")
    seen = peek(str(tmp_path / "log.csv"), LOG)
    found = proposed(seen.header, recognise(seen.header, {}).place, seen.sample)
    assert {role: name for role, name in found.items() if role != "case"} == expected
    log = read_rows(str(tmp_path / "log.csv"), Reading(columns=tuple(found.items())))
    assert (log.order.incidents["7"][0].opened.hour, log.order.incidents["7"][0].opened.minute) == (8, 39)


def test_days_without_their_times_are_said(tmp_path):
    (tmp_path / "log.csv").write_text("Case;Opened;At\n7;05.01.2026;08:39\n")
    path = str(tmp_path / "log.csv")
    (note,) = read_rows(path, Reading(columns=(("case", "Case"), ("opened", "Opened")))).table.notes
    assert "opened_at (Opened) has days without a time: cases count as opened at midnight" in note
    assert 'name both: opened: "Opened + TIME"' in note
    with pytest.raises(DataError, match=r"opened: Opened . Att\n  The header has no such column. Did you mean At"):
        read_rows(path, Reading(columns=(("case", "Case"), ("opened", "Opened + Att"))))


def test_each_column_has_its_own_order_of_day_and_month(tmp_path):
    text = "number,opened_at,resolved_at\nA,05/01/2026 09:00,01/06/2026 10:00\nB,13/01/2026 09:00,01/14/2026 10:00\n"
    (tmp_path / "log.csv").write_text(text)
    log = read_rows(str(tmp_path / "log.csv"))
    assert "resolved_at: MM/DD/YYYY (month first), unlike dates before it" in log.table.notes
    moments = [log.moment(log.order.incidents[case][0], "resolved_at").day for case in "AB"]
    assert moments == [6, 14]
