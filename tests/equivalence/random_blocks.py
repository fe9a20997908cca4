"""Random values of whole blocks of settings, and of what changes over weeks the number at which nothing happens."""

from __future__ import annotations

from hypothesis import strategies as st

from sim.scenario.declaration import declaration_of
from sim.scenario.over_time import OverTime


def shares(most: float = 1.0) -> st.SearchStrategy[float]:
    """Shares with their ends."""
    return st.one_of(st.sampled_from([0.0, most, most / 2]), st.floats(0.0, most))


def minutes(most: int = 12) -> st.SearchStrategy[float]:
    """Minutes, often whole and often none."""
    return st.one_of(st.just(0.0), st.integers(1, most).map(float), st.floats(0.0, most))


FATIGUE = st.fixed_dictionaries(
    {
        "rise_half_life_minutes": st.sampled_from([0.0, 7.0, 60.0]),
        "fall_half_life_minutes": st.sampled_from([0.0, 7.0, 60.0]),
        "distress_weight": st.sampled_from([0.0, 0.5, 3.0]),
        "slow": st.sampled_from([0.0, 0.05, 1.0]),
        "strain_line": st.sampled_from([0.1, 0.5, 0.9]),
    }
)
COMING_BACK = st.fixed_dictionaries(
    {
        "redial_share": shares(),
        "redial_minutes": minutes(60),
        "return_share": shares(),
        "return_per_lost_context": shares(),
        "return_per_fatigue": shares(),
        "return_per_mismatch": shares(),
        "return_per_misroute": shares(),
        "return_minutes": minutes(200),
        "return_work_share": st.sampled_from([0.1, 0.5, 1.0]),
        "distress_step": shares(),
        "most_contacts": st.integers(1, 4),
    }
)
TECHNOLOGY = st.fixed_dictionaries(
    {
        "routing_misroute_cut": shares(),
        "routing_time_gain": shares(0.5),
        "assist_novice_gain": shares(),
        "assist_novice_speed": st.sampled_from([0.5, 0.7, 0.95]),
        "bot_minutes": minutes(6),
        "bot_solves_share": shares(),
        "bot_unhelped_share": shares(),
    }
)


LOYALTY = st.fixed_dictionaries(
    {
        "account_memory_weeks": st.sampled_from([0.0, 0.02, 8.0]),
        "account_team_share": st.sampled_from([0.0, 0.0, 0.4, 1.0]),
        "account_background_share": st.sampled_from([0.0, 0.3]),
        "same_person_return": shares(),
        "trust_gain": shares(),
        "trust_loss": shares(),
        "trust_par_share": shares(),
        "complaint_share": shares(),
        "complaint_loss": shares(),
        "churn_first_contact": st.sampled_from([0.0, 100.0]),
        "churn_more_contacts": st.sampled_from([0.0, 50.0]),
        "churn_unsolved": st.sampled_from([0.0, 200.0]),
        "trust_churn_weight": st.sampled_from([0.0, 1.0, 8.0]),
        "closed_loop": st.booleans(),
        "causes_removable": shares(),
        "cause_found_share": st.sampled_from([0.0, 0.1, 1.0]),
    }
)
LEARNING = st.fixed_dictionaries(
    {
        "learning_progress_ratio": st.sampled_from([1.0, 0.85, 0.6]),
        "learning_half_life_weeks": st.sampled_from([0.0, 0.5, 52.0]),
        "learning_keeps_share": st.sampled_from([0.05, 0.3, 1.0]),
        "learning_by_listening": shares(),
        "learning_from_peers": shares(),
        "learning_peers_enough": st.sampled_from([1.0, 2.5]),
        "learning_newcomer_experience": st.sampled_from([0.01, 0.3, 1.0]),
    }
)
FAMILIARITY = st.fixed_dictionaries(
    {
        "familiarity_weeks": st.sampled_from([0.0, 0.5, 13.0]),
        "familiarity_misroutes": st.sampled_from([0.0, 0.7, 4.0]),
        "familiarity_takeovers": st.sampled_from([0.0, 1.3, 5.0]),
        "familiarity_variety": st.sampled_from([-0.5, 0.0, 0.5]),
        "dip_share": st.sampled_from([0.0, 0.15, 0.8]),
        "dip_weeks": st.sampled_from([0.0, 1.5, 26.0]),
    }
)


def absent_over_time() -> dict[str, dict]:
    """Everything that changes over weeks, at the number at which nothing happens."""
    found: dict[str, dict] = {"usual": {}}
    for block in ("learning", "familiarity", "staff", "loyalty"):
        fields = type(getattr(OverTime(), block)).model_fields
        numbers = {name: declaration_of(field).absent for name, field in fields.items()}
        found[block] = {
            name: bool(number) if fields[name].annotation is bool else number
            for name, number in numbers.items()
            if number is not None
        }
    return found
