"""Logs as visits of groups, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from sim.data.ticket_log import read_rows
from sim.exploring.fitting.distances import Path
from sim.exploring.fitting.fit import QUEUE, _gaps_between
from sim.exploring.fitting.measured import ASSUMED_WORK, function_names, measure, weibull_of
from sim.exploring.fitting.renamed import renamed
from sim.exploring.fitting.utility import utility_loss
from sim.exploring.fitting.visits import LoggedCase, Visit, shares_of, state_kind, visits_of
from sim.exploring.fitting.ways import hours_within
from sim.report.fit import _functions
from sim.scenario.problems import DataError

HEAD = "number,opened_at,sys_updated_at,assignment_group,assigned_to,incident_state,resolved_at"
# A: Desk takes it after 10 minutes, hands it over after 30, it waits 60 for the customer, and is solved after 150.
A = """
A,2026-01-05 09:00,2026-01-05 09:00,Desk,,New,2026-01-05 11:30
A,2026-01-05 09:00,2026-01-05 09:10,Desk,Ann,Active,2026-01-05 11:30
A,2026-01-05 09:00,2026-01-05 09:30,Network,Bob,Active,2026-01-05 11:30
A,2026-01-05 09:00,2026-01-05 10:00,Network,Bob,Awaiting User Info,2026-01-05 11:30
A,2026-01-05 09:00,2026-01-05 11:00,Network,Bob,Active,2026-01-05 11:30
A,2026-01-05 09:00,2026-01-05 11:30,Network,Bob,Resolved,2026-01-05 11:30"""
# B: solved after 20 minutes, opened again an hour later, solved again; nobody says when it was solved.
B = """
B,2026-01-06 09:00,2026-01-06 09:00,Desk,Ann,Active,
B,2026-01-06 09:00,2026-01-06 09:20,Desk,Ann,Resolved,
B,2026-01-06 09:00,2026-01-06 10:20,Desk,Ann,Active,
B,2026-01-06 09:00,2026-01-06 10:30,Desk,Ann,Closed,"""
C = "\nC,2026-01-07 09:00,2026-01-07 09:00,Desk,Ann,Active,"  # still open


def read(tmp_path, text):
    (tmp_path / "log.csv").write_text(text)
    return visits_of(read_rows(str(tmp_path / "log.csv")))


def test_updates(tmp_path):
    visits = read(tmp_path, HEAD + A + B + C)
    assert visits.kind == "updates"
    assert visits.has == {"served", "outside", "person", "reopened"}
    a, b, c = visits.cases
    assert (a.opened, a.ended) == (540, 690)
    assert [(v.group, v.person, v.start, v.served, v.end) for v in a.visits] == [
        ("Desk", "Ann", 540, 550, 570),
        ("Network", "Bob", 570, 570, 690),
    ]
    assert a.visits[1].outside == {"customer": 60}
    assert (b.ended - b.opened, b.reopened) == (90, [60])
    assert np.isnan(c.ended)


def test_shares_of_time(tmp_path):
    visits = read(tmp_path, HEAD + A)
    assert shares_of(visits) == pytest.approx({"queue": 10 / 150, "customer": 60 / 150, "unknown": 80 / 150})


def test_activities_with_a_lifecycle_and_with_two_times(tmp_path):
    pairs = read(
        tmp_path,
        "case:concept:name,concept:name,org:resource,time:timestamp,lifecycle:transition\n"
        "1,look,Ann,2026-01-05T09:00:00,start\n1,look,Ann,2026-01-05T09:20:00,complete\n"
        "1,solve,Bob,2026-01-05T10:00:00,start\n1,solve,Bob,2026-01-05T10:30:00,complete",
    )
    times = read(
        tmp_path,
        "case_id,activity,resource,start_time,end_time\n1,look,Ann,2026-01-05 09:00,2026-01-05 09:20\n"
        "1,solve,Bob,2026-01-05 10:00,2026-01-05 10:30",
    )
    for visits in (pairs, times):
        assert visits.kind == "activities"
        assert [(v.group, v.start, v.end) for v in visits.cases[0].visits] == [("look", 540, 560), ("solve", 600, 630)]
    assert [v.work for v in times.cases[0].visits] == [20, 30]


def test_steps_beside_others_add_to_their_case_what_they_take_longer(tmp_path):
    """b ends within a; c takes 30 minutes more; d follows c at once, which is no wait though b began last."""
    rows = ["1,a,Ann,09:00,09:30", "1,b,Bob,09:10,09:20", "1,c,Cy,09:05,10:00", "1,d,Ann,10:00,10:15"]
    text = "\n".join([STEPS, *(row.replace(",09", ",2026-01-05 09").replace(",10", ",2026-01-05 10") for row in rows)])
    visits = read(tmp_path, text)
    (case,) = visits.cases
    found = [(v.group, v.work, v.added) for v in case.visits]
    assert found == [("a", 30, 30), ("c", 55, 30), ("b", 10, 0), ("d", 15, 15)]
    assert sum(v.added for v in case.visits) == case.ended - case.opened
    assert visits.beside == 0.5
    measured = measured_of(tmp_path, text)
    last = next(function for function in measured.functions if function.name == "d")
    assert _gaps_between(QUEUE, last, visits.cases, measured).queue.tolist() == [0.0]


def test_one_row_a_ticket(tmp_path):
    visits = read(tmp_path, "Id,Requester,Created at,Solved at,Group\n1,x,2026-01-05 09:00,2026-01-05 09:45,Desk")
    (case,) = visits.cases
    assert (visits.kind, case.visits[0].group, case.ended - case.opened) == ("tickets", "Desk", 45)


def test_of_one_row_a_ticket_nobody_knows_when_somebody_had_it(tmp_path):
    """The row says who has it when it was written last, which is no queue until then."""
    visits = read(
        tmp_path,
        "Issue key,Created,Updated,Resolved,Assignee\nA,2026-01-05 09:00,2026-01-05 11:00,2026-01-05 11:00,Ann",
    )
    assert shares_of(visits) == {"unknown": 1.0}


def test_minutes_of_handling_are_work(tmp_path):
    one = read(tmp_path, "number,opened_at,resolved_at,handle_minutes\nA,2026-01-05 09:00,2026-01-05 10:00,15")
    assert shares_of(one) == {"work": 0.25, "unknown": 0.75}
    several = read(
        tmp_path,
        "number,opened_at,sys_updated_at,assignment_group,handle_minutes\n"
        "A,2026-01-05 09:00,2026-01-05 09:00,Desk,5\nA,2026-01-05 09:00,2026-01-05 09:30,Desk,7\n"
        "A,2026-01-05 09:00,2026-01-05 10:00,Net,1",
    )
    assert [visit.work for visit in several.cases[0].visits] == [12, 1]
    with pytest.raises(DataError, match="handle_minutes: much"):
        read(tmp_path, "number,opened_at,handle_minutes\nA,2026-01-05 09:00,much")


def test_cases_that_end_before_they_begin_are_counted(tmp_path):
    visits = read(tmp_path, "number,opened_at,resolved_at\nA,2026-01-05 09:00,2026-01-05 08:00\nB,2026-01-05 09:00,")
    assert visits.reversed == 1
    assert visits.cases[0].ended == visits.cases[0].opened


def test_names_of_functions_are_names_in_a_scenario():
    visits = [Visit(group, None, 0, 0) for group in ("null", "Yes", "Réseau", "Поддержка", "7")]
    groups = function_names([LoggedCase("A", 0, 0, None, None, visits)])
    assert list(groups.values()) == ["group_null", "group_yes", "reseau", "group", "group_7"]


@pytest.mark.parametrize(
    ("state", "kind"),
    [("Awaiting User Info", "customer"), ("Pending", "customer"), ("Awaiting Vendor", "vendor"), ("On Hold", "other"),
     ("Warten auf Kunde", "customer"), ("Closed", "resolved"), ("Solved", "resolved"), ("Active", ""), (None, "")],
)  # fmt: skip
def test_states(state, kind):
    assert state_kind(state) == kind


def test_what_waits_is_a_weibull_time():
    rng = np.random.default_rng(1)
    gaps = np.concatenate([np.zeros(3000), 30 + 600 * rng.weibull(0.7, 7000)])
    share, minutes, shape = weibull_of(gaps)
    assert share == 0.7
    assert minutes == pytest.approx(float(gaps[3000:].mean()), rel=0.1)
    assert shape == pytest.approx(0.75, abs=0.1)
    assert weibull_of(np.zeros(100)) == (0.0, 600.0, 1.0)


def test_hours_in_which_cases_begin_hold_the_time_around():
    hours = hours_within(np.array([480.0, 540.0, 900.0]), (480, 900))  # opening, on the hour, closing
    assert {hour: weight for hour, weight in enumerate(hours.tolist()) if weight} == {8: 1.5, 9: 0.5, 14: 1.0}


def test_functions_shares_and_the_need_graph(tmp_path):
    visits = read(tmp_path, HEAD + A + B)
    groups = function_names(visits.cases)
    measured = measure(visits, visits.cases, groups, 0.0, 10080.0)
    desk, network = measured.functions
    assert groups == {"Desk": "desk", "Network": "network"}
    assert (desk.first, network.first, desk.then, network.then) == (1.0, 0.0, {"network": 0.5}, {})
    assert (desk.people, network.people, desk.visits) == (1, 1, 2.0)
    assert measured.reopened == 0.5
    assert measured.days == (0, 1)


def test_what_was_before_counts_only_where_it_is_asked_for(tmp_path):
    """Three checks that each case has once, in any order."""
    rows = [
        f"{number},2026-01-05 09:00,2026-01-05 09:{minute:02},{group},Ann,Active,2026-01-05 10:00"
        for number in range(80)
        for minute, group in enumerate("abcd" if number % 2 else "acbd", 10)
    ]
    visits = read(tmp_path, "\n".join([HEAD, *rows]))
    given = visits, visits.cases, function_names(visits.cases), 0.0, 10080.0
    assert {one.name for one in measure(*given, then_after=True).functions if one.after} == {"b", "c"}
    assert not any(one.after for one in measure(*given).functions)


def test_cases_that_go_to_and_fro_too_often_are_cut_and_counted(tmp_path):
    """One of 800 has twenty visits, three have five, the others three: 998 of 1,000 have five at most."""
    lengths = [20, 5, 5, 5, *[3] * 796]
    rows = [
        f"{number},2026-01-05 09:00,2026-01-05 09:{10 + at},{'Desk' if at % 2 else 'Net'},Ann,Active,2026-01-05 10:00"
        for number, length in enumerate(lengths)
        for at in range(length)
    ]
    measured = measured_of(tmp_path, "\n".join([HEAD, *rows]))
    assert (measured.max_needs, measured.cut, measured.longest_path) == (5, 1, 20)
    said = "  cut after 5 visits (max_needs): 1 case of the fitted part, of which the longest has 20"
    for one, shown in ((measured, [said]), (replace(measured, cut=0), [])):
        fitted = SimpleNamespace(
            reading=SimpleNamespace(measured=one), doubts=(), visits=SimpleNamespace(has={"person"})
        )
        assert [line for line in _functions(fitted) if "max_needs" in line] == shown


def measured_of(tmp_path, text):
    visits = read(tmp_path, text)
    return measure(visits, visits.cases, function_names(visits.cases), 0.0, 7 * 1440.0)


def touched(every, cases, days=4):
    """A log in which Ann turns to another case every so many minutes."""
    rows = ["number,opened_at,sys_updated_at,assignment_group,assigned_to,incident_state,resolved_at"]
    for day in range(days):
        for n in range(cases):
            at = f"2026-01-{5 + day:02} {9 + n * every // 60:02}:{n * every % 60:02}"
            rows += [f"{day}-{n},{at},{at},Desk,Ann,Active,{at}", f"{day}-{n},{at},{at},Desk,Ann,Resolved,{at}"]
    return "\n".join(rows)


def test_work_is_seen_only_where_people_are_busy(tmp_path):
    busy = measured_of(tmp_path, touched(every=12, cases=24)).functions[0]
    assert busy.work == pytest.approx(12)
    assert "days with 20 cases and more" in busy.work_from
    idle = measured_of(tmp_path, touched(every=50, cases=8, days=5)).functions[0]
    assert idle.work == ASSUMED_WORK
    assert "people touch 8 cases on a usual day, too few to see it" in idle.work_from


STEPS = "case_id,activity,resource,start_time,end_time"


def steps(cases, first=20, second=10, of_second="Ann"):
    """Cases of two steps, look and solve."""
    rows = [STEPS]
    for n in range(cases):
        day, hour = 5 + n % 5, 9 + n // 5 % 6
        rows += [
            f"{n},look,Ann,2026-01-{day:02} {hour:02}:00,2026-01-{day:02} {hour:02}:{first:02}",
            f"{n},solve,{of_second},2026-01-{day:02} {hour:02}:30,2026-01-{day:02} {hour:02}:{30 + second:02}",
        ]
    return "\n".join(rows)


def test_what_is_told_again_fits_into_the_shortest_steps(tmp_path):
    assert measured_of(tmp_path, steps(40)).retelling == pytest.approx(0.15)  # half of 10 / 20 is more than row 24 has
    assert measured_of(tmp_path, steps(40, first=25, second=5)).retelling == pytest.approx(0.5 * 5 / 25)
    assert measured_of(tmp_path, touched(every=12, cases=24)).retelling is None


def test_people_who_are_made_up_are_marked(tmp_path):
    """Ann does both; solve has nobody of its own, unless Bob does it."""
    rows = steps(40).splitlines() + [
        f"{n},look,Ann,2026-01-05 16:{n:02},2026-01-05 16:{n + 1:02}" for n in range(50, 58)
    ]
    look, solve = measured_of(tmp_path, "\n".join(rows)).functions
    assert (look.invented, solve.invented, solve.people) == (False, True, 1)
    assert look.also == {"solve": 1.0}
    assert not any(function.invented for function in measured_of(tmp_path, steps(40, of_second="Bob")).functions)


def test_learning_from_the_same_cases_loses_nothing():
    pytest.importorskip("sklearn")
    rng = np.random.default_rng(1)
    paths = [Path(("a", "b"), (at, at + 60), (at + 30, at + length)) for at, length in zip(
        rng.integers(0, 9000, 200).tolist(), rng.integers(60, 900, 200).tolist(), strict=True)]  # fmt: skip
    slow = [Path(p.labels, p.starts, (p.ends[0], p.ends[1] + 9000)) for p in paths]
    assert utility_loss(paths, paths, paths) == 0.0
    assert utility_loss(paths, slow, paths) > 1.0
    assert np.isnan(utility_loss(paths[:3], paths, paths))


def test_the_hour_that_comes_twice_makes_no_time_negative(tmp_path):
    """Opened at 2:50, and solved at 2:10 after the clock was set back: twenty minutes, not none."""
    night = "2026-10-25 0"
    one = read(tmp_path, f"number,opened_at,assignment_group,resolved_at\nA,{night}2:50,Desk,{night}2:10")
    updates = read(
        tmp_path,
        f"number,opened_at,sys_updated_at,assignment_group,incident_state\nA,{night}1:50,{night}1:50,Desk,New\n"
        f"A,{night}1:50,{night}2:50,Net,Active\nA,{night}1:50,{night}2:10,Net,Resolved",
    )
    events = read(
        tmp_path,
        f"case_id,activity,timestamp,lifecycle\n1,look,{night}2:50,start\n1,look,{night}2:10,complete",
    )
    two = read(tmp_path, f"case_id,activity,start_time,end_time\n1,look,{night}2:50,{night}2:10")
    for visits, minutes in ((one, 20), (updates, 80), (events, 20), (two, 20)):
        (case,) = visits.cases
        assert (case.ended - case.opened, visits.set_back, visits.reversed) == (minutes, 1, 0)
        assert min(visit.end - visit.start for visit in case.visits) >= 0
    other = read(tmp_path, "number,opened_at,assignment_group,resolved_at\nA,2026-10-26 02:50,Desk,2026-10-26 02:10")
    assert (other.set_back, other.reversed, other.cases[0].ended - other.cases[0].opened) == (0, 1, 0)


def test_a_group_that_got_another_name_is_seen(tmp_path):
    """Net is called Networks from the third day on; Desk and Old, of other people, are what they were."""
    rows = [
        f"{number},{at},{at},{group},{person},Active,{at}"
        for number in range(100)
        for at in [f"2026-01-{5 + number // 25:02} 09:{number % 25:02}"]
        for group, person in (
            ("Net" if number < 50 else "Networks", "Ann"),
            ("Desk" if number >= 50 else "Old", number // 50),
        )
    ]
    assert renamed(read(tmp_path, "\n".join([HEAD, *rows])).cases) == [("Net", "Networks", 2 * 1440.0 + 540.0)]
    nobody = [row.replace(",Ann,", ",,") for row in rows]
    assert renamed(read(tmp_path, "\n".join([HEAD, *nobody])).cases) == []
