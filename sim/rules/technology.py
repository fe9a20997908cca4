"""What technology changes: dials that either formation may have, 0 for none and 1 for all of it."""


def context_with_technology(kept_share: float, ai_context: float) -> float:
    """Share of context kept when a system tells the next person the story: max(kept, ai_context).

    kept_share: without it, in [0, 1]. ai_context: share of the story the system knows and shows, in [0, 1]; for
    a returning customer the same rule holds with `historical`. Assumption.
    """
    if ai_context > kept_share:
        return ai_context
    return kept_share


def assisted_speed(speed: float, agent_assist: float, novice_gain: float, novice_speed: float) -> float:
    """Speed of a person with an assistant: novices gain all of it, experts (speed 1 and above) nothing.

    speed * (1 + agent_assist * novice_gain * n), n = 1 at or below novice_speed, falling in a line to 0 at speed 1.

    speed: skill * pace, above 0. agent_assist: the dial, in [0, 1]. novice_gain: 0.30, evidence row 60
    (Brynjolfsson, Li & Raymond: +30-34% novices, about 0 experts). novice_speed: in (0, 1), assumption.
    """
    if speed >= 1.0:
        return speed
    share = (1.0 - speed) / (1.0 - novice_speed)
    if share > 1.0:
        share = 1.0
    return speed * (1.0 + agent_assist * novice_gain * share)


def routed_work_minutes(work_minutes: float, intelligent_routing: float, time_gain: float) -> float:
    """Work when it goes to whoever suits it: work * (1 - intelligent_routing * time_gain). Evidence row 64.

    work_minutes: >= 0. intelligent_routing: the dial, in [0, 1]. time_gain: 0.02, range 0-0.05.
    """
    return work_minutes * (1.0 - intelligent_routing * time_gain)


def routed_misroute_share(misroute_share: float, intelligent_routing: float, misroute_cut: float) -> float:
    """Misroute share with intelligent routing: share * (1 - intelligent_routing * misroute_cut). Evidence row 21.

    misroute_share: without it, in [0, 1]. misroute_cut: 0.6 (menu 0.20 to intent 0.08), range 0.4-0.7.
    """
    return misroute_share * (1.0 - intelligent_routing * misroute_cut)
