"""Staffing: other numbers of people are the same groups, the search finds the fewest, and the interval holds."""

from dataclasses import replace

import numpy as np
import pytest

from sim import compare
from sim.exploring.cells import running
from sim.exploring.staffing import staff
from sim.exploring.staffing.headcounts import HeadcountPath, counts_of, in_groups, with_counts
from sim.exploring.staffing.search import Search
from sim.report.staffing import answer_rows, staffing_page, trial_rows, write_staffing
from sim.report.staffing_words import amount_words, answer_lines, note_lines
from sim.report.summary import as_text
from sim.scenario import ScenarioError, load_scenario
from sim.scenario.hours import hours_text, weekly_spans
from tests.unit.comparison.made import tiny

TARGET = {"targets": [{"measure": "resolution_minutes", "at_most": 200}]}


@pytest.mark.parametrize(
    "text", ["mon-fri 08:00-16:00", "mon 22:00-04:00, thu 07:30-24:00", "always", "sun 22:00-06:00"]
)
def test_hours_are_written_as_they_are_read(text):
    assert weekly_spans(hours_text(weekly_spans(text))) == weekly_spans(text)


def test_people_of_a_file_are_the_same_as_groups(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text(
        "person,function,shift,hours,skills,pay\n"
        "a,sales,day,,service:0.9,31\nb,service,,mon-wed 09:00-17:00,,29\n"
        "c,sales,,mon 12:00-17:00,,30\nd,service,day,,,\n"
    )
    filed = tiny({"people.groups": [], "people.file": "people.csv"})
    grouped = in_groups(filed)
    assert grouped.people.file is None
    assert counts_of(grouped) == {"sales": 2, "service": 2}
    one, other = (compare(each, replications=2, formations=("silos", "pods")) for each in (filed, grouped))
    for column, sample in one.samples.items():
        for name, values in sample.items():
            np.testing.assert_array_equal(values, other.samples[column][name], err_msg=f"{column} {name}")
    more = with_counts(grouped, {"sales": 3, "service": 1})
    assert [(group.function, group.count) for group in more.people.groups] == [
        ("sales", 2), ("service", 1), ("sales", 1),
    ]  # fmt: skip


def test_groups_grow_and_shrink_in_proportion():
    groups = [
        {"function": "sales", "count": 6, "also": {"service": 0.9}},
        {"function": "service", "count": 2},
        {"function": "sales", "count": 2},
    ]
    scenario = tiny({"people.groups": groups})
    assert with_counts(scenario, {"sales": 8, "service": 2}) is scenario

    def sizes(sales):
        return [group.count for group in with_counts(scenario, {"sales": sales, "service": 2}).people.groups]

    assert sizes(12) == [9, 2, 3]
    assert sizes(4) == [3, 2, 1]
    assert sizes(1) == [1, 2]
    assert all(sum(sizes(sales)) == sales + 2 for sales in range(1, 30))


def test_the_path_adds_and_takes_one_person_at_a_time_where_room_is_least_and_most():
    scenario = load_scenario("support_desk")
    path = HeadcountPath(scenario, "silos")
    today = counts_of(scenario)
    assert path.counts(48) == today
    for total in range(4, 97):
        assert sum(path.counts(total).values()) == total
        if total > 4:
            changed = [name for name in today if path.counts(total)[name] != path.counts(total - 1)[name]]
            assert len(changed) == 1
    assert path.counts(49)["marketing"] == today["marketing"] + 1  # the busiest
    assert path.counts(47)["operations"] == today["operations"] - 1  # the least busy
    assert min(path.counts(4).values()) == 1
    with pytest.raises(ValueError, match="3 people cannot be in 4 functions"):
        path.counts(3)


def answered(search, margin):
    """Ask `margin(people)` until the answer is known; returns what was looked at."""
    for _ in range(100):
        wanted = search.wanted()
        if not wanted:
            return sorted(search.seen)
        assert not set(wanted) & set(search.seen)
        for people in wanted:
            search.seen[people] = margin(people)
    raise AssertionError("no end")


@pytest.mark.parametrize("answer", [24, 25, 40, 47, 48, 49, 60, 95, 96])
def test_the_fewest_people_are_found_in_few_looks(answer):
    search = Search.around(48, 4, seed=1)
    looked = answered(search, lambda people: np.full((1, 8), people - answer + 0.5))
    assert search.people == answer
    assert search.interval() == (answer, answer)
    assert len(looked) <= 13
    assert all(24 <= people <= 96 for people in looked)


def test_every_goal_must_be_met_and_what_is_unknown_is_not():
    search = Search.around(48, 4, seed=1)
    answered(search, lambda people: np.array([np.full(5, people - 50.0), np.full(5, people - 53.0)]))
    assert search.people == 53
    unknown = Search.around(48, 4, seed=1)
    answered(unknown, lambda people: np.array([np.full(5, people - 50.0), np.full(5, np.nan)]))
    assert unknown.people is None


def test_out_of_reach_and_more_than_enough():
    never, always = Search.around(48, 4, seed=1), Search.around(48, 4, seed=1)
    answered(never, lambda people: np.full((1, 4), -1.0))
    answered(always, lambda people: np.full((1, 4), 1.0))
    assert (never.people, never.interval()) == (None, None)
    assert always.people == always.least == 24
    few = Search.around(48, 30, seed=1)
    answered(few, lambda people: np.full((1, 4), 1.0))
    assert few.people == 30
    impossible = Search.around(48, 4, seed=1)
    answered(impossible, lambda people: None if people < 44 else np.full((1, 4), 1.0))
    assert impossible.people == 44


def test_large_organisations_are_looked_at_in_steps():
    search = Search.around(3000, 20, seed=1)
    looked = answered(search, lambda people: np.full((1, 4), people - 3101.0))
    assert search.step == 30
    assert search.people == 3120
    assert len(looked) <= 14


@pytest.mark.slow
@pytest.mark.parametrize("replications", [3, 8, 20])
def test_the_interval_covers_the_true_number_as_often_as_it_says(replications):
    """Each replication crosses at a place of its own; the truth is where their mean does."""
    draws, covered, trials = np.random.default_rng(7), 0, 120
    for trial in range(trials):
        crossings = draws.normal(50.5, 1.0 * np.sqrt(replications), replications)
        search = Search.around(48, 4, seed=trial)
        answered(search, lambda people, at=crossings: (people - at)[None, :])
        low, high = search.interval()
        assert low <= search.people <= high
        covered += low <= 51 <= high
    assert covered / trials > 0.95 - 4 * np.sqrt(0.95 * 0.05 / trials)
    if replications > 3:  # few replications leave the range that is looked at
        assert covered / trials < 1.0


@pytest.fixture(scope="module")
def found():
    scenario = tiny({**TARGET, "replications": 6})
    return staff(scenario, match="pods")


@pytest.mark.slow
def test_the_answer_is_what_trying_all_numbers_gives(found):
    scenario = tiny({**TARGET, "replications": 6})
    for needed in found.for_targets():
        column = needed.question.column
        path = HeadcountPath(scenario, column)
        enough = {}
        for people in range(2, 9):
            tried = compare(with_counts(scenario, path.counts(people)), formations=(column, "pods"))
            enough[people] = tried.intervals[column]["resolution_minutes"].mean <= 200
            trial = next((trial for trial in needed.trials if trial.people == people), None)
            if trial:
                assert trial.means["resolution_minutes"] == tried.intervals[column]["resolution_minutes"]
                assert trial.met == enough[people]
        fewest = min(n for n in enough if all(enough[m] for m in enough if m >= n))
        assert needed.people == fewest
        assert needed.counts == path.counts(fewest)
        assert needed.interval[0] <= fewest <= needed.interval[1]


def test_to_equal_a_column_is_measured_against_its_today(found):
    (needed,) = [one for one in found.for_match() if one.question.column == "silos"]
    assert needed.question.match == "pods"
    line = found.measured_today["pods"].mean
    for trial in needed.trials:
        assert trial.margins["resolution_minutes"].mean == pytest.approx(line - trial.means["resolution_minutes"].mean)
        assert trial.met == (trial.means["resolution_minutes"].mean <= line)
    assert {(one.question.column, one.question.match) for one in found.for_match()} == {
        ("silos", "pods"), ("pods_today", "pods"), ("silos_plus", "pods"), ("pods", "silos"),
    }  # fmt: skip


def test_to_equal_oneself_takes_as_many_people_as_today():
    scenario = tiny({"formations.again": {"partition": "by_function", "policy_from": "silos"}})
    again = staff(scenario, columns=("silos", "again"), match="again", replications=3)
    for needed in again.answers:
        assert (needed.more, needed.question.match in ("silos", "again")) == (0, True)
    assert any("as many as today's 4" in line for line in answer_lines(again))


def test_more_work_takes_more_people():
    def people(factor):
        scenario = tiny({**TARGET, "demand.volume_factor": factor})
        return staff(scenario, columns=("silos",), replications=3).answers[0].people

    assert people(0.7) < people(1.2)


def test_where_nothing_is_asked_or_nobody_can_be_added_it_says_so():
    with pytest.raises(ScenarioError, match=r"--target resolution_minutes=300; or --match pods"):
        staff(tiny())
    explicit = {"partition": "explicit", "members": {"a": {"sales": 2}, "b": {"service": 2}}}
    with pytest.raises(ScenarioError, match="named one by one"):
        staff(tiny({**TARGET, "formations.fixed": explicit}), columns=("silos", "fixed"))


def test_what_people_do_not_help_is_said():
    impossible = tiny({"targets": [{"measure": "resolution_minutes", "at_most": 1}]})
    (line,) = answer_lines(staff(impossible, columns=("silos",), replications=3))
    assert line == ("Departments: not within 0.5 to 2 times today's 4 people: with 8, resolution time is still missed.")
    worse = tiny({"targets": [{"measure": "load_mean", "at_least": 0.99}]})
    (line,) = answer_lines(staff(worse, columns=("silos",), replications=3))
    assert line.endswith("occupancy is still missed; more people do not help occupancy.")


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((3, 2, 4), "3 (2 to 4) more than today's 48"),
        ((-5, -6, -4), "5 (4 to 6) fewer than today's 48"),
        ((-2, -3, 0), "2 (0 to 3) fewer than today's 48"),
        ((0, 0, 1), "as many as today's 48 (0 to 1 more)"),
        ((0, -2, 0), "as many as today's 48 (0 to 2 fewer)"),
        ((0, -1, 1), "as many as today's 48 (between 1 fewer and 1 more)"),
        ((1, -1, 2), "1 more than today's 48 (between 1 fewer and 2 more)"),
        ((3, 1, 48, " or more"), "3 (1 to 48 or more) more than today's 48"),
    ],
)
def test_changes_in_words(numbers, said):
    assert amount_words(*numbers[:3], "today's 48", *numbers[3:]) == said


@pytest.mark.slow
def test_tables_page_and_folder_agree(found, tmp_path):
    rows = {(row["formation"], row["match"]): row for row in answer_rows(found)}
    assert rows.keys() == {(one.question.column, one.question.match or "") for one in found.answers}
    for needed in found.answers:
        row = rows[needed.question.column, needed.question.match or ""]
        assert (row["people"], row["change"], row["low"], row["high"]) == (needed.people, needed.more, *needed.interval)
        assert row["people_sales"] + row["people_service"] == needed.people
        assert row["payroll_per_week"] == needed.payroll.mean
    assert len(trial_rows(found)) == sum(len(needed.trials) for needed in found.answers)
    text = as_text(staffing_page(found), width=80)
    assert max(map(len, text.splitlines())) <= 80
    assert "To reach: resolution time at most 3.33 h" in text
    assert any("pods with better habits: 2 teams" in line for line in note_lines(found))
    assert any(line.startswith("Over all channels together") for line in note_lines(found))
    of_one = found.targets[0].model_copy(update={"channel": "voice"})
    assert not any("channels" in line for line in note_lines(replace(found, match=None, targets=(of_one,))))
    folder = write_staffing(found, tmp_path, ["podsim"])
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()) == [
        "figures/staffing.png", "figures/staffing.svg", "looked.csv", "manifest.json", "staffing.csv", "summary.txt",
    ]  # fmt: skip
    assert write_staffing(found, tmp_path, ["podsim", "again"]) == folder


def test_cells_are_kept_and_found_again(found, tmp_path, monkeypatch):
    told = []
    scenario = tiny({**TARGET, "replications": 6})
    first = staff(scenario, match="pods", store=tmp_path, progress=lambda *seen: told.append(seen))
    assert told[-1][0] == len(list(tmp_path.glob("*.cell")))
    assert told[0] == (0, 12 * 6)  # four columns for the targets, four to equal another
    assert all(done <= total for done, total in told)
    monkeypatch.setattr(running, "work_on", lambda cell, threads: pytest.fail("nothing is left to run"))
    again = staff(scenario, match="pods", store=tmp_path)
    assert first.answers == again.answers == found.answers
