"""What somebody is told, in a small box: that there is something, and the way to it."""

from collections.abc import Callable, Sequence
from datetime import datetime

import streamlit as st

from lib.domain.access import Scope
from lib.domain.calendar import local_day
from lib.domain.notices import ABOUT_CARE, Notice, NoticeKind, Way
from lib.domain.problems import Refused
from lib.domain.words import msg
from lib.ui import care
from lib.ui.gate.enter import anew
from lib.ui.gate.enter import now as this_moment
from lib.ui.shell import path
from lib.ui.text import day, moment, plain, t, tn

_SENTENCES = {
    NoticeKind.CARE_SIGNAL: msg("There is a care signal that you read along."),
    NoticeKind.CARE_SIGNAL_CLOSED: msg("A care signal that you knew of was closed."),
    NoticeKind.QUESTION: msg("A coach has a question for you."),
    NoticeKind.QUESTION_ANSWERED: msg("Your team lead answered a question."),
    NoticeKind.DOSSIER_OPENED: msg("A team lead opened a dossier."),
    NoticeKind.HANDOVER: msg("You are asked to take a client over."),
    NoticeKind.HANDOVER_ANSWERED: msg("A hand-over was answered."),
    NoticeKind.COVER: msg("A cover was arranged, or ended."),
}
_ICONS = {
    NoticeKind.QUESTION: ":material/contact_support:",
    NoticeKind.QUESTION_ANSWERED: ":material/chat:",
    NoticeKind.DOSSIER_OPENED: ":material/lock_open:",
    NoticeKind.HANDOVER: ":material/move_up:",
    NoticeKind.HANDOVER_ANSWERED: ":material/move_up:",
    NoticeKind.COVER: ":material/swap_horiz:",
}
_CARE = {Way.COACH: care.COACH, Way.LEAD: care.LEAD, Way.DEPUTY: "everyone/reading_along"}
_OFFER = "coach/read_first"
# So many are in sight at once; a care signal always is. [CHOICE]
_IN_SIGHT = 3
# Where something is read by whoever guides the client, and by their lead.
_PAGES = {
    NoticeKind.QUESTION: ("coach/cockpit", "lead/questions"),
    NoticeKind.QUESTION_ANSWERED: ("coach/cockpit", "lead/questions"),
    NoticeKind.DOSSIER_OPENED: ("coach/client_details", "lead/client_overview"),
    NoticeKind.HANDOVER: ("coach/cockpit", "lead/client_overview"),
    NoticeKind.HANDOVER_ANSWERED: ("coach/cover", "lead/handovers"),
    NoticeKind.COVER: ("coach/cover", "lead/handovers"),
}


def page_of(notice: Notice) -> str:
    """Return the page on which somebody reads what their notice is about."""
    if notice.kind in ABOUT_CARE:
        return _CARE[notice.way]
    if notice.way is Way.OFFER:
        return _OFFER
    coach, lead = _PAGES[notice.kind]
    return coach if notice.way is Way.COACH else lead


def box(
    scope: Scope,
    mine: Callable[..., Sequence[Notice]],
    see: Callable[..., None],
    *,
    now: datetime,
) -> None:
    """Draw the notices somebody has not seen yet, and below them those of this week.

    Reading a care signal is what marks its notice as seen; the others can be put aside here with
    `see`. Nothing is drawn without any.
    """
    # An offer has a box of its own, until it is answered.
    notices = [one for one in mine(scope, now=now) if one.way is not Way.OFFER]
    fresh = [one for one in notices if one.seen_at is None]
    seen = [one for one in notices if one.seen_at is not None]
    if fresh:
        care_first = sorted(fresh, key=lambda one: one.kind not in ABOUT_CARE)
        most = max(_IN_SIGHT, sum(one.kind in ABOUT_CARE for one in fresh))
        with st.container(border=True, gap="xsmall", key="notices"):
            for one in care_first[:most]:
                _fresh(scope, one, see)
            if more := care_first[most:]:
                label = tn("{count} notice more", "{count} notices more", len(more))
                with st.expander(label, icon=":material/notifications:", key="notices_more"):
                    for one in more:
                        _fresh(scope, one, see)
            if any(one.mail_failed for one in fresh):
                st.caption(
                    t(
                        "No mail could be sent to you about this. Ask your administrator to look "
                        "at your e-mail address."
                    )
                )
    if seen:
        label = t("Notices of this week that you saw")
        with st.expander(label, icon=":material/notifications:", key="notices_seen"):
            for one in seen:
                with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                    _one(one, strong=False)


def _fresh(scope: Scope, one: Notice, see: Callable[..., None]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _one(one, strong=True)
        if one.kind not in ABOUT_CARE:
            st.button(
                t("Seen"),
                type="tertiary",
                key=f"seen:{one.id}",
                on_click=_saw,
                args=(scope, see, one.id),
            )


def _one(notice: Notice, *, strong: bool) -> None:
    sentence = t(_SENTENCES[notice.kind])
    shown = f"**{sentence}**" if strong else sentence
    st.markdown(f"{_ICONS.get(notice.kind, ':material/notifications:')} {shown}", width="content")
    st.page_link(
        path(page_of(notice)),
        # Of a client who is not in sight (any more, or yet) there is no name.
        label=plain(notice.client_name) or t("Hand-over and cover"),
        icon=":material/support:" if notice.kind in ABOUT_CARE else ":material/person:",
        query_params={"client": notice.client_id},
    )
    at = notice.made_at
    said = moment(at) if notice.kind in ABOUT_CARE else day(local_day(at))
    st.caption(said, width="content")


def _saw(scope: Scope, see: Callable[..., None], notice_id: str) -> None:
    # Before the page is drawn, so that the number in the menu is right in this very run.
    try:
        see(anew(scope), notice_id, now=this_moment())
    except Refused:
        return  # the page itself says who is not known any more; a notice that left is gone
