"""What an event does to a case is said once, in `sim/process`, by functions that both engines can run."""

from __future__ import annotations

import ast
import re

import pytest

from sim.formation.arrays import POLICY
from sim.process import records
from sim.records.tables import CONTACT, PERSON, PERSON_WEEK, SEGMENT, STEP_PARTS

MAY_IMPORT = re.compile(r"(__future__|math|typing|collections\.abc|sim\.(foundation|records|rules|process))(\.|$)")
# What a process may be made of. Not here: containers, comprehensions, texts, lambdas, classes, `while`, `try`, `del`.
ALLOWED = (
    ast.FunctionDef, ast.arguments, ast.arg, ast.Return, ast.Assign, ast.AugAssign, ast.If, ast.IfExp, ast.For,
    ast.Expr, ast.Name, ast.Load, ast.Store, ast.Constant, ast.Attribute, ast.Call, ast.Subscript,
    ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.UnaryOp, ast.USub, ast.Not, ast.BoolOp, ast.And, ast.Or,
    ast.Compare, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq,
)  # fmt: skip
# By position of the need, and by function: read with one index, and never written.
SEQUENCES = {"need", "hidden", "wrong", "independent"}
SENTENCE = re.compile(r"(\d+)\.(\d+) ")

# By the type of a parameter: its fields, and where they are declared.
FIELDS = {
    name: (set(kind.__annotations__), "sim/process/records.py")
    for name, kind in vars(records).items()
    if getattr(kind, "__module__", "") == records.__name__
}
FIELDS |= {
    name: (set(fields), "sim/records/tables.py")
    for name, fields in {
        "ContactRow": CONTACT.names, "PersonRow": PERSON.names, "WeekRow": PERSON_WEEK.names,
        "SegmentRow": SEGMENT.names, "StepParts": STEP_PARTS, "Length": STEP_PARTS,
    }.items()
}  # fmt: skip
FIELDS["Policy"] = set(POLICY.names), "sim/scenario/policy_settings.py"


@pytest.fixture(scope="module")
def processes(modules):
    """(module, function) for every function of the floor of processes."""
    found = [
        (module, node)
        for module in modules.values()
        if module.floor == "process"
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef)
    ]
    assert len(found) > 40
    return found


def _bodies(function):
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return [node for statement in body for node in ast.walk(statement)]


def test_processes_import_rules_and_what_lies_below(modules):
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module in modules.values()
        if module.floor == "process"
        for name, line in module.imports()
        if not MAY_IMPORT.match(name)
    ]
    assert not wrong, "\n".join(wrong)


def test_a_module_of_processes_holds_functions_and_nothing_else(modules):
    """But for `records`, which says which fields there are."""
    wrong = []
    for module in modules.values():
        if module.floor != "process" or module.name in ("sim.process", "sim.process.records"):
            continue
        for node in module.tree.body[1:]:
            typing_only = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
            if not isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef) and not typing_only:
                wrong.append(f"{module.path}:{node.lineno} {ast.unparse(node)[:60]}")
    assert not wrong, "\n".join(wrong)


def test_processes_are_written_in_the_dialect(processes):
    wrong = [f"{m.path}:{line} {f.name}: {what}" for m, f in processes for line, what in _outside(f)]
    assert not wrong, "\n".join(wrong)


def _outside(function: ast.FunctionDef) -> list[tuple[int, str]]:
    found = []
    for node in _bodies(function):
        problem = _problem(node)
        if problem:
            found.append((getattr(node, "lineno", function.lineno), problem))
    return found


def _problem(node) -> str | None:
    if not isinstance(node, ALLOWED):
        return f"{type(node).__name__} is not in the dialect"
    if isinstance(node, ast.Constant) and type(node.value) not in (float, int, bool):
        return f"{node.value!r} is not a number"
    if isinstance(node, ast.Subscript):
        of = ast.unparse(node.value)
        if of not in SEQUENCES or isinstance(node.ctx, ast.Store):
            return f"a subscript of {of}; only {', '.join(sorted(SEQUENCES))}, read"
    if isinstance(node, ast.Attribute) and not isinstance(node.value, ast.Name):
        return f"{ast.unparse(node)} reaches through a record"
    if isinstance(node, ast.For) and not re.fullmatch(r"range\([\w.]+\)", ast.unparse(node.iter)):
        return f"a loop over {ast.unparse(node.iter)}"
    if isinstance(node, ast.Call):
        if node.keywords:
            return f"the call {ast.unparse(node)}"
        if not isinstance(node.func, ast.Name) and ast.unparse(node.func) != "math.floor":
            return f"the call of {ast.unparse(node.func)}: a record has no methods"
    return None


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("case.queue.join(case)", "reaches through"),
        ("case.leave()", "has no methods"),
        ("while case.waits: case.waits = 0", "While"),
        ("case.wings = []", "List"),
        ("rows[0] = 1", "a subscript of rows"),
        ("need[0] = 1", "a subscript of need"),
        ("for team in teams: case.team = team", "a loop over"),
        ("case.state = 'waiting'", "'waiting'"),
    ],
)
def test_the_dialect_refuses(body, problem):
    function = ast.parse(f"def process(case, rows, need, teams):\n {body}").body[0]
    assert any(problem in what for _, what in _outside(function))


def undeclared(function: ast.FunctionDef) -> list[tuple[int, str]]:
    """Fields that a process uses and nobody declares."""
    kinds = {one.arg: ast.unparse(one.annotation) for one in function.args.args if one.annotation is not None}
    used = (node for node in _bodies(function) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name))
    found = []
    for node in used:
        fields, home = FIELDS.get(kinds.get(node.value.id, ""), (None, ""))
        if fields is not None and node.attr not in fields:
            found.append((node.lineno, f"{node.value.id} has no {node.attr}: declare it in {home}"))
    return found


def test_fields_that_processes_use_are_declared(processes):
    wrong = [f"{m.path}:{line} {f.name}: {what}" for m, f in processes for line, what in undeclared(f)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("parameter", "home"),
    [
        ("policy: Policy", "sim/scenario/policy_settings.py"),
        ("case: Case", "sim/process/records.py"),
        ("contact: ContactRow", "sim/records/tables.py"),
    ],
)
def test_a_field_that_nobody_declares_is_named_with_where_to(parameter, home):
    name = parameter.partition(":")[0]
    function = ast.parse(f"def process({parameter}, now: float) -> float:\n return {name}.nobodys_field").body[0]
    assert undeclared(function) == [(2, f"{name} has no nobodys_field: declare it in {home}")]


def test_processes_write_records_and_return_scalars(processes):
    wrong = []
    for module, function in processes:
        returns = ast.unparse(function.returns) if function.returns else "nothing"
        plain = not (function.args.vararg or function.args.kwarg or function.args.defaults or function.args.kwonlyargs)
        if not plain or function.decorator_list or returns not in ("None", "bool", "int", "float"):
            wrong.append(f"{module.path}:{function.lineno} {function.name} returns {returns}")
    assert not wrong, "\n".join(wrong)


def test_every_process_names_its_sentence(processes, project):
    """By the numbers of process.md, in their order."""
    page = (project / "docs/background/process.md").read_text(encoding="utf-8")
    known = set(re.findall(r"\*\*(\d+\.\d+)\*\*", page))
    wrong = []
    for module, function in processes:
        said = SENTENCE.match(ast.get_docstring(function) or "")
        if not said or f"{said[1]}.{said[2]}" not in known:
            wrong.append(f"{module.path}:{function.lineno} {function.name} names no sentence of process.md")
    assert not wrong, "\n".join(wrong)


def test_each_engine_runs_every_process(processes, modules):
    """None is written again for one engine."""
    inside = {
        (module.name, node.func.id)
        for module, function in processes
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    called_inside = {name for _, name in inside}
    for engine in ("agents", "core"):
        used = {
            node.id
            for module in modules.values()
            if module.floor == engine
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Name)
        }
        unused = {function.name for _, function in processes} - used - called_inside
        assert not unused, f"sim/{engine} does not run {sorted(unused)}"
