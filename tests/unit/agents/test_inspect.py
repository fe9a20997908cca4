"""Stepping through a model and looking at it."""

from __future__ import annotations

import subprocess
import sys

from sim.agents import Organisation, organisation_graph
from sim.agents.customer import CustomerAgent
from sim.agents.observation import Observer, load
from sim.agents.organisation import ROOT
from sim.agents.person import PersonAgent
from sim.agents.team import TeamAgent
from sim.foundation.kinds import EventKind, Occupation, State
from sim.records.tables import first_difference
from tests.unit.agents.anything import anything
from tests.unit.agents.factory import BILLING, MAIL, SALES, Case, Person, arrays, build

CASES = [Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0)), Case(at=4.0), Case(at=5.0, channel=MAIL)]
PEOPLE = [Person(SALES, 0), Person(BILLING, 1)]


def test_one_event_at_a_time():
    model = build(CASES, PEOPLE)
    assert model.next_event == (0.0, EventKind.SHIFT_START, 0)
    model.step()
    assert (model.now, model.events, model.people[0].free, model.people[1].on_shift) == (0.0, 1, True, False)
    model.step()
    model.step()  # the first case comes
    assert model.next_event == (1.0, EventKind.SHIFT_END, 2)  # of somebody away, which changes nothing
    model.step()
    assert (model.now, model.cases[1].state) == (4.0, State.WAITING)


def test_until_a_time():
    model = build(CASES, PEOPLE)
    model.run_until(4.5)
    assert model.now == 4.5
    case, waiting = model.cases[0], model.cases[1]
    assert (case.state, case.led_by, case.position, case.true_function) == (State.SERVING, model.people[0], 0, SALES)
    assert (waiting.state, waiting.team, waiting.led_by) == (State.WAITING, 0, None)
    assert model.rooms[0].queues[SALES, 0].cases == [waiting]
    assert (model.people[0].occupation, model.people[0].occupied) == (Occupation.LEADING, True)
    assert not model.people[1].occupied
    assert (model.teams[0].load, model.teams[1].load) == (1.0, 0.0)
    assert (model.teams[0].waiting, model.teams[1].free) == (1, [model.people[1]])
    assert load(model) == 0.5
    assert [repr(agent) for agent in (case, model.people[1], model.teams[0])] == [
        "<case 0 serving>",
        "<person 1 'billing 1'>",
        "<team 0 'team 0'>",
    ]
    model.run_until(10.0)
    assert (case.position, case.told, case.context, case.led_by) == (1, 10.0, 0.0, model.people[1])


def test_agents_are_mesas():
    model = build(CASES, PEOPLE)
    model.run_until(5.0)
    assert len(model.agents_by_type[PersonAgent]) == 3
    assert len(model.agents_by_type[TeamAgent]) == 2
    assert len(model.agents_by_type[CustomerAgent]) == 3
    assert model.agents.select(lambda agent: isinstance(agent, CustomerAgent) and agent.number == 2).get("channel") == [
        MAIL
    ]
    records = model.run()
    assert not model.running
    assert model.next_event is None
    assert (len(model.agents_by_type[CustomerAgent]), model.cases) == (0, {})
    before = model.events
    model.step()
    model.run_until(1e9)
    assert model.events == before == records.events[0]


def test_running_in_pieces_is_running_at_once():
    whole = Organisation(*anything(3), segments=True).run()
    pieces = Organisation(*anything(3), segments=True)
    for minute in range(0, 720, 7):
        pieces.run_until(float(minute))
    in_pieces = pieces.run()
    stepped = Organisation(*anything(3), segments=True)
    while stepped.running:
        stepped.step()
    for records in (in_pieces, stepped.records()):
        for table in ("contacts", "people", "segments"):
            assert first_difference(getattr(whole, table), getattr(records, table)) is None
        assert (whole.stopped_at, whole.events) == (records.stopped_at, records.events)


def looked_at(model, minutes) -> Observer:
    """What an observer has seen at some minutes."""
    observer = Observer({}, {})
    for minute in minutes:
        model.run_until(minute)
        observer.collect(model)
    return observer


def test_queues_and_load_over_time():
    observer = looked_at(build(CASES, PEOPLE), (0.0, 5.0, 10.0, 15.0, 20.0))
    seen = observer.get_model_vars_dataframe()
    assert seen["minutes"].tolist() == [0.0, 5.0, 10.0, 15.0, 20.0]
    assert seen["cases_waiting"].tolist() == [0, 2, 1, 1, 0]
    assert seen["cases_in_service"].tolist() == [1, 1, 2, 2, 1]
    assert seen["cases_in_pickup"].tolist() == [0] * 5
    assert seen["people_on_shift"].tolist() == [2] * 5
    assert seen["load"].tolist() == [0.5, 0.5, 1.0, 1.0, 0.5]
    teams = observer.get_agenttype_vars_dataframe(TeamAgent)
    assert teams[teams["number"] == 1]["occupied"].tolist() == [0, 0, 1, 1, 0]
    people = observer.get_agenttype_vars_dataframe(PersonAgent)
    assert people[people["number"] == 1]["occupied"].tolist() == [False, False, True, True, False]
    queues = observer.get_table_dataframe("queues")
    sales = queues[(queues["room"] == 0) & (queues["function"] == "sales")]
    assert sales[sales["language"] == "german"]["waiting"].tolist() == [0, 2, 1, 1, 0]
    assert sales[sales["language"] == "french"]["waiting"].tolist() == [0] * 5


def test_the_queue_at_the_front_door():
    model = Organisation(*arrays([Case(at=0.0), Case(at=1.0)], PEOPLE, first_line=(0,)))
    queues = looked_at(model, (0.0, 5.0)).get_table_dataframe("queues")
    at_the_door = queues[(queues["function"] == "front door") & (queues["room"] == 0)]
    assert at_the_door["language"].tolist() == ["german", "french"] * 2
    assert at_the_door["waiting"].tolist() == [0, 0, 1, 0]


def test_the_organisation_as_a_graph():
    model = build(CASES, PEOPLE)
    model.run_until(5.0)
    graph = organisation_graph(model)
    team, person, case, waiting = model.teams[0], model.people[0], model.cases[0], model.cases[1]
    assert set(graph.neighbors(ROOT)) == set(model.teams)
    assert graph.edges[team, person]["relation"] == "member"
    assert graph.edges[person, case]["relation"] == "leads"
    assert graph.edges[team, waiting]["relation"] == "waits"
    assert graph.nodes[person] == {"kind": "person", "label": "sales 0"}
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (9, 8)


def test_no_warning_from_mesa_or_simpy(project):
    code = "from tests.unit.agents.anything import anything; from sim.agents import Organisation as M; "
    code += "M(*anything(1)).run_model()"
    warnings = [f"-Werror::{name}" for name in ("DeprecationWarning", "FutureWarning", "PendingDeprecationWarning")]
    done = subprocess.run([sys.executable, *warnings, "-c", code], cwd=project, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
