# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # Write an experiment
#
# An experiment is a file that is written *before* the run: a question, a hypothesis, predictions that can fail, what
# is varied, and how many replications. Hand in the file first, and the table later.

# %%
from pathlib import Path
from tempfile import mkdtemp

from sim.studies import checked, judged, planned, read_study, run_study, table_of

STUDENT = 4711
FILE = """
name: second_listener
question: Is it worth having two colleagues listen in rather than one?
hypothesis: No. The second one rarely takes over, and listening is paid time.
predictions:
  - says: Nobody is served sooner with a second listener
    contrast: second
    column: pods
    measure: resolution_minutes
    expect: same
  - says: The busiest tenth are busier
    contrast: second
    column: pods
    measure: load_p90
    expect: above
measures: [resolution_minutes, load_p90, listening_share]
replications: 4
budget: 100
parts:
  desk:
    scenarios: [course/desk]
    columns: [pods]
    factors:
      listeners: {keys: [formations.pods.policy.wings], values: [1, 2]}
    contrasts:
      second: {about: What a second listener changes, of: listeners, weights: {"2": 1, "1": -1}}
table: second_listener.csv
"""
path = Path(mkdtemp()) / "second_listener.yaml"
path.write_text(FILE, encoding="utf-8")
loaded = read_study(path)

# %% [markdown]
# A mistake in the file is found before anything runs, with its line and the nearest name. Try `load_p9`. Now run it:

# %%
plan = planned(loaded, STUDENT)
rows = table_of(loaded.study, plan, run_study(loaded.study, plan))
[(row["listeners"], row["contrast"], row["measure"], round(row["mean"], 3), row["word"]) for row in rows]

# %% [markdown]
# What became of the predictions? *Open* means that the table does not settle it: neither right nor wrong.

# %%
{one.prediction.says: one.word for one in judged(loaded.study, rows)}

# %% [markdown]
# ## Replicate somebody else's
#
# A neighbour runs the same file with another number. The check allows for luck in both tables, over all rows at once.

# %%
from sim.report.csv_files import csv_text
from sim.report.studies import read_table

other = planned(loaded, STUDENT + 1)
theirs = table_of(loaded.study, other, run_study(loaded.study, other))
texts = [read_table(csv_text(table)) for table in (rows, theirs)]
print(checked(*texts, by_luck=True))

# %% [markdown]
# **Think.** With four replications almost nothing is ruled out. A check that everybody passes marks nothing: how many
# replications would you ask for? On the command line the same is `podsim experiment second_listener.yaml --check
# --seed 4711`.

# %%
assert checked(*texts, by_luck=True).passed
