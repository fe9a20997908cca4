"""The report in the system's Chromium: what a page says on its console, and what it asks for, fails the test."""

import shutil
from contextlib import contextmanager
from dataclasses import replace

import pytest

from sim import compare
from sim.comparison.closeup import closeup
from sim.exploring.sensitivity import sensitivity_of
from sim.exploring.whatif import whatif
from sim.report.live.module import shipped
from sim.report.live.payload import payload
from sim.report.page import report_html
from tests.unit.comparison.made import tiny

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

PATIENCE = 180_000  # milliseconds: a machine that does much beside it is no fault of a page


@pytest.fixture(scope="session")
def browser():
    """Chromium, headless. Skips by name what is missing."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra `test`)")
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(f"no browser: none of {', '.join(NAMES)} is installed")
    with api.sync_playwright() as player:
        running = player.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def opened(browser):
    """Open a file as `with opened(path, width=375, color_scheme="dark") as page:`.

    Afterwards fails where the console said something, or anything but the file itself was asked for.
    """

    @contextmanager
    def open_page(path, *, width=1400, height=900, **more):
        context = browser.new_context(viewport={"width": width, "height": height}, **more)
        context.set_default_timeout(PATIENCE)
        page, said, asked = context.new_page(), [], []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        address = path.as_uri()
        page.goto(address)
        try:
            yield page
            assert said == []
            assert [
                url for url in asked if url.partition("#")[0] != address and not url.startswith(("data:", "blob:"))
            ] == []
        finally:
            context.close()

    return open_page


@pytest.fixture(scope="session")
def comparison():
    return compare(tiny(), replications=3)


@pytest.fixture(scope="session")
def moved(comparison):
    """The cells behind the sliders."""
    return whatif(comparison.scenario, comparison.columns, seed=comparison.seed, replications=2)


@pytest.fixture(scope="session")
def seen(comparison):
    """One replication looked at closely."""
    return closeup(comparison.scenario, comparison.columns, seed=comparison.seed)


@pytest.fixture(scope="session")
def report(comparison, seen, moved, tmp_path_factory):
    """A report with everything: worlds are made of few, which is enough to be drawn."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    whole = replace(comparison, sensitivity=sensitivity_of(comparison, worlds=4))
    path.write_text(report_html(whole, closeup=seen, moving=moved), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def answer():
    return compare(tiny(), replications=4)


@pytest.fixture(scope="session")
def moving(answer):
    if shipped() is None:
        pytest.skip("no WebAssembly module of these sources: make wasm")
    return payload(answer)


@pytest.fixture(scope="session")
def page_file(answer, moving, tmp_path_factory):
    path = tmp_path_factory.mktemp("live") / "report.html"
    path.write_text(report_html(answer, moving=moving), encoding="utf-8")
    return path
