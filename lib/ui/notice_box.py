"""What somebody is told, in a small box: that there is something, and the way to it."""

from collections.abc import Sequence

import streamlit as st

from lib.domain.notices import Notice, NoticeKind, Way
from lib.domain.words import msg
from lib.ui import care
from lib.ui.shell import path
from lib.ui.text import moment, plain, t

_SENTENCES = {
    NoticeKind.CARE_SIGNAL: msg("There is a care signal that you read along."),
    NoticeKind.CARE_SIGNAL_CLOSED: msg("A care signal that you knew of was closed."),
}
_PAGES = {Way.COACH: care.COACH, Way.LEAD: care.LEAD, Way.DEPUTY: "everyone/reading_along"}


def box(notices: Sequence[Notice]) -> None:
    """Draw the notices somebody has not seen yet, and below them those of this week.

    Reading the care signal is what marks a notice as seen. Nothing is drawn without any.
    """
    fresh = [one for one in notices if one.seen_at is None]
    seen = [one for one in notices if one.seen_at is not None]
    if fresh:
        with st.container(border=True, gap="xsmall", key="notices"):
            for one in fresh:
                _one(one, strong=True)
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
                _one(one, strong=False)


def _one(notice: Notice, *, strong: bool) -> None:
    sentence = t(_SENTENCES[notice.kind])
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        shown = f"**{sentence}**" if strong else sentence
        st.markdown(f":material/notifications: {shown}", width="content")
        st.page_link(
            path(_PAGES[notice.way]),
            label=plain(notice.client_name),
            icon=":material/support:",
            query_params={"client": notice.client_id},
        )
        st.caption(moment(notice.made_at), width="content")
