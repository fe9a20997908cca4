"""A scenario from a log, and how far it is from it.

`visits` reads a log as cases that visit groups; `measured` counts what a scenario needs; `described` writes the
scenario; `simulated` runs it and reads the records as visits again; `distances` says how far two sets of visits are
apart; `fit` puts them together.
"""
