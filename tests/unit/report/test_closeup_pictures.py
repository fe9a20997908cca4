"""Pictures of one replication looked at closely: made of hand-made looks, and of a small real one."""

import re
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest

from sim import compare
from sim.comparison.closeup import CloseUp, ColumnCloseUp, closeup
from sim.comparison.journey import CustomerPath, Event, JourneyContact
from sim.foundation.kinds import Change, ComesBack, Outcome, SegmentKind
from sim.report.journey import path_lines, without_seats
from sim.report.names import name_of
from sim.report.page import pictures_of, report_html, write_pngs
from sim.report.page.replay import KINDS
from sim.report.pictures.customer import _apart, customer, lane_of
from sim.report.pictures.half_hours import half_hours
from sim.report.pictures.handovers import handovers, totals
from sim.report.pictures.people import MOST_ROWS, load_week, rows_of
from sim.report.pictures.style import png, svg_inline
from tests.unit.comparison.made import tiny

SEATS = ("sales 1", "sales 2", "service 1")


def network(edges, teams):
    graph = nx.DiGraph()
    graph.add_nodes_from((team, {"people": 1}) for team in teams)
    for one, other, count in edges:
        graph.add_edge(one, other, count=count, per_100_cases=count / 2.0)
    return graph


def looked(edges, load=(0.5, 0.9, np.nan), teams=("sales", "service")):
    week = np.full((len(load), 336), np.nan)
    week[:, 20:30] = np.asarray(load)[:, None]
    rows = [
        {"channel": channel, "half_hour": f"{hour:02d}:30", "cases": 10 * hour, "first_response_minutes": 2.0 * hour,
         "resolution_minutes": 50.0, "answered_in_target": 0.5, "abandoned_share": 0.0}
        for channel in ("voice", "mail") for hour in (9, 10)
    ]  # fmt: skip
    graph = network(edges, teams)
    return ColumnCloseUp(rows, week, np.asarray(load), graph, graph, ("sales", "sales", "service"), 200)


@pytest.fixture
def made():
    columns = {
        "silos": looked([("sales", "service", 30), ("service", "sales", 10), ("sales", "sales", 4)]),
        "pods": looked([("pod 1", "pod 2", 6), ("pod 1", "pod 1", 40)], (0.7, 0.6, 0.8), ("pod 1", "pod 2")),
    }
    return CloseUp(1, columns, SEATS, ("sales", "sales", "service"), None, None)


@pytest.fixture(scope="module")
def real():
    return closeup(tiny(), ["silos", "silos_plus", "pods"])


@pytest.fixture(scope="module")
def found():
    return compare(tiny(), replications=2)


@pytest.mark.slow
@pytest.mark.parametrize("draw", [load_week, handovers, half_hours])
def test_drawn_twice_it_is_the_same(made, draw):
    assert svg_inline(draw(made)) == svg_inline(draw(made))
    assert png(draw(made)) == png(draw(made))


def test_people_are_sorted_by_load_and_told_by_rank_alone(made):
    picture = load_week(made)
    assert [row["silos"] for row in picture.table][:2] == [0.9, 0.5]
    assert [row["rank by load"] for row in picture.table] == ["1 of 3", "2 of 3", "3 of 3"]
    assert not [seat for seat in SEATS if seat in svg_inline(picture) + str(picture.table)]


def test_people_are_named_by_their_seats_when_asked_for(made):
    picture = load_week(made, seats=True)
    assert [row["silos, who"] for row in picture.table] == ["sales 2", "sales 1", "service 1"]
    assert all(seat in svg_inline(picture) for seat in SEATS)


def test_many_people_share_rows(made):
    many = np.linspace(1.0, 0.0, 300)
    rows = rows_of(looked([], tuple(many)), np.arange(20, 30))
    assert rows.shape == (MOST_ROWS, 10)
    assert rows[0, 0] == pytest.approx(many[:5].mean())
    assert np.all(np.diff(rows[:, 0]) < 0)


def test_handovers_tell_handoffs_and_lead_changes_apart(made):
    picture = handovers(made)
    assert totals(made.columns["silos"].teams) == (20.0, 2.0)
    assert picture.alt.startswith("Per 100 customers: departments 20.0 handoffs between teams and 2.00 lead changes")
    widths = [patch.get_linewidth() for patch in picture.figure.axes[0].patches if hasattr(patch, "get_arrowstyle")]
    other = [patch.get_linewidth() for patch in picture.figure.axes[1].patches if hasattr(patch, "get_arrowstyle")]
    assert (max(widths) - 0.3) / (max(other) - 0.3) == pytest.approx(30 / 6)  # one scale for all columns
    kinds = {(row["from"], row["to"]): row["kind"] for row in picture.table}
    assert kinds["pod 1", "pod 1"] == "lead change"
    assert kinds["pod 1", "pod 2"] == "handoff"


def test_of_many_teams_the_busiest_are_drawn_and_the_rest_are_counted(made):
    teams = [f"pod {number}" for number in range(30)]
    edges = [(teams[0], team, 10 + place) for place, team in enumerate(teams[1:])]
    found = replace(made, columns={"pods": looked(edges, teams=teams)})
    assert "18 quieter teams not drawn" in handovers(found).figure.axes[0].get_title(loc="left")


def test_half_hours_have_a_panel_per_channel_and_measure(made):
    picture = half_hours(made)
    assert len(picture.figure.axes) == 2 * 4
    assert "voice, departments: longest time to a first answer for arrivals at 10:30, 20.0 min" in picture.alt
    assert len(picture.table) == 8


def event(kind, start, end, *, contact=0, closed=0.0, need="sales", person="", change=None):
    return Event(contact, kind, start, end, "sales", person, change, False, need, need, 1.0, 0.0, closed)


WAY = CustomerPath(
    "silos",
    (
        JourneyContact(0.0, 130.0, Outcome.RESOLVED, ComesBack.RETURN),
        JourneyContact(230.0, 240.0, Outcome.RESOLVED, ComesBack.NO),
    ),
    (
        event(SegmentKind.QUEUE, 0.0, 100.0, closed=60.0),
        event(SegmentKind.STEP, 100.0, 130.0, person="sales 7", change=Change.FIRST),
        event(SegmentKind.LISTEN, 100.0, 130.0, person="service 3"),
        event(SegmentKind.STEP, 230.0, 240.0, contact=1, person="service 3", need="service"),
    ),
)


def test_a_lane_leaves_out_closed_hours_and_time_away():
    pieces = lane_of(WAY)
    assert [(p["what"], p["label"], p["start"], p["end"], p["cut"]) for p in pieces] == [
        ("wait", "queue", 0.0, 40.0, 60.0),
        ("step", "sales", 40.0, 70.0, 100.0),
        ("step", "service", 70.0, 80.0, 0.0),
    ]


def test_every_kind_of_segment_is_told():
    joins = event(SegmentKind.JOIN, 100.0, 110.0, person="service 3", need="service")
    assert "  + service 3 of sales works on service 10.0 min" in path_lines(replace(WAY, events=(joins,)), 0)
    for kind in SegmentKind:
        shown = event(kind, 0.0, 1.0, person="sales 7", change=Change.FIRST)
        assert path_lines(replace(WAY, events=(shown,)), 0)
        assert kind in KINDS or kind in (SegmentKind.LINK, SegmentKind.AFTER_CALL)  # no customer is there
    assert len(set(KINDS.values())) == len(KINDS) - 1  # who listens and who advises look alike


def test_people_are_numbered_alike_in_every_column():
    other = replace(WAY, formation="pods", events=WAY.events[::-1])
    renamed = without_seats((WAY, other))
    assert [e.person for e in renamed[0].events] == ["", "person 1", "person 2", "person 2"]
    assert [e.person for e in renamed[1].events] == ["person 2", "person 2", "person 1", ""]


def test_the_customer_is_drawn_and_told(real):
    picture = customer(real.journey)
    assert svg_inline(picture) == svg_inline(customer(real.journey))
    assert [name_of(path.formation) in picture.alt for path in real.journey.paths] == [True] * 3


@pytest.mark.slow
def test_the_report_with_a_close_look(found, real):
    text = report_html(found, closeup=real)
    assert text == report_html(found, closeup=real)
    assert "handed to another team in departments," in text
    assert "in silos on one side" not in text
    assert "One customer in silos" not in text
    for anchor in ("customer", "handovers", "load", "channels"):
        assert f'<section id="{anchor}"' in text
    assert text.index('id="customer"') < text.index('id="load"') < text.index('id="handovers"')
    assert not [seat for seat in real.seats if re.search(rf"\b{seat}\b(?!\.\d)", text)]  # not "sales 1.2 min"
    written = write_pngs(pictures_of(found, real))
    assert {"customer.png", "load_week.png", "handovers.png", "half_hours.png"} <= set(written)


@pytest.mark.slow
def test_the_report_with_seats(found, real):
    text = report_html(found, closeup=real, seats=True)
    assert all(seat in text for seat in real.seats)


def test_no_text_of_a_lane_lies_over_another():
    texts = [(10.0, "closed"), (11.0, "closed"), (40.0, "closed"), (41.0, "service")]
    assert [level for *_, level in _apart(texts, an_inch=10.0)] == [0, 1, 0, 1]
    assert [level for *_, level in _apart(texts, an_inch=100.0)] == [0, 1, 2, 3]
