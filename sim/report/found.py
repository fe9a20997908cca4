"""What users hold of questions beside a comparison: a sweep, turning points, roads; and how each is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.exploring.sweep import Swept
from sim.exploring.turning_points import Flip
from sim.report import rows
from sim.report.names import in_its_words
from sim.roads import results
from sim.scenario.problems import did_you_mean
from sim.scenario.scenario_settings import Scenario

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.report.pictures.style import Picture

MOST_LINES = 3  # sentences of a text
MOST_ROWS = 16  # of a table in a cell


def _figure(picture: Callable[[], Picture | None], known: str, name: str) -> Figure:
    """The one picture that a result has. Raises ValueError for another name, or where there is nothing to draw."""
    if name != known:
        raise ValueError(f"there is no picture {name!r}. {did_you_mean(name, [known])}")
    drawn = picture()
    if drawn is None:
        raise ValueError(f"{name}: so many settings make no picture; .table() has every combination")
    return drawn.figure


@dataclass(frozen=True, repr=False)
class Sweep(Swept):
    """A comparison for every combination of values; printed, it says in how many of them who is better."""

    @in_its_words
    def _repr_html_(self) -> str:
        """The answer for a cell of a notebook, with a row a combination where there are few."""
        from sim.report.page.blocks import table_of
        from sim.report.page.notebook import cell
        from sim.report.sweep import short_rows, size_of
        from sim.report.sweep_page import answer_lines

        few = len(self.points) <= MOST_ROWS
        return cell(
            f"{self.scenario.name}: {size_of(self)}",
            " ".join(answer_lines(self)),
            table_of(short_rows(self), "95% intervals in brackets") if few else None,
            'Every combination: .table(); the map: .plot("winner_map")',
        )

    @in_its_words
    def plot(self, name: str = "winner_map") -> Figure:
        """The map of winners, or a line where one setting varies, as a Matplotlib figure. Raises ValueError."""
        from sim.report.sweep import picture_of

        return _figure(lambda: picture_of(self), "winner_map", name)

    def table(self) -> pd.DataFrame:
        """One row per combination: the settings, measure, both means, difference, low, high, smallest, word, reason."""
        from sim.report.sweep import winner_rows

        return rows.frame(winner_rows(self))

    @in_its_words
    def to_json(self) -> dict[str, Any]:
        """What `podsim sweep --json` prints, but for the results folder."""
        from sim.report.sweep import sweep_json

        return sweep_json(self)


@dataclass(frozen=True)
class Flips:
    """Turning points: what would have to be true for the answer to have another word.

    flips: of the measure, where it is resolution time also by channel. replications: at every value.
    """

    scenario: Scenario
    flips: tuple[Flip, ...]
    seed: int
    replications: int

    def __len__(self) -> int:
        """How many there are."""
        return len(self.flips)

    def __iter__(self) -> Iterator[Flip]:
        """One after the other."""
        return iter(self.flips)

    @in_its_words
    def __repr__(self) -> str:
        """What was asked, how it is today, and a sentence for each of the first assumptions that turn the answer."""
        said = list(self._said())
        more = [f"and {len(said) - MOST_LINES} more"] if len(said) > MOST_LINES else []
        return "\n".join([*self._asked(), *said[:MOST_LINES], *more])

    @in_its_words
    def _repr_html_(self) -> str:
        """The same for a cell of a notebook, with a row an assumption, those that turn the answer first."""
        from sim.report.page.blocks import table_of
        from sim.report.page.notebook import cell
        from sim.report.turning_points import of_all, short_rows

        return cell(
            ". ".join(self._asked()),
            " ".join(self._said()),
            table_of(short_rows(of_all(self.flips))[:MOST_ROWS], "The difference at both ends"),
            f'All {len(self)}: .table(); the widest: .plot("tornado")',
        )

    @in_its_words
    def plot(self, name: str = "tornado") -> Figure:
        """What moves the difference most as a Matplotlib figure. Raises ValueError for another name."""
        from sim.report.pictures.sensitivity import tornado
        from sim.report.turning_points import of_all

        return _figure(lambda: tornado(of_all(self.flips)), "tornado", name)

    def table(self) -> pd.DataFrame:
        """One row per flip, those that turn first: assumption, value, low, high, difference, at_low, at_high, turns."""
        from sim.report.turning_points import flip_rows

        return rows.frame(flip_rows(self.flips))

    def _asked(self) -> tuple[str, str]:
        from sim.report.turning_points import question_lines

        return question_lines(self.scenario, self.flips, self.replications)

    def _said(self) -> Iterator[str]:
        from sim.report.turning_points import answer_sentences, of_all

        return answer_sentences(of_all(self.flips))


@dataclass(frozen=True, repr=False)
class Roads(results.Roads):
    """Roads from today to another formation, week by week; printed, which, over how many weeks, how often."""

    @in_its_words
    def _repr_html_(self) -> str:
        """The answer for a cell of a notebook, with the gravest warning and a row a road."""
        from sim.report.page.notebook import cell
        from sim.report.road import road_table
        from sim.report.road_rows import road_rows
        from sim.report.road_screen import heading_line, out_of_balance, sentence

        ranked = road_rows(self)
        more = 'All numbers: .table(); week by week: .plot("j_curves")'
        warning = next(out_of_balance(self), "")
        return cell(heading_line(self), sentence(self, ranked), road_table(self, ranked), more, warning)

    @in_its_words
    def plot(self, name: str = "j_curves") -> Figure:
        """Each road beside staying, week by week, as a Matplotlib figure. Raises ValueError for another name."""
        from sim.report.pictures.roads import j_curves

        return _figure(lambda: j_curves(self), "j_curves", name)

    def table(self) -> pd.DataFrame:
        """One row per road: costs, dip, payback, and how things stand in the last weeks."""
        from sim.report.road_rows import table_rows

        return rows.frame(list(table_rows(self)))

    @in_its_words
    def to_json(self) -> dict[str, Any]:
        """What `podsim road --json` prints, but for the results folder."""
        from sim.report.road import roads_json

        return roads_json(self)
