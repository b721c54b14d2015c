"""Parts of a page that several pages share: headers, explained numbers, one client over time."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

import streamlit as st

from lib.domain.basis import Basis
from lib.domain.caseload import Progress, Reason, Standing
from lib.domain.drafts import OpenDraft, page_of, session_of
from lib.domain.glance import Glance
from lib.domain.people import Client
from lib.domain.words import msg
from lib.ui import care, mood_parts, sentences, taking_part

# A part of a page that panels itself shows cannot ask panels for these.
from lib.ui.explained import explained as explained
from lib.ui.explained import meaning as meaning
from lib.ui.explained import rows as rows
from lib.ui.explained import say as say
from lib.ui.shell import help_lines, path
from lib.ui.text import day, moment_in_words, plain, t

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
# Seven words on one line: a picture beside each would make it two.
_DOSSIER = (
    ("coach/cockpit", msg("Before the session")),
    ("coach/progress", msg("Progress")),
    ("coach/session_entry", msg("Write down")),
    ("coach/route", msg("Route")),
    ("coach/agreements", msg("Agreements")),
    ("coach/sessions", msg("Sessions")),
    ("coach/client_details", msg("Details")),
)

_OVER_TIME = (
    ("coach/progress", msg("Overview"), "timeline"),
    ("coach/what_helps", msg("What helps"), "favorite"),
    ("coach/measures", msg("Questionnaires"), "checklist"),
    ("coach/handbook", msg("My handbook"), "menu_book"),
)

_DETAILS = (
    ("coach/client_details", msg("Details"), "badge"),
    ("coach/intake", msg("The beginning"), "door_open"),
    ("coach/who_looked", msg("Who looked"), "policy"),
    ("coach/hand_over", msg("Hand over or cover"), "swap_horiz"),
    ("coach/rights", msg("Rights"), "gavel"),
)


def back_to_list(page: str) -> None:
    """Offer the way back: on a tablet the menu would lie over half of the page."""
    st.page_link(path(page), label=t("Back to the list"), icon=":material/arrow_back:")


def client_header(client: Client, here: str) -> None:
    """Show whose dossier this is, and the way to its other parts."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(plain(client.name), anchor=False, width="stretch")
        back_to_list("coach/clients")
    care.notice(client, care.COACH, here=here == care.COACH)
    covered(client)
    if client.ended_on is not None:
        st.info(
            t(
                "Guidance ended on {day}. Nothing new can be written here.",
                day=day(client.ended_on),
            ),
            icon=":material/inventory_2:",
        )
    if client.still_since is not None:
        st.info(
            t(
                "This dossier stands still since {day}, at the wish of the client. You can read "
                "it; nothing can be added or changed. Care signals go on.",
                day=day(client.still_since),
            ),
            icon=":material/pause_circle:",
        )
    with st.container(horizontal=True, key="dossier", gap="xxsmall"):
        for page, title in _DOSSIER:
            st.page_link(
                path(page),
                label=f"**{t(title)}**" if page == here else t(title),
                query_params={"client": client.id},
            )


def covered(client: Client) -> None:
    """Say who covers for whom until when; nothing while the coach is there."""
    if client.covered_by and client.covered_until is not None:
        said = t(
            "Cover: {coverer} for {coach}, up to and including {day}.",
            coverer=client.covered_by,
            coach=client.coach_name,
            day=day(client.covered_until),
        )
        st.markdown(f":material/group: {plain(said)}")


def over_time(client: Client, here: str) -> None:
    """Show the way to the parts that look at one client over time."""
    _ways(client, here, _OVER_TIME, key="over_time")


def details(client: Client, here: str) -> None:
    """Show the way to what was written down about a client once: details and the beginning."""
    _ways(client, here, _DETAILS, key="details")


def _ways(client: Client, here: str, ways: Iterable[tuple[str, str, str]], *, key: str) -> None:
    with st.container(horizontal=True, key=key, gap="xxsmall"):
        for page, title, icon in ways:
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


def who_can_help() -> None:
    """Show who to call, for somebody who may not open a care signal about this client (yet)."""
    with st.expander(t("Worried about this person?"), icon=":material/support:", key="help:who"):
        help_lines()


def progress(of: Progress, *, today: date) -> None:
    """Show one client over time as a lead may see it: reasons, mood, taking part and rhythm."""
    reasons(of.standing)
    mood_parts.show(of, today=today)
    taking_part.show(of, today=today)


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
            page = page_of(one.form)
            session = "" if page else session_of(one.form)
            kind = " · " + t("Correction") if session else " · " + t("Typed text") if page else ""
            with st.container(horizontal=True, vertical_alignment="center"):
                st.page_link(
                    path(f"coach/{page or 'session_entry'}"),
                    label=plain(one.client_name) + kind,
                    icon=":material/history_edu:",
                    query_params={
                        "client": one.client_id,
                        **({"session": session} if session else {}),
                    },
                )
                st.caption(plain(t("Draft of {moment}", moment=moment_in_words(one.changed_at))))


def caseload_row(one: Glance, page: str, *, with_coach: bool) -> None:
    """Show one client of a caseload: a link, then facts in words."""
    client, now = one.client, one.facts
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link(
                path(page), label=f"**{plain(client.name)}**", query_params={"client": client.id}
            )
            if with_coach:
                st.caption(plain(client.coach_name), width="content")
            if client.covered_until is not None:
                until = day(client.covered_until)
                for_whom = t("cover for {name} up to {day}", name=client.coach_name, day=until)
                st.badge(plain(for_whom), icon=":material/group:", color="blue")
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
            st.caption(plain(sentences.steps_in_words(now.steps or (), resting=now.resting)))


def in_pages(rows: Sequence[Glance], *, key: str, size: int = 25) -> Sequence[Glance]:
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
