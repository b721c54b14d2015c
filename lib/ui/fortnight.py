"""Shows the coming two weeks as the client would see them: words, and nothing of what was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

import streamlit as st

from lib.domain.calendar import AMSTERDAM
from lib.domain.fortnight import Day, Fortnight, Week
from lib.domain.routes import Step
from lib.ui import agreed
from lib.ui.text import plain, t

# A line of a list: what it is about, and what is told of it.
Line = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class WeekInWords:
    """A week as it is shown: the steps of any day, and the days on which something stands."""

    name: str
    days: str
    on_any_day: tuple[Line, ...]
    on_its_day: tuple[Line, ...]
    goes_on: bool


def show(coming: Fortnight) -> None:
    """Draw the weeks one under the other; only days with something of their own are named."""
    if coming.empty:
        st.caption(t("There is nothing in these two weeks yet."))
        return
    for week in in_words(coming):
        with st.container(border=True, gap="xsmall"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.subheader(plain(week.name), anchor=False, width="content")
                st.caption(plain(week.days))
            lists = [one for one in (week.on_any_day, week.on_its_day) if one]
            if lists:
                for column, lines in zip(st.columns(len(lists)), lists, strict=True):
                    with column:
                        _list(lines)
            else:
                st.caption(t("Nothing stands here this week."))
            if week.on_any_day and week.goes_on:
                st.caption(
                    t("This week goes on after these days: how many times is said of all of it.")
                )


def in_words(coming: Fortnight) -> tuple[WeekInWords, ...]:
    """Return the weeks in words; what a step follows on is told where it first stands."""
    told: set[str] = set()
    return tuple(
        WeekInWords(
            name=agreed.week_name(at).capitalize(),
            days=agreed.span(week.days[0].day, week.days[-1].day),
            on_any_day=tuple(_on_any_day(week, told)),
            on_its_day=tuple(_on_its_day(week, told)),
            goes_on=week.goes_on,
        )
        for at, week in enumerate(coming.weeks)
    )


def _on_any_day(week: Week, told: set[str]) -> list[Line]:
    return [
        (
            one.step.activity,
            (agreed.times(one, rests=_rests(week, one.step)), *_cue(one.step, told)),
        )
        for one in week.any_day
    ]


def _rests(week: Week, step: Step) -> bool:
    return any(
        pause.step is None or pause.step.key == step.key
        for day in week.days
        for pause in day.pauses
    )


def _on_its_day(week: Week, told: set[str]) -> list[Line]:
    """Return the days on which something stands; days of nothing but the same rest are one line."""
    found: list[tuple[list[Day], tuple[str, ...]]] = []
    for day in (one for one in week.days if not one.empty):
        words = _of_day(day, told)
        only_rest = len(words) == len(day.pauses)
        if only_rest and found and found[-1][1] == words:
            found[-1][0].append(day)
        else:
            found.append(([day], words))
    return [(span, words) for days, words in found for span in agreed.spans(d.day for d in days)]


def _of_day(day: Day, told: set[str]) -> tuple[str, ...]:
    """Return what belongs to a day: what has a time in its order, then the others, then rest."""
    timed: list[tuple[time, tuple[str, ...]]] = [
        (instant.astimezone(AMSTERDAM).time(), (agreed.appointment(instant),))
        for instant in day.appointments
    ]
    untimed: list[str] = []
    for step in day.fixed:
        words = (agreed.fixed(step), *_cue(step, told))
        if step.at is not None:
            timed.append((step.at, words))
        else:
            untimed.extend(words)
    return (
        *(agreed.begin_again(step) for step in day.begin_again),
        *(one for _, words in sorted(timed, key=_first) for one in words),
        *untimed,
        *(agreed.pause(one) for one in day.pauses),
    )


def _first(timed: tuple[time, tuple[str, ...]]) -> time:
    return timed[0]


def _cue(step: Step, told: set[str]) -> tuple[str, ...]:
    words = agreed.cue(step)
    if not words or step.key in told:
        return ()
    told.add(step.key)
    return (words,)


def _list(lines: Sequence[Line]) -> None:
    st.markdown(
        "\n".join(
            f"- **{plain(about)}**" + "".join(f"  \n  {plain(one)}" for one in told)
            for about, told in lines
        )
    )
