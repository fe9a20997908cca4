"""The sources of `sim`, parsed once."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Module:
    """One source file of the package."""

    name: str  # dotted, "sim.rules.context"; a package by its own name
    path: Path
    tree: ast.Module
    lines: int

    @property
    def package(self) -> str:
        """Dotted name that relative imports start from."""
        return self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]

    @property
    def floor(self) -> str:
        """First folder below `sim`, "" for the root itself."""
        return self.name.split(".")[1] if "." in self.name else ""

    def imports(self, *, when_run: bool = False) -> list[tuple[str, int]]:
        """Dotted names imported anywhere in the file, functions included, with their lines.

        `from a import b` is given as a.b: whether b is a module is for the reader to decide.
        when_run: leave out what only type checkers import.
        """
        found = []
        typing_only = {id(n) for branch in ast.walk(self.tree) if _is_for_types(branch) for n in ast.walk(branch)}
        for node in ast.walk(self.tree):
            if when_run and id(node) in typing_only:
                continue
            if isinstance(node, ast.Import):
                found += [(alias.name, node.lineno) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                if node.level:
                    above = self.package.split(".")[: len(self.package.split(".")) - node.level + 1]
                    base = ".".join([*above, *([node.module] if node.module else [])])
                found += [(f"{base}.{alias.name}", node.lineno) for alias in node.names]
        return found


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def modules_of(project: Path) -> dict[str, Module]:
    """Every module of the package by dotted name. project: the folder that holds `sim`."""
    found = {}
    for path in sorted((project / "sim").rglob("*.py")):
        parts = path.relative_to(project).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        text = path.read_text(encoding="utf-8")
        found[name] = Module(name, path.relative_to(project), ast.parse(text), text.count("\n"))
    return found
