# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # A first comparison
#
# A desk of twelve people serves customers by voice and mail. Today they work as three departments. Would two pods of
# six serve the same customers better? Put a number of your own, your student number for instance, in place of 4711.

# %%
from podsim import compare, load_scenario

STUDENT = 4711
desk = load_scenario("course/desk")
desk

# %% [markdown]
# Four corners: departments and pods, each with today's habits and with better ones. All of them meet the same
# customers.

# %%
answer = compare(desk, seed=STUDENT, replications=6)
answer

# %% [markdown]
# The naive answer holds pods with better habits beside departments as they are today. But that changes two things at
# once.

# %%
table = answer.differences()
rows = table[table["measure"] == "resolution_minutes"].set_index(["first", "second"])
shown = rows.loc[[("silos", "pods"), ("silos", "silos_plus"), ("silos_plus", "pods")], ["mean", "low", "high", "word"]]
shown

# %% [markdown]
# **Think.** The second and the third row add up to the first. Which of them needs a reorganisation? Which of the
# three intervals would you show to a board? Run the cells again with another number: what stays?

# %%
assert abs(shown["mean"].iloc[0] - shown["mean"].iloc[1:].sum()) < 1e-6

# %%
figure = answer.plot("differences")
figure
