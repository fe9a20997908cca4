"""Signals, full disks, folders that vanish, two at once, damage: nothing that was kept is lost."""

import json
import os
import resource
import shutil
import signal
import time

import pytest

from tests.robustness.faults import COMMANDS, ROOT, killed_often, looked_at, lost, started, workplace

pytestmark = pytest.mark.slow
SWEEP = ("sweep", "tiny.yaml", "--replications", "2", "--vary", "policy.coordination_share=0:0.009:0.001")
QUICK = ("compare", "tiny.yaml", "--replications", "2", "--quick")


@pytest.fixture
def folder(tmp_path):
    workplace(tmp_path)
    return tmp_path


def ended(process):
    _, err = process.communicate(timeout=600)
    assert "Traceback" not in err
    return process.returncode, err


@pytest.mark.parametrize(("name", "times"), [("sweep", 2), ("sweep of a road", 1), ("compare", 1)])
def test_a_command_that_is_ended_at_any_moment_loses_nothing(name, times):
    assert killed_often(name, times, seed=len(COMMANDS)) == []


def full(size):
    """A disk on which no file may be larger (bytes)."""

    def limited():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    return limited


def test_a_full_disk_is_named_and_earlier_results_stay(folder):
    assert ended(started(folder, QUICK))[0] in (0, 4)
    before = looked_at(folder / "results")
    code, err = ended(started(folder, (*QUICK, "--seed", "2"), preexec_fn=full(2000)))
    assert (code, "the results could not be written: File too large" in err) == (1, True)
    code, err = ended(started(folder, SWEEP, preexec_fn=full(100)))
    assert (code, "File too large" in err, ".cells" in err) == (1, True, True)
    after = looked_at(folder / "results")
    assert (after.wrong, after.aside, lost(before, after), len(after.whole)) == ([], [], [], 1)


@pytest.mark.parametrize(("command", "cells"), [(SWEEP, 10), (QUICK, 0)])
def test_two_who_write_the_same_results_end_alike(folder, command, cells):
    both = [started(folder, command) for _ in range(2)]
    assert {ended(one)[0] for one in both} in ({0}, {4})
    seen = looked_at(folder / "results")
    assert (seen.wrong, seen.aside, len(seen.whole), len(seen.cells)) == ([], [], 1, cells)


CLOCK = """
import time
looks = [0]
def earlier():
    looks[0] += 1
    return 1e9 - 3600.0 * looks[0]
time.time, time.time_ns = earlier, lambda: int(earlier() * 1e9)
"""


def test_a_clock_that_is_set_back_changes_nothing(folder):
    """It says 2001 when all that is kept is of 2035, and an hour less at each look."""
    for command in (SWEEP, QUICK):
        assert ended(started(folder, command))[0] in (0, 4)
    before = looked_at(folder / "results")
    for path in (folder / "results").rglob("*"):
        os.utime(path, (2051222400, 2051222400))
    (folder / "clock").mkdir()
    (folder / "clock" / "sitecustomize.py").write_text(CLOCK)
    places = os.pathsep.join((str(folder / "clock"), str(ROOT)))
    for command in (SWEEP, QUICK):
        code, err = ended(started(folder, command, env={**os.environ, "PYTHONPATH": places}))
        assert code in (0, 4), err
    assert looked_at(folder / "results") == before


def test_a_folder_that_vanishes_meanwhile_is_made_again(folder):
    one = started(folder, SWEEP)
    store, until = folder / "results" / ".cells", time.monotonic() + 300
    while one.poll() is None and not (store.exists() and any(store.iterdir())) and time.monotonic() < until:
        time.sleep(0.01)
    shutil.rmtree(folder / "results", ignore_errors=True)
    code, err = ended(one)
    assert code == 0, err
    seen = looked_at(folder / "results")
    assert (seen.wrong, len(seen.whole)) == ([], 1)


def test_a_damaged_cell_is_named_and_computed_anew(folder):
    assert ended(started(folder, SWEEP))[0] == 0
    before = looked_at(folder / "results")
    damaged = sorted((folder / "results" / ".cells").glob("*.cell"))[3]
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    code, err = ended(started(folder, SWEEP))
    assert code == 0
    assert f"{damaged.with_suffix('.damaged').name} was not as it was written, and is computed anew" in err
    (folder / "results" / ".cells" / damaged.with_suffix(".damaged").name).unlink()
    assert lost(before, looked_at(folder / "results")) == []


def test_altered_results_are_named_where_they_are_read_and_kept_beside_new_ones(folder):
    assert ended(started(folder, QUICK))[0] in (0, 4)
    (result,) = (folder / "results").glob("tiny-*")
    (result / "measures.csv").write_text("changed\n")
    code, err = ended(started(folder, ("report", str(result), "--as", "xlsx", "--to", "sheets.xlsx")))
    assert (code, "measures.csv" in err, "It is not as it was written" in err) == (3, True, True)
    assert not (folder / "sheets.xlsx").exists()
    assert ended(started(folder, QUICK))[0] in (0, 4)
    assert (result / "measures.csv").read_text() == "changed\n"
    assert json.loads((folder / "results" / f"{result.name}-2" / "manifest.json").read_text())["program"] == "podsim"


def test_a_home_that_cannot_be_written_is_no_reason_to_stop(folder, monkeypatch):
    for name in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/dev/null/nowhere")
    code, err = ended(started(folder, QUICK))
    assert code in (0, 4), err
    assert "/dev/null/nowhere/.cache/podsim" in err
