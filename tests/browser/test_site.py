"""The site opens from a folder: every link and anchor leads somewhere; nothing is fetched, not even to search."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.site import lay_out

pytestmark = pytest.mark.slow
pytest.importorskip("mkdocs", reason="mkdocs is not installed (extra `site`)")


def _built(folder: Path) -> subprocess.CompletedProcess[str]:
    """As `make site` does. Not quietly: MkDocs is strict only about warnings that it shows."""
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", folder / "mkdocs.yml"]
    environ = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """All pages, built strictly."""
    folder = tmp_path_factory.mktemp("site")
    lay_out(folder)
    done = _built(folder)
    assert done.returncode == 0, done.stderr
    return folder / "html"


def test_a_heading_that_is_not_there_is_refused(project, tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/README.md").write_text("# One\n\n[two](#two)\n")
    settings = {"INHERIT": str(project / "mkdocs.yml"), "docs_dir": "pages", "site_dir": "html"}
    (tmp_path / "mkdocs.yml").write_text(json.dumps(settings))
    done = _built(tmp_path)
    assert done.returncode == 1
    assert "#two" in done.stderr


def test_it_opens_and_searches_offline(site, browser):
    page, said, asked = browser.new_page(viewport={"width": 1400, "height": 900}), [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "docs/reference/python.html").as_uri())
    assert page.locator("h2", has_text="compare").count() == 1
    assert "Compare columns on the same customers" in page.inner_text("article")
    page.click(".md-search__input")
    page.keyboard.type("abandonment")
    page.wait_for_selector(".md-search-result__article h1")
    assert "matching documents" in page.inner_text(".md-search-result__meta")
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto((site / "index.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    page.close()
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
