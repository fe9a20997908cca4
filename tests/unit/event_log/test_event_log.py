"""Event logs: every event of every case, read back by pm4py as an oracle (never imported by podsim)."""

import gzip
import io
import itertools
import warnings
import xml.etree.ElementTree as ElementTree
from collections import Counter

import pandas as pd
import pytest

from sim import compare
from sim.comparison.closeup.closeup import closeup, records_with_segments
from sim.data.ticket_log import read_rows
from sim.demand.build import build_tape
from sim.formation.prepared import prepare
from sim.foundation.kinds import SegmentKind
from sim.report.csv_files import csv_text
from sim.report.event_log import event_log_files, event_rows, timestamp, xes_text
from sim.report.ocel import ocel_text
from tests.unit.comparison.made import tiny

COLUMN = "pods"


@pytest.fixture(scope="module")
def ran():
    prepared = prepare(tiny(), (COLUMN,))
    tape = build_tape(tiny(), prepared.customers, seed=1, first_replication=0, replications=1)
    return prepared, records_with_segments(prepared, COLUMN, tape)


@pytest.fixture(scope="module")
def rows(ran):
    prepared, records = ran
    return event_rows(prepared, prepared.formations[COLUMN], records)


@pytest.fixture(scope="module")
def measured():
    return {name: values[0] for name, values in compare(tiny(), replications=2).samples[COLUMN].items()}


@pytest.fixture(scope="module")
def pm4py():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip("pm4py", reason="pm4py, the oracle of event logs, is not installed")


def frame_of(rows):
    frame = pd.read_csv(io.StringIO(csv_text(rows)), dtype={"case:concept:name": str})
    for name in ("start_timestamp", "time:timestamp"):
        frame[name] = pd.to_datetime(frame[name], format="ISO8601")
    return frame


def test_every_case_and_every_segment_is_there(ran, rows, measured):
    cases = {row["case:concept:name"] for row in rows}
    assert len(cases) == measured["cases_arrived"]
    segments = ran[1].segments
    of_cohort = segments[[str(case) in cases for case in segments["case"]]]
    waits = (of_cohort["kind"] == SegmentKind.QUEUE) | (of_cohort["kind"] == SegmentKind.PICKUP)
    shown = of_cohort[~waits | (of_cohort["end"] > of_cohort["start"])]
    inside = [row for row in rows if row["start_timestamp"] != row["time:timestamp"] or row["org:resource"]]
    assert len(inside) >= shown.size - 1
    begun = Counter(row["concept:name"] for row in rows)
    assert begun["contact begins"] == len(cases)
    assert sum(begun[name] for name in ("closed as solved", "gave up waiting")) >= len(cases) * 0.9


def test_handoffs_are_those_of_the_measures(rows, measured):
    handed = Counter(row["change_of_hands"] for row in rows)
    assert handed["handoff"] == pytest.approx(measured["handoffs"] * measured["cases_arrived"])
    assert handed["lead change"] == pytest.approx(measured["lead_changes"] * measured["cases_arrived"])


def test_times_are_of_the_model_and_in_order(rows):
    assert timestamp(0.0) == "2024-01-01T00:00:00.000000+00:00"
    assert timestamp(10080 + 540.5) == "2024-01-08T09:00:30.000000+00:00"
    keys = [(int(row["case:concept:name"]), row["contact"]) for row in rows]
    assert keys == sorted(keys)
    assert all(row["start_timestamp"] <= row["time:timestamp"] for row in rows)
    assert not {row["org:resource"] for row in rows} - {"", "sales 1", "sales 2", "service 1", "service 2"}


def test_only_the_first_cases(ran, rows):
    prepared, records = ran
    few = event_rows(prepared, prepared.formations[COLUMN], records, cases=3)
    assert few == [row for row in rows if row["case:concept:name"] in {r["case:concept:name"] for r in few}]
    assert len({row["case:concept:name"] for row in few}) == 3


def test_names_are_escaped_in_xes():
    evil = {
        "case:concept:name": "1",
        "formation": '<a & "b">',
        "channel": "]]>",
        "concept:name": "a\n<b>",
        "n": 1,
        "x": 0.5,
    }
    root = ElementTree.fromstring(xes_text([evil], '"><script>'))
    tag = root.tag.partition("}")[0] + "}"
    assert root.find(f"{tag}string").get("value") == '"><script>'
    trace = root.find(f"{tag}trace")
    assert [one.get("value") for one in trace.findall(f"{tag}string")] == ["1", '<a & "b">', "]]>"]
    kinds = {one.get("key"): one.tag.removeprefix(tag) for one in trace.find(f"{tag}event")}
    assert kinds == {"concept:name": "string", "n": "int", "x": "float"}


def test_files_of_a_results_folder_are_the_same_every_time():
    one, other = {}, {}
    for files in (one, other):
        closeup(
            tiny(), ("silos", COLUMN), seed=1, also=lambda *seen, files=files: files.update(event_log_files(*seen, 10))
        )
    assert sorted(one) == ["events/pods.csv", "events/pods.xes.gz", "events/silos.csv", "events/silos.xes.gz"]
    assert one == other
    assert gzip.decompress(one["events/pods.xes.gz"]).startswith(b"<?xml")


@pytest.mark.slow
def test_pm4py_reads_the_same_from_both_forms(pm4py, rows, tmp_path):
    path = tmp_path / "log.xes"
    path.write_text(xes_text(rows, "tiny"), encoding="utf-8")
    from_xes = pm4py.convert_to_dataframe(pm4py.read_xes(str(path)))
    from_csv = pm4py.format_dataframe(frame_of(rows))
    assert len(from_xes) == len(from_csv) == len(rows)
    for log in (from_xes, from_csv):
        assert log["case:concept:name"].nunique() == len({row["case:concept:name"] for row in rows})
    assert Counter(from_xes["concept:name"]) == Counter(row["concept:name"] for row in rows)
    ends = from_xes["time:timestamp"].sort_values().to_numpy() == from_csv["time:timestamp"].sort_values().to_numpy()
    assert ends.all()


@pytest.mark.slow
def test_pm4py_reads_ocel(pm4py, rows, tmp_path):
    path = tmp_path / "log.json"
    path.write_text(ocel_text(rows), encoding="utf-8")
    log = pm4py.read_ocel2_json(str(path))
    assert len(log.events) == len(rows)
    assert Counter(log.events["ocel:activity"]) == Counter(row["concept:name"] for row in rows)
    cases, contacts = ({(row["case:concept:name"], *more(row)) for row in rows} for more in (
        lambda row: (), lambda row: (row["contact"],)))  # fmt: skip
    people = {row["org:resource"] for row in rows} - {""}
    found = Counter(log.objects["ocel:type"])
    assert found == {"case": len(cases), "contact": len(contacts), "resource": len(people)}
    assert len(log.relations) == 2 * len(rows) + sum(bool(row["org:resource"]) for row in rows)
    ends = log.events["ocel:timestamp"].sort_values().to_numpy()
    assert (ends == frame_of(rows)["time:timestamp"].sort_values().to_numpy()).all()


def test_ocel_is_read_by_podsim_itself(rows, tmp_path):
    """A log that podsim writes is one that podsim fit reads: the same cases, the same events of each."""
    path = tmp_path / "log.json"
    path.write_text(ocel_text(rows), encoding="utf-8")
    log = read_rows(str(path))
    ours = Counter(f"case {row['case:concept:name']}" for row in rows)
    assert {number: len(updates) for number, updates in log.order.incidents.items()} == ours


@pytest.mark.slow
def test_pm4py_discovers_what_follows_what(pm4py, rows):
    """Directly-follows counts, throughput times and who hands over to whom, counted by us and by pm4py."""
    steps = [row for row in rows if row["concept:name"].startswith(("serves", "sorts"))]
    log = pm4py.format_dataframe(frame_of(steps))
    found, _, _ = pm4py.discover_dfg(log)
    ours, hands = Counter(), Counter()
    for case in {row["case:concept:name"] for row in steps}:
        mine = sorted((r for r in steps if r["case:concept:name"] == case), key=lambda r: r["time:timestamp"])
        ours.update((a["concept:name"], b["concept:name"]) for a, b in itertools.pairwise(mine))
        hands.update((a["org:resource"], b["org:resource"]) for a, b in itertools.pairwise(mine))
    assert dict(found) == dict(ours)
    network = pm4py.discover_handover_of_work_network(log).connections
    total = sum(hands.values())
    assert {pair: pytest.approx(count / total) for pair, count in hands.items()} == {
        pair: value for pair, value in network.items() if value > 0
    } or {pair: pytest.approx(float(count)) for pair, count in hands.items()} == {
        pair: value for pair, value in network.items() if value > 0
    }
    whole = pm4py.format_dataframe(frame_of(rows).drop(columns="start_timestamp"))
    durations = sorted(pm4py.get_all_case_durations(whole))
    spans = whole.groupby("case:concept:name")["time:timestamp"].agg(["min", "max"])
    assert durations == pytest.approx(sorted((spans["max"] - spans["min"]).dt.total_seconds()))


def test_the_xes_says_what_the_standard_asks_for(rows):
    """Every prefix has its extension; globals are in every trace and event; a classifier reads globals alone."""
    root = ElementTree.fromstring(xes_text(rows, "tiny"))
    space = root.tag.partition("}")[0] + "}"
    order = [element.tag.removeprefix(space) for element in root]
    assert sorted(order, key=["extension", "global", "classifier", "string", "trace"].index) == order
    traces = root.findall(f"{space}trace")
    events = [event for trace in traces for event in trace.findall(f"{space}event")]
    always = {element.get("scope"): {one.get("key") for one in element} for element in root.findall(f"{space}global")}
    for scope, elements in (("trace", traces), ("event", events)):
        assert all(always[scope] <= {one.get("key") for one in element} for element in elements)
    for classifier in root.findall(f"{space}classifier"):
        assert set(classifier.get("keys").split()) <= always["event"]
    prefixes = {one.get("prefix") for one in root.findall(f"{space}extension")}
    used = {one.get("key").partition(":")[0] for event in events for one in event if ":" in one.get("key")}
    assert used <= prefixes
