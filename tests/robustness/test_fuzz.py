"""Spoiled inputs through validate, and accepted ones run; in a process of their own, whose memory is counted."""

import json
import os
import re
import signal
import subprocess
import sys

import pytest

from tests.robustness.bases import LOG, with_data

INPUTS, RUNS = 10_000, 300


@pytest.mark.slow
def test_nothing_that_is_spoiled_brings_a_traceback(project):
    environment = {**os.environ, "PYTHONPATH": str(project)}
    asked = ("--inputs", str(INPUTS), "--runs", str(RUNS))
    command = [sys.executable, "-m", "tests.robustness.fuzz", *asked]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    print(done.stdout)
    assert "tracebacks 0, hangs 0, memory over 2 GB 0, stray files 0" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0, done.stdout
    tried, ran = (int(re.search(rf"{words} (\d+)", done.stdout)[1]) for words in ("inputs", "accepted and run"))
    assert tried == INPUTS
    assert ran == RUNS


def test_who_cannot_wait_for_all_inputs_sees_what_was_found_so_far(project):
    command = [sys.executable, "-m", "tests.robustness.fuzz", "--inputs", "1000000", "--runs", "0"]
    environment = {**os.environ, "PYTHONPATH": str(project), "PYTHONUNBUFFERED": "1"}
    ran = subprocess.Popen(command, cwd=project, env=environment, stdout=subprocess.PIPE, text=True)
    assert ran.stdout.readline() == "1000000 inputs, 0 runs, seed 0\n"
    ran.send_signal(signal.SIGTERM)
    said, _ = ran.communicate(timeout=300)
    assert re.match(r"inputs \d{1,6}: ", said)
    assert "tracebacks 0, hangs 0" in said
    assert ran.returncode == 1  # not all were tried


@pytest.mark.slow
def test_a_run_to_which_nobody_comes_has_its_report_and_no_warnings(project, tmp_path):
    """The log has one week, and that is the warm-up."""
    (tmp_path / "log.csv").write_text(LOG)
    (tmp_path / "it.yaml").write_text(json.dumps(with_data("log", "log.csv")))
    command = ["compare", "it.yaml", "--replications", "2", "--no-people", "--no-worlds", "--quiet"]
    environment = {**os.environ, "PYTHONPATH": str(project)}
    done = subprocess.run(
        [sys.executable, "-m", "sim", *command],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    (folder,) = (tmp_path / "results").glob("[!.]*")
    assert (folder / "report.html").stat().st_size > 10_000
