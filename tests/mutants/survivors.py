"""The mutants that no test notices, and why, from `survivors.txt`."""

from __future__ import annotations

from pathlib import Path

FILE = Path(__file__).with_name("survivors.txt")
HOW = ("same", "open")


def argued() -> dict[str, tuple[str, str]]:
    """Name of a mutant -> (same or open, why), from lines "same | NAME | why". Raises ValueError."""
    found = {}
    for number, line in enumerate(FILE.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        how, name, why = (part.strip() for part in line.split(" | "))
        if how not in HOW or not why or name in found:
            raise ValueError(f"{FILE.name}:{number}: same or open, a mutant, and why, once each")
        found[name] = (how, why)
    return found
