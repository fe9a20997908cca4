"""Slides drawn with native, editable charts. Everything has its place, and nothing lies over anything else."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sim.report.handout.fixed import fixed
from sim.report.handout.parts import Bar, CountChart, Grid, IntervalChart, Part, Slide
from sim.report.handout.reading import Results
from sim.report.pictures.style import PALETTE, short

if TYPE_CHECKING:
    from pptx.chart.chart import Chart

# Inches of a slide of 16:9.
WIDTH, HEIGHT = 13.333, 7.5
MARGIN = 0.6
TITLE_TOP, TITLE_HEIGHT = 0.4, 1.35
BODY_TOP, BODY_HEIGHT = 1.9, 4.0
LINES_TOP, LINES_HEIGHT = 6.0, 0.85
FOOT_TOP, FOOT_HEIGHT = 6.95, 0.35
GAP = 0.3
LONG_TITLE, LONG_NAME = 130, 30  # letters
TITLE_SIZE, LONG_TITLE_SIZE, OPENING_SIZE = 24, 20, 28  # points
BODY_SIZE, LINE_SIZE, FOOT_SIZE, CHART_SIZE = 18, 14, 10, 12
FEWEST_OF_A_CELL, MOST_OF_A_CELL = 4, 38  # letters
SIDES_OF_A_CELL = 4  # what its margins take, in letters
ROOMY, SMALL = 1.6, 9  # inches for a name below which it is written smaller, in points
LINES_OF_A_NAME, LETTER = 3, 0.1  # under a chart: what there is room for, and inches of a letter
MINUS = "−"
NEAR, INK, PALE, FAINT = PALETTE[0], "222222", "666666", "D9D9D9"
WHEN = datetime(2000, 1, 1)


def deck(slides: Sequence[Slide], results: Results) -> bytes:
    """The slides as a file of PowerPoint, the same bytes for the same content."""
    from pptx import Presentation
    from pptx.util import Inches

    made = Presentation()
    made.slide_width, made.slide_height = Inches(WIDTH), Inches(HEIGHT)
    properties = made.core_properties
    properties.created = properties.modified = properties.last_printed = WHEN
    properties.title, properties.author, properties.last_modified_by = results.name, "podsim", "podsim"
    properties.revision = 1
    for place, slide in enumerate(slides):
        _draw(made, slide, results, opening=place == 0)
    buffer = io.BytesIO()
    made.save(buffer)
    return fixed(buffer.getvalue())


def _draw(made: Any, slide: Slide, results: Results, *, opening: bool) -> None:
    from pptx.util import Inches

    page = made.slides.add_slide(made.slide_layouts[5])  # a title, and nothing else
    title = page.shapes.title
    title.left, title.width = Inches(MARGIN), Inches(WIDTH - 2 * MARGIN)
    title.top, title.height = Inches(TITLE_TOP), Inches(2.6 if opening else TITLE_HEIGHT)
    size = OPENING_SIZE if opening else TITLE_SIZE if len(slide.title) <= LONG_TITLE else LONG_TITLE_SIZE
    _write(title.text_frame, (slide.title,), size, bold=True)
    if opening:
        _text(page, slide.lines, 3.3, 3.2, BODY_SIZE)
    else:
        each = (WIDTH - 2 * MARGIN - GAP * (len(slide.parts) - 1)) / max(1, len(slide.parts))
        for place, part in enumerate(slide.parts):
            _part(page, part, MARGIN + place * (each + GAP), each)
        if slide.lines:
            _text(page, slide.lines, LINES_TOP, LINES_HEIGHT, LINE_SIZE)
    seed, runs = results.manifest["seed"], results.manifest["replications"]
    _text(page, (f"podsim · {results.name} · seed {seed} · {runs} runs",), FOOT_TOP, FOOT_HEIGHT, FOOT_SIZE, PALE)
    notes = [*slide.notes, *_names_in_full(slide), "Where the numbers come from:", *slide.numbers]
    notes.append(f"Results {results.name}, seed {seed}.")
    page.notes_slide.notes_text_frame.text = "\n".join(notes)


def _names_in_full(slide: Slide) -> list[str]:
    """What stands along its charts, where a name may not have room there."""
    names = dict.fromkeys(bar.name for part in slide.parts if isinstance(part, IntervalChart) for bar in part.bars)
    return [f"Along the chart: {'; '.join(names)}."] if any(len(name) > LONG_NAME for name in names) else []


def _text(page: Any, lines: Sequence[str], top: float, height: float, size: int, colour: str = INK) -> None:
    from pptx.util import Inches

    box = page.shapes.add_textbox(Inches(MARGIN), Inches(top), Inches(WIDTH - 2 * MARGIN), Inches(height))
    _write(box.text_frame, lines, size, colour=colour)


def _write(frame: Any, lines: Sequence[str], size: int, *, bold: bool = False, colour: str = INK) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = re.sub(r"(?<![\w.,-])-(?=\d)", MINUS, line)  # a hyphen would break before its number
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = RGBColor.from_string(colour)


def _part(page: Any, part: Part, left: float, width: float) -> None:
    if isinstance(part, Grid):
        _grid(page, part, left, width)
    elif isinstance(part, IntervalChart):
        _intervals(page, part, left, width)
    else:
        _counts(page, part, left, width)


def _grid(page: Any, grid: Grid, left: float, width: float) -> None:
    """A native table; letters get smaller where there are many rows."""
    from pptx.util import Inches, Pt

    rows = len(grid.rows) + 1
    size = 16 if rows <= 7 else 13 if rows <= 10 else 11
    height = min(BODY_HEIGHT, rows * 0.42)
    shape = page.shapes.add_table(rows, len(grid.heads), Inches(left), Inches(BODY_TOP), Inches(width), Inches(height))
    table = shape.table
    letters = [
        max(FEWEST_OF_A_CELL, *(len(row[place]) for row in (grid.heads, *grid.rows)))
        for place in range(len(grid.heads))
    ]
    shares = [min(MOST_OF_A_CELL, count) + SIDES_OF_A_CELL for count in letters]
    for place, share in enumerate(shares):
        table.columns[place].width = Inches(width * share / sum(shares))
    for down, row in enumerate((grid.heads, *grid.rows)):
        table.rows[down].height = Inches(height / rows)
        for across, text in enumerate(row):
            cell = table.cell(down, across)
            cell.margin_top = cell.margin_bottom = Inches(0.02)
            cell.text_frame.text = text
            for paragraph in cell.text_frame.paragraphs:
                for run in paragraph.runs:
                    run.font.size = Pt(size)


def _intervals(page: Any, part: IntervalChart, left: float, width: float) -> None:
    """Low, mid and high as three series of markers, joined by a line for each category."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches, Pt

    bars = [bar for bar in part.bars if bar.known]
    if not bars:
        _text(page, (part.title, "Not known in these results."), BODY_TOP, BODY_HEIGHT, LINE_SIZE)
        return
    data = CategoryChartData(number_format=part.form)
    letters = int(LINES_OF_A_NAME * width / max(1, len(bars)) / LETTER)
    data.categories = [_no_formula(short(bar.name, letters)) for bar in bars]
    for name, values in _series(bars):
        data.add_series(name, values)
    box = (Inches(left), Inches(BODY_TOP), Inches(width), Inches(BODY_HEIGHT))
    chart = page.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *box, data).chart
    _dress(chart, part.title)
    chart.has_legend = False
    chart.category_axis._element.get_or_add_txPr().bodyPr.set("rot", "0")  # in lines, and never turned
    if width / max(1, len(bars)) < ROOMY:
        chart.category_axis.tick_labels.font.size = Pt(SMALL)
    _markers(chart, part.form)
    join_low_and_high(chart)


def _no_formula(name: str) -> str:
    """A what-if may be called by its file's name, and the workbook inside a chart computes what begins with =."""
    return f"'{name}" if name.startswith(("=", "{=")) else name


def _series(bars: Sequence[Bar]) -> list[tuple[str, list[float | None]]]:
    def values(name: str) -> list[float | None]:
        found = [getattr(bar, name).value for bar in bars]
        return [value if math.isfinite(value) else None for value in found]

    return [("low (95%)", values("low")), ("mean", values("mid")), ("high (95%)", values("high"))]


def _markers(chart: Chart, form: str) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
    from pptx.util import Pt

    for series in chart.plots[0].series:
        middle = series.name == "mean"
        series.format.line.fill.background()
        series.smooth = False
        series.marker.style = XL_MARKER_STYLE.CIRCLE if middle else XL_MARKER_STYLE.DASH
        series.marker.size = 11 if middle else 9
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = RGBColor.from_string((NEAR if middle else f"#{PALE}").lstrip("#"))
        series.marker.format.line.fill.background()
        if middle:
            labels = series.data_labels
            labels.show_value, labels.position = True, XL_LABEL_POSITION.RIGHT
            labels.number_format, labels.number_format_is_linked = form, False
            labels.font.size = Pt(CHART_SIZE)


def join_low_and_high(chart: Chart) -> None:
    """A line from the lowest to the highest series of every category (`c:hiLowLines`), which the library cannot say."""
    from pptx.oxml.ns import qn

    (plot,) = chart._chartSpace.iter(qn("c:lineChart"))
    lines = plot.makeelement(qn("c:hiLowLines"))
    # Its place is fixed: after the series and their labels, before markers and axes.
    later = {qn(f"c:{name}") for name in ("upDownBars", "marker", "smooth", "axId")}
    following = [child for child in plot if child.tag in later]
    following[0].addprevious(lines)


def _counts(page: Any, part: CountChart, left: float, width: float) -> None:
    from pptx.chart.data import CategoryChartData
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
    from pptx.util import Inches, Pt

    data = CategoryChartData(number_format="0")
    data.categories = list(part.categories)
    for name, values in part.series.items():
        data.add_series(name, values)
    box = (Inches(left), Inches(BODY_TOP), Inches(width), Inches(BODY_HEIGHT))
    chart = page.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED, *box, data).chart
    _dress(chart, part.title)
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.legend.font.size = Pt(CHART_SIZE)
    plot = chart.plots[0]
    plot.gap_width = 60
    plot.has_data_labels = True
    plot.data_labels.show_value = True
    plot.data_labels.font.size = Pt(CHART_SIZE)
    for series, colour in zip(plot.series, (PALETTE[2], "#BBBBBB", PALETTE[5]), strict=False):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(colour.lstrip("#"))


def _dress(chart: Chart, title: str) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_TICK_LABEL_POSITION
    from pptx.util import Pt

    chart.has_title = True
    chart.chart_title.text_frame.text = title
    chart.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(CHART_SIZE + 1)
    chart.chart_title.include_in_layout = False
    for axis in (chart.category_axis, chart.value_axis):
        axis.tick_labels.font.size = Pt(CHART_SIZE)
    chart.category_axis.has_major_gridlines = False
    lines = chart.value_axis.major_gridlines.format.line
    lines.width = Pt(0.5)
    lines.color.rgb = RGBColor.from_string(FAINT)
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW  # also where values are below 0
