"""The five questions of `podsim init`: read from flags, or asked on a terminal; with what is allowed as an answer."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.cli.exits import UsageError

_WORD = re.compile(r"[a-z][a-z0-9_-]*")
WORD_FORM = "small letters, digits, _ and -, beginning with a letter"
MOST_PEOPLE = 100_000
MOST_CONTACTS = 10_000_000
MOST_ENTRIES = 60


USUAL_POD = 8


@dataclass(frozen=True)
class ChannelAnswer:
    """A way in. contacts: per week. live: whether customers wait on the line."""

    name: str
    contacts: float
    live: bool


@dataclass(frozen=True)
class Answers:
    """What was answered. people: by function."""

    name: str
    people: dict[str, int]
    channels: tuple[ChannelAnswer, ...]
    hours: str
    pod_size: int


@dataclass(frozen=True)
class _Question:
    """flag: as typed. text: as asked. usual: answer that is taken where none is given, None where one is needed."""

    flag: str
    text: str
    usual: str | None
    read: Callable[[str], Any]


def answers(folder: Path, given: dict[str, str | None]) -> Answers:
    """Answers from flags, from a terminal for those that are missing, or as usual. Raises UsageError.

    given: name, functions, channels, open, pod-size as texts.
    """
    asks = sys.stdin.isatty() and sys.stdout.isatty()
    by_channel = "How many contacts a week, by channel? (live: on the line)"
    questions = {
        "name": _Question("--name", "What is your organisation called?", _usual_name(folder), _name),
        "functions": _Question("--functions", "Which functions, and how many people each?", None, _people),
        "channels": _Question("--channels", by_channel, None, _channels),
        "open": _Question("--open", "When is it open?", "mon-fri 08:00-18:00", _hours),
    }
    missing = [q.flag for key, q in questions.items() if given.get(key) is None and q.usual is None]
    if missing and not asks:
        example = '--functions "sales:12,service:18" --channels "voice:4000:live,mail:3000"'
        raise UsageError(f"init needs {' and '.join(missing)} where it cannot ask, for example {example}")
    answered = {key: _answered(question, given.get(key), asks) for key, question in questions.items()}
    pod_size = _answered(_about_pods(sum(answered["functions"].values())), given.get("pod-size"), asks)
    return Answers(answered["name"], answered["functions"], answered["channels"], answered["open"], pod_size)


def _about_pods(people: int) -> _Question:
    def read(text: str) -> int:
        if (size := _size(text)) > people:
            raise ValueError(f"there are {people} people in all")
        return size

    return _Question("--pod-size", "Pods of how many people?", str(min(USUAL_POD, people)), read)


def _answered(question: _Question, given: str | None, asks: bool) -> Any:
    if given is not None:
        try:
            return question.read(given)
        except ValueError as error:
            raise UsageError(f"{question.flag} {given}: {error}") from None
    if not asks:
        return question.read(question.usual or "")
    while True:
        usual = f" [{question.usual}]" if question.usual else f" [{_EXAMPLES[question.flag]}]"
        try:
            text = input(f"{question.text}{usual} ").strip() or question.usual or _EXAMPLES[question.flag]
        except EOFError:
            raise UsageError(f"no answer to: {question.text} Flags answer as well: {question.flag}") from None
        try:
            return question.read(text)
        except ValueError as error:
            print(f"  {error}")


_EXAMPLES = {"--functions": "sales:12,service:18", "--channels": "voice:1500:live,mail:1000"}


def _usual_name(folder: Path) -> str:
    plain = re.sub(r"[^a-z0-9_-]+", "_", folder.absolute().name.lower()).strip("_-")
    return plain if _WORD.fullmatch(plain) else "our_desk"


def _name(text: str) -> str:
    if not _WORD.fullmatch(text) or len(text) > MOST_ENTRIES:
        raise ValueError(f"a name is {WORD_FORM}, for example our_desk")
    return text


def _entries(text: str, form: str) -> list[list[str]]:
    """Parts of "a:1,b:2", with names that are words and differ. Raises ValueError."""
    entries = [[piece.strip() for piece in part.split(":")] for part in text.split(",") if part.strip()]
    if not 1 <= len(entries) <= MOST_ENTRIES or not all(2 <= len(part) <= 3 for part in entries):
        raise ValueError(f"write {form}")
    names = [part[0] for part in entries]
    for name in names:
        if not _WORD.fullmatch(name):
            raise ValueError(f"{name!r} is no name: {WORD_FORM}; write {form}")
        if names.count(name) > 1:
            raise ValueError(f"{name} is given twice")
    return entries


def _is_count(text: str) -> bool:
    """Whether a text is a number of people, from 1 to MOST_PEOPLE."""
    return re.fullmatch(r"0*[0-9]{1,6}", text) is not None and 1 <= int(text) <= MOST_PEOPLE


def _people(text: str) -> dict[str, int]:
    form = 'name:people for each function, for example "sales:12,service:18"'
    people = {}
    for name, number, *rest in _entries(text, form):
        if rest or not _is_count(number):
            raise ValueError(f"{name} must have a whole number of people from 1 to {MOST_PEOPLE}; write {form}")
        people[name] = int(number)
    return people


def _channels(text: str) -> tuple[ChannelAnswer, ...]:
    form = 'name:contacts a week, and :live where customers wait on the line, for example "voice:4000:live,mail:3000"'
    channels = []
    for name, number, *rest in _entries(text, form):
        if not re.fullmatch(r"[0-9]{1,8}(\.[0-9]+)?", number) or not 0 < float(number) <= MOST_CONTACTS:
            raise ValueError(f"{name} must have contacts a week above 0 and at most {MOST_CONTACTS}; write {form}")
        if rest not in ([], ["live"]):
            raise ValueError(f"{rest[0]!r} after {name} is not live; write {form}")
        channels.append(ChannelAnswer(name, float(number), rest == ["live"]))
    return tuple(channels)


def _hours(text: str) -> str:
    from sim.scenario.hours import weekly_spans

    weekly_spans(text)
    return text


def _size(text: str) -> int:
    if not _is_count(text):
        raise ValueError("a pod has a whole number of people, at least 1, for example 8")
    return int(text)
