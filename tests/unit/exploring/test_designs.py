"""The best design of each side: what there is to choose from, equal effort, and a judgement that no search has seen."""

import json

import numpy as np
import pytest

from sim import compare, load_scenario
from sim.exploring.cells import CellResult, running
from sim.exploring.designs import best, designs_of, search, stages
from sim.exploring.designs.search import FIRST_TRAINING
from sim.exploring.designs.space import SIDES, drawn, people_in_pods
from sim.formation import build_formation, build_people
from sim.measures import measure_names
from sim.report.designs import best_page, difference_rows, trial_rows, write_best
from sim.report.designs_words import design_words, search_line
from sim.report.summary import as_text
from sim.scenario import ScenarioError, build_scenario
from tests.unit.comparison.made import tiny

COLUMNS = ("silos_plus", "pods", "departments_best", "pods_best")


@pytest.mark.parametrize("name", ["support_desk", "b2b_software", "bank"])
def test_there_is_much_to_choose_from_and_all_of_it_can_be_built(name):
    scenario = load_scenario(name)
    people = build_people(scenario)
    for side in SIDES:
        every = designs_of(scenario, side)
        assert every[0].kind == "as shipped"
        assert len({design.column for design in every}) == len(every) >= 30
        assert {design.second_skills for design in every} == {"as_they_are", "nobody", "everybody"}
        for design in every[::4]:
            made = design.scenario(scenario)
            formation = build_formation(made, f"{'pods' if side == 'pods' else 'departments'}_best", people)
            assert (formation.home_team >= 0).all()
            if design.kind in ("pods", "hybrid"):
                pods = [team for team in formation.team_names if team.startswith("pod ")]
                members = np.isin(formation.home_team, [formation.team_names.index(team) for team in pods])
                assert (len(pods), members.sum()) == (design.teams, people_in_pods(scenario, design))


def test_the_first_design_is_the_shipped_column():
    scenario = load_scenario("b2b_software")
    for side in SIDES:
        own = designs_of(scenario, side)[0].scenario(scenario)
        answer = compare(own, formations=(side, f"{'pods' if side == 'pods' else 'departments'}_best"), replications=2)
        one, other = answer.samples.values()
        assert all(np.array_equal(values, other[name], equal_nan=True) for name, values in one.items())


def test_departments_are_divided_and_joined_by_function():
    scenario = load_scenario("support_desk")
    members = {
        (design.kind, design.teams): design.settings["members"]
        for design in designs_of(scenario, "silos_plus")
        if design.kind in ("sub-teams", "joint")
    }
    assert members["sub-teams", 3]["operations 2"] == {"operations": 5}
    assert members["joint", 1] == {
        "service and operations": {"service": 16, "operations": 14},
        "sales and marketing": {"sales": 12, "marketing": 6},
    }
    assert len(members["joint", 2]) == 4


def test_designs_are_drawn_with_the_scenario_s_own_first():
    scenario = load_scenario("support_desk")
    every = designs_of(scenario, "pods")
    ten = drawn(scenario, every, 10, seed=1)
    assert ten[0] == every[0]
    assert len(set(ten)) == 10
    assert ten == drawn(scenario, every, 10, seed=1) != drawn(scenario, every, 10, seed=2)
    assert set(drawn(scenario, every, 1000, seed=1)) == set(every)


def test_half_of_the_designs_go_on_and_meet_twice_as_much():
    assert stages(32) == [(32, 4), (16, 8), (8, 16), (4, 32)]
    assert stages(30) == [(30, 4), (15, 8), (8, 16), (4, 32)]
    assert stages(3) == [(3, 4)]


@pytest.fixture(scope="module")
def found():
    return best(tiny({"money.second_skill_per_year": 520}), designs=6, replications=5)


def test_effort_is_equal_on_both_sides(found):
    assert [(len(side.trials), side.replications) for side in found.sides] == [(6, 6 * 4 + 4 * 4)] * 2
    for side in found.sides:
        assert sorted(trial.replications for trial in side.trials) == [4, 4, 8, 8, 8, 8]
        chosen, *others = side.trials
        assert all(chosen.missed <= other.missed for other in others if other.replications == 8)


def test_the_judgement_is_a_comparison_on_other_customers(found, monkeypatch):
    judged = compare(found.scenario, formations=COLUMNS, replications=5)
    for column in COLUMNS:
        for name, values in found.samples[column].items():
            np.testing.assert_array_equal(values, judged.samples[column][name], err_msg=f"{column} {name}")
    pair = ("departments_best", "pods_best")
    again = compare(found.scenario, formations=pair, replications=5).paired[pair]
    assert repr(found.differences) == repr(again)  # not ==: some are nan
    seen = []
    monkeypatch.setattr(search, "run_cells", lambda cells, **how: seen.extend(cells) or running.run_cells(cells))
    once_more = best(tiny({"money.second_skill_per_year": 520}), designs=6, replications=5)
    assert repr(once_more.differences) == repr(found.differences)
    *training, last = seen
    assert last.columns == COLUMNS
    assert (last.first, last.replications) == (0, 5)
    assert {(cell.first, cell.replications) for cell in training} == {(FIRST_TRAINING, 4), (FIRST_TRAINING + 4, 4)}


def test_second_skills_are_paid_on_both_sides(found):
    for side in found.sides:
        cost = found.samples[side.column]["training_cost"]
        held = {"as_they_are": 1, "nobody": 0, "everybody": 4}[side.best.second_skills]
        assert cost.tolist() == [10.0 * held] * 5


def made_up(level, draws):
    """Cells answered with what `level(scenario, column)` says, and chance that customers share in part."""

    def run(cells, **how):
        results = []
        for cell in cells:
            customers = np.random.default_rng([draws, cell.first]).normal(0, 5, cell.replications)
            samples = {}
            for column in cell.columns:
                said = json.dumps(cell.scenario.formations[column].model_dump(mode="json"), sort_keys=True)
                own = np.random.default_rng([draws, cell.first, *said.encode()]).normal(0, 5, cell.replications)
                value, load = level(cell.scenario.formations[column])
                samples[column] = {name: value + customers + own for name in measure_names()}
                samples[column]["load_p90"] = np.full(cell.replications, load)
            results.append(CellResult(cell, samples))
        return results

    return run


@pytest.mark.slow
def test_where_all_designs_are_equal_training_flatters_and_the_judgement_does_not(monkeypatch):
    trained, gained, between = [], [], []
    scenario = load_scenario("support_desk")
    for draws in range(60):
        monkeypatch.setattr(search, "run_cells", made_up(lambda column: (100.0, 0.8), draws))
        found = best(scenario, designs=16, replications=10)
        trained += [side.trained_gain.interval.mean for side in found.sides]
        gained += [side.gain.interval.mean for side in found.sides]
        between.append(found.differences["resolution_minutes"].interval.mean)

    def errors(values):
        return np.mean(values) / (np.std(values, ddof=1) / np.sqrt(len(values)))

    assert errors(trained) < -10.0
    assert abs(errors(gained)) < 4.0
    assert abs(errors(between)) < 4.0


@pytest.mark.slow
def test_a_better_design_is_found_but_only_within_the_bounds(monkeypatch):
    def level(column):
        pods = column.partition == "cross_functional" and (column.teams or 0)
        return 100.0 - 5.0 * pods, 0.9 if pods == 12 else 0.8

    monkeypatch.setattr(search, "run_cells", made_up(level, 1))
    found = best(load_scenario("support_desk"), designs=1000, replications=10)
    assert found.load_bound == pytest.approx(0.82)
    assert (found.pods.best.kind, found.pods.best.teams, found.pods.trials[0].missed) == ("pods", 8, 0.0)
    assert found.pods.gain.word == "better"
    assert len(found.pods.trials) == len(found.departments.trials) == found.departments.designs
    targets = {"targets": [{"measure": "resolution_minutes", "at_least": 85}]}  # the wrong way round, to see it bind
    found = best(load_scenario("support_desk", targets), designs=1000, replications=10)
    assert (found.pods.best.kind, found.pods.best.teams) == ("pods", 3)


def test_where_designs_are_the_same_nothing_is_gained():
    """One function and no walls: whoever is free takes the next case, whatever team they are in."""
    one = {
        "name": "one", "open": "mon-fri 09:00-17:00", "time": {"warm_up_weeks": 0, "measured_weeks": 1},
        "demand": {"channels": {"voice": {"cases_per_week": 60}}, "needs": {"sales": {"first_share": 1.0}}},
        "people": {"groups": [{"function": "sales", "count": 4}], "shifts": {"day": "mon-fri 09:00-17:00"}},
        "policy": {"walls": False}, "formations": {"pods": {"teams": 2}},
    }  # fmt: skip
    found = best(build_scenario(one), designs=4, replications=3)
    for side in found.sides:
        assert side.best.kind == "as shipped"
        assert (side.trained_gain.interval.mean, side.gain.interval.mean) == (0.0, 0.0)
    assert found.differences["resolution_minutes"].word == "the same"
    assert search_line(found) == "Searching brought departments nothing and pods nothing."


def test_a_column_may_not_have_the_name_of_a_best_one():
    with pytest.raises(ScenarioError, match="give this column another name"):
        best(tiny({"formations.pods_best": {"partition": "pool"}}))


def test_cells_are_kept_and_found_again(found, tmp_path, monkeypatch):
    told = []
    scenario = tiny({"money.second_skill_per_year": 520})
    best(scenario, designs=6, replications=5, store=tmp_path, progress=lambda *seen: told.append(seen))
    assert told[-1][0] == told[-1][1] == (2 * 6 + 1) + (2 * 4 + 1) + 1
    monkeypatch.setattr(running, "work_on", lambda cell, threads: pytest.fail("nothing is left to run"))
    again = best(scenario, designs=6, replications=5, store=tmp_path)
    assert repr(again.differences) == repr(found.differences)  # not ==: some are nan
    assert again.pods == found.pods


def test_page_tables_and_folder(found, tmp_path):
    for width in (80, 100):
        lines = as_text(best_page(found), width=width).splitlines()
        assert max(map(len, lines)) <= width
    assert len(lines) <= 20
    text = " ".join(as_text(best_page(found)).split())
    for side in found.sides:
        assert design_words(found.scenario, side.best) in text
    rows = trial_rows(found)
    assert [row["chosen"] for row in rows] == [True, *[False] * 5] * 2
    on = {(row["on"], row["second"], row["channel"], row["measure"]) for row in difference_rows(found)}
    assert {
        ("training", "pods_best", "", "resolution_minutes"), ("judged", "pods_best", "", "felt_empathy"),
        ("judged", "pods_best", "mail", "resolution_minutes"), ("judged", "departments_best", "", "resolution_minutes"),
    } <= on  # fmt: skip
    folder = write_best(found, tmp_path, ["podsim"])
    assert sorted(path.name for path in folder.iterdir()) == [
        "designs.csv", "differences.csv", "manifest.json", "summary.txt",
    ]  # fmt: skip
    assert write_best(found, tmp_path, ["podsim", "again"]) == folder
