"""A function beside the caller: the same result, and errors that are told."""

import os
import threading
import time

import pytest

from sim.report.beside import beside


@pytest.fixture(autouse=True)
def two_processors(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def test_what_it_finds_comes_back_and_nothing_that_it_changes():
    seen = []

    def found():
        seen.append(1)
        return {"process": os.getpid(), "large": b"x" * 1_000_000}

    with beside(found) as result:
        told = result()
    assert told["large"] == b"x" * 1_000_000
    assert bool(seen) == (told["process"] == os.getpid())


def test_an_error_is_that_of_the_function():
    with beside(lambda: 1 // 0) as result, pytest.raises(ZeroDivisionError):
        result()


def test_what_is_not_asked_for_is_not_waited_for():
    started = time.monotonic()
    with beside(lambda: time.sleep(60)):
        pass
    assert time.monotonic() - started < 30


@pytest.mark.parametrize("why", ["one processor", "threads", "another system"])
def test_where_no_copy_can_be_made_it_runs_here(monkeypatch, why):
    if why == "one processor":
        monkeypatch.setattr(os, "cpu_count", lambda: 1)
    elif why == "threads":
        monkeypatch.setattr(threading, "active_count", lambda: 3)
    else:
        monkeypatch.setattr("sys.platform", "win32")
    with beside(os.getpid) as result:
        assert result() == os.getpid()
