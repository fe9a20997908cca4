"""Settings of felt empathy: what each part of an experience counts for. A proxy, see docs/background/felt-empathy.md.

Anchor and coefficients are read from fitted_empathy.json, which experiments/fit_empathy.py writes with their
uncertainty: stored once, never refitted in a what-if. They are known together and not one by one, so the ledger has one
assumption for all of them, whose values are draws (`DRAWS`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from sim.scenario.declaration import HALF_TO_DOUBLE, MEASURED, Settings, setting

FITTED_FILE = Path(__file__).with_name("fitted_empathy.json")
FITTED: dict[str, Any] = json.loads(FITTED_FILE.read_text(encoding="utf-8"))
DRAWN_TOGETHER = "varied with all other coefficients of felt empathy, as they were fitted: empathy.draw"
DRAWS: dict[str, list[float]] = FITTED["draws"]
MODE_AT: int = FITTED["mode_at"]  # the draw that the defaults are
UNMOVED = tuple(name for name, known in FITTED["coefficients"].items() if not known["moved_by_data"])
MISSED: list[dict[str, Any]] = [row for row in FITTED["targets"] if not row["within_range"]]


def _mode(name: str) -> float:
    return FITTED["coefficients"][name]["mode"]


def _source(name: str, basis: str) -> str:
    """What a coefficient rests on. basis: its evidence rows, or "assumption"."""
    low, high = FITTED["coefficients"][name]["interval"]
    basis += "; no contrast moves it" if name in UNMOVED else "; fitted jointly"
    return f"{basis}, 95% {low:.2g} to {high:.2g}"


class Empathy(Settings):
    """How an experience becomes felt empathy, a latent probability; the same for every column."""

    definition: Literal["logit", "servqual", "effort", "outcome"] = setting(
        "logit", about="What felt_empathy means; the others are always reported beside it", source="convention"
    )
    # Level
    anchor: float = setting(
        FITTED["anchor"], ge=-50, le=50, unit="logit",
        about="Logit of felt empathy where every component is 0; solved once and stored",
        source="evidence row 70: level of the silos of support_desk 0.525, swept 0.2-0.8",
        rules="empathy.with_component",
    )  # fmt: skip
    # What counts: logit per unit of a component
    heard: float = setting(
        _mode("heard"), ge=-20, le=20, unit="logit per share of the story",
        about="Counts for not having to tell the story again",
        source=_source("heard", "evidence row 25: -0.55, range -0.65 to 0 (and row 23)"),
        plausible=DRAWN_TOGETHER, rules="empathy.with_component",
    )  # fmt: skip
    timely: float = setting(
        _mode("timely"), ge=-20, le=20, unit="logit per doubling",
        about="Counts against every doubling of (1 + waiting / patience)",
        source=_source("timely", "evidence row 32: 0.1, range 0-0.25"),
        plausible=DRAWN_TOGETHER, rules="empathy.with_component",
    )  # fmt: skip
    fitted: float = setting(
        _mode("fitted"), ge=-20, le=20, unit="logit per skill",
        about="Counts for the skill of those met; whoever cannot help at all counts 0",
        source=_source("fitted", "assumption"),
        plausible=DRAWN_TOGETHER, rules="empathy.with_component",
    )  # fmt: skip
    cared_for: float = setting(
        _mode("cared_for"), ge=-20, le=20, unit="logit per warmth",
        about="Counts for the warmth of those met",
        source=_source("cared_for", "evidence row 30: trained against not 0.33, range 0.05-0.58"),
        plausible=DRAWN_TOGETHER, rules="empathy.with_component",
    )  # fmt: skip
    known: float = setting(
        _mode("known"), ge=-20, le=20, unit="logit per share of steps",
        about="Counts for being led on by somebody who has led this case before",
        source=_source("known", "evidence row 25: -0.55, range -0.65 to 0 (and row 23)"),
        plausible=DRAWN_TOGETHER, rules="empathy.with_component",
    )  # fmt: skip
    human: float = setting(
        _mode("human"), ge=-20, le=20, unit="logit",
        about="Counts for having met a person, and not only a bot",
        source=_source("human", "assumption (evidence row 38 for the sign)"),
        plausible=DRAWN_TOGETHER, rules="empathy.with_component",
    )  # fmt: skip
    solved: float = setting(
        _mode("solved"), ge=-20, le=20, unit="logit",
        about="Counts for a truly solved case",
        source=_source("solved", "evidence row 28: -1.5, range -1.2 to -1.7"),
        plausible=DRAWN_TOGETHER, rules="empathy.with_component",
    )  # fmt: skip
    in_one_contact: float = setting(
        _mode("in_one_contact"), ge=-20, le=20, unit="logit",
        about="Counts for having had to ask once only",
        source=_source("in_one_contact", "evidence row 26: -0.65, range -0.5 to -0.75"),
        plausible=DRAWN_TOGETHER, rules="empathy.with_component",
    )  # fmt: skip
    interaction: float = setting(
        _mode("interaction"), ge=-20, le=20, unit="logit per warmth",
        about="Warmth x solved: relational work counts less where the problem is being solved",
        source=_source("interaction", "evidence row 31: -0.1, range -0.3 to 0"),
        plausible=DRAWN_TOGETHER, rules="empathy.with_interaction",
    )  # fmt: skip
    # What the components are measured by
    warmth_lost_to_fatigue: float = setting(
        0.15, ge=0, le=1, unit="share",
        about="Share of a person's warmth that is lost at full fatigue",
        source="evidence row 49: -0.3 logit at full fatigue, so 0.15 of a warmth of 0.6; range 0-0.3",
        rules="empathy.cared_for",
    )  # fmt: skip
    patience_live_minutes: float = setting(
        12.0, gt=0, le=100_000, unit="minutes",
        about="Patience that waiting is measured by on live channels that name none",
        source="evidence row 4: 2 x handling time, range 1-4", rules=("empathy.prompt", "empathy.timely"),
    )  # fmt: skip
    patience_other_minutes: float = setting(
        240.0, gt=0, le=100_000, unit="open minutes",
        about="Patience that waiting is measured by on the other channels: half an open day or so",
        source="assumption", plausible=HALF_TO_DOUBLE, rules=("empathy.prompt", "empathy.timely"),
    )  # fmt: skip
    # Customers and surveys
    halo_sd: float = setting(
        1.0, ge=0, le=10, unit="logit",
        about="Standard deviation between customers, of what they bring along",
        source="evidence row 37: 50 raters for a reliability of 0.8, so customers vary 12.5 x as much as people",
        rules="empathy.felt_empathy",
    )  # fmt: skip
    response_share: float = setting(
        0.15, gt=0, lt=1, unit="share",
        about="Share of customers with felt empathy 0.5 who answer a survey",
        source="assumption", plausible=MEASURED, rules="empathy.response_probability",
    )  # fmt: skip
    response_tilt: float = setting(
        0.5, ge=-10, le=10, unit="logit",
        about="Above 0 the content answer more often: logit of answering + tilt x (2 x felt empathy - 1)",
        source="assumption", plausible=MEASURED, rules="empathy.response_probability",
    )  # fmt: skip

    @property
    def as_fitted(self) -> bool:
        """Whether experiences count as they were fitted, and not as a scenario says itself."""
        return all(getattr(self, name) == values[MODE_AT] for name, values in DRAWS.items())
