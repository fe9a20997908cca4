"""Random scenarios over some weeks in which people come and go: everything that the slow clock brings to staff."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.equivalence.random_blocks import shares
from tests.equivalence.random_scenarios import scenarios

# So strong that in some weeks it shows: a third of the people leave each week at the most.
STAFF = st.fixed_dictionaries(
    {
        "leaving_per_year": st.sampled_from([0.0, 5.0, 10.0]),
        "leaving_per_occupancy": st.sampled_from([0.0, 20.0]),
        "leaving_past_occupancy": st.sampled_from([0.0, 0.1, 0.85]),
        "leaving_per_strain": st.sampled_from([0.0, 20.0]),
        "hiring_weeks": st.sampled_from([0.0, 0.5, 1.0]),
        "training_weeks": st.sampled_from([0.0, 0.5, 1.0]),
        "newcomer_weeks": st.sampled_from([0.0, 1.0, 26.0]),
        "newcomers_kept_by_assist": shares(),
        "sick_share": shares(),
        "absence_per_strain": st.sampled_from([0.0, 1.0, 20.0]),
        "load_memory_weeks": st.sampled_from([1.0, 4.0]),
        "burst_elasticity": st.sampled_from([0.0, -0.15, -2.0]),
        "overwork_line": st.sampled_from([0.05, 0.3, 0.93]),
        "overwork_slow": shares(2.0),
        "effort_lost_to_overwork": shares(),
        "effort_erosion_weeks": st.sampled_from([1.0, 19.0]),
        "effort_recovery_weeks": st.sampled_from([1.0, 260.0]),
        "return_per_effort_lost": shares(),
        "effort_time_share": shares(),
    }
)


USUAL = st.fixed_dictionaries(
    {
        "past_line": st.sampled_from([0.0, 0.05, 0.4]),
        "strain": st.sampled_from([0.0, 0.1, 0.5]),
        "overwork": st.sampled_from([0.0, 0.1, 1.0]),
        "for_effort": st.sampled_from([0.0, 0.3, 1.0]),
    }
)


def practice(functions: list[str]) -> st.SearchStrategy[dict]:
    """Shares of working hours in some of the functions."""
    return st.dictionaries(st.sampled_from(functions), st.sampled_from([0.001, 0.05, 0.6]))


@st.composite
def slow_scenarios(draw: st.DrawFn) -> dict:
    """A random scenario of all settings, three or four weeks long, with the slow clock on."""
    description = draw(scenarios())
    description["time"] |= {"measured_weeks": draw(st.integers(2, 3)), "slow_clock": True}
    functions = sorted(description["demand"]["needs"])
    usual = {name: {**draw(USUAL), "practice_shares": draw(practice(functions))} for name in functions}
    description["over_time"] = {"staff": draw(STAFF), "usual": draw(st.sampled_from([usual, {}]))}
    return description
