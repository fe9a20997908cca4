"""Felt empathy, a proxy: what a customer went through, person by person, and how likely that felt like empathy.

Components first, each of one case up to its deadline and none of a team ("my pod knows me" is nobody's
experience); then what they add up to. Nobody's answers are in it but through evidence rows 23 to 32. No engine
calls these: sim.measures.empathy does, compiled, for every case that either engine wrote.
"""

import math


def heard(context_sum: float, steps: int, solved_by_bot: bool) -> float:
    """How much of the story the customer did not have to tell again, in [0, 1].

    Mean over the steps after the first of the context that the person started with: context_sum / (steps - 1).
    One step or a bot that solved: 1, nothing was asked twice. Nobody took it up: 0. Evidence rows 22, 23, 25.

    context_sum: over all steps; the first adds 0. steps: led by people, >= 0. solved_by_bot: and by nobody else.
    """
    if steps > 1:
        return context_sum / (steps - 1.0)
    if steps == 1 or solved_by_bot:
        return 1.0
    return 0.0


def timely(waited_minutes: float, patience_minutes: float) -> float:
    """Waiting in doublings, negative: -log2(1 + waited / patience). 0: at once, -1: one patience, -2: three.

    waited_minutes: in queues and for pickup, in open hours; to the deadline for whoever gave up. Evidence row 32.
    patience_minutes: what customers of the channel are ready to wait, above 0.
    """
    return -math.log(1.0 + waited_minutes / patience_minutes) / 0.6931471805599453


def fitted(skill_sum: float, steps: int, solved_by_bot: bool) -> float:
    """How well those met could help, in [0, 1]: skill_sum / steps. Assumption.

    skill_sum: of the skills for the true need, 0 in a step that only found out that the work belongs elsewhere;
        a misroute to somebody who could serve it anyway is felt by nobody. steps: led by people, >= 0.
    solved_by_bot: 1 then. Nobody took it up: 0.
    """
    if steps > 0:
        return skill_sum / (steps * 1.0)
    if solved_by_bot:
        return 1.0
    return 0.0


def bot_warmth(warmth_mean: float, warmth_spread: float) -> float:
    """How warm a bot counts that solves a case alone, in [0, 1]. Assumption.

    max(0, warmth_mean - 1.6 * warmth_spread)

    Nobody has measured anything colder than people: evidence row 30 sets the warmer half of them against the colder,
    1.6 standard deviations apart. A bot is one such contrast below the mean of people, and no colder.

    warmth_mean, warmth_spread: of people, as the scenario has them.
    """
    warmth = warmth_mean - 1.6 * warmth_spread
    if warmth > 0.0:
        return warmth
    return 0.0


def cared_for(
    warmth_sum: float, fatigue_sum: float, steps: int, lost_to_fatigue: float, solved_by_bot: bool, warmth_of_bot: float
) -> float:
    """Warmth of those met, less what fatigue takes from it, in [0, 1].

    warmth_sum / steps * (1 - lost_to_fatigue * fatigue_sum / steps)

    A bot that solved: see `bot_warmth`. Nobody took it up: 0.

    warmth_sum, fatigue_sum: over the steps. steps: led by people, >= 0. Evidence row 30.
    lost_to_fatigue: share of the warmth lost at full fatigue, in [0, 1]. Evidence row 49.
    solved_by_bot: and by nobody else. warmth_of_bot: in [0, 1].
    """
    if steps > 0:
        return warmth_sum / (steps * 1.0) * (1.0 - lost_to_fatigue * (fatigue_sum / (steps * 1.0)))
    if solved_by_bot:
        return warmth_of_bot
    return 0.0


def known(known_steps: int, remembered_sum: float, steps: int) -> float:
    """Share of the steps after the first led by somebody who knew the customer, in [0, 1].

    min(1, (known_steps + remembered_sum) / (steps - 1))

    One step: 1, there was nobody new to get used to. No step: 0. It is a person who knows a customer, never a team.

    known_steps: led by somebody who had led one of this case before. remembered_sum: over all others, what their lead
    remembered of the account, from 0 to 1. steps: led by people, >= 0. Evidence rows 25, 33.
    """
    if steps > 1:
        share = (known_steps + remembered_sum) / (steps - 1.0)
        return share if share < 1.0 else 1.0
    if steps == 1:
        return 1.0
    return 0.0


def human(steps: int) -> float:
    """1 if the customer met a person, 0 if only a bot or nobody. steps: led by people. Evidence row 38."""
    if steps > 0:
        return 1.0
    return 0.0


def solved_in_one_contact(solved: bool, contacts: int) -> float:
    """1 if the case was truly solved in its first contact, else 0. Evidence rows 26, 28.

    solved: truly, by the deadline. contacts: of the case, begun by the deadline.
    """
    if solved and contacts == 1:
        return 1.0
    return 0.0


def with_component(logit: float, coefficient: float, component: float) -> float:
    """One component more: logit + coefficient * component. The sum begins with the anchor.

    logit: so far. coefficient: logit per unit of the component. component: of this case.
    """
    return logit + coefficient * component


def with_interaction(logit: float, coefficient: float, cared_for_component: float, solved: float) -> float:
    """Relational work counts less where the problem is being solved: logit + coefficient * cared for * solved.

    logit: so far. coefficient: at most 0 by its source, evidence row 31.
    cared_for_component: see `cared_for`. solved: 1 or 0.
    """
    return logit + coefficient * cared_for_component * solved


def felt_empathy(logit: float, halo: float) -> float:
    """Latent probability that the customer would say "they showed me empathy": 1 / (1 + exp(-(logit + halo))).

    logit: anchor and components. halo: the customer's own intercept, normal with mean 0, the same in every column.
    """
    total = logit + halo
    if total >= 0.0:
        return 1.0 / (1.0 + math.exp(-total))
    odds = math.exp(total)
    return odds / (1.0 + odds)


def response_probability(response_share: float, tilt: float, latent: float) -> float:
    """Probability that a customer answers a survey: expit(logit(response_share) + tilt * (2 * latent - 1)). Assumption.

    response_share: at felt empathy 0.5, in (0, 1). tilt: above 0 the content answer more often.
    latent: felt empathy in (0, 1).
    """
    return felt_empathy(math.log(response_share / (1.0 - response_share)), tilt * (2.0 * latent - 1.0))


def servqual(
    solved: float,
    in_one_contact: float,
    prompt_component: float,
    fitted_component: float,
    heard_component: float,
    cared_for_component: float,
    known_component: float,
) -> float:
    """Another definition, on SERVQUAL's weights: (32 rel + 22 resp + 16 emp + 19 ass) / 89, in [0, 1].

    rel, reliability: mean of solved and in_one_contact, 1 or 0 each. resp, responsiveness: prompt_component. ass,
    assurance: fitted_component. emp, empathy: mean of heard_component, cared_for_component and known_component.
    Evidence row 36; tangibles (11 points) are left out: nobody sees an office by telephone.
    """
    reliability = (solved + in_one_contact) / 2.0
    empathy = (heard_component + cared_for_component + known_component) / 3.0
    return (32.0 * reliability + 22.0 * prompt_component + 19.0 * fitted_component + 16.0 * empathy) / 89.0


def prompt(waited_minutes: float, patience_minutes: float) -> float:
    """Waiting for the other definitions, in (0, 1]: 1 / (1 + waited / patience), which is 2^timely. Assumption.

    waited_minutes, patience_minutes: as in `timely`.
    """
    return 1.0 / (1.0 + waited_minutes / patience_minutes)


def effort_saved(contacts: int, heard_component: float, prompt_component: float, solved: bool) -> float:
    """Another definition, how little effort it took: mean of 1 / contacts, heard and prompt; in [0, 1].

    0 where the case was not solved: effort in vain, so that losing customers never helps. Assumption.

    contacts: begun by the deadline, >= 1. heard_component, prompt_component: see `heard` and `prompt`.
    solved: truly, by the deadline.
    """
    if not solved:
        return 0.0
    return (1.0 / contacts + heard_component + prompt_component) / 3.0
