"""The questions of `podsim assess` on a terminal: every answer is kept in a file as soon as it is given."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.exits import Kept, UsageError
from sim.cli.output import note, say

if TYPE_CHECKING:
    from sim.studies.assessment import Answers, Questions
    from sim.studies.assessment.settings import Question

MOST_NAMED = 4
BACK = ("b", "back")
LEVEL_ALONE = "it counts for the level alone"


def answered(questions: Questions, path: Path | None, scenario: str, typed: str, out: Path) -> tuple[Answers, Path]:
    """Answers of a file, and the file; on a terminal those that are missing are asked for, and kept there.

    path: of the file, None for a new one in `out`. typed: scenario and options, as on the command line. Raises
    UsageError where there is neither file nor terminal, ScenarioError for a file that cannot be used,
    KeyboardInterrupt, or Kept, where whoever answers breaks off.
    """
    from sim.studies.assessment import Answers, read_answers

    asks = sys.stdin.isatty() and sys.stdout.isatty()
    if path is None and not asks:
        raise UsageError("assess needs --answers FILE where it cannot ask; --form FILE writes one to be filled in")
    known = read_answers(path, questions) if path and (path.exists() or not asks) else Answers()
    missing = known.missing(questions)
    path = path or _new_file(out, scenario)
    if asks:
        return _Asking(questions, known, path, typed).ask(missing), path
    if missing:
        named = ", ".join(missing[:MOST_NAMED]) + (", ..." if len(missing) > MOST_NAMED else "")
        note(f"podsim: {len(missing)} without an answer in {path} are taken as not known: {named}")
    return known, path


@contextmanager
def keeping(answers: Answers, path: Path, typed: str, new: bool) -> Iterator[None]:
    """On Ctrl-C say where answers are. new: whether they were given just now, in a file that nobody named."""
    try:
        yield
    except KeyboardInterrupt:
        raise (broken_off(answers, path, typed) if new else KeyboardInterrupt()) from None


def forget(path: Path, new: bool) -> None:
    """Remove a file of answers that nobody named, now that the results have them."""
    if new:
        path.unlink(missing_ok=True)


def broken_off(answers: Answers, path: Path, typed: str) -> Kept | KeyboardInterrupt:
    """What ends the command for whoever breaks off: it says where answers are, if there are any."""
    from sim.scenario.problems import count_of

    note("")  # what follows stands on a line of its own
    if not path.exists():
        return KeyboardInterrupt()
    again = f"podsim assess {typed} --answers {shlex.quote(str(path))}"
    return Kept(f"{count_of(len(answers.given), 'answer')} kept in {path}; go on with: {again}")


def write_form(path: Path, questions: Questions, typed: str) -> None:
    """Write a new file of answers without any. Raises UsageError where there is one already."""
    from sim.studies.assessment import Answers, form_text

    if path.exists():
        raise UsageError(f"--form {path}: it is there already; name a new file")
    _write(path, form_text(questions, Answers(), typed))


def _new_file(out: Path, scenario: str) -> Path:
    """A file of answers that is not there yet."""
    name, number = f"answers-{Path(scenario).stem}", 1
    while (path := out / f"{name}{'' if number == 1 else f'-{number}'}.yaml").exists():
        number += 1
    return path


def _write(path: Path, text: str) -> None:
    from sim.report.folder import replace_file

    try:
        path.absolute().parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, text)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from None


class _Asking:
    """Somebody is asked, question by question."""

    def __init__(self, questions: Questions, known: Answers, path: Path, typed: str) -> None:
        self.questions, self.known, self.path, self.typed = questions, known, path, typed

    def ask(self, missing: list[str]) -> Answers:
        """All answers, those known before among them."""
        from sim.scenario.problems import count_of

        if not missing:
            return self.known
        say(
            _folded(
                f"{count_of(len(missing), 'question')} of fact, about five minutes at most. Answer with a number. "
                f"Enter alone: {self.questions.dont_know}. {BACK[0]}: back to the question before. Ctrl-C keeps what "
                "was answered."
            )
        )
        left, place, theme = list(missing), 0, ""
        try:
            while place < len(left):
                name = left[place]
                question = self.questions.questions[name]
                if question.theme != theme:
                    theme = question.theme
                    say(f"\n{self.questions.themes[theme]}")
                answer = self._answer(name, question, f"{place + 1}/{len(left)}")
                if answer is not None:
                    self._keep(name, answer)
                    place += 1
                elif place:
                    place -= 1
                else:
                    left = [*self._before(name), *left]
        except (KeyboardInterrupt, EOFError):
            raise broken_off(self.known, self.path, self.typed) from None
        say("")
        return self.known

    def _before(self, name: str) -> list[str]:
        """The question before this one, answered in an earlier session; none before the first."""
        names = list(self.questions.questions)
        if before := names[: names.index(name)][-1:]:
            return before
        say("  this is the first question")
        return []

    def _answer(self, name: str, question: Question, place: str) -> str | None:
        """The answer, None for whoever goes back."""
        from sim.studies.assessment import UNKNOWN

        alone = "" if question.best.sets else f" ({LEVEL_ALONE})"
        say("\n" + _folded(f"{place}  {question.ask}{alone}", " " * (len(place) + 2)))
        names, before = list(question.answers), self.known.given.get(name)
        for number, (key, answer) in enumerate(question.answers.items(), 1):
            say(f"  {number}  {answer.says}{' (your answer so far)' if key == before else ''}")
        while True:
            text = input("> ").strip()
            if not text:
                return UNKNOWN
            if text in (*names, UNKNOWN):
                return text
            if text.isascii() and text.isdecimal() and len(text) < 3 and 1 <= int(text) <= len(names):
                return names[int(text) - 1]
            if text.lower() in BACK:
                return None
            say(f"  a number from 1 to {len(names)}, {BACK[0]} for back, or Enter alone: {self.questions.dont_know}")

    def _keep(self, name: str, answer: str) -> None:
        """Write the answer into its line of the file; a new file has every question in it."""
        from sim.studies.assessment import Answers, form_text

        if not self.path.exists():
            _write(self.path, form_text(self.questions, self.known, self.typed))
        self.known = Answers({**self.known.given, name: answer}, self.known.prices)
        text = self.path.read_text(encoding="utf-8-sig")
        line = f"{name}: {answer}"
        own = rf"^{re.escape(name)}[^\S\n]*:[^\n#]*?([^\S\n]*#[^\n]*)?$"
        filled, found = re.subn(own, lambda own: line + (own[1] or ""), text, count=1, flags=re.MULTILINE)
        _write(self.path, filled if found else f"{text.rstrip()}\n{line}\n")


def _folded(text: str, indent: str = "") -> str:
    """Folded to the width of the terminal, between words. indent: before every line but the first."""
    return textwrap.fill(text, shutil.get_terminal_size().columns, subsequent_indent=indent)
