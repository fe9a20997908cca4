"""What customers remember: who knows an account, trust, complaints, accounts that are lost, causes removed."""

from __future__ import annotations

from sim.scenario.declaration import CHOICE, Settings, between, setting, times, where

SLOW = where("time.slow_clock")
TRUST = SLOW & where("over_time.loyalty.trust_churn_weight")
CAUSES = SLOW & where("over_time.loyalty.causes_removable")
CHURN = times(0.5, 1.5, "evidence row 34")


class Loyalty(Settings):
    """What customers remember: who knows an account, trust, complaints, accounts that are lost, causes removed.

    Absent where the slow clock is off.
    """

    account_memory_weeks: float = setting(
        8.0, ge=0, le=520, unit="weeks", absent=0.0,
        about="Half-life of what somebody knows of an account that they served; of the last eight people alone",
        source="assumption", plausible=between(2, 26), matters=SLOW,
        called="weeks until half of an account is forgotten", rules="loyalty.remembered_share",
    )  # fmt: skip
    account_team_share: float = setting(
        0.0, ge=0, le=1, unit="share", absent=0.0,
        about="What somebody knows of an account that one of their team served, as a share of what that one remembers",
        source="assumption: 0 unless swept, as it is what teams are said to bring that keep their accounts",
        plausible=CHOICE, matters=SLOW & where("over_time.loyalty.account_memory_weeks"),
        called="what goes round in a team of the accounts that it served", rules="loyalty.remembered_in_team",
    )  # fmt: skip
    account_background_share: float = setting(
        0.05, ge=0, lt=1, unit="share of work", absent=0.0,
        about="Share of a case's first step in which the customer says who they are and what was before; spared as far "
              "as somebody knows the account, or the system shows it (policy.historical)",
        source="assumption: the low end of evidence row 24", plausible=between(0, 0.15, "evidence row 24, its half"),
        matters=SLOW, called="share of a first step that tells what was before", rules="loyalty.work_with_history",
    )  # fmt: skip
    same_person_return: float = setting(
        0.85, ge=0, le=1, unit="factor", absent=1.0,
        about="Chance that a contact comes back where whoever closed it knew the customer from before, against others",
        source="evidence row 33: 0.85, range 0.83-1", plausible=between(0.83, 1.0), matters=SLOW,
        called="returns where the same person sees it again", rules="loyalty.return_with_same_person",
    )  # fmt: skip
    trust_gain: float = setting(
        0.05, ge=0, le=1, unit="share", absent=0.0,
        about="Share of the way to full trust that a contact closed for good goes",
        source="assumption", plausible=between(0.01, 0.1), matters=TRUST, rules="loyalty.trust_after",
    )  # fmt: skip
    trust_loss: float = setting(
        0.1, ge=0, le=1, unit="share", absent=0.0,
        about="Share of trust lost by a contact closed badly: given up, turned away, or not solved after all",
        source="assumption: more than what a good one gains", plausible=between(0.05, 0.3), matters=TRUST,
        rules="loyalty.trust_after",
    )  # fmt: skip
    trust_par_share: float = setting(
        0.7, ge=0, le=1, unit="share", absent=1.0,
        about="Share of contacts closed for good at which trust stays as it is at the start",
        source="evidence row 7: 0.70, range 0.61-0.80", plausible=between(0.61, 0.8), matters=TRUST,
        rules="loyalty.trust_at_rest",
    )  # fmt: skip
    complaint_share: float = setting(
        0.05, ge=0, le=1, unit="share", absent=0.0,
        about="Share of contacts closed badly after which the customer complains",
        source="assumption", plausible=between(0.02, 0.2), matters=SLOW,
    )  # fmt: skip
    complaint_loss: float = setting(
        0.33, ge=0, le=1, unit="share", absent=0.0,
        about="Share of trust lost with a complaint, beside that of the contact",
        source="evidence row 29: satisfied 82 to 55%", plausible=between(0.2, 0.4),
        matters=TRUST & where("over_time.loyalty.complaint_share"), rules="loyalty.trust_after",
    )  # fmt: skip
    churn_first_contact: float = setting(
        0.05, ge=0, le=1000, unit="per year", absent=0.0,
        about="Rate at which accounts leave whose cases are solved in their first contact",
        source="evidence row 34: .05", plausible=CHURN, matters=SLOW, rules="loyalty.chance_of_leaving",
    )  # fmt: skip
    churn_more_contacts: float = setting(
        0.09, ge=0, le=1000, unit="per year", absent=0.0,
        about="Rate at which accounts leave whose cases take two contacts or more",
        source="evidence row 34: .09", plausible=CHURN, matters=SLOW, rules="loyalty.chance_of_leaving",
    )  # fmt: skip
    churn_unsolved: float = setting(
        0.25, ge=0, le=1000, unit="per year", absent=0.0,
        about="Rate at which accounts leave whose cases are not solved",
        source="evidence row 34: .25", plausible=CHURN, matters=SLOW, rules="loyalty.chance_of_leaving",
    )  # fmt: skip
    trust_churn_weight: float = setting(
        1.0, ge=0, le=20, absent=0.0,
        about="How far trust above or below its start slows or speeds leaving: rate x exp(-weight x difference)",
        source="assumption", plausible=between(0, 3), matters=SLOW, rules="loyalty.chance_of_leaving",
    )  # fmt: skip
    closed_loop: bool = setting(
        False, absent=0.0,
        about="Whether what an account would have brought later does not come once it has left; else leaving is "
              "recorded, and demand stays as given",
        source="convention", matters=SLOW,
    )  # fmt: skip
    causes_removable: float = setting(
        0.0, ge=0, le=1, unit="share", absent=0.0,
        about="Share of returns whose cause can be removed, by whoever closes a case that came back and has met steps "
              "of several functions of it",
        source="assumption: 0 unless swept, as its size is what a pod is said to bring", plausible=CHOICE,
        matters=SLOW, rules="loyalty.causes_removed",
    )  # fmt: skip
    cause_found_share: float = setting(
        0.001, ge=0, le=1, unit="share", absent=0.0,
        about="Share of the causes still there, of the function of its last need, that such a case brings to light",
        source="assumption", plausible=between(0.0002, 0.005), matters=CAUSES, rules="loyalty.causes_removed",
    )  # fmt: skip
