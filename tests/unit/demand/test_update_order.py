"""The updates of an incident come in the order in which they were made, whatever way the file is sorted."""

import numpy as np
import pytest

from sim.data.ticket_log import read_log
from sim.demand.customers import build_customers
from sim.demand.replay_report import replay_report
from sim.scenario.problems import DataError

COLUMNS = "number,caller_id,opened_at,contact_type,priority,assignment_group"
FIRST, SECOND = "2016-04-05 09:00", "2016-04-06 09:00"
ROWS = [  # incident, opened, group, updated, counter; the oldest first
    ("A", FIRST, "Group 70", "2016-04-05 09:00", 0),
    ("A", FIRST, "Group 25", "2016-04-05 11:00", 1),
    ("B", SECOND, "Group 70", "2016-04-06 09:00", 0),
    ("B", SECOND, "Group 24", "2016-04-06 11:00", 1),
    ("B", SECOND, "Group 25", "2016-04-06 11:00", 2),
]
PATHS = {"A": ("Group 70", "Group 25"), "B": ("Group 70", "Group 24", "Group 25")}


@pytest.fixture
def log(tmp_path):
    """Write a log with some of the columns; returns its name."""

    def write(rows=ROWS, *, updated=True, counter=None):
        lines = [COLUMNS + ",sys_updated_at" * updated + ",sys_mod_count" * (counter is not None)]
        for number, opened, group, moment, count in rows:
            more = [moment] * updated + ([f'"{counter(count)}"'] if counter is not None else [])
            lines.append(",".join([number, "", opened, "Phone", "3", group, *more]))
        (tmp_path / "log.csv").write_text("\n".join(lines) + "\n")
        return str(tmp_path / "log.csv")

    return write


def paths_of(file):
    """Groups by incident."""
    return {incident.number: incident.groups for incident in read_log(file).incidents}


@pytest.mark.parametrize(
    "rows", [ROWS, ROWS[::-1], [ROWS[at] for at in (3, 4, 1, 0, 2)]], ids=["oldest", "newest", "any"]
)
@pytest.mark.parametrize(
    "counter", ["{}", "{}.0", "1{:03d}", "1,{:03d}", "1.{:03d}", "{},00", "+{}"], ids=lambda text: text.format(0)
)
def test_by_counter_however_it_is_written(log, rows, counter):
    file = log(rows, updated=False, counter=counter.format)
    assert (paths_of(file), read_log(file).ordered) == (PATHS, {"sys_mod_count": 2})


def test_by_the_time_of_update_where_there_is_no_counter(log):
    newest = read_log(log(ROWS[::-1]))
    assert {incident.number: incident.groups for incident in newest.incidents} == PATHS  # also those of one minute
    assert (newest.ordered, newest.newest_first) == ({"sys_updated_at": 2}, True)
    assert newest.incidents == read_log(log(ROWS)).incidents


def test_equal_counters_leave_it_to_the_time(log):
    assert paths_of(log(ROWS[::-1], counter=lambda _: 7)) == PATHS


def test_an_incident_whose_rows_nothing_orders_stands_as_the_file_is_written(log):
    rows = [*ROWS, ("C", SECOND, "Group 70", "", 0), ("C", SECOND, "Group 24", "", 1)]
    for written in (rows, rows[::-1]):
        assert paths_of(log(written)) == {**PATHS, "C": ("Group 70", "Group 24")}
    assert read_log(log(rows[::-1])).ordered == {"sys_updated_at": 2, "as in the file": 1}


def test_newest_first_without_anything_that_orders_it_is_refused(log):
    assert paths_of(log(updated=False)) == PATHS
    with pytest.raises(DataError) as caught:
        read_log(log(ROWS[::-1], updated=False))
    message = (
        "The log is written newest first, and nothing orders the updates of an incident: add sys_mod_count or "
        "sys_updated_at, or sort the rows oldest first."
    )
    assert str(caught.value).partition("\n\n")[2] == (
        f"  line 2   number: B, 3 updates\n  {message}\n\n  line 5   number: A, 2 updates\n  {message}"
    )


def test_what_orders_the_updates_is_said(helpers, log):
    def said(file):
        scenario = helpers.scenario(helpers.replay_demand(file))
        lines = replay_report(scenario, build_customers(scenario)).lines()
        return [line for line in lines if line.partition(": ")[0] in ("order of updates", "note") and "order" in line]

    assert said(log(counter=str)) == ["order of updates: sys_mod_count"]
    assert said(log(ROWS[::-1])) == ["order of updates: sys_updated_at (the file is written newest first)"]
    assert said(log(ROWS[:1])) == []
    assert said(log(updated=False)) == [
        "order of updates: as in the file",
        "note: nothing orders the updates of 2 incidents: they were taken as in the file, where the first comes first",
    ]


def test_customers_are_the_same_whatever_way_the_file_is_sorted(helpers, log):
    oldest = helpers.tape(helpers.scenario(helpers.replay_demand(log(ROWS))))
    newest = helpers.tape(helpers.scenario(helpers.replay_demand(log(ROWS[::-1]))))
    for column in ("arrival", "lineage", "account", "channel", "need", "work"):
        assert np.array_equal(getattr(oldest, column), getattr(newest, column)), column
