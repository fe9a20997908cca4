"""What leaders call a measure. Keys in files and JSON stay as they are."""

from __future__ import annotations

SPOKEN = {
    "resolution_minutes": "resolution time",
    "resolution_minutes_p50": "resolution time, median",
    "resolution_minutes_p90": "resolution time, slowest tenth",
    "first_response_minutes": "time to first answer",
    "answered_in_target": "answered in time",
    "closed_minutes": "waiting while closed",
    "queue_minutes": "waiting in queues",
    "pickup_minutes": "wait between teams",
    "bot_minutes": "time with a bot",
    "work_minutes": "work itself",
    "skill_minutes": "added by skill and pace",
    "retold_minutes": "re-explaining",
    "changeover_minutes": "setting up after a handoff",
    "fatigue_minutes": "slowed by fatigue",
    "coordination_minutes": "coordination",
    "link_minutes": "briefing between teams",
    "rework_minutes": "sorting out misrouted work",
    "between_minutes": "between contacts",
    "lost_minutes": "lost (who gave up)",
    "touch_minutes": "handling time",
    "handoffs": "handoffs between teams",
    "lead_changes": "lead changes inside a team",
    "changes_of_hands": "changes of hands",
    "people_met": "people a customer meets",
    "misroutes": "misrouted attempts",
    "known_share": "served by somebody known",
    "transferred_share": "cases handed to another team",
    "three_or_more_share": "cases handed on three times or more",
    "ping_pong_share": "handed back and forth",
    "contacts_per_case": "contacts per case",
    "first_contact_resolution": "solved at first contact",
    "abandoned_share": "customers who gave up",
    "redialled_share": "customers who tried again",
    "returned_share": "customers who came back",
    "failure_demand_share": "repeat contacts",
    "felt_empathy": "felt empathy",
    "load_mean": "occupancy",
    "load_p90": "occupancy of the busiest tenth",
    "load_max": "occupancy of the busiest person",
    "load_gini": "unevenness of occupancy",
    "leading_max_share": "time leading, whoever leads most",
    "leading_gini": "unevenness of leading",
    "listening_share": "share of occupied time spent listening in",
    "overrun_minutes": "overtime per person and week",
    "fatigue_mean": "fatigue of whoever leads",
    "strain_share": "time under strain",
    "cost_per_resolved_case": "cost per solved case",
    "backlog_end": "backlog at the end",
}


def spoken(name: str) -> str:
    """A measure as leaders call it; its key with spaces where they have no word for it."""
    return SPOKEN.get(name, name.replace("_minutes", "").replace("_", " "))
