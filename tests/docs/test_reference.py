"""The reference pages are those that the code would write now."""

from __future__ import annotations

import pytest

from sim.cli.reference import PAGES, page


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_page_is_up_to_date(project, name):
    written = (project / "docs/reference" / name).read_text(encoding="utf-8")
    assert written == page(name), f"docs/reference/{name} is out of date: run `make docs`"
