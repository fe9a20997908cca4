"""run, trace, validate, explain, schema, scenarios, --help."""

import json
import re

import pytest

import sim
from sim.cli.app import COMMANDS, GROUPS, MORE
from sim.measures import measure_names


def test_run_shows_what_a_reader_needs_or_all_measures(podsim):
    asked = ("run", "tiny.yaml", "--formation", "pods", "--replications", 2, "--quiet")
    ended = podsim(*asked)
    assert ended.code == 0
    assert len(ended.out.splitlines()) <= 35
    assert "occupancy of the busiest tenth" in ended.out
    assert "time under strain" in ended.out
    assert "share of occupied time spent listening in" not in ended.out
    everything = podsim(*asked, "--all")
    assert "share of occupied time spent listening in" in everything.out
    assert everything.out.splitlines()[-1] == ended.out.splitlines()[-1]  # the folder has all of them anyway
    assert "Results: results/tiny-" in ended.out
    found = json.loads(podsim("run", "tiny.yaml", "--replications", 1, "--quiet", "--json").out)
    assert list(found) == [
        "scenario", "seed", "replications", "engine", "formations", "teams", "understood", "results",
    ]  # fmt: skip
    assert set(found["formations"]["silos"]) == set(measure_names())
    assert found["formations"]["silos"]["load_p90"]["low"] is None  # one replication has no interval


def test_trace_shows_one_customer_in_every_column(podsim):
    ended = podsim("trace", "tiny.yaml", "--case", 3, "--replication", 1, "--quiet")
    assert ended.code == 0
    head, _, paths = ended.out.partition("Times are of week 1")
    assert "tiny: case 3 of" in head
    assert "replication 1 (from 0), seed 1" in head
    assert "willing to wait" in head
    for column in ("Departments,", "Pods, today's", "better habits"):
        assert column in paths
    assert "Mon " in paths
    assert max(map(len, ended.out.splitlines())) <= 80


def test_trace_is_the_same_by_either_engine(podsim):
    core = podsim("trace", "tiny.yaml", "--case", 4, "--quiet")
    agents = podsim("trace", "tiny.yaml", "--case", 4, "--quiet", "--engine", "agents")
    assert core.out == agents.out


def test_trace_as_json(podsim):
    ended = podsim("trace", "tiny.yaml", "--case", 3, "--replication", 1, "--quiet", "--json")
    assert ended.code == 0, ended.err
    found = json.loads(ended.out)
    assert list(found) == ["scenario", "seed", "replication", "case", "cases", "customer", "formations"]
    assert (found["scenario"], found["replication"], found["case"]) == ("tiny", 1, 3)
    assert list(found["formations"]) == ["silos", "pods_today", "silos_plus", "pods"]
    need = found["customer"]["needs"][0]
    assert set(need) == {"function", "work_minutes", "hidden"}
    for path in found["formations"].values():
        assert path["contacts"][0]["arrived_at"] == found["customer"]["arrived_at"]
        assert path["events"][0]["start"] == found["customer"]["arrived_at"]
        assert {event["kind"] for event in path["events"]} <= {"queue", "pickup", "step", "listen", "consult", "link"}


def test_trace_as_json_has_no_number_that_json_cannot_hold(podsim):
    patient = ("--set", "demand.channels.voice.patience_minutes=~")
    for case in range(1, 6):
        ended = podsim("trace", "tiny.yaml", "--case", case, "--quiet", "--json", *patient)
        assert json.loads(ended.out)["customer"]["patience"] is None  # waits for ever


def test_validate(podsim):
    ended = podsim("validate", "tiny.yaml", "support_desk")
    assert ended.code == 0
    said = ended.out.splitlines()
    assert said[0] == (
        "tiny: valid. 4 people, 2 functions, 2 channels, columns silos, pods_today, silos_plus, "
        "pods; with crossing habits silos_crossing, pods_crossing"
    )
    assert said[1] == "  hours per person and week: 40"
    assert said[2].startswith("  Offered load (expected returns included) → with fatigue at most: sales 0.")
    assert said[3] == (
        "support_desk: valid. 48 people, 4 functions, 2 channels, columns silos, pods_today, silos_plus, "
        "pods; with crossing habits silos_crossing, pods_crossing"
    )
    assert len(said) == 6


def test_validate_warns_of_overload(podsim):
    ended = podsim("validate", "tiny.yaml", "--set", "demand.channels.voice.cases_per_week=600")
    assert ended.code == 0
    assert "  Overload: sales and service cannot keep up alone" in ended.out
    tiring = ("--set", "people.fatigue.slow=1.5", "--set", "people.fatigue.rise_half_life_minutes=300")
    tired = podsim("validate", "tiny.yaml", *tiring)
    assert "Overload: with fatigue, " in tired.out


def test_validate_says_in_which_columns_a_second_skill_helps(podsim, workplace):
    """One person alone is offered 1.5; with four who know it, in pods, everybody works for 0.39 of the time."""
    (workplace / "helped.yaml").write_text("""
name: helped
open: mon-fri 09:00-17:00
demand:
  channels: {mail: {cases_per_week: 600}}
  needs: {a: {first_share: 0.6, work_minutes: 10}, b: {first_share: 0.4, work_minutes: 4}}
people:
  away_share: 0
  shifts: {day: mon-fri 09:00-17:00}
  groups: [{function: a, count: 1}, {function: b, count: 4, also: {a: 0.95}, also_share: 1}]
formations: {pods: {teams: 1}}
""")
    said = podsim("validate", "helped.yaml").out
    assert "Overload: a cannot keep up alone" in said
    assert (
        "That is so in silos; in pods_today, pods, silos_crossing and pods_crossing others who know a help: 0.39"
        in said
    )


def test_schema_is_json(podsim):
    assert json.loads(podsim("schema").out)["title"] == "podsim scenario"


def test_scenarios_are_listed(podsim):
    listed = podsim("scenarios").out
    assert "support_desk" in listed
    assert "it_incidents" in listed


@pytest.mark.parametrize("command", ["", *(command.__name__ for command in COMMANDS)])
def test_help(podsim, command):
    ended = podsim(*command.split(), "--help")
    assert ended.code == 0
    assert "Usage: podsim" in ended.out


def test_fourteen_commands_in_three_groups(podsim):
    """What a newcomer sees; everything else is one call away, and nothing is in neither."""
    shown = podsim("--help").out
    heads = re.findall(r"^(\w+):$", shown, re.MULTILINE)
    assert heads == ["Options", "Start", "Answer", "Look"]
    rows = re.findall(r"^  ([a-z]+)  +(\S.*)$", shown, re.MULTILINE)
    assert [name for name, _ in rows] == [
        "init", "validate", "assess", "compare", "staff", "best", "road", "flip", "sweep", "open", "trace", "fit",
        "experiment", "explain",
    ]  # fmt: skip
    assert all(len(question) < 66 for _, question in rows)  # a line each, in 80 columns
    more = podsim("help", "more").out
    assert set(re.findall(r"^  ([a-z]+)  ", more, re.MULTILINE)) == {command.__name__ for command in MORE}
    assert len(COMMANDS) == sum(map(len, GROUPS.values())) + len(MORE) == len(set(COMMANDS))


def test_help_of_a_command_and_of_none(podsim):
    assert podsim("help", "trace").out == podsim("trace", "--help").out
    assert podsim("help").out == podsim("--help").out
    ended = podsim("help", "comparr")
    assert (ended.code, ended.out) == (2, "")
    assert "Did you mean compare?" in ended.err


def test_version(podsim):
    assert podsim("--version").out.startswith("podsim ")


def test_python_names():
    assert {"compare", "load_scenario", "run"} <= set(dir(sim))
    comparison = sim.compare(sim.load_scenario("theory/mm1"), formations=["silos"], replications=2)
    assert isinstance(comparison, sim.Answer)
    with pytest.raises(AttributeError, match="no attribute 'simulate'"):
        _ = sim.simulate


def test_validate_says_what_was_understood_of_files_and_shocks(podsim, workplace):
    (workplace / "people.csv").write_text("person;function;hours;pay\nA;sales;always;31,5\nB;service;always;\n")
    (workplace / "own.yaml").write_text("extends: tiny\nname: own\npeople: {groups: [], file: people.csv}\n")
    together = ("--set", "formations.pods.teams=1")
    ended = podsim(
        "validate", "own.yaml", *together, "--set", "demand.bursts=[{start: week 1 mon 09:00, minutes: 60, factor: 2}]"
    )
    assert ended.code == 0, ended.err
    assert ended.out.splitlines()[:9] == [
        "own: valid. 2 people, 2 functions, 2 channels, columns silos, pods_today, silos_plus, "
        "pods; with crossing habits silos_crossing, pods_crossing",
        "  people.csv: 2 people (sales 1, service 1)",
        "  understood: semicolon-separated, utf-8, decimal commas",
        "  names are kept nowhere: people are called by function and number in the order of the file, such as sales 1",
        "  hours per person and week: 168",
        "  note: no channel is open in 2 shifts: sat 00:00-24:00 (2 people), sun 00:00-24:00 (2 people)",
        "  note: 1 pay left empty: 30 per hour",
        "  burst by every channel at week 1 mon 09:00 for 60 minutes: about 2 more than the usual 2 cases",
        "  Every function present in a team of pods with today's habits, pods with better habits and pods with "
        "crossing habits: 100% of open time.",
    ]
    (workplace / "people.csv").write_text("person;function;hours\nA;sale;always\n")
    ended = podsim("compare", "own.yaml", "--quiet", "--quick")
    assert (ended.code, ended.out) == (3, "")
    assert "people.csv: 1 problem, nothing was run\n\n  line 2   function: sale\n" in ended.err


def test_concurrent_contacts_stop_a_run_before_it_starts(podsim):
    ended = podsim("run", "tiny.yaml", "--set", "demand.channels.mail.concurrent_contacts=2")
    assert (ended.code, ended.out) == (3, "")
    assert "concurrent_contacts: one person who serves 2 contacts at the same time is not modelled." in ended.err


def test_shipped_scenarios_are_called_by_their_names_in_errors(podsim):
    ended = podsim("validate", "support_desk", "--set", "policy.wing=1")
    assert ended.code == 3
    assert ended.err.startswith("support_desk: 1 problem, nothing was run\n\n  --set policy.wing=1\n")
    ended = podsim("compare", "theory/mm1", "support_desk", "--set", "open.monday=8")
    assert ended.err.startswith("theory/mm1: 1 problem, nothing was run\n")
    assert " in support_desk.yaml line " in ended.err
    ended = podsim("validate", "tiny.yaml", "--set", "policy.wing=1")
    assert ended.err.startswith("tiny.yaml: 1 problem, nothing was run\n")


def test_errors_in_a_checkout_name_the_file(podsim, monkeypatch, project):
    monkeypatch.chdir(project)
    ended = podsim("validate", "support_desk", "--set", "policy.wing=1")
    assert ended.err.startswith("scenarios/support_desk.yaml: 1 problem, nothing was run\n")
    monkeypatch.chdir(project.parent)
    ended = podsim("validate", "support_desk", "--set", "policy.wing=1")
    assert ended.err.startswith("support_desk: 1 problem, nothing was run\n")


def test_what_was_understood_stands_in_the_results(podsim, workplace):
    (workplace / "sub").mkdir()
    (workplace / "sub" / "people.csv").write_text("person;function;hours\nA;sales;always\nB;service;always\n")
    (workplace / "sub" / "own.yaml").write_text("extends: ../tiny\nname: own\npeople: {groups: [], file: people.csv}\n")
    for command in (("compare", "--quick"), ("run",)):
        ended = podsim(*command, "sub/own.yaml", "--replications", 2, "--quiet")
        assert ended.code == 0, ended.err
        folder = workplace / ended.out.splitlines()[-1].removeprefix("Results: ")
        summary, said = (folder / "summary.txt").read_text(), json.loads((folder / "manifest.json").read_text())
        assert "\nWhat was understood\npeople.csv: 2 people (sales 1, service 1)\n" in summary
        assert said["understood"][0] == "people.csv: 2 people (sales 1, service 1)"
        assert (folder / "teams.csv").read_text().splitlines()[0] == "formation,team,people,every_function_present"
    found = json.loads(podsim("run", "sub/own.yaml", "--replications", 2, "--quiet", "--json").out)
    assert found["understood"] == said["understood"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "option"),
    [
        (("run", "own.yaml", "--replications", "2"), "--formation"),
        (("sweep", "own.yaml", "--vary", "policy.wings=0,1", "--replications", "2"), "--formations"),
        (("staff", "own.yaml", "--target", "resolution_minutes=1e9", "--replications", "2"), "--formations"),
    ],
)
def test_columns_of_the_user_that_are_not_run_are_named(podsim, workplace, command, option):
    (workplace / "own.yaml").write_text("extends: tiny\nname: own\nformations: {all: {partition: pool}}\n")
    ended = podsim(*command)
    assert ended.code == 0, ended.err
    assert f"all is defined in own and not run here; {option} names columns" in ended.err
    assert "not run here" not in podsim(*command, option, "all,silos" if option[-1] == "s" else "all", "--json").err


def test_a_shipped_scenario_or_experiment_is_shown(podsim, project):
    assert podsim("scenarios", "--show", "bank").out == (project / "scenarios/bank.yaml").read_text("utf-8")
    shown = podsim("scenarios", "--show", "rotation").out
    assert shown == (project / "experiments/rotation.yaml").read_text("utf-8")
    unknown = podsim("scenarios", "--show", "bnk")
    assert (unknown.code, unknown.out) == (3, "")
    assert "Did you mean bank?" in unknown.err


def test_a_scenario_is_copied_with_its_data_and_never_over_a_file(podsim, workplace):
    copied = podsim("scenarios", "--show", "it_incidents", "--out", "ours.yaml")
    assert copied.code == 0
    assert {path.name for path in workplace.iterdir()} == {"tiny.yaml", "ours.yaml", "it_incidents_excerpt.csv"}
    assert podsim("validate", "ours.yaml").code == 0
    again = podsim("scenarios", "--show", "bank", "--out", "ours.yaml")
    assert again.code == 2
    assert "it stays as it is" in again.err
    assert podsim("scenarios", "--out", "more.yaml").code == 2


def test_experiments_are_listed(podsim):
    listed = podsim("experiment", "--list")
    assert listed.code == 0
    assert "rotation " in listed.out
    assert "Who leads, who bears the load, and how long a pod lasts" in listed.out
    assert "--list lists them" in podsim("experiment").err
    assert podsim("experiment", "rotation", "--list").code == 2
