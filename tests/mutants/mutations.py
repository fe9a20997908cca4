"""Small mistakes, one at a time, in the functions of a module: another operator, number, condition, a line left out."""

from __future__ import annotations

import ast
import inspect
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from types import CodeType, FunctionType, ModuleType
from typing import Any

OTHER_OPERATOR = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
AT_THE_EDGE = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
THE_OTHER_WAY = {ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt}

LATER = ast.parse("from __future__ import annotations").body[0]


@dataclass(frozen=True)
class Mutant:
    """One mistake. name: "rules.context.retelling_minutes: a * b -> a / b"; the second of equal ones ends in #2."""

    name: str
    function: FunctionType
    code: CodeType

    def be_made(self) -> None:
        """From now on the program is wrong: whoever has the function runs the other code."""
        self.function.__code__ = self.code


@dataclass(frozen=True)
class _Source:
    """Functions of a module by their qualified name, and its syntax tree."""

    module: ModuleType

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(inspect.getsource(self.module))

    def around(self, path: tuple[str, ...]) -> ast.stmt:
        """The function, or the class that it is in: all that must be compiled."""
        return next(node for node in self.tree.body if getattr(node, "name", None) == path[0])

    def functions(self) -> Iterator[tuple[tuple[str, ...], FunctionType, ast.FunctionDef]]:
        for node in self.tree.body:
            if isinstance(node, ast.FunctionDef):
                yield (node.name,), getattr(self.module, node.name), node
            elif isinstance(node, ast.ClassDef):
                members = vars(getattr(self.module, node.name))
                for inner in node.body:
                    if isinstance(inner, ast.FunctionDef):
                        yield (node.name, inner.name), members[inner.name], inner


def mutants_of(module: ModuleType) -> Iterator[Mutant]:
    """Every mistake in every function of a module, in the order of its lines."""
    source, seen = _Source(module), Counter[str]()
    filename = inspect.getsourcefile(module) or module.__name__
    for path, found, node in source.functions():
        function = _plain(found)
        if function is None:
            continue
        for before, after, undo in _mistakes(node):
            code = _code(compile(ast.Module([LATER, source.around(path)], []), filename, "exec"), path)
            undo()
            name = f"{module.__name__.removeprefix('sim.')}.{'.'.join(path)}: {before} -> {after}"
            seen[name] += 1
            numbered = name if seen[name] == 1 else f"{name} #{seen[name]}"
            yield Mutant(numbered, function, code)


def _plain(found: Any) -> FunctionType | None:
    """The function behind a property, a class method or a compiled one; None where it has variables of another."""
    for name in ("fget", "__func__", "func", "__wrapped__"):
        found = getattr(found, name, found)
    return found if inspect.isfunction(found) and not found.__closure__ else None


def _code(code: CodeType, path: tuple[str, ...]) -> CodeType:
    for name in path:
        code = next(one for one in code.co_consts if isinstance(one, CodeType) and one.co_name == name)
    return code


Mistake = tuple[str, str, Callable[[], None]]


def _mistakes(function: ast.FunctionDef) -> Iterator[Mistake]:
    """(before, after, undo) of each mistake, made in place while the caller looks."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    for statement in body:
        for node in ast.walk(statement):
            yield from _in_expression(node)
            yield from _left_out(node)
    yield from _statements_left_out(function)


def _in_expression(node: ast.AST) -> Iterator[Mistake]:
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in OTHER_OPERATOR:
        yield from _swapped(node, "op", OTHER_OPERATOR[type(node.op)]())
    elif isinstance(node, ast.Compare):
        for others in (AT_THE_EDGE, THE_OTHER_WAY):
            for place, operator in enumerate(node.ops):
                if type(operator) in others:
                    changed = [*node.ops[:place], others[type(operator)](), *node.ops[place + 1 :]]
                    yield from _swapped(node, "ops", changed)
    elif isinstance(node, ast.BoolOp):
        yield from _swapped(node, "op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield from _swapped(node, "op", ast.UAdd())
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield from _swapped(node, "value", not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield from _swapped(node, "value", node.value + 1)


def _left_out(node: ast.AST) -> Iterator[Mistake]:
    """`not` left out, and conditions that are no comparison turned around."""
    if isinstance(node, ast.If | ast.IfExp | ast.While) and isinstance(node.test, ast.Name | ast.Attribute | ast.Call):
        yield from _swapped(node, "test", ast.UnaryOp(ast.Not(), node.test), of_test=True)
    elif isinstance(node, ast.If | ast.IfExp) and isinstance(node.test, ast.UnaryOp):
        yield from _swapped(node, "test", node.test.operand, of_test=True)


def _swapped(node: Any, field: str, other: Any, *, of_test: bool = False) -> Iterator[Mistake]:
    shown = node.test if of_test else node
    before, own = ast.unparse(shown), getattr(node, field)
    setattr(node, field, other)
    ast.fix_missing_locations(node)
    yield before, ast.unparse(other if of_test else node), lambda: setattr(node, field, own)


def _statements_left_out(function: ast.FunctionDef) -> Iterator[Mistake]:
    """Fields that are not written, and calls that are not made."""
    for node in ast.walk(function):
        for block in ("body", "orelse"):
            lines = getattr(node, block, None)
            if not isinstance(lines, list):
                continue
            for place, line in enumerate(lines):
                if _has_an_effect(line):
                    lines[place] = ast.copy_location(ast.Pass(), line)
                    yield ast.unparse(line), "nothing", lambda at=lines, i=place, own=line: at.__setitem__(i, own)


def _has_an_effect(line: ast.stmt) -> bool:
    if isinstance(line, ast.Expr):
        return isinstance(line.value, ast.Call)
    if isinstance(line, ast.Assign):
        return any(isinstance(target, ast.Attribute | ast.Subscript) for target in line.targets)
    return isinstance(line, ast.AugAssign)
