"""What the measures of felt empathy mean; plain Python, as the registry is read without running anything."""

from __future__ import annotations

from sim.measures.measure import Direction, Measure

# Above this the verdict says that felt empathy restates the handoffs, and is no finding of its own.
RESTATEMENT_R2 = 0.8


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
