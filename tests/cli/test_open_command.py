"""`podsim open`: what a page cannot compute is refused before anything runs."""

import socket

import pytest


def never(*_, **__):
    raise AssertionError("it ran")


@pytest.mark.parametrize(
    ("scenario", "why"),
    [
        ("it_incidents", "come from a log, a file or bursts"),
        ("telecom", "from a log, a file or bursts"),
        ("services_3000", "121,230 customers a run are too many for a browser, which takes 60,000"),
    ],
)
def test_what_a_page_cannot_compute_is_refused_before_a_run(podsim, workplace, monkeypatch, scenario, why):
    monkeypatch.setattr("sim.api.compare", never)
    ended = podsim("open", scenario, "--no-browser")
    assert (ended.code, ended.out) == (2, "")
    assert why in ended.err
    assert not list(workplace.glob("results/*.html"))


def test_a_podsim_without_the_module_says_so_before_a_run(podsim, monkeypatch):
    monkeypatch.setattr("sim.api.compare", never)
    monkeypatch.setattr("sim.report.live.payload.shipped", lambda: None)
    ended = podsim("open", "tiny.yaml", "--no-browser")
    assert ended.code == 2
    assert "make wasm" in ended.err


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (["--engine", "both"], "a page shows core or agents"),
        (["--port", "8000"], "--port goes with --engine agents"),
    ],
)
def test_what_does_not_go_together_is_refused(podsim, monkeypatch, more, why):
    monkeypatch.setattr("sim.api.compare", never)
    ended = podsim("open", "tiny.yaml", "--no-browser", *more)
    assert (ended.code, ended.out) == (2, "")
    assert why in ended.err


def test_watching_needs_its_extra_and_says_so(podsim, monkeypatch):
    monkeypatch.setattr("sim.report.watch.serving.NEEDED", ("a_package_that_nobody_has",))
    ended = podsim("open", "tiny.yaml", "--engine", "agents", "--no-browser")
    assert (ended.code, ended.out) == (2, "")
    assert "install podsim with the extra watch" in ended.err


def test_a_port_that_is_taken_is_named(podsim, monkeypatch):
    monkeypatch.setattr("sim.report.watch.serving.NEEDED", ())
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ended = podsim("open", "tiny.yaml", "--engine", "agents", "--no-browser", "--port", port)
    assert (ended.code, ended.out) == (2, "")
    assert f"port {port}: " in ended.err
