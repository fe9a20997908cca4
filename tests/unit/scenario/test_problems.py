"""The report of what is wrong."""

import pickle

import pytest

from sim.scenario.problems import SHOWN_AT_MOST, Problem, ScenarioError, did_you_mean, nearest


def test_the_report_reads_as_promised(desk):
    problems = desk.problems("cases_per_week: 50", "cases_per_week: twelve", "policy: {misroute_shares: 0.1}\n")
    assert str(ScenarioError(problems)) == (
        "desk.yaml: 2 problems, nothing was run\n"
        "\n"
        "  line 7   cases_per_week: twelve\n"
        "  demand.channels.mail.cases_per_week must be a number from 0 to 10000000 (cases/week), for example 1500.\n"
        "\n"
        "  line 22   policy: {misroute_shares: 0.1}\n"
        '  Unknown setting in "policy". Did you mean misroute_share (probability that the apparent need is wrong at '
        "the "
        "first attempt, at mean ambiguity; default 0.2)?"
    )


def test_files_are_told_apart():
    report = str(ScenarioError([Problem("a.yaml", 1, "x", "One."), Problem("b.yaml", 2, "y", "Two.")]))
    assert report == (
        "a.yaml: 1 problem, nothing was run\n\n  line 1   x\n  One.\n\n"
        "b.yaml: 1 problem, nothing was run\n\n  line 2   y\n  Two."
    )


def test_a_long_list_is_cut():
    report = str(ScenarioError(Problem("a.yaml", i, f"x{i}", "Wrong.") for i in range(100)))
    assert report.count("Wrong.") == SHOWN_AT_MOST
    assert report.startswith("a.yaml: 100 problems")
    assert report.endswith("and 60 more")


def test_of_many_that_are_alike_a_few_are_shown():
    """A column of another kind is one mistake, and not as many as it has rows."""
    rows = [Problem("a.csv", i, f"opened: {i}", f"No date: {i}.") for i in range(1, 171)]
    report = str(ScenarioError([*rows, Problem("a.csv", 200, "priority: x", "No number.")]))
    assert report.startswith("a.csv: 171 problems, nothing was run\n\n  line 1   opened: 1\n  No date: 1.\n\n  line 2 ")
    assert report.endswith(
        "  line 5   opened: 5\n  No date: 5.\n\n  and 165 lines more like this\n\n"
        "  line 200   priority: x\n  No number."
    )
    assert (report.count("No date:"), report.count("problems, nothing")) == (5, 1)


def test_control_characters_are_written_out():
    report = str(ScenarioError([Problem("a\x1b[31m.yaml", 1, "x\ty\x00", "There is \x1b]0;evil\x07.")]))
    assert "\x1b" not in report
    assert "\x07" not in report
    assert "a\\x1b[31m.yaml" in report
    assert "x\\ty\\x00" in report


def test_wide_lines_are_cut():
    assert "x" * 97 + "..." in str(ScenarioError([Problem("a", 1, "x" * 500, "Wrong.")]))


def test_a_scenario_error_survives_a_worker():
    error = ScenarioError([Problem("a", 1, "x", "Wrong.")])
    again = pickle.loads(pickle.dumps(error))
    assert (again.problems, str(again)) == (error.problems, str(error))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Wings", "wings"), ("lead-rotation", "lead_rotation"), ("wngs", "wings"), ("zzz", None)],
)
def test_nearest(name, expected):
    assert nearest(name, ["wings", "lead_rotation"]) == expected


def test_did_you_mean_lists_what_there_is():
    assert did_you_mean("x", []) == "Known: none."
    assert did_you_mean("a", [f"b{i}" for i in range(30)]).endswith("b19, ...")
