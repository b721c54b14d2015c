"""Says numbers in honest sentences: the count always, the uncertainty always, no shame."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from lib.domain import mood
from lib.domain.basis import Channel, Silence, SilenceAgreement
from lib.domain.before_after import VALUES_IN_EACH_PHASE, BeforeAfter
from lib.domain.calendar import week_start
from lib.domain.caseload import REASON_WORDS, SILENT_DAYS, Reason, Standing
from lib.domain.days import DAY_KIND_WORDS, ORDER
from lib.domain.glance import Facts, MoodGlance, StepGlance
from lib.domain.later_willing import COUNTS_FROM_TIMES, LOW_WILLINGNESS, LaterWilling
from lib.domain.participation import DayKind
from lib.domain.returns import Pace, Returns
from lib.domain.rhythm import Rhythm
from lib.domain.routes import (
    KIND_WORDS,
    PROPOSER_WORDS,
    SIZE_WORDS,
    AgreedRest,
    Difference,
    Size,
    Step,
    StepDifference,
    Version,
)
from lib.domain.starts import Starts
from lib.domain.willing_path import WillingPath
from lib.domain.words import msg
from lib.ui import agreed
from lib.ui.text import (
    day,
    length,
    moment_in_words,
    number,
    short_day,
    signed,
    t,
    tn,
    weekday,
)

RHYTHM_WORDS = {
    Rhythm.BEGIN: msg("beginning"),
    Rhythm.GROWING: msg("growing"),
    Rhythm.FIRMER: msg("getting firmer"),
    Rhythm.STEADY: msg("a steady rhythm"),
}


def taking_part(now: Standing) -> str:
    """Return taking part over the last weeks in one sentence, always with its counts."""
    summary = now.summary
    if summary.n_weeks == 0:
        if now.this_week is not None:
            return this_week(now.this_week)
        return t("Nothing has been agreed over full weeks yet.")
    if summary.weeks_without_log == summary.n_weeks:
        # Nothing told is not nothing done: no zero stands here.
        return tn(
            "Of the last full week nothing has been filled in yet.",
            "Of the last {count} full weeks nothing has been filled in yet.",
            summary.n_weeks,
        )
    if summary.counted >= summary.target:
        done_of = msg("{done} of {asked} moments done")
    elif summary.counted:
        done_of = msg("At least {done} of {asked} moments done")
    else:  # "at least none" would be a zero after all
        done_of = msg("Of {asked} moments none was told as done")
    said = t(done_of, done=number(summary.counted), asked=number(summary.target))
    said += " " + tn("in {count} full week", "in the last {count} full weeks", summary.n_weeks)
    rest = now.rest_days
    if rest:
        said += ", " + tn("{count} day of rest agreed", "{count} days of rest agreed", rest)
    said += "."
    if summary.weeks_without_log:
        said += " " + tn(
            "Of {count} week nothing is known.",
            "Of {count} weeks nothing is known.",
            summary.weeks_without_log,
        )
    return said


def taking_part_short(now: Standing | Facts) -> str:
    """Return taking part as a row shows it: "at least 9 of 12 moments"."""
    if now.summary.n_weeks == 0:
        return t("too early to say")
    if now.summary.weeks_without_log == now.summary.n_weeks:
        return t("not filled in yet")
    return moments(now.summary.counted, now.summary.target)


def moments(done: int, asked: int) -> str:
    """Return done out of asked moments: "at least", until there is nothing more to be done.

    A day nobody told about may have been a done one, so what was told is a lower bound.
    """
    if done >= asked:
        return t("{done} of {asked} moments", done=number(done), asked=number(asked))
    return t("at least {done} of {asked} moments", done=number(done), asked=number(asked))


def extra(beyond: int) -> str:
    """Return moments done beyond what was asked, as extra and never as a share."""
    return tn("{count} moment extra", "{count} moments extra", beyond)


def this_week(so_far: tuple[int, int]) -> str:
    """Return the running week, never as a share: it is not over.

    Before anything was told it only says what was agreed: nothing known is not nothing done.
    """
    if so_far[0] == 0:
        return tn(
            "This week {count} moment is agreed.",
            "This week {count} moments are agreed.",
            so_far[1],
        )
    return t("This week so far: {done} of {asked} moments.", done=so_far[0], asked=so_far[1])


def rhythm(word: Rhythm | None) -> str:
    """Return the rhythm in words; there is no number and no way down in it."""
    if word is None:
        return t("Rhythm: too early to say.")
    return t("Rhythm: {word}.", word=t(RHYTHM_WORDS[word]))


def day_kind(kind: DayKind, *, so_far: bool = False) -> str:
    """Return the kind of a day in words; `so_far` for today, which is not over."""
    if so_far and kind is DayKind.NOT_FILLED_IN:
        return t("not filled in yet")
    return t(DAY_KIND_WORDS[kind])


def days(kinds: Mapping[date, DayKind], *, today: date, since_last: bool = False) -> str:
    """Return what the days of some weeks were in one sentence, with what is not known of them.

    Today is never called unknown: it is not over. `since_last` says that these are the days since
    the last session.
    """
    of = Counter(kinds.values())
    unknown = of[DayKind.NOT_FILLED_IN] - (kinds.get(today) is DayKind.NOT_FILLED_IN)
    parts = []
    if of[DayKind.DONE] and unknown:
        parts.append(
            tn(
                "something done on at least {count} day",
                "something done on at least {count} days",
                of[DayKind.DONE],
            )
        )
    elif of[DayKind.DONE]:
        parts.append(
            tn("something done on {count} day", "something done on {count} days", of[DayKind.DONE])
        )
    elif of[DayKind.NOT_DONE]:
        parts.append(
            tn(
                "something told about {count} day",
                "something told about {count} days",
                of[DayKind.NOT_DONE],
            )
        )
    if of[DayKind.REST]:
        parts.append(tn("rest on {count} day", "rest on {count} days", of[DayKind.REST]))
    if not parts:
        if DayKind.NOT_FILLED_IN in of:
            return t("Of these days nothing has been filled in yet.")
        return t("On these days nothing was asked.")
    what = ", ".join(parts)
    if since_last:
        said = t("Since the last session: {what}.", what=what)
    else:
        weeks = len({week_start(day) for day in kinds})
        said = tn(
            "The last {count} week: {what}.", "The last {count} weeks: {what}.", weeks, what=what
        )
    if unknown:
        said += " " + tn(
            "Of {count} day nothing is known.", "Of {count} days nothing is known.", unknown
        )
    return said


def days_alt(kinds: Mapping[date, DayKind], sessions: Collection[date], *, today: date) -> str:
    """Return the calendar in words, for a screen reader: each kind of day and how often."""
    of = Counter(kinds.values())
    each = "; ".join(
        f"{t(DAY_KIND_WORDS[kind])}: {number(of[kind])}" for kind in reversed(ORDER) if of[kind]
    )
    said = f"{days(kinds, today=today)} " + t("Days: {each}.", each=each)
    held = sum(day in kinds for day in sessions)
    return said + " " + tn("{count} day with a session.", "{count} days with a session.", held)


def came_back(found: Returns) -> str:
    """Return how often somebody took part again after a quiet time, in positive words.

    Ask it only where there was a return: of nothing there is nothing to say.
    """
    said = tn(
        "Taking part again after a quiet time: {count} time.",
        "Taking part again after a quiet time: {count} times.",
        found.n,
    )
    if found.median_days is not None:
        middle = number(found.median_days, 1)
        said += " " + (
            t("That was after {days} quiet days.", days=middle)
            if found.n == 1
            else t("The middle one of those times lasted {days} days.", days=middle)
        )
    pace = {
        Pace.SOONER: msg("Lately beginning again came sooner."),
        Pace.ABOUT_THE_SAME: msg("It took about as long each time."),
        Pace.LATER: msg("Lately it took more time, and then too it began again."),
    }
    if found.pace in pace:
        said += " " + t(pace[found.pace])
    return said


def little_willingness(found: LaterWilling) -> str:
    """Return what became of the times with little willingness, to read together with the client.

    Counts alone, in the "you" form; below enough times it says how many there are yet.
    """
    if not found.enough:
        return t(
            "Too few times yet to say something about ({times} of {enough}).",
            times=number(found.low),
            enough=number(COUNTS_FROM_TIMES),
        )
    limit = number(LOW_WILLINGNESS)
    if found.went == found.low:
        said = tn(
            "{count} time you felt like it {limit} or less beforehand, and you went.",
            "{count} times you felt like it {limit} or less beforehand, and you went.",
            found.low,
            limit=limit,
        )
    else:
        said = tn(
            "{count} time you felt like it {limit} or less beforehand.",
            "{count} times you felt like it {limit} or less beforehand.",
            found.low,
            limit=limit,
        )
        if not found.went:
            return said + " " + t("Those times you did not go.")
        said += " " + tn(
            "{count} time you went all the same, {stayed} not.",
            "{count} times you went all the same, {stayed} not.",
            found.went,
            stayed=number(found.low - found.went),
        )
    if not found.told:
        return said + " " + t("How it felt then, beside what you thought, is not known.")
    return (
        said
        + " "
        + tn(
            "Of {count} time we know how it felt: {lighter} lighter than you thought, {same} the "
            "same, {heavier} heavier.",
            "Of {count} times we know how it felt: {lighter} lighter than you thought, {same} the "
            "same, {heavier} heavier.",
            found.told,
            lighter=number(found.lighter),
            same=number(found.same),
            heavier=number(found.heavier),
        )
    )


def mood_trend(trend: mood.Trend) -> str:
    """Return the direction of mood in one sentence, with n and the uncertainty."""
    if trend.label is mood.Direction.TOO_FEW or trend.slope_per_week is None:
        return tn(
            "Mood: too few ratings yet to see a direction "
            "({count} day; from {days} days over {weeks} weeks).",
            "Mood: too few ratings yet to see a direction "
            "({count} days; from {days} days over {weeks} weeks).",
            trend.n_days,
            days=mood.TREND_FROM_DAYS,
            weeks=mood.TREND_FROM_SPAN_DAYS // 7,
        )
    low, high = trend.slope_interval_per_week or (0.0, 0.0)
    month = 30 / 7
    numbers = {
        "change": signed(trend.slope_per_week * month),
        "low": signed(low * month),
        "high": signed(high * month),
        "days": number(trend.n_days),
    }
    if trend.label is mood.Direction.NO_CLEAR_CHANGE:
        return t(
            "Mood: no clear change ({change} a month, between {low} and {high}; "
            "{days} days with a rating).",
            **numbers,
        )
    sentences = {
        mood.Direction.RISING: msg(
            "Mood: seems to have risen ({change} a month, between {low} and {high}; "
            "{days} days with a rating). It can still be chance."
        ),
        mood.Direction.FALLING: msg(
            "Mood: seems to have gone down ({change} a month, between {low} and {high}; "
            "{days} days with a rating). It can still be chance."
        ),
    }
    return t(sentences[trend.label], **numbers)


def around_change(changed_on: date, found: BeforeAfter) -> str:
    """Return mood before and after a change of the route in pairs of days, and what it is not."""
    counted = {
        "day": day(changed_on),
        "before": number(len(found.before)),
        "after": number(len(found.after)),
    }
    if found.nap is None or found.interval is None:
        return t(
            "Around the change of the route on {day}: too few days to compare "
            "({before} before, {after} after; from {least} each).",
            least=VALUES_IN_EACH_PHASE,
            **counted,
        )
    low, high = found.interval
    return t(
        "Around the change of the route on {day} ({before} days before, {after} after): in {share} "
        "of every 100 pairs of a day before and a day after it was higher after ({low} to {high}). "
        "This does not say that the route did it.",
        share=number(100 * found.nap),
        low=number(100 * low),
        high=number(100 * high),
        **counted,
    )


def willing_path(path: WillingPath) -> str:
    """Return of how many of the last sessions each number is known."""
    return tn(
        "Of the last time is known: willingness beforehand {willing} times, how it was on "
        "the way {during} times, and how it was afterwards {after} times.",
        "Of the last {count} times is known: willingness beforehand {willing} times, how it was on "
        "the way {during} times, and how it was afterwards {after} times.",
        path.times,
        willing=number(path.willing),
        during=number(path.during),
        after=number(path.after),
    )


def mood_short(trend: mood.Trend | MoodGlance) -> str:
    """Return the direction of mood as a row shows it."""
    words = {
        mood.Direction.TOO_FEW: msg("too few ratings yet"),
        mood.Direction.RISING: msg("seems to rise"),
        mood.Direction.FALLING: msg("seems to go down"),
        mood.Direction.NO_CLEAR_CHANGE: msg("no clear change"),
    }
    days = tn("{count} day", "{count} days", trend.n_days)
    return f"{t(words[trend.label])} ({days})"


def reason(kind: Reason, now: Standing) -> str:
    """Return why a client is worth a moment, as a fact in one sentence."""
    if kind is Reason.CARE_SIGNAL:
        return care_signal()
    if kind is Reason.RETURNED:
        return t("Taking part again after a quiet time. Good that they are back.")
    if kind is Reason.SILENT:
        if now.last_word is None:
            return t("Nothing has been heard since the route began.")
        return t("Last heard of on {day}.", day=day(now.last_word))
    if kind is Reason.REST_ENDS and now.resting is not None and now.resting.end is not None:
        return t("The agreed rest lasts until {day}.", day=day(now.resting.end))
    if kind is Reason.VERY_LOW_MOOD:
        return t("The last three ratings were {low} or lower.", low=number(mood.VERY_LOW_VALUE))
    sentences = {
        Reason.LOWER_MOOD: msg("Mood of the last week lies lower than this client's usual."),
        Reason.NO_ROUTE: msg("A first small step can be chosen together."),
        Reason.REST_ENDS: msg("The agreed rest ends soon."),
        Reason.NO_NEXT_DATE: msg("No next appointment is written down."),
    }
    return t(sentences[kind])


def care_signal() -> str:
    """Return what an open care signal means, and what waits for it."""
    return t("Someone of the team is worried about this client. No step is suggested.")


def silence(agreed: SilenceAgreement | None, coach: str) -> str:
    """Return what the client decided for when it goes quiet, in one sentence and their words.

    `coach` is the name of who guides them now.
    """
    if agreed is None:
        return tn(
            "Nothing is agreed yet. After {count} quiet day Ministap calls it a reason for "
            "contact.",
            "Nothing is agreed yet. After {count} quiet days Ministap calls it a reason for "
            "contact.",
            SILENT_DAYS,
        )
    said = _who_does_what(agreed, agreed.who if agreed.kind is Silence.SOMEONE else coach)
    if agreed.words:
        said += " " + t("Words: “{words}”", words=agreed.words)
    return said


def _who_does_what(agreed: SilenceAgreement, who: str) -> str:
    days = agreed.days
    if agreed.kind is Silence.LEAVE or days is None:
        return t("Agreed: leave in peace. Silence is then no reason for contact.")
    match agreed.channel:
        case Channel.MESSAGE:
            return tn(
                "Agreed: after {count} day {who} sends a message.",
                "Agreed: after {count} days {who} sends a message.",
                days,
                who=who,
            )
        case Channel.LETTER:
            return tn(
                "Agreed: after {count} day {who} writes a letter or card.",
                "Agreed: after {count} days {who} writes a letter or card.",
                days,
                who=who,
            )
        case Channel.VISIT:
            return tn(
                "Agreed: after {count} day {who} comes by.",
                "Agreed: after {count} days {who} comes by.",
                days,
                who=who,
            )
        case _:
            return tn(
                "Agreed: after {count} day {who} calls.",
                "Agreed: after {count} days {who} calls.",
                days,
                who=who,
            )


def reason_short(kind: Reason) -> str:
    """Return the name of a reason."""
    return t(REASON_WORDS[kind])


def next_time(now: Standing | Facts) -> str:
    """Return the next appointment, or that there is none."""
    if now.next_appointment is None:
        return t("no next date yet")
    return moment_in_words(now.next_appointment)


def last_time(now: Standing | Facts) -> str:
    """Return when the last session was, or that there was none."""
    if now.last_session is None:
        return t("no session yet")
    return moment_in_words(now.last_session)


def route_in_words(version: Version | None, resting: AgreedRest | None = None) -> str:
    """Return a route in one line: "Naar de brievenbus 3× per week · Raam open elke dag"."""
    return steps_in_words(version.steps if version else (), resting=resting is not None)


def steps_in_words(steps: Sequence[Step | StepGlance], *, resting: bool) -> str:
    """Return the steps of a route in one line, and that they rest; see `route_in_words`."""
    if not steps:
        return t("no route yet")
    said = " · ".join(f"{step.activity} {how_often(step)}" for step in steps)
    if resting:
        said = t("rest agreed") + " · " + said
    return said


def how_often(step: Step | StepGlance) -> str:
    """Return how often: "3× per week", "every day"."""
    if step.per_week == 7:
        return t("every day")
    return t("{count}× a week", count=step.per_week)


def when(step: Step) -> str:
    """Return on which days, at what time and after what a step is done."""
    if step.days:
        days = in_a_row([weekday(one) for one in step.days])
        parts = [t("on {days}", days=days)]
    elif step.per_week == 7:
        parts = [t("every day, some time of the day")]
    else:
        parts = [t("{count}× a week, on any day", count=step.per_week)]
    if step.at is not None:
        parts.append(agreed.at(step))
    return " ".join(parts)


def in_a_row(words: Sequence[str]) -> str:
    """Return words as a sentence names them: "ma, wo en vr"."""
    if len(words) < 2:
        return "".join(words)
    return t("{first} and {last}", first=", ".join(words[:-1]), last=words[-1])


def size(step: Step, which: Size) -> str:
    """Return one size of a step: "mini: tot de deur (30 seconden)"."""
    one = step.sizes[which]
    return f"{t(SIZE_WORDS[which])}: {one.text} ({length(one.seconds)})"


def difference(one: StepDifference) -> str:
    """Return one difference between two versions in plain words."""
    before, after = one.before, one.after
    if one.kind is Difference.REORDERED:
        return t("The order of the steps changed.")
    if after is not None and before is None:
        sentence = (
            msg("Begins with “{step}”, {often}.")
            if one.kind is Difference.BEGUN
            else msg("New: “{step}”, {often}.")
        )
        return t(sentence, step=after.activity, often=how_often(after))
    if before is not None and after is None:
        return t("“{step}” is no longer on the route.", step=before.activity)
    assert before is not None
    assert after is not None
    parts = []
    if before.activity != after.activity:
        parts.append(t("is now called “{name}”", name=after.activity))
    if before.per_week != after.per_week:
        parts.append(f"{how_often(before)} → {how_often(after)}")
    for which in Size:
        old, new = before.sizes[which], after.sizes[which]
        if old.seconds != new.seconds:
            parts.append(f"{t(SIZE_WORDS[which])}: {length(old.seconds)} → {length(new.seconds)}")
        elif old.text != new.text:
            parts.append(f"{t(SIZE_WORDS[which])}: {new.text}")
    if (before.days, before.at) != (after.days, after.at):
        parts.append(when(after))
    if before.cue != after.cue:
        parts.append(t("after: “{cue}”", cue=after.cue) if after.cue else t("without a cue"))
    if before.ceiling != after.ceiling:
        parts.append(agreed.ceiling(after) or t("without a ceiling"))
    if before.kind != after.kind:
        parts.append(t(KIND_WORDS[after.kind]))
    if (before.place, before.company) != (after.place, after.company):
        parts.append(t("another place or other company"))
    if before.note != after.note:
        parts.append(t("another note"))
    return f"“{before.activity}”: " + "; ".join(parts) + "."


def phases(names: Sequence[str], at: int | None) -> str:
    """Return the phases of a route, and which of them it is in."""
    if not names:
        return t("without phases")
    said = t("Phases: {names}.", names=", ".join(names))
    if at is None:
        return said
    return said + " " + t("Now: “{name}”.", name=names[at])


def made(version: Version) -> str:
    """Return who proposed a version, who wrote it down, and from when it counts."""
    return t(
        "From {day} · proposed by: {who} · written down by {name}",
        day=day(version.valid_from),
        who=t(PROPOSER_WORDS[version.proposed_by]),
        name=version.made_by,
    )


def rest(one: AgreedRest, activity: str | None) -> str:
    """Return an agreed rest in words."""
    what = f"“{activity}”" if activity else t("the whole route")
    if one.end is None:
        return t("Rest for {what} from {start}, open end.", what=what, start=day(one.start))
    return t(
        "Rest for {what} from {start} until {end}.",
        what=what,
        start=day(one.start),
        end=day(one.end),
    )


def good_start(counted: Starts) -> str:
    """Return how often an idea was tried and went on, as counts of clients.

    Days that nobody told about may have been done ones: until all went on it says "at least".
    """
    if not counted.went_on:
        return t("Tried {tried} times.", tried=number(counted.tried))
    if counted.went_on == counted.tried:
        return t("Tried {tried} times, and every time it went on.", tried=number(counted.tried))
    return tn(
        "Tried {tried} times, and at least {count} time it went on.",
        "Tried {tried} times, and at least {count} times it went on.",
        counted.went_on,
        tried=number(counted.tried),
    )


def day_beside(one: date, *, newest: date | None) -> str:
    """Return a day as a table names it, "wo 4 nov", with its year when that is another one.

    `newest` is the newest day of that table.
    """
    said = short_day(one)
    return said if newest is None or one.year == newest.year else f"{said} {one.year}"


def week_of(start: date, *, newest: date | None = None) -> str:
    """Return the name of a week for a table, "week van ma 2 nov", the year as in `day_beside`."""
    return t("week of {day}", day=day_beside(start, newest=newest))
