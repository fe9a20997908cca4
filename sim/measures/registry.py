"""Every measure there is: unit, meaning, direction, and the smallest difference worth having."""

from __future__ import annotations

from sim.measures import definitions as say
from sim.measures.empathy_measures import EMPATHY_MEASURES
from sim.measures.measure import Measure, count, minutes, share

MEASURES: tuple[Measure, ...] = (
    minutes("resolution_minutes", say.RESOLUTION, primary=True),
    minutes("resolution_minutes_p50", "Median over cases of the resolution time as in resolution_minutes"),
    minutes("resolution_minutes_p90", "90th percentile over cases of the resolution time as in resolution_minutes"),
    minutes("first_response_minutes", say.FIRST_RESPONSE),
    share("answered_in_target", say.ANSWERED, "more"),
    # The waterfall: these add up to resolution_minutes.
    minutes("closed_minutes", "Waiting while the channel was closed, " + say.PER_CASE),
    minutes("queue_minutes", "Waiting in queues while the channel was open, " + say.PER_CASE),
    minutes("pickup_minutes", say.PICKUP),
    minutes("bot_minutes", "Time with a bot, " + say.PER_CASE, "none"),
    minutes("work_minutes", "Work itself, at skill 1 and pace 1, " + say.PER_CASE, "none"),
    minutes("skill_minutes", "Added (or saved) by skill, pace, routing and assistance, " + say.PER_CASE),
    minutes("retold_minutes", "Telling again what the next person did not know, " + say.PER_CASE),
    minutes("changeover_minutes", "Setting up by the next person after a change of hands, " + say.PER_CASE),
    minutes("fatigue_minutes", "Lengthening of steps by the fatigue of whoever leads, " + say.PER_CASE),
    minutes("coordination_minutes", "Lengthening of steps by colleagues attached to them, " + say.PER_CASE),
    minutes("link_minutes", "Briefing between teams within steps, " + say.PER_CASE),
    minutes("rework_minutes", "Triage of work that came to the wrong function, " + say.PER_CASE),
    minutes("between_minutes", say.BETWEEN),
    minutes("lost_minutes", say.LOST),
    minutes("touch_minutes", "All time in which somebody served the case (work to rework), " + say.PER_CASE),
    # Hands
    count("handoffs", "Changes of hands between home teams, up to the deadline, per case of the cohort"),
    count("lead_changes", say.LEAD_CHANGES, "none"),
    count("changes_of_hands", "handoffs + lead_changes, per case of the cohort"),
    count("people_met", "Different people who led a step, over all contacts up to the deadline, per case"),
    count("misroutes", "Attempts that named a wrong function, up to the deadline, per case of the cohort"),
    share("known_share", say.KNOWN, "more"),
    share("transferred_share", "Cases of the cohort with at least one handoff between home teams"),
    share("three_or_more_share", "Cases of the cohort with three handoffs or more"),
    share("ping_pong_share", say.PING_PONG),
    # Leaving and coming back
    count("contacts_per_case", "Contacts begun by the deadline (first, redials, returns), per case of the cohort"),
    share("first_contact_resolution", say.FIRST_CONTACT, "more"),
    share("abandoned_share", say.ABANDONED),
    share("redialled_share", "Cases of the cohort whose customer gave up and tried again by the deadline"),
    share("returned_share", "Cases of the cohort that seemed solved, and came back by the deadline"),
    share("failure_demand_share", say.FAILURE_DEMAND),
    share("capped_share", say.CAPPED),
    share("bot_resolved_share", "Cases of the cohort truly solved by a bot by the deadline", "none"),
    # Felt empathy, a proxy
    *EMPATHY_MEASURES,
    # People
    share("load_mean", "Mean over people of the load. " + say.LOAD),
    share("load_p90", "90th percentile over people of the load. " + say.LOAD, primary=True),
    share("load_max", "Load of the busiest person. " + say.LOAD),
    share("load_gini", "Gini coefficient of the load over people, 0 all alike. " + say.LOAD, unit="-"),
    share("leading_max_share", "Leading share of whoever leads most. " + say.LEADING),
    share("leading_gini", "Gini coefficient of the leading share over people, 0 all alike. " + say.LEADING, unit="-"),
    share("listening_share", "Minutes listened as a wing over all occupied minutes, all people together", "none"),
    minutes("overrun_minutes", say.OVERRUN),
    share("fatigue_mean", say.FATIGUE, unit="fatigue"),
    share("strain_share", say.STRAIN),
    # Cost
    count("cost_per_resolved_case", say.COST, unit="currency/case"),
    count("pay_cost", say.PAY, unit="currency/week"),
    count("listening_cost", say.LISTENING_COST, "none", "currency/week"),
    count("link_cost", say.LINK_COST, unit="currency/week"),
    count("technology_cost", say.TECHNOLOGY, unit="currency/week"),
    # Volume
    count("backlog_end", say.BACKLOG, unit="cases"),
    count("cases_arrived", "Cases whose first contact arrived in the measured weeks: the cohort", "none", "cases"),
    count("cases_resolved", "Cases of the cohort truly solved by their deadline", "more", "cases"),
)

PRIMARY = tuple(measure.name for measure in MEASURES if measure.primary)
_BY_NAME = {measure.name: measure for measure in MEASURES}


def measure_named(name: str) -> Measure | None:
    """The measure of that name, None where there is none."""
    return _BY_NAME.get(name)


def measure_called(words: str) -> Measure | None:
    """The measure that leaders call so, None where there is none."""
    return next((measure for measure in MEASURES if measure.said == words.strip().lower()), None)


def measure_names() -> tuple[str, ...]:
    """Names in the order in which tables show them."""
    return tuple(_BY_NAME)
