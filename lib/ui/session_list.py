"""Sessions as they were written down, with the former text beside a correction."""

from collections.abc import Mapping, Sequence

import streamlit as st

from lib.domain.caseload import Record
from lib.domain.routes import all_steps
from lib.domain.sessions import Kept, Report
from lib.ui import told
from lib.ui.shell import path
from lib.ui.text import moment, plain, t


def draw(sessions: Sequence[Sequence[Kept]], record: Record, *, may_correct: bool) -> None:
    """Show each session with its newest words, and what they were before a correction."""
    activities = {key: step.activity for key, step in all_steps(record.versions).items()}
    for versions in sessions:
        newest = versions[0]
        with st.container(border=True, gap="xsmall"):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"**{plain(told.heading(newest.report))}**", width="stretch")
                if may_correct:
                    st.page_link(
                        path("coach/session_entry"),
                        label=t("Correct or add"),
                        icon=":material/edit:",
                        query_params={"client": record.client.id, "session": newest.session_id},
                    )
            _report(newest.report, activities)
            st.caption(plain(told.written(newest)))
            for one in newest.supplements:
                st.markdown(plain(one.words))
                st.caption(
                    plain(
                        t("Added by {name}", name=one.written_by) + " · " + moment(one.written_at)
                    )
                )
            for former in versions[1:]:
                with st.expander(
                    t("Before the correction (version {number})", number=former.version)
                ):
                    st.markdown(f"**{plain(told.heading(former.report))}**")
                    _report(former.report, activities)
                    st.caption(plain(told.written(former)))


def words(kept: Kept) -> None:
    """Show one version of a session."""
    st.markdown(f"**{plain(told.heading(kept.report))}**")
    _report(kept.report, {})
    st.caption(plain(told.written(kept)))


def newer(kept: Kept) -> None:
    """Show what a colleague wrote meanwhile, beside the form that was opened before it."""
    st.warning(
        t("A colleague saved another version meanwhile. Look at both, then choose."),
        icon=":material/difference:",
    )
    with st.container(border=True):
        st.markdown("**" + t("As it is saved now") + "**")
        _report(kept.report, {})
        st.caption(plain(told.written(kept)))


def _report(report: Report, activities: Mapping[str, str]) -> None:
    for label, text in told.lines(report, activities):
        st.markdown(f":small[{plain(label)}]  \n{plain(text)}")
