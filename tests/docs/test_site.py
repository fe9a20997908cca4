"""The site holds every page, and a wheel describes itself without a clone or an invented address."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hatch_build import described, page_address
from tests.docs.blocks import pages
from tests.docs.reader import ROOT
from tests.docs.site import lay_out, order, staged


def _files(nav) -> list[str]:
    values = [value for item in nav for value in item.values()] if isinstance(nav[0], dict) else nav
    return [file for value in values for file in ([value] if isinstance(value, str) else _files(value))]


def test_every_page_stands_in_the_order_once():
    files = _files(order(report=True))
    assert sorted(files) == sorted({*map(str, pages(ROOT)), "docs/reference/python.md", "pictures.md", "report.md"})


def test_what_pages_link_to_lies_beside_them(tmp_path):
    lay_out(tmp_path)
    there = tmp_path / "pages"
    names = _files(json.loads((tmp_path / "mkdocs.yml").read_text())["nav"])
    assert [name for name in names if not (there / name).exists()] == []
    assert (there / "sim/process/service.py.md").exists()
    assert (there / "figures/rotation.png").read_bytes() == (ROOT / "figures/rotation.png").read_bytes()
    assert (there / "pictures.md").read_text().count("![") >= len(list((ROOT / "figures").glob("*.png")))


def test_a_page_is_changed_only_where_a_browser_would_not_show_it():
    text = "[a](../../sim/api.py#x) `[b](c.py)` ![d](../pictures/worlds.png)\n\n```python\n[e](f.py)\n```\n"
    page, needed = staged(text, Path("docs/guides/page.md"))
    assert page == text.replace("api.py", "api.py.md")
    assert needed == {Path("sim/api.py"), Path("docs/pictures/worlds.png")}


@pytest.mark.parametrize(
    ("path", "shown"),
    [("experiments/README.md", "experiments/index.html"), ("sim/api.py", "sim/api.py.html"), ("a.md", "a.html")],
)
def test_pages_keep_their_paths(path, shown):
    assert page_address(path) == shown


def test_a_description_leads_to_the_site_or_nowhere():
    text = "![Two curves](docs/a.png), [how](docs/b.md#c) and [elsewhere](https://simpy.readthedocs.io) `[d](e)`"
    assert described(text, "") == "*Picture: Two curves.*, how and [elsewhere](https://simpy.readthedocs.io) `[d](e)`"
    at = "https://example.org/p"
    assert described(text, at) == (
        f"![Two curves]({at}/docs/a.png), [how]({at}/docs/b.html#c) and "
        "[elsewhere](https://simpy.readthedocs.io) `[d](e)`"
    )
