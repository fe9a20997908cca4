"""Sweeps: every combination of values of some settings, and where the winner changes."""

from sim.exploring.sweep.axes import Axis, AxisError, read_axis, value_text
from sim.exploring.sweep.swept import Point, Swept, cells_of, sweep

__all__ = ["Axis", "AxisError", "Point", "Swept", "cells_of", "read_axis", "sweep", "value_text"]
