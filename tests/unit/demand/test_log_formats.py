"""The excerpt says the same whatever spreadsheet it went through."""

import gzip
import re

import numpy as np
import pytest

from sim.data.dates import date_format, parse_date
from sim.data.ticket_log import Reading, read_log

DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d) (\d\d:\d\d):\d\d")


@pytest.fixture(scope="module")
def lines(helpers):
    return helpers.excerpt.read_text(encoding="utf-8").splitlines()[:400]


VARIANTS = {
    "semicolons": (lambda text: text.replace(",", ";").encode(), {"delimiter": "semicolon"}),
    "tabs": (lambda text: text.replace(",", "\t").encode(), {"delimiter": "tab"}),
    "BOM": (lambda text: text.encode("utf-8-sig"), {"encoding": "utf-8 with BOM"}),
    "cp1252": (lambda text: text.replace("Caller 1", "Café 1").encode("cp1252"), {"encoding": "cp1252"}),
    "day first": (lambda text: DATE.sub(r"\3/\2/\1 \4", text).encode(), {"dates": "DD/MM/YYYY (day first)"}),
    "day first with points": (lambda text: DATE.sub(r"\3.\2.\1 \4", text).encode(), {}),
    "Windows lines": (lambda text: text.replace("\n", "\r\n").encode(), {}),
    "gzip": (lambda text: gzip.compress(text.encode()), {"compressed": True}),
    "utf-16": (lambda text: text.encode("utf-16"), {"encoding": "utf-16"}),
    "Greenwich": (lambda text: DATE.sub(r"\1-\2-\3T\4:00Z", text).encode(), {}),
    "a line for the delimiter": (
        lambda text: f"sep=;\r\n{text.replace(',', ';')}".encode(),
        {"delimiter": "semicolon"},
    ),
    "quoted": (lambda text: re.sub(r"[^,\n]+", r'"\g<0>"', text).encode(), {}),
    "spelt header": (lambda text: text.replace("assignment_group", "Assignment Group", 1).encode(), {}),
    "empty for missing": (lambda text: text.replace("?", "").encode(), {}),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_reads_as_the_original(tmp_path, lines, name):
    write, understood = VARIANTS[name]
    original, variant = tmp_path / "original.csv", tmp_path / "variant.csv"
    original.write_bytes("\n".join(lines).encode())
    variant.write_bytes(write("\n".join(lines) + "\n\n"))
    first, second = read_log(str(original)), read_log(str(variant))
    paths = [[(i.number, i.groups, i.opened.replace(second=0), i.priority) for i in log.incidents]
             for log in (first, second)]  # fmt: skip
    assert paths[0] == paths[1]
    found = {"delimiter": second.delimiter, "encoding": second.encoding, "compressed": second.compressed,
             "dates": second.dates.seen}  # fmt: skip
    assert {key: found[key] for key in understood} == understood
    assert np.allclose(list(first.missing.values()), list(second.missing.values()))


def test_month_first_is_understood_only_where_the_dates_show_it():
    how = date_format(["04/29/2016 14:05", "04/02/2016 14:05"])
    assert (how.month_first, how.doubt) == (True, "")
    assert str(parse_date("04/02/2016 14:05", how)) == "2016-04-02 14:05:00"
    unclear = date_format(["04/02/2016 14:05"])
    assert (unclear.month_first, unclear.doubt) == (
        False,
        "every date could be day first or month first; day first was assumed",
    )
    assert str(parse_date("04/02/2016 14:05:09", unclear)) == "2016-02-04 14:05:09"


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2016-13-01 00:00", "31/02/2016 10:00", "2016-04-05", "26-04-05 10:00", "29/04/2016 13:00 PM"],
)
def test_what_is_no_date_is_none(text):
    assert parse_date(text, date_format(["29/04/2016 14:05"])) is None


def test_rows_of_a_log_that_the_scenario_skips(tmp_path, lines):
    file = tmp_path / "log.csv"
    file.write_text("\n".join([*lines, lines[1].replace("INC", "TEST INC")]))
    first = read_log(str(file)).incidents[0]
    skipped = read_log(str(file), Reading((str(first.caller).upper(),)))
    assert first.caller not in [incident.caller for incident in skipped.incidents]
    (said,) = skipped.left_out
    assert said.endswith(f"with {str(first.caller).upper()}, as skip says")
