"""How often forecasts came true is judged by what chance alone would leave."""

from math import comb

import pytest

from domain.backtest import Calibration, chance_range, together


@pytest.mark.parametrize("times", [1, 5, 15, 30, 200])
@pytest.mark.parametrize("share", [0.5, 0.8])
def test_chance_leaves_a_share_outside_the_range_in_at_most_one_case_in_twenty(times: int, share: float) -> None:
    low, high = (round(each * times) for each in chance_range(times, share))
    chances = [comb(times, count) * share**count * (1 - share) ** (times - count) for count in range(times + 1)]
    assert sum(chances[:low]) <= 0.025 < sum(chances[: low + 1])
    assert sum(chances[high + 1 :]) <= 0.025 + 1e-12 < sum(chances[high:])


def test_the_more_programmes_the_narrower_the_range() -> None:
    assert chance_range(15, 0.5) == (4 / 15, 11 / 15)
    few, many = chance_range(15, 0.8), chance_range(1000, 0.8)
    assert few[0] < many[0] < 0.8 < many[1] < few[1]
    assert chance_range(0, 0.5) == (0.0, 1.0)


def test_several_forecasts_of_one_programme_count_as_one() -> None:
    one = Calibration(forecasts=3, programmes=1, by_p50=3, by_p80=3)
    assert not one.is_off, "one programme that was quick says nothing"
    many = together([one] * 30)
    assert (many.forecasts, many.programmes, many.p50_held) == (90, 30, 1.0)
    assert many.is_off
