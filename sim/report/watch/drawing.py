"""One organisation at one moment as a drawing (SVG), with who and what has moved since the step before.

Everybody has a seat in the box of their team, and turns away from it only to fly: a wing stands behind whoever leads
the step, so that a lead with wings is a V. A case is a dot: in the queue of a team, at the nose of whoever leads it,
or, as a ring, where it lies until somebody looks at it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from sim.agents.observation import fatigue_now
from sim.foundation.kinds import State
from sim.process.people import is_listening
from sim.report.names import in_text, upper
from sim.report.pictures.style import PALETTE

if TYPE_CHECKING:
    from sim.agents import OrganisationModel
    from sim.agents.customer import CustomerAgent
    from sim.agents.person import PersonAgent
    from sim.agents.team import TeamAgent

Point = tuple[float, float]
WIDTH, HEIGHT = 720.0, 520.0
TOP, GAP, HEAD, STRIP = 8.0, 10.0, 22.0, 30.0  # the edge, between boxes, name of a team, queue of a team
FRESH, TIRED, STRAINED = (42, 157, 143), (233, 196, 106), (209, 73, 91)
LOAD_MINUTES = 60.0  # over which the share of time occupied is smoothed
STYLE = """<style>
.watch text{font:13px system-ui,sans-serif;fill:currentColor}.watch .small{font-size:11px;opacity:.75}
.watch .box{fill:currentColor;fill-opacity:.05;stroke:currentColor;stroke-opacity:.18}
.watch .off{opacity:.22}.watch .who{text-anchor:middle;opacity:.7}
.watch .v{stroke:currentColor;stroke-opacity:.55;stroke-width:1.6;fill:none}
.watch .moves{animation:fly .45s ease-out}.watch .comes{animation:comes .45s}.watch .goes{animation:goes .6s forwards}
@keyframes fly{from{transform:translate(var(--x),var(--y))}}@keyframes comes{from{opacity:0}}
@keyframes goes{to{opacity:0;transform:translateY(-26px)}}
@media (prefers-reduced-motion:reduce){.watch .moves,.watch .comes{animation:none}.watch .goes{display:none}}
</style>"""


@dataclass(frozen=True)
class Box:
    """Where a team is drawn. seat: distance between two seats, columns: seats in a row."""

    x: float
    y: float
    width: float
    height: float
    seat: float
    columns: int

    def place(self, number: int) -> Point:
        """The seat of a member, by number in the team."""
        row, column = divmod(number, self.columns)
        return self.x + (column + 0.5) * self.width / self.columns, self.y + HEAD + STRIP + (row + 0.6) * self.seat

    def in_queue(self, number: int, lies: bool) -> Point:
        """The place of a case that waits, the first at the left; below, one that lies."""
        return self.x + 10 + (number % self.most) * 8, self.y + HEAD + (20 if lies else 7)

    @property
    def most(self) -> int:
        """Cases that a line of the queue has room for."""
        return max(int((self.width - 44) // 8), 1)


def boxes_of(teams: list[TeamAgent]) -> list[Box]:
    """A box a team, in as many columns as make them about square."""
    columns = max(math.ceil(math.sqrt(len(teams))), 1)
    rows = math.ceil(len(teams) / columns)
    width = (WIDTH - (columns + 1) * GAP) / columns
    height = (HEIGHT - TOP - rows * GAP) / rows
    room = height - HEAD - STRIP
    boxes = []
    for number, team in enumerate(teams):
        row, column = divmod(number, columns)
        people = max(len(team.members), 1)
        across = max(round(math.sqrt(people * width / max(room, 1.0))), 1)
        seat = min(room / math.ceil(people / across), width / across * 1.2)
        place = GAP + column * (width + GAP), TOP + row * (height + GAP)
        boxes.append(Box(*place, width, height, seat, across))
    return boxes


class Scene:
    """A model and how it has moved: where everybody and everything is, and was one step before."""

    def __init__(self, model: OrganisationModel) -> None:
        """See the model as it stands."""
        self.model = model
        self.load = [0.0] * len(model.people)
        self.at: dict[str, Point] = {}
        self.before: dict[str, Point] = {}
        self.look()

    def move(self) -> None:
        """A step has been made."""
        self.before = self.at
        share = min((self.model.minutes_per_step or 0.0) / LOAD_MINUTES, 1.0)
        for person in self.model.people:
            self.load[person.number] += (float(person.occupied) - self.load[person.number]) * share
        self.look()

    def look(self) -> None:
        """Find everybody's and everything's place."""
        self.boxes = boxes_of(self.model.teams)
        self.size = max(min((box.seat for box in self.boxes), default=40.0) * 0.3, 3.0)
        self.at = {}
        for team, box in zip(self.model.teams, self.boxes, strict=True):
            for number, person in enumerate(team.members):
                self.at[f"p{person.number}"] = box.place(number)
        waiting = [[0, 0] for _ in self.boxes]
        for case in self.model.cases.values():
            self._place(case, waiting)
        self.waiting = [line + lying for line, lying in waiting]

    def _place(self, case: CustomerAgent, waiting: list[list[int]]) -> None:
        if (lead := case.led_by) is not None:
            x, y = self.at[f"p{lead.number}"]
            self.at[f"c{case.number}"] = (x, y - self.size * 1.55)
            for number, wing in enumerate(self.wings_of(case)):
                side, rank = (-1, 1)[number % 2], 1 + number // 2
                box = self.boxes[lead.team]
                left, right = box.x + self.size + 3, box.x + box.width - self.size - 3
                behind = min(max(x + side * rank * self.size * 2.0, left), right)
                self.at[f"p{wing.number}"] = (behind, y + rank * self.size * 1.8)
        elif case.state in (State.WAITING, State.PICKUP):
            lies = case.state == State.PICKUP
            team = max(case.team, 0)  # without walls all wait in one room
            number = waiting[team][lies]
            waiting[team][lies] += 1
            if number < self.boxes[team].most:
                self.at[f"c{case.number}"] = self.boxes[team].in_queue(number, lies)

    @staticmethod
    def wings_of(case: CustomerAgent) -> list[PersonAgent]:
        """Who listens to the present step."""
        return [wing for wing in case.wings if wing.occupied and is_listening(wing)]

    # --- the drawing ------------------------------------------------------------------------------

    def svg(self) -> str:
        """The organisation now, moving from where it was."""
        parts = [f'<svg class="watch" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="100%" role="img">', STYLE]
        for team, box, count in zip(self.model.teams, self.boxes, self.waiting, strict=True):
            parts.append(
                f'<rect class="box" x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" '
                f'height="{box.height:.1f}" rx="8"/><text x="{box.x + 9:.1f}" y="{box.y + 16:.1f}">'
                f'{escape(upper(in_text(team.name)))}</text><text class="small" text-anchor="end" '
                f'x="{box.x + box.width - 8:.1f}" y="{box.y + 16:.1f}">{count} waiting</text>'
            )
        cases = [case for case in self.model.cases.values() if f"c{case.number}" in self.at]
        parts += [self._v(case) for case in cases if case.led_by is not None]
        parts += [self._person(person) for person in self.model.people]
        parts += [self._case(case) for case in cases]
        parts += self._gone()
        return "".join([*parts, "</svg>"])

    def _v(self, case: CustomerAgent) -> str:
        lead = case.led_by
        wings = self.wings_of(case)
        if lead is None or not wings:
            return ""
        x, y = self.at[f"p{lead.number}"]
        ends = [self.at[f"p{wing.number}"] for wing in wings]
        return "".join(f'<path class="v" d="M{x:.1f} {y:.1f}L{end[0]:.1f} {end[1]:.1f}"/>' for end in ends)

    def _person(self, person: PersonAgent) -> str:
        policy, r = self.model.conditions.policy, self.size
        colour = shade(fatigue_now(person), policy.strain_line)
        place = "here" if person.on_shift or person.occupied else "off"
        round_ = 2 * math.pi * (r + 2.2)
        load = self.load[person.number]
        ring = f'<circle r="{r + 2.2:.1f}" fill="none" stroke="{colour}" stroke-width="2.4" transform="rotate(-90)" '
        ring += f'stroke-dasharray="{load * round_:.1f} {round_:.1f}"/>'
        body = f'<circle r="{r:.1f}" fill="{colour}" fill-opacity="{0.95 if person.occupied else 0.25}" '
        body += f'stroke="{colour}" stroke-width="1.4"/>'
        name = self.model.conditions.function_names[person.function][:2]
        body += f'<text class="who" y="{r * 0.3:.1f}" style="font-size:{r * 0.85:.1f}px">{escape(name)}</text>'
        said = f"{person.seat}: {self._doing(person)}, fatigue {fatigue_now(person):.2f}, occupied {load:.0%} of late"
        title = f"<title>{escape(said)}</title>"
        return self._moved(
            f"p{person.number}", f'<g class="{place}">{title}{body}{ring if place == "here" else ""}</g>'
        )

    @staticmethod
    def _doing(person: PersonAgent) -> str:
        if person.occupied:
            return person.occupation.name.lower()
        return "free" if person.on_shift else "not at work"

    def _case(self, case: CustomerAgent) -> str:
        colour = PALETTE[case.channel % len(PALETTE)]
        r = max(min(self.size * 0.38, 3.4), 2.2)
        fill = f'fill="none" stroke="{colour}" stroke-width="1.5"' if case.state == State.PICKUP else f'fill="{colour}"'
        channel = self.model.conditions.channel_names[case.channel]
        title = f"<title>case {case.number}, {escape(channel)}, {case.state.name.lower()}</title>"
        return self._moved(f"c{case.number}", f'<circle r="{r:.1f}" {fill}>{title}</circle>')

    def _moved(self, key: str, shape: str) -> str:
        x, y = self.at[key]
        if key not in self.before:
            moves = ' class="comes"' if self.before else ""
        else:
            dx, dy = self.before[key][0] - x, self.before[key][1] - y
            moves = f' class="moves" style="--x:{dx:.1f}px;--y:{dy:.1f}px"' if abs(dx) + abs(dy) > 0.5 else ""
        return f'<g transform="translate({x:.1f} {y:.1f})"><g{moves}>{shape}</g></g>'

    def _gone(self) -> list[str]:
        gone = [place for key, place in self.before.items() if key[0] == "c" and key not in self.at]
        return [
            f'<g transform="translate({x:.1f} {y:.1f})"><circle class="goes" r="3" fill="currentColor" '
            f'fill-opacity=".35"/></g>'
            for x, y in gone
        ]


def shade(fatigue: float, strain_line: float) -> str:
    """A colour from fresh over tired to past the strain line."""
    share = min(fatigue / strain_line if strain_line > 0.0 else fatigue, 1.0) * 2
    first, second = (FRESH, TIRED) if share < 1.0 else (TIRED, STRAINED)
    part = share if share < 1.0 else share - 1.0
    mixed = (round(a + (b - a) * part) for a, b in zip(first, second, strict=True))
    return "#" + "".join(f"{value:02x}" for value in mixed)
