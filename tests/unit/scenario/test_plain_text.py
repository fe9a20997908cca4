"""Text that is for terminals and not for reading: refused wherever the user writes it, with its place."""

import pytest

from sim.scenario import ScenarioError, build_scenario
from sim.scenario.plain_text import control_in
from tests.unit.comparison.made import TINY


@pytest.mark.parametrize(
    "text", ["", "Ordinary", "Über 90 € – “so”, ½", "two\nlines\tand a tab", "a\u00a0b", "👩\u200d💻"]
)
def test_what_people_write_is_text(text):
    assert control_in(text) is None


@pytest.mark.parametrize(
    "found", ["\x1b", "\x00", "\x07", "\x7f", "\x9b", "\r", "\u2028", "\u202e", "\u2066", "\ud800"]
)
def test_what_acts_on_a_terminal_or_turns_text_round_is_not(found):
    assert control_in(f"before{found}after") == found


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": "\x1b]0;owned\x07"}, "Text may not hold \\x1b"),
        ({"about": "a \u202e b"}, "Text may not hold \\u202e (right-to-left override)"),
        ({"functions_about": {"sales": "\x9b31m"}}, "Text may not hold \\x9b"),
        ({"money.currency": "E\x1b"}, "Text may not hold \\x1b"),
        ({"formations": {"made": {"partition": "explicit", "members": {"a\x1bb": {"sales": 2, "service": 2}}}}},
         "A name may not hold \\x1b"),
        ({"formations": {"made": {"partition": "explicit", "members": {"=1+1": {"sales": 2, "service": 2}}}}},
         "The name of a team may hold letters, digits, _ and -, and spaces between."),
        ({"formations": {"made": {"partition": "explicit", "members": {"<b>": {"sales": 2, "service": 2}}}}},
         "The name of a team may hold letters, digits, _ and -, and spaces between."),
    ],
)  # fmt: skip
def test_it_is_refused_everywhere(changes, said):
    with pytest.raises(ScenarioError) as caught:
        build_scenario(TINY, changes)
    assert said in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_names_of_teams_may_have_spaces():
    made = {"partition": "explicit", "members": {"Nord 1": {"sales": 2, "service": 2}}}
    assert build_scenario(TINY, {"formations": {"made": made}}).formations["made"].members
