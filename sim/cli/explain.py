"""`podsim explain` and `podsim schema`: what settings, rules, measures and words mean, and names nearly right."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.exits import Exit, UsageError
from sim.cli.output import say, say_json

if TYPE_CHECKING:
    from sim.cli.rule_book import Rule
    from sim.measures import Measure

BETTER = {"less": "less is better", "more": "more is better", "none": "neither more nor less is better"}
MUCH_LESS_LIKE = 0.15  # guesses that are by so much further from what was typed are not offered


def explain(
    key: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="KEY",
            help="A setting, rule or measure, by its name or as tables call it, or a word of the glossary (FCR, H); or "
            "settings, rules, measures, words; by default all.",
        ),
    ] = None,
) -> int:
    """Say what a setting, a rule, a measure or a word means: unit, range, default, equation, source."""
    say(explained(" ".join(key) if key else None))
    return Exit.DONE


def schema(
    experiment: Annotated[bool, typer.Option("--experiment", help="The schema of experiment files instead.")] = False,
    road: Annotated[bool, typer.Option("--road", help="The schema of road files instead.")] = False,
    results: Annotated[bool, typer.Option("--results", help="The schema of manifests of results instead.")] = False,
) -> int:
    """Print the JSON Schema of scenario files, for editors."""
    if results:
        from sim.report.manifest import manifest_schema

        say_json(manifest_schema())
        return Exit.DONE
    if road:
        from sim.roads.reading import road_schema

        say_json(road_schema())
        return Exit.DONE
    if experiment:
        from sim.studies.reading import study_schema

        say_json(study_schema())
        return Exit.DONE
    from sim.scenario import json_schema

    say_json(json_schema())
    return Exit.DONE


def explained(key: str | None) -> str:
    """What a name stands for, in every sense that it has; None: all names. Raises UsageError."""
    from sim.cli.glossary import words_meant
    from sim.cli.rule_book import rule_named
    from sim.measures.registry import measure_called, measure_named

    lists = {"measures": _measure_list, "rules": _rule_list, "settings": _setting_list, "words": _word_list}
    if key is None:
        return "\n\n".join("\n".join(one()) for one in lists.values())
    if key in lists:
        return "\n".join(lists[key]())
    called, meant, key = measure_called(key), words_meant(key), key.strip().replace(" ", "_")
    measure, rule = measure_named(key) or called, rule_named(key)
    found = [
        *([_measure_text(measure)] if measure else []),
        *([_rule_text(rule)] if rule else []),
        *_setting_texts(key, others=bool(measure or rule or meant)),
        *(f"{words} (glossary)\n  {meaning}" for words, meaning in meant),
    ]
    if not found:
        raise UsageError(
            f"There is no setting, rule, measure or word {key!r}. {_guesses(key)}podsim explain lists all."
        )
    return "\n\n".join(found)


def _measure_list() -> Iterator[str]:
    from sim.measures.registry import MEASURES

    yield "Measures"
    for measure in MEASURES:
        primary = "; primary, the verdict rests on it" if measure.primary else ""
        yield f"  {measure.name} ({measure.unit}), {BETTER[measure.direction]}{primary}"


def _rule_list() -> Iterator[str]:
    from sim.cli.rule_book import all_rules, chapters

    yield "Rules"
    for chapter, about in chapters().items():
        yield f"  {chapter}: {about.partition(chr(10))[0]}"
        yield from (f"    {rule.name}: {rule.sentence}" for rule in all_rules() if rule.chapter == chapter)


def _setting_list() -> Iterator[str]:
    from sim.scenario import all_settings

    yield "Settings"
    yield from (f"  {info.key}" for info in all_settings())


def _word_list() -> Iterator[str]:
    from sim.cli.glossary import glossary

    yield "Words"
    yield from (f"  {words}" for words in glossary())


def _measure_text(measure: Measure) -> str:
    worth = f"{measure.smallest:.0%} of the first column" if measure.relative else f"{measure.smallest:g}"
    rows = [
        ("called", measure.said),
        ("unit", measure.unit),
        ("better", BETTER[measure.direction]),
        ("smallest difference worth having", worth),
        ("primary", "yes, the verdict rests on it" if measure.primary else "no"),
        ("source", measure.source),
    ]
    return "\n".join([f"{measure.name} (measure)", f"  {measure.meaning}", *(f"  {n}: {text}" for n, text in rows)])


def _rule_text(rule: Rule) -> str:
    fed = {"settings": rule.settings, "from rules": rule.fed_by}
    return "\n".join(
        [
            f"{rule.name} (rule)",
            f"  {rule.sentence}",
            f"  {rule.call}",
            *([""] if rule.more else []),
            *(f"  {line}".rstrip() for line in rule.more.strip("\n").splitlines()),
            *([""] if rule.more else []),
            *(f"  {name}: {', '.join(names)}" for name, names in fed.items() if names),
            f"  written in: {rule.place}",
        ]
    )


def _setting_texts(key: str, others: bool) -> Iterator[str]:
    """The settings meant by a key. others: whether it means more than a setting."""
    from sim.scenario import UnknownSetting, explain

    try:
        text = explain(key)
    except UnknownSetting:
        return
    first, _, rest = text.partition("\n")
    yield f"{first} (setting)\n{rest}" if others and rest.startswith("  ") else text


def _guesses(key: str) -> str:
    """Names of any kind that were probably meant: "Did you mean the rule a or the measure b? "."""
    from sim.cli.rule_book import all_rules
    from sim.measures.registry import measure_names
    from sim.scenario.catalogue import SETTINGS
    from sim.scenario.problems import nearest

    word = key.rpartition(".")[2]
    found = {f"the setting {setting}": setting.rpartition(".")[2] for setting in SETTINGS.nearest(key)}
    for kind, names in (("rule", [rule.name for rule in all_rules()]), ("measure", measure_names())):
        if guess := nearest(word, names):
            found[f"the {kind} {guess}"] = guess
    likeness = {said: SequenceMatcher(None, word.casefold(), name).ratio() for said, name in found.items()}
    best = max(likeness.values(), default=0.0)
    near = sorted((said for said in found if likeness[said] >= best - MUCH_LESS_LIKE), key=lambda s: -likeness[s])
    return f"Did you mean {' or '.join(near)}? " if near else ""
