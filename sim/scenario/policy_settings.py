"""Settings of a policy: how work is diagnosed, who may take it, how it changes hands."""

from __future__ import annotations

from typing import Literal

from sim.scenario.fields import Settings, setting


class Policy(Settings):
    """The dials that every column has, whatever its partition."""

    # Who faces the customer
    lead: Literal["rotating", "fixed", "leaderless"] = setting(
        "rotating",
        unit="-",
        source="convention",
        about="rotating: best score leads, need by need; fixed: the first keeps the contact; leaderless: no preference",
    )
    skill_weight: float = setting(
        1.0, ge=0, le=100, unit="-", source="assumption", about="Weight of skill in the score of a match"
    )
    familiarity_weight: float = setting(
        0.1,
        ge=0,
        le=100,
        unit="-",
        source="assumption",
        about="Weight in the score of having served this customer before",
    )
    consult_skill: float = setting(
        0.7,
        gt=0,
        le=1,
        unit="skill",
        source="evidence row 24b: 0.7, range 0.5-0.9",
        about="Skill a fixed lead reaches on a foreign need by consulting a colleague",
    )
    consult_share: float = setting(
        0.3,
        ge=0,
        le=1,
        unit="share of step",
        source="evidence row 24b: 0.3, range 0.1-0.5",
        about="Share of the step for which the consulted colleague is occupied",
    )
    # Who is spared
    fatigue_weight: float = setting(
        0.2,
        ge=0,
        le=100,
        unit="-",
        source="assumption",
        about="Weight of fatigue in the score of a match; the tired are chosen later",
    )
    max_lead_minutes: float | None = setting(
        None,
        gt=0,
        unit="minutes",
        source="assumption",
        about="Who has led longer than this without a rest is preferred less; absent: never",
    )
    rest_minutes: float = setting(
        10.0, ge=0, le=1440, unit="minutes", source="assumption", about="Unoccupied time that counts as a rest"
    )
    rest_weight: float = setting(
        0.5,
        ge=0,
        le=100,
        unit="-",
        source="assumption",
        about="What the score loses when somebody has led for longer than max_lead_minutes without a rest",
    )
    drafting: float = setting(
        0.0,
        ge=0,
        le=1,
        unit="share",
        source="evidence row 69: 0.10, range 0-0.20; 0 by default",
        about="How far attached wings spare the lead: fatigue rises by (1 - drafting x saving of the formation)",
    )
    # Wings
    wings: int = setting(
        0,
        ge=0,
        le=3,
        unit="people",
        source="evidence row 69a: 1, range 0-3",
        about="Most people who listen in on a step, each able to serve the likeliest next need",
    )
    listen_share: float = setting(
        0.15,
        ge=0,
        le=1,
        unit="share of step",
        source="evidence row 69a: 0.15, range 0.05-0.4",
        about="Share of the step for which a wing is occupied",
    )
    attach_from_share: float = setting(
        0.0,
        ge=0,
        le=1,
        unit="share",
        source="assumption",
        about="Wings are attached only where a next need is at least this likely (a visible one is certain)",
    )
    coordination_share: float = setting(
        0.005,
        ge=0,
        le=1,
        unit="share of step per colleague",
        source="evidence row 51: 0.5%, range 0-2%",
        about="Lengthening of the step per colleague attached to it",
    )
    # Context
    context_kept_plain: float = setting(
        0.30,
        ge=0,
        le=1,
        unit="share",
        source="evidence row 22: loose 0.30, range 0.1-0.4",
        about="Context kept when the case goes to another team",
    )
    context_kept_team: float = setting(
        0.30,
        ge=0,
        le=1,
        unit="share",
        source="evidence row 22; equal to plain unless declared",
        about="Context kept when the case goes to a team-mate",
    )
    context_kept_wing: float = setting(
        0.95,
        ge=0,
        le=1,
        unit="share",
        source="evidence row 24a: 0.95, range 0.85-1",
        about="Context kept when an attached wing takes over",
    )
    context_kept_triage: float = setting(
        0.2,
        ge=0,
        le=1,
        unit="share",
        source="evidence row 24a: 0.2, range 0-0.4",
        about="Context that a triage gives at most to whoever made it",
    )
    retelling_share: float = setting(
        0.15,
        ge=0,
        le=1,
        unit="share of work done",
        source="evidence row 24: 0.15, range 0.05-0.30",
        about="Minutes to tell again everything done so far, per minute of work done so far",
    )
    owner: Literal["none", "first"] = setting(
        "none",
        unit="-",
        source="convention",
        about="first: whoever first serves a case owns it, and briefs everybody who takes it over (a case manager)",
    )
    context_kept_owner: float = setting(
        0.9,
        ge=0,
        le=1,
        unit="share",
        source="assumption",
        about="Context kept at a change of hands when the owner takes over or is on shift to brief",
    )
    briefing_minutes: float = setting(
        1.0,
        ge=0,
        le=1000,
        unit="minutes",
        source="assumption",
        about="Time that an owner and whoever takes over spend at each briefing",
    )
    context_kept_memory: float = setting(
        0.3,
        ge=0,
        le=1,
        unit="share",
        source="evidence row 24a: 0.3, range 0.1-0.6",
        about="Context that is left, in records, when a customer comes back",
    )
    return_to: Literal["front", "same_team", "same_person", "owner"] = setting(
        "front",
        unit="-",
        source="convention",
        about="Where a customer who comes back goes: like a new one, to the team of the last person met, or to that "
        "person if free (else to the team); owner: the same with the owner of the case",
    )
    # Cost of a change of hands
    changeover_minutes: float = setting(
        0.3,
        ge=0,
        le=1000,
        unit="minutes",
        source="evidence row 47: 5% of handling time, range 0-15%",
        about="Setting up by the next person at each change of hands",
    )
    link_minutes: float = setting(
        0.0,
        ge=0,
        le=1000,
        unit="minutes",
        source="assumption",
        about="Time that both sides spend at a handoff between teams, or to bring in a wing or adviser of another team",
    )
    pickup_inside_minutes: dict[str, float] = setting(
        default_factory=dict,
        unit="minutes by channel",
        source="evidence row 20a: mail 36, range 0-240",
        example={"mail": 36},
        about="Delay until work that stays in its team is looked at, when nobody is free",
    )
    pickup_across_minutes: dict[str, float] = setting(
        default_factory=dict,
        unit="minutes by channel",
        source="evidence row 20a: mail 36, range 0-240",
        example={"mail": 36},
        about="The same for work that goes to another team; equal by default",
    )
    # Diagnosis
    misroute_share: float = setting(
        0.20,
        ge=0,
        le=0.95,
        unit="share",
        source="evidence row 21: 0.20, range 0.1-0.35",
        about="Probability that the apparent need is wrong at the first attempt, at mean ambiguity",
    )
    misroute_ambiguity_slope: float = setting(
        1.0,
        ge=0,
        le=10,
        unit="per unit of ambiguity",
        source="assumption",
        about="Relative growth of the misroute probability per unit of ambiguity above its mean",
    )
    misroute_decay: float = setting(
        0.5,
        ge=0,
        le=1,
        unit="share per attempt",
        source="assumption",
        about="Factor on the misroute probability at each further attempt; the fourth attempt is certain",
    )
    triage_minutes: float = setting(
        1.0,
        ge=0,
        le=1000,
        unit="minutes",
        source="assumption",
        about="Time that whoever receives a wrong need spends to find out",
    )
    # Who may take it
    team_choice: Literal["least_wait", "account", "random"] = setting(
        "least_wait",
        unit="-",
        source="convention",
        about="Among teams that can serve: least work per person on shift, by account, or at random",
    )
    queue_order: Literal["joined", "age", "distress"] = setting(
        "age",
        unit="-",
        source="assumption",
        about="Order within a priority: longest in this queue, oldest contact, or most distressed customer first",
    )
    assignment: Literal["assign_or_wait", "greedy"] = setting(
        "assign_or_wait",
        unit="-",
        source="convention",
        about="Whether a secondary skill is used only when waiting for a primary would cost more, or always",
    )
    borrowing: Literal["none", "near", "anywhere"] = setting(
        "none",
        unit="-",
        source="assumption",
        about="Whether free people of other teams may take work that nobody in its team is free for; near: teams of "
        "the same unit or site only",
    )
    first_line_to_ambiguity: float = setting(
        0.5,
        ge=0,
        le=1,
        unit="ambiguity",
        source="assumption",
        about="A first line (tiered partition) serves cases up to this ambiguity, where able, and refers all others; a "
        "referral counts as an attempt at the diagnosis",
    )
    complex_from_needs: int = setting(
        2,
        ge=1,
        le=17,
        unit="needs",
        source="assumption",
        about="A case with at least as many needs in sight is complex (hybrid partition)",
    )
    complex_from_ambiguity: float = setting(
        1.0,
        ge=0,
        le=1,
        unit="ambiguity",
        source="assumption",
        about="So is one of at least this ambiguity (hybrid partition)",
    )
    # Technology, 0 for none and 1 for all of it
    ai_context: float = setting(
        0.0,
        ge=0,
        le=1,
        unit="share",
        source="assumption",
        about="Least share of the story that whoever takes over is shown, without having listened",
    )
    intelligent_routing: float = setting(
        0.0,
        ge=0,
        le=1,
        unit="share",
        source="evidence row 21: misroutes 0.20 to 0.08, and row 64: work 2% less; sizes in demand.technology",
        about="How far routing by intent replaces routing by menu: fewer misroutes, a little less work",
    )
    automation: float = setting(
        0.0,
        ge=0,
        le=1,
        unit="share",
        source="assumption",
        about="Share of first contacts on bot channels that meet a bot first",
    )
    predictive: float = setting(
        0.0,
        ge=0,
        le=1,
        unit="share",
        source="assumption",
        about="Share of hidden needs that are foreseen: the right wing, and the right team at the first attempt",
    )
    historical: float = setting(
        0.0,
        ge=0,
        le=1,
        unit="share",
        source="assumption",
        about="Least share of the story that is at hand when a customer comes back",
    )
    agent_assist: float = setting(
        0.0,
        ge=0,
        le=1,
        unit="share",
        source="evidence row 60 (technology block holds its size)",
        about="How far an assistant helps people while they serve; novices gain most",
    )
    walls: bool = setting(
        True,
        unit="-",
        source="convention",
        about="false: teams do not bind; one dispatch over all queues and all free people (the null test)",
    )
