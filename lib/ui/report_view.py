"""The monthly report on the screen: the figures as they will stand in the file."""

import pandas as pd
import streamlit as st

from lib.domain.team_report import TeamReport
from lib.ui import charts, quality_charts, report_words
from lib.ui.explained import meaning
from lib.ui.report_words import Section
from lib.ui.text import plain, t


def draw(of: TeamReport) -> None:
    """Show the report without names of clients."""
    st.subheader(plain(report_words.period(of.month)), anchor=False)
    st.caption(plain(report_words.about(of)[-1]))
    counted = report_words.counted(of)
    for column, section in zip(st.columns(len(counted)), counted, strict=True):
        with column:
            _section(section)
    contacts = report_words.contacts(of)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{plain(contacts.title)}**", width="content")
        with st.popover(
            t("Meaning"), icon=":material/help:", type="tertiary", key="meaning:contacts"
        ):
            meaning("contacts")
    st.markdown(plain(contacts.said[0]))
    if of.contacts.enough and of.contacts.weeks:
        charts.show(
            quality_charts.contacts_figure(of.contacts),
            key="chart:report",
            alt=contacts.said[0],
            called=t("contacts"),
        )
    if contacts.figures:
        weeks = pd.DataFrame(
            [[t("contacts"), *(report_words.shown(value) for _, value in contacts.figures)]],
            columns=[t("Week of"), *(what for what, _ in contacts.figures)],
        )
        st.table(weeks, hide_index=True, border="horizontal", alt=contacts.title)
    if contacts.said[1:]:
        st.caption("  \n".join(plain(one) for one in contacts.said[1:]))
    left, right = st.columns(2)
    with left:
        _section(report_words.way(of))
    with right:
        tried = report_words.tried(of)
        st.markdown(f"**{plain(tried.title)}**")
        st.markdown("\n".join(f"- {plain(one)}" for one in tried.said))


def _section(one: Section) -> None:
    st.markdown(f"**{plain(one.title)}**")
    if one.figures:
        rows = pd.DataFrame(
            [[what, report_words.shown(value)] for what, value in one.figures],
            columns=[t("What"), t("Number")],
        )
        st.table(rows, hide_index=True, border="horizontal", alt=one.title)
    if one.said:
        st.caption("  \n".join(plain(line) for line in one.said))
