"""Two organisations of the same people with the same customers, as one Mesa model: what is watched."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from sim.agents import OrganisationModel
from sim.agents.mesa_adapter import SteppedModel
from sim.foundation.kinds import State
from sim.report.names import name_of, speaking
from sim.report.watch.drawing import Scene
from sim.report.watch.feelings import Feelings
from sim.scenario import Scenario, load_scenario

MINUTES_PER_STEP = 2.0
BEFORE_WORK = 10.0  # minutes before the first shift at which it begins


def untouched(model: OrganisationModel) -> int:
    """Cases that wait in a queue, or lie until somebody looks at them."""
    return sum(1 for case in model.cases.values() if case.state in (State.WAITING, State.PICKUP))


class SideBySide(SteppedModel):
    """Both step together. Nights, and days without a shift, pass in one step.

    sides: a model of each column. scenes: what each looks like.
    """

    def __init__(
        self,
        scenario: Scenario | str = "support_desk",
        left: str = "silos_plus",
        right: str = "pods",
        sets: Sequence[str] = (),
        seed: int | str | None = None,
        minutes_per_step: float = MINUTES_PER_STEP,
        **kwargs: Any,
    ) -> None:
        """Begin shortly before the first shift. left, right: columns of the scenario, keys or names. sets: as `--set`.

        Else as `OrganisationModel`; a number typed into the page is a text.
        """
        self.sides: list[OrganisationModel] = []
        super().__init__()
        settings = load_scenario(scenario, sets) if isinstance(scenario, str) else scenario
        with speaking(settings.labels):
            called = {name_of(column): column for column in settings.formations}
        for column in (called.get(left, left), called.get(right, right)):
            reporters = {"felt_empathy": partial(Feelings.mean, Feelings()), "cases_untouched": untouched}
            self.sides.append(
                OrganisationModel(
                    settings,
                    column,
                    seed=int(seed) if seed not in (None, "") else None,
                    minutes_per_step=minutes_per_step,
                    model_reporters=reporters,
                    **kwargs,
                )
            )
        begins = min(key[0] for side in self.sides if (key := side.next_event))
        for side in self.sides:
            side.run_until(max(begins - BEFORE_WORK, 0.0))
        self.scenes = [Scene(side) for side in self.sides]

    @property
    def now(self) -> float:
        """Minutes since Monday 00:00 of week 0."""
        return max(side.now for side in self.sides) if self.sides else 0.0

    def go_on(self) -> None:
        """A step of both; over a night, up to where somebody comes to work."""
        while self.running:
            for side in self.sides:
                side.go_on()
            self.running: bool = any(side.running for side in self.sides)
            if any(person.on_shift or person.occupied for side in self.sides for person in side.people):
                break
        for scene in self.scenes:
            scene.move()
