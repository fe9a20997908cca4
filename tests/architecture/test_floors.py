"""Imports only go down, the two engines are apart, and nothing goes round in circles."""

from __future__ import annotations

import ast

FLOORS = {  # the higher, the nearer to the user
    "cli": 16,
    "api": 15,
    "report": 14,
    "studies": 13,
    "roads": 12,
    "exploring": 11,
    "comparison": 10,
    "measures": 9,
    "agents": 8,
    "core": 8,
    "process": 7,
    "records": 6,
    "rules": 5,
    "formation": 4,
    "demand": 3,
    "data": 2,
    "scenario": 1,
    "foundation": 0,
}
# Packages that only these may import.
KEPT_TO = {
    "mesa": {"sim.agents", "sim.report.watch.page"},
    "solara": {"sim.report.watch"},
    "uvicorn": {"sim.report.watch"},
    "simpy": {"sim.agents"},
    "numba": {"sim.core", "sim.demand", "sim.foundation"},
    "typer": {"sim.cli"},
    "matplotlib": {"sim.report"},
    "jinja2": {"sim.report"},
    "pptx": {"sim.report"},
    "xlsxwriter": {"sim.report"},
    "dask": {"sim.exploring"},
    "distributed": {"sim.exploring"},
    "pydantic": {"sim.roads", "sim.scenario", "sim.studies"},
    "ruamel": {"sim.scenario"},
}


def test_every_folder_has_a_floor(modules):
    unknown = {m.floor for m in modules.values()} - set(FLOORS) - {"", "__main__"}
    assert not unknown, f"folders of sim without a floor in design.md: {sorted(unknown)}"


def test_imports_only_go_down(modules):
    wrong = []
    for module in modules.values():
        if module.floor not in FLOORS:
            continue
        for name, line in module.imports():
            if name.split(".")[0] != "sim":
                continue
            floor = f"{name}.".split(".")[1]
            if floor == module.floor:
                continue
            if floor not in FLOORS or FLOORS[floor] >= FLOORS[module.floor]:
                wrong.append(f"{module.path}:{line} imports {name}")
    assert not wrong, "\n".join(["an import goes up or sideways:", *wrong])


def test_the_root_imports_nothing_when_it_is_imported(modules):
    """`import sim.rules` runs sim/__init__.py first, which must therefore be empty-handed."""
    assert "sim" in modules, "sim/__init__.py is missing"
    tree = modules["sim"].tree
    eager = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [n.module if isinstance(n, ast.ImportFrom) else n.names[0].name for n in eager]
    assert not [n for n in names if n and n.split(".")[0] not in ("__future__", "typing", "importlib")], names


def test_some_packages_are_kept_to_one_floor(modules):
    wrong = []
    for module in modules.values():
        for name, line in module.imports():
            homes = KEPT_TO.get(name.split(".")[0])
            if homes and not any(module.name == home or module.name.startswith(home + ".") for home in homes):
                wrong.append(f"{module.path}:{line} imports {name}, which is kept to {', '.join(sorted(homes))}")
    assert not wrong, "\n".join(wrong)


def test_no_cycles_between_modules(modules):
    """What only type checkers import counts too: whoever reads a room would have to read the other first.

    The objects of the readable engine know each other, so in `agents` what runs counts alone.
    """
    graph = {
        name: sorted(_modules_imported(module, modules, when_run=module.floor == "agents"))
        for name, module in modules.items()
    }
    cycle = _cycle(graph)
    assert cycle is None, "modules import each other: " + " -> ".join(cycle)


def _modules_imported(module, modules, *, when_run: bool) -> set[str]:
    found = set()
    for name, _ in module.imports(when_run=when_run):
        target = name if name in modules else name.rpartition(".")[0]
        if target in modules and target != module.name:
            found.add(target)
    return found


def _cycle(graph: dict[str, list[str]]) -> list[str] | None:
    """A cycle of a graph as the nodes on it, first again last; None if there is none."""
    done: set[str] = set()

    def walk(node, path):
        if node in path:
            return [*path[path.index(node) :], node]
        if node in done:
            return None
        for following in graph[node]:
            found = walk(following, [*path, node])
            if found:
                return found
        done.add(node)
        return None

    return next((found for start in graph if (found := walk(start, []))), None)


def test_the_search_for_cycles_finds_one():
    assert _cycle({"a": ["b"], "b": ["c"], "c": ["b"]}) == ["b", "c", "b"]
    assert _cycle({"a": ["b", "c"], "b": ["c"], "c": []}) is None
