"""What a result rests on: scenario, seed, versions, hashes. No dates and no places, so that equal runs are equal."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from sim.scenario import resolved, scenario_hash

if TYPE_CHECKING:
    from sim.report.answer import Answer, Run
    from sim.scenario.scenario_settings import Scenario

PACKAGES = ("numpy", "numba", "scipy", "mesa", "simpy", "networkx", "pydantic")


def result_hash(result: Answer | Run, columns: Sequence[str]) -> str:
    """Hash of all that decides a result: scenario, seed, replications, engine, columns, version."""
    said = [scenario_hash(result.scenario), result.seed, result.replication_count, result.engine, *columns]
    said += [f"{draws} random draws"] if (draws := _draws(result)) else []
    said += [f"modified rule {name} {digest}" for name, digest in result.modified_rules]
    said += [f"{worlds} plausible worlds"] if (worlds := _worlds(result)) else []
    return hashlib.sha256("\n".join(map(str, [*said, program_version()])).encode()).hexdigest()


def manifest(
    result: Answer | Run, columns: Sequence[str], command: Sequence[str], files: Mapping[str, str | bytes]
) -> dict[str, Any]:
    """The manifest as plain values. files: name -> content of everything else in the folder."""
    return {
        **made_with(),
        "command": list(command),
        "scenario_sha256": scenario_hash(result.scenario),
        "seed": result.seed,
        "replications": result.replication_count,
        "engine": result.engine,
        "formations": list(columns),
        "random_draws": _draws(result),
        "plausible_worlds": _worlds(result),
        "modified_rules": dict(result.modified_rules),
        "offered_load": {name: _finite(state.offered) for name, state in result.load.items()},
        "load_with_fatigue": {name: _finite(state.effective) for name, state in result.load.items()},
        "growth": {name: {k: _finite(v) for k, v in asdict(found).items()} for name, found in result.growth.items()},
        "understood": list(result.data_notes),
        "files_sha256": {name: _digest(content) for name, content in files.items()},
        "scenario": resolved(result.scenario),
    }


def made_with() -> dict[str, Any]:
    """Program, Python, platform and packages, with their versions."""
    return {
        "program": "podsim",
        "version": program_version(),
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "packages": {name: package_version(name) for name in PACKAGES},
    }


def of_cells(
    scenario: Scenario, command: Sequence[str], facts: Mapping[str, Any], files: Mapping[str, str | bytes]
) -> dict[str, Any]:
    """The manifest of a result that rests on many cells. facts: what was asked. files: name -> content."""
    return {
        **made_with(),
        "command": list(command),
        "scenario_sha256": scenario_hash(scenario),
        **facts,
        "files_sha256": {name: hashlib.sha256(_bytes(held)).hexdigest() for name, held in files.items()},
        "scenario": resolved(scenario),
    }


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _digest(content: str | bytes) -> str:
    return hashlib.sha256(content if isinstance(content, bytes) else content.encode()).hexdigest()


def _draws(result: Answer | Run) -> int:
    """How many times teams were drawn at random beside the columns."""
    placebo = getattr(result, "placebo", None)
    return len(placebo.draws) if placebo else 0


def _worlds(result: Answer | Run) -> int:
    """How many plausible worlds were run beside the columns."""
    outlook = getattr(result, "outlook", None)
    return outlook.worlds.count + outlook.worlds.refused if outlook else 0


def program_version() -> str:
    """Version of the installed program; "source" in a checkout that was not installed."""
    return package_version("podsim") or "source"


def package_version(name: str) -> str | None:
    """Version of an installed package, None where it is missing."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _finite(value: Any) -> Any:
    """Plain value that JSON can hold."""
    if isinstance(value, bool):
        return value
    number = float(value)
    return number if abs(number) < float("inf") else None
