"""Make up a small ticket log in ServiceNow's 36 columns: scenarios/it_incidents_excerpt.csv.

    python experiments/make_excerpt.py [FILE]

Nothing in it is copied: every row is drawn here, from rounded shares (hours, weekdays, groups, changes
of hands) that resemble evidence row 13a and the description of the log of Amaral, Fantinato & Peres
(UCI data set 498). Incident numbers begin with MADEUP, by which `sim.demand` knows and says that no real
customer is in it. The same seed writes the same bytes.
"""

from __future__ import annotations

import csv
import random
import sys
from datetime import datetime, timedelta
from pathlib import Path

SEED = 498
FIRST_DAY = datetime(2016, 4, 4)
DAYS = 58  # to 31 May
CASES_PER_WEEKDAY = (50, 42, 40, 39, 34, 4, 3)
HOUR_WEIGHTS = (10, 9, 5, 4, 5, 6, 10, 20, 95, 110, 100, 90, 50, 55, 76, 76, 70, 36, 17, 13, 8, 17, 11, 6)
FIRST_GROUP = {
    "Group 70": 53, "Group 20": 6, "Group 24": 3, "Group 25": 3, "Group 65": 3, "Group 73": 2, "Group 39": 2,
    "Group 23": 1, "Group 27": 1, "Group 28": 1, "Group 64": 5, "Group 66": 5, "Group 57": 5, "Group 22": 4,
    "Group 9": 4, "Group 76": 2,
}  # fmt: skip
NEXT_GROUP = {
    "Group 70": 30, "Group 25": 8, "Group 24": 7, "Group 20": 14, "Group 39": 12, "Group 23": 5, "Group 27": 4,
    "Group 73": 4, "Group 28": 4, "Group 65": 3, "Group 64": 3, "Group 66": 2, "Group 57": 2, "Group 22": 2,
}  # fmt: skip
ONE_MORE_HANDOFF = (0.39, 0.42, 0.52, 0.58)  # after 0, 1, 2, 3 and more
BACK_SHARE = 0.28  # of later handoffs go back to the group before
CONTACT_TYPES = {"Phone": 94, "Self service": 4, "Email": 2}
LEVELS = {"3 - Moderate": 93, "4 - Low": 4, "2 - High": 2, "1 - Critical": 1}
CALLERS = 900
COLUMNS = (
    "number", "incident_state", "active", "reassignment_count", "reopen_count", "sys_mod_count", "made_sla",
    "caller_id", "opened_by", "opened_at", "sys_created_by", "sys_created_at", "sys_updated_by",
    "sys_updated_at", "contact_type", "location", "category", "subcategory", "u_symptom", "cmdb_ci", "impact",
    "urgency", "priority", "assignment_group", "assigned_to", "knowledge", "u_priority_confirmation", "notify",
    "problem_id", "rfc", "vendor", "caused_by", "closed_code", "resolved_by", "resolved_at", "closed_at",
)  # fmt: skip


def drawn(rng: random.Random, weights: dict[str, float]) -> str:
    """One key, by weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


def path(rng: random.Random) -> list[str]:
    """Assignment groups of one incident, never twice the same in a row."""
    groups = [drawn(rng, FIRST_GROUP)]
    while rng.random() < ONE_MORE_HANDOFF[min(len(groups) - 1, 3)]:
        if len(groups) > 1 and rng.random() < BACK_SHARE:
            groups.append(groups[-2])
        else:
            groups.append(drawn(rng, {g: w for g, w in NEXT_GROUP.items() if g != groups[-1]}))
    return groups


def openings(rng: random.Random) -> list[datetime]:
    """When the incidents were opened, in order."""
    found = []
    for day in range(DAYS):
        mean = CASES_PER_WEEKDAY[day % 7] * rng.gammavariate(44, 1 / 44)  # busyness: variation 0.15
        for _ in range(round(rng.gauss(mean, mean**0.5)) if mean > 0 else 0):
            hour = rng.choices(range(24), HOUR_WEIGHTS)[0]
            found.append(FIRST_DAY + timedelta(days=day, hours=hour, minutes=rng.randrange(60)))
    return sorted(found)


def incident(rng: random.Random, number: int, opened: datetime) -> list[dict[str, str]]:
    """Rows of one incident, in order of update."""
    groups = path(rng)
    level = drawn(rng, LEVELS)
    level_of = level if level[0] in "13" else "2 - Medium"
    common = {
        **dict.fromkeys(COLUMNS, "?"), "number": f"MADEUP{number:05d}", "reopen_count": "0", "priority": level,
        "made_sla": str(rng.random() < 0.8 - 0.2 * min(len(groups) - 1, 3)), "opened_at": str(opened),
        "caller_id": f"Caller {int(CALLERS * rng.random() ** 2)}", "contact_type": drawn(rng, CONTACT_TYPES),
        "category": f"Category {rng.randrange(30)}",
        "impact": "2 - Medium" if level[0] == "3" else level_of, "urgency": "2 - Medium", "knowledge": "False",
        "u_priority_confirmation": "False",
    }  # fmt: skip
    steps = [("New", groups[0], 0)]
    for handoff, group in enumerate(groups[1:], 1):
        steps.append(("Active", group, handoff))
    if rng.random() < 0.15:  # an update that is no work
        steps.insert(1, steps[0])
    steps += [("Resolved", *steps[-1][1:]), ("Closed", *steps[-1][1:])]
    rows, moment = [], opened
    for update, (state, group, handoffs) in enumerate(steps):
        moment += timedelta(days=5) if state == "Closed" else timedelta(minutes=int(rng.expovariate(1 / 90)) + 1)
        rows.append({
            **common, "incident_state": state, "active": str(state != "Closed"), "reassignment_count": str(handoffs),
            "sys_mod_count": str(update), "sys_updated_at": str(moment),
            "assignment_group": "?" if update == 0 and rng.random() < 0.03 and len(groups) > 1 else group,
        })  # fmt: skip
    rows[-1]["resolved_at"], rows[-1]["closed_at"] = rows[-2]["sys_updated_at"], rows[-1]["sys_updated_at"]
    return rows


def main() -> None:
    """Write the file."""
    beside = Path(__file__).resolve().parent.parent / "scenarios" / "it_incidents_excerpt.csv"
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else beside
    rng = random.Random(SEED)
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for number, opened in enumerate(openings(rng), 1):
            writer.writerows(incident(rng, number, opened))


if __name__ == "__main__":
    main()
