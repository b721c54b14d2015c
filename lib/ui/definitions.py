"""What each number means, in plain words, with the settings it really uses."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lib.domain import caseload, mood, participation, rhythm
from lib.domain.words import msg


@dataclass(frozen=True, slots=True)
class Definition:
    """One number explained: a title, paragraphs, and the values of its settings."""

    title: str
    paragraphs: tuple[str, ...]
    values: Mapping[str, object] = field(default_factory=dict)


DEFINITIONS: dict[str, Definition] = {
    "participation": Definition(
        msg("Taking part"),
        (
            msg(
                "Moments done out of moments agreed. “3× a week” means 3 moments, on any day. "
                "Mini, ordinary and ample all count fully."
            ),
            msg(
                "The figure looks at the last {used} full weeks that can be counted, within the "
                "last {within}. A week counts when it is over and a step was agreed on at least "
                "{active} days. The running week is shown as “so far”."
            ),
            msg(
                "Agreed rest is never counted against anyone: fewer moments are asked then. More "
                "than agreed is shown as extra and never lifts another step."
            ),
            msg(
                "A week that was not filled in counts no moments, although there may have been "
                "some. So the figure is “at least”, and it says of how many weeks nothing is known."
            ),
            msg("A week keeps the agreement of that week, also when the route changes later."),
        ),
        {
            "used": participation.SUMMARY_WEEKS,
            "within": participation.LOOK_BACK_WEEKS,
            "active": participation.EVALUABLE_FROM_ACTIVE_DAYS,
        },
    ),
    "trend": Definition(
        msg("Direction of mood"),
        (
            msg(
                "From ratings that were not given right after moving: before a session, or "
                "remembered for a day. Several on one day become their mean. The last {window} "
                "days are looked at."
            ),
            msg(
                "A direction is only named from {days} days with a rating, over at least {span} "
                "days. It needs two checks that agree: a straight line whose 95% interval leaves "
                "out zero, and a rank test (Mann-Kendall), and a change of at least {least} point."
            ),
            msg(
                "Days resemble each other, so both checks are made stricter with a fixed "
                "correlation of {rho}. In a client whose mood does not change, a direction is "
                "still named by chance in 3 to 5 of 100 cases."
            ),
            msg("“No clear change” does not mean stable: it means that nothing clear can be seen."),
        ),
        {
            "window": mood.WINDOW_DAYS,
            "days": mood.TREND_FROM_DAYS,
            "span": mood.TREND_FROM_SPAN_DAYS,
            "least": mood.CLEAR_CHANGE,
            "rho": mood.DAY_AUTOCORRELATION,
        },
    ),
    "rhythm": Definition(
        msg("Rhythm"),
        (
            msg(
                "How steady someone's own pattern is, in words: beginning, growing, getting "
                "firmer, a steady rhythm. With several steps it is the steadiest one."
            ),
            msg(
                "A missed day costs little and never sets it back to nothing. During rest it "
                "stands still. It is named from {days} active days."
            ),
            msg("The formula is the one of the open-source app uhabits (Loop)."),
        ),
        {"days": rhythm.WORDS_FROM_ACTIVE_DAYS},
    ),
    "attention": Definition(
        msg("Reasons for attention"),
        (
            msg(
                "A reason is a fact that makes a moment of contact worth while, never a judgement."
            ),
            msg(
                "Back again: taking part after {silent} quiet days or more, shown for a week. "
                "Quiet for a while: {silent} days without any word while a route is agreed, and no "
                "rest."
            ),
            msg(
                "Mood lower than usual: the mean of the last 7 days lies at least {lower} points "
                "under that of the four weeks before, in nearly all comparisons. One bad day "
                "never does that."
            ),
            msg(
                "Mood very low: the last three ratings, within two weeks, are all {low} or lower, "
                "unless this client is usually low."
            ),
            msg(
                "Both are a reason to talk, not a diagnosis; a stable client gets one by chance "
                "now and then."
            ),
        ),
        {
            "silent": caseload.SILENT_DAYS,
            "lower": mood.LOWER_BY,
            "low": mood.VERY_LOW_VALUE,
        },
    ),
}
