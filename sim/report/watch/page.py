"""The page, for solara to serve: Mesa's SolaraViz of two organisations, with the dials at its side.

What it shows is said in the environment, as solara imports this file by its name, once for everybody who looks.
"""

from __future__ import annotations

import json
import os
from html import escape

import solara
from mesa.visualization import SolaraViz
from mesa.visualization.utils import update_counter

from sim.report.names import name_of, speaking
from sim.report.pictures.style import PALETTE
from sim.report.watch.charts import date_of, lines
from sim.report.watch.dials import parameters
from sim.report.watch.drawing import FRESH, STRAINED, TIRED
from sim.report.watch.side_by_side import SideBySide

ASKED = "PODSIM_WATCHED"  # arguments of SideBySide as JSON
PLAY_INTERVAL = 450  # milliseconds: as long as a move takes to be seen

# Mesa puts components into a grid of fixed heights, and labels beside their sliders; both are too narrow for these.
LAYOUT = """<style>
.vue-grid-layout{display:grid;grid-template-columns:repeat(auto-fit,minmax(460px,1fr));gap:18px;height:auto!important}
.vue-grid-item{position:static!important;transform:none!important;width:auto!important;height:auto!important}
.vue-resizable-handle,.v-tabs{display:none!important}.v-input__slider .v-input__slot{flex-wrap:wrap}
.v-input__slider .v-label{flex-basis:100%;height:auto;font-size:14px}.v-input__slider{margin-top:2px;padding-top:0}
</style>"""

given = json.loads(os.environ[ASKED])


def one_side(number: int) -> object:
    """A component that draws one of the two organisations."""

    def organisation(model: SideBySide) -> object:
        update_counter.get()
        side, scene = model.sides[number], model.scenes[number]
        with speaking(side.settings.labels):  # a page has threads of its own
            title = f"<b>{escape(name_of(side.column))}</b> &nbsp; {date_of(model.now)}"
            html = f"<div><div>{title}</div>{scene.svg()}{'' if number else LAYOUT + legend(model)}</div>"
        return solara.HTML(tag="div", unsafe_innerHTML=html)

    return organisation


def legend(model: SideBySide) -> str:
    """What colours and shapes mean."""
    names = model.sides[0].conditions.channel_names
    cases = "".join(f" {_dot(PALETTE[at % len(PALETTE)])} {name}" for at, name in enumerate(names))
    tired = "".join(_dot(f"rgb{colour}") for colour in (FRESH, TIRED, STRAINED))
    return (
        f'<div style="font-size:12px;opacity:.85;margin-top:4px">People {tired} fresh, tired, past the strain line; '
        f"full: occupied; ring: share of the last hour occupied; pale: not at work. Lines: wings who listen to a lead. "
        f"Cases {cases}; ring: lies until somebody looks at it.</div>"
    )


def _dot(colour: str) -> str:
    return f'<span style="display:inline-block;width:9px;height:9px;border-radius:9px;background:{colour}"></span>'


def over_time(measure: str, title: str, factor: float = 1.0) -> object:
    """A component that draws one measure of both sides."""

    def chart(model: SideBySide) -> object:
        update_counter.get()
        with speaking(model.sides[0].settings.labels):
            drawn = lines(model, measure, title, factor)
        return solara.HTML(tag="div", unsafe_innerHTML=drawn)

    return chart


shown = SideBySide(**given)
page = SolaraViz(
    shown,
    components=[
        one_side(0),
        one_side(1),
        over_time("cases_untouched", "Cases that wait, in a queue or until somebody looks at them"),
        over_time("felt_empathy", "Felt empathy, of 100 (a proxy): the last 100 problems that ended", 100.0),
    ],
    model_params=parameters(given),
    play_interval=PLAY_INTERVAL,
    name=f"podsim: {shown.sides[0].settings.title}",
)
