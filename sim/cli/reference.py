"""Write docs/reference from the code: settings, road files, measures, rules, questions, commands.

python -m sim.cli.reference docs/reference
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from sim.cli.rule_book import Rule

WRITTEN_BY = "<!-- Written by `make docs` from the code; change it there. -->"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    names = list(head)
    yield f"| {' | '.join(names)} |"
    yield f"|{'---|' * len(names)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def settings_page() -> Iterator[str]:
    """Every setting with meaning, unit, allowed values, default and source."""
    from sim.scenario import all_settings
    from sim.scenario.setting_texts import matters_text, rule_names, swept_text

    yield "# Settings"
    yield ""
    yield WRITTEN_BY
    yield ""
    yield "Where a name of your own stands, such as that of a channel, the key has `*`. `podsim explain KEY` prints"
    yield "one entry. Sources: *evidence row N* is a row of [the evidence page](../background/evidence.md); an"
    yield "*assumption* has no source and is to be swept; a *convention* makes no claim about the world. *Swept*: over"
    yield "which range [plausible worlds](../background/assumptions.md) vary it, or why they do not. *Matters*: when it"
    yield "can have an effect, where that depends on others. *Rules*: the [rules](rules.md) that are given it."
    for block, infos in groupby(all_settings(), key=lambda info: info.key.partition(".")[0]):
        yield ""
        yield f"## {block}"
        yield ""
        yield from _table(
            ["key", "meaning", "unit", "allowed", "default", "source", "swept", "matters", "rules"],
            (
                [
                    *(f"`{i.key}`", i.about, i.unit, i.allowed, f"`{i.default}`" if i.default else "–", i.source),
                    *(swept_text(i), matters_text(i), ", ".join(rule_names(i))),
                ]
                for i in infos
            ),
        )


def roads_page() -> Iterator[str]:
    """Every setting of a road file."""
    from sim.roads.reading import SETTINGS

    yield "# Road files"
    yield ""
    yield WRITTEN_BY
    yield ""
    yield "What a file for `podsim road` may say; [the way there](../guides/road.md) has examples. `*`: a position in a"
    yield "list. `policy` holds any dial of [the policy](settings.md#policy)."
    yield ""
    yield from _table(
        ["key", "meaning", "unit", "allowed", "default"],
        ([f"`{i.key}`", i.about, i.unit, i.allowed, f"`{i.default}`" if i.default else "–"] for i in SETTINGS.all),
    )


def measures_page() -> Iterator[str]:
    """Every measure with unit, meaning, direction and the smallest difference worth having."""
    from sim.measures import MEASURES
    from sim.measures.over_weeks import OVER_WEEKS, REGISTERED

    yield "# Measures"
    yield ""
    yield WRITTEN_BY
    yield ""
    yield "Each is one value per replication; tables show the mean over replications with a 95% interval, and"
    yield "differences are paired by replication. Primary measures (**bold**) are declared before the run, and the"
    yield "verdict rests on them alone."
    yield "Measures over cases also stand by channel (channels.csv), over people by home function (functions.csv)."
    yield "What a case, its waterfall and H are: [measuring](../background/measuring.md)."
    yield ""
    yield from _table(
        ["measure", "called", "unit", "meaning", "better", "smallest difference worth having", "over"],
        (
            [
                f"**`{m.name}`**" if m.primary else f"`{m.name}`",
                m.said,
                m.unit,
                m.meaning,
                {"none": "–"}.get(m.direction, m.direction),
                f"{m.smallest:.0%} of the first column" if m.relative else f"{m.smallest:g}",
                m.by.over,
            ]
            for m in MEASURES
        ),
    )
    yield ""
    yield "## Over weeks"
    yield ""
    yield "Roads ([experiments](../guides/replicate-an-experiment.md#roads), weekly.csv of `podsim road`) have these of"
    yield "every week, those of customers also by channel. Those without a meaning here are the measures above, over"
    yield "the cases that arrived, or the people who worked, in the week; loads are over four weeks."
    yield ""
    yield from _table(
        ["measure", "called", "unit", "meaning", "better", "smallest difference worth having"],
        (
            [
                *(f"`{m.name}`", m.said, m.unit, "" if m.name in REGISTERED else m.meaning),
                *({"none": "–"}.get(m.direction, m.direction),),
                f"{m.smallest:.0%} of the first road" if m.relative else f"{m.smallest:g}",
            ]
            for m in OVER_WEEKS
        ),
    )


def rules_page() -> Iterator[str]:
    """Every rule as it is documented in the code, with the settings that feed it."""
    from sim.cli.rule_book import all_rules, chapters

    yield "# Rules"
    yield ""
    yield WRITTEN_BY
    yield ""
    yield "One small function per sentence of the model, called by both engines. When each is called stands in"
    yield "[the day of a case](../background/process.md); evidence rows stand [here](../background/evidence.md)."
    yield "`podsim explain RULE` prints one entry."
    for chapter, about in chapters().items():
        yield ""
        yield f"## {chapter}"
        yield ""
        yield from about.splitlines()
        for rule in all_rules():
            if rule.chapter == chapter:
                yield from _rule_entry(rule)


def _rule_entry(rule: Rule) -> Iterator[str]:
    yield ""
    yield f"### {rule.name}"
    yield ""
    yield rule.sentence
    yield ""
    yield "```text"
    yield rule.call
    if rule.more.strip():
        yield ""
        yield from rule.more.strip("\n").splitlines()
    yield "```"
    for words, names in (("Settings", rule.settings), ("From rules", rule.fed_by)):
        if names:
            yield ""
            yield f"{words}: {', '.join(f'`{name}`' for name in names)}"


def questions_page() -> Iterator[str]:
    """The questions of `podsim assess`, with what every answer sets."""
    from sim.studies.assessment import read_questions

    asked = read_questions()
    yield "# Questions"
    yield ""
    yield WRITTEN_BY
    yield ""
    yield "The questions of [`podsim assess`](../guides/assess.md), each with its answers from worst to best: the level"
    yield "that an answer allows its theme, and the settings that it means. A theme has the level of its lowest answer."
    yield "All of it stands in one file, `sim/studies/assessment/questions.yaml`, where comments name the evidence."
    for theme, title in asked.themes.items():
        yield ""
        yield f"## {title}"
        for name, question in asked.of_theme(theme).items():
            yield ""
            yield f"**{question.ask}** `{name}`"
            yield ""
            rows = question.answers.items()
            yield from _table(
                ["answer", "says", "level", "sets"],
                ([f"`{key}`", one.says, str(one.level), _sets_text(one.sets)] for key, one in rows),
            )
    yield ""
    yield "## Tried beside the questions"
    yield ""
    yield from _table(
        ["step", "moves", "to", "sets"],
        ([f"`{name}`", step.dial, step.says, _sets_text(step.sets)] for name, step in asked.steps.items()),
    )


def _sets_text(sets: Mapping[str, object]) -> str:
    from sim.scenario.bounds import written

    return ", ".join(f"`{key}: {written(value)}`" for key, value in sets.items()) or "nothing: the level alone"


EXIT_CODES = (
    ("0", "done"),
    ("1", "an error of podsim itself, or a falsification test that failed"),
    ("2", "the command line was not understood"),
    ("3", "a scenario or a data file was not accepted; nothing was run"),
    ("4", "finished, but `--replications auto` ran out of budget before every primary comparison was settled"),
    ("130", "interrupted"),
)


def commands_page() -> Iterator[str]:
    """Every command with its arguments and options, and the exit codes."""
    from sim.cli.app import COMMANDS

    yield "# Commands"
    yield ""
    yield WRITTEN_BY
    yield ""
    yield "`python -m sim` is the same as `podsim`. Results go to stdout, progress and complaints to stderr."
    yield "`podsim --help` shows the first fourteen, `podsim help more` the others."
    for command in COMMANDS:
        given, options = _parameters(command)
        usage = " ".join([command.__name__, *(name for name, _, _ in given)])
        yield ""
        yield f"## podsim {usage}"
        yield ""
        yield inspect.getdoc(command) or ""
        if given or options:
            yield ""
            yield from _table(["", "meaning", "default"], ([f"`{n}`", *more] for n, *more in [*given, *options]))
    yield ""
    yield "## Exit codes"
    yield ""
    yield from _table(["code", "meaning"], EXIT_CODES)


def _parameters(command: Callable[..., int]) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
    """Arguments and options of a command: how they are written, what they mean, their default in words."""
    from sim.cli.options import value_text

    given, options = [], []
    hints = get_type_hints(command, include_extras=True)
    for name, parameter in inspect.signature(command).parameters.items():
        kind, info = get_args(hints[name])
        required = parameter.default is inspect.Parameter.empty
        if type(info).__name__ == "ArgumentInfo":
            many = "..." if get_origin(kind) is list else ""
            written = f"{info.metavar}{many}"
            given.append((written if required else f"[{written}]", info.help or "", ""))
            continue
        # In an annotation, typer takes the first word as if it were the default.
        said = [word for word in (info.default, *(info.param_decls or ())) if isinstance(word, str)]
        flag = next(iter(said), f"--{name.replace('_', '-')}")
        default = "must be given" if required else _default_text(parameter.default)
        options.append((f"{flag} {info.metavar or value_text(kind)}".strip(), info.help or "", default))
    return given, options


def _default_text(default: object) -> str:
    return "" if default is None or default is False else f"`{default}`"


PAGES = {
    "settings.md": settings_page,
    "roads.md": roads_page,
    "measures.md": measures_page,
    "rules.md": rules_page,
    "questions.md": questions_page,
    "commands.md": commands_page,
}


def page(name: str) -> str:
    """The text of one reference page. name: a key of PAGES."""
    return "\n".join(PAGES[name]()) + "\n"


def main(folder: Path) -> None:
    """Write all pages into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in PAGES:
        (folder / name).write_text(page(name), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
