"""docs/background/model.md says what the code says: equations as the rules give them, settings as they are declared.

On that page
- a table headed `rule` has one row per rule; what stands as code in its second cell is taken word for word from the
  rule's docstring, and no equation of the docstring is left out;
- a table headed `setting` has the rows that `setting_row` writes;
- `name` = `expression` anywhere is an equation that is worked out and compared with the function of that name.

After a change of settings, `python -m tests.docs.test_model_page` writes their rows again. Equations are for people.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import math
import pkgutil
import random
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy import special

import sim.rules
from sim.demand import arrival_rates, distributions
from sim.foundation import draws, grid
from sim.scenario import SettingInfo, all_settings

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/background/model.md"
EVIDENCE = ROOT / "docs/background/evidence.md"
BLOCKS = ("policy.", "people.fatigue.", "demand.coming_back.", "demand.technology.", "money.")
CODE = re.compile(r"`([^`]+)`")
# Where a docstring calculates or compares: `a * b`, `a^b`, `max(a, b)`.
OPERATOR = re.compile(r"(?<=\S) (?:[*/+^=<>-]|[<>]=) (?=\S)|\w\^|\b(?:max|min|exp|ln|log2|floor)\(")
CITED = re.compile(r"\brows? (\d+[ab]?(?:(?:, | and |-)\d+[ab]?)*)", re.IGNORECASE)
EQUATION = re.compile(r"`(\w+)` = `([^`]+)`")


def page() -> str:
    """The page as it is."""
    return PAGE.read_text(encoding="utf-8")


def rows_under(text: str, heading: str) -> list[list[str]]:
    """Cells of the rows of every table whose first column is headed so, rows in order."""
    found, inside = [], False
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")] if line.startswith("|") else []
        if cells and inside and not set(line) <= set("|- "):
            found.append([cells[0], *(cell.strip(" |") for cell in cells[1:])])
        inside = bool(cells) and (inside or cells[0] == heading)
    return found


def all_rules() -> dict[str, Callable]:
    """Every public function of sim/rules by name."""
    found = {}
    for module in pkgutil.iter_modules(sim.rules.__path__):
        loaded = importlib.import_module(f"sim.rules.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if function.__module__ == loaded.__name__ and not name.startswith("_"):
                assert name not in found, f"two rules are called {name}"
                found[name] = function
    return found


def plain(text: str | None) -> str:
    """A text on one line."""
    return " ".join((text or "").split())


def said_before_parameters(rule: Callable) -> str:
    """The part of a docstring in which equations stand: up to the explanation of the first parameter."""
    text = inspect.getdoc(rule) or ""
    names = "|".join(inspect.signature(rule).parameters)
    first = re.search(rf"^(?:{names})(?:, \w+)*: ", text, flags=re.MULTILINE)
    return plain(text[: first.start()] if first else text)


def left_out(text: str, quoted: list[str]) -> list[str]:
    """Where a text calculates outside of what is quoted from it."""
    covered = np.zeros(len(text), dtype=bool)
    for quote in quoted:
        for found in re.finditer(re.escape(plain(quote)), text):
            covered[found.start() : found.end()] = True
    spans = (found.span() for found in OPERATOR.finditer(text))
    return [text[max(0, start - 30) : end + 30] for start, end in spans if not covered[start:end].all()]


def cited_rows(text: str) -> set[str]:
    """Evidence rows named in a text; 7-9 is 7, 8, 9."""
    found = set()
    for cited in CITED.findall(text):
        for part in re.split(r", | and ", cited):
            first, _, last = part.partition("-")
            found |= {str(row) for row in range(int(first), int(last) + 1)} if last else {part}
    return found


def rule_rows() -> dict[str, list[str]]:
    """Rule -> cells of its row."""
    found: dict[str, list[str]] = {}
    for name, *cells in rows_under(page(), "rule"):
        assert name.strip("`") not in found, f"{name} has two rows"
        found[name.strip("`")] = cells
    return found


# --- rules ----------------------------------------------------------------------------------------


def test_every_rule_has_its_row_and_no_other():
    assert set(rule_rows()) == set(all_rules())


@pytest.mark.parametrize("name", sorted(all_rules()))
def test_equations_are_those_of_the_rule(name):
    rule, cells = all_rules()[name], rule_rows().get(name)
    assert cells, f"{name} has no row"
    assert len(cells) == 3, f"{name}: a row needs equation, what it gives, and where from"
    quoted, text = CODE.findall(cells[0]), plain(inspect.getdoc(rule))
    assert quoted, f"{name}: nothing is quoted"
    strange = [quote for quote in quoted if plain(quote) not in text]
    assert not strange, f"{name}: not in its docstring: {strange}"
    missing = left_out(said_before_parameters(rule), quoted)
    assert not missing, f"{name}: of its docstring the page leaves out ... {missing}"


@pytest.mark.parametrize("name", sorted(all_rules()))
def test_sources_of_a_rule_are_those_it_names(name):
    said, text = rule_rows()[name][2], inspect.getdoc(all_rules()[name]) or ""
    assert cited_rows(said) == cited_rows(text), f"{name}: the page names other evidence rows than the rule"
    assert ("assumption" in said.lower()) == ("ssumption" in text), f"{name}: what is an assumption?"


def test_equations_of_whole_chapters_are_quoted():
    quoted = CODE.findall(plain(re.sub(r"```.*?```", "", page(), flags=re.DOTALL)))
    for module in pkgutil.iter_modules(sim.rules.__path__):
        text = plain(inspect.getdoc(importlib.import_module(f"sim.rules.{module.name}")))
        assert not left_out(text, quoted), f"sim/rules/{module.name}.py: {left_out(text, quoted)}"


def test_what_the_page_cites_stands_on_the_evidence_page():
    known = set(re.findall(r"^\| (\d+[ab]?) \|", EVIDENCE.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert cited_rows(page()) <= known


# --- settings -------------------------------------------------------------------------------------


def setting_row(info: SettingInfo) -> str:
    """The row of a setting: key, default, unit, what is accepted, source."""
    accepted = re.sub(r"^(a (whole )?number|one of) (from |of )?", "", info.allowed)
    default = f"`{info.default}`" if info.default else "must be given"
    return f"| `{info.key}` | {default} | {info.unit} | {accepted} | {info.source} |"


def shown_settings() -> dict[str, str]:
    """Setting -> its row on the page."""
    rows = re.findall(r"^\| `([\w.*]+)` \|.*\|$", page(), flags=re.MULTILINE)
    lines = re.findall(r"^(\| `[\w.*]+` \|.*\|)$", page(), flags=re.MULTILINE)
    return {key: line for key, line in zip(rows, lines, strict=True) if "." in key}


def wanted(info: SettingInfo) -> bool:
    """Whether the page must have a row for a setting: every dial, and whatever claims something about the world."""
    if info.block or info.entry:
        return False
    claims = info.source != "convention" and not info.key.startswith("measured_today.")
    return info.key.startswith(BLOCKS) or claims


def test_every_dial_and_every_number_with_a_claim_has_its_row():
    missing = [setting_row(info) for info in all_settings() if wanted(info) and info.key not in shown_settings()]
    assert not missing, "no row in docs/background/model.md for\n" + "\n".join(missing)


def test_settings_are_shown_as_they_are():
    known = {info.key: info for info in all_settings()}
    shown = shown_settings()
    assert not set(shown) - set(known), f"no such setting: {sorted(set(shown) - set(known))}"
    wrong = [setting_row(known[key]) for key, line in shown.items() if line != setting_row(known[key])]
    assert not wrong, "run `python -m tests.docs.test_model_page`:\n" + "\n".join(wrong)


def test_blocks_of_settings_are_named():
    for block in ("people.fatigue", "demand.coming_back", "demand.technology", "policy", "money", "empathy"):
        assert f"`{block}`" in page(), block


# --- draws, and equations that can be worked out --------------------------------------------------


def test_every_kind_of_draw_is_named():
    named = [kind.strip("`") for kind, *_ in rows_under(page(), "draw")]
    assert sorted(named) == sorted(kind.name for kind in draws.Kind)


def functions_by_name() -> dict[str, Callable]:
    """What may stand before `=`."""
    found = dict(all_rules())
    for module in (arrival_rates, grid, distributions):
        found |= dict(inspect.getmembers(module, inspect.isfunction))
    return found


def worked_out(expression: str, values: dict[str, float]) -> float:
    """The value of an equation as written on the page."""
    names = {
        "ln": math.log, "log2": math.log2, "exp": math.exp, "sqrt": math.sqrt, "floor": math.floor, "min": min,
        "max": max, "gammaincinv": lambda a, u: float(special.gammaincinv(a, u)),
    }  # fmt: skip
    tree = ast.parse(expression.replace("^", "**"), mode="eval")
    return eval(compile(tree, expression, "eval"), {"__builtins__": {}}, names | values)


def some_values(function: Callable, dice: random.Random) -> dict[str, float]:
    """Arguments for which an equation is tried: shares by default."""
    values = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.annotation in ("int", int):
            values[name] = dice.randrange(0, 6)
        elif "minutes" in name:
            values[name] = dice.uniform(1.0, 300.0)
        else:
            values[name] = dice.uniform(0.02, 0.98)
    if "after" in values:  # fatigue at the end follows from that at the beginning
        after = "fatigue_after_serving" if function.__name__ == "strain_serving" else "fatigue_after_rest"
        values["after"] = all_rules()[after](values["before"], values["minutes"], values["half_life_minutes"])
    return values


@pytest.mark.parametrize(("name", "expression"), sorted(set(EQUATION.findall(plain(page())))))
def test_an_equation_gives_what_the_function_gives(name, expression):
    function, dice = functions_by_name()[name], random.Random(name)
    for _ in range(200):
        values = some_values(function, dice)
        given = [np.array([v]) for v in values.values()] if name == "busyness" else list(values.values())
        if name == "busyness":
            given[1] = values["variation"]
        seen = float(np.ravel(function(*given))[0])
        assert seen == pytest.approx(worked_out(expression, values), rel=1e-6, abs=1e-4 if "strain" in name else 2e-6)


def test_these_are_worked_out():
    """So that no slip of the pen takes an equation out of the test before this one."""
    expected = {"busyness", "correlated_score", "exponential", "kumaraswamy", "lognormal", "to_grid", "weibull"}
    assert {name for name, _ in EQUATION.findall(plain(page()))} >= expected | {"strain_serving", "strain_resting"}


# --- the test itself ------------------------------------------------------------------------------


def test_what_is_left_out_is_noticed():
    text = "Minutes of a step: work / speed + retelling. Never max(a, b) of a pair, 1 - p."
    assert left_out(text, ["work / speed + retelling", "max(a, b)", "1 - p"]) == []
    assert len(left_out(text, ["work / speed"])) == 3
    assert cited_rows("Evidence rows 7-9, and row 24a") == {"7", "8", "9", "24a"}
    table = "| rule | equation |\n|---|---|\n| `a` | `b | c` |\n\n| other | |\n|---|---|\n| `d` | e |\n"
    assert rows_under(table, "rule") == [["`a`", "`b", "c`"]]


def refresh() -> None:
    """Write the rows of the settings again."""
    known = {info.key: info for info in all_settings()}

    def now(found: re.Match[str]) -> str:
        return setting_row(known[found[1]]) if found[1] in known else found[0]

    PAGE.write_text(re.sub(r"^\| `(\w+\.[\w.*]+)` \|.*\|$", now, page(), flags=re.MULTILINE), encoding="utf-8")


if __name__ == "__main__":
    refresh()
