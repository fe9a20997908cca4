"""What is known of one case of the cohort, by name: what `one_case` fills in, and measures of cases are made of.

The waterfall says where the time from first contact until truly solved goes, part by part. Waiting and steps are the
engines' own bookkeeping, added up over the contacts of a case. Time between contacts and time lost are read off the
dates of the contacts. No part is what the others leave: that they add up to the resolution time of every case, to the
last bit, is a test and not a definition.
"""

from __future__ import annotations

import numpy as np

from sim.records.tables import STEP_PARTS

# Columns of contacts that are added up over a case, all up to its deadline.
ADDED_UP = (
    *("bot_minutes", "closed_minutes", "queue_minutes", "pickup_minutes", "outside_minutes", *STEP_PARTS),
    *("context_sum", "skill_sum", "fatigue_sum", "warmth_sum", "remembered_sum"),
    *("steps", "handoffs", "lead_changes", "ping_pongs", "misroutes", "referrals", "borrowed", "warm_takeovers"),
    *("wings_called", "delayed_by_wings", "people_met", "known_steps", "complaints"),
)
# In the order in which they are added up: the coefficient of each is the setting of the same name.
COMPONENTS = ("heard", "timely", "fitted", "cared_for", "known", "human", "solved", "in_one_contact")
DEFINITIONS = ("logit", "servqual", "effort", "outcome")

# One number each; what is a question is 1 or 0. Minutes and counts are taken up to the deadline.
CASE_VALUES = np.dtype(
    [
        (name, "f8")
        for name in (
            "case",  # 1 for every case
            "resolution_minutes",  # from first contact until truly solved, cut at the deadline
            "first_response_minutes",  # until somebody served it, or a bot solved it
            *ADDED_UP,
            "between_minutes",  # between contacts
            "lost_minutes",  # from the end of an unsolved case to its deadline
            "touch_minutes",  # in which somebody served it
            "changes_of_hands",  # of any kind
            "transferred",  # it changed teams
            "transferred_thrice",  # three times or more
            "sent_back",  # and went back to the team before last
            "solved",  # truly
            "solved_at_once",  # in its first contact
            "solved_by_bot",
            "solved_by_people",
            "seen_through",  # by the one person whom the customer met
            "gave_up",  # ended for good, as nobody served the customer in time
            "dropped",  # it did not come, as its account had left
            "came",
            "resolution_of_comers",  # resolution time of a case that came, 0 of others
            "capped",  # the customer would have come back once more, but for most_contacts
            "redialled",  # the customer gave up and tried again
            "returned",  # it seemed solved, and came back
            "contacts",  # begun by the deadline
            "contacts_again",  # those of them that are not the first
            "asking",  # those of them that were not closed by a bot
            "answered_in_target",  # those of these that were served within the target
            "contacts_answered",  # those of `asking` that were served at all
            "answer_minutes",  # open minutes until they were, from arrival or the end of the bot, summed over these
            "gave_up_late",  # those of `asking` whose customer ran out of patience after more than the target
            "calls",  # those of `asking` that came by a live channel and were not turned away
            "calls_given_up",  # those of these whose customer ran out of patience
            "contacts_blocked",  # those of `asking` that found no line, or no place to wait
            "judged",  # contacts_answered and gave_up_late together
            "ever_answered",  # somebody served it, in whatever contact
            "redial_answer_minutes",  # open minutes of waiting until then, summed over its contacts
            "bot_contacts",  # it met a bot in its first contact
            "waited_minutes",  # in queues and for pickup, to the deadline for whoever gave up
            # What the customer felt; unknown where nobody drew what customers bring along.
            *(f"felt_{name}" for name in COMPONENTS),  # in [0, 1]; timely in doublings, <= 0
            "felt_by_logit",  # logit: anchor and components, without halo
            "halo",  # logit
            *(f"felt_empathy_{name}" for name in DEFINITIONS),  # in [0, 1]; by "logit" the latent probability
            "felt_empathy",  # by the scenario's definition
            "felt_without_halo",  # of customers with a halo of 0: no organisation makes that noise
            "answered",  # the customer answers a survey
            "felt_empathy_answered",  # felt empathy of whoever does, 0 of others
        )
    ]
)

BETWEEN, LOST = "between_minutes", "lost_minutes"
# In the order in which they are shown.
WATERFALL = (
    *("closed_minutes", "queue_minutes", "pickup_minutes", "outside_minutes", "bot_minutes"),
    *(*STEP_PARTS, BETWEEN, LOST),
)

# What the pass reads of each channel.
WAY_IN = np.dtype([("live", "?"), ("target", "f8"), ("patience", "f8")])  # open minutes; minutes
# What it reads beside. feels: whether felt empathy is known. definition: place in DEFINITIONS.
ASKED = np.dtype(
    [
        ("cohort_start", "f8"),
        ("cohort_end", "f8"),
        ("feels", "?"),
        ("definition", "i8"),
        ("anchor", "f8"),
        ("halo_sd", "f8"),
        ("lost_to_fatigue", "f8"),
        ("warmth_of_bot", "f8"),
        ("response_share", "f8"),
        ("response_tilt", "f8"),
    ]
)
