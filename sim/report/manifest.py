"""What a result rests on: scenario, seed, versions, hashes. No dates and no places, so that equal runs are equal.

Every command says it under the same keys, followed by what was asked of that command alone.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from sim.scenario import resolved, scenario_hash

if TYPE_CHECKING:
    from sim.report.answer import Answer, Run
    from sim.scenario.scenario_settings import Scenario

SCHEMA = 1  # of results folders: counted up when a key, a file or a column goes or means something else
PACKAGES = ("numpy", "numba", "scipy", "mesa", "simpy", "networkx", "pydantic")


def manifest(
    command: Sequence[str],
    scenario: Scenario | None,
    question: Mapping[str, Any],
    files: Mapping[str, str | bytes],
    findings: Mapping[str, Any] | None = None,
    digest: str = "",
) -> dict[str, Any]:
    """The manifest as plain values.

    scenario: None where there are many, each with its hash in `question`. question: what was asked, as seed,
    replications and columns. files: name -> content of everything else that was written. findings: what a reader of the
    numbers must know beside them. digest: hash of all that decides the result where scenario and question are not all.
    """
    return {
        "schema": SCHEMA,
        "cite_as": citation(digest or hash_of_question(scenario, question), question, scenario),
        **made_with(),
        "command": list(command),
        **({"scenario_sha256": scenario_hash(scenario)} if scenario else {}),
        **question,
        **(findings or {}),
        "files_sha256": {name: sha256(content) for name, content in files.items()},
        **({"scenario": resolved(scenario)} if scenario else {}),
    }


def manifest_schema() -> dict[str, Any]:
    """JSON Schema of the manifest of every command: the keys that all have; each has more of its own."""
    text, digest = {"type": "string"}, {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    properties = {
        "schema": {"const": SCHEMA, "description": "version of this form"},
        "cite_as": text | {"description": "a line with which a reader finds the result again"},
        "program": {"const": "podsim"},
        "version": text,
        "sources_sha256": digest | {"description": "of all sources that have a part in a number"},
        "python": text,
        "platform": text,
        "packages": {"type": "object", "additionalProperties": {"type": ["string", "null"]}},
        "command": {"type": "array", "items": text, "description": "as it was typed"},
        "files_sha256": {
            "type": "object",
            "additionalProperties": digest,
            "description": "of every other file of the folder, by its path in it",
        },
    }
    more = {
        "scenario_sha256": digest | {"description": "of the scenario with its data files"},
        "scenario": {"type": "object", "description": "every setting"},
        "seed": {"type": "integer"},
        "replications": {"type": "integer"},
        "sentence": text | {"description": "the finding of a comparison"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "manifest.json of a results folder of podsim",
        "type": "object",
        "required": list(properties),
        "properties": properties | more,
        "additionalProperties": True,
    }


def manifest_text(values: Mapping[str, Any]) -> str:
    """A manifest as it is written to a file."""
    return json.dumps(values, indent=1, ensure_ascii=False) + "\n"


def made_with() -> dict[str, Any]:
    """Program with the hash of its sources, Python, platform and packages, with their versions."""
    from sim.exploring.cells.cell import sources_hash

    return {
        "program": "podsim",
        "version": program_version(),
        "sources_sha256": sources_hash(),
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "packages": {name: package_version(name) for name in PACKAGES},
    }


def hash_of_question(scenario: Scenario | None, question: Mapping[str, Any]) -> str:
    """Hash of all that decides a result: what was asked of which scenario, and the version of the program."""
    decides = {**question, "scenario": scenario and scenario_hash(scenario), "version": program_version()}
    return sha256(json.dumps(decides, sort_keys=True))


def citation(digest: str, question: Mapping[str, Any], scenario: Scenario | None) -> str:
    """One line with everything that a reader needs to find a result again.

    digest: hash of all that decides it, as in the name of its folder. question, scenario: as of `manifest`.
    """
    asked = {"experiment": "experiment {}", "replications": "{} replications", "seed": "seed {}", "engine": "engine {}"}
    said = [words.format(question[name]) for name, words in asked.items() if name in question]
    about = f", scenario {scenario.name} (SHA-256 {scenario_hash(scenario)[:16]})" if scenario else ""
    columns = f", {', '.join(question['formations'])}" if question.get("formations") else ""
    return "; ".join([f"podsim {program_version()}{about}{columns}", *said, f"result {digest[:10]}"])


def question_of(result: Answer | Run, columns: Sequence[str]) -> dict[str, Any]:
    """What was asked of a comparison or a run."""
    return {
        "seed": result.seed,
        "replications": result.replication_count,
        "engine": result.engine,
        "formations": list(columns),
        "random_draws": _draws(result),
        "plausible_worlds": _worlds(result),
        "in_people": _in_people(result),
        "modified_rules": dict(result.modified_rules),
    }


def result_hash(result: Answer | Run, columns: Sequence[str]) -> str:
    """Hash of all that decides a comparison or a run: scenario, seed, replications, engine, columns, version."""
    decides = [scenario_hash(result.scenario), result.seed, result.replication_count, result.engine, *columns]
    decides += [f"{draws} random draws"] if (draws := _draws(result)) else []
    decides += [f"modified rule {name} {digest}" for name, digest in result.modified_rules]
    decides += [f"{worlds} plausible worlds"] if (worlds := _worlds(result)) else []
    decides += ["in people"] if _in_people(result) else []
    return sha256("\n".join(map(str, [*decides, program_version()])))


def sha256(content: str | bytes) -> str:
    """Hash of a text or of bytes, 64 hexadecimal digits."""
    return hashlib.sha256(content if isinstance(content, bytes) else content.encode()).hexdigest()


def _draws(result: Answer | Run) -> int:
    """How many times teams were drawn at random beside the columns."""
    placebo = getattr(result, "placebo", None)
    return len(placebo.draws) if placebo else 0


def _worlds(result: Answer | Run) -> int:
    """How many plausible worlds were run beside the columns."""
    sensitivity = getattr(result, "sensitivity", None)
    return sensitivity.worlds.count + sensitivity.worlds.refused if sensitivity else 0


def _in_people(result: Answer | Run) -> bool:
    """Whether it was asked how many people each column needs for today's service."""
    return getattr(result, "in_people", None) is not None


def program_version() -> str:
    """Version of the installed program; "source" in a checkout that was not installed."""
    return package_version("podsim") or "source"


@cache
def package_version(name: str) -> str | None:
    """Version of an installed package, None where it is missing."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None
