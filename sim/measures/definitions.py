"""The longer definitions of the registry, kept apart so that the registry reads as a table."""

DESIGN = "definition: docs/reference/measures.md"
PER_CASE = "up to the deadline, mean per case of the cohort"

RESOLUTION = (
    "Minutes from first contact until truly solved, mean over the cases that arrived in the measured weeks: until the "
    "last contact of a case is over, solved by people or a bot, and the customer does not come back. Cut at "
    "the deadline H; whoever gave up or was not solved by then counts the whole of H, so losing customers never helps"
)
FIRST_RESPONSE = (
    "Minutes from first contact until somebody served the case for the first time, or a bot solved it, cut at the "
    "deadline; a case never served counts the whole of H. Mean per case of the cohort"
)
PICKUP = "Waiting until work that changed hands, and found nobody free, is looked at, " + PER_CASE
BETWEEN = (
    "From the end of a contact until the customer comes back (redial or return), closed hours included, " + PER_CASE
)
LOST = (
    "From the end of a case that ended for good without being solved (gave up, turned away, capped) to its deadline, "
    "mean per case of the cohort. With it the parts of the waterfall add up to resolution_minutes"
)
LEAD_CHANGES = (
    "Changes of hands inside a home team, up to the deadline, per case of the cohort. The formation works through "
    "them, so neither more nor fewer is better"
)
PING_PONG = "Cases with a handoff back to the home team before last, as a share of transferred cases"
ABANDONED = (
    "Cases of the cohort that ended for good by the deadline because patience ran out or the channel was closed; "
    "whoever redials has not given up yet"
)
FIRST_CONTACT = "Cases of the cohort truly solved by the deadline in their first contact, as a share of all"
FAILURE_DEMAND = "Contacts that are redials or returns, as a share of all contacts of the cohort begun by the deadline"
CAPPED = "Cases of the cohort whose customer would have come back once more, but for most_contacts, by the deadline"
ANSWERED = (
    "Contacts of the cohort first served within the target, as a share of those begun by the deadline: 1 open minute "
    "in live channels, 240 in others, from arrival or from the end of the bot. Closed by a bot: left out"
)
KNOWN = "Steps led by somebody who had led one of the same case before, as a share of all steps, up to the deadline"
LOAD = "Load is occupied (leading, listening, consulting, linking) over paid presence (shift + overrun)"
LEADING = "Leading share is minutes led over paid presence (shift + overrun)"
OVERRUN = "Minutes occupied after the end of a shift, per person and week of the cohort's weeks"
FATIGUE = "Fatigue of the lead at the start of a step, mean over the steps begun in the cohort's weeks"
STRAIN = (
    "Minutes with fatigue past people.fatigue.strain_line, serving or not, over paid presence (shift + overrun), all "
    "people together"
)
BACKLOG = "Cases of any arrival with a contact under way when the measured weeks end"
PAY = (
    "Pay of planned shift hours, whether somebody is away or not (leave and sickness are paid), and of overruns at the "
    "same rate, per week of the cohort's weeks"
)
COST = "(pay_cost + technology_cost) of the cohort's weeks over the cases of the cohort truly solved by their deadline"
LISTENING_COST = "Pay of the minutes listened as a wing, per week; a part of pay_cost"
LINK_COST = "Pay of the giver's minutes spent briefing another team, per week; a part of pay_cost"
TECHNOLOGY = (
    "Prices of the block `cost`: by seat in proportion to the dial, and by first contact that meets a bot, per week"
)
