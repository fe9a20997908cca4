"""Inverse distributions in closed form: one uniform in, one value out; plain Python that is also compiled."""

import math

_CENTRE = (
    (3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
     4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3),
    (1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
     2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3),
)  # fmt: skip
_MIDDLE = (
    (1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
     1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4),
    (1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
     1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9),
)  # fmt: skip
_TAIL = (
    (6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
     2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7),
    (1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
     7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15),
)  # fmt: skip


def _ratio(above, below, x):
    top = above[7]
    bottom = below[7]
    for i in range(6, -1, -1):
        top = top * x + above[i]
        bottom = bottom * x + below[i]
    return top / bottom


def normal_score(u: float) -> float:
    """Value that a standard normal stays below with probability u, in (0, 1); to about 1e-16 of itself.

    Wichura (1988), algorithm AS 241, Applied Statistics 37:3.
    """
    q = u - 0.5
    if abs(q) <= 0.425:
        return q * _ratio(_CENTRE[0], _CENTRE[1], 0.180625 - q * q)
    r = math.sqrt(-math.log(u if q < 0.0 else 1.0 - u))
    if r <= 5.0:
        score = _ratio(_MIDDLE[0], _MIDDLE[1], r - 1.6)
    else:
        score = _ratio(_TAIL[0], _TAIL[1], r - 5.0)
    return -score if q < 0.0 else score


def lognormal(score: float, mean: float, variation: float) -> float:
    """Lognormal value at a normal score. mean: above 0. variation: coefficient of variation, 0 is constant."""
    variance = math.log(1.0 + variation * variation)
    return mean * math.exp(math.sqrt(variance) * score - 0.5 * variance)


def exponential(u: float, mean: float) -> float:
    """Exponential value. u: in (0, 1)."""
    return -mean * math.log(1.0 - u)


def weibull(u: float, scale: float, shape: float) -> float:
    """Weibull value; shape 1 is exponential. u: in (0, 1). scale: mean / gamma(1 + 1/shape)."""
    hazard = -math.log(1.0 - u)
    if shape == 1.0:
        return scale * hazard
    return scale * hazard ** (1.0 / shape)


def kumaraswamy(u: float, shape: float, power: float) -> float:
    """Value in [0, 1] of a Kumaraswamy distribution: F(x) = 1 - (1 - x^a)^b. u: in (0, 1). shape: a. power: 1/b."""
    value = 1.0 - (1.0 - u) ** power
    if shape == 1.0:
        return value
    return value ** (1.0 / shape)


def kumaraswamy_power(mean: float, shape: float) -> float:
    """1/b of the Kumaraswamy distribution with this mean and a = shape. mean: in (0, 1). shape: above 0.

    With a = 1 the mean is 1/(1 + b); otherwise b B(1 + 1/a, b) = mean is solved for b, which falls as the mean rises.
    """
    if shape == 1.0:
        return mean / (1.0 - mean)
    from scipy.optimize import brentq
    from scipy.special import betaln

    def excess(log_b: float) -> float:
        return log_b + float(betaln(1.0 + 1.0 / shape, math.exp(log_b))) - math.log(mean)

    return math.exp(-float(brentq(excess, -60.0, 60.0, xtol=1e-13)))


def correlated_score(score: float, other_score: float, correlation: float) -> float:
    """Normal score correlated with another one (Gaussian copula). correlation: in (-1, 1)."""
    return correlation * other_score + math.sqrt(1.0 - correlation * correlation) * score
