"""Technology in words: where bots answer, and what costs nothing."""

from sim.report.technology import technology_lines
from tests.unit.comparison.made import tiny

COLUMNS = ("silos", "pods")
FREE = "Technology costs nothing here, which flatters whoever has it: {}, priced at 0 in money."


def said(**changes):
    return list(technology_lines(tiny({key.replace("__", "."): value for key, value in changes.items()}), COLUMNS))


def test_nothing_is_said_where_technology_is_off():
    assert said() == []


def test_a_bot_does_not_answer_the_phone_unless_the_channel_says_so():
    assert said(policy__automation=0.5) == ["A bot answers first contacts in mail.", FREE.format("automation")]
    both = said(policy__automation=0.5, demand__channels__voice__bot=True)
    assert both[0] == "A bot answers first contacts in voice and mail."
    nowhere = said(policy__automation=0.5, demand__channels__mail__bot=False)
    assert nowhere[0] == (
        "A bot answers first contacts nowhere, as no channel has one (bot: true), so automation does nothing."
    )


def test_what_has_a_price_is_not_free():
    priced = {"money__bot_per_contact": 0.5, "formations__pods__policy": {"ai_context": 1}}
    assert said(policy__automation=0.5, **priced)[1:] == [FREE.format("ai_context")]
    assert said(policy__automation=0.5, **priced, money__ai_context_per_seat_week=20)[1:] == []
