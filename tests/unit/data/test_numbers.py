"""Numbers as people's spreadsheets write them."""

import pytest

from sim.data.numbers import number_format, parse_number, size_problem, unit_in


@pytest.mark.parametrize(
    ("texts", "delimiter", "decimal", "assumed"),
    [
        (["0.9", "12"], "semicolon", ".", False),
        (["0,9", "12"], "comma", ",", False),
        (["12"], "comma", ".", False),
        (["12"], "semicolon", ",", False),
        (["1.234,50"], "comma", ",", False),
        (["1,234,567"], "semicolon", ".", False),
        (["1.250"], "semicolon", ",", True),
        (["1,250"], "comma", ".", True),
        (["0,926"], "comma", ",", False),
        (["0,9", "0.9"], "comma", ".", False),
    ],
)
def test_the_decimal_mark(texts, delimiter, decimal, assumed):
    found = number_format(texts, delimiter)
    assert (found.decimal, found.assumed) == (decimal, assumed)
    assert found.seen == ("decimal commas" if decimal == "," else "decimal points")


@pytest.mark.parametrize(
    ("text", "delimiter", "value"),
    [
        ("12", "comma", 12.0),
        (" 1 234,5 ", "comma", 1234.5),
        ("1\u202f234", "comma", 1234.0),
        ("1'234.5", "comma", 1234.5),
        ("1,250", "comma", 1250.0),
        ("1.250", "comma", 1.25),
        ("1.250", "semicolon", 1250.0),
        ("-3", "comma", -3.0),
        (",5", "comma", 0.5),
        ("1.2.3", "comma", None),
        ("12,34,5", "comma", None),
        ("twelve", "comma", None),
        ("", "comma", None),
        ("1e3", "comma", 1000.0),
        ("1.2E+01", "comma", 12.0),
        ("1,2E+01", "comma", 12.0),
        ("12E+01", "comma", None),
        ("nan", "comma", None),
    ],
)
def test_a_number(text, delimiter, value):
    assert parse_number(text, number_format([], delimiter)) == value


@pytest.mark.parametrize(
    ("texts", "delimiter", "doubt"),
    [
        (["1.250", "12"], "semicolon", ("1.250", "decimal commas", "1250")),
        (["12", "352,125"], "comma", ("352,125", "decimal points", "352125")),
        (["1.250"], "comma", ("1.250", "decimal points", "1.25")),
        (["1.250", "0.9"], "semicolon", None),
        (["12"], "comma", None),
    ],
)
def test_what_was_assumed_is_said(texts, delimiter, doubt):
    words = "numbers such as {} could be read two ways; {} were assumed, so that it is {}"
    assert number_format(texts, delimiter).doubt == (words.format(*doubt) if doubt else "")


UNCLEAR = "It could be {} or {}, and no number of the file shows which: write {}, or {} with a fourth decimal."


@pytest.mark.parametrize(
    ("text", "delimiter", "expected"),
    [
        ("352,125", "comma", UNCLEAR.format("352125", "352.125", "352125", "352.1250")),
        ("352.125", "semicolon", UNCLEAR.format("352125", "352.125", "352125", "352.1250")),
        ("1.250", "comma", UNCLEAR.format("1250", "1.25", "1250", "1.2500")),  # too small as it would be read
        ("352.125", "comma", None),  # usual as it is read
        ("1,250", "comma", None),
        ("352,125", "comma, and one that shows", None),
        ("352125", "comma", None),
        ("many", "comma", None),
    ],
)
def test_a_number_of_unusual_size_is_in_doubt(text, delimiter, expected):
    shows = ["0.5"] if "shows" in delimiter else []
    assert size_problem(text, number_format([text, *shows], delimiter.partition(",")[0]), 5.0, 86_400.0) == expected


@pytest.mark.parametrize(
    ("name", "seconds"),
    [("AHT (min)", 60.0), ("Ø Dauer [Sek]", 1.0), ("aht_s", 1.0), ("Time spent (h)", 3600.0), ("durée mn", 60.0),
     ("AHT", None), ("Service Level (20 s)", 1.0), ("handle time (hh:mm:ss)", None), ("min_aht", None),
     ("Effort (hh:mm)", 3600.0), ("Minutes worked", 60.0)],
)  # fmt: skip
def test_the_unit_in_a_name(name, seconds):
    assert unit_in(name) == seconds
