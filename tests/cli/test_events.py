"""`podsim trace --all`: a file that process-mining tools read, and never one written over."""

import errno
import json
import os


def test_a_csv_and_an_xes(podsim, workplace):
    ended = podsim("trace", "tiny.yaml", "--all", "--out", "log.csv", "--cases", 20, "--quiet")
    assert (ended.code, ended.err) == (0, "")
    lines = (workplace / "log.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith(
        "case:concept:name,concept:name,start_timestamp,time:timestamp,lifecycle:transition,org:"
    )
    assert ended.out == f"{len(lines) - 1} events of 20 cases: log.csv\n"
    assert (
        podsim("trace", "tiny.yaml", "--all", "--out", "log.xes", "--format", "xes", "--cases", 5, "--quiet").code == 0
    )
    assert (workplace / "log.xes").read_text(encoding="utf-8").count("<trace>") == 5
    assert sorted(path.name for path in workplace.iterdir()) == [
        "log.csv", "log.csv.manifest.json", "log.xes", "log.xes.manifest.json", "tiny.yaml",
    ]  # fmt: skip
    said = json.loads((workplace / "log.csv.manifest.json").read_text(encoding="utf-8"))
    assert (said["seed"], said["replication"], said["formations"], said["cases"]) == (1, 0, ["pods"], 20)
    assert list(said["files_sha256"]) == ["log.csv"]


def test_nothing_is_written_over(podsim, workplace):
    (workplace / "mine.csv").write_text("mine")
    ended = podsim("trace", "tiny.yaml", "--all", "--out", "mine.csv", "--quiet")
    assert ended.code == 2
    assert "mine.csv: there already, and never written over" in ended.err
    assert (workplace / "mine.csv").read_text() == "mine"
    assert podsim("trace", "tiny.yaml", "--all", "--out", "mine.csv/log.csv", "--quiet").code == 3


def test_an_unknown_column_has_a_nearest_name(podsim):
    ended = podsim("trace", "tiny.yaml", "--all", "--out", "log.csv", "--formations", "pds", "--quiet")
    assert ended.code == 2
    assert "Did you mean pods?" in ended.err


def test_a_full_disk_is_no_bug(podsim, workplace, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device", "log.csv")

    monkeypatch.setattr(os, "link", full)
    ended = podsim("trace", "tiny.yaml", "--all", "--out", "log.csv", "--quiet")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "podsim: log.csv: No space left on device\n"
    assert [path.name for path in workplace.iterdir()] == ["tiny.yaml"]


def test_file_systems_without_links(podsim, workplace, monkeypatch):
    def unknown(*_):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", unknown)
    assert podsim("trace", "tiny.yaml", "--all", "--out", "log.csv", "--cases", 2, "--quiet").code == 0
    assert sorted(path.name for path in workplace.iterdir()) == ["log.csv", "log.csv.manifest.json", "tiny.yaml"]


def test_one_customer_or_all(podsim):
    for arguments, said in (
        ((), "--case N, and all have a log"),
        (("--all", "--case", 1), "give one of both"),
        (("--all",), "which --out names"),
        (("--all", "--out", "log.csv", "--json"), "--json goes with --case"),
        (("--all", "--out", "log.csv", "--formations", "silos,pods"), "the log of one column; chosen: silos, pods"),
        (("--case", 1, "--cases", 2), "--cases goes with --all"),
    ):
        ended = podsim("trace", "tiny.yaml", *arguments, "--quiet")
        assert ended.code == 2, arguments
        assert said in ended.err
