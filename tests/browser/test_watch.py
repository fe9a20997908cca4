"""The page of the readable model in the system's Chromium: opened, stepped, started over, without a network."""

import subprocess
import sys

import pytest
from ruamel.yaml import YAML

from tests.unit.comparison.made import TINY

for name in ("solara", "solara_assets"):
    pytest.importorskip(name, reason=f"{name} is not installed (extra `watch`)")


@pytest.fixture
def address(tmp_path):
    """Where `podsim open tiny.yaml --engine agents` serves."""
    with (tmp_path / "tiny.yaml").open("w") as file:
        YAML().dump(TINY, file)
    command = [sys.executable, "-m", "sim", "open", "tiny.yaml", "--engine", "agents", "--no-browser"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as serving:
        try:
            yield serving.stdout.readline().split(": ")[0]
        finally:
            serving.terminate()


def test_open_step_and_start_over(browser, address):
    page, said, asked = browser.new_page(), [], []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(request.url))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.wait_for_selector("svg.watch >> nth=1")
    assert "Departments, better habits" in page.inner_text("body")
    assert "08:50" in page.inner_text("body")
    for clock in ("09:00", "09:02", "09:04"):
        page.get_by_role("button", name="Step", exact=True).click()
        page.wait_for_selector(f"text=Mon {clock}")
    assert len(page.query_selector_all("svg.watch .here")) > 0
    page.get_by_role("button", name="Reset").click()
    page.wait_for_selector("text=Mon 08:50")
    outside = [url for url in asked if not url.startswith((address, "data:", "blob:", address.replace("http", "ws")))]
    page.close()
    assert (said, outside) == ([], [])
