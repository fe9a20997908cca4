"""Each way in which a log can be unusable, with the text that the user reads."""

import gzip
import pickle

import pytest

from sim.data.table import MEGABYTE, read_bytes
from sim.data.ticket_log import read_log
from sim.demand.replay import replay_window
from sim.formation.people_file import PEOPLE
from sim.scenario.problems import DataError

HEADER = "number,caller_id,opened_at,contact_type,priority,assignment_group"
ROW = "X,Ann,2016-04-05 09:00,Phone,3 - Moderate,Group 70"
ALLOWED = "A log is a CSV or CSV.gz file in UTF-8, UTF-16 or cp1252, or a workbook (.xlsx)"
HOW = "(podsim fit --look FILE proposes all of them)"
GUESS = ' Perhaps columns: {case: "nummer", opened: "geöffnet"}.'

CASES = {
    "empty": (b" \n", "  an empty file\n  The log has no header and no rows."),
    "header only": (HEADER.encode(), "  line 1   a header only\n  The log has no rows."),
    "UTF-16 without a mark": (
        f"{HEADER}\n{ROW}".encode("utf-16-le"),
        "  zero bytes\n  It looks like a binary file, or like UTF-16 without a mark. "
        f"{ALLOWED}; save it as one of these.",
    ),
    "no known encoding": (
        f"{HEADER}\n{ROW}\nY".encode() + b"\xe9\x81",
        f"  line 3   byte 0x81\n  It is no character. {ALLOWED}.",
    ),
    "header": (
        f"{HEADER.replace('number', 'nummer').replace('opened_at', 'geöffnet')}\n{ROW}".encode(),
        "  line 1   no column number\n  The header must name the case of each row. Say which column it is: "
        f"columns: {{case: ...}} {HOW}.{GUESS} The header has nummer, caller_id, geöffnet, contact_type, priority, "
        "assignment_group.\n\n  line 1   no column opened_at\n  The header must name a time: when cases were opened. "
        f"Say which column it is: columns: {{opened: ...}} {HOW}.{GUESS}",
    ),
    "a column twice": (
        f"{HEADER}, Priority ,notes,notes,opened at,PRIORITY\n{ROW},1,a,b,,2".encode(),
        "  line 1   opened_at in columns 3 and 10\n  It is not clear which one is meant: leave one, or rename the "
        "others.\n\n  line 1   priority in columns 5, 7 and 11\n  It is not clear which one is meant: leave one, "
        "or rename the others.",
    ),
    "another table": (
        b"Kanal;Anzahl\nvoice;7",
        "  line 1   no column number\n  The header must name the case of each row. Say which column it is: "
        f"columns: {{case: ...}} {HOW}. The header has Kanal, Anzahl.\n\n  line 1   no column opened_at\n"
        "  The header must name a time: when cases were opened. Say which column it is: "
        f"columns: {{opened: ...}} {HOW}.",
    ),
    "a zip file": (
        b"PK\x03\x04\x14\0\x06\0",
        "  a zip file that is no workbook\n  A log may be a workbook (.xlsx); this is another zip file, or a broken "
        "one (File is not a zip file).",
    ),
    "either day or month first": (
        f"{HEADER}\n{ROW.replace('2016-04-05', '05/04/2016')}".encode(),
        "  05/04/2016 09:00\n  Every date could be day first or month first, and both readings fit as well. Add "
        "demand.replay.dates: day_first or demand.replay.dates: month_first, or give --dates to podsim fit.",
    ),
    "fields": (
        f"{HEADER}\n{ROW}\n{ROW},7\n{ROW[:-9]}".encode(),
        "  line 3   7 fields\n  A row must have 6 fields, as the header has.\n\n"
        "  line 4   5 fields\n  A row must have 6 fields, as the header has.",
    ),
    "everything at once": (
        f"{HEADER}\nX,Ann\n,{ROW[2:]}\nY{ROW[1:].replace('2016-04-05 09:00', '')}\nZ,,2016-04-05 09:00,,,".encode(),
        "  line 2   2 fields\n  A row must have 6 fields, as the header has.\n\n"
        "  line 3   no incident number\n  Every row must name its incident.\n\n"
        '  line 4   opened_at: missing\n  It cannot be read as a date; write dates as "2016-04-29 14:05:00" or, '
        'day first, "29/04/2016 14:05".',
    ),
    "number": (
        f"{HEADER}\n?{ROW[1:]}".encode(),
        "  line 2   no incident number\n  Every row must name its incident.",
    ),
    "date": (
        f"{HEADER}\n{ROW.replace('2016-04-05', 'soon')}\nY{ROW[1:].replace('2016-04-05 09:00', '?')}".encode(),
        '  line 2   opened_at: soon 09:00\n  It cannot be read as a date; write dates as "2016-04-29 14:05:00" or, '
        'day first, "29/04/2016 14:05". Such rows can be left out: '
        "skip.\n\n  line 3   opened_at: missing\n  It cannot be read as a date; "
        'write dates as "2016-04-29 14:05:00" or, day first, "29/04/2016 14:05".',
    ),
}


def text_of(path):
    with pytest.raises(DataError) as caught:
        read_log(str(path))
    return str(caught.value)


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_is_said(tmp_path, name):
    content, expected = CASES[name]
    file = tmp_path / "log.csv"
    file.write_bytes(content)
    number = expected.count("\n\n") + 1
    problems = "1 problem" if number == 1 else f"{number} problems"
    assert text_of(file).partition(": ")[2] == f"{problems}, nothing was run\n\n{expected}"


def test_a_column_that_is_not_read_may_come_twice(tmp_path):
    (tmp_path / "log.csv").write_text(f"{HEADER},notes,notes,,\n{ROW},a,b,,\n")
    assert read_log(str(tmp_path / "log.csv")).rows == 1


def test_a_missing_file_is_named_with_its_nearest_neighbour(tmp_path):
    (tmp_path / "incidents_2016.csv").write_text("")
    text = text_of(tmp_path / "incident_2016.csv")
    assert "no such file" in text
    assert f"Did you mean {tmp_path / 'incidents_2016.csv'}?" in text
    assert "There is no folder" in text_of(tmp_path / "nowhere" / "log.csv")


def test_a_folder_is_no_log(tmp_path):
    assert "a folder\n  demand.replay.file must name a file." in text_of(tmp_path)


@pytest.mark.parametrize(
    "content", [b"number,opened_at", gzip.compress(HEADER.encode())[:-9]], ids=["plain", "cut off"]
)
def test_a_file_that_is_no_whole_gzip(tmp_path, content):
    (tmp_path / "log.csv.gz").write_bytes(content)
    text = text_of(tmp_path / "log.csv.gz")
    assert "not a whole gzip file\n  The name ends in .gz, but the content cannot be unpacked" in text


def test_what_unpacks_to_more_than_may_be_is_left_packed(tmp_path):
    file = tmp_path / "people.csv.gz"
    file.write_bytes(gzip.compress(bytes(PEOPLE.most_megabytes * MEGABYTE + 1)))
    with pytest.raises(DataError, match="more than 20 megabytes"):
        read_bytes(str(file), PEOPLE)


def test_a_runaway_quote_is_no_plain_csv(tmp_path):
    (tmp_path / "log.csv").write_text(f'{HEADER}\n{ROW}\n"{"x" * 200_000}')
    assert "The rows must be plain CSV." in text_of(tmp_path / "log.csv")


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ({"start": "2018-01-01"}, "no incident opened from 2018-01-01 to the last"),
        ({"end": "2015-01-01"}, "no incident opened from the first to before 2015-01-01"),
        ({"start": "5 April"}, 'demand.replay.start: 5 April\n  It must be a date, for example "2016-04-05".'),
    ],
)
def test_a_window_without_incidents(helpers, window, expected):
    demand = helpers.replay_demand(helpers.excerpt, **window)
    with pytest.raises(DataError) as caught:
        replay_window(helpers.scenario(demand))
    assert expected in str(caught.value)


def test_a_function_out_of_the_need_graph(helpers):
    demand = helpers.replay_demand(helpers.excerpt, functions={"Group 70": "team 7"})
    with pytest.raises(DataError) as caught:
        helpers.tape(helpers.scenario(demand))
    seen, meant = "demand.replay.functions: Group 70: team 7", "Did you mean team 70? Known: team 70, team 25"
    assert f"{seen}\n  {meant}" in str(caught.value)


def test_an_error_survives_the_way_back_from_another_process(tmp_path):
    with pytest.raises(DataError) as caught:
        read_log(str(tmp_path / "log.csv"))
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.problems) == (str(caught.value), caught.value.problems)
