"""The screen of a comparison: at most 25 lines of 80 to 120 columns. Everything else is shown by --all.

First how well a log was reproduced, where there is one, and at most one warning; the sentence, the corners, what pods
win and lose, what habits do; then, when plausible worlds are done, how sure that is and where it turns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from rich.text import Text

from sim.comparison.corners import (
    FIRST_ANSWER,
    FORMATION,
    FORMATION_TODAY,
    GAVE_UP,
    HABITS_IN_DEPARTMENTS,
    HABITS_IN_PODS,
    RESOLUTION,
    has_corners,
    opposite,
)
from sim.comparison.intervals import mean_interval
from sim.comparison.words import BETTER, NOT_SETTLED, WORSE
from sim.measures import AT
from sim.report.corner_rows import PROXY, CornerRow, Effect, columns_shown, corner_rows, pairs_shown, ranked
from sim.report.full import which_habits
from sim.report.in_people import in_people_line
from sim.report.limits import fitted_words
from sim.report.names import corners_relabelled, in_text, measure_words, name_of
from sim.report.numbers import change_alone, listed, signed_to, unit_of
from sim.report.opening import gravest_warning, title_of
from sim.report.sensitivity import counts_of
from sim.report.tables import headline_measures, heads_and_texts
from sim.report.turns import told_first, value_words
from sim.report.verdict import alone, pair_in_short, sentence
from sim.scenario.built_in_columns import PODS, PODS_TODAY, TODAY, built_in
from sim.scenario.problems import count_of

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType

    from sim.comparison.results import Comparison
    from sim.comparison.statistics import PairOfColumns
    from sim.exploring.sensitivity import Sensitivity
    from sim.report.answer import Answer

# Lines of the first part, of 25. The second one has nine, and eleven where the terminal is narrow: people two, worlds
# four, the turning point two, the caveat, and two of paths.
MOST_LINES, MOST_LINES_NARROW, NARROW = 16, 14, 100
WIDE, WIDE_LEVEL, NARROW_LEVEL = 112, 8, 5  # columns of a terminal from which levels have more room; that room
NARROW_EFFECT = 15  # columns of the terminal for a difference
WIDE_LABEL, NARROW_LABEL = 40, 23  # of the name of a row
ZONES = {BETTER: "win", WORSE: "lose"}
PODS_COLUMNS = (PODS, PODS_TODAY)
HABITS = "Habits"
STYLES = {BETTER: "green", WORSE: "bold red", NOT_SETTLED: "yellow"}
MOST_RANKED = 3  # columns in the ranking, beside the last
MOST_NAMED = 3  # measures that pods win, or lose
IN_CORNERS = (RESOLUTION, "felt_empathy", GAVE_UP, "load_p90")


def first_screen(answer: Answer) -> Iterator[RenderableType]:
    """What is known as soon as the columns have run."""
    yield FirstScreen(answer)


def last_screen(answer: Answer) -> Iterator[RenderableType]:
    """What plausible worlds add, and what an answer is not."""
    yield heads_and_texts(later_lines(answer))
    yield Text(caveat(answer), style="dim")


@dataclass(frozen=True)
class FirstScreen:
    """All but what plausible worlds say, cut where it would not leave room for that."""

    answer: Answer

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """The parts, for Rich; what comes last in `spared` is left out first."""
        answer = self.answer
        warning = [Text(f"! {text}", style="bold red")] if (text := gravest_warning(answer)) else []
        fitted = [Text(text)] if (text := fitted_words(answer.scenario)) else []
        ranking = list(_ranking(answer))
        parts: list[tuple[int, RenderableType]] = [  # spared in this order, 0: never
            (0, Text(title_of(answer), style="bold")), *((0, text) for text in (*fitted, *warning)),
            (0, Text(f"  {sentence(answer) or alone(answer)}", style="bold")), (3, Text("")), (0, CornerTable(answer)),
            (1, Text("")), *((4 if ranking or head == HABITS else 5, heads_and_texts([(head, text)]))
                             for head, text in first_lines(answer)),
            (2, heads_and_texts(_gains(answer))), (0, heads_and_texts(ranking)),
        ]  # fmt: skip
        most = MOST_LINES if options.max_width >= NARROW else MOST_LINES_NARROW
        for spared in (1, 2, 3, 4, 5):
            if sum(len(console.render_lines(part, options, pad=False)) for _, part in parts) > most:
                parts = [(order, part) for order, part in parts if order != spared]
        yield from (part for _, part in parts)


@dataclass(frozen=True)
class CornerTable:
    """The corners as wide as the terminal: levels, what habits bring, what pods add."""

    comparison: Comparison

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """The table, for Rich; below it why what is not settled is not."""
        room = WIDE_LABEL if options.max_width >= WIDE else NARROW_LABEL
        rows = [replace(row, label=_within(row.label, room)) for row in corner_rows(self.comparison)]
        pairs = pairs_shown(self.comparison)
        names = max(len(row.label) for row in rows) + 1
        narrowest = WIDE_LEVEL if options.max_width >= WIDE else NARROW_LEVEL
        level = max(narrowest, *(len(text) + 1 for row in rows for text in row.levels))
        effect = (options.max_width - names - level * len(rows[0].levels)) // max(1, len(pairs))
        if effect < NARROW_EFFECT and pairs:  # levels first, differences below them
            yield from self._table(rows, names, level, 0)
            level, effect = 0, max(1, (options.max_width - names) // len(pairs))
        yield from self._table(rows, names, level, effect)

    def _table(self, rows: list[CornerRow], names: int, level: int, effect: int) -> Iterator[Text]:
        """level, effect: columns of the terminal for each of them; 0 where they are not shown."""
        for head in self._heads(names, level, effect):
            yield Text(head.rstrip(), style="dim", no_wrap=True)
        reasons: dict[str, list[str]] = {}
        for row in rows:
            levels = "".join(f"{text:>{level}}" for text in row.levels) if level else ""
            line = Text(f"{row.label:{names}}{levels}", no_wrap=True)
            for one in row.effects if effect else ():
                line += _effect(one, effect)
                if one.reason:
                    reasons.setdefault(one.reason, []).append(row.name.strip())
            yield line
        if reasons:
            told = [f"{reason} ({listed(list(dict.fromkeys(where)))})" for reason, where in reasons.items()]
            yield Text(f"Not settled: {'; '.join(told)}", style="dim")

    def _heads(self, names: int, level: int, effect: int) -> Iterator[str]:
        columns, pairs = columns_shown(self.comparison), pairs_shown(self.comparison)
        if has_corners(self.comparison.columns) and not corners_relabelled():
            better = "better habits" if level == WIDE_LEVEL else "better"
            today = "today's habits" if level == WIDE_LEVEL else "today"
            groups = f"{today:^{2 * level}}{better:^{2 * level}}" if level else ""
            bring = f"{'habits bring':{effect}}{'pods add':{effect}}" if effect else ""
            yield f"{'':{names}}{groups}  {bring}"
            departments = "depts" if level == WIDE_LEVEL else "dept"
            places, below = [departments, "pods"] * 2, ["(departments)", "(better habits)"]
        else:
            for place, name in enumerate(columns, 1):
                yield f"{place} {name_of(name)}"
            places = [str(place) for place in range(1, len(columns) + 1)]
            below = [f"{columns.index(second) + 1} against {columns.index(first) + 1}" for first, second in pairs]
        levels = "".join(f"{place:>{level}}" for place in places) if level else ""
        yield f"{'':{names}}{levels}  {''.join(f'{one:{effect}}' for one in below if effect)}"


def _within(label: str, room: int) -> str:
    """The label of a row, its name cut and its unit kept where it is longer than there is room for."""
    if len(label) <= room:
        return label
    name, comma, unit = label.rpartition(", ")
    return f"{name[: room - len(comma + unit) - 1]}…{comma}{unit}"


def _effect(effect: Effect, width: int) -> Text:
    """The cell of a difference."""
    amount = 6 if width >= 20 else 5
    cell = Text(f" {effect.amount:>{amount}} ") + Text(effect.short, style=STYLES.get(effect.word, "dim"))
    cell.pad_right(max(0, width - len(cell)))
    return cell


def first_lines(answer: Answer) -> Iterator[tuple[str, str]]:
    """What the formation does with today's habits, and habits in either formation."""
    if has_corners(answer.columns):
        yield "Pods today", ", ".join(said for said, _ in pair_in_short(answer, FORMATION_TODAY))
        yield HABITS, _habits(answer)


def _ranking(answer: Answer) -> Iterator[tuple[str, str]]:
    if len(answer.columns) > len(columns_shown(answer)):
        yield "Ranked", _ranked(answer)


def _gains(answer: Answer) -> Iterator[tuple[str, str]]:
    """What the last pair shown wins and loses beside what is in the corners."""
    for pair in pairs_shown(answer)[-1:]:
        for head, word in (("win", BETTER), ("lose", WORSE)):
            if named := _named(answer, pair, word):
                yield f"{'Pods' if pair[1] in PODS_COLUMNS else in_text(pair[1])} {head}", named


def _named(comparison: Comparison, pair: PairOfColumns, word: str) -> str:
    """Headline measures beside those in the corners that are better, or worse, by more than is worth having."""
    row = comparison.paired[pair]
    by_channel = comparison.by_channel[pair]
    if not {BETTER, WORSE} <= {its[FIRST_ANSWER].word for its in by_channel.values()}:
        by_channel = {}
    named = [
        f"{measure_words(FIRST_ANSWER)} on {channel} {change_alone(FIRST_ANSWER, its[FIRST_ANSWER].interval)}"
        for channel, its in by_channel.items()
        if its[FIRST_ANSWER].word == word
    ]
    for one in headline_measures():
        if one.name not in (*IN_CORNERS, *([FIRST_ANSWER] if by_channel else [])) and row[one.name].word == word:
            named.append(f"{measure_words(one.name)} {change_alone(one.name, row[one.name].interval)}")
    return ", ".join(named[:MOST_NAMED])


def _habits(comparison: Comparison) -> str:
    """What habits do in either formation, and the difference, in one unit."""
    departments, pods = (comparison.paired[pair][RESOLUTION] for pair in (HABITS_IN_DEPARTMENTS, HABITS_IN_PODS))
    found = comparison.interaction(RESOLUTION)
    per, unit = unit_of(RESOLUTION, departments.interval.mean, pods.interval.mean)
    told = [departments.interval.mean, pods.interval.mean, found.interval.mean, found.interval.low, found.interval.high]
    digits = 1 if max(map(abs, told)) < 20 * per else 0
    at_departments, at_pods, more, low, high = (signed_to(value / per, digits) for value in told)
    return f"{at_departments} {unit} in departments, {at_pods} in pods; {more} ({low} to {high}): {_plain(found.word)}"


def _ranked(answer: Answer) -> str:
    """The columns that solve problems soonest, and the last: then where the order of two is sure, else or."""
    order = ranked(answer)
    minutes = {column: answer.samples[column][RESOLUTION] for column in order}
    per, unit = unit_of(RESOLUTION, *(float(np.nanmean(values)) for values in minutes.values()))
    text = ""
    for before, column in zip([None, *order], order[:MOST_RANKED], strict=False):
        shown = f"{in_text(column)} {np.nanmean(minutes[column]) / per:,.1f}"
        if before is None:
            text = f"{shown} {unit}"
            continue
        sure = mean_interval(minutes[column] - minutes[before]).low > 0.0
        text += f", {'then' if sure else 'or'} {shown}"
    if len(order) > MOST_RANKED:
        text += f"; last {in_text(order[-1])} {np.nanmean(minutes[order[-1]]) / per:,.1f}"
    return f"{text} until solved"


def _plain(word: str) -> str:
    """What the difference between two gains comes to, of pods."""
    words = {BETTER: "pods gain more", WORSE: "pods gain less", NOT_SETTLED: "not settled"}
    return words.get(word, "too little to matter")


def later_lines(answer: Answer) -> Iterator[tuple[str, str]]:
    """What is known after the columns have run: which habit, in people, how sure, where it turns."""
    if answer.full:
        yield "Which habit", which_habits(answer.full.ladder, answer.scenario.better_habits)
    if answer.in_people:
        yield "In people", in_people_line(answer, answer.in_people)
    sensitivity = answer.sensitivity
    if sensitivity is None:
        yield "How sure", "plausible worlds, which vary what nobody knows, were not run"
        return
    yield "How sure", _how_sure(answer, sensitivity)
    if turning := _turning(answer, sensitivity):
        yield "Turns if", turning


def _how_sure(answer: Answer, sensitivity: Sensitivity) -> str:
    """In how many plausible worlds which answer holds; by channel where the answer is opposite between them."""
    worlds = sensitivity.worlds
    told = {HABITS_IN_DEPARTMENTS: "habits beat today", FORMATION: "pods beat habits",
            FORMATION_TODAY: "with today's habits pods beat departments"}  # fmt: skip
    fitting, parts = int(worlds.plausibility.plausible.sum()), []
    for pair in [one for one in told if one in worlds.differences] or list(worlds.differences)[:1]:
        first, second = map(in_text, pair)
        head, lose = (told[pair], "lose") if pair in told else (f"{second} better than {first}", "worse")
        keys = {"": RESOLUTION}
        if opposite(channels := answer.by_channel[pair]):
            keys = {f"on {channel} ": f"{RESOLUTION}{AT}{channel}" for channel in channels}
        counted = ((where, counts_of(worlds, pair, key)) for where, key in keys.items())
        parts.append(f"{head} {', '.join(f'{where}in {one[0]}, {lose} in {one[2]}' for where, one in counted)}")
    fit = "fits" if fitting == 1 else "fit"
    return f"of {worlds.count} plausible worlds, {fitting} of which {fit} the evidence, {'; '.join(parts)}"


def _turning(answer: Answer, sensitivity: Sensitivity) -> str:
    """Where what is told last, the formation alone, has another word, first by the price of a crossing; "" for nowhere.

    Where channels disagree, of a channel alone: the mean over them is not told.
    """
    last = tuple(sensitivity.rests)[-1]
    flips = [*sensitivity.of_price, *told_first(sensitivity.flips)]
    if opposite(answer.by_channel[last]):
        flips = [flip for flip in flips if AT in flip.measure]
    flip = next((flip for flip in flips if flip.pair == last and flip.turns_clearly), None)
    if flip is None:
        return ""
    one, turn = flip.assumption, next(turn for turn in flip.turns if turn.clear)
    above = one.value <= turn.value
    channel = flip.measure.partition(AT)[2]
    who = "pods" if last == FORMATION else in_text(last[1])
    word = ZONES.get(turn.after if above else turn.before, "the same")
    return (
        f"{one.called} {'above' if above else 'below'} {value_words(one, turn.value)} (assumed "
        f"{value_words(one, one.value)}): then {who} {word}{f' on {channel}' if channel else ''}"
    )


def caveat(answer: Answer) -> str:
    """What the answer is not, and which columns were not run."""
    clock = "with the slow clock" if answer.scenario.time.slow_clock else "no change-over"
    whose = f"Made-up, {clock}: read differences." if answer.replay is None else f"Customers of the log, {clock}."
    text = f'{PROXY} "they showed me empathy", a proxy. {whose}'
    always = built_in(answer.scenario.better_habits)
    others = [name for name in answer.scenario.formations if name not in always and name not in answer.columns]
    if others:
        text += f"\n{count_of(len(others), 'further column')}: --formations {TODAY},{','.join(others)}"
    return text
