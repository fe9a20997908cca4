# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # Look inside the model
#
# The readable engine is a Mesa model: people, teams and customers are agents, and time is a clock that you move.

# %%
from podsim import changed, load_scenario, run
from sim.agents import OrganisationModel
from sim.agents.person import PersonAgent

model = OrganisationModel("course/desk", column="pods", seed=4711, minutes_per_step=10)
while model.time < 11 * 60:
    model.step()
for team in model.teams:
    print(f"{team.name}: {len(team.on_shift)} on shift, {len(team.free)} free, {team.waiting} waiting")

# %% [markdown]
# Who is tired at eleven on Monday? Agents are selected as in any Mesa model.

# %%
on_shift = model.agents_by_type[PersonAgent].select(lambda person: person in person.home.on_shift)
sorted(((round(person.fatigue, 2), person.seat) for person in on_shift), reverse=True)[:3]

# %% [markdown]
# ## Change a rule, in both engines
#
# `retelling_minutes` says how long a customer tells the story again. Here is a world in which nobody ever has to. In
# the readable engine you replace the function:

# %%
brief = load_scenario("course/desk", ["time.warm_up_weeks=0", "demand.volume_factor=0.5"])


def never_again(told_minutes, context, retelling_share):
    """Nothing is told again."""
    return 0.0


once = {"formation": "silos", "replications": 1, "seed": 4711}
replaced = run(brief, **once, engine="agents", rules={"retelling_minutes": never_again})

# %% [markdown]
# The compiled core holds its rules as machine code, and refuses such a function. But the rule has a dial, and at 0 it
# says the same. So the two engines, told the same thing in two ways, must agree to the last bit:

# %%
dialled = run(changed(brief, {"policy.retelling_share": 0.0}), **once)
usual = run(brief, **once)
for name, found in {"as it is": usual, "rule replaced": replaced, "dial at 0": dialled}.items():
    minutes = found.samples["silos"]["resolution_minutes"][0]
    print(f"{name:14} {minutes:.9f} minutes until solved; modified: {[rule for rule, _ in found.modified_rules]}")

# %%
assert replaced.samples["silos"]["resolution_minutes"] == dialled.samples["silos"]["resolution_minutes"]
assert usual.samples["silos"]["retold_minutes"] > 0.0 == dialled.samples["silos"]["retold_minutes"]

# %% [markdown]
# **Think.** One week of one seed is an anecdote. How many would you need before you say what telling it again costs?
# Unit 5 has the answer over 200 seeds.
