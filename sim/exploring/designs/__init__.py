"""The best design of departments and of pods: searched with equal effort, judged on customers never met before."""

from sim.exploring.designs.search import DESIGNS, Best, Side, Trial, best, check, stages
from sim.exploring.designs.space import Design, designs_of

__all__ = ["DESIGNS", "Best", "Design", "Side", "Trial", "best", "check", "designs_of", "stages"]
