"""`podsim compare`: output, JSON, exit codes, several scenarios, tests of falsification."""

import csv
import json

import pytest

from sim.comparison.engines import EnginesDifferError
from sim.comparison.words import NOT_SETTLED, WORDS
from sim.measures import measure_names
from sim.scenario.built_in_columns import DEFAULT_COLUMNS

QUICK = ("--replications", 2, "--quiet", "--quick")
PAIRS = ["silos→pods_today", "silos→silos_plus", "silos→pods", "silos_plus→pods", "pods_today→pods"]
# Word by word as promised; more may follow.
PROMISED = {
    *("resolution_minutes", "resolution_minutes_p50", "resolution_minutes_p90", "first_response_minutes"),
    *("queue_minutes", "pickup_minutes", "closed_minutes", "touch_minutes", "rework_minutes", "retold_minutes"),
    *("lost_minutes", "handoffs", "lead_changes", "changes_of_hands", "people_met", "misroutes", "abandoned_share"),
    *("transferred_share", "load_mean", "load_p90", "load_max", "load_gini", "listening_share", "backlog_end"),
    *("cases_arrived", "cases_resolved", "contacts_per_case", "first_contact_resolution", "redialled_share"),
    *("returned_share", "failure_demand_share", "capped_share", "bot_resolved_share", "answered_in_target"),
    *("fatigue_mean", "strain_share", "overrun_minutes", "known_share", "cost_per_resolved_case", "pay_cost"),
}


def test_tables_verdict_and_folder(podsim, workplace):
    ended = podsim("compare", "tiny.yaml", *QUICK, "--all")
    assert ended.code == 0
    assert ended.err == ""
    for said in (
        "tiny: the same 4 people and 117 customers, 1 week, 2 runs",
        "Pods, better",
        "occupancy of the busiest tenth",
        "Verdict",
        "In short",
        "Limits",
    ):
        assert said in ended.out
    folder = ended.out.splitlines()[-1].removeprefix("Results: ")
    names = sorted(path.name for path in (workplace / folder).iterdir())
    assert names == [
        "channels.csv", "differences.csv", "effects.csv", "functions.csv", "horizons.csv", "manifest.json",
        "measures.csv",
        "parity.csv", "replications.csv", "summary.txt", "table.csv", "teams.csv", "waterfall.csv",
    ]  # fmt: skip


def test_tidy_tables_add_up(podsim, workplace):
    ended = podsim("compare", "tiny.yaml", *QUICK)
    folder = workplace / ended.out.splitlines()[-1].removeprefix("Results: ")

    def rows(name):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    parts = [row for row in rows("waterfall.csv") if (row["formation"], row["channel"]) == ("pods", "mail")]
    assert parts[-1]["part"] == "resolution_minutes"
    assert sum(float(row["mean"]) for row in parts[:-1]) == pytest.approx(float(parts[-1]["mean"]))
    assert {row["function"] for row in rows("functions.csv")} == {"sales", "service"}
    assert "load_p90" in {row["measure"] for row in rows("functions.csv")}
    swept = [row for row in rows("horizons.csv") if (row["first"], row["second"]) == ("silos", "pods")]
    assert [float(row["horizon_open_minutes"]) for row in swept] == [60, 120, 240, 480]
    assert {row["channel"] for row in rows("replications.csv")} == {"all", "voice", "mail"}


@pytest.mark.slow
def test_the_whole_answer(podsim, workplace):
    """Worlds, what the answer rests on, the report, pictures and event logs, in the folder and in JSON."""
    ended = podsim("compare", "tiny.yaml", "--replications", 2, "--quiet", "--worlds", 20, "--json")
    assert (ended.code, ended.err) == (0, "")
    found = json.loads(ended.out)
    assert found["outlook"]["worlds"] + found["outlook"]["refused"] == 20
    assert list(found["outlook"]["counts"]) == ["silos→silos_plus", "silos→pods_today", "silos→pods", "silos_plus→pods"]
    assert [line["head"] for line in found["verdict_lines"]][-2:] == ["Worlds", "Limits"]
    folder = workplace / found["results"]
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names >= {
        "report.html", "worlds.csv", "world_values.csv", "rests_on.csv", "flips.csv", "events/pods.csv",
        "events/pods.xes.gz", "figures/waterfall.png", "figures/worlds.png",
    }  # fmt: skip
    with (folder / "worlds.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == found["outlook"]["worlds"] * 5 * 4
    again = podsim("compare", "tiny.yaml", "--replications", 2, "--quiet", "--worlds", 20, "--json")
    assert json.loads(again.out)["results"] == found["results"]  # the same bytes, so the same folder


def test_breaking_off_worlds_keeps_the_comparison(podsim, workplace, monkeypatch):
    def broken_off(*arguments, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.exploring.sensitivity.sensitivity_of", broken_off)
    ended = podsim("compare", "tiny.yaml", "--replications", 2, "--quiet", "--worlds", 20)
    assert ended.code == 130
    assert "the comparison without plausible worlds is kept: results/tiny-" in ended.err
    assert "nothing" not in ended.err
    (folder,) = [path for path in (workplace / "results").iterdir() if not path.name.startswith(".")]
    assert "Verdict" in (folder / "summary.txt").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_numbers_outlive_a_report_that_fails(podsim, workplace, monkeypatch):
    def failing(*arguments):
        raise ValueError("no page")

    def folders(out):
        return sorted(path for path in (workplace / out).iterdir() if not path.name.startswith("."))

    asked = ("compare", "tiny.yaml", "--replications", 2, "--quiet", "--no-worlds", "--no-people")
    with monkeypatch.context() as broken:
        broken.setattr("sim.report.comparison_files.report_files", failing)
        ended = podsim(*asked)
    assert ended.code == 1
    (numbers,) = folders("results")
    assert f"there is no report; all numbers are kept: results/{numbers.name}" in ended.err
    assert (numbers / "summary.txt").exists()
    assert podsim(*asked).code == 0
    assert [(folder / "report.html").exists() for folder in folders("results")] == [False, True]
    assert podsim(*asked, "--out", "elsewhere").code == 0
    (whole,) = folders("elsewhere")  # its numbers are not left beside it
    assert (whole / "report.html").exists()


def test_json_has_the_promised_keys(podsim):
    ended = podsim("compare", "tiny.yaml", *QUICK, "--json", "--seed", 7)
    found = json.loads(ended.out)
    assert list(found) == [
        "scenario", "seed", "replications", "engine", "parity", "formations", "differences", "verdict",
        "verdict_lines", "teams",
        "understood", "results",
    ]  # fmt: skip
    assert (found["scenario"], found["seed"], found["replications"], found["engine"]) == ("tiny", 7, 2, "core")
    assert list(found["formations"]) == list(DEFAULT_COLUMNS)
    assert list(found["differences"]) == PAIRS
    for row in found["formations"].values():
        assert set(row) >= PROMISED
        assert set(row) == set(measure_names())
        assert all(list(value) == ["mean", "low", "high"] for value in row.values())
    for row in found["differences"].values():
        assert set(row) == set(measure_names())
        for value in row.values():
            assert list(value) == ["mean", "low", "high", "word", "reason", "alone"]
            assert value["word"] in WORDS
            assert bool(value["reason"]) == (value["word"] == NOT_SETTLED)
    assert found["parity"]["headcount"] == dict.fromkeys(DEFAULT_COLUMNS, 4)
    assert found["parity"]["every_function_present"] == {"silos": 0, "pods_today": 1, "silos_plus": 0, "pods": 1}
    assert found["teams"]["pods"]["pod 2"] == {"people": 2, "every_function_present": 1}
    assert found["understood"] == []
    assert found["parity"]["declared"]["wings"] == {"silos": 0, "pods_today": 0, "silos_plus": 1, "pods": 1}
    assert found["verdict"].startswith("In short: ")
    assert found["results"].startswith("results/tiny-")


def test_a_difference_is_second_minus_first(podsim):
    found = json.loads(podsim("compare", "tiny.yaml", *QUICK, "--json").out)
    for name in ("handoffs", "load_p90", "resolution_minutes"):
        means = {column: row[name]["mean"] for column, row in found["formations"].items()}
        for pair, row in found["differences"].items():
            first, second = pair.split("→")
            assert row[name]["mean"] == pytest.approx(means[second] - means[first], abs=1e-9)


def test_formations_by_comma_and_repeated(podsim):
    commas = json.loads(podsim("compare", "tiny.yaml", *QUICK, "--json", "--formations", "pods,silos").out)
    again = podsim("compare", "tiny.yaml", *QUICK, "--json", "--formations", "pods", "--formations", "silos")
    assert commas == json.loads(again.out)
    assert list(commas["differences"]) == ["pods→silos"]


@pytest.mark.slow
def test_several_scenarios_end_in_one_table(podsim, workplace):
    (workplace / "more.yaml").write_text("extends: tiny.yaml\nname: more\nformations: {pods: {teams: 1}}\n")
    (workplace / "seeded.yaml").write_text("extends: tiny.yaml\nname: seeded\nseed: 5\n")
    files = ("tiny.yaml", "more.yaml", "seeded.yaml")
    ended = podsim("compare", *files, "--replications", 2, "--quiet")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("3 what-ifs side by side: the same 117 customers in 2 of them, 1 week, 2 runs")
    for said in ("formations.pods.teams: 1 teams (was 2)", "seeded: other seed (5, first 1)", "more, departments;"):
        assert said in " ".join(ended.out.split())
    assert "Verdict" not in ended.out  # of each alone, which --all shows
    folder = workplace / ended.out.splitlines()[-1].removeprefix("Results: ")
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names == {
        "summary.txt", "side_by_side.csv", "side_by_side_measures.csv", "settings_that_differ.csv", "report.html",
        "figures/side_by_side.png", "manifest.json",
    }  # fmt: skip
    assert set(json.loads((folder / "manifest.json").read_text())["scenarios"]) == {"tiny", "more", "seeded"}
    again = podsim("compare", *files, "--replications", 2, "--quiet", "--json")
    found = json.loads(again.out)
    assert found["results"] == str(folder.relative_to(workplace))  # the same bytes, so the same folder
    assert [one["scenario"] for one in found["comparisons"]] == ["tiny", "more", "seeded"]
    assert [row["rank"] for row in found["rows"]] == [1, 2, 3, 4, 5, 6, None, None, None, None]


def test_two_files_of_one_name_are_told_apart(podsim, workplace):
    (workplace / "again.yaml").write_text("extends: tiny.yaml\n")
    found = json.loads(podsim("compare", "tiny.yaml", "again.yaml", *QUICK, "--json").out)
    assert found["equal"]["again.yaml:pods"] == "tiny.yaml:pods"
    assert {row["whatif"] for row in found["rows"]} == {"tiny.yaml"}


def test_a_column_that_one_of_several_has(podsim, workplace):
    (workplace / "more.yaml").write_text(
        "extends: tiny.yaml\nname: more\nformations: {one_pod: {partition: cross_functional, teams: 1, "
        "policy_from: silos}}\n"
    )
    found = json.loads(
        podsim("compare", "tiny.yaml", "more.yaml", *QUICK, "--json", "--formations", "silos,one_pod").out
    )
    assert {(row["whatif"], row["column"]) for row in found["rows"]} == {("tiny", "silos"), ("more", "one_pod")}
    ended = podsim("compare", "tiny.yaml", "more.yaml", *QUICK, "--formations", "one_pod")
    assert (ended.code, ended.out) == (2, "")
    assert "tiny has none of the columns one_pod" in ended.err


def test_set_changes_a_setting(podsim):
    found = json.loads(podsim("compare", "tiny.yaml", *QUICK, "--json", "--set", "people.groups.sales.count=3").out)
    assert found["parity"]["headcount"]["pods"] == 5


def test_agents_and_both(podsim):
    core = json.loads(podsim("compare", "tiny.yaml", *QUICK, "--json").out)
    for engine in ("agents", "both"):
        found = json.loads(podsim("compare", "tiny.yaml", *QUICK, "--json", "--engine", engine).out)
        assert found["engine"] == engine
        assert found["differences"] == core["differences"]


def test_engines_that_differ_stop_by_name(podsim, monkeypatch):
    def differ(*_, **__):
        raise EnginesDifferError("the two engines differ in column pods, core against agents: contacts, row 3")

    monkeypatch.setattr("sim.comparison.engines.run_both", differ)
    ended = podsim("compare", "tiny.yaml", *QUICK, "--engine", "both")
    assert ended.code == 1
    assert "the two engines differ in column pods" in ended.err


def test_auto_that_does_not_settle_exits_4(podsim, workplace):
    ended = podsim("compare", "tiny.yaml", "--replications", "auto", "--budget-replications", 10, "--quiet", "--quick")
    assert ended.code == 4
    assert "10 runs (budget spent)" in ended.out
    assert "the budget ran out before tiny was settled" not in ended.out
    assert list((workplace / "results").iterdir())


def test_auto_that_settles_exits_0(podsim):
    twin = "formations.twin={partition: by_function, policy_from: silos}"
    ended = podsim(
        "compare",
        "tiny.yaml",
        "--replications",
        "auto",
        "--quiet",
        "--quick",
        "--set",
        twin,
        "--formations",
        "silos,twin",
    )
    assert ended.code == 0


def test_falsification(podsim, workplace):
    ended = podsim("compare", "tiny.yaml", "--null", "--identity", "--walls-only", "--quiet")
    assert ended.code == 0
    assert "tiny, null: pass" in ended.out
    assert "tiny, identity: pass" in ended.out
    assert "tiny, walls only: pass" in ended.out
    assert not (workplace / "results").exists()
    found = json.loads(podsim("compare", "tiny.yaml", "--null", "--quiet", "--json").out)
    assert [(one["check"], one["passed"]) for one in found] == [("null", True)]


def test_falsification_that_fails_exits_1(podsim, monkeypatch):
    monkeypatch.setattr("sim.comparison.falsification.null_scenario", lambda scenario: scenario)
    ended = podsim("compare", "tiny.yaml", "--null", "--quiet")
    assert ended.code == 1
    assert "tiny, null: FAIL" in ended.out
    assert "row " in ended.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("compare", "tiny.yaml", "--replications", "1"), "a whole number from 2 on, or auto"),
        (("compare", "tiny.yaml", "--replications", "many"), "--replications many"),
        (("compare", "tiny.yaml", "--formations", "silo"), "Did you mean silos?"),
        (("compare", "tiny.yaml", "--formations", ","), "names no column"),
        (("compare", "tiny.yaml", "--engine", "fast"), "'fast'"),
        (("compare", "tiny.yaml", "--seed", "-1"), "--seed"),
        (("compare", "tiny.yaml", "--null", "--replications", "auto"), "need a number"),
        (("compare",), "Missing argument"),
        (("compair", "tiny.yaml"), "No such command"),
        (("run", "tiny.yaml", "--formation", "pod"), "Did you mean pods?"),
        (("trace", "tiny.yaml", "--case", "9999"), "has cases 1 to"),
        (("explain", "wingz"), "Did you mean"),
    ],
)
def test_misunderstood_commands_exit_2(podsim, workplace, arguments, said):
    ended = podsim(*arguments)
    assert ended.code == 2
    assert said in ended.err
    assert ended.out == ""
    assert not (workplace / "results").exists()


@pytest.mark.parametrize(
    "command",
    [
        ("compare", "tiny.yaml"),
        ("run", "tiny.yaml"),
        ("sweep", "tiny.yaml", "--vary", "policy.wings=0,1"),
        ("flip", "tiny.yaml"),
        ("staff", "tiny.yaml", "--match", "pods"),
        ("calibrate", "tiny.yaml"),
        ("experiment", "rotation"),
    ],
)
def test_a_folder_of_results_that_cannot_be_made_is_refused_first(podsim, workplace, command):
    for out, why in (("tiny.yaml", "File exists"), ("tiny.yaml/deep/er", "Not a directory"), ("a" * 300, "too long")):
        ended = podsim(*command, "--out", out)
        assert (ended.code, ended.out) == (3, "")
        assert "1 problem, nothing was run" in ended.err
        assert why in ended.err
    assert not [path for path in workplace.iterdir() if path.is_dir()]


@pytest.mark.parametrize("command", ["compare", "run", "validate"])
def test_bad_scenarios_exit_3_with_all_problems(podsim, workplace, command):
    arguments = ("tiny.yaml", "--set", "people.away_shar=0.2", "--set", "demand.busyness_cv=9")
    ended = podsim(command, *arguments)
    assert ended.code == 3
    assert ended.out == ""
    assert "2 problems, nothing was run" in ended.err
    assert "Did you mean" in ended.err
    assert not (workplace / "results").exists()


def test_all_bad_scenarios_are_reported_before_anything_runs(podsim, workplace):
    ended = podsim("compare", "tiny.yaml", "nowhere", "never.yaml", "--quiet")
    assert ended.code == 3
    assert "nowhere" in ended.err
    assert "never.yaml" in ended.err
    assert not (workplace / "results").exists()


def test_a_bug_of_ours_is_one_line_and_exits_1(podsim, monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError("float\ndivision")

    monkeypatch.setattr("sim.api.prepare_today", broken)
    ended = podsim("compare", "tiny.yaml", *QUICK)
    assert ended.code == 1
    assert ended.err == (
        "podsim: ZeroDivisionError: float division. This is a bug of podsim; PODSIM_DEBUG=1 shows where\n"
    )
    monkeypatch.setenv("PODSIM_DEBUG", "1")
    assert "Traceback" in podsim("compare", "tiny.yaml", *QUICK).err


@pytest.mark.slow
def test_what_would_be_refused_later_is_refused_before_anything_runs(podsim, workplace):
    """Of several scenarios the second one's file is as bad as the first one's; so is a cluster that is not there."""
    (workplace / "bad.csv").write_text("id,function,shift\n1,nobody,day\n", encoding="utf-8")
    text = (workplace / "tiny.yaml").read_text(encoding="utf-8")
    other = text.replace("name: tiny", "name: other").replace("  groups:", "  file: bad.csv\n  groups: []\n  unused:")
    start = other.index("  unused:")
    (workplace / "other.yaml").write_text(other[:start] + other[other.index("formations:") :], encoding="utf-8")
    ended = podsim("compare", "tiny.yaml", "other.yaml", *QUICK)
    assert (ended.code, ended.out) == (3, "")
    assert "bad.csv" in ended.err
    ended = podsim("compare", "tiny.yaml", "--replications", 2, "--quiet", "--cluster", "tcp://127.0.0.1:9")
    assert (ended.code, ended.out) == (3, "")
    assert "--cluster tcp://127.0.0.1:9: " in ended.err
    assert not (workplace / "results").exists()


def test_calls_given_up_today_are_judged_by_channel(podsim):
    today = ("--set", "measured_today={calls_abandoned_share: {voice: 0.99}}")
    ended = podsim("compare", "tiny.yaml", "--replications", "2", "--quick", "--quiet", *today)
    assert ended.code == 0, ended.err
    assert "Departments do not reproduce what was measured today: 1 of 1" in ended.out


@pytest.mark.slow
def test_in_people_is_told_and_left_out_when_asked(podsim, workplace):
    few = ("--replications", 6, "--no-worlds", "--no-report", "--quiet", "--json")
    told = json.loads(podsim("compare", "tiny.yaml", *few).out)
    assert set(told["in_people"]["changes"]) == set(PAIRS)
    assert told["in_people"]["said"].startswith("habits ")
    assert told["in_people"]["assumed"]["pay_per_hour"] == 30.0
    assert (workplace / told["results"] / "in_people.csv").exists()
    without = json.loads(podsim("compare", "tiny.yaml", *few, "--no-people").out)
    assert "in_people" not in without
    assert without["results"] != told["results"]


def test_in_people_is_left_out_where_runs_are_large_unless_asked_for(podsim, monkeypatch):
    monkeypatch.setattr("sim.exploring.staffing.in_people.affordable_replications", lambda comparison: 1)
    few = ("--replications", 5, "--no-worlds", "--no-report", "--formations", "silos,pods")
    ended = podsim("compare", "tiny.yaml", *few)
    assert "In people" not in ended.out
    assert "--people asks" in ended.err
    assert "In people" in podsim("compare", "tiny.yaml", *few, "--people", "--quiet").out


def test_in_people_needs_five_replications_and_says_so(podsim):
    ended = podsim("compare", "tiny.yaml", "--replications", 4, "--no-worlds", "--no-report")
    assert "In people" not in ended.out
    assert "from 5 replications on" in ended.err
