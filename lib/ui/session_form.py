"""The session form, in the order of the talk."""

from datetime import date, datetime, time

import streamlit as st

from lib.domain.calendar import AMSTERDAM, local_day
from lib.domain.sessions import (
    ATTENDANCE_WORDS,
    KIND_WORDS,
    Attendance,
    CheckIn,
    DayMood,
    Draft,
    Kept,
    Outcome,
    Preparation,
)
from lib.domain.words import msg
from lib.ui import memory, sentences
from lib.ui.fields import Form
from lib.ui.panels import say
from lib.ui.text import day, moment_in_words, plain, short_day, t

# Short words for a row of buttons; the long ones stand in the tables.
_OUTCOMES = {
    Outcome.MINI: msg("mini"),
    Outcome.ORDINARY: msg("ordinary"),
    Outcome.AMPLE: msg("ample"),
    Outcome.NOT_DONE: msg("did not work out"),
    Outcome.REST: msg("rest"),
}


def day_of(form: Form, kept: Kept | None, *, now: datetime) -> date:
    """Return the day on the form, today (or the corrected day) while it was not changed."""
    typed = memory.typed(form.key("day"))
    if isinstance(typed, date) and typed <= local_day(now):
        return typed
    return local_day(kept.report.held_at) if kept else local_day(now)


def draw(form: Form, ready: Preparation, kept: Kept | None, *, now: datetime) -> tuple[Draft, str]:
    """Draw the form and return what stands on it, with the reason of a correction."""
    told = kept.report if kept else None
    with st.container(border=True):
        st.subheader(t("When and how"), anchor=False)
        begun = (told.held_at if told else now).astimezone(AMSTERDAM)
        when, at, _ = st.columns([4, 3, 4])
        with when:
            on = form.day("day", t("Day"), value=begun.date(), last=local_day(now), reruns=True)
        with at:
            rounded = begun.replace(minute=begun.minute - begun.minute % 5)
            hour = form.at("at", t("Time"), value=rounded.time().replace(second=0, microsecond=0))
        kind = form.choice(
            "kind", t("How did you meet?"), KIND_WORDS, value=told.kind.value if told else None
        )
        attendance = form.choice(
            "attendance",
            t("Was the client there?"),
            ATTENDANCE_WORDS,
            value=told.attendance.value if told else Attendance.CAME.value,
            reruns=True,
        )
    came = attendance == Attendance.CAME.value
    check_ins = _look_back(form, ready, kept)
    moods = _day_moods(form, ready, kept)
    before = during = after = effort = None
    with st.container(border=True):
        st.subheader(t("How was it?"), anchor=False)
        if came:
            st.caption(t("0 is as low as can be, 10 as good as can be. Skipping is fine."))
            before = form.scale("mood_before", t("Mood before"), value=_of(told, "mood_before"))
            during = form.scale("mood_during", t("Mood during"), value=_of(told, "mood_during"))
            after = form.scale("mood_after", t("Mood after"), value=_of(told, "mood_after"))
            effort = form.scale(
                "effort", t("How much effort did it take?"), value=_of(told, "effort")
            )
        note = form.passage(
            "note",
            t("Note"),
            value=told.note if told else "",
            placeholder=t("What stood out? What helped, what made it hard?"),
        )
    with st.container(border=True):
        st.subheader(t("From here"), anchor=False)
        next_step = form.line(
            "next_step",
            t("Agreed next step"),
            value=told.next_step if told else "",
            placeholder=ready.last_next_step or t("As small as you like"),
        )
        next_day = next_at = None
        if kept is None:
            one, two, _ = st.columns([4, 3, 4])
            with one:
                next_day = form.day("next_day", t("Next appointment"), value=_next_day(ready, now))
            with two:
                next_at = form.at("next_at", t("Time of it"), value=_next_time(ready, now))
    reason = ""
    if kept is not None:
        reason = form.line("reason", t("What do you correct, and why?"))
    form.place("check_ins", "day_moods")
    return (
        Draft(
            day=on,
            at=hour,
            kind=kind,
            attendance=attendance,
            mood_before=before,
            mood_during=during,
            mood_after=after,
            effort=effort,
            note=note,
            next_step=next_step,
            check_ins=check_ins,
            day_moods=moods,
            next_day=next_day,
            next_at=next_at,
        ),
        reason,
    )


def _look_back(form: Form, ready: Preparation, kept: Kept | None) -> tuple[CheckIn, ...]:
    """Ask what became of each step on each day since last time; leaving a day open is fine."""
    before = (
        {(c.step_key, c.day): c.outcome for c in kept.report.check_ins}
        if kept
        else dict(ready.told)
    )
    days = sorted({*ready.days, *(d for _, d in before)} if kept else ready.days)
    found: list[CheckIn] = []
    with st.container(border=True):
        st.subheader(t("Look back"), anchor=False)
        if not ready.steps:
            st.caption(t("There is no route yet, so there is nothing to look back on."))
            return ()
        if ready.last_held is not None:
            st.caption(
                t(
                    "Since {moment}. Every size counts fully; an open day is simply not known.",
                    moment=moment_in_words(ready.last_held),
                )
            )
        else:
            st.caption(t("Every size counts fully; an open day is simply not known."))
        for step in ready.steps:
            st.markdown(f"**{plain(step.activity)}** · {plain(sentences.how_often(step))}")
            for one in days:
                label, control = st.columns([1, 5], vertical_alignment="center")
                label.markdown(plain(short_day(one)))
                name = form.key(f"look:{step.key}:{one.isoformat()}")
                former = before.get((step.key, one))
                memory.begin_with(name, former.value if former else None)
                chosen = control.segmented_control(
                    f"{plain(step.activity)} · {short_day(one)}",
                    [outcome.value for outcome in _OUTCOMES],
                    format_func=lambda value: t(_OUTCOMES[Outcome(value)]),
                    key=name,
                    label_visibility="collapsed",
                    on_change="ignore",
                )
                if chosen is None:
                    continue
                outcome = Outcome(chosen)
                if kept is not None or outcome is not former:
                    found.append(CheckIn(step.key, one, outcome))
    return tuple(found)


def _day_moods(form: Form, ready: Preparation, kept: Kept | None) -> tuple[DayMood, ...]:
    """Ask, for who keeps it, how each day was; closed until someone opens it."""
    before = {m.day: m.value for m in kept.report.day_moods} if kept else {}
    diary = st.expander(
        t("Mood per day, if the client kept it"),
        key=form.key("diary"),
        expanded=bool(before),
        on_change="rerun",
        icon=":material/calendar_month:",
    )
    if not diary.open:
        return tuple(DayMood(one, value) for one, value in before.items())
    found: list[DayMood] = []
    with diary:
        for one in ready.days:
            label, control = st.columns([1, 5], vertical_alignment="center")
            label.markdown(plain(short_day(one)))
            name = form.key(f"mood:{one.isoformat()}")
            memory.begin_with(name, before.get(one))
            chosen = control.segmented_control(
                t("Mood on {day}", day=day(one)),
                list(range(11)),
                format_func=str,
                key=name,
                label_visibility="collapsed",
                on_change="ignore",
            )
            if chosen is not None:
                found.append(DayMood(one, int(chosen)))
    return tuple(found)


def last_time(ready: Preparation) -> None:
    """Show what was agreed last time, to begin the talk with."""
    if ready.last_held is None:
        return
    agreed = ready.last_next_step or t("no next step was written down")
    say(t("Last time ({moment}): {step}", moment=moment_in_words(ready.last_held), step=agreed))


def _of(told: object, name: str) -> int | None:
    value = getattr(told, name, None)
    return value if isinstance(value, int) else None


def _coming(ready: Preparation, now: datetime) -> datetime | None:
    if ready.next_appointment is not None and ready.next_appointment > now:
        return ready.next_appointment.astimezone(AMSTERDAM)
    return None


def _next_day(ready: Preparation, now: datetime) -> date | None:
    coming = _coming(ready, now)
    return coming.date() if coming else None


def _next_time(ready: Preparation, now: datetime) -> time | None:
    coming = _coming(ready, now)
    return coming.time().replace(second=0, microsecond=0) if coming else None
