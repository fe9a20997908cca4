"""Cells: equal results however they run, kept as they finish, found again, run once."""

import os
import pickle
import signal
import threading
import time

import numpy as np
import pytest

from sim import compare
from sim.exploring.cells import Cell, ClusterError, cell, run_cells, running, store
from sim.exploring.cells.cell import compared
from sim.exploring.cells.running import cells_at_once
from sim.foundation.files import keep_sealed
from sim.scenario import ScenarioError, changed
from tests.unit.comparison.made import TINY, tiny

COLUMNS = ("silos", "pods")


def cells(count=4, replications=2):
    values = [0.001 * place for place in range(count)]
    return [
        Cell(changed(tiny(), {"policy.coordination_share": v}), COLUMNS, 1, replications, {"coordination": v})
        for v in values
    ]


def assert_equal(found, expected):
    assert [one.cell.key for one in found] == [one.cell.key for one in expected]
    for one, other in zip(found, expected, strict=True):
        assert list(one.samples) == list(other.samples) == list(COLUMNS)
        for column, sample in other.samples.items():
            assert list(one.samples[column]) == list(sample)
            for name, values in sample.items():
                np.testing.assert_array_equal(one.samples[column][name], values, err_msg=f"{column} {name}")


@pytest.fixture(scope="module")
def expected():
    return run_cells(cells())


def test_a_cell_is_the_comparison(expected):
    found = compare(cells()[2].scenario, formations=COLUMNS, replications=2)
    for column in COLUMNS:
        for name, values in expected[2].samples[column].items():
            np.testing.assert_array_equal(values, found.samples[column][name])
    with_detail = run_cells([Cell(tiny(), COLUMNS, 1, 2, detail=True)])[0]
    assert "resolution_minutes@mail" in with_detail.samples["pods"]
    assert "resolution_minutes@mail" not in expected[0].samples["pods"]


def test_later_replications_are_those_of_a_longer_cell():
    """So that worlds can have any replication; by channel a cell knows what it knows with detail."""
    (whole,) = run_cells([Cell(tiny(), COLUMNS, 1, 3, detail=True)])
    (later,) = run_cells([Cell(tiny(), COLUMNS, 1, 2, first=1, by_channel=True)])
    for column in COLUMNS:
        assert list(later.samples[column]) == list(whole.samples[column])
        for name, values in later.samples[column].items():
            np.testing.assert_array_equal(values, whole.samples[column][name][1:], err_msg=name)
    keys = {Cell(tiny(), COLUMNS, 1, 2, **more).key for more in ({}, {"first": 1}, {"by_channel": True})}
    assert len(keys) == 3


def test_a_folder_that_vanishes_while_a_file_is_put_into_it_is_made_again(expected, tmp_path, monkeypatch):
    vanishes = iter([True, True, False])

    def keep(path, content):
        if next(vanishes):
            raise FileNotFoundError(2, "No such file or directory", str(path))
        keep_sealed(path, content)

    monkeypatch.setattr(store, "keep_sealed", keep)
    kept = store.Store(tmp_path / "cells")
    kept.keep(expected[0])
    assert_equal([kept.read(expected[0].cell)], expected[:1])
    vanishes = iter([True] * store.TRIES)
    with pytest.raises(OSError, match="No such file"):
        kept.keep(expected[0])


def test_with_detail_a_cell_knows_other_horizons_and_anchors(tmp_path):
    comparison = compare(tiny(), formations=COLUMNS, replications=2)
    expected = comparison.horizons
    for _ in ("run", "found again"):
        result = run_cells([Cell(tiny(), COLUMNS, 1, 2, detail=True)], store=tmp_path)[0]
        found = result.horizons
        for column in COLUMNS:
            np.testing.assert_array_equal(result.by_anchor[column], comparison.by_anchor[column])
        assert repr(compared(result).paired) == repr(comparison.paired)  # not ==: some are nan
        assert found.minutes == expected.minutes == (60, 120, 240, 480)
        for column in COLUMNS:
            np.testing.assert_array_equal(found.samples[column], expected.samples[column])
    plain = run_cells([Cell(tiny(), COLUMNS, 1, 2)], store=tmp_path)[0]
    assert (plain.horizons.minutes, plain.by_anchor) == ((), {})


def test_results_do_not_depend_on_threads(expected, monkeypatch):
    for processors in (1, 2, 5):
        monkeypatch.setattr(os, "cpu_count", lambda processors=processors: processors)
        assert_equal(run_cells(cells()), expected)


def test_labels_are_no_part_of_the_key_and_all_else_is():
    base = Cell(tiny(), COLUMNS, 1, 2)
    assert Cell(tiny(), COLUMNS, 1, 2, {"x": 1}).key == base.key
    others = [
        Cell(tiny(["policy.coordination_share=0.02"]), COLUMNS, 1, 2), Cell(tiny(), ("pods", "silos"), 1, 2),
        Cell(tiny(), COLUMNS, 2, 2), Cell(tiny(), COLUMNS, 1, 3), Cell(tiny(), COLUMNS, 1, 2, detail=True),
    ]  # fmt: skip
    assert len({base.key, *(other.key for other in others)}) == 6


def test_another_program_is_another_key(monkeypatch):
    before = Cell(tiny(), COLUMNS, 1, 2).key
    monkeypatch.setattr(cell, "sources_hash", lambda: "another")
    assert Cell(tiny(), COLUMNS, 1, 2).key != before


def test_finished_cells_are_found_again(tmp_path, expected, monkeypatch):
    ran = []
    monkeypatch.setattr(running, "work_on", lambda c, threads: ran.append(c.key) or cell.work_on(c, threads))
    store, twice = tmp_path / "kept", [*cells(2), *cells(2)]
    told = []
    found = run_cells(twice, store=store, progress=lambda done, total: told.append((done, total)))
    assert_equal(found, [*expected[:2], *expected[:2]])
    assert [one.cell.labels for one in found] == [one.labels for one in twice]
    assert len(ran) == 2  # equal cells run once
    assert told == [(0, 2), (1, 2), (2, 2)]
    assert_equal(run_cells(cells(), store=store), expected)
    assert len(ran) == 4
    assert sorted(path.name for path in store.iterdir()) == sorted(f"{one.key}.cell" for one in cells())


def test_a_file_with_another_value_is_computed_anew(tmp_path, expected):
    run_cells(cells(1), store=tmp_path)
    (file,) = tmp_path.iterdir()
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert_equal(run_cells(cells(1), store=tmp_path), expected[:1])


@pytest.mark.parametrize("damage", [b"", b"not a file of arrays", None])
def test_a_damaged_file_is_computed_anew(tmp_path, expected, damage):
    run_cells(cells(1), store=tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-40] if damage is None else damage)
    assert_equal(run_cells(cells(1), store=tmp_path), expected[:1])
    assert_equal(run_cells(cells(1), store=tmp_path), expected[:1])


def test_whoever_breaks_off_keeps_what_was_finished(tmp_path, expected, monkeypatch):
    def until_the_third(one, threads):
        if one.labels["coordination"] == 0.002:
            raise KeyboardInterrupt
        return cell.work_on(one, threads)

    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    monkeypatch.setattr(running, "work_on", until_the_third)
    with pytest.raises(KeyboardInterrupt):
        run_cells(cells(), store=tmp_path)
    assert len(list(tmp_path.iterdir())) == 2
    monkeypatch.undo()
    assert_equal(run_cells(cells(), store=tmp_path), expected)


def test_a_scenario_travels_with_its_data(tmp_path, monkeypatch):
    (tmp_path / "people.csv").write_text("person,function\na,sales\nb,sales\nc,service\nd,service\n")
    here = tmp_path / "elsewhere"
    here.mkdir()
    values = {**TINY, "people": {"file": "people.csv", "shifts": TINY["people"]["shifts"]}}
    monkeypatch.chdir(tmp_path)
    from sim.scenario import build_scenario

    built = build_scenario(values)
    monkeypatch.chdir(here)
    for copy in (pickle.loads(pickle.dumps(built)), changed(built, {"seed": 2})):
        assert copy.data_file("people.file").exists()


def test_a_change_is_checked():
    with pytest.raises(ScenarioError, match="wings must be a whole number from 0 to 3"):
        changed(tiny(), {"policy.wings": 9})
    assert changed(tiny(), {}) == tiny()


def test_a_missing_cluster_says_what_to_do(monkeypatch):
    monkeypatch.setattr(running, "SECONDS_TO_CONNECT", 0.2)
    with pytest.raises(ClusterError, match="no scheduler answers there"):
        run_cells(cells(1), cluster="tcp://127.0.0.1:9")
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"pip install 'podsim\[cluster\]'"):
        run_cells(cells(1), cluster="local")


def test_a_worker_with_another_program_refuses(expected):
    with pytest.raises(ClusterError, match="a worker runs another podsim"):
        running._work(cells(1)[0], sources="another")


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_a_cluster_gives_equal_results(expected, workers, monkeypatch, tmp_path):
    monkeypatch.setattr(os, "cpu_count", lambda: workers)
    assert_equal(run_cells(cells(), cluster="local", store=tmp_path), expected)
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.slow
def test_workers_are_started_once_for_several_calls(expected, monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    with running.at_hand(None) as workers:
        assert workers is None
    with running.at_hand("local") as workers:
        assert workers.startswith("tcp://127.0.0.1:")
        assert_equal(run_cells(cells()[:2], cluster=workers), expected[:2])
        assert_equal(run_cells(cells()[2:], cluster=workers), expected[2:])
    monkeypatch.setattr(running, "SECONDS_TO_CONNECT", 0.2)
    with pytest.raises(ClusterError, match="no scheduler answers there"):
        run_cells(cells(), cluster=workers)


@pytest.mark.slow
def test_the_cells_of_a_killed_worker_are_run_by_others(tmp_path):
    """A worker process gets SIGKILL while it computes; its cells are tried again and all results are equal."""
    from distributed import Client, LocalCluster

    many = cells(8, replications=200)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as local,
        Client(local) as client,
    ):
        workers = client.run(os.getpid)
        killed = []

        def kill_one_at_work():
            until = time.monotonic() + 60
            while time.monotonic() < until:
                busy = [address for address, tasks in client.processing().items() if tasks]
                if busy:
                    time.sleep(0.3)
                    os.kill(workers[busy[0]], signal.SIGKILL)
                    killed.append(busy[0])
                    return
                time.sleep(0.02)

        thread = threading.Thread(target=kill_one_at_work)
        thread.start()
        found = run_cells(many, cluster=local.scheduler_address, store=tmp_path)
        thread.join()
        assert killed
        assert killed[0] not in client.run(os.getpid)  # it really is gone
    assert_equal(found, run_cells(many))


@pytest.mark.parametrize(
    ("replications", "processors", "expected"),
    [
        ([12] + [1] * 240, 2, 2), ([10] * 3, 2, 1), ([10] * 2, 2, 2), ([1] * 3, 2, 2),
        ([10], 4, 1), ([10] * 5, 16, 5), ([3] * 7, 1, 1), ([8] * 4, 8, 4), ([20] + [2] * 10, 2, 2),
    ],
)  # fmt: skip
def test_processors_are_shared_out_so_that_few_wait(replications, processors, expected):
    assert cells_at_once(replications, processors) == expected
