"""Numbers as people's spreadsheets write them."""

import pytest

from sim.demand.data_formats import number_format, parse_number


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
        ("1e3", "comma", None),
        ("nan", "comma", None),
    ],
)
def test_a_number(text, delimiter, value):
    assert parse_number(text, number_format([], delimiter)) == value
