"""Every measure there is, a row each: name, leaders' word, meaning, direction, unit, and how it is computed.

`measure` says what a row may hold, and what differences are worth having by default. Plain Python throughout, as the
registry is read without running anything.
"""

from __future__ import annotations

from dataclasses import replace

from sim.measures.measure import (
    COSTS,
    PEOPLE,
    RUN,
    Measure,
    count,
    explained,
    felt,
    mean,
    minutes,
    quantile,
    ratio,
    share,
    total,
)  # fmt: skip

PER_CASE = "up to the deadline, mean per case of the cohort"
LOAD = "Load is occupied (leading, listening, consulting, linking) over paid presence (shift + overrun)"
LEADING = "Leading share is minutes led over paid presence (shift + overrun)"
MEAN = ", mean per case of the cohort, up to the deadline"

MEASURES: tuple[Measure, ...] = (
    minutes("resolution_minutes", "resolution time",
            "Minutes from first contact until truly solved, mean over the cases that arrived in the measured weeks: "
            "until the last contact of a case is over, solved by people or a bot, and the customer does not come "
            "back. Cut at the deadline H; whoever gave up or was not solved by then counts the whole of H, so losing "
            "customers never helps", primary=True),
    minutes("resolution_minutes_p50", "resolution time, median",
            "Median over cases of the resolution time as in resolution_minutes",
            by=quantile(0.5, "resolution_minutes")),
    minutes("resolution_minutes_p90", "resolution time, slowest tenth",
            "90th percentile over cases of the resolution time as in resolution_minutes",
            by=quantile(0.9, "resolution_minutes")),
    minutes("first_response_minutes", "time to first answer",
            "Minutes from first contact until somebody served the case for the first time, or a bot solved it, cut at "
            "the deadline; a case never served counts the whole of H. Mean per case of the cohort"),
    share("answered_in_target", "answered in time",
          "Contacts of the cohort first served within the target, as a share of all begun by the deadline. The target "
          "is answer_target_seconds of the channel, in open hours, from arrival or from the end of the bot. Closed by "
          "a bot: left out", "more", by=ratio("answered_in_target", "asking")),
    share("service_level", "service level",
          "The same, as a share of those answered and those whose customer gave up after more than the target: who "
          "hangs up sooner, or is turned away, is left out", "more", by=ratio("answered_in_target", "judged")),
    share("service_level_of_answered", "service level of those answered",
          "The same, as a share of those answered alone: whoever gives up is left out", "more",
          by=ratio("answered_in_target", "contacts_answered")),
    minutes("answer_minutes", "speed of answer",
            "Open minutes from arrival, or from the end of the bot, until somebody first serves, mean over the "
            "contacts of the cohort that are answered by the deadline: every call by itself, redials included",
            by=ratio("answer_minutes", "contacts_answered")),
    minutes("answer_minutes_p50", "speed of answer, median",
            "Median over contacts of the time as in answer_minutes", by=quantile(0.5, "answer_minutes")),
    minutes("answer_minutes_p90", "speed of answer, slowest tenth",
            "90th percentile over contacts of the time as in answer_minutes", by=quantile(0.9, "answer_minutes")),
    minutes("answer_minutes_p95", "speed of answer, slowest twentieth",
            "95th percentile over contacts of the time as in answer_minutes", by=quantile(0.95, "answer_minutes")),
    minutes("redial_answer_minutes", "waiting until answered, redials together",
            "The same with the waiting of calls given up before, mean over the cases of the cohort that are answered "
            "in some contact by the deadline", by=ratio("redial_answer_minutes", "ever_answered")),
    # The waterfall: these add up to resolution_minutes.
    minutes("closed_minutes", "waiting while closed", "Waiting while the channel was closed, " + PER_CASE),
    minutes("queue_minutes", "waiting in queues", "Waiting in queues while the channel was open, " + PER_CASE),
    minutes("pickup_minutes", "wait between teams",
            "Waiting until work that changed hands, and found nobody free, is looked at, " + PER_CASE),
    minutes("outside_minutes", "waiting for the customer or a vendor",
            "Waiting for the customer or a vendor, when nobody here can do anything, " + PER_CASE, "none"),
    minutes("bot_minutes", "time with a bot", "Time with a bot, " + PER_CASE, "none"),
    minutes("work_minutes", "work itself", "Work itself, at skill 1 and pace 1, " + PER_CASE, "none"),
    minutes("skill_minutes", "added by skill and pace",
            "Added (or saved) by skill, pace, routing and assistance, " + PER_CASE),
    minutes("retold_minutes", "re-explaining", "Telling again what the next person did not know, " + PER_CASE),
    minutes("changeover_minutes", "setting up after a handoff",
            "Setting up by the next person after a change of hands, " + PER_CASE),
    minutes("fatigue_minutes", "slowed by fatigue",
            "Lengthening of steps by the fatigue of whoever leads, " + PER_CASE),
    minutes("coordination_minutes", "coordination", "Lengthening of steps by colleagues attached to them, " + PER_CASE),
    minutes("link_minutes", "briefing between teams", "Briefing between teams within steps, " + PER_CASE),
    minutes("rework_minutes", "sorting out misrouted work",
            "Triage of work that came to the wrong function, " + PER_CASE),
    minutes("between_minutes", "between contacts",
            "From the end of a contact until the customer comes back (redial or return), closed hours included, "
            + PER_CASE),
    minutes("lost_minutes", "lost (who gave up)",
            "From the end of a case that ended for good without being solved (gave up, turned away, capped) to its "
            "deadline, mean per case of the cohort. With it the parts of the waterfall add up to resolution_minutes"),
    minutes("touch_minutes", "handling time",
            "All time in which somebody served the case (work to rework), " + PER_CASE),
    # Hands
    count("handoffs", "handoffs between teams",
          "Changes of hands between home teams, up to the deadline, per case of the cohort"),
    count("lead_changes", "lead changes inside a team",
          "Changes of hands inside a home team, up to the deadline, per case of the cohort. The formation works "
          "through them, so neither more nor fewer is better", "none"),
    count("changes_of_hands", "changes of hands", "handoffs + lead_changes, per case of the cohort"),
    count("people_met", "people a customer meets",
          "Different people who led a step, over all contacts up to the deadline, per case"),
    count("misroutes", "misrouted attempts",
          "Attempts that named a wrong function, up to the deadline, per case of the cohort"),
    share("known_share", "served by somebody known",
          "Steps led by somebody who had led one of the same case before, as a share of all steps, up to the deadline",
          "more", by=ratio("known_steps", "steps")),
    share("borrowed_share", "done by other teams",
          "Steps taken from a queue by somebody lent from another team, as a share of all steps, up to the deadline",
          "none", by=ratio("borrowed", "steps")),
    share("warm_share", "changes of hands to somebody who listened",
          "Changes of hands to somebody who listened to the step before, as a share of all changes of hands, up to the "
          "deadline", "none", by=ratio("warm_takeovers", "changes_of_hands")),
    share("called_share", "called colleagues who took over",
          "Changes of hands to somebody who listened to the step before, as a share of those called to listen",
          "none", by=ratio("warm_takeovers", "wings_called")),
    count("delayed_by_wings", "waits while a colleague listened",
          "Waits of live contacts that began while somebody of the team listened who might have served, up to the "
          "deadline, per case of the cohort"),
    share("transferred_share", "cases handed to another team",
          "Cases of the cohort with at least one handoff between home teams", by=mean("transferred")),
    share("three_or_more_share", "cases handed on three times or more",
          "Cases of the cohort with three handoffs or more", by=mean("transferred_thrice")),
    share("ping_pong_share", "handed back and forth",
          "Cases with a handoff back to the home team before last, as a share of transferred cases",
          by=ratio("sent_back", "transferred")),
    share("remembered_share", "served by somebody who remembers the account",
          "What people who had not led a step of the case before remember of its account, from 0 to 1, as a share of "
          "all steps, up to the deadline", "more", by=ratio("remembered_sum", "steps")),
    # Customers over time, where the slow clock is on
    share("customers_kept_share", "customers kept",
          "Accounts on the tape that have not left by the end of the measured weeks, as a share of all of them; by one "
          "that leaves nobody gains, as cases that then do not come count as never solved. Unknown where the slow "
          "clock is off", "more", smallest=0.01,
          by=RUN),
    count("complaints", "complaints", "Complaints about contacts closed badly, per case of the cohort", by=mean()),
    share("dropped_share", "cases that lost customers did not bring",
          "Cases of the cohort that did not come, as their account had left (over_time.loyalty.closed_loop)",
          by=mean("dropped")),
    minutes("relief_minutes", "work that lost customers did not bring",
            "Work of the cases of the cohort that did not come, per week: what those who serve are spared by losing "
            "customers, and no gain", "none", by=RUN),
    minutes("resolution_minutes_of_comers", "resolution time of who still comes",
            "resolution_minutes over the cases that came; with the relief that lost customers bring, which "
            "resolution_minutes is without", by=ratio("resolution_of_comers", "came")),
    # Leaving and coming back
    count("contacts_per_case", "contacts per case",
          "Contacts begun by the deadline (first, redials, returns), per case of the cohort", by=mean("contacts")),
    share("first_contact_resolution", "solved at first contact",
          "Cases of the cohort truly solved by the deadline in their first contact, as a share of all",
          "more", by=mean("solved_at_once")),
    share("abandoned_share", "customers who gave up",
          "Cases of the cohort that ended for good by the deadline because patience ran out or the channel was "
          "closed; whoever redials has not given up yet", by=mean("gave_up"), smallest=0.10, relative=True),
    share("calls_abandoned_share", "calls given up",
          "Contacts of live channels whose customer ran out of patience, as a share of those that asked for people "
          "while the channel was open, as phone systems count it: every call by itself, redials included. Begun by the "
          "deadline; turned away, refused or closed by a bot: left out", by=ratio("calls_given_up", "calls"),
          smallest=0.10, relative=True),
    share("blocked_share", "calls refused",
          "Contacts that found no line free, or no place to wait, as a share of those that asked for people, begun by "
          "the deadline", by=ratio("contacts_blocked", "asking")),
    share("redialled_share", "customers who tried again",
          "Cases of the cohort whose customer gave up and tried again by the deadline", by=mean("redialled")),
    share("returned_share", "customers who came back",
          "Cases of the cohort that seemed solved, and came back by the deadline", by=mean("returned")),
    share("failure_demand_share", "repeat contacts",
          "Contacts that are redials or returns, as a share of all contacts of the cohort begun by the deadline",
          by=ratio("contacts_again", "contacts")),
    share("capped_share", "",
          "Cases of the cohort whose customer would have come back once more, but for most_contacts, by the deadline",
          by=mean("capped")),
    share("bot_resolved_share", "",
          "Cases of the cohort truly solved by a bot by the deadline", "none", by=mean("solved_by_bot")),
    # Felt empathy, a proxy
    felt("felt_empathy", "felt empathy",
         "Latent probability that a customer would say the company showed them empathy, mean per case of the cohort, "
         "up to the deadline. By empathy.definition. A proxy, see docs/background/felt-empathy.md", primary=True),
    felt("felt_empathy_surveyed", "",
         "The same among the simulated customers who answer a survey; what a company would see. Kept apart from the "
         "latent value", "none", by=ratio("felt_empathy_answered", "answered")),
    felt("survey_response_share", "",
         "Customers who answer a survey, as a share of the cohort", "none", unit="share", by=mean("answered")),
    felt("felt_empathy_logit", "", "felt_empathy by the definition `logit`: anchor, components, halo" + MEAN),
    felt("felt_empathy_servqual", "",
         "felt_empathy by SERVQUAL's weights (evidence row 36), without tangibles" + MEAN, unit="score"),
    felt("felt_empathy_effort", "",
         "felt_empathy by how little effort it took: few contacts, little told again, little waiting; 0 unless solved"
         + MEAN, unit="score"),
    felt("felt_empathy_outcome", "", "felt_empathy by the outcome alone: cases truly solved" + MEAN, unit="score"),
    felt("felt_heard", "", "Share of the story that did not have to be told again" + MEAN, unit="share of story"),
    felt("felt_timely", "",
         "Waiting in doublings: -log2(1 + waited / patience of the channel)" + MEAN, unit="doublings"),
    felt("felt_fitted", "", "Skill for the true need of those met, 0 for whoever could not help" + MEAN, unit="skill"),
    felt("felt_cared_for", "",
         "Warmth of those met, less what fatigue takes from it; a bot counts as cold people do" + MEAN, unit="warmth"),
    felt("felt_known", "",
         "Share of the steps after the first led by somebody who had led one of this case before; 1 for one step"
         + MEAN, unit="share of steps"),
    felt("felt_human", "", "Cases in which the customer met a person, and not only a bot", unit="share of cases"),
    felt("felt_solved", "", "Cases truly solved by the deadline", unit="share of cases"),
    felt("felt_in_one_contact", "", "Cases truly solved in their first contact", unit="share of cases"),
    felt("empathy_handoff_r2", "",
         "Share of the variance of felt empathy between cases (halo left out) that the number of handoffs explains; "
         "above 0.8 felt empathy restates the handoffs",
         "none", unit="-", by=explained("handoffs", "felt_without_halo")),
    # People
    share("load_mean", "occupancy", "Mean over people of the load. " + LOAD, by=PEOPLE),
    share("load_p90", "occupancy of the busiest tenth",
          "90th percentile over people of the load. " + LOAD, by=PEOPLE, primary=True),
    share("load_max", "occupancy of the busiest person", "Load of the busiest person. " + LOAD, by=PEOPLE),
    share("load_together", "occupancy, all people together",
          "Occupied minutes over paid presence, all people together: whoever is there for longer counts for more. "
          + LOAD, by=PEOPLE),
    share("load_gini", "unevenness of occupancy",
          "Gini coefficient of the load over people, 0 all alike. " + LOAD, unit="-", by=PEOPLE),
    share("leading_max_share", "time leading, whoever leads most",
          "Leading share of whoever leads most. " + LEADING, by=PEOPLE),
    share("leading_gini", "unevenness of leading",
          "Gini coefficient of the leading share over people, 0 all alike. " + LEADING, unit="-", by=PEOPLE),
    share("listening_share", "share of occupied time spent listening in",
          "Minutes listened as a wing over all occupied minutes, all people together", "none", by=PEOPLE),
    minutes("overrun_minutes", "overtime per person and week",
            "Minutes occupied after the end of a shift, per person and week of the cohort's weeks", by=PEOPLE),
    share("fatigue_mean", "fatigue of whoever leads",
          "Fatigue of the lead at the start of a step, mean over the steps begun in the cohort's weeks",
          unit="fatigue", by=PEOPLE),
    share("strain_share", "time under strain",
          "Minutes with fatigue past people.fatigue.strain_line, serving or not, over paid presence (shift + "
          "overrun), all people together", by=PEOPLE),
    count("interruptions_per_hour", "interruptions",
          "Occupations other than serving one's own customer that begin in the cohort's weeks (listening in, advising, "
          "explaining what was handed over), per hour of presence (shift + overrun), all people together",
          "none", unit="per hour", by=PEOPLE),
    share("seen_through_share", "cases seen through",
          "Cases of the cohort truly solved by their deadline by the only person whom the customer met, as a share of "
          "those that people solved", "none", by=ratio("seen_through", "solved_by_people")),
    minutes("step_minutes", "time for a customer",
            "Minutes that a person leads, in the cohort's weeks, per step begun in them", "none", by=PEOPLE),
    # Cost
    count("cost_per_resolved_case", "cost per solved case",
          "(pay_cost + technology_cost + training_cost) of the cohort's weeks over the cases of the cohort truly "
          "solved by their deadline", unit="currency/case", by=COSTS),
    count("pay_cost", "",
          "Pay of planned shift hours, whether somebody is away or not (leave and sickness are paid), and of overruns "
          "at the same rate, per week of the cohort's weeks", unit="currency/week", by=COSTS),
    count("listening_cost", "",
          "Pay of the minutes listened as a wing, per week; a part of pay_cost",
          "none", unit="currency/week", by=COSTS),
    count("link_cost", "",
          "Pay of the giver's minutes spent briefing another team, per week; a part of pay_cost",
          unit="currency/week", by=COSTS),
    count("technology_cost", "",
          "Prices of the block `money`: by seat in proportion to the dial, and by first contact that meets a bot, per "
          "week", unit="currency/week", by=COSTS),
    count("training_cost", "",
          "Price of the second skills of everybody in the column, money.second_skill_per_year, per week",
          unit="currency/week", by=COSTS),
    # Volume
    count("backlog_end", "backlog at the end",
          "Cases of any arrival with a contact under way when the measured weeks end", unit="cases", by=RUN),
    count("cases_arrived", "",
          "Cases whose first contact arrived in the measured weeks: the cohort", "none", unit="cases",
          by=total("case")),
    count("contacts_answered", "",
          "Contacts of the cohort that somebody served by the deadline: a sum", "more", unit="contacts", by=total()),
    count("contacts_in_target", "",
          "Those of them that were served within the target: a sum", "more", unit="contacts",
          by=total("answered_in_target")),
    count("calls_given_up", "number of calls given up",
          "Contacts of live channels whose customer ran out of patience: a sum", unit="contacts", by=total()),
    count("cases_resolved", "",
          "Cases of the cohort truly solved by their deadline", "more", unit="cases", by=total("solved")),
)  # fmt: skip

PRIMARY = tuple(measure.name for measure in MEASURES if measure.primary)
_BY_NAME = {measure.name: measure for measure in MEASURES}


def measure_named(name: str) -> Measure | None:
    """The measure of that name, None where there is none."""
    return _BY_NAME.get(name)


def measure_of(key: str) -> Measure:
    """The measure of a key in samples: its name, or of a channel "name@channel". Raises KeyError."""
    measure = _BY_NAME[key.partition("@")[0]]
    return measure if key == measure.name else replace(measure, name=key)


def measure_called(words: str) -> Measure | None:
    """The measure that leaders call so, or the only one of which that is a part; None where there is none."""
    words = words.strip().lower()
    parts = [measure for measure in MEASURES if words in measure.said]
    exact = [measure for measure in parts if measure.said == words]
    return next(iter(exact or (parts if len(parts) == 1 else [])), None)


def measure_names() -> tuple[str, ...]:
    """Names in the order in which tables show them."""
    return tuple(_BY_NAME)
