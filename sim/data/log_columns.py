"""Which column of a log holds what: by the headers of common systems, or as the scenario says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sim.scenario.problems import Problem, nearest

# What a user calls it in `columns` -> what it is called here, by the names of ServiceNow where it has one.
ROLES = {
    "case": "number",
    "customer": "caller_id",
    "opened": "opened_at",
    "channel": "contact_type",
    "priority": "priority",
    "group": "assignment_group",
    "person": "assigned_to",
    "by": "sys_updated_by",
    "state": "incident_state",
    "updated": "sys_updated_at",
    "order": "sys_mod_count",
    "transfers": "reassignment_count",
    "reopened": "reopen_count",
    "resolved": "resolved_at",
    "closed": "closed_at",
    "activity": "activity",
    "started": "started_at",
    "ended": "ended_at",
    "lifecycle": "lifecycle",
    "handle_minutes": "handle_minutes",
}
SAID = {column: role for role, column in ROLES.items()}
TIMES = ("opened_at", "started_at", "ended_at", "sys_updated_at")  # one of them a log must have
MOST_SAID = 8
LEAST_PART = 5  # letters of a part of a word that says what it is
REPEATING = ("Jira",)  # systems that write a column for each of several values


@dataclass(frozen=True)
class System:
    """How a system writes its export. marks: names of which all must be in the header. columns: by what is called so
    here, names in order of preference; small letters, _ for spaces."""

    name: str
    marks: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]


_LABELS = {
    "number": ("number",), "caller_id": ("caller", "opened_by"), "opened_at": ("opened", "created"),
    "contact_type": ("contact_type", "channel"), "priority": ("priority",), "assignment_group": ("assignment_group",),
    "assigned_to": ("assigned_to",), "sys_updated_by": ("updated_by",), "incident_state": ("incident_state", "state"),
    "sys_updated_at": ("updated",), "sys_mod_count": ("updates",), "reassignment_count": ("reassignment_count",),
    "reopen_count": ("reopen_count",), "resolved_at": ("resolved",), "closed_at": ("closed",),
}  # fmt: skip
_XES = {
    "number": ("case:concept:name",), "activity": ("concept:name",), "assigned_to": ("org:resource",),
    "assignment_group": ("org:group", "org:role"), "started_at": ("start_timestamp", "time:start"),
    "ended_at": ("time:timestamp",), "lifecycle": ("lifecycle:transition",), "caller_id": ("case:customer", "customer"),
    "contact_type": ("channel", "case:channel"), "priority": ("priority", "case:priority"),
}  # fmt: skip
SYSTEMS = (
    System("podsim", ("case:concept:name", "change_of_hands"), {**_XES, "assignment_group": ("org:role",)}),
    System("ServiceNow", ("number", "opened_at"), {column: (column,) for column in ROLES.values()}),
    System("ServiceNow (labels of a list)", ("number", "opened"), _LABELS),
    System("Jira", ("issue_key", "created"), {
        "number": ("issue_key",), "caller_id": ("reporter", "creator"), "opened_at": ("created",),
        "priority": ("priority",), "contact_type": ("request_channel", "channel"),
        "assignment_group": ("component/s", "components", "component", "team", "project_key", "project_name"),
        "assigned_to": ("assignee",), "incident_state": ("status",), "resolved_at": ("resolved", "resolution_date"),
        "sys_updated_at": ("updated",), "handle_minutes": ("time_spent",),
    }),
    System("Zendesk", ("id", "requester", "created_at"), {
        "number": ("id",), "caller_id": ("requester", "requester_id"), "opened_at": ("created_at",),
        "contact_type": ("channel", "via"), "priority": ("priority",), "assignment_group": ("group", "group_id"),
        "assigned_to": ("assignee", "assignee_id"), "incident_state": ("status",),
        "resolved_at": ("solved_at",), "sys_updated_at": ("updated_at",),
        "reopen_count": ("reopens",),
    }),
    System("Freshdesk", ("ticket_id", "created_time"), {
        "number": ("ticket_id",),
        "caller_id": ("requester_email", "email", "requester_name", "full_name", "contact_id"),
        "opened_at": ("created_time",), "contact_type": ("source",), "priority": ("priority",),
        "assignment_group": ("group",), "assigned_to": ("agent",), "incident_state": ("status",),
        "resolved_at": ("resolved_time",), "closed_at": ("closed_time",),
        "sys_updated_at": ("last_updated_time", "last_update_time"), "handle_minutes": ("time_tracked",),
    }),
    System("XES", ("case:concept:name", "time:timestamp"), _XES),
    System("process log", (), {
        "number": ("case_id", "caseid", "case", "ticket_id", "ticket", "id"), "opened_at": ("opened_at", "created_at"),
        "activity": ("activity", "activity_name", "task", "step", "concept:name"),
        "assigned_to": ("resource", "assigned_to", "agent_name", "user", "org:resource"),
        "assignment_group": ("group", "assignment_group", "team", "department", "queue", "org:group"),
        "started_at": ("start_timestamp", "start_time", "started_at", "start"),
        "ended_at": ("end_timestamp", "end_time", "complete_timestamp", "ended_at", "end", "timestamp",
                     "time:timestamp"),
        "lifecycle": ("lifecycle:transition", "lifecycle", "transition"), "contact_type": ("channel",),
        "caller_id": ("customer", "caller"), "priority": ("priority",), "incident_state": ("status", "state"),
    }),
)  # fmt: skip


@dataclass(frozen=True)
class Recognised:
    """place: column here -> position in the header. system: whose export it is, in words. repeated: names of which the
    header has several, the first of which was taken."""

    place: dict[str, int]
    system: str
    repeated: tuple[str, ...] = ()


def plain_name(cell: str) -> str:
    """A name of a header without what spreadsheets change about it."""
    return cell.strip().strip('"').strip().lower().replace(" ", "_")


def recognise(header: Sequence[str], given: Mapping[str, str]) -> Recognised:
    """Where everything stands that a log may hold. given: `columns` of the scenario, which goes before all else."""
    names = [plain_name(cell) for cell in header]
    own = {column_of(role): names.index(plain_name(name)) for role, name in given.items() if plain_name(name) in names}
    system = next(one for one in SYSTEMS if all(mark in names for mark in one.marks) and _fits(one, names))
    found: dict[str, int] = {}
    repeated = []
    for column, choices in system.columns.items():
        name = next((choice for choice in choices if choice in names), None)
        if name is not None and column not in own and names.index(name) not in {*own.values(), *found.values()}:
            found[column] = names.index(name)
            repeated += [header[found[column]].strip()] if names.count(name) > 1 else []
    place = found | own
    said = "as columns says" if given and len(own) >= len(found) else system.name
    return Recognised(place, said if place else "", tuple(repeated))


def _fits(system: System, names: Sequence[str]) -> bool:
    """Whether the export of a system can be this one: the last one fits whatever comes."""
    return bool(system.marks) or system is SYSTEMS[-1]


def column_of(role: str) -> str:
    """What a role is called here; itself where it is no role."""
    return ROLES.get(role, role)


def unknown_columns(path: str, header: Sequence[str], given: Mapping[str, str], line: int) -> Iterator[Problem]:
    """What `columns` says and no header or nobody knows."""
    names = [plain_name(cell) for cell in header]
    yield from twice_given(path, given, "columns")
    for role, name in given.items():
        if column_of(role) not in SAID:
            message = f"columns may name {', '.join(ROLES)}."
            yield Problem(path, None, f"columns: {role}: {name}", message)
        elif plain_name(name) not in names:
            guess = nearest(name, [cell.strip() for cell in header])
            hint = f" Did you mean {guess}?" if guess else ""
            seen = f"columns: {role}: {name}"
            yield Problem(path, line, seen, f"The header has no such column.{hint} It has {listed(header)}.")


def twice_given(path: str, given: Mapping[str, str], setting: str) -> Iterator[Problem]:
    """A column that is said to hold two things."""
    first: dict[str, str] = {}
    for role, name in given.items():
        other = first.setdefault(plain_name(name), role)
        if other != role:
            message = f"A column holds one thing; this one is {other} already. Take one of them out."
            yield Problem(path, None, f"{setting}: {role}: {name}", message)


def listed(header: Sequence[str]) -> str:
    """The names of a header, as many as can be read."""
    names = [cell.strip() for cell in header if cell.strip()]
    return ", ".join(names[:MOST_SAID]) + (f" and {len(names) - MOST_SAID} more" if len(names) > MOST_SAID else "")


def missing_columns(path: str, header: Sequence[str], place: Mapping[str, int], line: int) -> Iterator[Problem]:
    """What a log cannot do without."""
    missing = [role for role, columns in (("case", ("number",)), ("opened", TIMES)) if not set(columns) & set(place)]
    found = proposed(header, place) if missing else {}
    lines = ", ".join(f'{role}: "{name}"' for role in missing if (name := found.get(role)))
    guess = f" Perhaps columns: {{{lines}}}." if found and set(missing) <= found.keys() else ""
    how = f"Say which column it is: columns: {{%s: ...}} (podsim fit --look FILE proposes all of them).{guess}"
    if "case" in missing:
        message = f"The header must name the case of each row. {how % 'case'} The header has {listed(header)}."
        yield Problem(path, line, "no column number", message)
    if "opened" in missing:
        message = f"The header must name a time: when cases were opened. {how % 'opened'}"
        yield Problem(path, line, "no column opened_at", message)


# What the names of columns that hold something usually begin or end with, small letters; in English, German, French.
_HINTS = {
    "case": ("ticket", "case", "incident", "request", "issue", "vorgang", "fall", "dossier", "number", "nummer", "key",
             "id", "numéro", "clé"),
    "opened": ("opened", "created", "erstellt", "eröffnet", "geöffnet", "angelegt", "créé", "cree", "ouvert",
               "create", "création", "open", "start"),
    "resolved": ("resolved", "solved", "gelöst", "erledigt", "résolu", "resolu"),
    "closed": ("closed", "geschlossen", "fermé", "ferme", "end"),
    "updated": ("updated", "modified", "changed", "geändert", "aktualisiert", "modifié", "timestamp", "date", "datum"),
    "group": ("group", "gruppe", "team", "queue", "department", "abteilung", "groupe", "équipe", "service"),
    "person": ("assignee", "assigned", "agent", "owner", "resource", "bearbeiter", "zugewiesen", "responsable", "user"),
    "state": ("status", "state", "zustand", "statut", "état"),
    "customer": ("customer", "caller", "requester", "reporter", "kunde", "melder", "anrufer", "client", "demandeur",
                 "appelant"),
    "channel": ("channel", "source", "contact_type", "kanal", "canal", "via"),
    "priority": ("priority", "priorität", "prio", "priorité", "urgency"),
    "activity": ("activity", "task", "step", "aktivität", "activité", "action"),
}  # fmt: skip


def proposed(header: Sequence[str], place: Mapping[str, int]) -> dict[str, str]:
    """Lines for `columns`: what is recognised, and what the names of the others suggest. place: of `Recognised`."""
    found = {SAID[column]: header[at].strip() for column, at in place.items() if column in SAID}
    return guessed(header, _HINTS, found)


# What columns of shares and times have in their names, which are no numbers of contacts: "Abandon Rate", "Aban Time".
_NO_COUNT = re.compile(
    r"%|(^|[\W_])(rate|pct|perc|percent|percentage|share|level|time|avg|average|mean|max|min|asa|delay|speed|quote|anteil"
    r"|prozent|zeit|dauer|mittlere|ø|taux|temps|durée|moyenne?)([\W_]|$)|(zeit|quote|rate|dauer)$",
    re.IGNORECASE,
)


def guessed(
    header: Sequence[str], hints: Mapping[str, tuple[str, ...]], found: Mapping[str, str], counts: Sequence[str] = ()
) -> dict[str, str]:
    """Name in the header by what a column holds: those found, then by hints, whole names before parts of them.

    counts: what holds numbers of contacts.
    """
    named = dict(found)
    free = [cell.strip() for cell in header if cell.strip() and cell.strip() not in found.values()]
    for fits in (lambda name, hint: name == hint, _hints_at):
        for role, of_role in hints.items():
            may = [name for name in free if role not in counts or not _NO_COUNT.search(name)]
            guess = next((name for hint in of_role for name in may if fits(_words(name), hint)), None)
            if role not in named and guess is not None:
                named[role] = guess
                free.remove(guess)
    return {role: named[role] for role in (*found, *(r for r in hints if r in named and r not in found))}


def as_well(header: Sequence[str], hints: Sequence[str], name: str) -> list[str]:
    """Names that a hint fits as well as it fits one that was guessed by it: "Calls FR" beside "Calls DE"."""
    hint = next((hint for hint in hints if _hints_at(_words(name), hint)), None)
    if hint is None or _words(name) in hints:
        return []
    others = [cell.strip() for cell in header if cell.strip() != name and not _NO_COUNT.search(cell)]
    return [cell for cell in others if _hints_at(_words(cell), hint)]


def _words(name: str) -> str:
    """A name in small letters, with _ between its words."""
    return re.sub(r"\W+", "_", plain_name(name)).strip("_")


def _hints_at(name: str, hint: str) -> bool:
    if len(hint) >= LEAST_PART and (name.startswith(hint) or name.endswith(hint)):  # of a word, as German has it
        return True
    return name == hint or name.startswith(f"{hint}_") or name.endswith(f"_{hint}") or f"_{hint}_" in name
