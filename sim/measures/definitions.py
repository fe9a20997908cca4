"""The longer definitions of the registry, kept apart so that the registry reads as a table."""

DESIGN = "definition: docs/reference/measures.md"
PER_CASE = "up to the deadline, mean per case of the cohort"

RESOLUTION = (
    "Minutes from first contact until truly solved, mean over the cases that arrived in the measured weeks. Cut at "
    "the deadline H; whoever gave up or was not solved by then counts the whole of H, so losing customers never helps"
)
FIRST_RESPONSE = (
    "Minutes from arrival until somebody served the case for the first time, cut at the deadline; a case never "
    "served counts the whole of H. Mean per case of the cohort"
)
PICKUP = "Waiting until work that changed hands, and found nobody free, is looked at, " + PER_CASE
LOST = (
    "Minutes between giving up (or being turned away) and the deadline, mean per case of the cohort. The waiting "
    "parts, touch_minutes and lost_minutes add up to resolution_minutes"
)
LEAD_CHANGES = (
    "Changes of hands inside a home team, up to the deadline, per case of the cohort. The formation works through "
    "them, so neither more nor fewer is better"
)
PING_PONG = "Cases with a handoff back to the home team before last, as a share of transferred cases"
LOAD = "Load is occupied (leading, listening, consulting, linking) over paid presence (shift + overrun)"
BACKLOG = "Cases of any arrival that are in the system when the measured weeks end"
