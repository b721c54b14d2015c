"""What each number means, in plain words, with the settings it really uses."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lib.domain import (
    before_after,
    caseload,
    contexts,
    effect,
    experiment,
    intake,
    later_willing,
    load,
    mood,
    participation,
    returns,
    rhythm,
    signals,
    smoother,
    starts,
    team_quality,
    willing_path,
    xmr,
)
from lib.domain.advice_inputs import FEELING_MIDDLE
from lib.domain.advice_settings import Parameters
from lib.domain.goals import HIGHEST_SCORE, MOST_STANDING
from lib.domain.handbook import HELPED_AT_MOST
from lib.domain.questionnaires import FORMS, POSITIVE_FROM, Measure
from lib.domain.words import msg

_ADVICE = Parameters()
_WHO5, _PHQ4 = FORMS[Measure.WHO5], FORMS[Measure.PHQ4]
_GAD7, _PGIC = FORMS[Measure.GAD7], FORMS[Measure.PGIC]


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
    "handbook": Definition(
        msg("My handbook"),
        (
            msg(
                "Weeks in which there was moving: of the last {within} full weeks those in which a "
                "step was agreed, without the weeks that were all rest. It is “at least”, because "
                "a week nobody told about may have had some. It is named from {least} such weeks."
            ),
            msg(
                "Begun again: a day of moving after at least {silent} days of which nothing was "
                "told, agreed rest left out. How long it was is nowhere said."
            ),
            msg(
                "What helps: in how many sessions it was named, at most {most} of them, most often "
                "named first. It is what was told, not what was measured."
            ),
            msg(
                "The word for the rhythm is that of the overview; what was told around moving is "
                "that of “What helps”. The direction of mood, questionnaires, what made it hard, "
                "notes, care signals and reasons for attention never stand here."
            ),
        ),
        {
            "within": participation.LOOK_BACK_WEEKS,
            "least": participation.SHARE_FROM_WEEKS,
            "silent": caseload.SILENT_DAYS,
            "most": HELPED_AT_MOST,
        },
    ),
    "day_kinds": Definition(
        msg("Five kinds of day"),
        (
            msg(
                "Done: any step was done, mini, ordinary or ample. Did not work out: someone said "
                "so. Not filled in: a step was agreed and nobody told what became of it; it may "
                "have been done. Rest: agreed rest. Not asked: nothing was agreed."
            ),
            msg(
                "With several steps, the day is done when one of them was done. Otherwise what was "
                "said counts, then a step of which nothing is known, then rest."
            ),
            msg(
                "A step with fixed days is only asked on those days. A step on any day of the week "
                "asks no day in particular: its days without a word are not filled in until all "
                "moments of that week are done. After that the other days were not asked."
            ),
            msg(
                "A diamond is a day with a session the client came to. Under the weeks the same "
                "days stand in order of their kind."
            ),
        ),
    ),
    "returns": Definition(
        msg("Return"),
        (
            msg(
                "A return is taking part again, with a step or in a session, after at least "
                "{silent} quiet days: days without any word. Days of agreed rest are not quiet "
                "days. The first time ever is a beginning, not a return."
            ),
            msg(
                "The middle one: half of the quiet times were shorter and half were longer. From "
                "{pace} returns on, the later half is laid beside the earlier half; a difference "
                "of less than {clear} days is called about as long."
            ),
            msg("Quiet days only have a number once somebody is back. They are never counted up."),
        ),
        {
            "silent": returns.SILENT_DAYS,
            "pace": returns.PACE_FROM_RETURNS,
            "clear": returns.CLEAR_PACE_DAYS,
        },
    ),
    "later_willing": Definition(
        msg("Does willingness come later?"),
        (
            msg(
                "The sessions with {low} or lower for how much the client felt like it beforehand. "
                "From {enough} such times on there is a sentence."
            ),
            msg(
                "Lighter: the number afterwards is higher than how the client thought it would "
                "feel. Only times with both numbers count there, and the sentence says how many."
            ),
            msg(
                "These are counts. They do not say why, and they are no advice to go all the same. "
                "How it would have felt the times somebody did not come, nobody knows."
            ),
        ),
        {
            "low": later_willing.LOW_WILLINGNESS,
            "enough": later_willing.COUNTS_FROM_TIMES,
        },
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
                "Who meets you within {soon} days is not called quiet either, unless they stayed "
                "away the last time."
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
            "soon": caseload.MEETS_SOON_DAYS,
            "lower": mood.LOWER_BY,
            "low": mood.VERY_LOW_VALUE,
        },
    ),
    "worklist": Definition(
        msg("Who is waiting, and why"),
        (
            msg(
                "Each row is a fact about one client. It comes by itself, and goes by itself once "
                "the fact is mended. You can put it off, call it done, or say that it was no use. "
                "The first {shown} rows stand on the screen; the others stand below them."
            ),
            msg(
                "Mood, silence, a return, a rest that ends, no route and no next date are the same "
                "as under “Reasons for attention”. A mood signal is not given twice within "
                "{cool_down} days."
            ),
            msg(
                "Session not written down yet: an appointment of the last {fresh} days, on whose "
                "day no session stands. Also write it down when it did not take place."
            ),
            msg(
                "Worse the day after: that is what the last session told, less than {fresh} days "
                "ago, and the route has not been changed since. Much more than agreed, and step "
                "does not fit: rules {much} and {first} to {last} of the step suggestion."
            ),
            msg(
                "Questionnaire to look at together: copied from paper, and you have not met since. "
                "It stands for {discuss} days at most."
            ),
            msg(
                "What you called done and still stands after {again} days is asked about once "
                "more. No row says how somebody is, and a row is never a diagnosis."
            ),
        ),
        {
            "shown": signals.ROWS_SHOWN,
            "cool_down": mood.COOL_DOWN_DAYS,
            "fresh": signals.FRESH_DAYS,
            "discuss": signals.TO_DISCUSS_DAYS,
            "again": signals.AGAIN_AFTER_DAYS,
            "much": signals.TOO_MUCH_RULE,
            "first": min(signals.MISFIT_RULES),
            "last": max(signals.MISFIT_RULES),
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
    "beginning": Definition(
        msg("The way to a first step"),
        (
            msg(
                "Referral, first call and first meeting are the days you wrote down. The first "
                "step is the first day on which a step was told as done, in any size; a session is "
                "no step."
            ),
            msg(
                "Days are counted from one day to another, so on the same day is 0. They run from "
                "the nearest stage before of which the day is known. What is not known has no "
                "days: it is no 0."
            ),
            msg(
                "A stage counts as reached when its day is known or that of a later one. A session "
                "the client came to was a meeting."
            ),
            msg(
                "Over your own clients the middle of the days is shown: half of the people waited "
                "shorter, half longer. From {clients} clients on, also those whose guidance has "
                "ended."
            ),
        ),
        {"clients": intake.LEAST_CLIENTS},
    ),
    "effect": Definition(
        msg("Around moving"),
        (
            msg(
                "The number before a session beside the number after it, for the first session of "
                "a day, over the last {window} days. A session has no end time, so it counts as "
                "{minutes} minutes. What was written down more than {written} hours after the end "
                "does not count here: it is remembered in the light of what came since."
            ),
            msg(
                "Below {counts} times there are only the numbers themselves. From {counts} it is "
                "counted how many went up, stayed or went down. From {estimate} there is a mean "
                "change with its 95% interval."
            ),
            msg(
                "After a bad day mood mostly gets a little better by itself. With {usual} days or "
                "more that have a number and no session, the change is worked out for a day that "
                "begins as usual. Without these days the screen warns of it."
            ),
            msg(
                "“More often” is only said when the interval leaves out zero and the change is at "
                "least {least} point. What it comes from cannot be seen."
            ),
        ),
        {
            "window": mood.WINDOW_DAYS,
            "minutes": effect.SESSION_LASTS.total_seconds() / 60,
            "written": effect.WRITTEN_WITHIN.total_seconds() / 3600,
            "counts": effect.COUNTS_FROM_PAIRS,
            "estimate": effect.ESTIMATE_FROM_PAIRS,
            "usual": effect.CORRECTED_FROM_DAYS,
            "least": effect.CLEAR_EFFECT,
        },
    ),
    "contexts": Definition(
        msg("Alone, together, outside"),
        (
            msg(
                "How moving felt on the way and at the end, by circumstance. The numbers come from "
                "sessions to which the client came, and from days of an experiment: there the way "
                "that was really gone counts. One time counts in each of its circumstances."
            ),
            msg(
                "A mean and its spread (the standard deviation) are named from {times} times. The "
                "afternoon begins at {noon} and the evening at {evening} o'clock. A place "
                "elsewhere is neither outside nor inside, and a session is never alone."
            ),
            msg(
                "People choose a circumstance on better and on worse days. So a higher number does "
                "not say what it comes from, and the rows are never sorted by it."
            ),
        ),
        {
            "times": contexts.CONTEXT_FROM_TIMES,
            "noon": contexts.AFTERNOON_FROM_HOUR,
            "evening": contexts.EVENING_FROM_HOUR,
        },
    ),
    "experiment": Definition(
        msg("A small experiment"),
        (
            msg(
                "For {weeks} weeks two ways take turns on the days that were agreed. Which comes "
                "first is drawn; each day of the week has the one way in one week and the other in "
                "the other."
            ),
            msg(
                "The numbers at the end are compared, of days that went as the idea was, from "
                "{least} days of each way. A day that went otherwise, or without a number, is left "
                "out."
            ),
            msg(
                "“This can be chance” stands there unless fewer than {chance} of every 100 plans "
                "that might have been drawn as well show a difference this large. On fewer than 7 "
                "days a week there are so few plans that it always can be chance."
            ),
            msg(
                "A difference beyond chance does not say what it comes from either. It is not a "
                "test: a day may be skipped, and stopping is always fine."
            ),
        ),
        {
            "weeks": experiment.WEEKS,
            "least": experiment.COMPARED_FROM_DAYS,
            "chance": experiment.CHANCE_BELOW * 100,
        },
    ),
    "who5": Definition(
        msg("WHO-5: well-being"),
        (
            msg(
                "Five questions about the last two weeks, each from {lowest} to {highest}. The sum "
                "times {points} is the score, from 0 to {most}: higher is more pleasant. The "
                "scoring is that of {source}."
            ),
            msg(
                "{low} or lower is a reason to talk about how it goes. It says nothing about what "
                "somebody has: it is not a diagnosis."
            ),
            msg(
                "When an answer is open there is no score: nothing is filled in for anyone. The "
                "questions stand on the official list, not on the screen."
            ),
        ),
        {
            "lowest": _WHO5.lowest,
            "highest": _WHO5.highest,
            "points": _WHO5.points,
            "most": _WHO5.items * _WHO5.highest * _WHO5.points,
            "low": _WHO5.bands[1][0] - 1,
            "source": _WHO5.source,
        },
    ),
    "phq4": Definition(
        msg("PHQ-4: tension and low mood"),
        (
            msg(
                "Four questions about the last two weeks, each from {lowest} to {highest}. The sum "
                "is the score, from 0 to {most}: lower is lighter. The scoring is that of {source}."
            ),
            msg(
                "The first two are about tension, the last two about low mood. {half} or more in "
                "one of both halves is a reason to consult the family doctor or their mental "
                "health nurse, together with the client."
            ),
            msg(
                "It is not a diagnosis. The names that the source gives to higher scores do not "
                "stand on the screen: they belong to a doctor. When an answer is open there is no "
                "score."
            ),
        ),
        {
            "lowest": _PHQ4.lowest,
            "highest": _PHQ4.highest,
            "most": _PHQ4.items * _PHQ4.highest,
            "half": POSITIVE_FROM,
            "source": _PHQ4.source,
        },
    ),
    "gad7": Definition(
        msg("GAD-7: tension and worrying"),
        (
            msg(
                "Seven questions about the last two weeks, each from {lowest} to {highest}. The "
                "sum is the score, from 0 to {most}: lower is lighter. The scoring is that of "
                "{source}."
            ),
            msg(
                "{consult} or more is a reason to consult the family doctor or their mental health "
                "nurse, together with the client."
            ),
            msg(
                "It is not a diagnosis. The names that the source gives to higher scores do not "
                "stand on the screen: they belong to a doctor. When an answer is open there is no "
                "score."
            ),
        ),
        {
            "lowest": _GAD7.lowest,
            "highest": _GAD7.highest,
            "most": _GAD7.items * _GAD7.highest,
            "consult": _GAD7.bands[2][0],
            "source": _GAD7.source,
        },
    ),
    "pgic": Definition(
        msg("Compared with the beginning"),
        (
            msg(
                "One question, in our own words: how is it now, compared with the beginning of the "
                "guidance? The answers go from {lowest}, very much better, to {highest}, very much "
                "less good. It is known as PGIC ({source})."
            ),
            msg(
                "It asks about a change already, so two answers are not compared. What the client "
                "remembers of the beginning may change too: it is an impression, and that is "
                "worth talking about."
            ),
        ),
        {"lowest": _PGIC.lowest, "highest": _PGIC.highest, "source": _PGIC.source},
    ),
    "smoother": Definition(
        msg("Smooth line"),
        (
            msg(
                "A line through the days that shows the big shape, for the eye only. Each point of "
                "it leans on the {share} of every 100 days nearest by; days far from the line "
                "weigh less (LOWESS, {source})."
            ),
            msg(
                "It is drawn from {days} days with a rating, and never used for the sentence about "
                "the direction. Near its ends it is least sure."
            ),
            msg(
                "All lines break where more than {across} days lie between two ratings: of such a "
                "time nothing is known."
            ),
        ),
        {
            "share": smoother.SHARE_OF_DAYS * 100,
            "days": smoother.SMOOTH_FROM_DAYS,
            "across": smoother.LINE_ACROSS_DAYS,
            "source": "Cleveland 1979",
        },
    ),
    "before_after": Definition(
        msg("Around a change of the route"),
        (
            msg(
                "Every day before the change is put beside every day from it on. It is counted in "
                "how many of these pairs the day after is higher; equal counts half, and half of "
                "them is no difference (NAP, {source}; the 95% interval is that of "
                "{interval})."
            ),
            msg(
                "Before begins at the change before this one, after ends at the next. From {least} "
                "days with a rating on each side the last change that has them is used; with fewer "
                "there is only the chart. Agreed rest is no change of the route."
            ),
            msg(
                "A route is often changed because it goes better or less well, and days resemble "
                "each other. So the pairs never say what a difference comes from, and the interval "
                "is narrower than chance really is."
            ),
        ),
        {
            "least": before_after.VALUES_IN_EACH_PHASE,
            "source": "Parker & Vannest 2009",
            "interval": "Newcombe 2006",
        },
    ),
    "willing_path": Definition(
        msg("Willingness, on the way and afterwards"),
        (
            msg(
                "The last {times} sessions with any of these numbers, in the order in which they "
                "were held. A line joins how it felt before, on the way and afterwards; what the "
                "client felt like and expected beforehand stands beside it and asks something else."
            ),
            msg(
                "Only the levels on the way and afterwards are written at the points. Sessions are "
                "never sorted by how much a number rose: how it felt on the way says more about "
                "going again than the difference does."
            ),
            msg("A number nobody gave stays out; it is never zero."),
        ),
        {"times": willing_path.LAST_TIMES},
    ),
    "goals": Definition(
        msg("Personal goals"),
        (
            msg(
                "At most {most} goals stand, in the client's own words. How near one feels is a "
                "number from 0, still far away, to {highest}, I am there. A number is never "
                "required."
            ),
            msg(
                "Of several numbers of one day the last one told counts. A number can only be "
                "compared with others of the same goal. No difference is called clear here: "
                "nobody knows how large it has to be for that."
            ),
        ),
        {"most": MOST_STANDING, "highest": HIGHEST_SCORE},
    ),
    "clear_difference": Definition(
        msg("Clear difference"),
        (
            msg(
                "A score differs a little every time, also when nothing has changed. A difference "
                "is called clear from {who5} points of WHO-5, {phq4} points of PHQ-4 and {gad7} "
                "points of GAD-7. Below that it says: no clear difference."
            ),
            msg(
                "For WHO-5 and GAD-7 the number comes from research ({who5_source}; "
                "{gad7_source}). For PHQ-4 no source names one: that number is a choice that can "
                "be defended, no constant of science."
            ),
            msg(
                "There is also a formula for reliable change, which asks how much a score differs "
                "when it is measured twice. It needs a norm with its source. None was found that "
                "fits the people guided here, so that figure is not shown."
            ),
            msg(
                "A clear difference does not say where it comes from, and it is never used for a "
                "step suggestion."
            ),
        ),
        {
            "who5": _WHO5.clear_from,
            "phq4": _PHQ4.clear_from,
            "gad7": _GAD7.clear_from,
            "who5_source": _WHO5.clear_source,
            "gad7_source": _GAD7.clear_source,
        },
    ),
    "load": Definition(
        msg("The work of a colleague"),
        (
            msg(
                "Clients: those they are the coach of, whose guidance goes on. New: of these, "
                "whose guidance began in the chosen period. Talks: sessions of the period to which "
                "the client came, written down by this colleague."
            ),
            msg(
                "Heavy talks: those of them that the colleague called heavy, or held while a care "
                "signal about the client was open. How a client felt plays no part in it."
            ),
            msg(
                "Hours there are: the hours a week of the team's agreements over the coming {days} "
                "days, without weekends, public holidays and absence; empty while they are not "
                "known. Hours planned: appointments with clients in these days, groups left out."
            ),
            msg(
                "No next date, quiet for a while and care signals count clients of theirs; each "
                "stands in the list below with its reason. Open questions wait for an answer of a "
                "team lead."
            ),
            msg(
                "Nobody is ranked: how clients are doing is never added up by colleague, here or "
                "in a file."
            ),
            msg(
                "How many clients are back again is shown over at least {clients} clients of "
                "{coaches} colleagues together."
            ),
        ),
        {
            "days": load.AHEAD_DAYS,
            "clients": starts.LEAST_CLIENTS,
            "coaches": starts.LEAST_COACHES,
        },
    ),
    "contacts": Definition(
        msg("Contacts per week"),
        (
            msg(
                "Sessions the client came to, in whole weeks from Monday, from the first session "
                "of the team on, at most {weeks} weeks. The running week is left out, and the one "
                "before it while a planned session of it is not written down. It is about clients "
                "who are in the team now, from {clients} clients on."
            ),
            msg(
                "In its first {build_up} weeks a team grows: these are shown, no limit is made of "
                "them and they never stand out."
            ),
            msg(
                "The average and the limits come from the first {least} to {baseline} points. The "
                "limits lie {factor} times the average change from one point to the next above and "
                "below the average ({source}). After {baseline} points they stay as they are, and "
                "what comes is held beside them. Below {least} points there are no limits."
            ),
            msg(
                "Something stands out when a point lies outside the limits, when one step is "
                "larger than {jump} times the average change, when {run} in a row lie on one side "
                "of the average, or when {near} of {near_of} lie nearer to a limit than to the "
                "average. Everything else is ordinary ups and downs: it needs no reason. What "
                "stands out does not say where it comes from either."
            ),
        ),
        {
            "weeks": team_quality.MOST_WEEKS,
            "build_up": team_quality.BUILD_UP_WEEKS,
            "least": xmr.LEAST_POINTS,
            "baseline": xmr.BASELINE_MOST,
            "factor": xmr.LIMIT_FACTOR,
            "jump": xmr.RANGE_FACTOR,
            "run": xmr.RUN,
            "near": xmr.NEAR,
            "near_of": xmr.NEAR_OF,
            "source": "Wheeler 1993",
            "clients": team_quality.LEAST_CLIENTS,
        },
    ),
    "first_step": Definition(
        msg("Days to a first step"),
        (
            msg(
                "From the day of the referral, or else from the start of the guidance, to the "
                "first day on which a step was told as done, in any size. One point for each "
                "client, in the order of these days, from {clients} clients on. Who has no first "
                "step yet is not in it: how long that takes is not known."
            ),
            msg(
                "The average and the limits come from the first {least} to {baseline} points. The "
                "limits lie {factor} times the average change from one point to the next above and "
                "below the average ({source}). After {baseline} points they stay as they are, and "
                "what comes is held beside them. Below {least} points there are no limits."
            ),
            msg(
                "Something stands out when a point lies outside the limits, when one step is "
                "larger than {jump} times the average change, when {run} in a row lie on one side "
                "of the average, or when {near} of {near_of} lie nearer to a limit than to the "
                "average. Everything else is ordinary ups and downs: it needs no reason. What "
                "stands out does not say where it comes from either."
            ),
        ),
        {
            "least": xmr.LEAST_POINTS,
            "baseline": xmr.BASELINE_MOST,
            "factor": xmr.LIMIT_FACTOR,
            "jump": xmr.RANGE_FACTOR,
            "run": xmr.RUN,
            "near": xmr.NEAR,
            "near_of": xmr.NEAR_OF,
            "source": "Wheeler 1993",
            "clients": team_quality.LEAST_CLIENTS,
        },
    ),
}
