"""Tables as people lay them out for people: days, times or queues across, and names in two lines."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from sim.cli.init_from import columns_of, table_kind, volumes_of
from sim.data.table import peek
from sim.data.ticket_log import LOG, Reading
from sim.scenario.problems import DataError

DAYS = ("12.01.2026", "13.01.2026")
TIMES = ("08:00", "08:30", "09:00", "09:30")
OFFERED = {"12.01.2026": (1, 2, 3, 4), "13.01.2026": (5, 6, 7, 8)}
FACTS = [(day, at, OFFERED[day][n]) for n, at in enumerate(TIMES) for day in DAYS]


def table(*rows):
    return "\n".join(";".join(map(str, row)) for row in rows)


LAYOUTS = {
    "days across": table(
        ["Calls"], ["", *DAYS, "Total"], *[[at, *(OFFERED[d][n] for d in DAYS), 99] for n, at in enumerate(TIMES)],
        ["Total", 99, 99, 99],
    ),
    "times across": table(
        ["Datum", *TIMES, "Summe"], *[[day, *OFFERED[day], 99] for day in DAYS], ["Summe", *[99] * 5],
        ["Erstellt von X"],
    ),
    "intervals across": table(
        ["Date", *(f"{at} - {at[:4]}9" for at in TIMES)], *[[day, *OFFERED[day]] for day in DAYS],
    ),
    "days across, two measures": table(
        ["", DAYS[0], "", DAYS[1], ""], ["Interval", *["Offered", "Handled"] * 2],
        *[[at, *(part for d in DAYS for part in (OFFERED[d][n], 0))] for n, at in enumerate(TIMES)],
    ),
    "days across, measures down": table(
        ["Queue", "KPI", "Time", *DAYS],
        *[row for n, at in enumerate(TIMES) for row in (
            ["A", "Offered", at, *(OFFERED[d][n] for d in DAYS)], ["", "Abandoned", "", 1, 1], ["", "SL %", "", 80, 80],
        )],
    ),
    "names merged down and across": table(
        ["Date", "Time", "Calls", "", ""], ["", "", "Offered", "Answered", "AHT"],
        *[[day, at, offered, 0, 300] for day, at, offered in FACTS],
    ),
}  # fmt: skip


def volumes(tmp_path, text, name="report.csv", **reading):
    file = tmp_path / name
    file.write_text(text)
    how = Reading(columns=(), **reading)
    return volumes_of(str(file), peek(str(file), LOG).header, how)[0]


def offered(found, channel=0):
    first = next(n for n, _ in enumerate(found.channels[channel].offered) if found.channels[channel].given[n])
    step = found.channels[channel].step
    monday = (first * step) % 1440 // step
    by_day = found.channels[channel].offered.reshape(found.weeks * 7, -1)
    return [row[monday : monday + 4].tolist() for row in by_day if row.any()]


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_number_is_that_of_its_day_and_time(tmp_path, name):
    found = volumes(tmp_path, LAYOUTS[name])
    assert offered(found) == [list(OFFERED[day]) for day in DAYS]
    assert found.channels[0].step == 30
    assert str(found.first) == "2026-01-12 08:00:00"


def test_what_was_understood_is_said(tmp_path):
    said = volumes(tmp_path, LAYOUTS["days across"]).said
    assert "days stand across in line 2 (2 days)" in said
    assert "nothing says what the numbers below are: taken as contacts offered" in said
    assert {"left out: 1 row of totals", "left out: 1 column of totals"} <= set(said)
    said = volumes(tmp_path, LAYOUTS["times across"]).said
    assert "left out: 1 line of text below the last row" in said
    merged = volumes(tmp_path, LAYOUTS["names merged down and across"])
    assert "names of columns stand in lines 1 and 2, and are put together" in merged.said
    assert merged.aht_seconds.tolist() == [300]


def test_measures_of_rows_are_read_as_what_they_are(tmp_path):
    found = volumes(tmp_path, LAYOUTS["days across, measures down"])
    assert found.channels[0].abandoned == pytest.approx(8 / 36)


def test_weekdays_without_dates_are_one_usual_week(tmp_path):
    head = [["", "Monday", "", "Tuesday", ""], ["Interval", *["offered", "handled"] * 2]]
    found = volumes(tmp_path, table(*head, *[[at, 1, 1, 2, 2] for at in TIMES]))
    assert offered(found) == [[1] * 4, [2] * 4]
    assert "weekdays without dates: read as one usual week, that of 2026-01-05" in found.said
    found = volumes(tmp_path, table(["Tag", *TIMES], ["Mo", 1, 2, 3, 4], ["Di", 5, 6, 7, 8]))
    assert offered(found) == [[1, 2, 3, 4], [5, 6, 7, 8]]
    assert "weekdays without dates: read as one usual week, that of 2026-01-05" in found.said


def test_queues_across_are_channels(tmp_path):
    head = [["Date", "Time", "Hotline DE", "", "Hotline FR", ""], ["", "", *["Offered", "Abandoned"] * 2]]
    found = volumes(tmp_path, table(*head, *[[day, at, n, 0, 1, 1] for day, at, n in FACTS]))
    assert [channel.offered.sum() for channel in found.channels] == [36, 8]
    assert [channel.abandoned for channel in found.channels] == [0, 1]


def test_what_cannot_be_told_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"line 1   12\.01\.\n  Days stand across, without a year: write them as"):
        volumes(tmp_path, table(["Zeit", "12.01.", "13.01."], *[[at, 1, 2] for at in TIMES]))
    with pytest.raises(DataError, match=r"Calls DE, Calls FR\n  Each of these may be the contacts offered"):
        volumes(tmp_path, table(["Date", "Time", "Calls DE", "Calls FR"], *[[d, at, n, 1] for d, at, n in FACTS]))
    with pytest.raises(DataError, match="given twice"):
        volumes(tmp_path, table(["", *DAYS], *[[at, 1, 2] for at in (*TIMES, "08:00")]))
    with pytest.raises(DataError, match=r"line 3   start: 12\.01\.2026 x"):
        volumes(tmp_path, table(["", *DAYS], ["08:00", 1, 2], ["x", 1, 2], ["08:30", 1, 2], ["09:00", 1, 2]))


def test_a_title_says_what_the_numbers_are(tmp_path):
    rows = [["", *DAYS], *[[at, 1, 2] for at in TIMES]]
    (tmp_path / "aht.csv").write_text(table(["Ø AHT"], *rows))
    assert set(columns_of("volumes", peek(str(tmp_path / "aht.csv"), LOG).header, {})) == {
        "date",
        "time",
        "aht_seconds",
    }


def test_plain_tables_stay_as_they_are(tmp_path):
    """A row with several dates and times, and a header with names that come twice."""
    (tmp_path / "log.csv").write_text(
        'Jira export,of X\n"Issue key","Created","Component/s","Component/s"\n"A","05/Jan/26 9:00 AM","Desk","Net"\n'
    )
    seen = peek(str(tmp_path / "log.csv"), LOG)
    assert (seen.header, seen.count) == (("Issue key", "Created", "Component/s", "Component/s"), 1)
    (tmp_path / "days.csv").write_text(
        "Day;Opened;Resolved\n08:00;05.01.2026;06.01.2026\n08:30;05.01.2026;06.01.2026\n"
    )
    assert peek(str(tmp_path / "days.csv"), LOG).header == ("Day", "Opened", "Resolved")


def test_merged_cells_of_a_workbook(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["Call report"])
    sheet.append([None, datetime(2026, 1, 12), None, datetime(2026, 1, 13), None])
    sheet.append(["Interval", *["Offered", "Abandoned"] * 2])
    for n, at in enumerate(TIMES):
        sheet.append([time.fromisoformat(at), *(part for day in DAYS for part in (OFFERED[day][n], 1))])
    sheet.merge_cells("B2:C2")
    sheet.merge_cells("D2:E2")
    book.save(tmp_path / "across.xlsx")
    down = Workbook()
    down.active.append(["Date", "Interval", "Queue", "Offered"])
    for day in DAYS:
        for n, at in enumerate(TIMES):
            date = datetime.strptime(day, "%d.%m.%Y") if n == 0 else None
            down.active.append([date, time.fromisoformat(at), "A" if n == 0 else None, OFFERED[day][n]])
    down.save(tmp_path / "down.xlsx")
    for name in ("across.xlsx", "down.xlsx"):
        file = str(tmp_path / name)
        found, _ = volumes_of(file, peek(file, LOG).header, Reading())
        assert offered(found) == [list(OFFERED[day]) for day in DAYS]
    assert "6 rows without Queue: that of the row above, as merged cells leave it" in found.said


def test_a_line_of_units_is_no_row(tmp_path):
    (tmp_path / "log.csv").write_text("number,opened_at,handle_minutes\n,,min\nA,2026-01-05 09:00,5\n")
    assert peek(str(tmp_path / "log.csv"), LOG).count == 1


def test_one_date_above_the_header_is_the_day_of_all_rows(tmp_path):
    """As a switch reports one day: SUMMARY is no interval, and of two dates above none is taken."""
    head = ["Interval report", "Date:\t12.01.2026", "Skill:\t101 Hotline", "Time\tACD Calls\tAvg Aban Time\tAban Calls"]
    rows = [f"{at}-{at[:3]}59\t{n}\t:44\t0" for at, n in zip(TIMES, range(1, 5), strict=True)]
    found = volumes(tmp_path, "\n".join([*head, *rows, "SUMMARY\t10\t:44\t0"]))
    assert offered(found) == [[1, 2, 3, 4]]
    assert "the date above the header, 12.01.2026, is that of all rows" in found.said
    (tmp_path / "two.csv").write_text("\n".join([*head[:3], "Until\t13.01.2026", head[3], *rows]))
    assert "date" not in peek(str(tmp_path / "two.csv"), LOG).header


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Interval Start,Media Type,Queue Id,Queue Name,Abandon %,Offer,Answer,Abandon,Avg Handle",
         {"start": "Interval Start", "channel": "Queue Name", "offered": "Offer", "answered": "Answer",
          "abandoned": "Abandon", "aht_seconds": "Avg Handle"}),
        ("Date,Time,Abandon Rate,Calls Offered,Answer Time,Aban Time",
         {"date": "Date", "time": "Time", "offered": "Calls Offered", "abandoned_share": "Abandon Rate"}),
        ("Datum,Zeit,Angeboten,Aufgelegt Quote,Angenommen %,Anrufzeit",
         {"date": "Datum", "time": "Zeit", "offered": "Angeboten", "abandoned_share": "Aufgelegt Quote"}),
    ],
)  # fmt: skip
def test_shares_and_times_are_no_numbers_of_contacts(header, expected):
    assert columns_of("volumes", header.split(","), {}) == expected


def test_more_given_up_than_offered_is_refused(tmp_path):
    rows = [[day, at, n, 50] for day, at, n in FACTS]
    with pytest.raises(DataError, match="More contacts are given up than offered"):
        volumes(tmp_path, table(["Date", "Time", "Offered", "Abandoned"], *rows))


def test_rows_of_queues_without_their_column_say_so_once(tmp_path):
    rows = [[day, at, n] for day, at, n in FACTS for _ in range(2)]
    with pytest.raises(DataError, match="name the column that tells them apart: channel") as error:
        volumes(tmp_path, table(["Date", "Time", "Offered"], *rows))
    assert len(error.value.problems) == 1


def test_a_handling_time_in_parts_is_summed(tmp_path):
    rows = [[day, at, n, "3:10", ":30", "1,5"] for day, at, n in FACTS]
    found = volumes(tmp_path, table(["Date", "Time", "ACD Calls", "Avg ACD Time", "Avg ACW Time", "Hold (min)"], *rows))
    assert found.aht_seconds.tolist() == [190 + 30 + 90]
    assert "handling time: Avg ACD Time + Hold (min) + Avg ACW Time" in found.said
    rows = [[day, at, n, "3:10", 250] for day, at, n in FACTS]
    assert volumes(tmp_path, table(["Date", "Time", "Offered", "Talk", "AHT"], *rows)).aht_seconds.tolist() == [250]
    rows = [[day, at, n, 30] for day, at, n in FACTS]
    assert (
        volumes(tmp_path, table(["Date", "Time", "Offered", "ACW"], *rows)).aht_seconds[0] != 30
    )  # the work is missing


def test_calls_that_nobody_brings_are_not_offered():
    header = ["Date", "Time", "Extn Out Calls", "Dequeued Calls", "Calls Per Pos", "Calls within target", "ACD Calls"]
    assert columns_of("volumes", header, {}) == {"date": "Date", "time": "Time", "answered": "ACD Calls"}


@pytest.mark.parametrize("clock", ["{0}", "{0}-{1}", "{0}h", "{0} Uhr", "{0} - {1} Uhr"])
def test_hours_without_minutes(tmp_path, clock):
    rows = [[day, clock.format(hour, hour + 1), hour] for day in DAYS for hour in range(8, 12)]
    found = volumes(tmp_path, table(["Day", "Hour", "Offered"], *rows))
    assert (found.channels[0].step, offered(found)[0]) == (60, [8, 9, 10, 11])


def test_an_interval_with_its_day_in_one_column(tmp_path):
    rows = [[f"{day} {at}-{at[:3]}59", n] for day, at, n in FACTS]
    (tmp_path / "one.csv").write_text(table(["Intervall", "Angeboten"], *rows))
    seen = peek(str(tmp_path / "one.csv"), LOG)
    assert columns_of("volumes", seen.header, {}, seen.sample) == {"start": "Intervall", "offered": "Angeboten"}
    assert table_kind(seen.header, {}, seen.sample) == "volumes"
    found = volumes_of(str(tmp_path / "one.csv"), seen.header, Reading(), seen.sample)[0]
    assert offered(found) == [list(OFFERED[day]) for day in DAYS]


def test_weekdays_down_are_one_usual_week(tmp_path):
    rows = [[day, at, n] for day in ("Mo", "Di") for n, at in enumerate(TIMES, 1)]
    found = volumes(tmp_path, table(["Wochentag", "Uhrzeit", "Anrufe"], *rows))
    assert (str(found.week_0), offered(found)) == ("2026-01-05", [[1, 2, 3, 4]] * 2)
    assert "weekdays without dates: read as one usual week, that of 2026-01-05" in found.said
    with pytest.raises(DataError, match="If they are of several weeks, each row needs its date"):
        volumes(tmp_path, table(["Wochentag", "Uhrzeit", "Anrufe"], *rows, *rows))


def test_handling_times_in_milliseconds_are_doubted(tmp_path):
    found = volumes(tmp_path, table(["Date", "Time", "Offered", "AHT"], *[[*fact, 262175] for fact in FACTS]))
    assert any("if these are milliseconds, call the column AHT (ms)" in text for text in found.said)


def test_sheets_with_the_same_header_are_read_one_below_the_other(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Report"])
    for title, day in (("Jan", 12), ("Feb", 19), ("Copy", 19)):
        sheet = book.create_sheet(title)
        sheet.append([title])
        sheet.append(["Date", "Interval", "Calls", None, "Talk"])
        sheet.append([None, None, "Offered", "Handled", "(mm:ss)"])
        for n, at in enumerate(TIMES * (1 + (title == "Jan")), 1):
            sheet.append([datetime(2026, 1, day + n // 5), time.fromisoformat(at), n, 0, time(0, 3)])
        sheet.append(["Total", None, 99, 99, None])
    book.create_sheet("Other").append(["Date", "Interval", "Calls"])
    book.save(tmp_path / "sheets.xlsx")
    file = str(tmp_path / "sheets.xlsx")
    seen = peek(file, LOG)
    assert seen.header == ("Date", "Interval", "Offered", "Handled", "Talk (mm:ss)")
    assert seen.notes[0].endswith('"Jan", was read, and below it those with the same header: Feb')
    found = volumes_of(file, seen.header, Reading())[0]
    assert (offered(found), found.aht_seconds.tolist()) == ([[1, 2, 3, 4], [5, 6, 7, 8], [1, 2, 3, 4]], [180])


@pytest.mark.parametrize(
    ("name", "cell", "says"),
    [("Abandon Rate", "0.05", "of 1"), ("Abandon %", "5 %", "in percent"), ("Taux d'abandon", "5,0", "in percent")],
)
def test_contacts_given_up_as_a_share(tmp_path, name, cell, says):
    rows = [[*fact, cell] for fact in FACTS]
    found = volumes(tmp_path, table(["Date", "Time", "Offered", name], *rows))
    assert (found.channels[0].abandoned, offered(found)[0]) == (pytest.approx(0.05), [1, 2, 3, 4])
    assert f"given up: by {name}, {says}" in found.said
    found = volumes(tmp_path, table(["Date", "Time", "Answered", name], *rows))
    assert found.channels[0].offered.sum() == pytest.approx(36 / 0.95, abs=1e-3)
    with pytest.raises(DataError, match="line 2   abandoned: few\n  Contacts abandoned must be a number"):
        volumes(tmp_path, table(["Date", "Time", "Offered", name], [*rows[0][:3], "few"], *rows[1:]))
    header = ["Date", "Time", "Offered", "Abandoned", name, "Abandoned within target"]
    assert set(columns_of("volumes", header, {})) == {"date", "time", "offered", "abandoned"}


def test_a_time_that_something_takes_is_no_time_of_the_day(tmp_path):
    rows = [[f"{day} {at}", n, 301] for day, at, n in FACTS]
    (tmp_path / "in.csv").write_text(table(["Start", "Inbound Calls", "Avg Inbound Handle Time (s)"], *rows))
    seen = peek(str(tmp_path / "in.csv"), LOG)
    assert columns_of("volumes", seen.header, {}, seen.sample)["aht_seconds"] == "Avg Inbound Handle Time (s)"
