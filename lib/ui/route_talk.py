"""One step changed in the talk: smaller, keep, larger, different or rest, seen before saving."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from lib.domain.changes import How, Larger, in_words, larger, smaller
from lib.domain.routes import (
    CHANGE_WORDS,
    SIZE_WORDS,
    Change,
    Difference,
    Size,
    Step,
    StepDifference,
    check_step,
    drafted,
    put,
    without,
)
from lib.domain.shelf import Shelf
from lib.domain.words import msg
from lib.ui import memory, route_form, sentences, step_shelf
from lib.ui.fields import Form
from lib.ui.text import length, plain, t, weekday

ICONS = {
    Change.SMALLER: ":material/remove:",
    Change.KEEP: ":material/check:",
    Change.LARGER: ":material/add:",
    Change.DIFFERENT: ":material/swap_horiz:",
    Change.REST: ":material/bedtime:",
}
LARGER_WORDS = {Larger.LONGER: msg("longer"), Larger.OFTENER: msg("more often")}
_OTHERWISE = {"moment": msg("another moment"), "form": msg("another step")}


@dataclass(frozen=True, slots=True)
class Talked:
    """A change that is to be saved now: the steps as they become, and how and why."""

    form: Form
    steps: tuple[Step, ...]
    why: route_form.Why
    how: How


@dataclass(frozen=True, slots=True)
class Rested:
    """A rest that is to be agreed on now, by the names its verb knows."""

    form: Form
    about: route_form.RestAsked


def about(
    client_id: str,
    steps: Sequence[Step],
    step: Step,
    *,
    ladder: Sequence[int],
    today: date,
    shelf: Callable[[], Shelf],
) -> Talked | Rested | None:
    """Offer the five changes of a step, draw the one that is open, and return what is to be saved.

    `shelf` fetches the step library, for another step in its place.
    """
    kind = five(client_id, step)
    if kind is None:
        return None
    if kind is Change.REST:
        form = Form(_form_name(client_id, step.key, kind))
        asked = route_form.rest(form, steps, today=today, step_key=step.key)
        if st.button(
            t("Agree on this rest"), type="primary", icon=":material/check:", key=form.key("save")
        ):
            return Rested(form, asked)
        return None
    if kind is Change.DIFFERENT:
        form, what = otherwise(client_id, step)
        if what == "form":
            other = step_shelf.choose(f"{client_id}:instead:{step.key}", shelf())
            return None if other is None else instead(form, steps, step, other, today=today)
    return change(client_id, steps, step, kind, ladder=ladder, today=today)


def whole_rest(client_id: str, steps: Sequence[Step], *, today: date) -> Rested | None:
    """Offer rest of the whole route, and return it once it is to be agreed on."""
    form = Form(f"rest:{client_id}")
    part = st.expander(
        t("Agree on rest"),
        icon=":material/bedtime:",
        key=f"agree_rest:{client_id}",
        on_change="rerun",
    )
    if not part.open:
        return None
    with part:
        asked = route_form.rest(form, steps, today=today)
        if st.button(t("Agree on this rest"), type="primary", key=form.key("agree")):
            return Rested(form, asked)
    return None


def name_of(client_id: str, step_key: str) -> str:
    """Return the name under which this tab keeps which change of a step is open."""
    return f"talk:{client_id}:{step_key}"


def five(client_id: str, step: Step) -> Change | None:
    """Offer the five changes of a step, and return the one that is open."""
    chosen = st.segmented_control(
        t("What fits now?"),
        list(ICONS),
        format_func=lambda one: f"{ICONS[one]} {t(CHANGE_WORDS[one])}",
        key=_key(client_id, step.key),
        label_visibility="collapsed",
        wrap=True,
    )
    return Change(chosen) if chosen is not None else None


def close(client_id: str, step: Step) -> None:
    """Close the change of a step that was open, and forget what was typed in it."""
    for kind in ICONS:
        memory.close_form(_form_name(client_id, step.key, kind))
    memory.close_form(name_of(client_id, step.key))


def _key(client_id: str, step_key: str) -> str:
    return memory.key(name_of(client_id, step_key), "change")


def _form_name(client_id: str, step_key: str, change: Change) -> str:
    return f"{name_of(client_id, step_key)}:{change.value}"


def change(
    client_id: str,
    steps: Sequence[Step],
    step: Step,
    kind: Change,
    *,
    ladder: Sequence[int],
    today: date,
) -> Talked | None:
    """Draw one change of a step as it would become; return it once it is to be saved.

    None as well when it cannot be done: then the screen says what could be done.
    """
    form = Form(_form_name(client_id, step.key, kind))
    after = _after(form, step, kind, ladder=ladder)
    if after is None:
        return None
    st.markdown("**" + t("This is what it becomes") + "**")
    told = differences_of(step, after)
    for sentence in told or [t("The step stays as it is.")]:
        st.markdown(f"- {plain(sentence)}")
    if kind in (Change.SMALLER, Change.LARGER):
        after = _words(form, step, after)
    because = route_form.why(form)
    hope, again = route_form.looking_ahead(form, today=today)
    form.place("steps", "step")
    if not st.button(t("Save this"), type="primary", icon=":material/check:", key=form.key("save")):
        return None
    how = How(change=kind, about=step.key, hope=hope, look_again_on=again)
    return Talked(form, put(steps, after), because, how)


def instead(
    form: Form, steps: Sequence[Step], step: Step, other: Step, *, today: date
) -> Talked | None:
    """Draw how another step takes the place of this one; return it once it is to be saved."""
    st.markdown("**" + t("This is what it becomes") + "**")
    said = t("“{new}” takes the place of “{old}”.", new=other.activity, old=step.activity)
    st.markdown(f"- {plain(said)}")
    because = route_form.why(form)
    hope, again = route_form.looking_ahead(form, today=today)
    form.place("steps", "step")
    if not st.button(t("Save this"), type="primary", icon=":material/check:", key=form.key("save")):
        return None
    at = [one.key for one in steps].index(step.key)
    rest = list(without(steps, step.key))
    rest.insert(at, other)
    how = How(change=Change.DIFFERENT, about=other.key, hope=hope, look_again_on=again)
    return Talked(form, tuple(rest), because, how)


def otherwise(client_id: str, step: Step) -> tuple[Form, str | None]:
    """Ask what becomes different: the moment, or the whole step; return the form and the answer."""
    form = Form(_form_name(client_id, step.key, Change.DIFFERENT))
    what = form.pick(
        "what",
        t("What becomes different?"),
        {name: t(words) for name, words in _OTHERWISE.items()},
        value="moment",
        reruns=True,
    )
    return form, what


def differences_of(before: Step, after: Step) -> list[str]:
    """Return in words what one step becomes."""
    if before == after:
        return []
    return [sentences.difference(StepDifference(Difference.CHANGED, before, after))]


def _after(form: Form, step: Step, kind: Change, *, ladder: Sequence[int]) -> Step | None:
    if kind is Change.KEEP:
        return step
    if kind is Change.SMALLER:
        found = smaller(step, ladder)
        if found is None:
            st.info(
                t("This step is as small as it can be. Another moment or another step may fit."),
                icon=":material/swap_horiz:",
            )
        return found
    if kind is Change.LARGER:
        return _larger(form, step, ladder)
    return _moment(form, step)


def _larger(form: Form, step: Step, ladder: Sequence[int]) -> Step | None:
    options = larger(step, ladder)
    if not options:
        st.info(t("Larger is not needed: this step is at its ceiling."), icon=":material/check:")
        return None
    words = {
        one: t(LARGER_WORDS[one])
        + ": "
        + (length(after.ordinary.seconds) if one is Larger.LONGER else sentences.how_often(after))
        for one, after in options.items()
    }
    chosen = form.pick("larger", t("How?"), words, value=next(iter(options)), reruns=True)
    st.caption(t("Longer or more often, never both at once. It may, it does not have to."))
    return options.get(chosen) if chosen is not None else None


def _words(form: Form, before: Step, after: Step) -> Step:
    """Offer other words for the sizes whose length changes: they may name the old length."""
    changed = [size for size in Size if before.sizes[size].seconds != after.sizes[size].seconds]
    if not changed:
        return after
    typed: dict[Size, str] = {}
    st.caption(t("Do the words still fit? You can change them."))
    for size in changed:
        one = after.sizes[size]
        typed[size] = form.line(
            f"{size.value}_text",
            f"{t(SIZE_WORDS[size]).capitalize()} ({length(one.seconds)})",
            value=one.text,
        )
    return in_words(after, typed)


def _moment(form: Form, step: Step) -> Step | None:
    """Ask for other days, another time or another cue; None while that is not right."""
    per_week = form.week("per_week", t("Days a week"), value=step.per_week, reruns=True)
    days = form.tags(
        "days",
        t("Fixed days (may stay empty)"),
        {str(one): weekday(one) for one in range(7)},
        value=[str(one) for one in step.days],
        reruns=True,
    )
    one, two = st.columns([1, 2])
    with one:
        at = form.at("at", t("Fixed time (may stay empty)"), value=step.at, reruns=True)
    with two:
        cue = form.line(
            "cue",
            t("After what? (may stay empty)"),
            value=step.cue,
            placeholder=t("when I have had my coffee"),
            reruns=True,
        )
    draft = drafted(step)
    checked, problems = check_step(
        replace(
            draft,
            # Fixed days say how often by themselves.
            per_week=len(days) or per_week,
            days=tuple(int(day) for day in days),
            at=at,
            cue=cue,
        )
    )
    form.show(problems)
    return checked


def hint(fitting: Mapping[Change, Sequence[str]]) -> None:
    """Offer kinds of change that what was hard last time may ask for."""
    for change_kind, reasons in fitting.items():
        said = t(
            "Last time it was hard. Maybe {change} fits: {reason}",
            change=f"“{t(CHANGE_WORDS[change_kind])}”",
            reason=" ".join(t(one) for one in reasons),
        )
        st.caption(f":material/lightbulb: {plain(said)}")
