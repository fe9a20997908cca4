"""Titles of figures say what their table shows: with its signs turned round they say the other thing."""

import importlib
import sys
from pathlib import Path

import pytest

FIGURES = Path(__file__).resolve().parents[2] / "figures"


@pytest.fixture(autouse=True)
def figures(monkeypatch):
    """The scripts by name, as they find each other."""
    monkeypatch.syspath_prepend(str(FIGURES))
    for path in FIGURES.glob("*.py"):  # an experiment may have the same name
        monkeypatch.delitem(sys.modules, path.stem, raising=False)
    before = set(sys.modules)
    yield importlib.import_module
    for name in set(sys.modules) - before:
        del sys.modules[name]


def row(**cells):
    return {"contrast": "", "smallest": "1", "part": "", "first": "", "second": "", "measure": "", **cells}


def test_confirmation_says_both_words_where_organisations_differ(figures):
    script = figures("confirmation")

    def rows(*words):
        return [
            row(part=part, first="pods", second="silos_plus", measure=f"resolution_minutes@{channel}", word=word)
            for part, channel, word in zip(("a", "b", "a"), ("voice", "phone", "mail"), words, strict=True)
        ]

    assert "local habits: calls better, mail worse" in script.finding(rows("better", "better", "worse"))
    assert "local habits: calls worse, mail better" in script.finding(rows("worse", "worse", "better"))
    assert "calls worse or not settled, mail the same" in script.finding(rows("worse", "not settled", "the same"))


@pytest.mark.parametrize(
    ("interval", "said"),
    [
        (("0.9", "0.8", "0.95"), "No pod lasts as long as people alone: at most 0.90 times"),
        (("1.2", "1.1", "1.3"), "A pod lasts up to 1.20 times as long as people alone"),
        (("1.0", "0.9", "1.1"), "Whether a pod lasts longer than people alone is not settled"),
    ],
)
@pytest.mark.parametrize(
    ("word", "told"), [("worse", "worse"), ("better", "better"), ("the same", "nothing worth having")]
)
def test_rotation_says_how_long_and_which_lead(figures, interval, said, word, told):
    script = figures("rotation")
    mean, low, high = interval
    rows = [row(contrast="lasting_air", mean=mean, low=low, high=high)]
    rows += [row(first="rotating", second=name, measure="resolution_minutes", word=word) for name in script.COLUMNS]
    assert script.finding(rows).startswith(said)
    assert script.finding(rows).endswith(f"leads rest and first keeps it and no preference: {told}")


def test_published_changes_are_met_or_missed(figures):
    script = figures("natural_experiments_over_time")
    assert script.finding([("a: cost", -9.0, -10.0), ("a: people", 3.0, -10.0)]) == (
        "The model moves at least half as far as published in 1 of 2 measures; it misses people (3 of -10%)"
    )
    assert script.finding([("a: cost", 9.0, 10.0)]).endswith("in 1 of 1 measures")


def test_two_years_beside_four_weeks(figures):
    script = figures("two_years")

    def rows(early, late):
        return [
            one
            for measure in script.CHANNELS
            for one in (
                row(part="fast", first="silos_plus", second="pods", measure=measure, alone=early),
                row(
                    part="bridge",
                    first="better_habits_only",
                    second="big_bang",
                    measure=measure,
                    alone=late,
                    clock="all",
                ),
            )
        ]

    assert "callers worse (in four weeks better)" in script.finding(rows("better", "worse"))
    assert "mail better (in four weeks not settled)" in script.finding(rows("not settled", "better"))
    assert "mail the same (in four weeks the same)" in script.finding(rows("too little", "the same"))


def test_units_of_the_course(figures):
    script = figures("course")

    def unit(name, low, middle, high, none="0"):
        return {"name": name, "low": str(low), "middle": str(middle), "high": str(high), "digits": "0", "none": none,
                "seeds": "200"}  # fmt: skip

    assert script.finding([unit("habits", -9, -5, -1)]) == "Habits alone 5 min sooner"
    assert script.finding([unit("habits", 1, 5, 9)]) == "Habits alone 5 min later"
    assert script.finding([unit("at_first", -9, 5, 9)]).endswith("in its first four weeks: not settled by one seed")
    assert script.finding([unit("flip", 1, 2, 3, "86")]).endswith("(in 86 of 200 seeds nowhere)")
    seeds = [{f"prediction_{place}": "held" if place == 1 else "open" for place in range(1, 7)}] * 3
    assert script.most_seeds(seeds) == "Of 6 predictions 1 held in most seeds, 5 not settled in most seeds"
    refuted = [{f"prediction_{place}": "refuted" for place in range(1, 7)}] * 3
    assert script.most_seeds(refuted) == "Of 6 predictions 6 did not hold in most seeds"
