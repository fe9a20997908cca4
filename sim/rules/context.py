"""What the next person knows of the customer's story, and what the customer must tell again."""


def context_after_handoff(context: float, kept_share: float) -> float:
    """Share of the customer's story that the next person starts with.

    context' = context * kept_share

    context: share known to whoever hands over, in [0, 1].
    kept_share: share kept by this kind of change of hands, in [0, 1]. Evidence rows 22 and 24a.
    """
    return context * kept_share


def context_after_triage(context: float, triage_share: float) -> float:
    """Share of the story known to a person who only found out that the work belongs elsewhere.

    context' = max(context, triage_share): triage gives at most its share, and loses nothing.

    context: share the person started with, in [0, 1].
    triage_share: most that a triage gives, in [0, 1]. Evidence row 24a.
    """
    if context > triage_share:
        return context
    return triage_share


def retelling_minutes(told_minutes: float, context: float, retelling_share: float) -> float:
    """Minutes in which the customer tells again what the next person does not know.

    minutes = retelling_share * told_minutes * (1 - context)

    told_minutes: work and triage already done in this case, minutes at skill 1; 0 at the first step, so that
        nothing is charged where nothing was told, and growing with what has been done.
    context: share of the story the person starts with, in [0, 1].
    retelling_share: minutes per minute of work done when nothing is known. Evidence row 24.
    """
    return retelling_share * told_minutes * (1.0 - context)
