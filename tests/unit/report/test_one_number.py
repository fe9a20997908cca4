"""Nothing contradicts anything: every number that stands in two places is the same number, with the same word.

Screen, tiles and tables of the page, verdict lines, JSON and CSV are read back as a reader would read them, and all
that is said of one measure of one column, or of one pair, is compared: up to half of the last digit shown.
"""

import csv
import io
import json
import math
import re
from html import unescape
from typing import NamedTuple

import pytest

from sim import compare
from sim.comparison.words import EQUIVALENT, REASONS, SHORT, WORDS
from sim.measures import measure_named
from sim.report.comparison_files import write_comparison
from sim.report.corner_rows import columns_shown, pairs_shown
from sim.report.page import report_html
from sim.report.screen import first_screen
from sim.report.summary import as_text
from tests.unit.comparison.made import TINY, tiny

PER = {"min": 1.0, "minutes": 1.0, "h": 60.0, "hours": 60.0, "days": 1440.0, "": 1.0}
NUMBER = r"[+-]?[\d,]*\.?\d+"
ROWS = {
    r"(Minutes|Hours|Days) until solved": "resolution_minutes",
    r"Felt empathy, of 100 \*": "felt_empathy",
    r"Gave up, % \((\w+)\)": "abandoned_share",
    r"Busiest tenth, min/hour": "load_p90",
}
OWN = {"formations.all": {"partition": "pool", "policy_from": "silos"}}


class Seen(NamedTuple):
    """A number as it stands somewhere. half: of its last digit. word: beside it, as it stands; "" for none."""

    where: str
    value: float
    half: float
    word: str = ""


def number(where, text, per=1.0, word=""):
    text = text.replace("−", "-").replace(",", "")
    digits = len(text.partition(".")[2])
    return Seen(where, float(text) * per, 0.5 * 10.0**-digits * abs(per) * 1.000001, word)


class Collected(dict):
    """What was seen of each (column or pair, measure, channel)."""

    def add(self, of, measure, channel, seen):
        self.setdefault((of, measure, channel), []).append(seen)


def screen_rows(found, answer, lines, where):
    """Levels and differences of the corners. lines: of text, a row each."""
    channels, solved = list(answer.scenario.demand.channels), 1.0
    columns, pairs = columns_shown(answer), pairs_shown(answer)
    for line in lines:
        label = next((m for m in (re.match(rf"({one})\s", line) for one in ROWS) if m), None)
        inner = re.match(r"\s+(\w+)(?:, (min|h|days))?\s+\d", line)
        if label:
            pattern = next(one for one in ROWS if re.match(rf"{one}\s", line))
            measure, said, rest = ROWS[pattern], label.group(2) if label.re.groups > 1 else None, line[label.end() :]
            channel = said if said in channels else ""
            unit = {"Minutes": 1.0, "Hours": 60.0, "Days": 1440.0}.get(said)
            row = unit or {"felt_empathy": 0.01, "abandoned_share": 0.01, "load_p90": 1 / 60}[measure]
            solved = unit or solved
        elif inner and inner.group(1) in channels:
            measure, channel, rest = "resolution_minutes", inner.group(1), line[inner.end() - 1 :]
            row = PER[inner.group(2)] if inner.group(2) else solved
        else:
            continue
        levels = re.findall(rf"(?<=\s)({NUMBER})(?=\s)", f" {rest} ")[: len(columns)]
        for column, text in zip(columns, levels, strict=True):
            found.add(column, measure, channel, number(where, text, row))
        words = "|".join(map(re.escape, sorted({SHORT.get(one, one) for one in WORDS})))
        for pair, (text, word) in zip(pairs, re.findall(rf"(?<=\s)({NUMBER}) ({words})", rest), strict=True):
            found.add(pair, measure, channel, number(where, text, row, word))


def text_of(html):
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()


def table_rows_of(html, anchor):
    """Cells of a section's first table, a list a row; a cell is (text, quieter text)."""
    section = html.partition(f'<section id="{anchor}"')[2].partition("</section>")[0]
    table = section.partition("<tbody>")[2].partition("</tbody>")[0]
    for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        yield [
            (text_of(cell.partition("<small>")[0]), text_of(cell.partition("<small>")[2].partition("</small>")[0]))
            for cell in cells
        ]


def page_tables(found, answer, html):
    """All measures, and the corner table, of the page."""
    pairs, columns = list(answer.paired), answer.columns
    for (called, unit), *cells in table_rows_of(html, "measures"):
        (measure,) = (one for one in answer.intervals[columns[0]] if measure_named(one).said == called)
        per = PER.get(unit, 1.0)
        for column, (level, _) in zip(columns, cells, strict=False):
            if (shown := re.match(NUMBER, level.replace("−", "-"))) and "unknown" not in level:
                found.add(column, measure, "", number("all measures of the page", shown.group(), per))
        for pair, (amount, more) in zip(pairs, cells[len(columns) :], strict=True):
            shown = re.match(rf"({NUMBER}) ?(min|h|days)?", amount.replace("−", "-"))
            word = next((one for one in sorted(WORDS, key=len, reverse=True) if one in f"{amount} {more}"), "")
            if shown:
                per_own = PER[shown.group(2) or ""] if shown.group(2) else 1.0
                found.add(pair, measure, "", number("all measures of the page", shown.group(1), per_own, word))
    lines = [
        "  ".join([f"{' ' * 3 if cells[0][0] in answer.scenario.demand.channels else ''}{cells[0][0]}",
                   *(text.replace("−", "-") for text, _ in cells[1:])])
        for cells in table_rows_of(html, "numbers")
    ]  # fmt: skip
    screen_rows(found, answer, lines, "corner table of the page")


def tiles(found, answer, html):
    """Levels in the four tiles."""
    for column, tile in zip(columns_shown(answer), re.findall(r"<article.*?</article>", html, re.DOTALL), strict=True):
        solved = re.search(r"<strong>([^<]*)</strong> (\w+) until solved", tile)
        unit = {"minutes": 1.0, "hours": 60.0, "days": 1440.0}[solved.group(2)]
        found.add(column, "resolution_minutes", "", number("tile", solved.group(1), unit))
        for label, value in re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", tile):
            name, _, own = label.partition(", ")
            gave_up = re.match(r"Gave up, % \((\w+)\)", label)
            if gave_up:
                found.add(column, "abandoned_share", gave_up.group(1), number("tile", value, 0.01))
            elif name in answer.scenario.demand.channels:
                found.add(column, "resolution_minutes", name, number("tile", value, PER[own] if own else unit))
            else:
                measure, per = {"Felt empathy": ("felt_empathy", 0.01), "Busiest tenth": ("load_p90", 1 / 60)}[name]
                found.add(column, measure, "", number("tile", value, per))


def verdict_numbers(found, answer):
    """Both levels, difference and word of every pair of the verdict line by line."""
    from sim.report.names import against, upper

    heads = {upper(against(*pair)): pair for pair in answer.paired}
    for line in answer.verdict_lines:
        pair = heads.get(line.text.partition(": ")[0])
        if pair is None or line.head in ("Target", "In short") or line.head.startswith("Opposite"):
            continue
        for part in line.text.partition(": ")[2].rstrip(".").split("; "):
            shown = re.match(
                rf"(?:over all channels )?(.+?)(?: on (\w+))? ({NUMBER}) ?(min|h|days)? "
                rf"to ({NUMBER}) ?(?:min|h|days)?, ({NUMBER}) ?(min|h|days)? \(.*?\), (.*)",
                part,
            )
            assert shown, part
            called, channel, first, unit, second, amount, own, said = shown.groups()
            (measure,) = (one for one in answer.intervals[pair[0]] if measure_named(one).said == called)
            word = said.partition(":")[0]
            for column, text in zip(pair, (first, second), strict=True):
                found.add(column, measure, channel or "", number("verdict", text, PER[unit or ""]))
            found.add(pair, measure, channel or "", number("verdict", amount, PER[own or ""], word))


def machine_numbers(found, answer, folder):
    """JSON and CSV, which round nothing."""

    def exact(where, value, word=""):
        return Seen(where, float(value), 1e-9 * max(1.0, abs(float(value))), word)

    said = json.loads(json.dumps(answer.to_json()))
    for column, row in said["formations"].items():
        for measure, one in row.items():
            if one["mean"] is not None:
                found.add(column, measure, "", exact("JSON", one["mean"]))
    for name, row in said["differences"].items():
        pair = tuple(name.split("→"))
        for measure, one in row.items():
            if one["mean"] is not None:
                found.add(pair, measure, "", exact("JSON", one["mean"], one["word"]))
    for row in csv.DictReader(io.StringIO((folder / "table.csv").read_text())):
        for key, value in row.items():
            of = tuple(key.split("→")) if "→" in key else key
            known = of in answer.paired if isinstance(of, tuple) else of in answer.columns
            if known and value not in ("", "nan"):
                found.add(of, row["measure"], "", exact("table.csv", value, row.get(f"{key} word", "")))
    for row in csv.DictReader(io.StringIO((folder / "channels.csv").read_text())):
        if row["mean"] not in ("", "nan"):
            found.add(row["formation"], row["measure"], row["channel"], exact("channels.csv", row["mean"]))


def collected(answer, parent):
    """All numbers that stand anywhere."""
    found = Collected()
    for width in (80, 120):
        screen_rows(found, answer, as_text(first_screen(answer), width).splitlines(), "screen")
    html = report_html(answer)
    page_tables(found, answer, html)
    tiles(found, answer, html)
    verdict_numbers(found, answer)
    machine_numbers(found, answer, write_comparison(answer, parent, ["podsim"]))
    return found


def contradictions(found):
    """Where two places differ by more than half of the last digit that they show, or have two words."""
    for key, seen in found.items():
        exactly = min(seen, key=lambda one: one.half)
        for one in seen:
            if not math.isclose(one.value, exactly.value, abs_tol=one.half + exactly.half):
                yield key, one, exactly
        if len({SHORT.get(one.word, one.word) for one in seen if one.word}) > 1:
            yield key, seen


DESKS = {
    "tiny": ({}, {}),
    "with a column of its own, in days": ({**OWN, "demand.needs.sales.work_minutes": 55}, {}),
    "with its own worth having": ({"worth_having": {"resolution_minutes": 0.5, "load_p90": 0.3}}, {"replications": 10}),
}


@pytest.mark.parametrize("name", DESKS)
def test_what_stands_twice_is_the_same(name, tmp_path):
    overrides, more = DESKS[name]
    answer = compare(tiny(overrides), **{"replications": 6, **more})
    found = collected(answer, tmp_path)
    assert list(contradictions(found)) == []
    assert {(pair, "felt_empathy", "") for pair in pairs_shown(answer)} < set(found)
    assert {one.where for seen in found.values() for one in seen} == {
        "screen", "tile", "all measures of the page", "corner table of the page", "verdict", "JSON", "table.csv",
        "channels.csv",
    }  # fmt: skip
    assert sum(len({one.where for one in seen}) > 1 for seen in found.values()) > 4 * 60
    key = ("pods", "resolution_minutes", "")
    shown = next(one for one in found[key] if one.where == "screen")
    found.add(*key, shown._replace(value=shown.value + 3 * shown.half))
    found.add(pairs_shown(answer)[0], "felt_empathy", "", Seen("made up", 0.0, 1.0, "worse"))
    assert len(list(contradictions(found))) == 2  # both are seen


def test_a_word_is_never_said_inside_another_and_a_reason_has_six_words():
    assert TINY["name"] == "tiny"
    short = [SHORT.get(word, word) for word in WORDS]
    assert sorted(set(short)) == ["WORSE", "better", "not settled", "same", "too little"]
    assert {SHORT[word] for word in EQUIVALENT} == {"same", "too little"}
    assert all(len(reason.split()) <= 6 for reason in REASONS)
