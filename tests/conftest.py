"""What all tests share: where the project lies, and the time that each folder of tests took."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder of the project."""
    return ROOT


def pytest_terminal_summary(terminalreporter):
    """Print tests and seconds per folder (added up over parallel workers)."""
    seconds, tests = defaultdict(float), Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                folder = "/".join(report.nodeid.split("::")[0].split("/")[:2])
                seconds[folder] += report.duration
                tests[folder] += report.when == "call"
    if not seconds:
        return
    terminalreporter.section("time per folder")
    for folder in sorted(seconds, key=seconds.get, reverse=True):
        terminalreporter.line(f"{seconds[folder]:8.1f} s  {tests[folder]:5d} tests  {folder}")
