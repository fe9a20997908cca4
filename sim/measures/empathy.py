"""Felt empathy of each case: a proxy, see docs/background/felt-empathy.md.

The equations are those of sim.rules.empathy, over whole columns; a test holds each to its rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.demand.empathy_draws import Feelings
from sim.measures.cases import Cases
from sim.measures.experience import Experience, experience_of

if TYPE_CHECKING:
    from sim.scenario.empathy_settings import Empathy
    from sim.scenario.scenario_settings import Scenario

# In the order in which they are added up: the coefficient of each is the setting of the same name.
COMPONENTS = ("heard", "timely", "fitted", "cared_for", "known", "human", "solved", "in_one_contact")
DEFINITIONS = ("logit", "servqual", "effort", "outcome")
_SERVQUAL = (32.0, 22.0, 19.0, 16.0)  # evidence row 36, tangibles left out


@dataclass(frozen=True)
class EmpathyTerms:
    """What a scenario says of felt empathy. settings: its block. patience: float64[C], minutes by channel."""

    settings: Empathy
    patience: np.ndarray


@dataclass(frozen=True)
class FeltEmpathy:
    """n cases of the cohort; float64[n] where nothing else is said.

    replication: int64[n], from 0 within the block. components: by name, in the order of COMPONENTS, in [0, 1];
    timely in doublings, <= 0. logit: anchor and components, without halo. halo: logit.
    by_definition: all of DEFINITIONS, in [0, 1]; "logit" is the latent probability. main: the scenario's definition.
    answered: bool[n], the customer answers a survey.
    """

    replication: np.ndarray
    experience: Experience
    components: dict[str, np.ndarray]
    logit: np.ndarray
    halo: np.ndarray
    by_definition: dict[str, np.ndarray]
    main: np.ndarray
    answered: np.ndarray


def empathy_terms(scenario: Scenario) -> EmpathyTerms:
    """Settings of felt empathy, and the patience that waiting is measured by on each channel."""
    settings = scenario.empathy
    patience = [
        (channel.patience_minutes or settings.patience_live_minutes)
        if channel.live
        else settings.patience_other_minutes
        for channel in scenario.demand.channels.values()
    ]
    return EmpathyTerms(settings, np.array(patience, dtype=np.float64))


def empathy_of_cases(cases: Cases, terms: EmpathyTerms, feelings: Feelings) -> FeltEmpathy:
    """Felt empathy of every case of the cohort.

    feelings: `draw_feelings` of the same cases.
    """
    lived, settings = experience_of(cases), terms.settings
    components = components_of(lived, terms)
    logit = logit_of(components, settings)
    halo = settings.halo_sd * feelings.halo
    by_definition = {"logit": expit(logit + halo), **definitions_of(lived, components, terms)}
    main = by_definition[settings.definition]
    response = np.log(settings.response_share / (1.0 - settings.response_share))
    answered = feelings.answers < expit(response + settings.response_tilt * (2.0 * main - 1.0))
    return FeltEmpathy(cases.replication, lived, components, logit, halo, by_definition, main, answered)


def components_of(lived: Experience, terms: EmpathyTerms) -> dict[str, np.ndarray]:
    """Each component of each case, float64[n], as the rules of the same names."""
    steps, met = lived.steps, lived.steps > 0
    alone = np.where((steps == 1.0) | lived.solved_by_bot, 1.0, 0.0)  # nothing asked twice
    per_step = 1.0 / np.where(met, steps, 1.0)
    later = np.where(steps > 1.0, steps - 1.0, 1.0)
    keep = 1.0 - terms.settings.warmth_lost_to_fatigue * lived.fatigue_sum * per_step
    return {
        "heard": np.where(steps > 1.0, lived.context_sum / later, alone),
        "timely": -np.log2(1.0 + lived.waited / terms.patience[lived.channel]),
        "fitted": np.where(met, lived.skill_sum * per_step, np.where(lived.solved_by_bot, 1.0, 0.0)),
        "cared_for": np.where(met, lived.warmth_sum * per_step * keep, 0.0),
        "known": np.where(steps > 1.0, lived.known_steps / later, np.where(met, 1.0, 0.0)),
        "human": np.where(met, 1.0, 0.0),
        "solved": lived.solved.astype(np.float64),
        "in_one_contact": (lived.solved & (lived.contacts == 1.0)).astype(np.float64),
    }


def logit_of(components: dict[str, np.ndarray], settings: Empathy) -> np.ndarray:
    """anchor + sum of coefficient * component + interaction * cared_for * solved, float64[n]; without halo."""
    total = np.full(components["heard"].shape, float(settings.anchor))
    for name in COMPONENTS:
        total += getattr(settings, name) * components[name]
    return total + settings.interaction * components["cared_for"] * components["solved"]


def definitions_of(lived: Experience, components: dict[str, np.ndarray], terms: EmpathyTerms) -> dict[str, np.ndarray]:
    """The other definitions, none with an anchor or a halo: servqual, effort, outcome; float64[n] in [0, 1]."""
    solved, once = components["solved"], components["in_one_contact"]
    prompt = 1.0 / (1.0 + lived.waited / terms.patience[lived.channel])
    empathy = (components["heard"] + components["cared_for"] + components["known"]) / 3.0
    parts = ((solved + once) / 2.0, prompt, components["fitted"], empathy)
    effort = (1.0 / np.maximum(lived.contacts, 1.0) + components["heard"] + prompt) / 3.0
    return {
        "servqual": sum(weight * part for weight, part in zip(_SERVQUAL, parts, strict=True)) / sum(_SERVQUAL),
        "effort": np.where(lived.solved, effort, 0.0),
        "outcome": solved,
    }


def expit(logit: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-logit)), without overflow."""
    return 0.5 * (1.0 + np.tanh(0.5 * logit))
