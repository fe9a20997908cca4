"""Every number over what is expected of it, and how far findings lie beyond their bound; one row each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sim.report.pictures.style import FAINT, INK, PALETTE, Picture, new_figure, picture_style
from sim.studies.verification.checks import MET, MISSED, OPEN

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.studies.verification.checks import Row
    from sim.studies.verification.running import Verified

MARKERS = {MET: ("o", PALETTE[2]), MISSED: ("X", PALETTE[5])}
FARTHEST = 10  # that is drawn: where runs hardly differ it would be thousands
OPEN_MARKER = ("s", PALETTE[7])


def verification_picture(found: Verified) -> Picture:
    """Numbers that are expected to be other than 0, in percent of what is expected."""
    rows = [row for row in _rows(found) if row.expected.side == "at" and row.expected.value != 0.0]
    with picture_style():
        figure, axes = new_figure(7.2, 0.9 + 0.19 * max(1, len(rows)))
        table = []
        for place, row in enumerate(rows):
            expected = row.expected.value
            apart, allowed = (100.0 * value / expected for value in (row.found.value - expected, row.allowed))
            axes.plot([-allowed, allowed], [place, place], color=FAINT, lw=3.0, solid_capstyle="butt", zorder=1)
            _point(axes, apart, place, row)
            table.append({"number": row.expected.what, "apart_percent": apart, "allowed_percent": allowed})
        axes.axvline(0.0, color=INK, lw=0.8)
        axes.set_xlabel("% off; grey: what chance or rounding explains")
        _finish(figure, axes, rows)
    alt = f"{len(rows)} numbers beside what is expected of them: {_counted(rows)}"
    return Picture(
        "verification", f"Of {len(rows)} numbers beside what is expected of them: {_counted(rows)}", alt, figure, table
    )


def findings_picture(found: Verified) -> Picture | None:
    """How far each finding lies on its side of the bound, in multiples of what chance explains; None without any."""
    rows = [row for row in _rows(found) if row.expected.side in ("above", "below")]
    if not rows:
        return None
    with picture_style():
        figure, axes = new_figure(7.2, 0.9 + 0.19 * len(rows))
        table = []
        for place, row in enumerate(rows):
            beyond = (row.found.value - row.expected.value) / row.allowed
            beyond = beyond if row.expected.side == "above" else -beyond
            _point(axes, max(-FARTHEST, min(FARTHEST, beyond)), place, row)
            table.append({"number": row.expected.what, "beyond": beyond})
        axes.axvspan(-1.0, 1.0, color=FAINT, alpha=0.4, lw=0)
        axes.set_xlabel(f"how far beyond;\ngrey: what chance explains ({FARTHEST}: or more)")
        _finish(figure, axes, rows)
    alt = f"{len(rows)} findings of others and on which side of their bound they lie: {_counted(rows)}"
    return Picture(
        "findings", f"Of {len(rows)} findings of others, beyond chance: {_counted(rows)}", alt, figure, table
    )


def _rows(found: Verified) -> Iterator[Row]:
    return (row for rows in found.rows for row in rows)


def _counted(rows: Sequence[Row]) -> str:
    counts = Counter(row.verdict for row in rows)
    told = f"{counts[MET]} met, {counts[MISSED]} missed"
    return f"{told}, {counts[OPEN]} {OPEN}" if counts[OPEN] else told


def _point(axes: Axes, x: float, place: int, row: Row) -> None:
    marker, colour = MARKERS.get(row.verdict, OPEN_MARKER)
    axes.plot(x, place, marker, color=colour, mec=INK, mew=0.5, ms=5, label=row.verdict, zorder=2)


def _finish(figure: Figure, axes: Axes, rows: Sequence[Row]) -> None:
    axes.set_yticks(range(len(rows)), [row.expected.what for row in rows], size=6.5)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    if rows:
        handles, labels = axes.get_legend_handles_labels()
        once = dict(zip(labels, handles, strict=True))
        figure.legend(once.values(), once.keys(), loc="outside upper right", ncols=3)
