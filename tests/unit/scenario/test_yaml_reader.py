"""What YAML is understood, and what is refused with its line."""

import math

import pytest

from sim.scenario import ScenarioError
from sim.scenario.origins import plain
from sim.scenario.yaml_reader import parse_yaml


def refused(text):
    """(line, seen, message) of the single problem."""
    with pytest.raises(ScenarioError) as caught:
        parse_yaml(text, "x.yaml")
    (problem,) = caught.value.problems
    return problem.line, problem.seen, problem.message


def test_values_are_those_of_yaml_1_2():
    text = "a: no\nb: 12:30\nc: 1e3\nd: 2016-04-05\ne: 012\nf: 0o14\n"
    text += "g: 1_000\nh: true\ni: ~\nj: '7'\nk: [1, 2.5]\nl: !!str 3"
    values = plain(parse_yaml(text, "x.yaml"))
    assert values == {
        "a": "no", "b": "12:30", "c": 1000.0, "d": "2016-04-05", "e": 12, "f": 12, "g": 1000, "h": True, "i": None,
        "j": "7", "k": (1, 2.5), "l": "3",
    }  # fmt: skip
    assert math.isinf(plain(parse_yaml("a: -.inf", "x"))["a"])


def test_every_key_remembers_its_line():
    tree = parse_yaml("# first\na:\n  b: 1\n  c: [x,\n      y]\n", "x.yaml")
    block = tree.value["a"]
    assert (block.origin.line, block.value["b"].origin.line, block.value["b"].origin.text) == (2, 3, "b: 1")
    assert [item.origin.line for item in block.value["c"].value] == [4, 5]


def test_aliases_are_copied():
    assert plain(parse_yaml("a: &x {b: 1}\nc: *x", "x")) == {"a": {"b": 1}, "c": {"b": 1}}


PLAIN_ONLY = "is not allowed; scenarios hold plain values only."
PYTHON = "!!python/object/apply:os.system"


@pytest.mark.parametrize(
    ("text", "line", "seen", "message"),
    [
        ("a: 1\nb: 2\na: 3", 3, "a: 3", '"a" is given twice (first in line 1).'),
        ("a:\n  b: {c: 1, c: 2}", 2, "b: {c: 1, c: 2}", '"c" is given twice (first in line 2).'),
        (f"a: {PYTHON} ['true']", 1, f"a: {PYTHON} ['true']", f"The tag {PYTHON} {PLAIN_ONLY}"),
        ("a: !mine 3", 1, "a: !mine 3", f"The tag !mine {PLAIN_ONLY}"),
        ("a: !!binary aGk=", 1, "a: !!binary aGk=", f"The tag !!binary {PLAIN_ONLY}"),
        ("a: !!int x", 1, "a: !!int x", "'x' is no int."),
        ("x: &m {a: 1}\nb:\n  <<: *m", 3, "<<: *m",
         "Merge keys (<<) are not part of YAML 1.2; use extends: for a parent scenario."),
        ("? [a, b]\n: 1", 1, "? [a, b]", "A setting's name must be plain text."),
        ("a: [1, 2\nb: 3", 2, "b: 3",
         "This is not YAML: while parsing a flow sequence expected ',' or ']', but got ':'."),
        ("a: *nobody", 1, "a: *nobody", "This is not YAML: found undefined alias 'nobody'."),
        ("a: 1\n---\nb: 2", 2, "---",
         "This is not YAML: expected a single document in the stream but found another document."),
        ("%YAML 1.1\n---\na: no", 1, "%YAML 1.1", "Directives are not allowed; files are read as YAML 1.2."),
        ("", None, "(empty)", "There is nothing in it."),
        ("# only a comment\n", None, "(empty)", "There is nothing in it."),
        ("a: \x07", None, "(whole file)", "This is not YAML: it holds a character that YAML forbids."),
        ("[" * 600, None, "(whole file)", "This is not YAML: nested too deeply."),
    ],
)  # fmt: skip
def test_refused(text, line, seen, message):
    assert refused(text) == (line, seen, message)


def test_a_tab_for_indentation_is_refused_with_its_line():
    line, seen, message = refused("a: 1\n\tb: 2")
    assert (line, seen) == (2, "b: 2")
    assert message.startswith("This is not YAML: while scanning")


def test_an_alias_bomb_is_refused_quickly():
    lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    line, _, message = refused("\n".join(lines))
    assert message == "Too much: more than 20000 values once aliases (*name) are written out."
    assert line is not None


def test_an_alias_inside_itself_is_refused():
    assert refused("a: &x [*x]")[2] == "Too much: more than 20 levels once aliases (*name) are written out."


def test_all_problems_of_a_file_are_found_at_once():
    with pytest.raises(ScenarioError) as caught:
        parse_yaml("a: 1\na: 2\nb: !mine 3\nb: 4", "x.yaml")
    assert [problem.line for problem in caught.value.problems] == [2, 3, 4]
