"""A workbook: a sheet for each table with units and formats, and money as formulas that compute in the spreadsheet."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sim.measures.costs import WEEKS_PER_YEAR
from sim.report.handout.fixed import fixed
from sim.report.handout.plans import PEOPLE, cost_of_a_year
from sim.report.handout.reading import COMPARISON, Figure, Results, Row
from sim.report.names import name_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

WHEN = datetime(2000, 1, 1)
LONGEST_NAME = 31  # letters of a sheet's name
WIDEST = 48  # letters of a column
PRICES = ("Employer's share on top of pay", "Overhead of a seat a year", "Weeks a year")
# By the unit of a row, else by the head of a column.
OF_UNIT = {"share": "0.0%", "probability": "0.000", "minutes": "#,##0.0", "people": "0"}
USUAL = "#,##0.000"
TEXT_UNIT = "unit"
# Columns of tables that hold names, of the user's too: a what-if may be called 007, a function 1e5.
NAMES = (
    *(
        "whatif",
        "formation",
        "column",
        "channel",
        "function",
        "team",
        "name",
        "item",
        "design",
        "need",
        "group",
        "site",
    ),
    *(
        "shown_as",
        "setting",
        "in_words",
        "measure",
        "match",
        "habit",
        "partition",
        "assumption",
        "dial",
        "road",
        "stage",
    ),
)
PAIR = ("first", "second")


class _Sheets:
    """A workbook under way."""

    def __init__(self, results: Results, book: Workbook) -> None:
        self.results, self.book = results, book
        self._formats: dict[tuple[str, bool, bool], Any] = {}

    def style(self, number: str = "", *, bold: bool = False, given: bool = False) -> Any:
        """A cell format. given: what a reader may change."""
        key = (number, bold, given)
        if key not in self._formats:
            said: dict[str, Any] = {"bold": bold}
            if number:
                said["num_format"] = number
            if given:
                said |= {"bg_color": "#FFF4CC", "border": 1}
            self._formats[key] = self.book.add_format(said)
        return self._formats[key]


def workbook(results: Results) -> bytes:
    """The workbook as a file, the same bytes for the same folder."""
    import xlsxwriter

    buffer = io.BytesIO()
    # A text that begins with = is a text: names come from files of the user's.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": results.name, "author": "podsim", "created": WHEN})
    sheets = _Sheets(results, book)
    _about(sheets)
    if results.kind == COMPARISON:
        _money(sheets)
    for name, rows in results.tables.items():
        _table(sheets, name, rows)
    book.close()
    return fixed(buffer.getvalue())


def _about(sheets: _Sheets) -> None:
    results, said = sheets.results, sheets.results.manifest
    sheet = sheets.book.add_worksheet("About")
    run = {"Finding": results.sentence or None, "Results": results.name, "Seed": said.get("seed"),
           "Runs": said.get("replications"), "Engine": said.get("engine")}  # fmt: skip
    lines = [
        *((head, value) for head, value in run.items() if value is not None),
        ("podsim", f"{said['version']}, sources {said['sources_sha256'][:12]}"),
        ("Command", " ".join(map(str, said["command"]))),
        ("Read", "Simulated customers: read differences, not levels. Felt empathy is a proxy."),
        ("Cite as", said["cite_as"]),
        ("Intervals", "low and high are the ends of 95% intervals over runs"),
    ]
    if "scenario_sha256" in said and isinstance(said.get("scenario"), dict):
        lines.insert(1, ("Scenario", f"{results.scenario['name']}, sha256 {said['scenario_sha256']}"))
    for down, (head, value) in enumerate(lines):
        sheet.write_string(down, 0, head, sheets.style(bold=True))
        if isinstance(value, int):
            sheet.write_number(down, 1, value, sheets.style("0"))
        else:
            sheet.write_string(down, 1, str(value))
    start = len(lines) + 1
    for across, head in enumerate(("Sheet", "Table", "Rows", "sha256 of the table")):
        sheet.write_string(start, across, head, sheets.style(bold=True))
    for down, (name, rows) in enumerate(results.tables.items(), start + 1):
        sheet.write_string(down, 0, sheet_name(name))
        sheet.write_string(down, 1, name)
        sheet.write_number(down, 2, len(rows), sheets.style("0"))
        sheet.write_string(down, 3, said["files_sha256"][name])
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 60)
    sheet.set_column(3, 3, 70)


def sheet_name(table: str) -> str:
    """The sheet of a table."""
    return table.removesuffix(".csv")[:LONGEST_NAME]


def _table(sheets: _Sheets, name: str, rows: tuple[Row, ...]) -> None:
    sheet = sheets.book.add_worksheet(sheet_name(name))
    heads = list(rows[0]) if rows else []
    texts = {head for head in heads if is_text(head, rows)}
    for across, head in enumerate(heads):
        sheet.write_string(0, across, head, sheets.style(bold=True))
        longest = max(
            [len(head), *(min(len(row[head]), 12 if number_of(row[head]) is not None else WIDEST) for row in rows)]
        )
        sheet.set_column(across, across, min(WIDEST, longest + 2))
    for down, row in enumerate(rows, 1):
        for across, head in enumerate(heads):
            if head in texts and row[head]:
                sheet.write_string(down, across, row[head])
            else:
                _cell(sheets, sheet, down, across, row[head], format_of(head, row))
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)


def is_text(head: str, rows: tuple[Row, ...]) -> bool:
    """Whether a column holds names, which may look like numbers."""
    return head in NAMES or (head in PAIR and set(PAIR) <= rows[0].keys())


def _as_float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _cell(sheets: _Sheets, sheet: Worksheet, down: int, across: int, text: str, form: str) -> None:
    number = number_of(text)
    if number is not None:
        sheet.write_number(down, across, number, sheets.style(form))
    elif text:
        sheet.write_string(down, across, text)


def number_of(text: str) -> float | None:
    """The number that a cell of a table holds; None for a text, and for what no spreadsheet can hold."""
    value = _as_float(text)
    return value if value is not None and abs(value) < float("inf") and "_" not in text else None


def format_of(head: str, row: Row) -> str:
    """How a number of a table is shown: by the unit of its row."""
    whole = (number_of(row[head]) or 0.5) % 1 == 0
    if head.startswith("p_") or head == "variance_cut":
        return "0.0000"
    unit = row.get(TEXT_UNIT, "")
    if unit.startswith("currency"):
        return "#,##0.00"
    return OF_UNIT.get(unit, "0" if whole else USUAL)


def _money(sheets: _Sheets) -> None:
    """A year's cost of every column as formulas over prices that a reader may change."""
    results = sheets.results
    sheet = sheets.book.add_worksheet("Money")
    money = results.scenario["money"]
    given = (money["employer_share"], money["overhead_per_seat_year"], WEEKS_PER_YEAR)
    sheet.write_string(0, 0, f"Prices, {results.currency} (yellow cells may be changed)", sheets.style(bold=True))
    for down, (head, value, form) in enumerate(zip(PRICES, given, ("0%", "#,##0", "0"), strict=True), 1):
        sheet.write_string(down, 0, head)
        sheet.write_number(down, 1, value, sheets.style(form, given=True))
    heads = (
        "Column", "People", "Pay a week, overtime included", "Technology a week", "Second skills a week",
        "Cost a year", "More than the first", "From",
    )  # fmt: skip
    for across, head in enumerate(heads):
        sheet.write_string(5, across, head, sheets.style(bold=True))
    first = cost_of_a_year(results, results.columns[0])[0]
    for down, column in enumerate(results.columns, 6):
        _cost_row(sheets, sheet, down, column, first)
    if rows := results.rows(PEOPLE):
        _people(sheets, sheet, 8 + len(results.columns), rows)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 6, 20)
    sheet.set_column(7, 7, 80)


def _cost_row(sheets: _Sheets, sheet: Worksheet, down: int, column: str, first: float) -> None:
    cost, (pay, technology, training, people) = cost_of_a_year(sheets.results, column)
    sheet.write_string(down, 0, name_of(column))
    for across, (figure, form) in enumerate(
        ((people, "0"), (pay, "#,##0.00"), (technology, "#,##0.00"), (training, "#,##0.00")), 1
    ):
        sheet.write_number(down, across, figure.value, sheets.style(form))
    row = down + 1
    formula = f"=$B$4*(C{row}*(1+$B$2)+D{row}+E{row})+$B$3*B{row}"
    sheet.write_formula(down, 5, formula, sheets.style("#,##0"), cost)
    sheet.write_formula(down, 6, f"=F{row}-$F$7", sheets.style("#,##0"), cost - first)
    sheet.write_string(down, 7, "; ".join(_sources((people, pay, technology, training))))


def _sources(figures: tuple[Figure, ...]) -> Iterator[str]:
    for figure in figures:
        yield figure.source


def _people(sheets: _Sheets, sheet: Worksheet, top: int, rows: list[Row]) -> None:
    """People needed for today's service, and what they are paid, as formulas over the price of a person."""
    results = sheets.results
    sheet.write_string(top, 0, "People needed for the service of the first column", sheets.style(bold=True))
    sheet.write_string(top + 1, 0, f"A person a year, {results.currency}")
    year = float(rows[0]["person_year"])
    sheet.write_number(top + 1, 1, year, sheets.style("#,##0", given=True))
    price = f"$B${top + 2}"
    heads = (
        "Second against first",
        "More people",
        "low (95%)",
        "high (95%)",
        "Pay saved a year",
        "low",
        "high",
        "From",
    )
    for across, head in enumerate(heads):
        sheet.write_string(top + 2, across, head, sheets.style(bold=True))
    for down, one in enumerate(rows, top + 3):
        row, counts = down + 1, [float(one[name]) for name in ("more", "low", "high")]
        sheet.write_string(down, 0, f"{name_of(one['second'])} against {name_of(one['first'])}")
        for across, count in enumerate(counts, 1):
            sheet.write_number(down, across, count, sheets.style("+0;-0;0"))
        for across, (letter, count) in enumerate(zip("BDC", (counts[0], counts[2], counts[1]), strict=True), 4):
            sheet.write_formula(down, across, f"=0-{letter}{row}*{price}", sheets.style("#,##0"), 0.0 - count * year)
        source = f"{PEOPLE} [first={one['first']}, second={one['second']}] {results.hash_of(PEOPLE)}"
        sheet.write_string(down, 7, source)
