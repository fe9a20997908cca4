"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path


def described() -> dict[str, str | int]:
    """Processor, how many, Python, and the libraries that decide the speed."""
    return {
        "date": date.today().isoformat(),
        "processor": _processor(),
        "processors": os.cpu_count() or 1,
        "python": platform.python_version(),
        **{name: version(name) for name in ("numba", "numpy")},
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
