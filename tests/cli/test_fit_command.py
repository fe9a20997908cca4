"""`podsim fit` and `podsim init --from`, as their user meets them."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from itertools import product

import pytest

HEAD = (
    "number,caller_id,opened_at,sys_updated_at,sys_mod_count,contact_type,priority,assignment_group,assigned_to,"
    "incident_state"
)


def made_up_log(cases: int = 500, seed: int = 3) -> str:
    """A desk of two groups over five weeks; one ticket in five waits for a vendor, for days."""
    draw, rows = random.Random(seed), [f"{HEAD},resolved_at"]
    for number in range(cases):
        day = draw.choice([d for d in range(35) if d % 7 < 5])
        at = opened = datetime(2026, 1, 5) + timedelta(days=day, minutes=540 + int(420 * draw.random()))
        updates = []
        for group in ["Desk", *(["Network"] if draw.random() < 0.3 else [])]:
            updates.append((at, group, "", "New"))
            at += timedelta(minutes=draw.expovariate(1 / 10))
            updates.append((at, group, f"{group}{draw.randint(1, 3)}", "Active"))
            at += timedelta(minutes=draw.expovariate(1 / 10))
        if draw.random() < 0.2:
            updates.append((at, updates[-1][1], updates[-1][2], "Awaiting Vendor"))
            at += timedelta(days=draw.randint(1, 3))
        updates.append((at, updates[-1][1], updates[-1][2], "Resolved"))
        for count, (when, group, person, state) in enumerate(updates):
            rows.append(f"T{number},c{number % 90},{opened},{when},{count},Phone,3,{group},{person},{state},{at}")
    return "\n".join(rows)


@pytest.fixture
def log(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "log.csv").write_text(made_up_log())
    return tmp_path


@pytest.fixture
def podsim(capsys):
    from sim.cli.ending import exit_code_of

    def run(*arguments: str) -> tuple[int, str, str]:
        code = exit_code_of(list(arguments))
        return int(code), *capsys.readouterr()

    return run


def test_look_says_what_is_recognised_and_what_to_add(log, podsim):
    code, out, _ = podsim("fit", "log.csv", "--look")
    assert code == 0
    assert "Recognised: ServiceNow: case" in out
    assert "    group: assignment_group" in out
    assert "500 cases" in out
    (log / "other.csv").write_text("Vorgang;Erstellt am;Gruppe\n7;30-12-2025:11.02;Technik")
    code, out, _ = podsim("fit", "other.csv", "--look")
    assert '    opened: "Erstellt am"  # by its name alone' in out
    assert "With these lines:\nUnderstood: dates DD/MM/YYYY (day first)\nUnderstood: 1 row, 1 case" in out
    assert "Not there, or called otherwise: customer, channel" in out
    (log / "other.csv").write_text("Vorgang;Erstellt am;Gruppe\n7;32-12-2025:11.02;Technik")
    code, out, _ = podsim("fit", "other.csv", "--look")
    assert (code, "As it is, it cannot be read" in out) == (0, True)


def test_look_shows_whole_cells_where_the_terminal_is_wide(log, podsim, monkeypatch):
    (log / "wide.csv").write_text(f"Number,Opened,State\n1,2026-01-05 09:00,{'x' * 60}\n")
    for columns, shown in (("120", "x" * 60), ("30", f"{'x' * 21}...")):
        monkeypatch.setenv("COLUMNS", columns)
        _, out, _ = podsim("fit", "wide.csv", "--look")
        assert ("1 row, 3 columns" in out, f"  State   {shown}" in out.splitlines()) == (True, True)


def test_what_cannot_be_read_stops_with_three_and_the_line_to_add(log, podsim):
    (log / "dates.csv").write_text("number,opened_at\nA,05/06/2026 09:00\nB,05/06/2026 10:00")
    code, _, err = podsim("fit", "dates.csv", "--quiet")
    assert code == 3
    assert "demand.replay.dates: day_first" in err
    code, _, err = podsim("fit", "dates.csv", "--dates", "day_first", "--quiet")
    assert (code, "2 cases in the window; a fit takes 60 at least" in err) == (3, True)
    code, _, err = podsim("init", "desk", "--from", "dates2.csv")
    assert code == 3


@pytest.mark.slow
def test_a_fit_is_near_to_its_log_and_can_be_compared(log, podsim):
    code, out, _ = podsim("fit", "log.csv", "--out", "desk", "--no-verdict", "--quiet", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["cases"] == 500
    hours = found["median_hours"]
    assert hours["fit"] == pytest.approx(hours["log"], abs=0.5)
    assert 0.5 < found["time"]["vendor"] < 1
    assert found["distances"]["fit"]["n_gram"] < 0.2
    code, out, _ = podsim("validate", "desk/fitted.yaml")
    assert (code, out.startswith("fitted: valid. 6 people, 2 functions, 1 channel")) == (0, True)
    code, out, _ = podsim("compare", "desk/fitted.yaml", "--replications", "2", "--no-worlds", "--quiet")
    opening = " ".join(out.split()[:80])
    said = f"Fitted to log.csv: of {found['judged_cases']} cases kept back, half take more than"
    assert (code, said in opening) == (0, True)
    code, _, err = podsim("fit", "log.csv", "--out", "desk", "--quiet")
    assert (code, "never written over" in err) == (2, True)


def test_init_from_volumes_and_from_a_roster(log, podsim):
    (log / "volumes.csv").write_text(
        "start,channel,offered,aht_seconds\n2026-01-05 09:00,voice,40,300\n2026-01-05 09:30,voice,20,300\n"
        "2026-01-05 09:00,mail,10,300\n"
    )
    code, out, _ = podsim("init", "one", "--from", "volumes.csv", "--functions", "sales:3,service:4")
    assert (code, "volumes.csv is yours" in out) == (0, True)
    assert "voice: {live: true" in (log / "one" / "scenario.yaml").read_text()
    assert (log / "one" / "volumes.csv").read_text() == (log / "volumes.csv").read_text()
    (log / "people.csv").write_text(
        "person,function,hours\nA,sales,mon-fri 09:00-17:00\nB,service,mon-fri 09:00-17:00\n"
    )
    code, out, _ = podsim("init", "two", "--from", "people.csv", "--channels", "mail:50")
    assert (code, "people.csv is yours" in out) == (0, True)
    code, _, err = podsim("validate", "two/scenario.yaml")
    assert (code, err) == (0, "")


def test_init_from_a_phone_report_with_names_of_its_own(log, podsim):
    rows = ["Interval report;Hotline", "Datum;Intervall;Warteschlange;Angeboten;Aufgelegt;AHT"]
    for day in (13, 14):
        for hour, of in product(range(7, 19), "AB"):
            rows.append(f"{day}.01.2026;{hour:02}:00 - {hour:02}:30;Hotline {of};9;1;5:30")
        rows += [f"{day}.01.2026;{hour:02}:30 - {hour + 1:02}:00;Mail;4;0;" for hour in range(7, 19)]
    (log / "calls.csv").write_text("\n".join([*rows, "Summe;;;1;2;5:30"]))
    code, out, _ = podsim("fit", "calls.csv", "--look")
    assert (code, "    offered: Angeboten  # by its name alone" in out) == (0, True)
    assert "Understood: mail: 96 contacts in intervals of 30 minutes" in out
    code, _, err = podsim("init", "desk", "--from", "calls.csv")
    assert (code, "their work takes about 3 people" in err) == (2, True)
    code, out, _ = podsim("init", "desk", "--from", "calls.csv", "--functions", "sales:3,service:4")
    assert (code, "open tue-wed 07:00-19:00, as contacts are offered then" in out) == (0, True)
    text = (log / "desk" / "scenario.yaml").read_text()
    assert "hotline_a: {live: true" in text
    assert "mail: {live: false}" in text
    assert "calls_abandoned_share: {hotline_a: 0.1111, hotline_b: 0.1111}" in text
    code, _, err = podsim("validate", "desk/scenario.yaml")
    assert (code, err) == (0, "")
    code, _, err = podsim("init", "other", "--from", "calls.csv", "--column", "offered=Calls")
    assert (code, "The header has no such column" in err) == (3, True)


def test_init_from_a_roster_with_names_of_its_own(log, podsim):
    (log / "team.csv").write_text("Mitarbeiter;Abteilung;Schicht\nA;Kundendienst;Früh\nB;Technik & Netz;Spät\n")
    code, out, _ = podsim("init", "desk", "--from", "team.csv", "--channels", "mail:50")
    assert (code, "hours of the shifts frueh, spaet are assumed" in out) == (0, True)
    text = (log / "desk" / "scenario.yaml").read_text()
    assert 'columns: {"person": "Mitarbeiter", "function": "Abteilung", "shift": "Schicht"}' in text
    assert "technik_netz" in text
    week = "Mitarbeiter;Abteilung;Mo;Di;Mi\nA;Netz;08-16;Früh;frei\nB;Netz;9:00 - 17:00;-;krank\n"
    (log / "week.csv").write_text(week)
    assert "This is no log: a roster" in podsim("fit", "week.csv", "--look")[1]
    code, _, err = podsim("init", "weekly", "--from", "week.csv", "--channels", "mail:50")
    assert (code, "week.csv: 1 problem" in err, "  line 3   wed: krank" in err) == (3, True, True)
    (log / "week.csv").write_text(week.replace("krank", ""))
    code, out, _ = podsim("init", "weekly", "--from", "week.csv", "--channels", "mail:50")
    assert (code, "hours of the shifts frueh are assumed" in out) == (0, True)


ROSTERS = {
    "two lines": ("Name;Team;Monday;;Tuesday;\n;;from;to;from;to\nA;Net;08:00;16:00;09:00;17:30\n", "mon_from", "16.5"),
    "two columns": ("Name;Abteilung;Mo von;Mo bis;Di von;Di bis\nA;Net;8;16;9:00;17:30\n", "mon_from", "16.5"),
    "dates": ("Name;Abteilung;12.01.2026;13.01.2026\nA;Net;8-16;9:00-17:30\n", "mon", "16.5"),
    "dates in rows": (
        "Name;Team;Datum;Beginn;Ende\nA;Net;13.01.2026;8;16\nA;Net;14.01.2026;9:00;17:30\n", "day", "16.5"
    ),
    "no year": ("Name;Team;Mo 12.01.;Di 13.01.\nA;Net;8-16;9:00-17:30\n", "mon", "16.5"),
}  # fmt: skip


@pytest.mark.parametrize("name", ROSTERS)
def test_init_from_a_roster_with_starts_and_ends(log, podsim, name):
    text, role, hours = ROSTERS[name]
    (log / "team.csv").write_text(text)
    code, out, _ = podsim("fit", "team.csv", "--look")
    assert (code, "This is no log: a roster" in out, f"    {role}: " in out) == (0, True, True)
    code, out, _ = podsim("init", "desk", "--from", "team.csv", "--channels", "mail:50")
    assert (code, "net" in (log / "desk" / "scenario.yaml").read_text()) == (0, True)
    assert f"hours per person and week: {hours}" in podsim("validate", "desk/scenario.yaml")[1]


def test_init_from_a_roster_of_two_weeks_across_is_refused(log, podsim):
    (log / "team.csv").write_text("Name;Team;13.01.2026;20.01.2026\nA;Net;8-16;9-17\n")
    code, _, err = podsim("init", "desk", "--from", "team.csv", "--channels", "mail:50")
    assert (code, "13.01.2026 and 20.01.2026" in err) == (3, True)
    (log / "team.csv").write_text("Name;Team;13.01.;20.01.\nA;Net;8-16;9-17\n")
    code, _, err = podsim("init", "desk", "--from", "team.csv", "--channels", "mail:50")
    assert (code, "A day without a year is of no weekday" in err) == (3, True)


def test_init_from_a_report_with_days_across(log, podsim):
    days = [f"{day}.01.2026" for day in range(12, 17)]
    rows = [
        ["Angebotene Anrufe"],
        ["", *days, "Summe"],
        *[[f"{h}:{m}", *"23456", 20] for h in range(8, 12) for m in ("00", "30")],
    ]
    (log / "calls.csv").write_text("\n".join(";".join(map(str, row)) for row in rows))
    code, out, _ = podsim("init", "desk", "--from", "calls.csv", "--functions", "a:3")
    assert (code, "days stand across in line 2 (5 days)" in out, "open mon-fri 08:00-12:00" in out) == (0, True, True)
    assert "intervals of 30 minutes" in podsim("validate", "desk/scenario.yaml")[1]


def test_init_from_a_workbook(log, podsim):
    from openpyxl import Workbook

    book = Workbook()
    for row in (
        ["Date", "Hour", "Offered", "Talk (min)", "ACW (s)"],
        *(["2026-01-05", hour, 9, 5, 30] for hour in range(8, 17)),
    ):
        book.active.append(row)
    book.save(log / "calls.xlsx")
    code, out, _ = podsim("init", "desk", "--from", "calls.xlsx", "--functions", "a:3")
    assert (code, "voice: 330 s of handling each, on average" in out) == (0, True)
    code, out, _ = podsim("validate", "desk/scenario.yaml")
    assert (code, "understood: workbook, dates YYYY-MM-DD, decimal points" in out) == (0, True)
    assert "81 contacts offered, 81 a week; mean handling time 330 s" in out


def test_how_a_file_is_read_can_be_said_to_init(log, podsim):
    (log / "calls.csv").write_text("start,channel,offered\n05/06/2026 09:00,phone,4\n05/06/2026 09:30,phone,4\n")
    code, _, err = podsim("init", "desk", "--from", "calls.csv", "--functions", "a:3")
    assert (code, "--dates to podsim init" in err) == (3, True)
    code, out, _ = podsim("init", "desk", "--from", "calls.csv", "--functions", "a:3", "--dates", "day_first")
    assert (code, "open fri 09:00-10:00" in out) == (0, True)
    assert 'volumes_dates: "day_first"' in (log / "desk" / "scenario.yaml").read_text()
    assert podsim("init", "two", "--dates", "day_first")[0] == 2


def test_what_is_none_of_these_is_said(log, podsim):
    (log / "x.csv").write_text("a,b\n1,2\n")
    code, _, err = podsim("init", "desk", "--from", "x.csv")
    assert code == 3
    assert "neither a log (a column for the case and one for a time), nor volumes" in err
    (log / "de.csv").write_text("Stand;1\nVorgang;Erstellt am;Gruppe;Kunde\n7;30-12-2025:11.02;Technik;K\n")
    code, _, err = podsim("init", "desk", "--from", "de.csv")
    assert (code, "--column case=Vorgang --column 'opened=Erstellt am' --column group=Gruppe" in err) == (3, True)
    code, out, _ = podsim("fit", "x.csv", "--look")
    assert (code, "neither a log (a column for the case and one for a time), nor volumes" in out) == (0, True)
    (log / "time.csv").write_text("Time;Calls\n08:00;1\n08:30;2\n")
    code, _, err = podsim("init", "desk", "--from", "time.csv")
    assert (code, "no column says the day: add one called date" in err) == (3, True)
    (log / "volumes.csv").write_text("start,channel,offered\n2026-01-05 09:00,mail,10\n2026-01-05 09:30,mail,10\n")
    code, out, _ = podsim("fit", "volumes.csv", "--look")
    assert (code, "podsim init DIR --from volumes.csv" in out) == (0, True)


def test_a_log_without_ends_is_refused(log, podsim):
    rows = [f"T{n},2026-01-{5 + n % 20:02} 09:{n % 60:02},Desk" for n in range(100)]
    (log / "open.csv").write_text("\n".join(["number,opened_at,assignment_group", *rows]))
    code, _, err = podsim("fit", "open.csv", "--quiet")
    assert (code, "0 of the fitted part, 0 of the rest; it takes 10" in err) == (3, True)


def test_look_gives_the_options_and_refuses_a_column_that_is_not_there(log, podsim):
    (log / "x.csv").write_text("Vorgang;Erstellt am;Gruppe\n7;30-12-2025:11.02;Technik")
    code, out, _ = podsim("fit", "x.csv", "--look")
    assert (code, "--column case=Vorgang --column 'opened=Erstellt am'" in out) == (0, True)
    code, _, _ = podsim("fit", "x.csv", "--look", "--column", "case=Nothing")
    assert code == 3


def test_a_log_cannot_decide_where_the_verdict_turns():
    from sim.report.fit import verdict_lines

    words = {"people": ("better", "the same"), "others": ("the same", "better, too little to matter")}
    assert "cannot decide on better habits; recording" in list(verdict_lines(words, None))[-1]
    alike = {"people": ("better", "the same"), "others": ("better", "better, too little to matter")}
    assert not any("cannot decide" in line for line in verdict_lines(alike, None))
