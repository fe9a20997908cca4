"""Which column of a log holds what: by the headers of common systems, or as the scenario says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sim.data.dates import DateFormat, parse_date, with_time
from sim.data.numbers import NumberFormat, parse_number, seconds_of
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
BOTH = " + "  # between the names of two columns, of a date and of its time
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
    header has several, the first of which was taken. clocks: column here -> position of the time of its dates, where
    they stand apart."""

    place: dict[str, int]
    system: str
    repeated: tuple[str, ...] = ()
    clocks: Mapping[str, int] = field(default_factory=dict)


def plain_name(cell: str) -> str:
    """A name of a header without what spreadsheets change about it."""
    return cell.strip().strip('"').strip().lower().replace(" ", "_")


def recognise(header: Sequence[str], given: Mapping[str, str]) -> Recognised:
    """Where everything stands that a log may hold. given: `columns` of the scenario, which goes before all else.

    "Date + Time" of two columns is a date and its time.
    """
    names = [plain_name(cell) for cell in header]
    parts = {column_of(role): [plain_name(part) for part in _both(name, names)] for role, name in given.items()}
    own = {column: names.index(first) for column, (first, *_) in parts.items() if first in names}
    clocks = {column: names.index(rest[0]) for column, (_, *rest) in parts.items() if rest and rest[0] in names}
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
    return Recognised(place, said if place else "", tuple(repeated), clocks)


def _both(name: str, names: Sequence[str]) -> list[str]:
    """A name, or those of a date and of its time."""
    return [name] if plain_name(name) in names else name.split(BOTH, 1)


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
        elif absent := next((part for part in _both(name, names) if plain_name(part) not in names), None):
            guess = nearest(absent, [cell.strip() for cell in header])
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
             "id", "numéro", "clé", "référence", "reference"),
    "opened": ("opened", "created", "erstellt", "eröffnet", "geöffnet", "angelegt", "créé", "cree", "ouvert",
               "create", "création", "open", "start"),
    "resolved": ("resolved", "solved", "gelöst", "erledigt", "résolu", "resolu", "résolution", "resolution"),
    "closed": ("closed", "geschlossen", "fermé", "ferme", "clôture", "fermeture", "completed", "end"),
    "updated": ("updated", "modified", "changed", "geändert", "aktualisiert", "modifié", "mis_à_jour", "mise_à_jour",
                "timestamp", "date", "datum"),
    "group": ("group", "gruppe", "team", "queue", "department", "abteilung", "groupe", "équipe", "service"),
    "person": ("assignee", "assigned", "agent", "owner", "resource", "bearbeiter", "zugewiesen", "responsable", "user",
               "technician", "technicien", "techniker", "tech", "besitzer", "analyst", "employee", "mitarbeiter",
               "intervenant"),
    "state": ("status", "state", "zustand", "statut", "état"),
    "customer": ("customer", "caller", "requester", "reporter", "kunde", "melder", "anrufer", "client", "demandeur",
                 "appelant"),
    "channel": ("channel", "source", "contact_type", "kanal", "canal", "via", "kontaktart", "quelle",
                "origine", "origin"),
    "priority": ("priority", "priorität", "prio", "priorité", "urgency", "severity", "dringlichkeit", "urgence"),
    "activity": ("activity", "task", "step", "aktivität", "activité", "action"),
    "handle_minutes": ("handle_time", "handling_time", "handle", "time_spent", "time_worked", "worked", "effort",
                       "work_time", "work_hours", "aufwand", "bearbeitungszeit", "bearbeitungsdauer", "erfasste_zeit",
                       "arbeitszeit", "zeitaufwand", "temps_passé", "temps_de_traitement", "durée_de_traitement"),
}  # fmt: skip
_MOMENTS = ("opened", "resolved", "closed", "updated", "started", "ended")
_NAMES = ("group", "person", "state", "customer", "channel", "priority", "activity")
# What columns of times and counts have in their names, which are no names of people, groups or states.
_NO_NAME = re.compile(
    r"%|(^|[\W_])(time|hours?|hrs|minutes?|mins?|seconds?|rate|count|number_of|zeit|dauer|minuten|stunden|temps|durée"
    r"|heures|date|datum)([\W_]|$)|(zeit|dauer)$"
)
_CLOCK = re.compile(r"\d{1,2}\s?[:h]\s?\d{2}(:\d{2})?(\s*[AaPp]\.?[Mm]\.?|\sUhr)?")
_CLOCK_NAMES = ("time", "hour", "zeit", "uhrzeit", "heure")
MOST_LOOKED_AT = 200  # rows that show what a column holds


def proposed(
    header: Sequence[str], place: Mapping[str, int], rows: Sequence[Sequence[str]] = (), given: Mapping[str, str] = {}
) -> dict[str, str]:
    """Lines for `columns`: what is recognised, and what the names of the others suggest, and their cells allow.

    place: of `Recognised`. rows: the first ones. given: what the user says. A date and its time in two columns are
    "Date + Time".
    """
    found = {SAID[column]: header[at].strip() for column, at in place.items() if column in SAID}
    found |= {role: name for role, name in given.items() if role in ROLES}
    cells = {
        name.strip(): [row[at] for row in rows if at < len(row) and row[at].strip()] for at, name in enumerate(header)
    }
    lines = guessed(header, _HINTS, found, may=lambda role, name: _may_be(role, name, cells.get(name, ())))
    free = [name for name in cells if name and name not in lines.values() and _are(cells[name], _is_clock)]
    for role in _MOMENTS:
        day = "" if role in given else lines.get(role, "")
        if _are(cells.get(day, ()), _is_day) and (clock := _clock_beside(day, free, list(cells))):
            lines[role] = f"{day}{BOTH}{clock}"
            free.remove(clock)
    return lines


def _may_be(role: str, name: str, cells: Sequence[str]) -> bool:
    """Whether a column may hold what its name suggests, as far as its cells show."""
    if role in _MOMENTS:
        return not cells or not _are(cells, lambda cell: _is_work(cell) or not re.search(r"\d", cell))
    if role == "handle_minutes":
        return _are(cells, _is_work)
    return role not in _NAMES or not (_NO_NAME.search(_words(name)) or _are(cells, _is_date))


def _are(cells: Sequence[str], such: Callable[[str], bool]) -> bool:
    """Whether most of some cells are such."""
    return 2 * sum(such(cell.strip()) for cell in cells) > len(cells)


def _is_date(cell: str) -> bool:
    return any(parse_date(with_time(cell), DateFormat("", month_first, "")) for month_first in (False, True))


def _is_day(cell: str) -> bool:
    return (_is_date(cell) and with_time(cell).endswith(" 00:00")) or cell.endswith(" 00:00:00")


def has_days(cells: Sequence[str]) -> bool:
    """Whether most of some cells are moments or intervals with their day: "05.01.2026 08:00-08:30"."""
    return _are(cells, lambda cell: _is_date(re.sub(r"(?<=\d)\s*(-|–|bis|to|à)\s*\d{1,2}[:h.]\d{2}.*$", "", cell)))


def are_amounts(cells: Sequence[str]) -> bool:
    """Whether most of some cells are numbers that are no hours, shares of a day or moments: 301."""
    return _are(cells, lambda cell: _number(cell) > 24.0 and not _is_date(cell))


def _number(cell: str) -> float:
    """A number alone, 0 where a cell is none."""
    return parse_number(cell, NumberFormat(".", True)) or 0.0


def _is_clock(cell: str) -> bool:
    return _CLOCK.fullmatch(cell) is not None


def _is_work(cell: str) -> bool:
    """Whether a cell is a number or a time that something took, and no date."""
    return not _is_date(cell) and seconds_of(cell, NumberFormat(".", True)) is not None


def _clock_beside(day: str, clocks: Sequence[str], names: Sequence[str]) -> str | None:
    """The column of times that belongs to one of days: called alike but for a word, else the next one to the right."""
    words = set(_words(day).split("_"))
    alike = [clock for clock in clocks if len(words & set(_words(clock).split("_"))) >= max(len(words) - 1, 1)]
    after = [name for name in names[names.index(day) + 1 :][:1] if _words(name) in _CLOCK_NAMES]
    return next((clock for clock in [*alike, *after] if clock in clocks), None)


# What columns of shares and times have in their names, which are no numbers of contacts: "Abandon Rate", "Aban Time".
_NO_COUNT = re.compile(
    r"%|(^|[\W_])(rate|pct|perc|percent|percentage|share|level|time|avg|average|mean|max|min|asa|delay|speed|quote|anteil"
    r"|prozent|zeit|dauer|mittlere|ø|taux|temps|durée|moyenne?|per|pro|par|out|outbound|extn|dequeued|flow|transfers?"
    r"|transferred|held|conf|within|target|innerhalb|ausgehend\w*|sortants?)([\W_]|$)|(zeit|quote|rate|dauer)$",
    re.IGNORECASE,
)


def is_share(name: str) -> bool:
    """Whether the name of a column says that it holds shares: "Abandon %"."""
    return re.search(r"%|rate|pct|percent|share|quote|anteil|prozent|taux", name.casefold()) is not None


def guessed(
    header: Sequence[str],
    hints: Mapping[str, tuple[str, ...]],
    found: Mapping[str, str],
    counts: Sequence[str] = (),
    may: Callable[[str, str], bool] = lambda role, name: True,
) -> dict[str, str]:
    """Name in the header by what a column holds: those found, then by hints, whole names before parts of them.

    counts: what holds numbers of contacts. may: whether a column of a name may hold what it is guessed to hold.
    """
    named = dict(found)
    free = [cell.strip() for cell in header if cell.strip() and cell.strip() not in found.values()]
    for fits in (lambda name, hint: name == hint, _hints_at):
        for role, of_role in hints.items():
            if role in named:
                continue
            these = [name for name in free if (role not in counts or not _NO_COUNT.search(name)) and may(role, name)]
            guess = next((name for hint in of_role for name in these if fits(_words(name), hint)), None)
            if guess is not None:
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
