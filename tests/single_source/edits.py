"""One edit at a rule: what it returns, or a field that it writes, is something else from now on."""

from __future__ import annotations

import ast
import importlib
import inspect
import math
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from types import CodeType, FunctionType
from typing import Any

PACKAGES = ("sim.rules", "sim.process")
RETURNED = "returned"
Change = Callable[[Any], Any]


STEPS_PER_MINUTE = 2.0**20


def something_else(value: Any) -> Any:
    """Another value of the same kind: a share stays a share, a time on the grid."""
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else on_grid(value * 0.75 + 0.0625)


def less(value: float) -> float:
    """Something else where there is something."""
    return on_grid(value * 0.75)


def reversed_order(value: float) -> float:
    """The other way round."""
    return -value


def one_less(number: int) -> int:
    """Another person or team, of whom there are some."""
    return max(number - 1, 0)


def a_minute_later(time: float) -> float:
    """Not in the past."""
    return time + 1.0


def a_moment_later(time: float) -> float:
    """Not past the end of what is under way."""
    return time + 2.0**-10


def a_day_later(time: float) -> float:
    """Not in the past, and too late for a day."""
    return time + 1440.0


def the_rest(share: float) -> float:
    """The other way round, of a probability."""
    return 1.0 - share


def never(_: bool) -> bool:
    """Not even where it would be so."""
    return False


def on_grid(value: float) -> float:
    """Down to the time grid; never stays never."""
    return value if math.isinf(value) else math.floor(value * STEPS_PER_MINUTE) / STEPS_PER_MINUTE


# Where `something_else` changes nothing, or makes something impossible: what is done in its place, and why.
OTHER_EDITS: dict[str, tuple[Change, str]] = {
    "rules.hands.kind_of_change": (lambda kind: (0, 1, 3, 2)[kind], "there are four kinds"),
    "rules.lanes.first_line_serves": (lambda serves: False, "nobody serves without skill"),
    "rules.matching.match_score_at_most": (lambda most: most - 1.0, "it shows only below what somebody fits"),
    "rules.matching.can_serve": (never, "nobody serves without skill"),
    "rules.matching.match_score": (lambda score: 2.0 - score, "a score only puts people in order"),
    "rules.matching.order_key": (reversed_order, "a key only puts cases in order"),
    "rules.matching.work_per_person": (reversed_order, "a load only puts teams in order"),
    "rules.service.overlap_minutes": (less, "no time overlaps where there is none"),
    "process.diagnosis.returns_to": (lambda _: -1, "there may be nobody else"),
    "process.diagnosis.at_front_door": (never, "there may be no front door"),
    "process.diagnosis.candidate_drawn": (one_less, "there may be no further team"),
    "process.diagnosis.place_named": (one_less, "there may be no further member"),
    "process.fatigue.score": (reversed_order, "a score only puts people in order"),
    "process.hands.find_out:is_wrong": (lambda _: True, "nobody serves without skill"),
    "process.hands.owner_there": (never, "there may be no owner"),
    "process.hands.count_step:known_steps": (lambda known: not known, "there is one at most"),
    "process.hands.is_borrowed": (never, "there may be no other team"),
    "process.hands.is_crossing": (never, "there may be no other team"),
    "process.hands.giver_links": (never, "there may be no giver"),
    "process.hands.owner_briefs": (never, "there may be no owner"),
    "process.hands.change_hands:change": (lambda kind: (0, 1, 3, 2)[kind], "nobody hands over what nobody had"),
    "process.hands.change_hands:last_met": (one_less, "there may be no further person"),
    "process.hands.become_owner:owner": (one_less, "there may be no further person"),
    "process.people.choice_score": (reversed_order, "a score only puts people in order"),
    "process.people.start_shift:free_since": (reversed_order, "it only puts people in order"),
    "process.people.close_overrun:overrun_since": (lambda _: 0.0, "any negative number says that there is none"),
    "process.people.is_resting": (never, "who does not rest takes no work again"),
    "process.people.is_listening": (never, "the core asks only while somebody listens"),
    "process.people.pay_all_owed": (a_minute_later, "nothing ends in the past"),
    "process.returns.back_at": (a_minute_later, "nobody comes in the past"),
    "process.returns.begin_next_contact:team": (one_less, "there may be no further team"),
    "process.returns.takes_at_once": (never, "who is not free cannot begin"),
    "process.returns.asks_for": (lambda _: -1, "there may be nobody else"),
    "process.returns.close_contact": (never, "who ended for good is gone"),
    "process.rows.describe_contact:channel": (one_less, "there may be no further channel"),
    "process.service.function_to_call": (lambda _: -1, "there may be no further function"),
    "process.service.call_at": (a_moment_later, "nobody is called before the step, or after it"),
    "process.service.may_lead_next": (never, "nobody serves without skill"),
    "process.service.go_to_wing:team": (one_less, "there may be no further team"),
    "process.service.adviser_until": (a_minute_later, "nothing ends in the past"),
    "process.service.is_own_queue": (never, "there may be no other team"),
    "process.together.may_be_joined": (never, "nobody joins a triage"),
    "process.together.reach_to_join": (lambda _: 0, "there is nothing between near and nothing"),
    "process.stages.stands_for": (one_less, "there may be no further person"),
    "process.stages.be_among_new_teams:team": (one_less, "there may be no further team"),
    "rules.staff.training_begins": (a_day_later, "what begins before a shift begins with it"),
    "process.staff.be_sent_to_training:trains_from": (a_day_later, "what begins before a shift begins with it"),
    "rules.staff.empty_at_par": (the_rest, "few seats, and few draws of each"),
    "rules.staff.absence_with_strain": (the_rest, "few shifts, and one draw of each"),
    "process.accounts.note_function:function": (one_less, "there may be no further function"),
    "process.accounts.note_function:several": (never, "nobody has met several before the second"),
    "process.technology.begin_with_bot": (a_minute_later, "nothing ends in the past"),
    "process.waiting.lendable_from": (a_minute_later, "nothing happens in the past"),
    "process.waiting.waits_until": (a_minute_later, "nobody gives up in the past"),
    "process.waiting.may_be_lent": (never, "there may be nobody to lend"),
    "process.waiting.queue_key": (reversed_order, "a key only puts cases in order"),
    "process.waiting.is_waiting": (never, "who is served has no place in a queue"),
}
# Where no other result is possible, a local variable that it hangs on.
INSTEAD = {"process.diagnosis.apparent_need": "chance"}
TOO_SHORT = "two weeks of a small desk are too few for what somebody has felt, or how long they have worked, to show"
# What queues, rooms and clocks of each engine follow: anything else would be no other rule, but no run.
FOLLOWED = {
    "process.hands.change_hands:holder": "the core finds by it who leads the step to which wings are called",
    "process.hands.find_out:is_triage": "a triage that comes to nobody able ends only with the fourth attempt",
    "process.accounts.keeps_accounts": "each engine has room for accounts only where they are kept",
    "process.accounts.note_served:person": "the agents find who knows an account by it",
    "process.learning.is_looked_at_anew": "a second skill seldom begins to pay on one of two Mondays",
    "process.staff.begin_in_seat:vacant_weeks": "whether somebody comes to the first shift hangs on it",
    "process.staff.feel_week:lasting_strain": TOO_SHORT,
    "process.staff.change_seat:weeks_worked": TOO_SHORT,
    "process.staff.take_seat:here_since": TOO_SHORT,
    "process.staff.take_seat:weeks_worked": TOO_SHORT,
    "process.staff.take_seat:lasting_load": TOO_SHORT,
    "process.staff.take_seat:lasting_strain": TOO_SHORT,
    "process.staff.take_seat:usual_load": TOO_SHORT,
    "process.people.is_free": "each engine keeps lists of those free",
    "process.people.start_shift:led_minutes": "it counts for one rest alone, and all of a shift begin together",
    "process.people.start_shift:on_shift": "each engine keeps lists of those on shift",
    "process.people.stop_resting:occupation": "who is not occupied does not rest, whatever it says",
    "process.people.end_shift:on_shift": "each engine keeps lists of those on shift",
    "process.people.end_occupation:occupied": "each engine keeps lists of those free",
    "process.people.end_occupation": "each engine keeps lists of those free",
    "process.people.pay_all_owed:owed": "what is still owed is paid, for ever",
    "process.people.end_occupation:occupation": "it matters in an event that tests/equivalence seeks out",
    "process.staff.train_before_work:occupation": "what happens at its end hangs on it",
    "process.people.begin_occupation:occupation": "what happens at its end hangs on it",
    "process.returns.close_contact:state": "what may happen next hangs on it",
    "process.returns.begin_next_contact:contact": "rows are found by it",
    "process.rows.describe_contact:case": "rows are found by it",
    "process.rows.describe_contact:contact": "rows are found by it",
    "process.service.go_to_wing:apparent": "nobody serves without skill",
    "process.service.end_step:position": "there may be no further need",
    "process.service.end_step:joined": "needs are found by it",
    "process.service.last_position": "needs are found by it",
    "process.service.end_step": "there may be no further need",
    "process.waiting.is_landing": "the core asks it whether a landing is due; the agents' clock knows",
    "process.waiting.begin_waiting:waiting_since": "who is put through is in no queue of the agents",
    "process.waiting.stand_in_queue:interval_start": "who is put through is in no queue of the agents",
    "process.waiting.stand_in_queue:state": "what may happen next hangs on it",
    "process.waiting.begin_pickup:state": "what may happen next hangs on it",
    "process.waiting.begin_outside:state": "what may happen next hangs on it",
    "process.together.join_step:joined": "needs are found by it",
    "process.technology.begin_with_bot:state": "what may happen next hangs on it",
}
# What only one engine asks, to spare itself other rules: too low it makes the engines differ.
BOUNDS = {"rules.matching.match_score_at_most"}


def rules() -> dict[str, FunctionType]:
    """Every function of PACKAGES by its module and name, as "rules.matching.match_score"."""
    found = {}
    for package in PACKAGES:
        if importlib.util.find_spec(package) is None:
            continue
        for module in pkgutil.iter_modules(importlib.import_module(package).__path__, f"{package}."):
            inside = vars(importlib.import_module(module.name))
            own = (one for one in inside.values() if inspect.isfunction(one) and one.__module__ == module.name)
            found |= {f"{module.name.removeprefix('sim.')}.{one.__name__}": one for one in own}
    return found


@cache
def edits() -> tuple[str, ...]:
    """Every edit by the name of its rule; where the rule writes fields, one for each of them, as "name:field"."""
    changed = [(name, what) for name, rule in rules().items() for what in changed_by(rule)]
    names = [name if what == RETURNED else f"{name}:{what}" for name, what in changed]
    return tuple(name for name in names if name not in FOLLOWED)


def changed_by(rule: FunctionType) -> list[str]:
    """What a rule returns, and the fields that it writes."""
    return list(dict.fromkeys(what for _, what in _values(_tree_of(rule)) if not what.startswith("=")))


@contextmanager
def edited(name: str) -> Iterator[None]:
    """Whoever calls the rule meanwhile, gets something else: its code is another, whatever it was imported as."""
    rule_name, _, what = name.partition(":")
    rule = rules()[rule_name]
    original = rule.__code__
    rule.__globals__["_edited"] = OTHER_EDITS.get(name, (something_else, ""))[0]
    rule.__code__ = _code_of(rule, f"={INSTEAD[name]}" if name in INSTEAD else what or RETURNED)
    try:
        yield
    finally:
        rule.__code__ = original
        del rule.__globals__["_edited"]


def _code_of(rule: FunctionType, what: str) -> CodeType:
    tree = _tree_of(rule)
    for node, changed in _values(tree):
        if changed == what:
            node.value = ast.Call(ast.Name("_edited", ast.Load()), [node.value], [])
    inside: dict[str, FunctionType] = {}
    code = compile(ast.fix_missing_locations(tree), inspect.getsourcefile(rule), "exec", dont_inherit=True)
    exec(code, rule.__globals__, inside)
    return inside[rule.__name__].__code__


def _tree_of(rule: FunctionType) -> ast.Module:
    tree = ast.parse(inspect.getsource(rule))
    tree.body.insert(0, ast.ImportFrom("__future__", [ast.alias("annotations")], 0))
    return tree


def _values(tree: ast.Module) -> Iterator[tuple[ast.Return | ast.Assign | ast.AugAssign, str]]:
    """Statements that say what a rule returns, or what a field becomes, or a variable; with the name of that."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Return) and node.value is not None:
            yield node, RETURNED
        elif isinstance(node, ast.Assign | ast.AugAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Attribute):
                yield node, target.attr
            elif isinstance(target, ast.Name):
                yield node, f"={target.id}"
