# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # Your own log
#
# You need an export of a ticket system: one row for each ticket or for each update. Here 120 tickets are made up, so
# that the notebook runs; put the path of your own file in place of `LOG`.

# %%
import random
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

draw, rows = random.Random(4711), ["ticket,channel,group,agent,opened,closed"]
for number in range(120):
    opened = datetime(2026, 1, 5, 9) + timedelta(days=7 * (number // 30) + number % 5, minutes=draw.randint(0, 400))
    group = draw.choice(["sales", "service", "service"])
    closed = opened + timedelta(minutes=draw.expovariate(1 / 45))
    rows.append(f"{number},mail,{group},{group} {draw.randint(1, 2)},{opened:%Y-%m-%d %H:%M},{closed:%Y-%m-%d %H:%M}")
LOG = Path(mkdtemp()) / "tickets.csv"
LOG.write_text("\n".join(rows) + "\n", encoding="utf-8")


def podsim(*words):
    """What `podsim ...` prints; in a terminal you would type it."""
    command = [sys.executable, "-m", "sim", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=LOG.parent)
    print(done.stdout + done.stderr)
    return done.returncode


# %% [markdown]
# ## Look first
#
# What is understood of the file, and what is not? Nothing is guessed in silence: columns that podsim does not know
# have to be named.

# %%
COLUMNS = ["case=ticket", "channel=channel", "group=group", "person=agent", "opened=opened", "closed=closed"]
named = [word for column in COLUMNS for word in ("--column", column)]
assert podsim("fit", LOG.name, "--look", *named) == 0

# %% [markdown]
# ## Fit
#
# The first 70% of the tickets are fitted, and the rest judge the fit. Read *What this log cannot tell* before
# anything else.

# %%
assert podsim("fit", LOG.name, "--out", "desk", "--no-verdict", "--quiet", *named) == 0

# %% [markdown]
# **Think.** A log has no calls of customers who gave up. Which of the numbers above would be wrong if one caller in
# five did? What would you ask the owner of the log before you run `podsim compare desk/fitted.yaml`?
