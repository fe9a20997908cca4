"""How to get the same numbers again, and how to cite them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.manifest import made_with, program_version, result_hash
from sim.report.page.blocks import Block, Code, Words, table_of
from sim.scenario import scenario_hash
from sim.scenario.built_in_columns import DEFAULT_COLUMNS
from sim.scenario.identity import resolved_text
from sim.scenario.scenario_settings import DATA_FILES

if TYPE_CHECKING:
    from sim.report.answer import Answer
    from sim.scenario.scenario_settings import Scenario


def rerun_blocks(comparison: Answer) -> tuple[Block, ...]:
    """Command, scenario in full, fingerprints, and a line to cite."""
    scenario, digest = comparison.scenario, result_hash(comparison, comparison.columns)
    files = [name for name in DATA_FILES if scenario.named_file(name)]
    beside = f" It names data files, which have to lie beside it: {', '.join(files)}." if files else ""
    facts = {
        "result": digest,
        "scenario": scenario_hash(scenario),
        "customers": next((row.values[comparison.columns[0]] for row in comparison.parity_rows
                           if row.item == "customers"), ""),
        "seed": str(comparison.seed),
        "replications": str(comparison.replication_count),
        "engine": comparison.engine,
        "made with": _made_with(),
    }  # fmt: skip
    rows = [{"what": name, "value": value} for name, value in facts.items()]
    return (
        Words((f"Save the scenario below as {file_name(scenario)} and run:{beside}",)),
        Code(command(comparison)),
        Code(resolved_text(scenario), "The scenario in full, defaults included", file_name(scenario)),
        table_of(rows, "Fingerprints: equal ones mean equal numbers"),
        Words(("To cite this result:",)),
        Code(citation(comparison, digest)),
    )


def command(comparison: Answer) -> str:
    """The command that gives these numbers, from the scenario's file. Not the one typed, which may name places."""
    parts = ["podsim", "compare", file_name(comparison.scenario)]
    if comparison.columns != DEFAULT_COLUMNS:
        parts += ["--formations", _quoted(",".join(comparison.columns))]
    parts += ["--replications", str(comparison.replication_count), "--seed", str(comparison.seed)]
    if comparison.engine != "core":
        parts += ["--engine", comparison.engine]
    if comparison.placebo:
        parts += ["--placebo", "--placebo-draws", str(len(comparison.placebo.draws))]
    return " ".join(parts)


def _quoted(text: str) -> str:
    from shlex import quote

    return quote(text)


def file_name(scenario: Scenario) -> str:
    """A name for the scenario's file that every file system bears."""
    from sim.report.folder import folder_name

    return f"{folder_name(scenario.name, '')[:-1]}.yaml"


def citation(comparison: Answer, digest: str) -> str:
    """One line with everything that a reader needs to find the same result again."""
    return (
        f"podsim {program_version()}, scenario {comparison.scenario.name} "
        f"(SHA-256 {scenario_hash(comparison.scenario)[:16]}), {', '.join(comparison.columns)}; "
        f"{comparison.replication_count} replications, seed {comparison.seed}, engine {comparison.engine}; "
        f"result {digest[:10]}."
    )


def _made_with() -> str:
    found = made_with()
    packages = ", ".join(f"{name} {version}" for name, version in found["packages"].items() if version)
    return f"podsim {found['version']}, Python {found['python']}, {found['platform']}; {packages}"
