"""Parts of a page that several pages share: headers, explained numbers, one client over time."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Literal

import pandas as pd
import streamlit as st

from lib.domain.basis import Basis
from lib.domain.caseload import Progress, Reason, Standing
from lib.domain.drafts import OpenDraft, session_of
from lib.domain.people import Client
from lib.domain.routes import all_steps
from lib.domain.words import msg
from lib.ui import care, charts, frames, sentences
from lib.ui.definitions import DEFINITIONS
from lib.ui.shell import help_lines, path
from lib.ui.text import day, moment_in_words, number, plain, t

_REASON_ICONS = {
    Reason.CARE_SIGNAL: ":material/support:",
    Reason.RETURNED: ":material/waving_hand:",
    Reason.VERY_LOW_MOOD: ":material/favorite:",
    Reason.LOWER_MOOD: ":material/favorite:",
    Reason.SILENT: ":material/chat_bubble:",
    Reason.NO_ROUTE: ":material/footprint:",
    Reason.REST_ENDS: ":material/bedtime:",
    Reason.NO_NEXT_DATE: ":material/event:",
}
_BADGE_COLORS: dict[Reason, Literal["green", "orange"]] = {
    Reason.RETURNED: "green",
    Reason.CARE_SIGNAL: "orange",
}
_DOSSIER = (
    ("coach/progress", msg("Progress"), "timeline"),
    ("coach/session_entry", msg("Write down a session"), "edit_note"),
    ("coach/route", msg("Recovery route"), "footprint"),
    ("coach/agreements", msg("Agreements"), "handshake"),
    ("coach/sessions", msg("Sessions"), "history"),
    ("coach/client_details", msg("Client details"), "badge"),
)


def say(sentence: str) -> None:
    """Show a sentence as it is: what people typed is text, never markup."""
    st.markdown(plain(sentence))


def back_to_list(page: str) -> None:
    """Offer the way back: on a tablet the menu would lie over half of the page."""
    st.page_link(path(page), label=t("Back to the list"), icon=":material/arrow_back:")


def client_header(client: Client, here: str) -> None:
    """Show whose dossier this is, and the way to its other parts."""
    back_to_list("coach/clients")
    st.title(plain(client.name), anchor=False)
    care.notice(client, care.COACH, here=here == care.COACH)
    if client.ended_on is not None:
        st.info(
            t(
                "Guidance ended on {day}. Nothing new can be written here.",
                day=day(client.ended_on),
            ),
            icon=":material/inventory_2:",
        )
    with st.container(horizontal=True, key="dossier", gap="xxsmall"):
        for page, title, icon in _DOSSIER:
            st.page_link(
                path(page),
                label=f"**{t(title)}**" if page == here else t(title),
                icon=f":material/{icon}:",
                query_params={"client": client.id},
            )


def client_footer(client: Client, page: str = care.COACH) -> None:
    """Show who to call, and offer to open a care signal on `page`: on every client page."""
    with st.expander(t("Worried about this person?"), icon=":material/support:"):
        help_lines()
        care.offer(client, page)


def explained(title: str, sentence: str, definition: str) -> None:
    """Show a heading and a sentence with a number in it, its meaning one click away."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(title, anchor=False, width="content")
        with st.popover(
            t("Meaning"), icon=":material/help:", type="tertiary", key=f"meaning:{definition}"
        ):
            meaning(definition)
    st.markdown(f"**{plain(sentence)}**")


def meaning(name: str) -> None:
    """Show one definition with its settings."""
    definition = DEFINITIONS[name]
    shown = {
        key: number(value, 2) if isinstance(value, (int, float)) else value
        for key, value in definition.values.items()
    }
    st.subheader(t(definition.title), anchor=False)
    for paragraph in definition.paragraphs:
        st.markdown(t(paragraph, **shown))


def rows(label: str, make: Callable[[], pd.DataFrame], *, key: str) -> None:
    """Offer the rows behind a number; they are only gathered when someone opens them."""
    closed = st.expander(label, key=f"rows:{key}", on_change="rerun", icon=":material/table_rows:")
    if closed.open:
        with closed:
            table = make()
            if table.empty:
                st.caption(t("Nothing has been written down yet."))
            else:
                st.table(table, hide_index=True, border="horizontal", alt=label)


def progress(of: Progress, *, today: date, agreed: Basis | None = None) -> None:
    """Show one client over time: mood, taking part, rhythm, and the rows behind them.

    `agreed` is what was agreed for when it goes quiet, for the eyes of the client's coach alone.
    """
    now, record = of.standing, of.record
    reasons(now, agreed)
    with st.container(border=True):
        sentence = sentences.mood_trend(now.trend)
        explained(t("Mood"), sentence, "trend")
        given = [r for r in of.ratings if r.day <= today]
        if given or any(s.after is not None for s in record.sessions):
            charts.show(
                charts.mood_figure(
                    given, record.sessions, record.versions, record.rests, today=today
                ),
                key="mood-chart",
                alt=charts.mood_alt(given, sentence),
            )
        else:
            st.caption(t("No rating has been given yet. That is fine: it is never required."))
        rows(
            t("The ratings behind this"),
            lambda: frames.moods(of.ratings, record.sessions),
            key="moods",
        )
    with st.container(border=True):
        sentence = sentences.taking_part(now)
        explained(t("Taking part"), sentence, "participation")
        if now.summary.n_weeks and now.this_week is not None:
            say(sentences.this_week(now.this_week))
        if now.weeks:
            charts.show(
                charts.weeks_figure(now.weeks, record.versions, record.rests, today=today),
                key="weeks-chart",
                alt=sentence,
            )
        explained(t("Rhythm"), sentences.rhythm(now.rhythm), "rhythm")
        rows(t("The weeks behind this"), lambda: frames.weeks(now.weeks), key="weeks")
        activities = {key: step.activity for key, step in all_steps(record.versions).items()}
        rows(
            t("The days behind this"),
            lambda: frames.check_ins(record.check_ins, activities),
            key="days",
        )


def reasons(now: Standing, agreed: Basis | None = None) -> None:
    """Show why this client is worth a moment, as calm facts."""
    # A care signal stands at the top of the page already.
    shown = [kind for kind in now.reasons if kind is not Reason.CARE_SIGNAL]
    if not shown:
        return
    for kind in shown:
        icon = _REASON_ICONS[kind]
        said = sentences.reason(kind, now)
        if kind is Reason.SILENT and agreed is not None:
            said += " " + sentences.silence(agreed.silence, now.client.coach_name)
        st.markdown(f"{icon} **{sentences.reason_short(kind)}** – {plain(said)}")
    if Reason.VERY_LOW_MOOD in now.reasons:
        with st.expander(
            t("Worried about this person?"), icon=":material/support:", key="help:reasons"
        ):
            help_lines()
    with st.popover(t("Meaning"), icon=":material/help:", type="tertiary", key="meaning:attention"):
        meaning("attention")


def badges(kinds: Iterable[Reason]) -> None:
    """Show the reasons of a row as small labels, none of them red."""
    with st.container(horizontal=True, gap="xsmall"):
        for kind in kinds:
            st.badge(
                sentences.reason_short(kind),
                icon=_REASON_ICONS[kind],
                color=_BADGE_COLORS.get(kind, "gray"),
            )


def open_drafts(drafts: Sequence[OpenDraft]) -> None:
    """Show what was written down and not saved yet: whose it is, not what it says."""
    if not drafts:
        return
    with st.container(border=True, gap="xsmall", key="open_drafts"):
        st.markdown("**" + t("Not saved yet") + "**")
        for one in drafts:
            session = session_of(one.form)
            kind = " · " + t("Correction") if session else ""
            with st.container(horizontal=True, vertical_alignment="center"):
                st.page_link(
                    path("coach/session_entry"),
                    label=plain(one.client_name) + kind,
                    icon=":material/history_edu:",
                    query_params={
                        "client": one.client_id,
                        **({"session": session} if session else {}),
                    },
                )
                st.caption(plain(t("Draft of {moment}", moment=moment_in_words(one.changed_at))))


def caseload_row(now: Standing, page: str, *, with_coach: bool) -> None:
    """Show one client of a caseload: a link, then facts in words."""
    client = now.client
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link(
                path(page), label=f"**{plain(client.name)}**", query_params={"client": client.id}
            )
            if with_coach:
                st.caption(plain(client.coach_name), width="content")
            badges(now.reasons)
        facts = [
            (t("Taking part"), sentences.taking_part_short(now)),
            (t("Mood"), sentences.mood_short(now.trend)),
            (t("Last session"), sentences.last_time(now)),
            (t("Next"), sentences.next_time(now)),
        ]
        for column, (label, value) in zip(st.columns(len(facts)), facts, strict=True):
            column.markdown(f":small[{label}]  \n{plain(value)}")
        if Reason.NO_ROUTE not in now.reasons:  # said above already
            st.caption(plain(sentences.route_in_words(now.route, now.resting)))


def in_pages(rows: Sequence[Standing], *, key: str, size: int = 25) -> Sequence[Standing]:
    """Return the rows of the chosen page, and offer the others when there are more."""
    pages = (len(rows) + size - 1) // size
    if pages <= 1:
        return rows
    chosen = st.segmented_control(
        t("Page"),
        list(range(1, pages + 1)),
        default=1,
        required=True,
        key=f"page:{key}:{pages}",
    )
    at = ((chosen or 1) - 1) * size
    return rows[at : at + size]


def links(clients: Sequence[Client], page: str) -> None:
    """Show clients as plain links to a page, with the day their guidance ended."""
    if not clients:
        st.caption(t("Nobody yet."))
    for client in clients:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link(path(page), label=plain(client.name), query_params={"client": client.id})
            if client.ended_on is not None:
                st.caption(t("until {day}", day=day(client.ended_on)))
