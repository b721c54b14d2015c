"""One week of the agenda: days side by side on a laptop, below each other on a tablet."""

from datetime import date, timedelta

import streamlit as st

from lib.domain.agenda import Agenda, Item, Occurrence
from lib.domain.calendar import week_start
from lib.ui import agenda_words as words
from lib.ui.shell import path
from lib.ui.text import day, plain, short_day, t

# How far the address may lead; further there is nothing to see.
FARTHEST = timedelta(days=3 * 366)


def chosen(today: date) -> date:
    """Return the Monday of the week in the address; this week's without a sound one."""
    try:
        asked = date.fromisoformat(st.query_params.get("week", ""))
    except ValueError:
        return week_start(today)
    return week_start(asked) if abs(asked - today) < FARTHEST else week_start(today)


def ways(monday: date, today: date) -> None:
    """Offer the week before, this week and the week after, and say which week this is."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _way(monday - timedelta(days=7), t("Week before"), "chevron_left")
        if monday != week_start(today):
            _way(week_start(today), t("This week"), "today")
        _way(monday + timedelta(days=7), t("Week after"), "chevron_right")
        st.markdown(f"**{words.week(monday)}**", width="content")


def _way(monday: date, label: str, icon: str) -> None:
    # A link to the page one is on draws it, and leaves the address of the browser as it was.
    st.button(label, icon=f":material/{icon}:", key=f"week:{icon}", on_click=_go_to, args=(monday,))


def _go_to(monday: date) -> None:
    st.query_params["week"] = monday.isoformat()


def show(shown: Agenda, monday: date, today: date) -> Item | None:
    """Draw the days of a week, and return what was tapped to be changed.

    A weekend without anything is left out. On a tablet today stands first.
    """
    days = [monday + timedelta(days=n) for n in range(7)]
    days = [one for one in days if one.weekday() < 5 or one == today or shown.on(one)]
    tapped = None
    with st.container(key="agenda_week"):
        for column, one in zip(st.columns(len(days), gap="small"), days, strict=True):
            with column:
                tapped = _day(shown, one, today) or tapped
    if monday + timedelta(days=6) > shown.free.school_through:
        known = shown.free.school_through
        st.caption(t("School holidays are known through {day}.", day=day(known)))
    return tapped


def _day(shown: Agenda, on: date, today: date) -> Item | None:
    tapped = None
    with st.container(key="agenda_today" if on == today else None, gap="small"):
        with st.container(gap="xxsmall"):
            st.markdown(f"**{short_day(on)}**")
            if on == today:
                st.badge(t("today"), color="green")
            if on in shown.free.public:
                st.caption(f":material/celebration: {plain(shown.free.public[on])}")
            for name in words.school(shown.free, on):
                st.caption(f":material/school: {plain(name)}")
        items = shown.on(on)
        if not items:
            st.caption(t("nothing planned"))
        for item in items:
            tapped = _item(item) or tapped
    return tapped


def _item(item: Item) -> Item | None:
    one = item.occurrence
    this = f"{one.appointment.id}:{one.planned}"
    with st.container(border=True, gap="xxsmall", key=f"agenda_item:{this}"):
        whom(item)
        about(one)
        if st.button(
            t("Change"),
            icon=":material/edit_calendar:",
            key=f"item:{this}",
            type="tertiary",
            help=t("Move it, cancel it, or bring it back"),
        ):
            return item
    return None


def whom(item: Item) -> None:
    """Show when and with whom; a client's name leads to what to know before the session."""
    one = item.occurrence
    time = words.span(one)
    st.markdown(f"~~{time}~~" if one.cancelled else f"**{time}**")
    if one.client_id is None:
        st.markdown(plain(item.name))
        return
    st.page_link(
        path("coach/cockpit"), label=plain(item.name), query_params={"client": one.client_id}
    )


def about(one: Occurrence) -> None:
    """Show what became of the plan, and where."""
    told = [words.state(one), one.appointment.place]
    said = " · ".join(part for part in told if part)
    if said:
        st.caption(plain(said))
