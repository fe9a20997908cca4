"""What people can do in a column that trains them otherwise than they are."""

import numpy as np
import pytest

from sim import compare
from sim.formation import build_formation, build_people
from sim.formation.skills import USUAL_SKILL, peers_of
from sim.scenario import ScenarioError, build_scenario
from sim.scenario.problems import DataError
from tests.unit.comparison.made import tiny

GROUPS = [
    {"function": "sales", "count": 4, "also": {"billing": 0.8}, "also_share": 0.25},
    {"function": "service", "count": 2},
    {"function": "billing", "count": 1, "also": {"sales": 0.9, "service": 0.7}},
]


def skill_of(forming, second_skills, **more):
    scenario = forming.small(people__groups=GROUPS, formations__pods__second_skills=second_skills, **more)
    people = build_people(scenario)
    formation = build_formation(scenario, "pods", people)
    assert people.trained_in(formation).skill is (people.skill if formation.skill is None else formation.skill)
    return people.skill, formation.skill


def test_as_they_are_says_nothing(forming):
    _, skill = skill_of(forming, "as_they_are")
    assert skill is None


def test_specialists_work_in_their_own_function_alone(forming):
    before, skill = skill_of(forming, "nobody")
    assert skill.tolist() == [[1.0, 0.0, 0.0]] * 4 + [[0.0, 1.0, 0.0]] * 2 + [[0.0, 0.0, 1.0]]
    assert np.count_nonzero(before) == 10  # the people themselves stay as they are


def test_everybody_has_a_second_function(forming):
    before, skill = skill_of(forming, "everybody")
    assert skill[:4].tolist() == [[1.0, 0.0, 0.8]] * 4  # as the colleague who has one
    follows = forming.small(people__groups=GROUPS).demand.needs["service"].then
    likeliest = max(follows, key=follows.get) if follows else "billing"
    place = ["sales", "service", "billing"].index(likeliest)
    assert skill[4:6, place].tolist() == [USUAL_SKILL] * 2
    assert skill[6].tolist() == before[6].tolist()  # who has two already learns no third
    assert ((skill > 0).sum(axis=1) >= 2).all()


def test_one_function_has_no_second(forming):
    scenario = build_scenario({
        "name": "alone",
        "demand": {"channels": {"voice": {"cases_per_week": 9}}, "needs": {"sales": {"first_share": 1.0}}},
        "people": {"groups": [{"function": "sales", "count": 3}]},
        "formations": {"pods": {"teams": 2, "second_skills": "everybody"}},
    })  # fmt: skip
    assert build_formation(scenario, "pods", build_people(scenario)).skill.tolist() == [[1.0]] * 3


def test_specialists_who_cannot_serve_a_need_are_refused(forming, tmp_path, monkeypatch):
    with pytest.raises(ScenarioError, match="Specialists alone: Nobody can serve billing"):
        forming.small(people__groups=GROUPS[:2], formations__pods__second_skills="nobody")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text("person,function,shift,skills\na,sales,day,billing\nb,service,day,\n")
    scenario = forming.small(
        people__groups=[], people__file="people.csv", people__shifts={"day": "mon-fri 08:00-16:00"},
        formations__pods__second_skills="nobody", formations__pods__teams=1,
    )  # fmt: skip
    with pytest.raises(DataError, match="Specialists alone: Nobody can serve billing"):
        build_formation(scenario, "pods", build_people(scenario))


def test_columns_that_train_otherwise_say_so():
    scenario = tiny({"formations.pods.second_skills": "everybody"})
    rows = {row.item: row for row in compare(scenario, formations=("silos", "pods"), replications=2).parity_rows}
    assert rows["second_skills"].values == {"silos": "as_they_are", "pods": "everybody"}
    assert (rows["skill_hours_per_week"].kind, rows["headcount"].kind) == ("formation", "equal")
    plain = compare(tiny(), formations=("silos", "pods"), replications=2).parity_rows
    assert "second_skills" not in {row.item for row in plain}
    assert {row.item: row for row in plain}["skill_hours_per_week"].kind == "equal"


@pytest.mark.parametrize("engine", ["core", "agents"])
def test_both_engines_train_people_as_if_they_had_come_so(engine):
    """A column that trains everybody is one of people who have the skills already; specialists likewise."""
    trained = tiny({"formations.pods.second_skills": "everybody"})
    both = tiny({"people.groups": [
        {"function": "sales", "count": 2, "also": {"service": 0.9}},
        {"function": "service", "count": 2, "also": {"sales": 0.926}},
    ]})  # fmt: skip
    alone = tiny({"people.groups": [{"function": "sales", "count": 2}, {"function": "service", "count": 2}]})
    specialists = tiny({"formations.pods.second_skills": "nobody"})
    for one, other in ((trained, both), (specialists, alone)):
        found, expected = (
            compare(each, formations=("pods", "silos"), replications=2, engine=engine).samples["pods"]
            for each in (one, other)
        )
        for name, values in expected.items():
            np.testing.assert_array_equal(found[name], values, err_msg=name)


def test_peers_are_team_mates_of_a_function(forming):
    """Departments have many of one's own and none of the others; a pod has a few of each."""
    scenario = forming.small(people__groups=GROUPS, formations__pods__teams=1)
    people = build_people(scenario)
    apart, together = (peers_of(people, build_formation(scenario, column, people)) for column in ("silos", "pods"))
    assert apart.tolist() == [[3, 0, 0]] * 4 + [[0, 1, 0]] * 2 + [[0, 0, 0]]
    assert together.tolist() == [[3, 2, 1]] * 4 + [[4, 1, 1]] * 2 + [[4, 2, 0]]
