"""Volumes of the user's own: what is understood of the file, and what is wrong with it."""

import numpy as np
import pytest

from sim.data.volumes_file import VolumesReading, read_volumes
from sim.scenario.problems import DataError
from tests.unit.demand.volumes_made import CHANNELS, HEADER, by_day, demand_of, lines_of, week


def steps_of(file):
    """Minutes of an interval by channel."""
    return tuple(channel.step for channel in read_volumes(file, CHANNELS).channels)


def offered_of(file):
    """All contacts offered."""
    return sum(channel.offered.sum() for channel in read_volumes(file, CHANNELS).channels)


VARIANTS = {
    "as it is": (lambda text: text.encode(), {}),
    "semicolons and decimal commas": (
        lambda text: text.replace(",", ";").replace(".", ",").encode(),
        {"delimiter": "semicolon", "numbers": "decimal commas"},
    ),
    "BOM": (lambda text: text.encode("utf-8-sig"), {"encoding": "utf-8 with BOM"}),
    "cp1252": (lambda text: text.replace("start", " start ").encode("cp1252"), {}),
    "day first": (
        lambda text: text.replace("2026-01-", "").replace("13 ", "13/01/2026 ").encode(),
        {"dates": "DD/MM/YYYY (day first)"},
    ),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_reads_as_the_original(volumes, name):
    encode, understood = VARIANTS[name]
    rows = ["2026-01-13 08:00,voice,1.5,360.5", "2026-01-13 08:30,voice,3,", "2026-01-13 08:00,mail,2,240"]
    file = read_volumes(volumes(*rows, encode=encode), CHANNELS)
    assert (str(file.week_0), file.weeks, file.rows) == ("2026-01-12", 1, 3)
    voice, mail = file.channels
    assert (voice.step, mail.step, voice.offered.size, mail.offered.size) == (30, 30, 336, 336)
    assert voice.offered[64:66].tolist() == [1.5, 3.0]
    assert [(channel.offered.sum(), channel.given.sum()) for channel in file.channels] == [(4.5, 2), (2.0, 1)]
    assert file.aht_seconds.tolist() == [360.5, 240.0]
    found = {"delimiter": file.delimiter, "encoding": file.encoding, "numbers": file.numbers.seen,
             "dates": file.dates.seen}  # fmt: skip
    assert {key: found[key] for key in understood} == understood


def test_any_regular_step_and_days_alone(volumes):
    assert steps_of(volumes("2026-01-05,voice,90,", "2026-01-06,voice,80,"))[0] == 1440
    file = read_volumes(volumes("2026-01-05 08:00,voice,1,", "2026-01-05 08:15,voice,1,"), CHANNELS)
    voice = file.channels[0]
    assert (voice.step, voice.offered.size, np.isnan(file.aht_seconds).all()) == (15, 672, True)


def test_thousands_of_a_usual_size_are_read_and_said(volumes, helpers):
    volumes('2026-01-05,voice,"1,250","1,020"', '2026-01-06,voice,"1,310",360')
    assert offered_of("volumes.csv") == 2560
    assert (
        "note: numbers such as 1,250 could be read two ways; decimal points were assumed, so that it is 1250"
    ) in lines_of(helpers.scenario(demand_of(helpers)))


def test_other_numbers_of_the_column_say_what_is_usual(volumes):
    busy = volumes('2026-01-05 08:00,voice,"1,250",', "2026-01-05 08:30,voice,980,")
    assert offered_of(busy) == 2230
    with pytest.raises(DataError, match=r"could be 1250 or 1\.25"):
        read_volumes(volumes('2026-01-05 08:00,voice,"1,250",', "2026-01-05 08:30,voice,9,"), CHANNELS)


def test_a_fourth_decimal_shows_how_numbers_are_written(volumes):
    file = read_volumes(
        volumes('2026-01-05 08:00,voice,"11,2500",', '2026-01-05 08:30,voice,"14,500","352,125"'), CHANNELS
    )
    assert (file.channels[0].offered.sum(), file.aht_seconds[0], file.numbers.assumed) == (25.75, 352.125, False)


DAY = 1440
MIXED = {
    "a date alone is a day": ([*week(), *by_day()], (30, DAY)),
    "one date alone is": ([*week(), *by_day(days=1)], (30, DAY)),
    "so are midnights": ([*week(), *by_day(time=" 00:00")], (30, DAY)),
    "hours beside half-hours": ([*week(), *week("mail", step=60)], (30, 60)),
    "the other way round": ([*week(step=60), *week("mail")], (60, 30)),
    "neither a multiple": ([*week(step=20), *week("mail")], (20, 30)),
    "rows between that nobody used": ([*week(), *week("mail")[::3]], (30, 30)),
    "too few to tell": ([*week(), *week("mail", step=60)[:9]], (30, 30)),
    "one midnight with its time": ([*week(), *by_day(days=1, time=" 00:00")], (30, 30)),
    "all by day": ([*by_day("voice"), *by_day()[::2]], (DAY, DAY)),
    "a channel without rows": (by_day("voice"), (DAY, DAY)),
}


@pytest.mark.parametrize("name", MIXED)
def test_every_channel_has_its_own_interval(volumes, name):
    rows, expected = MIXED[name]
    assert steps_of(volumes(*rows)) == expected


def test_intervals_by_channel_are_said(volumes, helpers):
    scenario = helpers.scenario(demand_of(helpers))
    volumes(*week(), *by_day())
    assert lines_of(scenario)[0] == (
        "volumes.csv: 105 rows, 1 week from Monday 2026-01-05, intervals of 30 minutes (voice) and 1440 minutes (mail)"
    )
    volumes(*week(), *week("mail", step=60)[:9])
    assert (
        "note: mail: rows are 60 minutes apart or more and too few to tell; they were read as intervals of 30 minutes, "
        "as others in the file"
    ) in lines_of(scenario)


ALLOWED_START = (
    'It cannot be read as a date with a time; write the start of the interval as "2026-01-05 08:30" or, day first, '
    '"05/01/2026 08:30".'
)
BAD = {
    "start": (["soon,voice,1,"], f"  line 2   start: soon\n  {ALLOWED_START}"),
    "seconds": (["2026-01-05 08:00:10,voice,1,"],
                "  line 2   start: 2026-01-05 08:00:10\n  Intervals begin at whole minutes."),
    "channel": (["2026-01-05 08:00,voise,1,"],
                "  line 2   channel: voise\n  The scenario has no such channel. Did you mean voice? Known: voice, "
                "mail. A row that is none of a channel can be skipped: volumes_skip: [text of a cell]."),
    "offered": (["2026-01-05 08:00,voice,-1,", "2026-01-05 08:30,voice,twelve,"],
                "  line 2   offered: -1\n  Contacts offered must be a number from 0 to 1000000, for example 12.\n\n"
                "  line 3   offered: twelve\n  Contacts offered must be a number from 0 to 1000000, for example 12."),
    "nothing offered": (["2026-01-05 08:00,voice,,", "2026-01-05 08:30,voice,#N/A,"],
                        "  offered: missing in all rows\n  It must say how many contacts are offered."),
    "aht": (["2026-01-05 08:00,voice,1,0"],
            "  line 2   aht_seconds: 0\n  The mean handling time must be a number of seconds above 0 and at most "
            "600000, "
            "for example 360 or 06:00, or left empty."),
    "twice": (["2026-01-05 08:00,voice,1,", "2026-01-05 08:30,voice,1,", "2026-01-05 08:00,voice,2,"],
              "  line 4   start: 2026-01-05 08:00\n  This interval of this channel is given twice (first in line 2)."),
    "one start": (["2026-01-05 08:00,voice,1,"],
                  "  line 2   start: 2026-01-05 08:00:00\n  How long an interval is shows in the distance between two "
                  "starts, and all rows have the same."),
    "step": (["2026-01-05 08:00,voice,1,", "2026-01-05 08:50,voice,1,"],
             "  50 minutes between two starts\n  Intervals must divide a day, as half-hours, hours or days do."),
    "weeks": (["2026-01-05 08:00,voice,1,", "2026-01-05 08:30,voice,1,", "2026-01-05,mail,9,", "2026-01-12,mail,9,"],
              "  10080 minutes between two starts\n  Intervals must divide a day, as half-hours, hours or days do."),
    "a wrong century": (["2026-01-05 08:00,voice,1,", "2026-01-05 08:30,voice,1,", "1926-01-05 08:00,voice,1,"],
                        "  line 4   start: 1926-01-05 08:00\n  The last row (line 3) begins 2026-01-05 08:30, 5,218 "
                        "weeks later; from the first to the last row there may be at most 520."),
    "grid": (["2026-01-05 08:00,voice,1,", "2026-01-05 08:30,voice,1,", "2026-01-05 09:10,voice,1,"],
             "  line 4   start: 2026-01-05 09:10\n  Starts must be 30 minutes apart, counted from midnight, as the "
             "nearest two in the file are."),
    "totals of an interval": (["2026-01-05 08:00,voice,1,", "2026-01-05 08:30,voice,1,", "2026-01-05 08:00,Total,1,"],
                              "  line 4   channel: Total\n  The scenario has no such channel. Known: voice, mail. A "
                              "row that is none of a channel can be skipped: volumes_skip: [text of a cell]."),
    "empty cells": (["2026-01-05 08:00,,1,", '" ",voice,1,', ",,,"],
                    "  line 2   channel: missing\n  The scenario has no such channel. Known: voice, mail.\n\n"
                    f"  line 3   start: missing\n  {ALLOWED_START}"),
    "zones": (["2026-01-05T08:00:00,voice,1,", "2026-01-05T09:30:00+01:00,voice,1,"],
              "  line 3   start: 2026-01-05T09:30:00+01:00\n  Times of several zones (none and +01:00) are mixed: "
              "write all of them in the time of the organisation, or name its zone: time_zone."),
    "either day or month first": (["05/01/2026 08:00,voice,1,", "05/01/2026 08:30,voice,1,"],
              "  05/01/2026 08:00\n  Every date could be day first or month first, and both readings fit as well. Add "
              "demand.volumes_dates: day_first or demand.volumes_dates: month_first, or give --dates to podsim init."),
    "an hour twice, by day": (["2026-01-04 02:00,voice,1,", "2026-01-04 02:30,voice,1,", "2026-01-04 02:00,voice,2,"],
                              "  line 4   start: 2026-01-04 02:00\n  This interval of this channel is given twice "
                              "(first in line 2)."),
    "an hour three times": (["2026-10-25 02:00,voice,1,", "2026-10-25 02:30,voice,1,", "2026-10-25 02:00,voice,2,",
                             "2026-10-25 02:00,voice,4,"],
                            "  line 5   start: 2026-10-25 02:00\n  This interval of this channel is given twice "
                            "(first in line 2)."),
    "short alone": (["2026-01-05 08:00,voice"], "  line 2   2 fields\n  A row must have 4 fields, as the header has."),
    "a column twice": ("start,channel,offered,Offered",
                       "  line 1   offered in columns 3 and 4\n  It is not clear which one is meant: leave one, or "
                       "rename the others."),
    "three decimals": (['2026-01-05 08:00,voice,"11,250",300', '2026-01-05 08:30,voice,"1,250",300'],
                       '  line 2   offered: 11,250\n  It could be 11250 or 11.25, and no number of the file shows '
                       "which: write 11250, or 11.2500 with a fourth decimal.\n\n"
                       "  line 3   offered: 1,250\n  It could be 1250 or 1.25, and no number of the file shows which: "
                       "write 1250, or 1.2500 with a fourth decimal."),
    "three decimals of a time": (['2026-01-05 08:00,voice,11,"352,125"', '2026-01-05 08:30,voice,1,"1,250"'],
                                 "  line 2   aht_seconds: 352,125\n  It could be 352125 or 352.125, and no number of "
                                 "the file shows which: write 352125, or 352.1250 with a fourth decimal."),
    "columns": ("start,channel,offerd",
                "  line 1   no column offered\n  The header must name offered. Did you mean to name offerd so?"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_said(volumes, name):
    rows, expected = BAD[name]
    file = volumes("2026-01-05 08:00,voice,1", header=rows) if isinstance(rows, str) else volumes(*rows)
    with pytest.raises(DataError) as caught:
        read_volumes(file, CHANNELS)
    number = expected.count("\n\n") + 1
    problems = "1 problem" if number == 1 else f"{number} problems"
    assert str(caught.value) == f"volumes.csv: {problems}, nothing was run\n\n{expected}"


def read(file, *skip, **reading):
    """Contacts of voice that are not 0, in order."""
    offered = read_volumes(file, CHANNELS, VolumesReading(skip, **reading)).channels[0].offered
    return offered[offered > 0].tolist()


FOREIGN = {
    "a line for the delimiter": ("sep=;\nstart;channel;offered",
                                 ["05/01/2026 09:00;voice;4", "05/01/2026 09:30;voice;5"]),
    "AM and PM": (HEADER[:21], ["1/5/2026 11:30 AM,voice,4", "1/5/2026 12:00 PM,voice,5"]),
    "years of two digits": (HEADER[:21], ["05.01.26 09:00,voice,4", "05.01.26 09:30,voice,5"]),
    "Greenwich": (HEADER[:21], ["2026-01-05T09:00:00Z,voice,4", "2026-01-05T09:30:00Z,voice,5"]),
    "as spreadsheets write it": (HEADER[:21], ["2026-01-05 09:00,voice,4E+00", "2026-01-05 09:30,voice,5.0E+00"]),
    "capital letters": (HEADER[:21].upper(), ["2026-01-05 09:00,Voice,4", "2026-01-05 09:30, VOICE ,5"]),
    "a row of totals": (HEADER[:21], ["2026-01-05 09:00,voice,4", "2026-01-05 09:30,voice,5", "Total,,9", "Total,9"]),
    "sums of days": (HEADER[:21], ["2026-01-05 09:00,voice,4", "Zwischensumme,,4", "2026-01-05 09:30,voice,5",
                                   "Sub-total,,5", "Ergebnis,,9"]),
    "days and minutes counted by a workbook": ("date;time;channel;offered",
                                               ["46027;0,375;voice;4", "46027,0;0,3958333333;voice;5"]),
    "totals without a start": (HEADER[:21], ["2026-01-05 09:00,voice,4", "2026-01-05 09:30,voice,5", ",Summe,9"]),
}  # fmt: skip


@pytest.mark.parametrize("name", FOREIGN)
def test_what_other_programs_write_is_read(volumes, name):
    header, rows = FOREIGN[name]
    file = volumes(*rows, header=header)
    assert read(file) == [4, 5]
    assert read_volumes(file, CHANNELS).week_0.isoformat() == "2026-01-05"
    assert read_volumes(file, CHANNELS).channels[0].step == 30


def test_utf_16_is_read(volumes):
    rows = ["2026-01-05 09:00,voice,4", "2026-01-05 09:30,voice,5"]
    file = volumes(*rows, header=HEADER[:21], encode=lambda text: text.encode("utf-16"))
    assert (read(file), read_volumes(file, CHANNELS).encoding) == ([4, 5], "utf-16")


@pytest.mark.parametrize(("name", "seconds", "said"), [
    ("AHT (min)", 330.0, "AHT (min): numbers x 60 s, as its name says"), ("aht [h]", 19_800.0, "x 3600 s"),
    ("AHT (s)", 5.5, "a mean handling time of 5.5 s: if these are minutes"), ("AHT (hh:mm:ss)", 5.5, "of 5.5 s"),
])  # fmt: skip
def test_the_name_of_a_column_says_the_unit(volumes, name, seconds, said):
    file = volumes("2026-01-05 09:00,voice,4,5.5", "2026-01-05 09:30,voice,4,5.5", header=f"{HEADER[:21]},{name}")
    found = read_volumes(file, CHANNELS, VolumesReading(columns=(("aht_seconds", name),)))
    assert found.channels[0].aht_seconds == seconds
    assert any(said in note for note in found.said)


@pytest.mark.parametrize(("units", "seconds", "said"), [
    (",,Anzahl,min", 330.0, "AHT: numbers x 60 s, as the line of units says"),
    ("Datum,,,[s]", 5.5, "line 2 holds units: Datum, [s]"),
])  # fmt: skip
def test_a_line_below_the_header_says_the_units(volumes, units, seconds, said):
    columns = (("aht_seconds", "AHT"),)
    file = volumes(units, "2026-01-05 09:00,voice,4,5.5", "2026-01-05 09:30,voice,4,5.5", header=f"{HEADER[:21]},AHT")
    found = read_volumes(file, CHANNELS, VolumesReading(columns=columns))
    assert (found.channels[0].aht_seconds, found.channels[0].offered.sum(), said in found.said) == (seconds, 8.0, True)


def test_a_name_and_the_line_of_units_do_not_differ(volumes):
    file = volumes(",,EUR,min", "2026-01-05 09:00,voice,4,5.5")
    with pytest.raises(
        DataError, match="line 2   a line of units: min\n  The name of the column has another unit, aht_s"
    ):
        read_volumes(file, CHANNELS)


def test_noon_and_midnight(volumes):
    file = volumes("1/13/2026 12:00 AM,voice,1,", "1/13/2026 12:30 a.m.,voice,2,", "1/13/2026 12:00 PM,voice,3,")
    first = read_volumes(file, CHANNELS).channels[0].offered[48:96]
    assert (first[0], first[1], first[24]) == (1, 2, 3)


def test_lines_are_counted_from_the_line_of_the_delimiter(volumes):
    with pytest.raises(DataError, match=r"line 3   offered: x"):
        read_volumes(volumes("05/01/2026 09:00;voice;x", header="sep=;\nstart;channel;offered"), CHANNELS)


def test_an_empty_number_counts_as_0_and_is_said(volumes, helpers):
    rows = [f"2026-01-05 {9 + i // 2:02}:{30 * (i % 2):02};voice;{text}" for i, text in enumerate(("4", "#N/A", "NaN",
            "-", "", "5"))]  # fmt: skip
    file = volumes(*rows, header="start;channel;offered")
    assert (read(file), read_volumes(file, CHANNELS).channels[0].step) == ([4, 5], 30)
    assert "note: 4 rows without a number of contacts offered: 0" in lines_of(helpers.scenario(demand_of(helpers)))


def test_rows_to_skip_are_counted(volumes, helpers):
    rows = ["2026-01-05 08:00,voice,4,", "2026-01-05 08:30,voice,5,", "2026-01-05 08:00,Callback,7,", "Total,,16,"]
    assert read(volumes(*rows), "callback") == [4, 5]
    notes = lines_of(helpers.scenario(demand_of(helpers, volumes_skip=["callback", "fax"])))
    assert [line for line in notes if "left out" in line] == [
        "note: left out: 1 row of totals",
        "note: left out: 1 row with callback, as skip says",
        "note: left out: 0 rows with fax, as skip says",
    ]


def test_the_hour_that_comes_twice_in_autumn_is_summed(volumes, helpers):
    rows = ["2026-10-25 01:30,voice,4,300", "2026-10-25 02:00,voice,5,300", "2026-10-25 02:30,voice,0,",
            "2026-10-25 02:00,voice,6,400", "2026-10-25 02:30,voice,7,500", "2026-10-25 03:00,voice,4,300"]  # fmt: skip
    file = read_volumes(volumes(*rows), CHANNELS)
    assert read("volumes.csv") == [4, 11, 7, 4]
    mean = (300 * 4 + 5 * 300 + 6 * 400 + 7 * 500 + 4 * 300) / 26
    assert file.aht_seconds[0] == pytest.approx(mean)
    said = "note: the hour from 2026-10-25 02:00 comes twice, as the clock was set back: both are summed"
    assert said in lines_of(helpers.scenario(demand_of(helpers)))


def test_zones_that_change_with_the_clock_are_of_one_place(volumes, helpers):
    summer, winter = "2026-10-23T09:00:00+02:00,voice,4,", "2026-10-26T09:00:00+01:00,voice,5,"
    assert read(volumes(summer, winter, winter.replace("09:00", "09:30", 1))) == [4, 5, 5]
    said = "note: times are taken as they are written, without the +02:00 or +01:00 behind them"
    assert said in lines_of(helpers.scenario(demand_of(helpers)))
    twice = ["2026-10-25T02:00:00+02:00,voice,5,", "2026-10-25T02:30:00+02:00,voice,5,"]
    again = [row.replace("+02:00", "+01:00").replace(",5,", ",6,") for row in twice]
    assert read(volumes(*twice, *again)) == [11, 11]


def test_a_file_that_changed_is_read_again(volumes):
    assert offered_of(volumes(*week(offered=1))) == 100
    assert offered_of(volumes(*week(offered=25))) == 2500
    with pytest.raises(DataError, match="no such file"):
        read_volumes("nothing.csv", CHANNELS)


def test_the_report(volumes, helpers):
    volumes(*week(weeks=2)[:-1], *week("mail", aht="", offered=3)[:40])
    assert lines_of(helpers.scenario(demand_of(helpers))) == [
        "volumes.csv: 239 rows, 2 weeks from Monday 2026-01-05, intervals of 30 minutes",
        "understood: comma-separated, utf-8, dates YYYY-MM-DD, decimal points",
        "voice: 3,980 contacts offered, 1,990 a week; mean handling time 480 s: work is the scenario's x 1.231, so "
        "that "
        "first needs take 8.00 minutes on average",
        "mail: 120 contacts offered, 60 a week; no handling time given, so work_minutes as in the scenario",
        "note: the run has customers for 6 weeks, so the 2 weeks of the file repeat",
        "note: week 0 of the run is the file's first week; 1 week from there on warm up",
        "note: voice: 1 interval that other weeks have is in no row and counts as 0",
        "note: mail: 40 intervals that other weeks have are in no row and count as 0",
        "note: volumes are what is expected: customers are a Poisson number around them, on days that vary by "
        "busyness_cv 0.15; with 0 they are Poisson alone",
        "note: handling times as measured hold retelling and changeover, which the model adds to the work: take "
        "them out "
        "of aht_seconds, or let measured_today say how far the load is off",
    ]


def test_what_is_odd_is_reported(volumes, helpers):
    volumes("07/01/2026 08:00,voice,5,", "07/01/2026 19:00,voice,5,", "07/01/2026 19:30,voice,0,")
    demand = demand_of(helpers)
    demand["volumes_dates"] = "day_first"
    demand["channels"] = {"voice": {"cases_per_week": 5, "out_of_hours": "turn_away", "live": True}, "mail": {}}
    demand["volumes_dates"] = "day_first"
    notes = [line[6:] for line in lines_of(helpers.scenario(demand)) if line.startswith("note: ")]
    assert notes == [
        "the run has customers for 6 weeks, so the 1 week of the file repeat",
        "week 0 of the run is the file's first week; 1 week from there on warm up",
        "mail is in no row, so nobody comes by it",
        "the file begins on Wednesday, 2026-01-07: nobody comes on the days of that week before it",
        "the file ends on Wednesday, 2026-01-07: nobody comes on the days of that week after it",
        "voice: 50.0% of contacts are offered while it is closed, and are turned away",
        "volumes are what is expected: customers are a Poisson number around them, on days that vary by busyness_cv "
        "0.15; with 0 they are Poisson alone",
        "cases_per_week, weekday_weights and hour_weights of the scenario are not used",
    ]


REPORT = [
    "Interval report;hotline", "", "Datum;Intervall;Warteschlange;Angenommen;Aufgelegt;Ø AHT;",
    "05.01.2026;08:00 - 08:30;Hotline DE;9;1;00:05:00;", "05.01.2026;08:00 - 08:30;Hotline FR;4;1;6:00;",
    "05.01.2026;08:30 - 09:00;Hotline DE;1200;;300;", "Summe;;;13;2;;",
]  # fmt: skip
COLUMNS = {
    "date": "Datum", "time": "Intervall", "channel": "Warteschlange", "answered": "Angenommen",
    "abandoned": "Aufgelegt", "aht_seconds": "Ø AHT",
}  # fmt: skip


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_a_report_of_a_telephone_system(volumes, encoding):
    file = volumes(*REPORT[1:], header=REPORT[0], encode=lambda text: text.encode(encoding))
    names = {"hotline de": "voice", "Hotline FR": "voice"}
    reading = VolumesReading(columns=tuple(COLUMNS.items()), names=tuple(names.items()))
    found = read_volumes(file, CHANNELS, reading)
    voice = found.channels[0]
    assert voice.offered[voice.offered > 0].tolist() == [15, 1200]  # both names, answered and abandoned
    assert voice.abandoned == pytest.approx(2 / 15)
    assert voice.aht_seconds == pytest.approx((10 * 300 + 5 * 360 + 1200 * 300) / 1215)
    assert found.left_out == ("1 row of totals",)
    assert "the header is in line 3: 1 filled line above it left out" in found.notes


def test_a_report_without_a_channel_and_with_american_times(volumes):
    rows = ["1/13/2026 8:00 AM,4", "1/13/2026 8:30 AM,5"]
    file = volumes(*rows, header="Interval Start,Calls Offered")
    columns = (("start", "Interval Start"), ("offered", "Calls Offered"))
    assert read(file, columns=columns) == [4, 5]
    with pytest.raises(DataError, match=r'volumes_columns: \{start: "Interval Start", offered: "Calls Offered"\}'):
        read(file)
    with pytest.raises(DataError, match=r"The header has no such column\. Did you mean Calls Offered"):
        read(file, columns=(*columns[:1], ("offered", "Call Offered")))


def test_names_of_channels_without_capitals_spaces_and_accents(volumes):
    rows = ["2026-01-05 08:00,VOICE,4,", "2026-01-05 08:30, Voicé ,5,"]
    assert read(volumes(*rows)) == [4, 5]


def test_the_hour_that_comes_twice_in_two_zones(volumes):
    rows = [f"2026-10-25 0{hour}:{minute},voice,1," for hour, minute in (("0", "30Z"), ("1", "00Z"), ("1", "30Z"))]
    assert read(volumes(*rows), time_zone="Europe/Berlin") == [1, 2]  # 02:00 once, 02:30 twice


def test_text_below_the_last_row_and_cells_of_errors(volumes):
    rows = ["2026-01-05 08:00,voice,4,#DIV/0!", "2026-01-05 08:30,voice,5,--"]
    file = volumes(*rows, "Report generated on 2026-02-01", "by X,,,")
    assert read(file) == [4, 5]
    assert read_volumes(file, CHANNELS).left_out == ("2 lines of text below the last row",)
    with pytest.raises(DataError, match="line 3   1 field"):
        read(volumes(rows[0], "2026-01-05 08", rows[1]))


def test_one_column_is_one_thing(volumes):
    file = volumes("2026-01-05 08:00,voice,4", header="start,channel,Calls")
    with pytest.raises(DataError, match="A column holds one thing; this one is offered already"):
        read(file, columns=(("offered", "Calls"), ("answered", "Calls")))
