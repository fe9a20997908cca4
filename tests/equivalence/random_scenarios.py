"""Random scenarios over all settings, small enough that both engines run them in a blink.

Half of them are put on whole minutes (arrivals on fives), so that events of every kind fall together.

`plain_scenarios` have one language, one site, departments or pods, and one contact per case; `scenarios` have all
settings.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from sim.demand.tape import Tape
from sim.formation.people import build_people
from sim.formation.teams import teams_of
from sim.scenario import ScenarioError, build_scenario
from sim.scenario.policy_settings import Policy
from sim.scenario.problems import DataError
from sim.scenario.scenario_settings import Scenario
from tests.equivalence.dials import another, default_of
from tests.equivalence.random_blocks import (
    COMING_BACK,
    FAMILIARITY,
    FATIGUE,
    LEARNING,
    LOYALTY,
    TECHNOLOGY,
    minutes,
    shares,
)

FUNCTIONS = ("sales", "service", "billing", "works")
HOURS = (  # each shift below meets each of them
    "always",
    "mon 08:00-12:00, mon 22:00-23:00",
    "mon-tue 08:00-10:30, mon 22:00-24:00",
    "mon 10:00-10:30, mon 22:00-04:00, thu 08:00-09:00",
)
SHIFTS = {
    "all": "always",
    "early": "mon-tue 08:00-11:00",
    "late": "mon 10:00-13:00, tue 09:00-12:00",
    "night": "mon 21:00-05:00, thu 07:30-09:30, sun 22:00-06:00",
}
LANGUAGES = ({"german": 0.8, "french": 0.2}, {"german": 0.5, "french": 0.5}, {"german": 1.0}, {})
SITES = ("north", "south")
# Where a department may hang in the organisation tree; two of them are up to 3 apart.
UNITS = (("back", "desks"), ("front",), ("back", "halls"), None)
# The commonest first: what has the most to it.
PARTITIONS = (
    "tiered",
    "hybrid",
    "by_function",
    "tiered",
    "hybrid",
    "by_function",
    "cross_functional",
    "random",
    "pool",
)

# Dials that the plain kind leaves at their defaults.
PLAIN = (
    "fatigue_weight",
    "max_lead_minutes",
    "rest_minutes",
    "rest_weight",
    "drafting",
    "return_to",
    "context_kept_memory",
    "ai_context",
    "intelligent_routing",
    "automation",
    "predictive",
    "historical",
    "agent_assist",
)


@st.composite
def channels(draw: st.DrawFn) -> dict:
    """One or two channels, live or not."""
    found = {}
    for name in ("voice", "mail")[: draw(st.integers(1, 2))]:
        live = draw(st.booleans())
        found[name] = {
            "cases_per_week": draw(st.integers(3, 40)),
            "live": live,
            "priority": draw(st.sampled_from([None, 0, 1])),
            "out_of_hours": draw(st.sampled_from(["wait", "turn_away"])),
            "at_closing": draw(st.sampled_from([None, "wait", "call_again"])),
            "open": draw(st.sampled_from([None, *HOURS])),
            "horizon_open_minutes": draw(st.sampled_from([None, 30.0, 200.0])),
            "hour_weights": draw(st.sampled_from([None, [0] * 8 + [5, 1] + [1] * 14])),
            "distress_mean": draw(st.sampled_from([0.2, 0.6])),
            "bot": draw(st.booleans()),
        }
        if live and draw(st.booleans()):
            found[name]["patience_minutes"] = draw(st.sampled_from([1.0, 5.0, 20.0]))
            found[name]["patience_shape"] = draw(st.sampled_from([0.8, 1.0, 2.0]))
    return found


@st.composite
def need_graphs(draw: st.DrawFn, functions: tuple[str, ...]) -> dict:
    """First shares and walks over the functions."""
    found = {}
    for number, name in enumerate(functions):
        others = [other for other in functions if other != name]
        then = {other: draw(st.sampled_from([0.0, 0.2, 0.3])) for other in others}
        found[name] = {
            "first_share": 1.0 if number == 0 else 0.0,
            "work_minutes": draw(st.sampled_from([2.0, 6.0])),
            "work_cv": draw(st.sampled_from([0.0, 1.25])),
            "then": {other: share for other, share in then.items() if share > 0.0},
            "independent_of": draw(st.sampled_from([others, others[:1], []])),
        }
    if len(functions) > 1 and draw(st.booleans()):
        found[functions[0]]["first_share"] = found[functions[1]]["first_share"] = 0.5
    return found


@st.composite
def people(draw: st.DrawFn, functions: tuple[str, ...]) -> dict:
    """One to four people per function, with secondary skills and shifts."""
    groups = []
    for name in functions:
        others = [other for other in functions if other != name]
        also = {other: draw(st.sampled_from([0.5, 0.9, 1.0])) for other in others if draw(st.booleans())}
        named = draw(st.lists(st.sampled_from(sorted(SHIFTS)), min_size=1, max_size=3, unique=True))
        groups.append(
            {
                "function": name,
                "count": draw(st.integers(1, 4)),
                "also": also,
                "also_share": draw(st.sampled_from([0.5, 1.0])),
                "shifts": ["all", *named] if draw(st.booleans()) else named,
            }
        )
    groups[0]["shifts"] = ["all", *[name for name in groups[0]["shifts"] if name != "all"]]
    return {
        "groups": groups,
        "shifts": SHIFTS,
        "away_share": draw(st.sampled_from([0.0, 0.3])),
        "away_waves": draw(st.sampled_from([[], [{"start": "week 0 tue", "days": 3, "away_share": 0.4}]])),
        "pace_cv": draw(st.sampled_from([0.0, 0.2])),
        "warmth_mean": draw(st.sampled_from([0.3, 0.6])),
        "warmth_spread": draw(st.sampled_from([0.0, 0.1, 0.5])),
        "fatigue": draw(FATIGUE),
    }


def policies(channel_names: list[str]) -> st.SearchStrategy[dict]:
    """Every dial."""
    pickup = st.fixed_dictionaries({}, optional={name: minutes(40) for name in channel_names})
    return st.fixed_dictionaries(
        {
            "lead": st.sampled_from(["rotating", "rotating", "fixed", "leaderless"]),
            "skill_weight": st.sampled_from([0.0, 1.0]),
            "familiarity_weight": st.sampled_from([0.0, 0.1, 2.0]),
            "heard_weight": st.sampled_from([0.0, 0.1, 2.0]),
            "fatigue_weight": st.sampled_from([0.0, 0.2, 3.0]),
            "max_lead_minutes": st.sampled_from([None, 5.0, 30.0]),
            "rest_minutes": minutes(10),
            "rest_weight": st.sampled_from([0.0, 0.1, 2.0]),
            "drafting": shares(),
            "consult_skill": st.sampled_from([0.5, 0.7, 1.0]),
            "consult_share": shares(),
            "wings": st.integers(0, 3),
            "listen_share": shares(),
            "attach_from_share": st.sampled_from([0.0, 0.25, 0.5, 1.0]),
            "together": st.sampled_from(["none", "team", "anywhere", "anywhere"]),
            "coordination_share": st.sampled_from([0.0, 0.005, 0.5]),
            "kept_across_share": shares(),
            "kept_inside_share": shares(),
            "context_kept_wing": shares(),
            "context_kept_triage": shares(),
            "context_kept_memory": shares(),
            "retelling_share": shares(),
            "return_to": st.sampled_from(["front", "same_team", "same_person"]),
            "changeover_minutes": minutes(4),
            "link_minutes": minutes(4),
            "pickup_inside_minutes": pickup,
            "pickup_across_minutes": pickup,
            "misroute_share": shares(0.9),
            "misroute_ambiguity_slope": st.sampled_from([0.0, 1.0, 4.0]),
            "misroute_decay": shares(),
            "triage_minutes": minutes(4),
            "team_choice": st.sampled_from(["least_wait", "account", "random", "named_account", "named_account"]),
            "named_account_slack": st.sampled_from([0.0, 0.5, 3.0]),
            "queue_order": st.sampled_from(["joined", "age", "distress"]),
            "assignment": st.sampled_from(["assign_or_wait", "greedy"]),
            "borrowing": st.sampled_from(["none", "anywhere"]),
            "lend_order": st.sampled_from(["by_priority", "by_priority", "own_first"]),
            "own_queue_speed": st.sampled_from([1.0, 1.0, 0.8, 1.2]),
            "lend_after_minutes": st.one_of(st.just(0.0), minutes()),
            "ai_context": shares(),
            "intelligent_routing": shares(),
            "automation": shares(),
            "predictive": shares(),
            "historical": shares(),
            "agent_assist": shares(),
            "walls": st.sampled_from([True, True, True, False]),
        }
    )


def partitions(people_count: int) -> st.SearchStrategy[dict]:
    """Departments, pods or random teams, as many as there are people at most."""
    dealt = st.fixed_dictionaries(
        {"partition": st.sampled_from(["cross_functional", "random"]), "teams": st.integers(1, people_count)}
    )
    return st.one_of(st.just({"partition": "by_function"}), dealt)


@st.composite
def simple_scenarios(draw: st.DrawFn) -> dict:
    """A whole scenario file as a mapping, with one extra column `random_column`: one language, departments or pods."""
    functions = FUNCTIONS[: draw(st.integers(1, 4))]
    staff = draw(people(functions))
    ways_in = draw(channels())
    total = sum(group["count"] for group in staff["groups"])
    return {
        "name": "random",
        "open": draw(st.sampled_from(HOURS)),
        "time": {
            "warm_up_weeks": draw(st.integers(0, 1)),
            "measured_weeks": 1,
            "slow_clock": draw(st.sampled_from([False, True, True])),
        },
        "over_time": {"loyalty": draw(LOYALTY), "learning": draw(LEARNING), "familiarity": draw(FAMILIARITY)},
        "demand": {
            "channels": ways_in,
            "needs": draw(need_graphs(functions)),
            "busyness_cv": draw(st.sampled_from([0.0, 0.3])),
            "volume_factor": draw(st.sampled_from([1.0, 1.5])),
            "max_needs": draw(st.integers(1, 5)),
            "hidden_share": draw(st.sampled_from([0.0, 0.5, 1.0])),
            "ambiguity_work_correlation": draw(st.sampled_from([0.0, 0.5])),
            "accounts": {"count": 7},
            "coming_back": draw(COMING_BACK),
            "technology": draw(TECHNOLOGY),
        },
        "people": staff,
        "formations": {
            "random_column": {
                **draw(partitions(total)),
                "policy": draw(policies(list(ways_in))),
            }
        },
        "seed": draw(st.integers(0, 5)),
    }


# --- several languages, sites, first lines, lanes, owners ---------------------------------------------

FACTORS = st.fixed_dictionaries(
    {},
    optional={
        "continuation_factor": st.sampled_from([0.0, 0.5, 2.0]),
        "misroute_factor": st.sampled_from([0.0, 0.3, 2.0]),
        "ambiguity_shape": st.sampled_from([0.3, 1.0, 3.0]),
    },
)
FURTHER_DIALS = st.fixed_dictionaries(
    {
        "borrowing": st.sampled_from(["none", "near", "near", "anywhere"]),
        "return_to": st.sampled_from(["front", "same_team", "same_person", "owner"]),
        "owner": st.sampled_from(["first", "first", "none"]),
        "context_kept_owner": shares(),
        "briefing_minutes": st.one_of(st.integers(1, 4).map(float), minutes(4)),
        "first_line_to_ambiguity": st.sampled_from([0.0, 0.3, 0.5, 1.0]),
        "complex_from_needs": st.integers(1, 4),
        "complex_from_ambiguity": st.sampled_from([0.0, 0.3, 0.5, 1.0]),
    }
)


@st.composite
def placed(draw: st.DrawFn, groups: list[dict], languages: tuple[str, ...], sites: tuple[str, ...]) -> list[dict]:
    """The groups with the languages they speak and where they work; some are split in two for that."""
    found = []
    for group in groups:
        split = (languages or sites) and group["count"] > 1 and draw(st.booleans())
        counts = (group["count"] // 2, group["count"] - group["count"] // 2) if split else (group["count"],)
        for count in counts:
            part = {**group, "count": count}
            if languages and draw(st.booleans()):
                part["languages"] = draw(st.lists(st.sampled_from(languages), min_size=1, unique=True))
            if sites:
                part["site"] = draw(st.sampled_from(sites))
            found.append(part)
    return found


@st.composite
def organisation_trees(draw: st.DrawFn, functions: list[str]) -> dict:
    """Departments in units, and in units of units; some in none."""
    units: dict = {}
    for name in functions:
        path = draw(st.sampled_from(UNITS))
        if path is not None:
            unit = units
            for above in path[:-1]:
                unit = unit.setdefault(above, {})
            unit.setdefault(path[-1], []).append(name)
    return units


@st.composite
def all_partitions(draw: st.DrawFn, functions: list[str], people_count: int, several_sites: bool) -> dict:
    """Every partition that the program makes itself, with what goes with it."""
    found: dict = {"partition": draw(st.sampled_from(PARTITIONS))}
    if several_sites:
        found["across_sites"] = draw(st.booleans())
    if found["partition"] == "by_function" and found.get("across_sites", True):
        found["units"] = draw(organisation_trees(functions))
    if found["partition"] == "tiered":
        found["first_line_share"] = draw(st.sampled_from([0.2, 0.3, 0.5]))
    if found["partition"] == "hybrid":
        found["complex_share"] = draw(st.sampled_from([0.3, 0.5, 0.7]))
        found["team_size"] = draw(st.one_of(st.none(), st.integers(1, min(3, people_count))))
    if found["partition"] in ("cross_functional", "random"):
        found["teams"] = draw(st.one_of(st.none(), st.integers(1, people_count)))
    if found["partition"] in ("cross_functional", "random", "hybrid"):
        found["apart"] = draw(st.lists(st.sampled_from(functions), max_size=len(functions) - 1, unique=True))
    return found


def numbers_beside(policy: dict) -> list[str]:
    """Dials that are numbers and nowhere listed here, as one that was declared just now."""
    fields = Policy.model_fields.items()
    return [name for name, field in fields if name not in policy and field.annotation in (float, int, bool)]


@st.composite
def scenarios(draw: st.DrawFn) -> dict:
    """A whole scenario file as a mapping, with one extra column `random_column`: all settings."""
    description = draw(simple_scenarios())
    demand, staff = description["demand"], description["people"]
    functions, column = list(demand["needs"]), description["formations"]["random_column"]
    for channel in demand["channels"].values():
        channel |= draw(FACTORS)
    demand["languages"] = dict(draw(st.sampled_from(LANGUAGES)))
    sites = draw(st.sampled_from([SITES, ()]))
    staff["groups"] = draw(placed(staff["groups"], tuple(demand["languages"]), sites))
    total = sum(group["count"] for group in staff["groups"])
    if draw(st.sampled_from([True, True, True, False])):
        column.pop("teams", None)
        column |= draw(all_partitions(functions, total, bool(sites)))
    column["second_skills"] = draw(st.sampled_from(["as_they_are", "everybody", "nobody"]))
    column["policy"] |= draw(FURTHER_DIALS)
    for name in numbers_beside(column["policy"]):
        column["policy"][name] = draw(st.sampled_from([default_of(name), another(name, default_of(name))]))
    make_possible(description)
    return description


def wait_outside(description: dict, minutes: float) -> None:
    """Let half of the needs of every other function be followed by a wait for somebody outside."""
    for need in list(description["demand"]["needs"].values())[::2]:
        need |= {"outside_share": 0.5, "outside_minutes": minutes, "outside_shape": 0.6}


def accepted(description: dict) -> Scenario:
    """The scenario, with what its checks refuse for these people taken out: nothing else may be wrong with it."""
    column = description["formations"]["random_column"]
    cures = {
        "first_line_share": {"partition": "by_function"},
        "complex_share": {"partition": "by_function"},
        "teams": {"teams": None},
        "team_size": {"team_size": None},
    }
    policy_cures = {"borrowing": {"borrowing": "anywhere"}, "return_to": {"owner": "first"}}
    for _ in range(9):
        try:
            return build_scenario(description)
        except ScenarioError as error:
            for problem in error.problems:
                name = problem.seen.split(":")[0].rpartition(".")[2]
                if name in cures:
                    column.update(cures[name])
                elif name in ("across_sites", "units", "apart", "second_skills"):
                    column.pop(name, None)  # of several problems with it the first took it out
                elif name in policy_cures:
                    column["policy"].update(policy_cures[name])
                elif problem.seen.startswith("demand.needs."):  # nobody speaks a language that its customers do
                    for group in description["people"]["groups"]:
                        if group["function"] == name:
                            group.pop("languages", None)
                else:
                    raise
        if column["partition"] == "by_function":
            for name in ("first_line_share", "complex_share", "apart", "teams", "team_size", "shifts_together"):
                column.pop(name, None)
    return build_scenario(description)


def make_possible(description: dict) -> None:
    """Let every function be served in every language; where such teams cannot be made, let the program choose."""
    scenario = accepted(description)
    people = build_people(scenario)
    column = description["formations"]["random_column"]
    try:
        teams_of(scenario, "random_column", people)
    except DataError:
        column.pop("teams", None)
        column.pop("team_size", None)


@st.composite
def plain_scenarios(draw: st.DrawFn) -> dict:
    """A random scenario in which nobody tires or comes back, without technology: one contact per case."""
    description = draw(simple_scenarios())
    description["demand"].pop("coming_back", None)
    description["demand"].pop("technology", None)
    description["people"].pop("fatigue", None)
    policy = description["formations"]["random_column"]["policy"]
    for dial in PLAIN:
        policy.pop(dial, None)
    return description


def on_whole_minutes(tape: Tape) -> Tape:
    """The same cases with arrivals on fives and whole minutes of work and patience."""
    arrival = np.floor(tape.arrival / 5.0) * 5.0
    return replace(
        tape,
        arrival=arrival,
        deadline=np.maximum(np.floor(tape.deadline), arrival),
        work=np.ceil(tape.work),
        patience=np.ceil(tape.patience),
    )
