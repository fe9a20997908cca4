"""Settings of a policy: how work is diagnosed, who may take it, how it changes hands."""

from __future__ import annotations

from typing import Literal

from sim.foundation.kinds import (
    AgentChoice,
    Assignment,
    Borrowing,
    Lead,
    LendOrder,
    Owner,
    QueueOrder,
    ReturnTo,
    TeamChoice,
    Together,
)
from sim.scenario.declaration import CHOICE, HALF_TO_DOUBLE, Settings, between, setting, where
from sim.scenario.demand_settings import COMES_BACK
from sim.scenario.people_settings import TIRES

SCORE = ("matching.match_score", "matching.match_score_at_most")
LENT = where("policy.borrowing", be="near") | where("policy.borrowing", be="anywhere")
WINGS, OWNED, MISROUTES = where("policy.wings"), where("policy.owner", be="first"), where("policy.misroute_share")
# A handoff that keeps at least half of the context is a structured one, with a range of its own.
HANDOFF = between(
    0.1, 0.4, "evidence row 22 (loose)", higher=(0.5, between(0.66, 0.83, "evidence row 22 (structured)"))
)


class Policy(Settings):
    """The dials that every column has, whatever its partition."""

    # Who faces the customer
    lead: Literal["rotating", "fixed", "leaderless"] = setting(
        "rotating", codes=Lead,
        about="rotating: best score leads, need by need; fixed: the first keeps the contact; leaderless: no preference",
        source="convention",
    )  # fmt: skip
    skill_weight: float = setting(
        1.0, ge=0, le=100,
        about="Weight of skill in the score of a match",
        source="assumption", plausible="the unit of the other weights: only their ratios to it count",
        rules=SCORE,
    )  # fmt: skip
    familiarity_weight: float = setting(
        0.1, ge=0, le=100,
        about="Weight in the score of having served this customer before",
        source="assumption", plausible=between(0, 0.3), rules=SCORE,
    )  # fmt: skip
    consult_skill: float = setting(
        0.7, gt=0, le=1, unit="skill",
        about="Skill a fixed lead reaches on a foreign need by consulting a colleague",
        source="evidence row 24b: 0.7, range 0.5-0.9", plausible=between(0.5, 0.9),
        matters=where("policy.lead", be="fixed"),
    )  # fmt: skip
    consult_share: float = setting(
        0.3, ge=0, le=1, unit="share of step",
        about="Share of the step for which the consulted colleague is occupied",
        source="evidence row 24b: 0.3, range 0.1-0.5", plausible=between(0.1, 0.5),
        matters=where("policy.lead", be="fixed"), rules="service.occupied_minutes",
    )  # fmt: skip
    # Who is spared
    fatigue_weight: float = setting(
        0.2, ge=0, le=100,
        about="Weight of fatigue in the score of a match; the tired are chosen later",
        source="assumption", plausible=between(0, 0.5), matters=TIRES, rules=SCORE,
    )  # fmt: skip
    max_lead_minutes: float | None = setting(
        None, gt=0, unit="minutes",
        about="Who has led longer than this without a rest is preferred less; absent: never",
        source="assumption", plausible=CHOICE,
    )  # fmt: skip
    rest_minutes: float = setting(
        10.0, ge=0, le=1440, unit="minutes",
        about="Unoccupied time that counts as a rest",
        source="assumption", plausible=HALF_TO_DOUBLE, matters=where("policy.max_lead_minutes"),
        rules="matching.led_without_rest",
    )  # fmt: skip
    rest_weight: float = setting(
        0.5, ge=0, le=100,
        about="What the score loses when somebody has led for longer than max_lead_minutes without a rest",
        source="assumption", plausible=between(0, 1), matters=where("policy.max_lead_minutes"),
        rules=SCORE,
    )  # fmt: skip
    drafting: float = setting(
        0.0, ge=0, le=1, unit="share",
        about="How far wings spare the lead from when they are called: fatigue rises by (1 - drafting x saving of the "
              "formation)",
        source="evidence row 69: 0.10, range 0-0.20; 0 by default", plausible=between(0, 0.2), matters=TIRES & WINGS,
        rules="fatigue.tiring_rate",
    )  # fmt: skip
    # Wings
    wings: int = setting(
        0, ge=0, le=3, unit="people",
        about="Most people called to listen to the last part of a step, the best of whom leads next; by no fixed lead",
        source="evidence row 69a: 1, range 0-3", plausible=CHOICE,
    )  # fmt: skip
    listen_share: float = setting(
        0.15, ge=0, le=1, unit="share of step",
        about="Share of the step, its last part, for which a wing is occupied",
        source="evidence row 69a: 0.15, range 0.05-0.4", plausible=between(0.05, 0.4),
        called="share of a step listened to", matters=WINGS, rules="service.occupied_minutes",
    )  # fmt: skip
    attach_from_share: float = setting(
        0.25, ge=0, le=1, unit="share",
        about="Where no next need is in sight wings are called only if the chance that one follows is at least this",
        source="assumption", plausible=between(0, 0.5), matters=WINGS, rules="diagnosis.chance_of_unseen_need",
    )  # fmt: skip
    heard_weight: float = setting(
        0.1, ge=0, le=100,
        about="Weight in the score of having listened to this customer before",
        source="assumption", plausible=between(0, 0.3), matters=WINGS, rules=SCORE,
    )  # fmt: skip
    together: Literal["none", "team", "anywhere"] = setting(
        "none", codes=Together,
        about="Who may join a step, for a further need that is known and independent (independent_of): nobody, free "
              "people of the same team, or of any team at the price of a crossing; no step of a fixed lead",
        source="convention", matters=where("demand.needs.*.independent_of"),
    )  # fmt: skip
    coordination_share: float = setting(
        0.005, ge=0, le=1, unit="share of step per colleague",
        about="Lengthening of a step per adviser, per person who joins it, and where a wing takes over per person who "
              "listened before",
        source="evidence row 51: 0.5%, range 0-2%", plausible=between(0, 0.02),
        rules="service.minutes_with_coordination",
    )  # fmt: skip
    # Context
    kept_across_share: float = setting(
        0.30, ge=0, le=1, unit="share",
        about="Context kept when the case goes to another team",
        source="evidence row 22: loose 0.30, range 0.1-0.4", plausible=HANDOFF, rules="hands.kept_share",
    )  # fmt: skip
    kept_inside_share: float = setting(
        0.40, ge=0, le=1, unit="share",
        about="Context kept when the case goes to a team-mate",
        source="evidence row 22: loose 0.40, the top of its range 0.1-0.4", plausible=HANDOFF, rules="hands.kept_share",
    )  # fmt: skip
    context_kept_wing: float = setting(
        0.95, ge=0, le=1, unit="share",
        about="Context kept when somebody takes over who has just listened",
        source="evidence row 24a: 0.95, range 0.85-1", plausible=between(0.85, 1), matters=WINGS,
        rules="hands.kept_share",
    )  # fmt: skip
    context_kept_triage: float = setting(
        0.2, ge=0, le=1, unit="share",
        about="Context that a triage gives at most to whoever made it",
        source="evidence row 24a: 0.2, range 0-0.4", plausible=between(0, 0.4), matters=MISROUTES,
        rules="context.context_after_triage",
    )  # fmt: skip
    retelling_share: float = setting(
        0.15, ge=0, le=1, unit="share of work done",
        about="Minutes to tell again everything done so far, per minute of work done so far",
        source="evidence row 24: 0.15, range 0.05-0.30", plausible=between(0.05, 0.3),
        called="share told again after a handoff", rules="context.retelling_minutes",
    )  # fmt: skip
    owner: Literal["none", "first"] = setting(
        "none", codes=Owner,
        about="first: whoever first serves a case owns it, and briefs everybody who takes it over (a case manager)",
        source="convention",
    )  # fmt: skip
    context_kept_owner: float = setting(
        0.9, ge=0, le=1, unit="share",
        about="Context kept at a change of hands when the owner takes over or is on shift to brief",
        source="assumption", plausible=between(0.7, 1), matters=OWNED, rules="hands.kept_with_owner",
    )  # fmt: skip
    briefing_minutes: float = setting(
        1.0, ge=0, le=1000, unit="minutes",
        about="Time that an owner and whoever takes over spend at each briefing",
        source="assumption", plausible=HALF_TO_DOUBLE, matters=OWNED,
    )  # fmt: skip
    context_kept_memory: float = setting(
        0.3, ge=0, le=1, unit="share",
        about="Context that is left, in records, when a customer comes back",
        source="evidence row 24a: 0.3, range 0.1-0.6", plausible=between(0.1, 0.6), matters=COMES_BACK,
        rules="technology.context_with_technology",
    )  # fmt: skip
    return_to: Literal["front", "same_team", "same_person", "owner"] = setting(
        "front", codes=ReturnTo,
        about="Where a customer who comes back goes: like a new one, to the team of the last person met, or to that "
              "person if free (else to the team); owner: the same with the owner of the case",
        source="convention",
    )  # fmt: skip
    # Cost of a change of hands
    changeover_minutes: float = setting(
        0.3, ge=0, le=1000, unit="minutes",
        about="Setting up by the next person at each change of hands",
        source="evidence row 47: 5% of handling time, range 0-15%",
        plausible=between(0, 0.9, "evidence row 47: 0-15% of six minutes"),
        called="minutes of setting up after a change of hands", rules="familiarity.more_where_new",
    )  # fmt: skip
    link_minutes: float = setting(
        0.0, ge=0, le=1000, unit="minutes",
        about="Time that it costs to cross teams: whoever takes a case from another team's person or queue spends it, "
              "and so does the giver of a handoff; bringing in an adviser of another team costs both of them as much",
        source="assumption", plausible=between(0, 2, from_zero=True), called="minutes to cross teams",
        rules="service.occupied_minutes",
    )  # fmt: skip
    pickup_inside_minutes: dict[str, float] = setting(
        default_factory=dict, unit="minutes by channel", example={"mail": 36},
        about="Delay until work that stays in its team is looked at, when nobody is free",
        source="evidence row 20a: mail 36, range 0-240", plausible=between(0, 240),
        called="{name} wait after a handoff inside teams, minutes", rules="hands.pickup_minutes",
        live="way_in.pickup_inside",
    )  # fmt: skip
    pickup_across_minutes: dict[str, float] = setting(
        default_factory=dict, unit="minutes by channel", example={"mail": 36},
        about="The same for work that goes to another team; equal by default",
        source="evidence row 20a: mail 36, range 0-240", plausible=between(0, 240),
        called="{name} wait after a handoff between teams, minutes", rules="hands.pickup_minutes",
        live="way_in.pickup_across",
    )  # fmt: skip
    own_queue_speed: float = setting(
        1.0, gt=0, le=10, unit="factor",
        about="Speed of work from the own team's queue where other teams have such work too: people who own a queue "
              "may work faster than those of a shared pool; 1 for no difference",
        source="evidence row 54: 5% faster, range 0-10%; 1 by default", plausible=between(1, 1.1),
        called="speed of work from a queue of one's own", rules="service.speed_in_queue",
    )  # fmt: skip
    # Diagnosis
    misroute_share: float = setting(
        0.20, ge=0, le=0.95, unit="share",
        about="Probability that the apparent need is wrong at the first attempt, at mean ambiguity",
        source="evidence row 21: 0.20, range 0.1-0.35", plausible=between(0.1, 0.35),
        called="share of first assignments that are wrong", matters=MISROUTES, rules="technology.routed_misroute_share",
    )  # fmt: skip
    misroute_ambiguity_slope: float = setting(
        1.0, ge=0, le=10, unit="per unit of ambiguity",
        about="Relative growth of the misroute probability per unit of ambiguity above its mean",
        source="assumption", plausible=between(0, 2), matters=MISROUTES, rules="diagnosis.misroute_probability",
    )  # fmt: skip
    misroute_decay: float = setting(
        0.5, ge=0, le=1, unit="share per attempt",
        about="Factor on the misroute probability at each further attempt; the fourth attempt is certain",
        source="assumption", plausible=between(0.25, 0.75), matters=MISROUTES, rules="diagnosis.misroute_probability",
    )  # fmt: skip
    triage_minutes: float = setting(
        1.0, ge=0, le=1000, unit="minutes",
        about="Time that whoever receives a wrong need spends to find out",
        source="assumption", plausible=HALF_TO_DOUBLE, matters=MISROUTES,
    )  # fmt: skip
    # Who may take it
    team_choice: Literal["least_wait", "account", "random", "named_account"] = setting(
        "least_wait", codes=TeamChoice,
        about="Among teams that can serve: least work per person on shift; always the same for an account, on shift or "
              "at random; or that to which the account is named, unless too much waits there",
        source="convention",
    )  # fmt: skip
    named_account_slack: float = setting(
        1.0, ge=0, le=1000, unit="cases per person",
        about="How much more work per person may wait in the team that an account is named to than where least waits",
        source="assumption", plausible=between(0, 3), matters=where("policy.team_choice", be="named_account"),
        called="cases that may wait more where an account is known",
    )  # fmt: skip
    agent_choice: Literal["best_fit", "longest_idle", "random", "least_busy", "in_order"] = setting(
        "best_fit", codes=AgentChoice,
        about="Who of those free takes a piece of work. best_fit: the best score; longest_idle; random; least_busy: "
              "least occupied so far as a share of their shifts; in_order: the first in the order of the groups",
        source="convention", rules="matching.busy_share",
    )  # fmt: skip
    queue_order: Literal["joined", "age", "distress"] = setting(
        "age", codes=QueueOrder,
        about="Order within a priority: longest in this queue, oldest contact, or most distressed customer first",
        source="assumption", plausible=CHOICE, rules="matching.order_key",
    )  # fmt: skip
    assignment: Literal["assign_or_wait", "greedy"] = setting(
        "assign_or_wait", codes=Assignment,
        about="Whether a secondary skill is used only when waiting for a primary would cost more, or always",
        source="convention",
    )  # fmt: skip
    borrowing: Literal["none", "near", "anywhere"] = setting(
        "none", codes=Borrowing,
        about="Whether free people of other teams may take work that nobody in its team is free for; near: teams of "
              "the same unit or site only",
        source="assumption", plausible=CHOICE, rules="matching.within_reach",
    )  # fmt: skip
    lend_order: Literal["by_priority", "own_first"] = setting(
        "by_priority", codes=LendOrder,
        about="Whose work somebody takes who may be lent: the most urgent, of equals the own team's; or all of the own "
              "team's first, so that its letters come before a neighbour's callers",
        source="assumption", plausible=CHOICE,
    )  # fmt: skip
    lend_after_minutes: float = setting(
        0.0, ge=0, unit="minutes",
        about="Time for which work has stood in its team's queue before people of other teams may take it",
        source="assumption", plausible=CHOICE, matters=LENT,
    )  # fmt: skip
    first_line_to_ambiguity: float = setting(
        0.5, ge=0, le=1, unit="ambiguity",
        about="A first line (tiered partition) serves cases up to this ambiguity, where able, and refers all others; "
              "a referral counts as an attempt at the diagnosis",
        source="assumption", plausible=between(0.3, 0.8), matters=where("formations.*.partition", be="tiered"),
        rules="lanes.first_line_serves",
    )  # fmt: skip
    complex_from_needs: int = setting(
        2, ge=1, le=17, unit="needs",
        about="A case with at least as many needs in sight is complex (hybrid partition)",
        source="assumption", plausible=CHOICE, rules="lanes.lane_of",
    )  # fmt: skip
    complex_from_ambiguity: float = setting(
        1.0, ge=0, le=1, unit="ambiguity",
        about="So is one of at least this ambiguity (hybrid partition)",
        source="assumption", plausible=CHOICE, rules="lanes.lane_of",
    )  # fmt: skip
    # Technology, 0 for none and 1 for all of it
    ai_context: float = setting(
        0.0, ge=0, le=1, unit="share",
        about="Least share of the story that whoever takes over is shown, without having listened",
        source="assumption", plausible=CHOICE, rules="technology.context_with_technology",
    )  # fmt: skip
    intelligent_routing: float = setting(
        0.0, ge=0, le=1, unit="share",
        about="How far routing by intent replaces routing by menu: fewer misroutes, a little less work",
        source="evidence row 21: misroutes 0.20 to 0.08, and row 64: work 2% less; sizes in demand.technology",
        plausible=CHOICE, rules=("technology.routed_misroute_share", "technology.routed_work_minutes"),
    )  # fmt: skip
    automation: float = setting(
        0.0, ge=0, le=1, unit="share",
        about="Share of first contacts on bot channels that meet a bot first",
        source="assumption", plausible=CHOICE,
    )  # fmt: skip
    predictive: float = setting(
        0.0, ge=0, le=1, unit="share",
        about="Share of hidden needs that are foreseen: the right wing, and the right team at the first attempt",
        source="assumption", plausible=CHOICE, rules="diagnosis.chance_of_unseen_need",
    )  # fmt: skip
    historical: float = setting(
        0.0, ge=0, le=1, unit="share",
        about="Least share of the story that is at hand when a customer comes back",
        source="assumption", plausible=CHOICE, rules="technology.context_with_technology",
    )  # fmt: skip
    agent_assist: float = setting(
        0.0, ge=0, le=1, unit="share",
        about="How far an assistant helps people while they serve; novices gain most",
        source="evidence row 60 (technology block holds its size)", plausible=CHOICE,
        rules=("technology.assisted_speed", "staff.leaving_probability"),
    )  # fmt: skip
    walls: bool = setting(
        True,
        about="false: teams do not bind; one dispatch over all queues and all free people (the null test)",
        source="convention",
    )  # fmt: skip
