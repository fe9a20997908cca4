"""How complete teams are, in words and rows, and what was understood of files."""

import pytest

from sim import compare, run
from sim.comparison.falsification import walls_check, walls_scenario
from sim.comparison.results import data_notes
from sim.formation import build_people
from sim.formation.prepared import Team, prepare, teams_by_column
from sim.formation.teams import teams_of
from sim.report.falsification import falsification_lines
from sim.report.load import completeness_lines
from sim.report.rows import team_rows
from tests.unit.comparison.made import tiny

HALVES = {
    "people.shifts": {"early": "mon-fri 09:00-13:00", "late": "mon-fri 13:00-17:00"},
    "people.groups.sales.shifts": ["early", "late"],
    "people.groups.service.shifts": ["early", "late"],
}


def test_share_of_open_time_by_team():
    """Two people of each function, one early and one late, in one pod: always complete; in two pods half the time."""
    one, two = (
        teams_by_column(prepare(tiny({**HALVES, "formations.pods.teams": n}), ["silos", "pods"])) for n in (1, 2)
    )
    assert one["pods"] == (Team("pod 1", 4, 1.0),)
    assert [team.complete for team in two["pods"]] == [0.5, 0.5]
    assert two["silos"] == (Team("sales", 2, 0.0), Team("service", 2, 0.0))


def test_in_parity_and_results():
    found = compare(tiny(), replications=2)
    (row,) = (row for row in found.parity_rows if row.item == "every_function_present")
    assert (row.kind, row.values) == ("formation", {"silos": 0, "pods_today": 1, "silos_plus": 0, "pods": 1})
    kinds = [row.kind for row in found.parity_rows]
    assert kinds == sorted(kinds, key=["equal", "formation", "declared"].index)
    assert run(tiny(), formation="pods", replications=1).teams == {"pods": found.teams["pods"]}


def test_in_words():
    teams = {
        "silos": (Team("sales", 2, 0.0),),
        "pods": (Team("a", 3, 0.6), Team("b", 3, 1.0)),
        "one": (Team("a", 6, 0.9),),
    }
    assert list(completeness_lines(teams)) == [
        "Every function present in a team of pods with better habits: 80% of open time, mean over 2 teams; "
        "least in a, 60%.",
        "Every function present in a team of one: 90% of open time.",
    ]
    assert team_rows(teams)[1] == {"formation": "pods", "team": "a", "people": 3, "every_function_present": 0.6}


def test_files_are_called_as_the_scenario_calls_them(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("person,function,hours\na,sales,always\nb,service,always\n")
    scenario = tiny({"people.groups": [], "people.file": str(file)})
    assert data_notes(prepare(scenario, scenario.formations))[0] == f"{file}: 2 people (sales 1, service 1)"
    plain = tiny()
    assert data_notes(prepare(plain, plain.formations)) == ()


@pytest.mark.parametrize(
    ("pods", "teams"),
    [
        ({"teams": 2}, 2),
        ({"teams": None}, 1),
        ({"teams": None, "team_size": 1}, 4),
        ({"teams": None, "partition": "explicit", "members": {"a": ["sales 1"], "b": {"sales": 1, "service": 1},
                                                              "c": {"service": 1}}}, 3),
        ({"teams": None, "partition": "by_function"}, 2),
    ],
)  # fmt: skip
def test_walls_only_splits_into_as_many_teams_as_pods_has(pods, teams):
    scenario = walls_scenario(tiny({"formations.pods": pods}))
    for column in scenario.formations:
        assert len(teams_of(scenario, column, build_people(scenario)).names) == teams


def test_walls_of_a_single_team_split_nothing():
    found = walls_check(tiny({"formations.pods.teams": 1}), replications=2, seed=1)
    assert found.passed
    assert falsification_lines(found)[0].startswith("4 people in one pool, or in 1 random team,")
    assert "pods are one team, so nothing was split" in falsification_lines(found)[1]
