"""What all tests share: where the project lies, and the time that each folder of tests took."""

from __future__ import annotations

import errno
import os
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


HERE = ("", "localhost", "127.0.0.1", "::1")


def pytest_configure():
    """Close the network: tests, and what they test, reach nothing but this machine (clusters, browsers)."""
    sys.addaudithook(_this_machine_alone)


def _this_machine_alone(event, arguments):
    address = arguments[1] if event in ("socket.connect", "socket.sendto", "socket.sendmsg") else None
    host = address[0] if isinstance(address, tuple) else arguments[0] if event == "socket.getaddrinfo" else None
    if host is not None and host not in HERE:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(host))


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
