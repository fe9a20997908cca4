"""A model of a scenario is one that Mesa's own tools take: steps, time, data, agents, a space, and a start over."""

from __future__ import annotations

import mesa
import pytest

from sim.agents import OrganisationModel, run_agents
from sim.agents.customer import CustomerAgent
from sim.agents.mesa_adapter import DataCollector
from sim.agents.person import PersonAgent
from sim.agents.team import TeamAgent
from sim.comparison.engines import difference_of
from sim.demand.build import build_tape
from sim.formation.prepared import prepare
from sim.scenario import ScenarioError, load_scenario

SMALL = {"time.warm_up_weeks": 0, "time.measured_weeks": 1, "demand.volume_factor": 0.05}
AT_NINE = 54  # steps of ten minutes


@pytest.fixture(scope="module")
def desk():
    """A support desk at a twentieth of its volume."""
    return load_scenario("support_desk", SMALL)


@pytest.fixture(scope="module")
def at_nine(desk):
    """Its pods, stepped until nine o'clock."""
    model = OrganisationModel(desk, "pods", seed=1, agent_reporters={"kind": lambda agent: type(agent).__name__})
    for _ in range(AT_NINE):
        model.step()
    return model


def test_steps_and_time(at_nine):
    assert (at_nine.steps, at_nine.time, at_nine.now) == (AT_NINE, 540.0, 540.0)


def test_every_record_is_kept(at_nine):
    seen = at_nine.datacollector.get_model_vars_dataframe()
    assert seen["minutes"].tolist() == [10.0 * step for step in range(AT_NINE + 1)]
    assert seen["people_on_shift"].iloc[-1] == sum(person.on_shift for person in at_nine.people) > 0
    people = at_nine.datacollector.get_agenttype_vars_dataframe(PersonAgent)
    assert len(people) == (AT_NINE + 1) * len(at_nine.people)
    everybody = at_nine.datacollector.get_agent_vars_dataframe()
    assert set(everybody["kind"]) == {"PersonAgent", "TeamAgent", "CustomerAgent"}
    assert (everybody["kind"] == "TeamAgent").sum() == (AT_NINE + 1) * len(at_nine.teams)


@pytest.mark.parametrize("collector", [None, DataCollector])
def test_no_record_replaces_another_where_steps_are_events(desk, collector):
    """Many events happen in the same minute, which Mesa 3.5 takes for the same record."""
    model = OrganisationModel(desk, seed=1, minutes_per_step=None, agent_reporters={"steps": lambda a: a.model.steps})
    if collector:
        model.datacollector = collector(agent_reporters={"steps": lambda agent: agent.model.steps})
    minutes = []
    for _ in range(60):
        model.step()
        model.datacollector.collect(model)
        minutes.append(model.time)
    assert model.steps == 60
    assert len(set(minutes)) < 60
    seen = model.datacollector.get_agent_vars_dataframe()["steps"]
    assert set(seen) == set(range(1, 61))
    assert len(seen) >= 60 * (len(model.people) + len(model.teams))


def test_agents_are_selected(at_nine):
    free = at_nine.agents_by_type[PersonAgent].select(lambda person: person.free)
    assert set(free) == {person for person in at_nine.people if person.free}
    assert at_nine.agents_by_type[TeamAgent].get("waiting") == [team.waiting for team in at_nine.teams]


def test_the_organisation_is_a_space(at_nine):
    space, team = at_nine.grid, at_nine.teams[0]
    assert space.G.number_of_nodes() == 1 + len(at_nine.agents)
    near = set(space[team].neighborhood.agents)
    assert set(team.members) <= near
    assert near - set(team.members) <= {case for case in at_nine.agents if isinstance(case, CustomerAgent)}


def test_starting_over_is_the_same_model_again(desk, at_nine):
    again = type(at_nine)(scenario=desk, column="pods", seed=1)
    assert (again.steps, again.time, len(again.datacollector.get_model_vars_dataframe())) == (0, 0.0, 1)
    for _ in range(AT_NINE):
        again.step()
    seen, before = (model.datacollector.get_model_vars_dataframe() for model in (again, at_nine))
    assert seen.equals(before)


def test_steps_of_minutes_write_the_records_of_the_engine(desk):
    """Looking changes nothing, and the last step stops the run."""
    model = OrganisationModel(desk, "silos", seed=3, replication=2, minutes_per_step=45)
    model.run_model()
    assert not model.running
    assert model.time == model.stopped_at
    steps = model.steps
    model.step()
    assert (model.steps, model.time) == (steps + 1, model.stopped_at)
    known = prepare(desk, ["silos"])
    tape = build_tape(desk, known.customers, seed=3, first_replication=2, replications=1)
    written = run_agents(tape, known.customers, known.people, known.roster, known.formations["silos"])
    assert difference_of(written, model.records()) is None


def test_mesas_batch_run_varies_settings(desk):
    """A setting is varied by its dotted key, a column by its name."""
    varied = {"scenario": [desk], "column": ["silos", "pods"], "policy.link_minutes": [0.0, 3.0]}
    found = mesa.batch_run(OrganisationModel, varied, number_processes=1, max_steps=50, display_progress=False)
    runs = {(row["column"], row["policy.link_minutes"]) for row in found}  # Mesa 3.5 has a row a person and team too
    assert runs == {("silos", 0.0), ("silos", 3.0), ("pods", 0.0), ("pods", 3.0)}
    assert all(row["people_on_shift"] > 0 for row in found)


def test_mistakes_are_named(desk):
    with pytest.raises(KeyError, match=r"no column 'pod'. Did you mean pods"):
        OrganisationModel(desk, "pod")
    with pytest.raises(ValueError, match=r"above 0, for example 10, or None, not 0"):
        OrganisationModel(desk, minutes_per_step=0)
    with pytest.raises(ScenarioError, match="link_minutes"):
        OrganisationModel(desk, **{"policy.link_minute": 1.0})
