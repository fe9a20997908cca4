"""How every picture looks, and how it is written: the same bytes for the same numbers, light or dark.

No picture relies on colour alone. Figures are
drawn without pyplot, which keeps state between them.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from textwrap import fill, wrap
from typing import TYPE_CHECKING, Any

from sim.report.names import name_of
from sim.scenario.built_in_columns import HABITS, PODS, PODS_TODAY, TODAY

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito.
PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#666666")
# One colour, one meaning, in pictures as in the page's own bars: departments are blue and pods purple, with today's
# habits pale. Green and orange are better and worse, so no other column has them either.
OF_COLUMN = {TODAY: "#8fc4e8", PODS_TODAY: "#c9a8dd", HABITS: "#2a7ab8", PODS: "#7d4aa8"}
OF_OTHERS = ("#E69F00", "#CC79A7", "#666666", "#F0E442")
MARKERS = ("o", "s", "D", "^", "v", "P", "X", "*")
HATCHES = ("", "///", "\\\\\\", "xxx", "++", "--", "oo", "...")  # the last two make files large
INK, FAINT, PAPER = "#222222", "#8a8a8a", "#ffffff"
DPI = 150
MOST_LETTERS = 24  # of a name, or of a line of it
BOLD_LETTERS = 11.0  # of ten points, in an inch
LETTER, KEY = 0.075, 0.55  # inches of a letter of nine points, and of what stands before it in a legend
NARROW = 4.6  # inches: a picture that is as wide as a telephone, and legible there


@dataclass(frozen=True)
class Picture:
    """A picture with all that goes with it.

    name: of its file, without ending. alt: what it shows, in words with numbers. table: the numbers, a row each.
    """

    name: str
    title: str
    alt: str
    figure: Figure
    table: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Refuse a picture that says nothing to whoever cannot see it."""
        if len(self.alt.split()) < 5 or not self.title:
            raise ValueError(f"{self.name}: a picture needs a title and a description in words")
        with picture_style():  # laid out once: every further drawing would move it by a hair
            layout = self.figure.get_layout_engine()
            if layout is not None:
                layout.execute(self.figure)
            self.figure.set_layout_engine("none")

    @property
    def svg(self) -> str:
        """As an <svg> element for a page."""
        return svg_inline(self)

    @property
    def png(self) -> bytes:
        """As a PNG file."""
        return png(self)

    def drawn(self) -> Drawn:
        """The picture without its figure, so that another process can be given it."""
        return Drawn(self.name, self.title, self.alt, self.table, self.svg, self.png)


@dataclass(frozen=True)
class Drawn:
    """A picture as it is written. Fields as of `Picture`."""

    name: str
    title: str
    alt: str
    table: list[dict[str, Any]]
    svg: str
    png: bytes


def colour_of(column: str, columns: Sequence[str]) -> str:
    """Colour of a column: its own for a corner, the next free one for others."""
    if column in OF_COLUMN:
        return OF_COLUMN[column]
    others = [name for name in columns if name not in OF_COLUMN]
    return OF_OTHERS[others.index(column) % len(OF_OTHERS)]


def marker_of(column: str, columns: Sequence[str]) -> str:
    """Marker of a column, in the order of columns."""
    return MARKERS[list(columns).index(column) % len(MARKERS)]


def short(name: str, most: int = MOST_LETTERS) -> str:
    """A name that fits into a picture; whole it stands in the table."""
    return name if len(name) <= most else f"{name[: most - 1]}…"


def label_of(column: str, *, folded: bool = False) -> str:
    """A column as people call it. folded: with its habits on a line of their own, where there is little room."""
    first, comma, habits = name_of(column).partition(", ")
    if folded and not comma:
        first, *more = wrap(first, MOST_LETTERS)
        return "\n".join([first, *([short(" ".join(more))] if more else [])])
    return f"{short(first)}{',' if comma else ''}{chr(10) if folded else ' '}{short(habits)}".strip()


@contextmanager
def picture_style() -> Iterator[None]:
    """Settings of Matplotlib in which pictures are drawn and written."""
    import matplotlib

    settings: Any = {
        "font.family": "DejaVu Sans",
        "font.size": 9.0,
        "axes.titlesize": 10.0,
        "axes.titlelocation": "left",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": FAINT,
        "axes.labelcolor": INK,
        "axes.titlecolor": INK,
        "text.color": INK,
        "xtick.color": INK,
        "ytick.color": INK,
        "figure.facecolor": PAPER,
        "axes.facecolor": PAPER,
        "legend.frameon": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "podsim",
        "hatch.linewidth": 0.5,
        "text.parse_math": False,  # a name with dollar signs is a name, not a formula
    }
    with matplotlib.rc_context(settings):
        yield


def new_figure(width: float, height: float, rows: int = 1, columns: int = 1, **more: Any) -> tuple[Figure, Any]:
    """A figure with one Axes or an array of them. width, height: inches. To be called inside `picture_style`."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(rows, columns, **more)


@contextmanager
def _at(figure: Figure, dpi: float) -> Iterator[None]:
    """The figure at a resolution, and then as it was. `savefig` would see to it, but draw all of it twice."""
    before = figure.dpi
    figure.dpi = dpi
    try:
        yield
    finally:
        figure.dpi = before


def png(picture: Picture) -> bytes:
    """The picture as PNG, the same bytes for the same numbers on one version of Matplotlib."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    buffer = io.BytesIO()
    with picture_style(), _at(picture.figure, DPI):
        FigureCanvasAgg(picture.figure).print_png(buffer, metadata={"Software": None})
    return buffer.getvalue()


def svg_file(picture: Picture) -> str:
    """The picture as an SVG file of its own."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    buffer = io.StringIO()
    with picture_style(), _at(picture.figure, picture.figure.dpi):
        FigureCanvasSVG(picture.figure).print_svg(buffer, metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def svg_inline(picture: Picture) -> str:
    """The picture as an <svg> element for a page: described in words, its names its own, ink as the page has it.

    Several may stand in one page. Text stays text. Ink, faint lines and paper become CSS variables (--ink, --faint,
    --paper), so that a dark page shows light lines.
    """
    text = svg_file(picture)
    text = text[text.index("<svg") :]
    start, end = re.match(r"<svg[^>]*>", text).span()  # type: ignore[union-attr]
    body = re.sub(r"<metadata>.*?</metadata>", "", text[end:], flags=re.DOTALL)
    body = body.replace('<style type="text/css">*{', '<style type="text/css">.picture *{')  # not of the whole page
    prefix = f"{picture.name}-"
    body = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}\1"', body)
    body = re.sub(r'(href="#|url\(#)([^")]+)', rf"\1{prefix}\2", body)
    for colour, variable in ((INK, "ink"), (FAINT, "faint"), (PAPER, "paper")):
        body = body.replace(colour, f"var(--{variable}, {colour})")
    view = re.search(r'viewBox="([^"]+)"', text[start:end])
    narrow = " narrow" if picture.figure.get_figwidth() <= NARROW else ""
    words = f"<title>{html.escape(picture.title)}</title><desc>{html.escape(picture.alt)}</desc>"
    box = view.group(1) if view else "0 0 100 100"
    return (
        f'<svg role="img" viewBox="{box}" class="picture{narrow}" xmlns="http://www.w3.org/2000/svg" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" aria-label="{html.escape(picture.alt, quote=True)}">{words}{body}'
    )


def abreast(labels: Sequence[str], inches: float) -> int:
    """How many of a legend's labels have room side by side."""
    longest = max((len(line) for label in labels for line in label.split("\n")), default=0)
    return max(1, min(len(labels), int(inches / (LETTER * longest + KEY))))


def headed(figure: Figure, title: str) -> None:
    """The finding above a picture, over as many lines as its width asks for."""
    text = fill(title, int(BOLD_LETTERS * figure.get_figwidth()))
    figure.suptitle(text, x=0.01, ha="left", fontsize=10, fontweight="bold", color=INK)


def above(axes: Axes, at: float, text: str) -> None:
    """A label above a bar, so that the bar has the whole width also of a telephone. at: where it ends below."""
    axes.annotate(
        text, (0.0, at), (1, 0), xycoords=axes.get_yaxis_transform(), textcoords="offset points", size=8, va="bottom",
        annotation_clip=False, bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.4},
    ).set_in_layout(False)  # fmt: skip
    axes.set_zorder(1)  # over the panel beside it, into which a label may reach


def no_frame(axes: Axes) -> None:
    """An Axes without lines around it."""
    for spine in axes.spines.values():
        spine.set_visible(False)
