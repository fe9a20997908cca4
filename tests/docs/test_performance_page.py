"""docs/performance.md says what was measured, and nothing that somebody typed in."""

import json

from benchmarks.__main__ import MEASURED, PARTS
from benchmarks.page import text_of


def test_the_page_is_written_from_what_was_measured(project):
    measured = json.loads(MEASURED.read_text())
    assert list(PARTS) == [name for name in PARTS if name in measured]
    assert (project / "docs" / "performance.md").read_text(encoding="utf-8") == text_of(measured)
