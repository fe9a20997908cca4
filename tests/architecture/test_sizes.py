"""Files and functions stay small enough to be read in one sitting."""

from __future__ import annotations

import ast

MOST_LINES_OF_A_FILE = 500
MOST_LINES_OF_A_FUNCTION = 60
FEWEST_LINES_OF_A_ROOM = 20  # of a module with one definition that one other module imports
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "misc", "common", "manager"}


def test_no_file_is_too_long(modules):
    assert not [f"{m.path}: {m.lines} lines" for m in modules.values() if m.lines > MOST_LINES_OF_A_FILE]


def test_no_module_is_a_room_of_one_sentence(modules):
    small = [m for m in modules.values() if m.lines < FEWEST_LINES_OF_A_ROOM and not m.path.name.startswith("__")]
    alone = [m for m in small if sum(isinstance(n, ast.FunctionDef | ast.ClassDef) for n in m.tree.body) <= 1]
    imports = {m.name: [target for target, _ in m.imports()] for m in modules.values()}
    users = {
        m.name: [name for name, targets in imports.items() if any(f"{t}.".startswith(f"{m.name}.") for t in targets)]
        for m in alone
    }
    assert not [f"{m.path}: {m.lines} lines, for {users[m.name]}" for m in alone if len(users[m.name]) <= 1]


def test_no_function_is_too_long(modules):
    wrong = []
    for module in modules.values():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = node.end_lineno - node.lineno + 1
                if size > MOST_LINES_OF_A_FUNCTION:
                    wrong.append(f"{module.path}:{node.lineno} {node.name}: {size} lines")
    assert not wrong, "\n".join(wrong)


def test_names_of_files_say_something(modules):
    assert not [m.path for m in modules.values() if m.name.rpartition(".")[2] in NAMES_THAT_SAY_NOTHING]


def test_every_module_says_what_it_is(modules):
    wrong = [str(m.path) for m in modules.values() if len(ast.get_docstring(m.tree) or "") < 20]
    assert not wrong, f"no docstring: {wrong}"
    unfinished = [str(m.path) for m in modules.values() if "TODO" in (ast.get_docstring(m.tree) or "")]
    assert not unfinished, f"still to be written: {unfinished}"
