"""The last screen of a session: saved, what comes next, and what goes home."""

from collections.abc import Callable
from datetime import datetime

import streamlit as st

from lib.domain.access import Scope
from lib.domain.problems import Refused
from lib.domain.routes import SIZE_WORDS
from lib.domain.sessions import Attendance, Ending, may_undo
from lib.ui import downloads
from lib.ui.fields import refused
from lib.ui.shell import path
from lib.ui.text import clock_of, moment_in_words, plain, t


def saved(of: Ending, *, now: datetime, mine: bool, take_back: Callable[[], None]) -> None:
    """Say that it is saved, and offer for a minute to undo it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.success(
            plain(
                t(
                    "Saved in the dossier of {name} at {time}.",
                    name=of.client.name,
                    time=clock_of(of.kept.written_at),
                )
            ),
            icon=":material/check_circle:",
        )
        if (
            mine
            and may_undo(of.kept.written_at, now=now)
            and st.button(
                t("Undo"),
                icon=":material/undo:",
                key="undo_session",
                help=t("For a minute. What you wrote comes back as a draft."),
            )
        ):
            try:
                take_back()
            except Refused as refusal:
                refused(refusal)


def heavy(of: Ending, *, say: Callable[[bool], None]) -> None:
    """Let whoever led the talk say that it was heavy for them; nobody has to."""
    if of.heavy is None or of.kept.report.attendance is not Attendance.CAME:
        return
    told = st.toggle(
        t("This was a heavy talk for me"),
        value=of.heavy,
        key=f"heavy:{of.kept.session_id}",
    )
    st.caption(
        t(
            "Your team lead sees how many heavy talks you had, to look after you: never which one, "
            "and not why."
        )
    )
    if told != of.heavy:
        say(told)


def what_comes(of: Ending) -> None:
    """Show the next step in the client's words, in three sizes, and the next date."""
    report = of.kept.report
    with st.container(border=True):
        st.subheader(t("What comes next"), anchor=False)
        if report.own_words:
            st.markdown(f"“{plain(report.own_words)}”")
        if report.next_step:
            st.markdown(f":material/footprint: **{plain(report.next_step)}**")
        for step in of.steps:
            st.markdown(f"**{plain(step.activity)}**")
            for column, (size, one) in zip(st.columns(3), step.sizes.items(), strict=True):
                column.markdown(f":small[{t(SIZE_WORDS[size])}]  \n{plain(one.text)}")
        if of.steps:
            st.caption(t("All three count fully. A mini on a heavy day is just right."))
        if of.next_appointment is not None:
            st.markdown(
                ":material/event: "
                + plain(
                    t("We see each other {moment}.", moment=moment_in_words(of.next_appointment))
                )
            )
        st.page_link(
            path("coach/route"),
            label=t("Change the route"),
            icon=":material/footprint:",
            query_params={"client": of.client.id},
        )


def papers(scope: Scope, of: Ending, handed_out: downloads.HandedOut) -> None:
    """Offer the card and the appointment."""
    with st.container(horizontal=True):
        downloads.step_card(scope, of, handed_out)
        downloads.appointment(scope, of, handed_out)
