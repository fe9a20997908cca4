"""Measures of felt empathy: one value per replication. Their entries for the registry stand below."""

from __future__ import annotations

import numpy as np

from sim.measures.empathy import COMPONENTS, DEFINITIONS, FeltEmpathy, expit
from sim.measures.grouped import counts, ratios, totals
from sim.measures.measure import Direction, Measure

# Above this the report says that felt empathy restates the handoffs, and is no finding of its own.
RESTATEMENT_R2 = 0.8
_MOST_HANDOFFS = 16  # cases with so many or more are one group


def empathy_table(felt: FeltEmpathy, replications: int, kept: np.ndarray | None = None) -> dict[str, np.ndarray]:
    """All measures of felt empathy, float64[R] each. kept: bool[n], the cases to take; all by default."""
    chosen = slice(None) if kept is None else kept
    group = felt.replication[chosen]
    cases = counts(group, replications)

    def mean(values: np.ndarray) -> np.ndarray:
        return ratios(totals(group, values[chosen], replications), cases)

    answered = felt.answered[chosen]
    surveyed = totals(group[answered], felt.main[chosen][answered], replications)
    answers = counts(group[answered], replications)
    without_halo = felt_without_halo(felt)[chosen]
    return {
        "felt_empathy": mean(felt.main),
        "felt_empathy_surveyed": ratios(surveyed, answers),
        "survey_response_share": ratios(answers, cases),
        **{f"felt_empathy_{name}": mean(felt.by_definition[name]) for name in DEFINITIONS},
        **{f"felt_{name}": mean(felt.components[name]) for name in COMPONENTS},
        "empathy_handoff_r2": explained_by(felt.experience.handoffs[chosen], without_halo, group, replications),
    }


def felt_without_halo(felt: FeltEmpathy) -> np.ndarray:
    """Felt empathy of customers with a halo of 0, by the scenario's definition. float64[n].

    R^2 is taken of this: the halo is noise that no organisation makes, and would hide a restatement.
    """
    return expit(felt.logit) if felt.main is felt.by_definition["logit"] else felt.main


def explained_by(number: np.ndarray, values: np.ndarray, group: np.ndarray, groups: int) -> np.ndarray:
    """R^2 of values on a count, with a mean of its own for each count: no straight line is assumed. float64[groups].

    number: float64[n], whole, >= 0. nan where values do not vary. The largest share of the variance that any
    function of the count could explain.
    """
    cell = group * (_MOST_HANDOFFS + 1) + np.minimum(number, _MOST_HANDOFFS).astype(np.int64)
    shape = (groups, _MOST_HANDOFFS + 1)
    size = counts(cell, shape[0] * shape[1]).reshape(shape)
    total = totals(cell, values, shape[0] * shape[1]).reshape(shape)
    cases = size.sum(axis=1)
    overall = ratios(total.sum(axis=1), cases)
    centred = values - overall[group]
    whole = totals(group, centred * centred, groups)
    apart = np.where(size > 0, ratios(total, size), 0.0) - np.where(cases > 0, overall, 0.0)[:, None]
    return ratios(np.sum(size * apart * apart, axis=1), np.where(whole > 1e-12 * np.maximum(cases, 1.0), whole, 0.0))


def _felt(name: str, meaning: str, unit: str = "probability", direction: Direction = "more") -> Measure:
    """A mean over cases; 0.02 is worth having, and only felt_empathy itself is primary."""
    source = "definition: docs/background/felt-empathy.md"
    return Measure(name, unit, meaning, source, direction, 0.02, relative=False, primary=name == "felt_empathy")


_PROXY = "A proxy, see docs/background/felt-empathy.md"
_MEAN = ", mean per case of the cohort, up to the deadline"
# In the order in which tables show them; the registry takes them in with *EMPATHY_MEASURES.
EMPATHY_MEASURES: tuple[Measure, ...] = (
    _felt("felt_empathy", "Latent probability that a customer would say the company showed them empathy" + _MEAN
           + ". By empathy.definition. " + _PROXY),
    _felt("felt_empathy_surveyed", "The same among the simulated customers who answer a survey; what a company would "
           "see. Kept apart from the latent value", direction="none"),
    _felt("survey_response_share", "Customers who answer a survey, as a share of the cohort", "share", "none"),
    _felt("felt_empathy_logit", "felt_empathy by the definition `logit`: anchor, components, halo" + _MEAN),
    _felt("felt_empathy_servqual", "felt_empathy by SERVQUAL's weights (evidence row 36), without tangibles" + _MEAN,
           "score"),
    _felt("felt_empathy_effort", "felt_empathy by how little effort it took: few contacts, little told again, little "
           "waiting; 0 unless solved" + _MEAN, "score"),
    _felt("felt_empathy_outcome", "felt_empathy by the outcome alone: cases truly solved" + _MEAN, "score"),
    _felt("felt_heard", "Share of the story that did not have to be told again" + _MEAN, "share of story"),
    _felt("felt_timely", "Waiting in doublings: -log2(1 + waited / patience of the channel)" + _MEAN,
           "doublings"),
    _felt("felt_fitted", "Skill for the true need of those met, 0 for whoever could not help" + _MEAN, "skill"),
    _felt("felt_cared_for", "Warmth of those met, less what fatigue takes from it" + _MEAN, "warmth"),
    _felt("felt_known", "Share of the steps after the first led by somebody who had led one of this case before; 1 "
           "for one step" + _MEAN, "share of steps"),
    _felt("felt_human", "Cases in which the customer met a person, and not only a bot", "share of cases"),
    _felt("felt_solved", "Cases truly solved by the deadline", "share of cases"),
    _felt("felt_in_one_contact", "Cases truly solved in their first contact", "share of cases"),
    _felt("empathy_handoff_r2", "Share of the variance of felt empathy between cases (halo left out) that the number "
           "of handoffs explains; above 0.8 felt empathy restates the handoffs", "-", direction="none"),
)  # fmt: skip
