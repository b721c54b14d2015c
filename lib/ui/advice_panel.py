"""The step suggestion on the coach's screen: a calm sentence, why, and the numbers behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from lib.domain.advice import Amount, Code, Suggestion, Why, first_minutes
from lib.domain.advice_inputs import FEELING_MIDDLE, Advice, StepAdvice
from lib.domain.advice_settings import Parameters
from lib.domain.basis import Profile
from lib.domain.routes import Step
from lib.domain.words import msg
from lib.ui import memory, panels, sentences
from lib.ui.text import day, length, number, plain, t, tn

SAYS: Mapping[Code, str] = {
    Code.CONTACT_FIRST: msg("Contact comes first. A step can wait."),
    Code.NO_STEP_ADVICE: msg("No step is suggested here."),
    Code.PAUSED: msg("Rest is agreed. Nothing has to change."),
    Code.RESTART_SMALLER: msg("Good to begin again, a bit smaller."),
    Code.RESTART_SAME: msg("Good to begin again, with the same step."),
    Code.SMALLER: msg("The step does not fit yet. We make it smaller."),
    Code.SAME: msg("The step may stay as it is."),
    Code.DIFFERENT: msg(
        "It is as small as it can be already. Another moment or another form may fit better."
    ),
    Code.LARGER_MAY: msg("A bit more may be. It never has to."),
}
_ICONS: Mapping[Code, str] = {
    Code.CONTACT_FIRST: ":material/support:",
    Code.NO_STEP_ADVICE: ":material/info:",
    Code.PAUSED: ":material/bedtime:",
    Code.RESTART_SMALLER: ":material/waving_hand:",
    Code.RESTART_SAME: ":material/waving_hand:",
    Code.SMALLER: ":material/remove:",
    Code.SAME: ":material/check:",
    Code.DIFFERENT: ":material/swap_horiz:",
    Code.LARGER_MAY: ":material/add:",
}
# About the client, not about one step: said once.
_ABOUT_ALL = frozenset({Code.CONTACT_FIRST, Code.NO_STEP_ADVICE})
# Nothing is weighed here, so there are no numbers to show.
_WITHOUT_NUMBERS = _ABOUT_ALL | {Code.PAUSED}
# An estimate in minutes to show how a cautious first step is worked out.
_EXAMPLE = 10


def show(advice: Advice) -> None:
    """Show the suggestions for a client, on the coach's own screen alone.

    Nothing while coach and client look together, and nothing without a route.
    """
    first_one = advice.begins and advice.profile is Profile.CAUTIOUS
    if not (advice.steps or first_one) or _looked_at_together(advice.client_id):
        return
    # Folded away: the client may be looking along, and this is for the coach.
    with st.expander(t("Step suggestion"), icon=":material/lightbulb:", key="step_suggestion"):
        with st.popover(
            t("Meaning"), icon=":material/help:", type="tertiary", key="meaning:advice"
        ):
            panels.meaning("advice")
        st.caption(
            t("A suggestion for you as a movement coach. Talk about it together; you two decide.")
        )
        if first_one:
            panels.say(first_step(advice.parameters))
        elif advice.steps[0].suggestion.code in _ABOUT_ALL:
            _one(advice, advice.steps[0], alone=True)
        else:
            for one in advice.steps:
                _one(advice, one, alone=False)


def first_step(team: Parameters) -> str:
    """Return how to begin in the cautious profile, with an example."""
    return t(
        "First step: ask what the client thinks is possible, and begin below it. With {possible} "
        "minutes that is {begin}.",
        possible=number(_EXAMPLE),
        begin=number(first_minutes(_EXAMPLE, team)),
    )


def _looked_at_together(client_id: str) -> bool:
    """True while the screen is turned to this client, as the frame sees it too."""
    form = memory.kept("together", str)
    shown = (f"session:{client_id}:", f"handbook:{client_id}:")
    return form is not None and form.startswith(shown)


def _one(advice: Advice, one: StepAdvice, *, alone: bool) -> None:
    found = one.suggestion
    with st.container(gap="xsmall"):
        if not alone:
            st.markdown(f"**{plain(one.step.activity)}**")
        st.markdown(f"{_ICONS[found.code]} **{plain(t(SAYS[found.code]))}**")
        why = reasons(found, advice.parameters, advice.profile)
        if len(why) == 1:
            panels.say(t("Why:") + " " + why[0])
        else:
            panels.say(t("Why:"))
            _listed(why)
        _listed(becomes(found, one.step))
        if len(found.options) > 1:
            st.caption(t("One of the two, never both at once."))
        if found.code not in _WITHOUT_NUMBERS:
            with st.popover(
                t("The numbers behind this"),
                icon=":material/table_rows:",
                type="tertiary",
                key=f"advice:{one.step.key}",
            ):
                _listed(behind(one, advice.parameters))


def _listed(said: Sequence[str]) -> None:
    if said:
        st.markdown("\n".join(f"- {plain(one)}" for one in said))


def becomes(found: Suggestion, step: Step) -> list[str]:
    """Return what the step could be now, in words; empty when it does not change."""
    if found.options:
        return [_option(one, step) for one in found.options]
    if found.to is None or found.to == Amount(step.ordinary.seconds, step.per_week):
        return []
    return [t("For instance: {amount}", amount=_amount(found.to, step))]


def _option(one: Amount, step: Step) -> str:
    longer = one.seconds > step.ordinary.seconds
    how = t("longer") if longer else t("more often")
    return f"{how}: {_amount(one, step)}"


def _amount(one: Amount, step: Step) -> str:
    often = sentences.how_often(replace(step, per_week=one.per_week))
    return f"{length(one.seconds)}, {often}"


def reasons(found: Suggestion, team: Parameters, profile: Profile) -> list[str]:
    """Return why this is suggested, a sentence for each reason, with the numbers in it."""
    return [_reason(why, found, team, profile) for why in found.reasons]


def _reason(why: Why, found: Suggestion, team: Parameters, profile: Profile) -> str:
    told = found.numbers
    match why:
        case Why.CARE_SIGNAL:
            return t("A care signal is open.")
        case Why.WORSE_AFTER_EFFORT:
            return t(
                "After effort this client is worse for more than a day. Building up in steps may "
                "do harm then: let a specialist or the GP look along."
            )
        case Why.RESTING:
            return t("This step rests today.")
        case Why.LONG_REST | Why.SHORT_REST:
            return tn(
                "The rest lasted {count} day.",
                "The rest lasted {count} days.",
                told.pause_length_days,
            )
        case Why.WISH_SMALLER:
            return t("The client would like a smaller step.")
        case Why.WISH_SAME:
            return t("The client would like to keep the step as it is.")
        case Why.WORSE_NEXT_DAY:
            return _worse(told.worse, team.session_days)
        case Why.TOO_FEW_WEEKS:
            return t(
                "Too little is known yet: {have} of the {need} weeks that are needed.",
                have=number(len(told.weeks)),
                need=number(team.weeks),
            )
        case Why.FEW_MOMENTS:
            return t("{moments}. The step asks too much for now.", moments=_moments(found))
        case Why.HEAVY:
            return t(
                "Effort is {middle} in the middle. A step is meant to be light.",
                middle=_middle(told.effort),
            )
        case Why.FEELS_LOW:
            return t(
                "On the way it feels {middle} in the middle, and that is below {limit}.",
                middle=_on_the_form(told.feeling),
                limit=number(team.feeling_from + FEELING_MIDDLE),
            )
        case Why.MUCH_MORE:
            return t(
                "Week after week much more was done than agreed. Talk about that first, before "
                "anything becomes larger."
            )
        case Why.DONE_AND_LIGHT:
            return t("{moments}, and it felt light.", moments=_moments(found))
        case Why.NOT_MOST_MOMENTS:
            return t(
                "{moments}; from {limit} of every 100 a larger step may be.",
                moments=_moments(found),
                limit=number(team.larger_from),
            )
        case Why.A_HARD_WEEK:
            return t("In one of these weeks fewer moments worked out.")
        case Why.TOO_FEW_RATINGS:
            return t(
                "Too few ratings of effort, or of how it feels on the way: {have} of the {need} "
                "that are needed.",
                have=number(max(told.effort_n, told.feeling_n)),
                need=number(team.ratings_from),
            )
        case Why.NOT_LIGHT_YET:
            return t(
                "Effort is {middle} in the middle: it does not feel light yet.",
                middle=_middle(told.effort),
            )
        case Why.CONFIDENCE_UNKNOWN:
            return t("How sure the client is of the next step is not known.")
        case Why.CONFIDENCE_LOW:
            return t(
                "The client gives a {value} for how sure the next step is; from {limit} it is "
                "likely to work out.",
                value=number(told.confidence or 0),
                limit=number(team.confidence_from),
            )
        case Why.LARGER_LATELY:
            return tn(
                "It became larger {count} day ago; let {least} days go by.",
                "It became larger {count} days ago; let {least} days go by.",
                told.days_since_increase or 0,
                least=number(team.since_increase(profile)),
            )
        case Why.NO_ROOM:
            return t("It is as large as it was agreed to become.")


def behind(one: StepAdvice, team: Parameters) -> list[str]:
    """Return the numbers behind a suggestion, each with its count, or that they are not known."""
    told = one.suggestion.numbers
    found = [
        _capital(sentences.week_of(week.start))
        + ": "
        + sentences.moments(week.done, week.target_days)
        for week in told.weeks
        if week.start is not None
    ]
    if not told.weeks:
        found.append(t("No full week yet of which something was filled in."))
    found.append(_rated(msg("Effort"), _middle(told.effort), told.effort_n))
    found.append(_rated(msg("On the way"), _on_the_form(told.feeling), told.feeling_n))
    found.append(_worse(told.worse, team.session_days))
    if told.confidence is None:
        found.append(t("Sure of the next step: not told"))
    else:
        found.append(t("Sure of the next step: {value}", value=number(told.confidence)))
    if told.days_since_increase is None:
        found.append(t("It was never made larger."))
    else:
        found.append(
            tn(
                "It was made larger {count} day ago.",
                "It was made larger {count} days ago.",
                told.days_since_increase,
            )
        )
    if one.looks_further_back:
        found.append(
            t(
                "Since {day} the step is as it is now. What was told before is about how it was "
                "then.",
                day=day(one.since),
            )
        )
    return found


def _rated(name: str, middle: str, count: int) -> str:
    if not count:
        return t("{name}: not told", name=t(name))
    return tn(
        "{name}: {middle} ({count} rating)",
        "{name}: {middle} in the middle of {count} ratings",
        count,
        name=t(name),
        middle=middle,
    )


def _moments(found: Suggestion) -> str:
    told = found.numbers
    return tn(
        "In {count} week {moments}",
        "In {count} weeks {moments}",
        len(told.weeks),
        moments=sentences.moments(told.done, told.asked),
    )


def _worse(times: int, days: int) -> str:
    return tn(
        "Worse the day after: told {count} time in {days} days.",
        "Worse the day after: told {count} times in {days} days.",
        times,
        days=number(days),
    )


def _middle(value: float | None) -> str:
    return "" if value is None else number(value, 1)


def _on_the_form(feeling: float | None) -> str:
    """Return a feeling as the form asks for it, 0 to 10."""
    return "" if feeling is None else number(feeling + FEELING_MIDDLE, 1)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
