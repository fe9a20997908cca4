"""An assessment for people and as a results folder: levels are a checklist, gains a simulation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from sim.comparison.words import EQUIVALENT
from sim.measures.offered import load_states
from sim.report.assessment_words import (
    CHECKLIST,
    head_of,
    kept_line,
    level_alone_line,
    little_line,
    method_lines,
    missing_words,
    moved_words,
    scale_in,
    summary_line,
    together_lines,
)
from sim.report.load import overload_of
from sim.report.tables import STYLES, bare_table, heading
from sim.scenario.bounds import written
from sim.scenario.built_in_columns import TODAY
from sim.studies.assessment import Assessment, Gain
from sim.studies.assessment.gains import LOAD, STRAIN
from sim.studies.assessment.settings import LEVELS

if TYPE_CHECKING:
    from sim.studies.assessment.standing import Line

LITTLE, NO_SETTING = "little", "level alone"
ON_PEOPLE = (LOAD, STRAIN)


def assessment_page(found: Assessment, everything: bool = False) -> Iterator[Any]:
    """Everything that a reader sees, in order: at most thirty lines; with `everything` also what lies behind them."""
    yield heading(found.scenario)
    yield Text(summary_line(found))
    yield from (Text(line, style="yellow") for line in overloads(found))
    yield Text("")
    yield _levels(found, everything)
    yield Text(CHECKLIST, style="dim")
    yield Text("")
    if found.following.alone:
        yield _gains(found)
    yield from (Text(line) for line in together_lines(found))
    if money := _money_line(found):
        yield Text(money)
    if found.following.alone:
        yield Text(little_line(found), style="dim")
    yield from (Text(line, style="dim") for line in method_lines(found))
    if alone := level_alone_line(found):
        yield Text(alone, style="dim")
    if kept := kept_line(found):
        yield Text(kept, style="dim")
    if everything:
        yield Text("\nEvery question: what was answered, and what it sets", style="bold")
        yield _mapping(found)
        yield Text("\nEvery dial that was tried, on the customers of training", style="bold")
        yield _tried(found)


def _levels(found: Assessment, everything: bool) -> Table:
    table = bare_table()
    table.add_column("Theme", no_wrap=True)
    table.add_column(f"Level, 1-{LEVELS}", justify="right", no_wrap=True)
    table.add_column("Known", no_wrap=True)
    table.add_column("Missing for the next level", overflow="fold")
    for one in found.levels:
        level = "-" if one.level is None else str(one.level)
        known = f"{one.known}/{one.asked}"
        table.add_row(one.title, level, known, missing_words(one, everything))
    return table


def _gains(found: Assessment) -> Table:
    following = found.following
    table = bare_table()
    table.add_column("Move one dial", overflow="fold")
    table.add_column(head_of(following), overflow="fold", no_wrap=True)
    table.add_column(head_of(following, LOAD).replace(", ", ",\n"), justify="right", no_wrap=True)
    for gain in gains_of(found):
        load = scale_in(following, LOAD).text(gain.differences[LOAD].interval.mean)
        table.add_row(Text(moved_words(gain)), said(found, gain), load)
    return table


def overloads(found: Assessment) -> Iterator[str]:
    """What people cannot keep up with as it stands: gains then depend on how long the run is."""
    for line in overload_of(load_states(found.standing, TODAY)):
        yield f"As answered: {line.split(' (')[0].rstrip('.')}."


def gains_of(found: Assessment) -> list[Gain]:
    """The best single steps, then the best ones together."""
    joint = found.following.joint
    return [*found.following.alone, *([joint] if joint else [])]


def said(found: Assessment, gain: Gain) -> Text:
    """What a step does to the measure, with its word."""
    one = gain.differences[found.following.measure]
    word = LITTLE if one.word in EQUIVALENT else one.word
    return Text(f"{scale_in(found.following).whole(one.interval)} ") + Text(word, STYLES.get(one.word, "dim"))


def money_head(found: Assessment) -> str:
    """What gains per money are called."""
    return f"gain per 10,000 {found.scenario.money.currency} a year"


def per_money(found: Assessment, gain: Gain) -> str:
    """The gain per money, where there is a price."""
    return scale_in(found.following).whole(gain.per_money) if gain.per_money else "no price"


def _money_line(found: Assessment) -> str:
    """The gains per money of whatever has a price, "" where nothing has."""
    priced = [gain for gain in gains_of(found) if gain.per_money]
    told = [f"{_called(gain)} {per_money(found, gain)}" for gain in priced]
    return f"{_capital(money_head(found))}: {'; '.join(told)}." if told else ""


def _called(gain: Gain) -> str:
    return gain.steps[0].dial.lower() if len(gain.steps) == 1 else "together"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _mapping(found: Assessment) -> Table:
    table = bare_table()
    for head in ("Question", "Answer", "Sets"):
        table.add_column(head, overflow="fold")
    for row in answer_rows(found):
        table.add_row(row["ask"], row["says"] or found.questions.dont_know, row["named"])
    return table


def _tried(found: Assessment) -> Table:
    table = bare_table()
    table.add_column("Dial")
    table.add_column(head_of(found.following), justify="right")
    sign = 1.0 if found.following.direction == "more" else -1.0
    for step, gain in found.following.tried:
        table.add_row(f"{step.dial}: {step.to}", scale_in(found.following).text(sign * gain))
    return table


def answer_rows(found: Assessment) -> list[dict[str, Any]]:
    """A row per question: what was answered, and which settings have which value now."""
    known = found.answers.known(found.questions)
    rows = []
    for name, question in found.questions.questions.items():
        lines = [line for line in found.lines if line.question == name]
        rows.append(
            {
                "theme": question.theme,
                "question": name,
                "ask": question.ask,
                "answer": found.answers.given.get(name, "") if name in known else "unknown",
                "says": known[name].says if name in known else "",
                "level": known[name].level if name in known else "",
                "sets": "; ".join(f"{'.'.join(line.key)}: {written(line.value)}" for line in lines) or NO_SETTING,
                "named": "; ".join(f"{_name(line)} {written(line.value)}" for line in lines) or NO_SETTING,
            }
        )
    return rows


def _name(line: Line) -> str:
    """A setting without the block in which it stands."""
    parts = line.key
    return ".".join(parts[parts.index("policy") + 1 :] if "policy" in parts else parts)
