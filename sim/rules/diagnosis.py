"""What a customer's need seems to be: every assignment acts on the apparent need."""


def chance_of_unseen_need(follow_share: float, unseen_share: float) -> float:
    """Probability that another need follows although none is in sight: t h / (1 - t (1 - h)), by Bayes.

    follow_share: t, share of needs of this kind that any need follows, in [0, 1].
    unseen_share: h, share of needs that cannot be seen before their time, in [0, 1].
    """
    unseen = follow_share * unseen_share
    if unseen <= 0.0:
        return 0.0
    return unseen / (1.0 - follow_share + unseen)


def misroute_probability(
    attempt: int, ambiguity: float, mean_ambiguity: float, misroute_share: float, slope: float, decay: float
) -> float:
    """Probability that the apparent need is wrong.

    p = misroute_share * (1 + slope * (z - mean z)) * decay^attempt, clipped to [0, 1];
    0 from the fourth attempt on.

    attempt: 0 for the first assignment of this need.
    ambiguity: z of the case, in [0, 1]. mean_ambiguity: its mean.
    misroute_share: at mean ambiguity and first attempt, in [0, 1]. Evidence row 21.
    slope: per unit of ambiguity. decay: factor per further attempt, in [0, 1]. Assumptions.
    """
    if attempt >= 3:
        return 0.0
    probability = misroute_share * (1.0 + slope * (ambiguity - mean_ambiguity))
    for _ in range(attempt):
        probability = probability * decay
    if probability < 0.0:
        return 0.0
    if probability > 1.0:
        return 1.0
    return probability
