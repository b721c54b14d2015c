"""What each number means, in plain words, with the settings it really uses."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lib.domain import caseload, mood, participation, rhythm, starts
from lib.domain.advice_inputs import FEELING_MIDDLE
from lib.domain.advice_settings import Parameters
from lib.domain.words import msg

_ADVICE = Parameters()


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
                "The client decides what happens when it goes quiet: after how many days, who gets "
                "in touch and how. That number of days counts then. Who wants to be left in peace "
                "is never named quiet."
            ),
            msg(
                "Care signal open: a colleague is worried and wrote that down. Ministap opens none "
                "by itself and reads no notes. It stays until somebody closes it, with a note."
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
    "advice": Definition(
        msg("Step suggestion"),
        (
            msg(
                "What you might talk about next, for each step of the route. It is for you as a "
                "movement coach; you decide, together with the client. It is never sent to a "
                "client and stands on no paper."
            ),
            msg(
                "The first of these that is so, counts. No step is suggested while a care signal "
                "is open, for who is worse for more than a day after effort, and during rest. In "
                "the first {resume} days after rest it is about beginning again, a bit smaller "
                "when the rest lasted more than {rest} days."
            ),
            msg(
                "Smaller: the client wishes so; it was worse the day after {worse} times in "
                "{session} days (in the cautious profile {worse_cautious} time); of the last "
                "{weeks} full weeks of which something was filled in fewer than {few} of every 100 "
                "moments were done; the middle of at least {ratings} ratings is {heavy} or more "
                "for effort, or below {feeling} for how it feels on the way."
            ),
            msg(
                "A larger step may be, and never must: at least {most} of every 100 moments done "
                "and {week} of every 100 in each week, effort at most {light}, {feeling} or more "
                "on the way, never worse the day after, at least {sure} for how sure the next step "
                "is, and {since} days since it last grew (in the cautious profile "
                "{since_cautious}). Then it is longer or more often, never both."
            ),
            msg(
                "In all other cases the step may stay as it is, also when far more was done than "
                "agreed or too little is known. The screen says what is still open."
            ),
            msg(
                "What is told in a session counts for every step. These are the usual values: the "
                "lead of your team may choose others, and the suggestion uses those."
            ),
        ),
        {
            "resume": _ADVICE.resume_days,
            "rest": _ADVICE.long_pause_days,
            "worse": _ADVICE.worse_times,
            "worse_cautious": _ADVICE.worse_times_cautious,
            "session": _ADVICE.session_days,
            "weeks": _ADVICE.weeks,
            "few": _ADVICE.smaller_below,
            "ratings": _ADVICE.ratings_from,
            "heavy": _ADVICE.effort_heavy,
            # As the form asks for it.
            "feeling": _ADVICE.feeling_from + FEELING_MIDDLE,
            "most": _ADVICE.larger_from,
            "week": _ADVICE.week_from,
            "light": _ADVICE.effort_light,
            "sure": _ADVICE.confidence_from,
            "since": _ADVICE.increase_days,
            "since_cautious": _ADVICE.increase_days_cautious,
        },
    ),
    "good_start": Definition(
        msg("A step as a good start"),
        (
            msg(
                "How often clients began with this step of the library, and how often it went on. "
                "It counts when it stood on a route for the first time at least {watched} days "
                "ago. It went on when it was done, any size, in the first {first} days and again "
                "in the {later} days after."
            ),
            msg(
                "A client counts once, also when the guidance has ended. Nothing is known of days "
                "nobody told about, so it is “at least”. That a step did not go on says nothing "
                "about a client: another step or rest may have fitted better."
            ),
            msg(
                "Steps of the app are counted over the whole practice, steps your team thought up "
                "over the clients of your team. There is no count below {clients} clients or "
                "{coaches} coaches, and never one of a coach or a client: so the rows behind it "
                "are not shown either."
            ),
        ),
        {
            "watched": starts.WATCHED_DAYS,
            "first": starts.FIRST_DAYS,
            "later": starts.WATCHED_DAYS - starts.FIRST_DAYS,
            "clients": starts.LEAST_CLIENTS,
            "coaches": starts.LEAST_COACHES,
        },
    ),
}
