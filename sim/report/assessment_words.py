"""An assessment in words: what is missing, what a step does, and what none of it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.comparison.intervals import Interval
from sim.comparison.words import BETTER, EQUIVALENT, WORSE
from sim.measures import measure_named
from sim.report.names import measure_words
from sim.report.numbers import listed, signed_to, unit_for
from sim.scenario.problems import count_of
from sim.studies.assessment import Assessment, Gain, NextStep, ThemeLevel
from sim.studies.assessment.gains import LOAD, STRAIN
from sim.studies.assessment.settings import LEVELS

CHECKLIST = "A theme has the level of its lowest answer. That is a checklist; there is no overall score."
TOP = f"nothing: {LEVELS} is the top"
MOST_NAMED = 2


@dataclass(frozen=True)
class Scale:
    """How differences in a measure are shown. times: what they are multiplied by. unit: after the measure's name."""

    times: float
    unit: str
    digits: int

    def text(self, value: float) -> str:
        """A difference with its sign."""
        return signed_to(value * self.times, self.digits)

    def whole(self, interval: Interval) -> str:
        """A difference with its interval: "+1.7 (+1.6 to +1.8)"."""
        return f"{self.text(interval.mean)} ({self.text(interval.low)} to {self.text(interval.high)})"


def scale_of(measure: str, level: float) -> Scale:
    """The scale that suits a measure with this value."""
    known = measure_named(measure)
    unit = known.unit if known else ""
    if measure == LOAD:
        return Scale(60.0, "min/hour", 1)
    if unit in ("share", "probability"):
        return Scale(100.0, "points" if unit == "share" else "of 100", 1)
    if unit == "minutes":
        per, name = unit_for(level)
        return Scale(1.0 / per, name, 1 if name == "min" else 2)
    return Scale(1.0, "", 0 if abs(level) >= 100.0 else 2)


def scale_in(following: NextStep, measure: str = "") -> Scale:
    """The scale of a measure, by default of the one that is judged."""
    name = measure or following.measure
    return scale_of(name, following.levels[name])


def head_of(following: NextStep, measure: str = "") -> str:
    """A measure as the head of a column, with its unit."""
    name = measure or following.measure
    called = {LOAD: "Load", STRAIN: "Strain"}.get(name, measure_words(name).capitalize())
    unit = scale_in(following, name).unit
    return f"{called}, {unit}" if unit else called


def summary_line(found: Assessment) -> str:
    """How much was answered, and what that comes to."""
    known, following = len(found.answers.known(found.questions)), found.following
    stands = ", ".join(_level_words(following, name) for name in dict.fromkeys((following.measure, LOAD)))
    asked = count_of(len(found.questions.questions), "question")
    return f"{known} of {asked} answered; simulated, that is {stands}."


def _level_words(following: NextStep, name: str) -> str:
    """A measure as it stands: "felt empathy 52.3 of 100"."""
    scale = scale_in(following, name)
    called = "load" if name == LOAD else measure_words(name)
    return f"{called} {following.levels[name] * scale.times:.{scale.digits}f} {scale.unit}".rstrip()


def missing_words(one: ThemeLevel, everything: bool = False) -> str:
    """What is missing for the next level."""
    if one.level is None:
        return "not known"
    if one.following is None:
        return TOP
    told = [f"{miss.dial}: {miss.answer}" for miss in one.missing]
    more = f" +{len(told) - 1} more" if len(told) > 1 and not everything else ""
    return f"{one.following}: {'; '.join(told) if everything else told[0]}{more}"


def moved_words(gain: Gain) -> str:
    """What is moved where; several: that they are moved together."""
    if len(gain.steps) > 1:
        return f"The first {len(gain.steps)} together"
    (step,) = gain.steps
    return f"{step.dial}: {step.to}"


def together_lines(found: Assessment) -> Iterator[str]:
    """What comes out of it: the best step, and the best ones together."""
    following = found.following
    scale = scale_in(following)
    if not following.alone:
        yield f"No single dial gains {measure_words(following.measure)} here."
        return
    joint, surplus = following.joint, following.surplus
    if joint is None or surplus is None:
        return
    change = joint.differences[following.measure].interval
    sign = 1.0 if following.direction == "more" else -1.0
    apart = change.mean - sign * surplus.mean
    worth = joint.differences[following.measure].smallest
    how = "about the same" if max(-surplus.low, surplus.high) <= worth else "not settled if that differs"
    if surplus.high < 0.0 or surplus.low > 0.0:
        how = "they partly do the same" if surplus.high < 0.0 else "each helps the others"
    added = f"Together {scale.text(change.mean)}; alone they add up to {scale.text(apart)}: {how}."
    yield f"{added} {_load_words(following, joint)}".rstrip()


def _load_words(following: NextStep, joint: Gain) -> str:
    """What that does to people, "" where that is not settled."""
    one = joint.differences[LOAD]
    if one.word in (BETTER, WORSE, *EQUIVALENT):
        minutes = scale_in(following, LOAD).text(one.interval.mean)
        less = "less" if one.interval.mean < 0.0 else "more"
        return f"Load: {minutes.lstrip('+-')} min {less} an hour."
    return ""


def little_line(found: Assessment) -> str:
    """What "little" means here."""
    following = found.following
    smallest = following.alone[0].differences[following.measure].smallest if following.alone else 0.0
    scale = scale_in(following)
    worth = scale.text(smallest).lstrip("+")
    return f"little: less than the {worth} worth having. Load: minutes an hour of the busiest tenth."


def method_lines(found: Assessment) -> Iterator[str]:
    """How the gains were found, and what they are not."""
    following = found.following
    yield (
        f"Gains are a simulation: {count_of(len(following.tried), 'dial')} moved to the best answer, each alone, in "
        f"{count_of(following.training, 'run')}; the best again in {following.replications} runs with other customers. "
        "Neither levels nor gains compare you with other firms."
    )


def level_alone_line(found: Assessment) -> str:
    """What was asked and has no setting in the model, so that no gain is told of it."""
    dials = [one.dial[:1].lower() + one.dial[1:] for one in found.questions.questions.values() if not one.best.sets]
    return f"For the level alone: {listed(dials)}." if dials else ""


def kept_line(found: Assessment) -> str:
    """What was asked about and is not known."""
    kept = [name[:1].lower() + name[1:] for name in found.not_known]
    if not kept:
        return ""
    named = f"{len(kept)} of what was asked; --all lists it" if len(kept) > MOST_NAMED else listed(kept)
    return f"Not known, kept as in {found.scenario.name}: {named}."
