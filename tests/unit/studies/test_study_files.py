"""Experiment files: what is read, what is planned, and what is said of mistakes."""

from __future__ import annotations

import re

import pytest

from sim.measures import expected_load
from sim.scenario import ScenarioError, changed
from sim.studies import planned, read_study, run_study, table_of
from sim.studies.plan import settings_of
from sim.studies.reading import known_studies, study_schema
from sim.studies.settings import Factor
from tests.unit.comparison.made import tiny
from tests.unit.studies.studies import small, write


def test_a_plan_has_every_scenario_at_every_combination(tmp_path):
    description = small()
    factors = description["parts"]["loads"]["factors"]
    factors["habits"] = {"levels": {"none": {}, "wings": {"formations.pods.policy.wings": 2}}}
    description["budget"] = 100
    plan = planned(read_study(write(tmp_path, description)))
    assert [tuple(one.levels.values()) for one in plan] == [
        ("0.5", "none"),
        ("0.5", "wings"),
        ("1", "none"),
        ("1", "wings"),
    ]
    assert [one.cell.scenario.demand.volume_factor for one in plan] == [0.5, 0.5, 1.0, 1.0]
    assert [one.cell.scenario.formations["pods"].policy.get("wings") for one in plan] == [None, 2, None, 2]
    assert {(one.cell.seed, one.cell.replications, one.cell.columns) for one in plan} == {
        (3, 3, ("silos_plus", "pods"))
    }
    assert planned(read_study(tmp_path / "small.yaml"), seed=8)[0].cell.seed == 8


def test_settings_of_a_part_columns_and_one_scenario_alone(tmp_path):
    description = small(budget=100)
    part = description["parts"]["loads"]
    part |= {
        "set": {"people.away_share": 0.1},
        "formations": {"pool": {"partition": "pool", "policy_from": "pods"}},
        "columns": ["silos_plus", "pods", "pool"],
        "by_scenario": {"tiny.yaml": {"people.away_share": 0.2, "formations.pool.policy.wings": 0}},
    }
    scenario = planned(read_study(write(tmp_path, description)))[0].cell.scenario
    assert scenario.people.away_share == 0.2
    assert scenario.formations["pool"].partition == "pool"
    assert scenario.formations["pool"].policy == {"wings": 0}


def test_multiples_are_of_what_the_scenario_says():
    base = tiny({"demand.channels.voice.continuation_factor": 0.5})
    keys = ("demand.channels.voice.continuation_factor", "demand.channels.mail.continuation_factor")
    factor = Factor(keys=keys, times=(2.0, 4.0))
    assert settings_of(factor, "4", base) == {keys[0]: 2.0, keys[1]: 4.0}
    with pytest.raises(LookupError, match="no multiples"):
        settings_of(Factor(keys=("open",), times=(2.0,)), "2", base)


def test_the_reduced_form_keeps_what_the_file_says(tmp_path):
    whole = read_study(write(tmp_path))
    part = whole.reduced.study.parts["loads"]
    assert part.factors["load"].names == ("1",)
    assert part.contrasts == {}  # they weight a level that is gone
    assert (whole.reduced.study.replications, whole.reduced.study.table) == (2, "tables/small.reduced.csv")
    assert [one.cell.replications for one in planned(whole.reduced)] == [2]
    assert len(whole.reduced.study.predictions) == 1


WRONG = [
    ({"qestion": "x"}, "qestion", "Did you mean question"),
    ({"replications": "many"}, "replications", "must be a whole number from 2"),
    ({"budget": 11}, "budget: 11", "2 cells may need 12 replications of one column, and the budget is 11"),
    ({"measures": ["handofs"]}, "handofs", "Did you mean handoffs?"),
    ({"stopping": {"most": 30}}, "", "give either replications or stopping"),
    ({"reduced": {"keep": {"lood": [1]}}}, "lood", "Did you mean load?"),
    ({"reduced": {"parts": ["laods"]}}, "laods", "Did you mean loads?"),
]


@pytest.mark.parametrize(("changes", "seen", "words"), WRONG)
def test_mistakes_at_the_top(tmp_path, changes, seen, words):
    assert_problem(tmp_path, small(**changes), seen, words)


WRONG_PARTS = [
    ({"scenarios": ["support_dask"]}, "Did you mean support_desk?"),
    ({"scenarios": ["x" * 5000]}, ""),  # of a length that no file can have: the fuzz of 1 December
    ({"columns": ["silos_plus", "pod"], "pairs": []}, "Did you mean pods?"),
    ({"pairs": [["silos", "pods"]]}, "There is no column of this part of the name silos"),
    ({"pairs": [["pods", "pods"]]}, "pods is compared with itself"),
    ({"set": {"people.away_shar": 0.1}}, "Did you mean away_share"),
    ({"factors": {"load": {"keys": ["demand.volume_factor"], "values": [0.5, -1]}}}, "demand.volume_factor must be"),
    (
        {"factors": {"load": {"levels": {"a": {}}, "keys": ["x"], "values": [1]}}},
        "give one of levels, keys with values",
    ),
    ({"factors": {"mean": {"levels": {"a": {}, "b": {}}}}}, "the table has a column of that name"),
    ({"by_scenario": {"bank": {}}}, "no scenario of this part of the name bank"),
    ({"contrasts": {"more": {"about": "x", "of": "lod", "weights": {"1": 1}}}}, "Did you mean load?"),
    ({"contrasts": {"more": {"about": "x", "of": "load", "weights": {"2": 1}}}}, "no level of load of the name 2"),
]


@pytest.mark.parametrize(("changes", "words"), WRONG_PARTS)
def test_mistakes_in_a_part(tmp_path, changes, words):
    description = small(predictions=[])
    part = description["parts"]["loads"]
    if "factors" in changes:
        part["contrasts"], description["reduced"] = {}, {}
    part |= changes
    assert_problem(tmp_path, description, "", words)


WRONG_PREDICTIONS = [
    ({"part": "lods"}, "Did you mean loads?"),
    ({"measure": "load_p90"}, "no measure of the table of the name load_p90"),
    ({"pair": ["silos", "pods"]}, "No part that it is about compares this pair. Known: silos_plus → pods."),
    ({"pair": []}, "about a pair or a contrast"),
    ({"expect": "above"}, "above, below and not above for contrasts"),
    ({"expect": "better"}, "must be one of first, second"),
    ({"where": {"load": [2]}}, "no level of load of the name 2"),
    ({"contrast": "mor", "expect": "above"}, "Did you mean more?"),
    ({"contrast": "more", "pair": [], "expect": "above"}, "in a column or between a pair"),
]


@pytest.mark.parametrize(("changes", "words"), WRONG_PREDICTIONS)
def test_mistakes_in_a_prediction(tmp_path, changes, words):
    description = small()
    description["predictions"][0] |= changes
    assert_problem(tmp_path, description, "", words)


def assert_problem(folder, description, seen, words):
    """The file is refused with one problem that says so, at a line of it."""
    with pytest.raises(ScenarioError) as refused:
        planned(read_study(write(folder, description)))
    found = [problem for problem in refused.value.problems if words in problem.message]
    assert found, refused.value
    assert seen in found[0].seen
    assert found[0].line or not seen


def test_all_mistakes_at_once_each_at_its_line(tmp_path):
    path = write(tmp_path, small(measures=["handofs", "handoffs"], reduced={"parts": ["laods"]}))
    with pytest.raises(ScenarioError) as refused:
        read_study(path)
    lines = path.read_text().splitlines()
    assert len(refused.value.problems) == 2
    assert all(lines[problem.line - 1].strip() == problem.seen for problem in refused.value.problems)


def test_a_name_that_is_none():
    with pytest.raises(ScenarioError, match="Did you mean rotation"):
        read_study("rotatoin")
    with pytest.raises(ScenarioError, match="no such file"):
        read_study("nowhere/rotation.yaml")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["head_to_head", "rotation", "technology", "winner_map"])
def test_the_experiments_that_ship_are_valid_whole_and_reduced(name):
    assert name in known_studies()
    loaded = read_study(name)
    assert loaded.study.predictions
    whole, less = planned(loaded), planned(loaded.reduced)
    assert 0 < len(less) < len(whole)


def test_the_schema_knows_every_setting_and_one_way_to_stop():
    schema = study_schema()
    assert {"question", "hypothesis", "parts", "stopping"} <= set(schema["properties"])
    assert "question" in schema["required"]
    assert schema["oneOf"] == [{"required": ["replications"]}, {"required": ["stopping"]}]


def held(way, **factors):
    """The small experiment with factors at a load that is held in this way."""
    description = small(budget=200)
    part = description["parts"]["loads"]
    part |= {"held_by": way, "contrasts": {}, "factors": factors}
    return description | {"measures": ["handoffs", "resolution_minutes@mail"], "reduced": {}}


@pytest.mark.parametrize("way", ["volume", "work"])
def test_needs_and_load_are_varied_apart(tmp_path, way):
    factors = {
        "needs": {"at_load": "needs", "times": [0.5, 1.5]},
        "load": {"at_load": "load", "times": [0.8, 1.0]},
        "away": {"keys": ["people.away_share"], "values": [0.1, 0.2]},
    }
    plan = planned(read_study(write(tmp_path, held(way, **factors))))
    own = tiny({"people.away_share": 0.1})
    for one in plan:
        base = changed(own, {"people.away_share": float(one.levels["away"])})
        wanted = {name: float(one.levels["load"]) * load for name, load in expected_load(base, "silos").items()}
        assert expected_load(one.cell.scenario, "silos") == pytest.approx(wanted, rel=1e-9)
        factor = one.cell.scenario.demand.channels["mail"].continuation_factor
        assert factor == float(one.levels["needs"]) * own.demand.channels["mail"].continuation_factor
        same_work = all(
            one.cell.scenario.demand.needs[name].work_minutes == pytest.approx(need.work_minutes, rel=1e-9)
            for name, need in own.demand.needs.items()
        )
        assert same_work == (way == "volume")
        assert one.cell.by_channel


def test_a_measure_of_a_channel_is_in_the_table(tmp_path):
    loaded = read_study(write(tmp_path, held("volume", load={"at_load": "load", "times": [0.8, 1.0]})))
    plan = planned(loaded)
    rows = table_of(loaded.study, plan, run_study(loaded.study, plan))
    assert {row["measure"] for row in rows} == {"handoffs", "resolution_minutes@mail"}
    assert {row["unit"] for row in rows if row["measure"].endswith("@mail")} == {"minutes"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"measures": ["resolution_minutes@fax"]}, "tiny.yaml has no channel fax. "),
        ({"measures": ["resolution_minute@mail"]}, "There is no measure of the name resolution_minute."),
        ({"factors": {"load": {"at_load": "load"}}}, "at_load needs times"),
        ({"factors": {"load": {"at_load": "load", "keys": ["demand.volume_factor"], "times": [1, 2]}}}, "give one of"),
    ],
)
def test_what_is_wrong_with_channels_and_loads_is_said(tmp_path, change, said):
    description = held("volume", **change.get("factors", {"load": {"at_load": "load", "times": [0.8, 1.0]}}))
    description |= {name: value for name, value in change.items() if name != "factors"}
    with pytest.raises(ScenarioError, match=re.escape(said)):
        planned(read_study(write(tmp_path, description)))
