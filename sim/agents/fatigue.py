"""How tired somebody is: settled when an occupation begins or ends, and worked out from there."""

from __future__ import annotations

from types import SimpleNamespace

from sim.foundation.grid import to_grid
from sim.rules.fatigue import fatigue_after_rest, fatigue_after_serving, strain_resting, strain_serving
from sim.rules.matching import led_without_rest


class Fatigue:
    """Fatigue of one person, and the time they have led without a rest.

    level: fatigue at `settled_at`, in [0, 1). rate: minutes of serving that a minute counts for, 0 while not occupied.
    led_minutes: led since the last rest known.
    """

    def __init__(self, policy: SimpleNamespace) -> None:
        """Create somebody rested. policy: the settings of the column by name."""
        self.policy = policy
        self.level = 0.0
        self.settled_at = 0.0
        self.rate = 0.0
        self.led_minutes = 0.0

    def settle(self, now: float) -> tuple[float, float]:
        """Bring the level up to now. Returns (start, end) of the time past the strain line."""
        since, before = self.settled_at, self.level
        if now == since:
            return now, now
        policy, minutes = self.policy, now - since
        self.settled_at = now
        if self.rate > 0.0:
            weighted, rise = minutes * self.rate, policy.rise_half_life_minutes
            self.level = fatigue_after_serving(before, weighted, rise)
            strain = strain_serving(before, self.level, weighted, rise, policy.strain_line)
            return now - to_grid(strain / self.rate), now
        self.level = fatigue_after_rest(before, minutes, policy.fall_half_life_minutes)
        strain = strain_resting(before, self.level, minutes, policy.fall_half_life_minutes, policy.strain_line)
        return since, since + strain

    def of_somebody_free(self, now: float) -> float:
        """Fatigue now of somebody who has rested since it was settled."""
        return fatigue_after_rest(self.level, now - self.settled_at, self.policy.fall_half_life_minutes)

    def led_too_long(self, idle_minutes: float) -> bool:
        """Whether somebody unoccupied for so long has led for too long without a rest."""
        led = led_without_rest(self.led_minutes, idle_minutes, self.policy.rest_minutes)
        return led > self.policy.max_lead_minutes

    def lead(self, minutes: float, idle_minutes: float) -> None:
        """Count a step that starts now. idle_minutes: unoccupied just before."""
        self.led_minutes = led_without_rest(self.led_minutes, idle_minutes, self.policy.rest_minutes) + minutes
