"""Text of the user's that a terminal, a table, an event log or a page would act upon, in place of showing it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from sim.scenario.origins import Node, problem_of
from sim.scenario.problems import Problem, escaped

ALLOWED = "\n\t"
# Control characters, halves of letters, codes without a letter, other ends of line; and marks that turn text round.
_ACTING = ("Cc", "Cs", "Cn", "Zl", "Zp")
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def control_in(text: str) -> str | None:
    """The first character of a text that is not for reading; None where there is none."""
    if text.isprintable():  # nearly always, and quick
        return None
    return next((c for c in text if c not in ALLOWED and (unicodedata.category(c) in _ACTING or c in _TURNING)), None)


def controls_in(node: Node) -> Iterator[Problem]:
    """A problem for every name and every text of a tree that holds a character which is not for reading."""
    value = node.value
    if isinstance(value, dict):
        for name, child in value.items():
            if (found := control_in(name)) is not None:
                yield _problem(child, found, "A name")
            yield from controls_in(child)
    elif isinstance(value, list):
        for child in value:
            yield from controls_in(child)
    elif isinstance(value, str) and (found := control_in(value)) is not None:
        yield _problem(node, found, "Text")


def _problem(node: Node, found: str, what: str) -> Problem:
    named = unicodedata.name(found, "a control character").lower()
    message = f"{what} may not hold {escaped(found)} ({named}): it is for terminals, not for reading. Take it out."
    return problem_of(node, message)
