"""What the customer of one case felt: a proxy, see docs/background/felt-empathy.md.

What counts, and how, is said in sim.rules.empathy. Plain functions over rows, which the pass runs compiled.

value: CASE_VALUES, filled by `one_case`.
"""

from __future__ import annotations

from sim.demand.distributions import normal_score
from sim.foundation.draws import Kind, uniform
from sim.measures.one_case import one_if
from sim.rules.empathy import (
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

HALO, ANSWERS = int(Kind.HALO), int(Kind.ANSWERS)


def feel(asked, coefficients, patience, key, account, lineage, value) -> None:
    """Fill in what a customer felt, and whether they answer a survey.

    asked: ASKED. coefficients: float64[components + 1], the interaction last. patience: minutes, of the channel.
    key: of the replication. account, lineage: of the case; the halo is the same for all cases of an account.
    """
    fill_components(asked, patience, value)
    fill_definitions(asked, coefficients, patience, normal_score(uniform(key, HALO, account, 0)), value)
    chance = response_probability(asked["response_share"], asked["response_tilt"], value["felt_empathy"])
    value["answered"] = one_if(uniform(key, ANSWERS, lineage, 0) < chance)
    value["felt_empathy_answered"] = value["answered"] * value["felt_empathy"]


def fill_components(asked, patience, value) -> None:
    """Each component of a case."""
    steps, solved = int(value["steps"]), value["solved"] == 1.0
    by_bot = value["solved_by_bot"] == 1.0 and steps == 0
    value["felt_heard"] = heard(value["context_sum"], steps, by_bot)
    value["felt_timely"] = timely(value["waited_minutes"], patience)
    value["felt_fitted"] = fitted(value["skill_sum"], steps, by_bot)
    value["felt_cared_for"] = cared_for(
        value["warmth_sum"], value["fatigue_sum"], steps, asked["lost_to_fatigue"], by_bot, asked["warmth_of_bot"]
    )
    value["felt_known"] = known(int(value["known_steps"]), value["remembered_sum"], steps)
    value["felt_human"] = human(steps)
    value["felt_solved"] = value["solved"]
    value["felt_in_one_contact"] = solved_in_one_contact(solved, int(value["contacts"]))


def fill_definitions(asked, coefficients, patience, score, value) -> None:
    """Felt empathy by every definition. score: standard normal, of the customer."""
    logit = asked["anchor"]
    logit = with_component(logit, coefficients[0], value["felt_heard"])
    logit = with_component(logit, coefficients[1], value["felt_timely"])
    logit = with_component(logit, coefficients[2], value["felt_fitted"])
    logit = with_component(logit, coefficients[3], value["felt_cared_for"])
    logit = with_component(logit, coefficients[4], value["felt_known"])
    logit = with_component(logit, coefficients[5], value["felt_human"])
    logit = with_component(logit, coefficients[6], value["felt_solved"])
    logit = with_component(logit, coefficients[7], value["felt_in_one_contact"])
    logit = with_interaction(logit, coefficients[8], value["felt_cared_for"], value["felt_solved"])
    promptly = prompt(value["waited_minutes"], patience)
    value["felt_by_logit"] = logit
    value["halo"] = asked["halo_sd"] * score
    value["felt_empathy_logit"] = felt_empathy(logit, value["halo"])
    value["felt_empathy_servqual"] = servqual(
        value["felt_solved"], value["felt_in_one_contact"], promptly, value["felt_fitted"], value["felt_heard"],
        value["felt_cared_for"], value["felt_known"],
    )  # fmt: skip
    value["felt_empathy_effort"] = effort_saved(
        int(value["contacts"]), value["felt_heard"], promptly, value["solved"] == 1.0
    )
    value["felt_empathy_outcome"] = value["felt_solved"]
    fill_main(asked["definition"], value)


def fill_main(definition, value) -> None:
    """Felt empathy by the scenario's definition, a place in DEFINITIONS."""
    if definition == 0:
        value["felt_empathy"] = value["felt_empathy_logit"]
        value["felt_without_halo"] = felt_empathy(value["felt_by_logit"], 0.0)
        return
    if definition == 1:
        value["felt_empathy"] = value["felt_empathy_servqual"]
    elif definition == 2:
        value["felt_empathy"] = value["felt_empathy_effort"]
    else:
        value["felt_empathy"] = value["felt_empathy_outcome"]
    value["felt_without_halo"] = value["felt_empathy"]
