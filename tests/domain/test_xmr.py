"""XmR charts: the constants, the limits and the rules, worked out by hand beside the code."""

import pytest

from lib.domain.xmr import (
    BASELINE_MOST,
    LEAST_POINTS,
    Rule,
    Side,
    Sign,
    chart,
    limits_of,
    moving_ranges,
)

# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: flow rates of ten batches. There the
# mean is 50.81, the mean moving range 1.8778, and the limits are 55.8041 and 45.8159.
NIST = (49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)
# Twelve weeks around 20. Ranges by hand: 2 4 2 3 1 4 2 1 3 2 2, together 26, the mean 26/11.
TWELVE = (20, 22, 18, 20, 23, 22, 18, 20, 21, 18, 20, 18)


def test_the_ranges_and_limits_are_those_of_the_handbook() -> None:
    ranges = (2.0, 2.3, 1.4, 3.5, 3.4, 1.4, 0.2, 1.2, 1.5)
    assert moving_ranges(NIST) == pytest.approx(ranges)
    found = limits_of(NIST, floor=None, frozen=False)
    assert found.centre == pytest.approx(50.81)
    assert found.mean_range == pytest.approx(1.8778, abs=1e-4)
    # The handbook divides 3 by 1.128; 2.66 is that number in two decimals.
    assert found.upper == pytest.approx(55.8041, abs=2e-3)
    assert found.lower == pytest.approx(45.8159, abs=2e-3)
    assert found.upper_range == pytest.approx(3.268 * 16.9 / 9)


def test_twelve_weeks_by_hand() -> None:
    found = chart(TWELVE)
    limits = found.limits
    assert limits is not None
    assert sum(found.ranges) == 26
    assert limits.centre == 20
    assert limits.upper == pytest.approx(20 + 2.66 * 26 / 11)  # 26.29
    assert limits.lower == pytest.approx(20 - 2.66 * 26 / 11)  # 13.71
    assert limits.upper_range == pytest.approx(7.7244, abs=1e-3)
    assert (limits.points, limits.frozen) == (12, False)
    assert found.signs == ()


def test_with_fewer_points_there_are_points_and_nothing_is_said_of_them() -> None:
    found = chart([*TWELVE[:10], 900])
    assert len(found.values) == LEAST_POINTS - 1
    assert found.values[-1] == 900
    assert len(found.ranges) == 10
    assert found.limits is None
    assert found.signs == ()
    assert chart(()).values == ()


def test_counts_are_never_expected_below_nothing() -> None:
    few = [2, 0, 3, 1, 4, 0, 2, 3, 0, 1, 2, 0]
    limits = chart(few).limits
    assert limits is not None
    assert limits.lower == 0
    assert limits.lower_natural < 0
    free = chart(few, floor=None).limits
    assert free is not None
    assert free.lower == limits.lower_natural


def test_after_the_baseline_a_new_point_moves_no_limit() -> None:
    row = [*TWELVE, *TWELVE[:8]]
    assert len(row) == BASELINE_MOST
    before, after = chart(row).limits, chart([*row, 60, 61, 62]).limits
    assert before is not None
    assert before.frozen
    assert after == before
    # One week earlier they still moved.
    shorter, longer = chart(row[:-2]).limits, chart(row[:-1]).limits
    assert shorter is not None
    assert longer is not None
    assert not longer.frozen
    assert shorter.centre != longer.centre


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        # The limits are 13.28 and 26.72: 26 lies within, 27 outside.
        ([26], ()),
        ([27], ((Rule.OUTSIDE, Side.ABOVE, 20, 20),)),
        ([13], ((Rule.OUTSIDE, Side.BELOW, 20, 20),)),
        # 14 to 23 is a range of 9, more than 8.26; both lie within the limits.
        ([14, 23], ((Rule.JUMP, Side.ABOVE, 20, 21),)),
        ([14, 22], ()),
        ([21] * 7, ()),
        ([21] * 8, ((Rule.RUN, Side.ABOVE, 20, 27),)),
        ([19] * 9, ((Rule.RUN, Side.BELOW, 20, 28),)),
        # Upon the centre is on neither side.
        ([21, 21, 21, 21, 20, 21, 21, 21, 21], ()),
        # Nearer to the limit than to the centre: above 23.36, below 16.64; three of four, not two.
        ([24, 24, 20, 24], ((Rule.NEAR, Side.ABOVE, 20, 23),)),
        ([24, 20, 24, 20, 20, 24], ()),
        ([16, 16, 16], ((Rule.NEAR, Side.BELOW, 20, 22),)),
        # Two on the one side and two on the other are no three.
        ([24, 24, 17, 16], ()),
        ([24, 24, 24, 24, 24], ((Rule.NEAR, Side.ABOVE, 20, 24),)),
    ],
)
def test_what_stands_out_after_the_baseline(
    more: list[float], expected: tuple[tuple[Rule, Side, int, int], ...]
) -> None:
    # Twenty weeks: the twelve, and eight with ranges 2 2 3 2 3 4 4 2; together 48, the mean 48/19.
    base = [20, 22, 18, 20, 23, 22, 18, 20, 21, 18, 20, 18, 20, 22, 19, 21, 18, 22, 18, 20]
    found = chart([*base, *more])
    limits = found.limits
    assert limits is not None
    assert limits.centre == 20
    assert limits.upper == pytest.approx(20 + 2.66 * 48 / 19)
    assert limits.lower == pytest.approx(20 - 2.66 * 48 / 19)
    assert limits.upper_range == pytest.approx(3.268 * 48 / 19)
    assert found.signs == tuple(Sign(*one) for one in expected)


def test_weeks_of_building_up_are_shown_and_neither_judged_nor_counted() -> None:
    found = chart([1, 2, 3, 90, *TWELVE], build_up=4)
    assert found.values[:4] == (1, 2, 3, 90)
    assert found.limits == chart(TWELVE).limits
    assert found.signs == ()
    late = chart([1, 2, 3, 90, *TWELVE, 60], build_up=4)
    assert any(one.rule is Rule.OUTSIDE and one.first == 16 for one in late.signs)
    assert all(one.first >= 4 for one in late.signs)
    assert chart([1, 2, 3, 90, *TWELVE[:11]], build_up=4).limits is None


def test_when_nothing_ever_changed_any_change_stands_out_and_sameness_does_not() -> None:
    assert chart([7] * 30).signs == ()
    assert [one.rule for one in chart([*[7] * 24, 8]).signs] == [Rule.OUTSIDE, Rule.JUMP]


def test_limits_need_two_points() -> None:
    with pytest.raises(ValueError, match="two points"):
        limits_of([3], floor=None, frozen=False)
