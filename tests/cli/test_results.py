"""Results folders: complete or absent, never written over, the same for the same command."""

import json
import os
import re

import pytest
import typer

from sim.cli.app import app
from sim.report import folder as folder_module
from sim.report.csv_files import csv_text
from sim.report.folder import folder_name, write_folder
from sim.report.manifest import manifest_schema

QUICK = ("--replications", 2, "--quiet", "--quick")


def folders(parent):
    return sorted(path.name for path in parent.iterdir())


def test_the_same_command_finds_the_same_folder(podsim, workplace):
    first = podsim("compare", "tiny.yaml", *QUICK)
    files = {path: path.stat().st_mtime_ns for path in (workplace / "results").rglob("*")}
    again = podsim("compare", "tiny.yaml", *QUICK)
    assert again.out == first.out
    assert {path: path.stat().st_mtime_ns for path in (workplace / "results").rglob("*")} == files


@pytest.mark.slow
def test_another_question_gets_another_folder(podsim, workplace):
    podsim("compare", "tiny.yaml", *QUICK)
    podsim("compare", "tiny.yaml", *QUICK, "--seed", 2)
    podsim("compare", "tiny.yaml", *QUICK, "--formations", "silos,pods")
    podsim("run", "tiny.yaml", *QUICK[:3])
    assert len(folders(workplace / "results")) == 4


def test_what_is_there_is_never_written_over(podsim, workplace):
    ended = podsim("compare", "tiny.yaml", *QUICK)
    folder = workplace / ended.out.splitlines()[-1].removeprefix("Results: ")
    (folder / "summary.txt").write_text("my own notes")
    again = podsim("compare", "tiny.yaml", *QUICK)
    assert (folder / "summary.txt").read_text() == "my own notes"
    assert again.out.splitlines()[-1] == f"Results: results/{folder.name}-2"
    assert folders(workplace / "results") == [folder.name, f"{folder.name}-2"]


@pytest.mark.parametrize("fails_at", ["write_text", "rename"])
def test_a_crash_while_writing_leaves_nothing_half_done(podsim, workplace, monkeypatch, fails_at):
    kept = podsim("compare", "tiny.yaml", *QUICK, "--seed", 5).out.splitlines()[-1].removeprefix("Results: results/")
    true = getattr(folder_module.Path, fails_at)
    calls = []

    def crash(path, *arguments, **more):
        calls.append(path)
        if fails_at == "rename" or len(calls) == 3:
            raise OSError(28, "No space left on device")
        return true(path, *arguments, **more)

    monkeypatch.setattr(folder_module.Path, fails_at, crash)
    ended = podsim("compare", "tiny.yaml", *QUICK)
    assert ended.code == 1
    assert "the results could not be written: No space left on device" in ended.err
    assert "Better habits: " in ended.out
    assert "Results:" not in ended.out
    assert folders(workplace / "results") == [kept]


def test_out_is_made_where_it_is_missing(podsim, workplace):
    ended = podsim("compare", "tiny.yaml", *QUICK, "--out", "a/b")
    assert ended.code == 0
    assert len(folders(workplace / "a" / "b")) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_refused_first(podsim, workplace):
    (workplace / "locked").mkdir(mode=0o500)
    ended = podsim("compare", "tiny.yaml", *QUICK, "--out", "locked")
    assert ended.code == 3
    assert "cannot be written there" in ended.err


# What each command that runs something needs beside a folder for its results.
WITH_OUT = {
    "assess": ("tiny.yaml",),
    "attribute": ("tiny.yaml",),
    "best": ("tiny.yaml",),
    "calibrate": ("support_desk",),
    "compare": ("tiny.yaml",),
    "experiment": ("technology",),
    "fit": ("log.csv",),
    "flip": ("tiny.yaml",),
    "open": ("tiny.yaml",),
    "road": ("tiny.yaml", "big_bang"),
    "run": ("tiny.yaml",),
    "staff": ("tiny.yaml", "--target", "answered_in_target@voice=0.5"),
    "sweep": ("tiny.yaml", "--vary", "demand.volume_factor=1:2:0.5"),
    "trace": ("tiny.yaml", "--all"),
    "verify": ("--quick",),
}


def test_every_command_refuses_first_a_folder_that_cannot_be_made(podsim, workplace):
    (workplace / "log.csv").write_text("case,activity,start\n1,a,2024-01-01 08:00\n")
    commands = typer.main.get_command(app).commands
    assert {name for name, one in commands.items() if any("--out" in option.opts for option in one.params)} == {
        *WITH_OUT,
        "scenarios",
    }
    for name, more in WITH_OUT.items():
        where, file = "tiny.yaml/results", "/log.csv" if name == "trace" else ""
        ended = podsim(name, *more, "--out", f"{where}{file}")
        first, _, _, why, *_ = ended.err.splitlines()
        assert (name, ended.code, first) == (name, 3, f"--out {where}: 1 problem, nothing was run")
        assert why.startswith("  Results cannot be written there: Not a directory.")


def test_two_runs_that_finish_at_once_keep_both(tmp_path, monkeypatch):
    # The other run's folder appears between our look and our rename.
    true, appeared = os.path.lexists, []

    def lexists(path):
        found = true(path)
        if not found and not appeared:
            appeared.append(path)
            os.mkdir(path)
            (tmp_path / "x" / "theirs").write_text("theirs")
            return False
        return found

    monkeypatch.setattr(folder_module.os.path, "lexists", lexists)
    found = write_folder(tmp_path, "x", {"ours": "ours"})
    assert found.name == "x-2"
    assert (tmp_path / "x" / "theirs").read_text() == "theirs"


def test_a_folder_holds_folders_and_bytes(tmp_path):
    files = {"summary.txt": "ours", "figures/v.png": b"\x89PNG\r\n", "figures/w.png": b"w"}
    found = write_folder(tmp_path, "x", files)
    assert (found / "figures" / "v.png").read_bytes() == b"\x89PNG\r\n"
    assert write_folder(tmp_path, "x", files) == found
    assert write_folder(tmp_path, "x", files | {"figures/v.png": b"another"}).name == "x-2"
    assert write_folder(tmp_path, "x", {"summary.txt": "ours"}).name == "x-3"
    assert write_folder(tmp_path, "x", files | {"log/a.csv": ""}).name == "x-4"


def test_names_that_could_lead_elsewhere_are_made_plain():
    assert folder_name("../../etc/passwd", "0123456789abcdef") == "etc_passwd-0123456789"
    assert folder_name("größe 1", "0123456789abcdef") == "gr_e_1-0123456789"
    assert folder_name("..", "0123456789abcdef") == "scenario-0123456789"


def test_cells_are_no_formulas():
    rows = [{"name": "=1+1", "@x": -1.5, "c": float("nan")}, {"name": "-cmd", "@x": 0.1, "c": 3}]
    assert csv_text(rows) == "name,'@x,c\n'=1+1,-1.5,\n'-cmd,0.1,3\n"
    assert csv_text([]) == ""


def test_manifest_says_what_a_result_rests_on(podsim, workplace):
    ended = podsim("compare", "tiny.yaml", *QUICK, "--set", "demand.busyness_cv=0.2")
    folder = workplace / ended.out.splitlines()[-1].removeprefix("Results: ")
    said = json.loads((folder / "manifest.json").read_text())
    assert said["scenario"]["demand"]["busyness_cv"] == 0.2
    assert (said["seed"], said["replications"], said["engine"]) == (1, 2, "core")
    assert set(said["packages"]) >= {"numpy", "numba", "mesa", "simpy"}
    assert set(said["files_sha256"]) == {path.name for path in folder.iterdir()} - {"manifest.json"}
    assert str(workplace) not in (folder / "manifest.json").read_text()


SMALL = ("--quiet", "--json")
COMMANDS = {
    "compare": ("tiny.yaml", "--replications", 2, "--quick"),
    "run": ("tiny.yaml", "--replications", 2),
    "attribute": ("tiny.yaml", "--replications", 2, "--set", "time.warm_up_weeks=0"),
    "flip": ("tiny.yaml", "--replications", 2, "--over", "retelling_share"),
    "sweep": ("tiny.yaml", "--replications", 2, "--vary", "demand.volume_factor=0.9,1"),
    "staff": ("tiny.yaml", "--replications", 2, "--match", "silos", "--formations", "silos,pods"),
}


def _meets(value, schema, where="manifest"):
    """Whether a value is as a JSON Schema says, as far as `manifest_schema` goes."""
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}
    if "const" in schema:
        assert value == schema["const"], where
    if "type" in schema:
        named = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
        assert isinstance(value, tuple(kinds[name] for name in named)), where
    assert re.search(schema.get("pattern", ""), value if isinstance(value, str) else ""), where
    for name in schema.get("required", ()):
        assert name in value, name
    for name, part in value.items() if isinstance(value, dict) else ():
        rest = schema.get("additionalProperties", {})
        _meets(part, schema.get("properties", {}).get(name, rest if isinstance(rest, dict) else {}), name)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_the_same_of_its_result(podsim, workplace, command):
    ended = podsim(command, *COMMANDS[command], *SMALL)
    assert (ended.code, ended.err) == (0, "")
    folder = workplace / json.loads(ended.out)["results"]
    said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    _meets(said, manifest_schema())
    assert said.keys() >= {
        "schema", "cite_as",
        "program", "version", "sources_sha256", "python", "platform", "packages", "command", "scenario_sha256", "seed",
        "replications", "files_sha256", "scenario",
    }  # fmt: skip
    assert said["command"][0] == "podsim"
    assert said["scenario"]["name"] == "tiny"
    for words in (said["version"], f"scenario tiny (SHA-256 {said['scenario_sha256'][:16]})", f"seed {said['seed']}"):
        assert words in said["cite_as"]
    assert folder.name.endswith(said["cite_as"].rpartition(" ")[2])  # whoever has the line finds the folder
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert said["files_sha256"].keys() == names - {"manifest.json"}


def test_summary_is_plain_text_of_100_columns(podsim, workplace):
    ended = podsim("compare", "tiny.yaml", *QUICK)
    folder = workplace / ended.out.splitlines()[-1].removeprefix("Results: ")
    text = (folder / "summary.txt").read_text(encoding="utf-8")
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 100
    assert "Verdict" in text
