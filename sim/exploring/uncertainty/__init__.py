"""What a verdict hangs on: plausible worlds, the assumptions that matter most, and where the winner changes."""

from sim.exploring.uncertainty.importance import Weight, rests_on
from sim.exploring.uncertainty.outlook import Outlook, outlook
from sim.exploring.uncertainty.turning_points import Flip, Root, flips
from sim.exploring.uncertainty.worlds import Worlds, plausible_worlds

__all__ = ["Flip", "Outlook", "Root", "Weight", "Worlds", "flips", "outlook", "plausible_worlds", "rests_on"]
