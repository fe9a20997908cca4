"""How to get the same numbers again, and how to cite them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.manifest import citation, made_with, question_of, result_hash
from sim.report.page.blocks import Block, Code, Words, table_of
from sim.scenario import scenario_hash
from sim.scenario.built_in_columns import default_columns
from sim.scenario.identity import resolved_text
from sim.scenario.scenario_settings import DATA_FILES

if TYPE_CHECKING:
    from sim.report.answer import Answer
    from sim.scenario.scenario_settings import Scenario


def rerun_blocks(answer: Answer) -> tuple[Block, ...]:
    """Command, scenario in full, fingerprints, and a line to cite."""
    scenario, digest = answer.scenario, result_hash(answer, answer.columns)
    files = [name for name in DATA_FILES if scenario.named_file(name)]
    beside = f" It names data files, which have to lie beside it: {', '.join(files)}." if files else ""
    fingerprints = {
        "result": digest,
        "scenario": scenario_hash(scenario),
        "customers": next((row.values[answer.columns[0]] for row in answer.parity_rows
                           if row.item == "customers"), ""),
        "seed": str(answer.seed),
        "replications": str(answer.replication_count),
        "engine": answer.engine,
        "made with": _made_with(),
    }  # fmt: skip
    rows = [{"what": name, "value": value} for name, value in fingerprints.items()]
    return (
        Words((f"Save the scenario below as {file_name(scenario)} and run:{beside}",)),
        Code(command(answer)),
        Code(resolved_text(scenario), "The scenario in full, defaults included", file_name(scenario)),
        table_of(rows, "Fingerprints: equal ones mean equal numbers"),
        Words(("To cite this result:",)),
        Code(citation(digest, question_of(answer, answer.columns), scenario)),
    )


def command(answer: Answer) -> str:
    """The command that gives these numbers, from the scenario's file. Not the one typed, which may name places."""
    parts = ["podsim", "compare", file_name(answer.scenario)]
    if answer.columns != default_columns(answer.scenario.formations, answer.scenario.better_habits):
        parts += ["--formations", _quoted(",".join(answer.columns))]
    parts += ["--replications", str(answer.replication_count), "--seed", str(answer.seed)]
    if answer.engine != "core":
        parts += ["--engine", answer.engine]
    if answer.placebo:
        parts += ["--placebo", "--placebo-draws", str(len(answer.placebo.draws))]
    return " ".join(parts)


def _quoted(text: str) -> str:
    from shlex import quote

    return quote(text)


def file_name(scenario: Scenario) -> str:
    """A name for the scenario's file that every file system bears."""
    from sim.report.folder import folder_name

    return f"{folder_name(scenario.name, '')[:-1]}.yaml"


def _made_with() -> str:
    versions = made_with()
    packages = ", ".join(f"{name} {version}" for name, version in versions["packages"].items() if version)
    return f"podsim {versions['version']}, Python {versions['python']}, {versions['platform']}; {packages}"
