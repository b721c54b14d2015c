"""The load of a team on its lead's screen: what waits, and how much work each coach has."""

import pandas as pd
import streamlit as st

from lib.domain.caseload import Reason
from lib.domain.load import AHEAD_DAYS, CoachLoad, TeamLoad, may_be_counted, with_reason
from lib.ui import filters, sentences
from lib.ui.caseload_filters import without_team
from lib.ui.explained import meaning
from lib.ui.shell import path
from lib.ui.text import number, plain, t, tn

# What a lead looks at first, in this order; good news last.
_FIRST = (
    Reason.CARE_SIGNAL,
    Reason.SILENT,
    Reason.NO_ROUTE,
    Reason.NO_NEXT_DATE,
    Reason.RETURNED,
)


def attention(of: TeamLoad) -> None:
    """Show of how many clients something waits, over everyone; each number opens its rows."""
    wanted = filters.wanted("reason")
    with st.container(horizontal=True, key="attention"):
        for kind in _FIRST:
            count, words = with_reason(of.clients, kind), sentences.reason_short(kind)
            if count:
                st.button(
                    f"**{number(count)}** {words}" if may_be_counted(of.clients, kind) else words,
                    key=f"open:{kind}",
                    on_click=filters.choosing("reason", kind.value, instead_of="coach"),
                    type="primary" if kind == wanted else "secondary",
                )
        if of.questions:
            words = tn("{count} open question", "{count} open questions", of.questions)
            st.page_link(path("lead/questions"), label=words, icon=":material/forum:")
    for one in without_team(of):
        with st.container(border=True):
            st.markdown(
                tn(
                    "{name} has left {team}, and still is the coach of {count} client.",
                    "{name} has left {team}, and still is the coach of {count} clients.",
                    one.active,
                    name=plain(one.coach.name),
                    team=plain(one.coach.team_name),
                )
            )
            st.page_link(
                path("lead/handovers"),
                label=t("Hand these clients over"),
                icon=":material/swap_horiz:",
            )


def coaches(of: TeamLoad) -> None:
    """Show the load of each coach, in the order of the alphabet: work, and no outcome."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(t("The work of each colleague"), anchor=False, width="content")
        with st.popover(t("Meaning"), icon=":material/help:", type="tertiary", key="about:load"):
            meaning("load")
    if not of.coaches:
        st.caption(t("Nobody yet."))
        return
    # Nobody is sorted: a table that stands as it is, and that a screen reader reads.
    st.table(frame(of), hide_index=True, border="horizontal", alt=t("The work of each colleague"))
    st.caption(
        t(
            "Hours planned of the hours there are: in the coming {count} days. In the order of the "
            "alphabet.",
            count=AHEAD_DAYS,
        )
    )


def frame(of: TeamLoad) -> pd.DataFrame:
    """Return a row for each coach, as the table shows it."""
    several = len({one.coach.team_id for one in of.coaches}) > 1
    return pd.DataFrame([_row(one, several=several) for one in of.coaches])


def _row(one: CoachLoad, *, several: bool) -> dict[str, object]:
    named = {t("Colleague"): plain(one.coach.name)}
    if several:
        named[t("Team")] = plain(one.coach.team_name)
    clients, talks = number(one.active), number(one.sessions)
    if one.new:
        clients = t("{clients} ({new} new)", clients=clients, new=number(one.new))
    if one.heavy:
        talks = t("{talks} ({heavy} heavy)", talks=talks, heavy=number(one.heavy))
    return {
        **named,
        t("Hours planned"): _hours(one),
        t("Clients"): clients,
        t("Talks"): talks,
        t("Covers"): one.covering,
        t("No date"): one.no_next_date,
        t("Quiet"): one.overdue,
        t("Worries"): one.care_signals,
        t("Questions"): one.questions,
    }


def _hours(one: CoachLoad) -> str:
    """Return planned and available hours; what is not known is left out, never zero."""
    planned = number(one.planned / 60, 1)
    if one.available is None:
        return planned
    return t("{planned} of {available}", planned=planned, available=number(one.available / 60, 1))
