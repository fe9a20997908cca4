"""Felt empathy of each case: a proxy, see docs/background/felt-empathy.md.

What counts, and how, is said in sim.rules.empathy. Here those rules run compiled, over all cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.demand.empathy_draws import EmpathyDraws
from sim.foundation.compiling import compiled, teach
from sim.measures.cases import Cases
from sim.measures.experience import Experience, experience_of
from sim.rules import empathy
from sim.rules.empathy import (
    bot_warmth,
    cared_for,
    effort_saved,
    felt_empathy,
    fitted,
    heard,
    human,
    known,
    prompt,
    response_probability,
    servqual,
    solved_in_one_contact,
    timely,
    with_component,
    with_interaction,
)

if TYPE_CHECKING:
    from sim.scenario.empathy_settings import Empathy
    from sim.scenario.scenario_settings import Scenario

# In the order in which they are added up: the coefficient of each is the setting of the same name.
COMPONENTS = ("heard", "timely", "fitted", "cared_for", "known", "human", "solved", "in_one_contact")
HEARD, TIMELY, FITTED, CARED_FOR, KNOWN, HUMAN, SOLVED, IN_ONE_CONTACT = range(len(COMPONENTS))
COEFFICIENTS = (*COMPONENTS, "interaction")
DEFINITIONS = ("logit", "servqual", "effort", "outcome")

teach(empathy)


@dataclass(frozen=True)
class EmpathyTerms:
    """What a scenario says of felt empathy.

    settings: its block. patience: float64[C], minutes by channel. warmth_of_bot: in [0, 1].
    """

    settings: Empathy
    patience: np.ndarray
    warmth_of_bot: float


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
    warmth = bot_warmth(scenario.people.warmth_mean, scenario.people.warmth_spread)
    return EmpathyTerms(settings, np.array(patience, dtype=np.float64), warmth)


def empathy_of_cases(cases: Cases, terms: EmpathyTerms, draws: EmpathyDraws) -> FeltEmpathy:
    """Felt empathy of every case of the cohort.

    draws: `draw_empathy` of the same cases.
    """
    lived, settings, cohort = experience_of(cases), terms.settings, cases.first.size
    parts = np.empty((len(COMPONENTS), cohort))
    fill_components(lived, terms.patience, settings.warmth_lost_to_fatigue, terms.warmth_of_bot, parts)
    logit = logit_of(parts, {name: getattr(settings, name) for name in COEFFICIENTS}, settings.anchor)
    halo = settings.halo_sd * draws.halo
    servqual_score, effort = np.empty(cohort), np.empty(cohort)
    fill_definitions(lived, terms.patience, parts, servqual_score, effort)
    scores = (latent_of(logit, halo), servqual_score, effort, parts[SOLVED])
    by_definition = dict(zip(DEFINITIONS, scores, strict=True))
    main, answered = by_definition[settings.definition], np.empty(cohort, dtype=np.bool_)
    fill_answered(main, settings.response_share, settings.response_tilt, draws.answers, answered)
    components = dict(zip(COMPONENTS, parts, strict=True))
    return FeltEmpathy(cases.replication, lived, components, logit, halo, by_definition, main, answered)


def logit_of(parts: np.ndarray, coefficients: Mapping[str, float], anchor: float = 0.0) -> np.ndarray:
    """Logit of each case without halo, float64[n]. parts: float64[components, n]. coefficients: all of COEFFICIENTS."""
    logit = np.empty(parts.shape[1])
    fill_logits(parts, np.array([coefficients[name] for name in COEFFICIENTS], dtype=np.float64), float(anchor), logit)
    return logit


def latent_of(logit: np.ndarray, halo: np.ndarray | float = 0.0) -> np.ndarray:
    """Felt empathy by definition `logit`, float64[n]. halo: float64[n], or the same for all."""
    latent = np.empty(logit.shape)
    fill_latent(logit, np.ascontiguousarray(np.broadcast_to(halo, logit.shape), dtype=np.float64), latent)
    return latent


@compiled
def fill_components(lived, patience, lost_to_fatigue, warmth_of_bot, parts):
    """Each component of each case. patience: float64[C]. parts: float64[components, n]."""
    for i in range(parts.shape[1]):
        steps, solved, by_bot = int(lived.steps[i]), lived.solved[i], lived.solved_by_bot[i]
        parts[HEARD, i] = heard(lived.context_sum[i], steps, by_bot)
        parts[TIMELY, i] = timely(lived.waited[i], patience[lived.channel[i]])
        parts[FITTED, i] = fitted(lived.skill_sum[i], steps, by_bot)
        parts[CARED_FOR, i] = cared_for(
            lived.warmth_sum[i], lived.fatigue_sum[i], steps, lost_to_fatigue, by_bot, warmth_of_bot
        )
        parts[KNOWN, i] = known(int(lived.known_steps[i]), steps)
        parts[HUMAN, i] = human(steps)
        parts[SOLVED, i] = solved
        parts[IN_ONE_CONTACT, i] = solved_in_one_contact(solved, int(lived.contacts[i]))


@compiled
def fill_logits(parts, coefficients, anchor, logit):
    """Anchor, components one by one, interaction. coefficients: float64[components + 1], the interaction last."""
    for i in range(logit.size):
        total = anchor
        for part in range(parts.shape[0]):
            total = with_component(total, coefficients[part], parts[part, i])
        logit[i] = with_interaction(total, coefficients[-1], parts[CARED_FOR, i], parts[SOLVED, i])


@compiled
def fill_latent(logit, halo, latent):
    """Felt empathy of each case by its logit and its halo."""
    for i in range(logit.size):
        latent[i] = felt_empathy(logit[i], halo[i])


@compiled
def fill_definitions(lived, patience, parts, servqual_score, effort):
    """The other definitions, without anchor or halo."""
    for i in range(parts.shape[1]):
        promptly = prompt(lived.waited[i], patience[lived.channel[i]])
        servqual_score[i] = servqual(
            parts[SOLVED, i],
            parts[IN_ONE_CONTACT, i],
            promptly,
            parts[FITTED, i],
            parts[HEARD, i],
            parts[CARED_FOR, i],
            parts[KNOWN, i],
        )
        effort[i] = effort_saved(int(lived.contacts[i]), parts[HEARD, i], promptly, lived.solved[i])


@compiled
def fill_answered(latent, response_share, tilt, answers, answered):
    """Whether each customer answers a survey. answers: float64[n], draws."""
    for i in range(answered.size):
        answered[i] = answers[i] < response_probability(response_share, tilt, latent[i])
