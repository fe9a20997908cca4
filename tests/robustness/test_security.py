"""What SECURITY.md promises: no code out of files, no network, no names of people in what is mailed, neutral texts."""

import ast
import csv
import gzip
import io
import json
import os
import re
import socket
import subprocess
import sys
import zipfile
from xml.etree import ElementTree

import pytest

from tests.robustness.bases import LOG, PEOPLE, with_data

NASTY = '=HYPERLINK("http://evil.example","x")<img src=x onerror=alert(1)>'
OF_ROSTER = ("Ann Zwölfer", "Bob Quist", "Cy Ostrander", "Dee Vanterpool")
OF_LOG = ("Xaver Callerman", "Yolanda Callerin")


def test_tests_reach_no_network():
    with pytest.raises(PermissionError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as outside:
        outside.connect(("192.0.2.1", 9))
    with pytest.raises(PermissionError):
        socket.getaddrinfo("podsim.example", 80)


# Where a name is called that could run what a file holds, reach a network, or tell the time of day: none but these.
DANGEROUS = {
    "eval", "exec", "compile", "__import__", "system", "popen", "urlopen", "create_connection",
    "unsafe_load", "full_load", "time", "now", "today", "utcnow",
}  # fmt: skip
MODULES = {
    "pickle", "marshal", "shelve", "dill", "socket", "http", "urllib.request", "requests", "ftplib", "subprocess",
}  # fmt: skip
ALLOWED = {
    ("report/live/module.py", "subprocess"),  # the linker of `make wasm`, which no user's file reaches
    ("report/watch/serving.py", "socket"),  # serves the watched model to this machine alone
}
HARMLESS = {("re", "compile"), ("platform", "system")}


def test_sources_run_nothing_out_of_files_and_know_no_clock(project):
    found = set()
    for path in sorted((project / "sim").rglob("*.py")):
        name = path.relative_to(project / "sim").as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = (
                [alias.name for alias in node.names] if isinstance(node, ast.Import)
                else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            )  # fmt: skip
            found |= {(name, module) for module in modules if module in MODULES}
            if not isinstance(node, ast.Call):
                continue
            called, owner = _called(node.func)
            if called in DANGEROUS and (owner, called) not in HARMLESS:
                found.add((name, called))
            if called == "load" and owner == "np":
                assert any(k.arg == "allow_pickle" and k.value.value is False for k in node.keywords), (
                    name,
                    node.lineno,
                )
    assert found == ALLOWED
    served = (project / "sim/report/watch/serving.py").read_text(encoding="utf-8")
    assert 'HOST = "127.0.0.1"' in served
    assert "bound.bind((HOST," in served


def _called(function):
    if isinstance(function, ast.Attribute):
        return function.attr, function.value.id if isinstance(function.value, ast.Name) else ""
    return (function.id, "") if isinstance(function, ast.Name) else ("", "")


REACHING = """
import sys
reached = []
sys.addaudithook(lambda event, arguments: reached.append(event) if event.startswith(("socket.c", "socket.g", "socket.s",
    "socket.b", "urllib", "http", "ftplib", "smtplib")) and event not in ("socket.gethostname", "socket.getservbyname")
    else None)
from sim.cli.ending import exit_code_of
code = exit_code_of(sys.argv[1:])
print("reached", reached, file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture(scope="module")
def mailed(tmp_path_factory, project):
    """Results of a scenario with a roster, a log and texts that would act elsewhere: the folder, and what was said."""
    folder = tmp_path_factory.mktemp("desk")
    roster = PEOPLE
    for name, said in zip(("Ann", "Bob", "Cy", "Dee"), OF_ROSTER, strict=True):
        roster = roster.replace(f"{name},", f"{said},", 1)
    log = LOG.replace(",Ann,", f",{OF_LOG[0]},").replace(",Bob,", f",{OF_LOG[1]},")
    scenario = with_data("log", "log.csv")
    scenario["people"] = with_data("people", "roster.csv")["people"]
    scenario["time"] = {"warm_up_weeks": 0, "measured_weeks": 1}
    scenario |= {"title": NASTY[:60], "about": NASTY, "functions_about": {"sales": NASTY}}
    (folder / "roster.csv").write_text(roster, encoding="utf-8")
    (folder / "log.csv").write_text(log, encoding="utf-8")
    (folder / "desk.yaml").write_text(json.dumps(scenario), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(project)}
    said = ""
    for asked in (
        ("compare", "desk.yaml", "--replications", "2", "--no-people", "--no-worlds", "--quiet"),
        ("report", "RESULTS", "--as", "xlsx"),
        ("report", "RESULTS", "--as", "pptx"),
    ):
        results = next((one for one in (folder / "results").glob("[!.]*") if one.is_dir()), "")  # hand-outs lie beside
        command = [str(results) if part == "RESULTS" else part for part in asked]
        done = subprocess.run(
            [sys.executable, "-c", REACHING, *command], cwd=folder, env=environment, capture_output=True, text=True
        )
        assert done.returncode in (0, 4), done.stderr
        said += done.stdout + done.stderr
    return folder, said


def everything(folder):
    """Every file that podsim wrote, unpacked: (name, bytes)."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.name in ("roster.csv", "log.csv", "desk.yaml"):
            continue
        content = path.read_bytes()
        if path.suffix == ".gz":
            content = gzip.decompress(content)
        if path.suffix in (".xlsx", ".pptx"):
            with zipfile.ZipFile(path) as packed:
                for name in packed.namelist():
                    yield f"{path.name}/{name}", packed.read(name)
        yield path.name, content


@pytest.mark.slow
def test_no_command_reaches_for_a_network(mailed):
    _, said = mailed
    assert said.count("reached []") == 3


@pytest.mark.slow
def test_names_of_people_are_in_nothing_that_is_written_or_said(mailed):
    folder, said = mailed
    written = dict(everything(folder))
    assert {"report.html", "manifest.json", "summary.txt", "pods.csv", "pods.xes.gz"} <= written.keys()
    names = [part for name in (*OF_ROSTER, *OF_LOG) for part in name.split() if len(part) > 3]
    for where, content in [*written.items(), ("screen", said.encode())]:
        assert not [name for name in names if name.encode() in content], where


@pytest.mark.slow
def test_texts_are_neutral_on_page_screen_tables_logs_slides_and_sheets(mailed):
    folder, said = mailed
    assert "\x1b" not in said
    for name, content in everything(folder):
        if name.endswith(".html"):
            assert b"<img src=x" not in content
        elif name.endswith(".csv"):
            rows = csv.reader(io.StringIO(content.decode()))
            assert not [cell for row in rows for cell in row if cell[:1] in ("=", "@", "+") or re.match(r"-\D", cell)]
        elif name.endswith((".xes.gz", ".xml", ".rels", ".svg")):
            ElementTree.fromstring(content)  # well-formed, whatever stands in it
            assert b"<f>HYPERLINK" not in content
            assert b'evil.example" TargetMode' not in content


def test_a_forged_size_in_a_workbook_unpacks_no_more(tmp_path, monkeypatch):
    from sim.data.table import read_table
    from sim.data.volume_columns import VOLUMES
    from sim.scenario.problems import DataError

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", bytes(30_000_000))
    (tmp_path / "bomb.xlsx").write_bytes(file.getvalue())
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match="30,000,000 bytes in a workbook"):
        read_table("bomb.xlsx", VOLUMES)
