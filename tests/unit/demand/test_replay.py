import csv
import io
from datetime import date, datetime

import numpy as np
import pytest

from sim.data.ticket_log import read_log
from sim.demand.customers import build_customers
from sim.demand.replay import incident_lineage
from sim.demand.replay_report import handoff_figures, replay_report
from sim.demand.tape import tape_hash
from sim.foundation.draws import Kind, uniform
from sim.scenario.problems import DataError


def report_of(scenario):
    """What is said of the log of a scenario."""
    return replay_report(scenario, build_customers(scenario))


COLUMNS = ("number", "caller_id", "opened_at", "contact_type", "priority", "assignment_group", "sys_mod_count")


def log_file(folder, *incidents):
    """A log with one incident per (number, opened_at, groups, other columns)."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="?")
    writer.writeheader()
    for number, opened, groups, *more in incidents:
        for update, group in enumerate(groups):
            row = {"number": number, "opened_at": opened, "assignment_group": group, "sys_mod_count": update}
            writer.writerow({**row, **(more[0] if more else {})})
    (folder / "log.csv").write_text(text.getvalue())
    return folder / "log.csv"


@pytest.fixture(scope="module")
def excerpt(helpers):
    return helpers.scenario(helpers.replay_demand(helpers.excerpt))


def test_the_excerpt_reads_and_says_that_it_is_made_up(excerpt):
    report = report_of(excerpt)
    assert report.made_up
    assert report.lines()[0].startswith("MADE-UP LOG")
    assert 1500 <= report.incidents == report.kept <= 2500
    assert report.week_0 == date(2016, 4, 4)
    assert (report.format, report.system, report.dates) == ("comma-separated, utf-8", "ServiceNow", "YYYY-MM-DD")
    assert 0.5 < report.logged.without_handoff < 0.7
    assert 0.5 < report.logged.mean_handoffs < 0.9
    assert 0.05 < report.logged.three_or_more < 0.12
    assert min(report.arrivals_per_week) > 100


def test_the_excerpt_is_small_and_names_nobody(helpers):
    assert helpers.excerpt.stat().st_size < 1_500_000
    assert all(incident.number.startswith("MADEUP") for incident in read_log(str(helpers.excerpt)).incidents)


def test_cases_of_a_replay_are_those_of_the_log(helpers, tmp_path):
    file = log_file(
        tmp_path,
        ("B", "2016-04-06 10:00:30", ["Group 70"], {"caller_id": "Zoe", "priority": "1 - Critical"}),
        ("A", "2016-04-05 09:00:00", ["Group 25", "Group 25", "?", "Group 9", "Group 8", "Group 24"]),
        ("C", "2016-04-06 10:00:30", ["?"], {"caller_id": "Zoe", "contact_type": "Email"}),
        ("D", "2016-04-03 10:00:00", ["Group 70"], {"caller_id": "Ann"}),
    )
    demand = helpers.replay_demand(file, start="2016-04-05", distress={"1 - Critical": 0.75})
    tape = helpers.tape(helpers.scenario(demand), replications=2)
    assert tape.first_case.tolist() == [0, 3, 6]
    rows = {int(lineage): i for i, lineage in enumerate(tape.lineage[:3])}
    a, b, c = (rows[incident_lineage(number)] for number in "ABC")
    assert a == 0
    assert tape.arrival[[a, b, c]].tolist() == [1440 + 540.0, 2880 + 600.5, 2880 + 600.5]
    assert tape.lineage[1] < tape.lineage[2]
    assert tape.need[[a, b, c], :4].tolist() == [[1, 4, 2, -1], [0, -1, -1, -1], [4, -1, -1, -1]]
    assert tape.channel[[a, b, c]].tolist() == [0, 0, 1]
    assert tape.account[b] == tape.account[c] == 1  # Ann comes first
    assert tape.account[a] >= 2
    assert np.allclose(tape.distress[[a, b, c]], [0.3, 0.75, 0.2], atol=1e-6)
    assert (tape.arrival[:3] == tape.arrival[3:]).all()
    assert (tape.work[:3, 0] != tape.work[3:, 0]).all()


@pytest.mark.parametrize(("share", "path"), [(0.0, [0, 1, 0, 2]), (1.0, [0, 2, -1, -1])])
def test_the_b_of_a_b_a_is_a_need_or_a_misroute(helpers, tmp_path, share, path):
    file = log_file(tmp_path, ("X", "2016-04-05 09:00", ["Group 70", "Group 25", "Group 70", "Group 24"]))
    demand = helpers.replay_demand(file, ping_pong_misroute_share=share)
    tape = helpers.tape(helpers.scenario(demand))
    assert (tape.need[:, :4] == path).all()


def test_each_ping_pong_is_decided_by_a_draw_of_its_own(helpers, tmp_path):
    file = log_file(tmp_path, ("X", "2016-04-05 09:00", ["Group 70", "Group 25"] * 2 + ["Group 70"]))
    tape = helpers.tape(helpers.scenario(helpers.replay_demand(file)), replications=200)
    lengths = np.bincount(tape.needs, minlength=6) / 200
    assert lengths[[0, 2, 4]].tolist() == [0, 0, 0]
    # A B A B A: keep B1 (1/2) then A (1/2) then B2 (1/2) gives 5; every skip merges two visits
    assert abs(lengths[5] - 1 / 8) < 4 * np.sqrt(1 / 8 * 7 / 8 / 200)
    key, lineage = int(tape.replication_key[0]), int(tape.lineage[0])
    kept = [uniform(key, Kind.PING_PONG, lineage, position) >= 0.5 for position in (1, 2, 3)]
    if all(kept):
        assert tape.needs[0] == 5
    if not kept[0] and not kept[2]:
        assert tape.needs[0] == 1


def test_paths_are_cut_at_max_needs(helpers, tmp_path):
    file = log_file(tmp_path, ("X", "2016-04-05 09:00", ["Group 70", "Group 25", "Group 24", "Group 20"]))
    tape = helpers.tape(helpers.scenario({**helpers.replay_demand(file), "max_needs": 2}))
    assert tape.need.tolist() == [[0, 1]] * 4


def test_rows_out_of_order_are_put_in_order_of_update(tmp_path):
    file = log_file(tmp_path, ("X", "2016-04-05 09:00", ["Group 70", "Group 25", "Group 24"]))
    lines = file.read_text().splitlines()
    file.write_text("\n".join([lines[0], lines[3], lines[1], lines[2]]))
    assert read_log(str(file)).incidents[0].groups == ("Group 70", "Group 25", "Group 24")


def test_replications_of_a_replay_do_not_depend_on_blocks(helpers, excerpt):
    whole, last = helpers.tape(excerpt, replications=3), helpers.tape(excerpt, replications=1, first_replication=2)
    rows = whole.cases_of(2)
    for name in ("lineage", "need", "hidden", "work", "ambiguity", "patience"):
        assert (getattr(whole, name)[rows] == getattr(last, name)).all()
    assert tape_hash(last) == tape_hash(helpers.tape(excerpt, replications=1, first_replication=2))


def test_only_the_window_is_replayed(helpers):
    demand = helpers.replay_demand(helpers.excerpt, start="2016-04-12", end="2016-04-20")
    report = report_of(helpers.scenario(demand))
    assert report.week_0 == date(2016, 4, 11)
    assert report.kept == report.used == sum(report.arrivals_per_week) < report.incidents
    assert [count > 0 for count in report.arrivals_per_week[:4]] == [True, True, False, False]
    text = "\n".join(report.warnings)
    assert "the log begins on 2016-04-12" in text
    assert "the log ends on 2016-04-19" in text
    assert "no arrivals in between; measure fewer weeks" in text


def test_what_the_mapping_leaves_out_is_said(helpers):
    report = report_of(helpers.scenario(helpers.replay_demand(helpers.excerpt)))
    text = "\n".join(report.warnings)
    assert "visit a group that is not mapped and goes to other" in text
    assert "have a contact_type that is not mapped and come by phone" in text
    assert "have a priority that is not mapped and take the channel's mean distress" in text


def test_a_log_that_nobody_mapped_is_refused_with_the_lines_to_add(helpers, tmp_path):
    file = log_file(tmp_path, ("X", "2016-04-05 09:00", ["Netz", 'Haus "A"']), ("Y", "2016-04-12 09:00", ["Netz"]))
    with pytest.raises(DataError) as caught:
        helpers.tape(helpers.scenario(helpers.replay_demand(file)))
    said = str(caught.value)
    assert "none of 2 groups of the log is mapped to a function" in said
    assert '  "Netz": other\n    "Haus \\"A\\"": other' in said
    assert "(team 70, team 25, team 24, team 20, other)" in said


def test_a_log_that_is_mostly_unmapped_is_doubted(helpers, tmp_path):
    cases = [(f"N{day}", f"2016-04-{day:02} 09:00", ["Group 70" if day % 4 == 0 else "Netz"]) for day in range(4, 25)]
    report = report_of(helpers.scenario(helpers.replay_demand(log_file(tmp_path, *cases))))
    (doubt,) = report.doubts
    assert doubt.startswith(
        "71% of the log's work went to groups that are not mapped and count as other, the largest Netz"
    )
    assert f"DOUBTFUL: {doubt}" in report.lines()


def test_measured_weeks_that_hold_many_times_the_usual_are_doubted(helpers, tmp_path):
    cases = [(f"N{week}-{n}", f"2016-{4 + week // 4:02}-{4 + week % 4 * 7:02} 09:{n:02}", ["Group 70"])
             for week in range(8) for n in range(48 if week == 1 else 3)]  # fmt: skip
    scenario = helpers.scenario({**helpers.replay_demand(log_file(tmp_path, *cases))})
    (doubt,) = report_of(scenario).doubts
    assert doubt.startswith(
        "measured weeks hold up to 16 times the incidents of a usual week of the log (3): week 1 48."
    )


def test_figures_of_the_log_are_of_the_cases_that_are_simulated(helpers, tmp_path):
    """Week 0 warms up: its incident with two handoffs is not in the figures."""
    file = log_file(
        tmp_path,
        ("A", "2016-04-05 09:00", ["Group 70", "Group 25", "Group 24"]),
        ("B", "2016-04-12 09:00", ["Group 70", "Group 25"]),
        ("C", "2016-04-12 10:00", ["Group 70"]),
    )
    report = report_of(helpers.scenario(helpers.replay_demand(file)))
    assert (report.kept, report.compared, report.mapped.mean_handoffs) == (3, 2, 0.5)
    assert report.groups.mean_handoffs == 1.0
    assert "under the mapping, 2 incidents of the measured weeks: 0.50 without handoff" in "\n".join(report.lines())
    nobody = report_of(helpers.scenario(helpers.replay_demand(file), time={"warm_up_weeks": 2}))
    assert "under the mapping, 0 incidents of the measured weeks: nothing to say" in nobody.lines()


def test_handoff_figures_of_three_paths():
    figures = handoff_figures([[1], [1, 2, 1, 3], [2, 3]])
    assert (figures.without_handoff, figures.mean_handoffs) == (1 / 3, 4 / 3)
    assert (figures.three_or_more, figures.ping_pong) == (1 / 3, 1 / 2)


def test_the_need_graph_of_the_log_is_measured(helpers, tmp_path):
    file = log_file(
        tmp_path, ("X", "2016-04-05 09:00", ["Group 70", "Group 25"]), ("Y", "2016-04-05 09:00", ["Group 70"])
    )
    report = report_of(helpers.scenario(helpers.replay_demand(file)))
    assert report.first_share["team 70"] == 1.0
    assert report.then["team 70"] == {"team 25": 0.5}
    assert not report.made_up
    assert report.logged is None
    assert report.first_opened == datetime(2016, 4, 5, 9)


def test_unchanged_files_are_read_once_and_changed_ones_again(tmp_path):
    file = log_file(tmp_path, ("X", "2016-04-05 09:00", ["Group 70"]))
    first = read_log(str(file))
    assert read_log(str(file)) is first
    log_file(tmp_path, ("X", "2016-04-05 09:00", ["Group 70"]), ("Y", "2016-04-05 09:00", ["Group 70"]))
    assert len(read_log(str(file)).incidents) == 2


@pytest.mark.slow
def test_the_real_log_has_the_figures_of_evidence_row_13a(helpers, real_log):
    scenario = helpers.scenario(helpers.replay_demand(real_log, start="2016-04-05"))
    found = report_of(scenario).logged
    values = (found.without_handoff, found.mean_handoffs, found.three_or_more, found.ping_pong)
    assert np.allclose(values, (0.61, 0.75, 0.086, 0.23), atol=0.005)
    assert helpers.tape(scenario, replications=1).arrival.max() < build_customers(scenario).end
