"""The session form, in the order of the talk."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

import streamlit as st

from lib.domain.calendar import AMSTERDAM, local_day
from lib.domain.sessions import (
    ATTENDANCE_WORDS,
    BARRIER_WORDS,
    BEFOREHAND,
    HELP_WORDS,
    KIND_WORDS,
    SCALES,
    WHERE_WORDS,
    WITH_WORDS,
    Attendance,
    Barrier,
    CheckIn,
    DayMood,
    Draft,
    Help,
    Kept,
    Outcome,
    Preparation,
    Report,
)
from lib.domain.snippets import Snippet
from lib.domain.words import msg
from lib.ui import memory, sentences, talk_list
from lib.ui.desk import Desk
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
SCALE_WORDS = {
    "willingness": msg("How much did you feel like it beforehand?"),
    "expected": msg("How did you think it would feel?"),
    "mood_before": msg("Mood before"),
    "mood_during": msg("Mood during"),
    "mood_after": msg("Mood after"),
    "effort": msg("How much effort did it take?"),
    "confidence": msg("How sure are you that the next step will work out?"),
}
# How far ahead the next time usually is, in weeks.
_AHEAD = (1, 2, 4)


def day_of(desk: Desk, kept: Kept | None, *, now: datetime) -> date:
    """Return the day on the form, today (or the corrected day) while it was not changed."""
    typed = memory.typed(desk.key("day"))
    if not isinstance(typed, date) and isinstance(desk.held("day"), str):
        try:
            typed = date.fromisoformat(str(desk.held("day")))
        except ValueError:
            typed = None
    if isinstance(typed, date) and typed <= local_day(now):
        return typed
    return local_day(kept.report.held_at) if kept else local_day(desk.begun_at or now)


def draw(
    desk: Desk,
    ready: Preparation,
    kept: Kept | None,
    snippets: Sequence[Snippet],
    *,
    now: datetime,
) -> None:
    """Draw the form; `draft_of` reads it."""
    told = kept.report if kept else None
    attendance = _when_and_how(desk, ready, told, now=now)
    _look_back(desk, ready, kept)
    with st.container(border=True):
        st.subheader(t("How was it?"), anchor=False)
        _scales(desk, told, SCALES if attendance == Attendance.CAME.value else BEFOREHAND)
        _hard_and_helped(desk, ready, told)
        if kept is None:
            _talk_points(ready)
        _note(desk, told, snippets)
    _day_moods(desk, ready, kept)
    _how_on(desk, ready, told, now=now, came=attendance == Attendance.CAME.value)
    if kept is not None:
        desk.line("reason", t("What do you correct, and why?"))


def _when_and_how(
    desk: Desk, ready: Preparation, told: Report | None, *, now: datetime
) -> str | None:
    begun = (
        (told.held_at if told else None) or ready.appointment or desk.begun_at or now
    ).astimezone(AMSTERDAM)
    usual = ready.last.kind.value if ready.last else None
    with st.container(border=True):
        st.subheader(t("When and how"), anchor=False)
        when, at, _ = st.columns([4, 3, 4])
        with when:
            desk.day("day", t("Day"), value=begun.date(), last=local_day(now), reruns=True)
        with at:
            rounded = begun.replace(minute=begun.minute - begun.minute % 5)
            desk.at("at", t("Time"), value=rounded.time().replace(second=0, microsecond=0))
        desk.choice(
            "kind", t("How did you meet?"), KIND_WORDS, value=told.kind.value if told else usual
        )
        attendance = desk.choice(
            "attendance",
            t("Was the client there?"),
            ATTENDANCE_WORDS,
            value=told.attendance.value if told else Attendance.CAME.value,
        )
        if attendance == Attendance.CAME.value:
            desk.choice(
                "place",
                t("Where?"),
                {one: WHERE_WORDS[one] for one in ready.familiar.places},
                value=told.place.value if told and told.place else None,
            )
            desk.choice(
                "company",
                t("With whom?"),
                {one: WITH_WORDS[one] for one in ready.familiar.company},
                value=told.company.value if told and told.company else None,
            )
    return attendance


def _scales(desk: Desk, told: Report | None, names: Sequence[str]) -> None:
    st.caption(
        t("0 is as low as can be, 10 as good as can be. Skipping is fine. A digit key chooses too.")
    )
    for name in names:
        if name != SCALES[-1]:  # how sure they are of the next step is asked beside it
            desk.scale(name, t(SCALE_WORDS[name]), value=_of(told, name))


def _hard_and_helped(desk: Desk, ready: Preparation, told: Report | None) -> None:
    words = _named(ready.familiar.barriers, told.barriers if told else (), BARRIER_WORDS)
    desk.tags("barriers", t("What made it hard?"), words, value=told.barriers if told else ())
    desk.line("barrier_own", t("Something else that made it hard"))
    words = _named(ready.familiar.helped, told.helped if told else (), HELP_WORDS)
    desk.tags("helped", t("What helped?"), words, value=told.helped if told else ())
    desk.line("helped_own", t("Something else that helped"))


def _named(
    familiar: Sequence[str], told: Sequence[str], words: Mapping[Barrier, str] | Mapping[Help, str]
) -> dict[str, str]:
    """Return the words to offer by their names; what a client said in own words stays so."""
    known = {str(name): t(word) for name, word in words.items()}
    return {name: known.get(name, name) for name in dict.fromkeys([*familiar, *told])}


def _talk_points(ready: Preparation) -> None:
    """Show what was kept for this talk; each tick is saved by itself, and is in no draft."""
    if ready.points:
        with st.container(gap="xsmall", key="talk_points"):
            talk_list.draw(ready.points, ready.client.id, may_change=ready.client.ended_on is None)


def _note(desk: Desk, told: Report | None, snippets: Sequence[Snippet]) -> None:
    desk.passage(
        "note",
        t("Note"),
        value=told.note if told else "",
        placeholder=t("What stood out? What helped, what made it hard?"),
    )
    if snippets:
        with st.popover(t("Snippets"), icon=":material/short_text:", key=desk.key("snippets")):
            for one in snippets:
                st.button(
                    plain(one.title),
                    key=desk.key(f"snippet:{one.id}"),
                    on_click=_add_words,
                    args=(desk, one.words),
                    help=plain(one.words),
                    width="stretch",
                )


def _add_words(desk: Desk, words: str) -> None:
    typed = memory.typed(desk.key("note"))
    former = typed if isinstance(typed, str) else ""
    desk.set("note", f"{former.rstrip()}\n{words}".lstrip("\n"))


def _how_on(
    desk: Desk, ready: Preparation, told: Report | None, *, now: datetime, came: bool
) -> None:
    with st.container(border=True):
        st.subheader(t("From here"), anchor=False)
        desk.line(
            "own_words",
            t("Today in the client's own words"),
            value=told.own_words if told else "",
            placeholder=t("One sentence; it opens the next session"),
        )
        desk.line(
            "next_step",
            t("Agreed next step"),
            value=told.next_step if told else "",
            placeholder=ready.last_next_step or t("As small as you like"),
        )
        if came:
            sure = SCALES[-1]
            desk.scale(sure, t(SCALE_WORDS[sure]), value=_of(told, sure))
        if told is None:
            one, two, ahead = st.columns([4, 3, 6], vertical_alignment="bottom")
            with one:
                desk.day("next_day", t("Next appointment"), value=_next_day(ready, now))
            with two:
                desk.at("next_at", t("Time of it"), value=_next_time(ready, now))
            with ahead, st.container(horizontal=True, gap="xsmall"):
                for weeks in _AHEAD:
                    st.button(
                        t("in {count} weeks", count=weeks) if weeks > 1 else t("in a week"),
                        key=desk.key(f"ahead:{weeks}"),
                        on_click=_plan,
                        args=(desk, weeks, local_day(now)),
                    )
    desk.place("check_ins", "day_moods")


def _plan(desk: Desk, weeks: int, today: date) -> None:
    held = memory.typed(desk.key("day"))
    at = memory.typed(desk.key("at"))
    desk.set("next_day", (held if isinstance(held, date) else today) + timedelta(weeks=weeks))
    if isinstance(at, time) and memory.typed(desk.key("next_at")) is None:
        desk.set("next_at", at)


def draft_of(desk: Desk, ready: Preparation, kept: Kept | None) -> tuple[Draft, str]:
    """Return what stands on the form, with the reason of a correction."""
    held = desk.fields
    came = held.get("attendance") == Attendance.CAME.value
    next_day, next_at = _a_day(held.get("next_day")), _a_time(held.get("next_at"))
    asked = SCALES if came else BEFOREHAND
    scales = {name: _a_number(held.get(name)) if name in asked else None for name in SCALES}
    together = held.get("together")
    return (
        Draft(
            day=_a_day(held.get("day")),
            at=_a_time(held.get("at")),
            kind=_a_word(held.get("kind")),
            attendance=_a_word(held.get("attendance")),
            **scales,
            place=_a_word(held.get("place")) if came else None,
            company=_a_word(held.get("company")) if came else None,
            barriers=_some_words(held.get("barriers"), held.get("barrier_own")),
            helped=_some_words(held.get("helped"), held.get("helped_own")),
            next_day_worse={"yes": True, "no": False}.get(str(held.get("next_day_worse"))),
            note=_a_word(held.get("note")) or "",
            own_words=_a_word(held.get("own_words")) or "",
            next_step=_a_word(held.get("next_step")) or "",
            check_ins=_check_ins(desk, ready, kept),
            day_moods=_moods(desk, ready, kept),
            next_day=next_day if kept is None else None,
            next_at=next_at if kept is None else None,
            together=tuple(together) if isinstance(together, list) else (),
        ),
        _a_word(held.get("reason")) or "",
    )


def as_last_time(desk: Desk, ready: Preparation) -> None:
    """Offer to take over from the last session what may fit again: never a number or a note."""
    last = ready.last
    if last is None:
        return

    def take_over() -> None:
        desk.set("kind", last.kind.value)
        if last.place:
            desk.set("place", last.place.value)
        if last.company:
            desk.set("company", last.company.value)
        desk.set("helped", list(last.helped))
        if not memory.typed(desk.key("next_step")):
            desk.set("next_step", last.next_step)

    st.button(
        t("As last time"),
        icon=":material/content_copy:",
        key=desk.key("as_last_time"),
        on_click=take_over,
        help=t("Takes over how you met, where, with whom, what helped and the next step."),
    )


def _days(ready: Preparation, kept: Kept | None) -> list[date]:
    before = [c.day for c in kept.report.check_ins] if kept else []
    return sorted({*ready.days, *before})


def _former(ready: Preparation, kept: Kept | None) -> dict[tuple[str, date], Outcome]:
    if kept:
        return {(c.step_key, c.day): c.outcome for c in kept.report.check_ins}
    return dict(ready.told)


def _look_back(desk: Desk, ready: Preparation, kept: Kept | None) -> None:
    """Ask what became of each step on each day since last time; leaving a day open is fine."""
    before = _former(ready, kept)
    with st.container(border=True):
        st.subheader(t("Look back"), anchor=False)
        if ready.last is not None:
            told = kept.report.next_day_worse if kept else None
            desk.pick(
                "next_day_worse",
                t("Worse the day after last time?"),
                {"no": t("no"), "yes": t("yes, worse")},
                value={True: "yes", False: "no"}.get(told) if told is not None else None,
                hidden=False,
            )
        if not ready.steps:
            st.caption(t("There is no route yet, so there is nothing to look back on."))
            return
        since = (
            t("Since {moment}.", moment=moment_in_words(ready.last_held)) + " "
            if ready.last_held is not None
            else ""
        )
        _each_step(desk, ready, kept, before, since)


def _each_step(
    desk: Desk,
    ready: Preparation,
    kept: Kept | None,
    before: Mapping[tuple[str, date], Outcome],
    since: str,
) -> None:
    """Ask step by step; after rest or silence only when both want to look back."""
    again = ready.welcome is not None and kept is None
    place = (
        st.expander(t("Look back on the days since (may be skipped)"), key=desk.key("since"))
        if again
        else st.container(gap="small")
    )
    with place:
        if not again:
            since += t("Every size counts fully; an open day is simply not known.")
            st.caption(since)
        for step in ready.steps:
            st.markdown(f"**{plain(step.activity)}** · {plain(sentences.how_often(step))}")
            rested = ready.rested.get(step.key, frozenset())
            asked = [
                one for one in _days(ready, kept) if one not in rested or (step.key, one) in before
            ]
            with st.container(gap="xxsmall"):
                for one in asked:
                    _ask(desk, step.key, step.activity, one, before)
            left = [one for one in _days(ready, kept) if one not in asked]
            if left:
                said = t(
                    "Rest was agreed from {first} to {last}: nothing is asked. Done anything?",
                    first=short_day(left[0]),
                    last=short_day(left[-1]),
                )
                if again:
                    st.caption(plain(said))  # one fold is enough
                with (
                    st.container(gap="xxsmall")
                    if again
                    else st.expander(
                        said, icon=":material/bedtime:", key=desk.key(f"rested:{step.key}")
                    )
                ):
                    for one in left:
                        _ask(desk, step.key, step.activity, one, before)


def _ask(
    desk: Desk,
    step_key: str,
    activity: str,
    one: date,
    before: Mapping[tuple[str, date], Outcome],
) -> None:
    label, control = st.columns([1, 5], vertical_alignment="center")
    label.markdown(plain(short_day(one)))
    former = before.get((step_key, one))
    with control:
        desk.pick(
            _look(step_key, one),
            f"{plain(activity)} · {short_day(one)}",
            {outcome.value: t(word) for outcome, word in _OUTCOMES.items()},
            value=former.value if former else None,
        )


def _look(step_key: str, one: date) -> str:
    return f"look:{step_key}:{one.isoformat()}"


def _check_ins(desk: Desk, ready: Preparation, kept: Kept | None) -> tuple[CheckIn, ...]:
    """Return what is told about each day; for a new session only what was not told before."""
    before = _former(ready, kept)
    found = []
    for step in ready.steps:
        for one in _days(ready, kept):
            chosen = desk.held(_look(step.key, one))
            if chosen not in set(Outcome):
                continue
            outcome = Outcome(str(chosen))
            if kept is not None or outcome is not before.get((step.key, one)):
                found.append(CheckIn(step.key, one, outcome))
    if kept is not None:
        shown = {step.key for step in ready.steps}
        found.extend(c for c in kept.report.check_ins if c.step_key not in shown)
    return tuple(found)


def _day_moods(desk: Desk, ready: Preparation, kept: Kept | None) -> None:
    """Ask, for who keeps it, how each day was; closed until someone opens it."""
    before = {m.day: m.value for m in kept.report.day_moods} if kept else {}
    held = any(
        name.startswith("mood:") and value is not None for name, value in desk.fields.items()
    )
    diary = st.expander(
        t("Mood per day, if the client kept it"),
        key=desk.key("diary"),
        expanded=bool(before) or held,
        on_change="rerun",
        icon=":material/calendar_month:",
    )
    if not diary.open:
        return
    with diary:
        for one in ready.days:
            label, control = st.columns([1, 5], vertical_alignment="center")
            label.markdown(plain(short_day(one)))
            with control:
                desk.pick(
                    f"mood:{one.isoformat()}",
                    t("Mood on {day}", day=day(one)),
                    {number: str(number) for number in range(11)},
                    value=before.get(one),
                )


def _moods(desk: Desk, ready: Preparation, kept: Kept | None) -> tuple[DayMood, ...]:
    before = {m.day: m.value for m in kept.report.day_moods} if kept else {}
    found = dict(before)
    for one in ready.days:
        name = f"mood:{one.isoformat()}"
        if name not in desk.fields:
            continue
        value = desk.held(name)
        found.pop(one, None)
        if isinstance(value, int):
            found[one] = value
    return tuple(DayMood(one, value) for one, value in sorted(found.items()))


def welcome_back(desk: Desk, ready: Preparation) -> None:
    """Say that it is good to see someone again, with the smallest step ready; no days counted."""
    step = ready.welcome
    if step is None:
        return

    def take() -> None:
        desk.set("next_step", step.mini.text)

    with st.container(border=True, gap="xsmall"):
        st.markdown(":material/waving_hand: **" + t("Good that you are here again.") + "**")
        say(t("The smallest step stands ready: {step}", step=step.mini.text))
        st.button(
            t("Take this as the next step"),
            icon=":material/footprint:",
            key=desk.key("welcome"),
            on_click=take,
        )


def last_time(ready: Preparation) -> None:
    """Show what was said and agreed last time, to begin the talk with."""
    if ready.last is None:
        return
    if ready.last.own_words:
        with st.container(border=True, gap="xsmall"):
            st.caption(
                t("In own words, last time ({moment})", moment=moment_in_words(ready.last.held_at))
            )
            st.markdown(f"“{plain(ready.last.own_words)}”")
    agreed = ready.last_next_step or t("no next step was written down")
    say(t("Last time ({moment}): {step}", moment=moment_in_words(ready.last.held_at), step=agreed))


def _a_day(held: object) -> date | None:
    try:
        return date.fromisoformat(held) if isinstance(held, str) else None
    except ValueError:
        return None


def _a_time(held: object) -> time | None:
    try:
        return time.fromisoformat(held) if isinstance(held, str) else None
    except ValueError:
        return None


def _a_word(held: object) -> str | None:
    return held if isinstance(held, str) else None


def _a_number(held: object) -> float | None:
    return held if isinstance(held, int | float) and not isinstance(held, bool) else None


def _some_words(chosen: object, own: object) -> tuple[str, ...]:
    """Return the chosen words and the typed ones: several are kept apart by a comma."""
    found = [one for one in chosen if isinstance(one, str)] if isinstance(chosen, list) else []
    return (*found, *(one.strip() for one in str(own or "").split(",") if one.strip()))


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
