"""Chance that can be had again: the same seed and the same name give the same draws, for ever and on every machine.

Each milestone and each party draws from a stream of its own, keyed by seed and name (Philox, a counter-based generator:
Salmon and others, 2011). So a milestone keeps its luck when others come, go or change, and two futures can be compared
run by run. Only the generator's raw bits are used, because numpy promises them to stay the same and nothing beyond.
"""

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

TAIL = 0.02425
"""Where Acklam's approximation changes from its middle to its tails; the rest are its coefficients, highest first."""

MIDDLE_OVER = (
    -39.69683028665376,
    220.9460984245205,
    -275.9285104469687,
    138.357751867269,
    -30.66479806614716,
    2.506628277459239,
)
MIDDLE_UNDER = (-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1.0)
TAIL_OVER = (
    -0.007784894002430293,
    -0.3223964580411365,
    -2.400758277161838,
    -2.549732539343734,
    4.374664141464968,
    2.938163982698783,
)
TAIL_UNDER = (0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1.0)
SERIES = (0.5307027145, -0.7265760135, 0.7107068705, -0.1422483683, 0.1274147960, 0.0)
"""The coefficients of Abramowitz and Stegun 26.2.17, over the square root of two pi."""


def uniforms(seed: int, name: str, runs: int) -> Floats:
    """Shares strictly between 0 and 1, one for each run."""
    of_name = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")
    bits = np.random.Philox(key=np.array([seed, of_name], dtype=np.uint64)).random_raw((runs + 1) // 2)
    halves = np.asarray(bits).astype("<u8").view("<u4")[:runs]
    return ((halves >> 9).astype(np.float64) + 0.5) * 2.0**-23


def normals(shares: Floats) -> Floats:
    """The standard normal quantiles of these shares (Acklam's rational approximation, good to nine digits)."""
    away = shares - 0.5
    square = away * away
    found = away * _polynomial(MIDDLE_OVER, square) / _polynomial(MIDDLE_UNDER, square)
    for side, edge in ((1.0, shares < TAIL), (-1.0, shares > 1.0 - TAIL)):
        far = shares[edge]
        depth = np.sqrt(-2.0 * np.log(far if side > 0 else 1.0 - far))
        found[edge] = side * _polynomial(TAIL_OVER, depth) / _polynomial(TAIL_UNDER, depth)
    return found


def shares_below(values: Floats) -> Floats:
    """The share of a standard normal below each value, strictly between 0 and 1.

    Abramowitz and Stegun 26.2.17, good to seven digits, which is finer than any plan.
    """
    size = np.abs(values)
    t = 1.0 / (1.0 + 0.2316419 * size)
    tail = _polynomial(SERIES, t) * np.exp(-0.5 * size * size)
    return np.clip(np.where(values > 0, 1.0 - tail, tail), 1e-9, 1.0 - 1e-9)


def _polynomial(coefficients: tuple[float, ...], at: Floats) -> Floats:
    total = np.full_like(at, coefficients[0])
    for coefficient in coefficients[1:]:
        total *= at
        total += coefficient
    return total
