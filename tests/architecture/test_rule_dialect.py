"""Rules keep to the dialect in which plain and compiled Python agree to the last bit."""

from __future__ import annotations

import ast
import re

import pytest

from sim.foundation import kinds

SCALARS = {"float", "int", "bool"}
MATH = {"exp", "log", "sqrt", "floor"}
# What rules may import, beside math and other rules: how numbers are rounded, and what numbers of kinds stand for.
IMPORTS = {"sim.foundation.grid": {"to_grid"}, "sim.foundation.kinds": set(vars(kinds))}
# What a rule may be made of. Not here, because seen to differ or to need more than scalars: `**`, `//`, `%`,
# comprehensions, subscripts, tuples, texts, lambdas, `while`, `try`.
ALLOWED = (
    ast.FunctionDef, ast.arguments, ast.arg, ast.Return, ast.Assign, ast.AugAssign, ast.If, ast.IfExp, ast.For,
    ast.Expr, ast.Name, ast.Load, ast.Store, ast.Constant, ast.Attribute, ast.Call,
    ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.UnaryOp, ast.USub, ast.Not, ast.BoolOp, ast.And, ast.Or,
    ast.Compare, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq,
)  # fmt: skip

# Rules that no engine uses: felt empathy is measured, by whatever engine wrote the rows.
MEASURED = "sim.rules.empathy"

# The core passes over candidates by the most that a score can be; the readable engine looks at all.
NOT_IN = {("agents", "match_score_at_most")}


@pytest.fixture(scope="module")
def rules(modules):
    """(module, function) for every function of the floor of rules."""
    found = [(m, n) for m in modules.values() if m.floor == "rules" for n in m.tree.body if _is_function(n)]
    assert len(found) > 10
    return found


def _is_function(node) -> bool:
    return isinstance(node, ast.FunctionDef)


def test_a_module_of_rules_holds_rules_and_nothing_else(modules):
    wrong = []
    for module in (m for m in modules.values() if m.floor == "rules"):
        for node in module.tree.body[1:]:  # after the docstring
            if isinstance(node, ast.ImportFrom) and re.match(r"sim\.rules(\.|$)|__future__$", node.module or ""):
                continue
            if isinstance(node, ast.ImportFrom) and {a.name for a in node.names} <= IMPORTS.get(node.module, set()):
                continue
            if isinstance(node, ast.Import) and [alias.name for alias in node.names] == ["math"]:
                continue
            if not _is_function(node):
                wrong.append(f"{module.path}:{node.lineno} {ast.unparse(node)[:60]}")
    assert not wrong, "\n".join(wrong)


def test_scalars_in_and_a_scalar_out(rules):
    wrong = []
    for module, rule in rules:
        arguments = rule.args.posonlyargs + rule.args.args + rule.args.kwonlyargs
        kinds = [ast.unparse(a.annotation) if a.annotation else "nothing" for a in arguments]
        kinds.append(ast.unparse(rule.returns) if rule.returns else "nothing")
        plain = not (rule.args.vararg or rule.args.kwarg or rule.args.defaults or rule.args.kwonlyargs)
        if not plain or rule.decorator_list or not set(kinds) <= SCALARS:
            wrong.append(f"{module.path}:{rule.lineno} {rule.name}: {', '.join(kinds)}")
    assert not wrong, "\n".join(wrong)


def test_rules_are_written_in_the_dialect(rules):
    names = {rule.name for _, rule in rules}
    wrong = [f"{m.path}:{line} {r.name}: {what}" for m, r in rules for line, what in _outside_the_dialect(r, names)]
    assert not wrong, "\n".join(wrong)


def _outside_the_dialect(rule: ast.FunctionDef, rule_names: set[str]) -> list[tuple[int, str]]:
    """Lines of a rule, and what there is outside the dialect."""
    known = {a.arg for a in rule.args.args} | {n.id for n in ast.walk(rule) if _is_stored(n)}
    annotations = {id(n) for a in rule.args.args if a.annotation for n in ast.walk(a.annotation)}
    annotations |= {id(n) for n in ast.walk(rule.returns)} if rule.returns else set()
    body = rule.body[1:] if ast.get_docstring(rule) else rule.body
    ranges = {id(n.iter) for n in ast.walk(rule) if isinstance(n, ast.For)}
    found = []
    for node in (n for statement in body for n in ast.walk(statement)):
        if id(node) in annotations:
            continue
        problem = _problem(node, known, rule_names, ranges)
        if problem:
            found.append((getattr(node, "lineno", rule.lineno), problem))
    return found


def _is_stored(node) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _problem(node, known: set[str], rule_names: set[str], ranges: set[int]) -> str | None:
    if not isinstance(node, ALLOWED):
        return f"{type(node).__name__} is not in the dialect"
    if isinstance(node, ast.Constant) and type(node.value) not in (float, int, bool):
        return f"{node.value!r} is not a number"
    if isinstance(node, ast.Name) and node.id not in known | rule_names | {"math", "range", "to_grid", *vars(kinds)}:
        return f"{node.id} is neither a parameter nor a rule"
    if isinstance(node, ast.Attribute) and not _is_math_or_kind(node):
        return f"{ast.unparse(node)}; of math only {', '.join(sorted(MATH))}, else kinds"
    if isinstance(node, ast.For) and not re.fullmatch(r"range\(\w+\)", ast.unparse(node.iter)):
        return f"a loop over {ast.unparse(node.iter)}; only `for _ in range(count)`"
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func)
        if node.keywords or (called == "range" and id(node) not in ranges):
            return f"the call {ast.unparse(node)}"
        if called not in rule_names | {"range", "to_grid"} and not called.startswith("math."):
            return f"the call of {called}"
    return None


def _is_math_or_kind(node: ast.Attribute) -> bool:
    whose, name = ast.unparse(node.value), node.attr
    return name in MATH if whose == "math" else name in getattr(getattr(kinds, whose, None), "__members__", ())


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("return a ** 2", "Pow"),
        ("return min(a, b)", "min"),
        ("return a // b", "FloorDiv"),
        ("return math.pow(a, b)", "math.pow"),
        ("return LIMIT", "LIMIT"),
        ("return [a][0]", "Subscript"),
        ("while a > b: a = a - b\n return a", "While"),
        ("for x in values(a): a = x\n return a", "a loop over"),
        ("return 'high'", "'high'"),
        ("return round(a)", "round"),
        ("return a + math.pi", "math.pi"),
        ("return Change.__members__", "Change.__members__"),
        ("return Change.SOLD", "Change.SOLD"),
        ("return Change(1)", "the call of Change"),
    ],
)
def test_the_dialect_refuses(body, problem):
    rule = ast.parse(f"def rule(a: float, b: float) -> float:\n {body}").body[0]
    assert any(problem in what for _, what in _outside_the_dialect(rule, {"rule"}))


@pytest.mark.parametrize("floor", ["agents", "core", "measures"])
def test_each_engine_uses_every_rule(rules, modules, floor):
    """Scores, keys, durations and probabilities are rules, and none is written again for one engine."""
    rules = [
        (m, r) for m, r in rules if (m.name == MEASURED) == (floor == "measures") and (floor, r.name) not in NOT_IN
    ]
    inside = {r.name for m, r in rules for n in ast.walk(m.tree) if isinstance(n, ast.Call) and _calls(n, r.name)}
    used = {
        node.id
        for module in modules.values()
        if module.floor in (floor, "process")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Name)
    }
    unused = {rule.name for _, rule in rules} - used - inside
    assert not unused, f"sim/process and sim/{floor} do not use {sorted(unused)}"


def _calls(node: ast.Call, name: str) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id == name


def test_every_rule_explains_each_of_its_parameters(rules):
    wrong = []
    for module, rule in rules:
        text = ast.get_docstring(rule) or ""
        unnamed = [a.arg for a in rule.args.args if not re.search(rf"\b{a.arg}\b", text)]
        if not text or unnamed:
            wrong.append(f"{module.path}:{rule.lineno} {rule.name} does not explain {', '.join(unnamed) or 'itself'}")
    assert not wrong, "\n".join(wrong)
