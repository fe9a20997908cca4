"""Settings of felt empathy: what each part of an experience counts for. A proxy, see docs/background/felt-empathy.md.

Anchor and six coefficients are read from fitted_empathy.json, which experiments/fit_empathy.py writes with
their fit: stored once, never refitted in a what-if.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from sim.scenario.declaration import HALF_TO_DOUBLE, MEASURED, Settings, between, setting

FITTED_FILE = Path(__file__).with_name("fitted_empathy.json")
FITTED: dict[str, Any] = json.loads(FITTED_FILE.read_text(encoding="utf-8"))
_OF = FITTED["coefficients"]


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
        _OF["heard"], ge=-20, le=20, unit="logit per share of the story",
        about="Counts for not having to tell the story again",
        source="evidence row 25: -0.55, range -0.65 to 0 (and row 23), fitted jointly", rules="empathy.with_component",
    )  # fmt: skip
    timely: float = setting(
        _OF["timely"], ge=-20, le=20, unit="logit per doubling",
        about="Counts against every doubling of (1 + waiting / patience)",
        source="evidence row 32: 0.1, range 0-0.25, fitted jointly", rules="empathy.with_component",
    )  # fmt: skip
    fitted: float = setting(
        0.3, ge=-20, le=20, unit="logit per skill",
        about="Counts for the skill of those met; whoever cannot help at all counts 0",
        source="assumption, range 0-0.6", plausible=between(0, 0.6, "said with the setting"),
        rules="empathy.with_component",
    )  # fmt: skip
    cared_for: float = setting(
        _OF["cared_for"], ge=-20, le=20, unit="logit per warmth",
        about="Counts for the warmth of those met",
        source="evidence row 30: trained against not 0.33, range 0.05-0.58, fitted jointly",
        rules="empathy.with_component",
    )  # fmt: skip
    known: float = setting(
        _OF["known"], ge=-20, le=20, unit="logit per share of steps",
        about="Counts for being led on by somebody who has led this case before",
        source="evidence row 25: -0.55, range -0.65 to 0 (and row 23), fitted jointly", rules="empathy.with_component",
    )  # fmt: skip
    human: float = setting(
        0.5, ge=-20, le=20, unit="logit",
        about="Counts for having met a person, and not only a bot",
        source="assumption, range 0-1.5 (evidence row 38 for the sign)",
        plausible=between(0, 1.5, "said with the setting"), rules="empathy.with_component",
    )  # fmt: skip
    solved: float = setting(
        _OF["solved"], ge=-20, le=20, unit="logit",
        about="Counts for a truly solved case",
        source="evidence row 28: -1.5, range -1.2 to -1.7, fitted jointly", rules="empathy.with_component",
    )  # fmt: skip
    in_one_contact: float = setting(
        _OF["in_one_contact"], ge=-20, le=20, unit="logit",
        about="Counts for having had to ask once only",
        source="evidence row 26: -0.65, range -0.5 to -0.75, fitted jointly", rules="empathy.with_component",
    )  # fmt: skip
    interaction: float = setting(
        -0.1, ge=-20, le=20, unit="logit per warmth",
        about="Warmth x solved: relational work counts less where the problem is being solved",
        source="evidence row 31: -0.1, range -0.3 to 0", rules="empathy.with_interaction",
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
