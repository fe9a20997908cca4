"""Every number over what is expected of it: a point with what chance explains, one row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.pictures.style import FAINT, INK, PALETTE, Picture, new_figure, picture_style
from sim.studies.verification.checks import MET, MISSED

if TYPE_CHECKING:
    from sim.studies.verification.running import Verified

MARKERS = {MET: ("o", PALETTE[2]), MISSED: ("X", PALETTE[5])}
OPEN_MARKER = ("s", PALETTE[7])


def verification_picture(found: Verified) -> Picture:
    """Numbers that are expected to be other than 0, in percent of what is expected."""
    rows = [row for rows in found.rows for row in rows if row.expected.value != 0.0]
    with picture_style():
        figure, axes = new_figure(7.2, 0.9 + 0.19 * max(1, len(rows)))
        table, seen = [], set()
        for place, row in enumerate(rows):
            expected = row.expected.value
            apart, allowed = (100.0 * value / expected for value in (row.found.value - expected, row.allowed))
            marker, colour = MARKERS.get(row.verdict, OPEN_MARKER)
            axes.plot([-allowed, allowed], [place, place], color=FAINT, lw=3.0, solid_capstyle="butt", zorder=1)
            label = None if row.verdict in seen else row.verdict
            seen.add(row.verdict)
            axes.plot(apart, place, marker, color=colour, mec=INK, mew=0.5, ms=5, label=label, zorder=2)
            table.append({"number": row.expected.what, "apart_percent": apart, "allowed_percent": allowed})
        axes.axvline(0.0, color=INK, lw=0.8)
        axes.set_yticks(range(len(rows)), [row.expected.what for row in rows], size=6.5)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlabel("% off; grey: what chance or rounding explains")
        axes.tick_params(axis="y", length=0)
        if rows:
            figure.legend(*axes.get_legend_handles_labels(), loc="outside upper right", ncols=3)
    alt = f"{len(rows)} numbers beside what is expected of them: {found.count(MET)} met, {found.count(MISSED)} missed"
    return Picture("verification", "Found beside expected", alt, figure, table)
