"""Felt empathy: what a scenario says of it, and its logit for other coefficients.

A proxy, see docs/background/felt-empathy.md. What a customer feels is filled in case by case in `one_feeling`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.foundation.compiling import compiled, teach
from sim.measures.case_values import COMPONENTS
from sim.rules import empathy
from sim.rules.empathy import bot_warmth, felt_empathy, with_component, with_interaction

if TYPE_CHECKING:
    from sim.scenario.empathy_settings import Empathy
    from sim.scenario.scenario_settings import Scenario

HEARD, TIMELY, FITTED, CARED_FOR, KNOWN, HUMAN, SOLVED, IN_ONE_CONTACT = range(len(COMPONENTS))
COEFFICIENTS = (*COMPONENTS, "interaction")

teach(empathy)


@dataclass(frozen=True)
class EmpathyTerms:
    """What a scenario says of felt empathy.

    settings: its block. patience: float64[C], minutes by channel. warmth_of_bot: in [0, 1].
    """

    settings: Empathy
    patience: np.ndarray
    warmth_of_bot: float

    @cached_property
    def coefficients(self) -> np.ndarray:
        """float64[components + 1], the interaction last."""
        return np.array([getattr(self.settings, name) for name in COEFFICIENTS], dtype=np.float64)


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
