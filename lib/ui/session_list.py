"""Sessions as they were written down, with the former text beside a correction."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from lib.domain.caseload import Record
from lib.domain.routes import all_steps
from lib.domain.sessions import (
    ATTENDANCE_WORDS,
    KIND_WORDS,
    OUTCOME_WORDS,
    Kept,
    Report,
)
from lib.ui.shell import path
from lib.ui.text import moment, moment_in_words, number, plain, short_day, t


def draw(kept: Sequence[Kept], record: Record, *, may_correct: bool) -> None:
    """Show each session with its newest words, and what they were before a correction."""
    activities = {key: step.activity for key, step in all_steps(record.versions).items()}
    for session_id, group in groupby(kept, key=lambda one: one.session_id):
        versions = list(group)
        newest = versions[0]
        with st.container(border=True):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"**{_heading(newest.report)}**", width="stretch")
                if may_correct:
                    st.page_link(
                        path("coach/session_entry"),
                        label=t("Correct"),
                        icon=":material/edit:",
                        query_params={"client": record.client.id, "session": session_id},
                    )
            _report(newest.report, activities)
            st.caption(_written(newest))
            for former in versions[1:]:
                with st.expander(
                    t("Before the correction (version {number})", number=former.version)
                ):
                    st.markdown(f"**{_heading(former.report)}**")
                    _report(former.report, activities)
                    st.caption(_written(former))


def newer(kept: Kept) -> None:
    """Show what a colleague wrote meanwhile, beside the form that was opened before it."""
    st.warning(
        t("A colleague saved another version meanwhile. Look at both, then choose."),
        icon=":material/difference:",
    )
    with st.container(border=True):
        st.markdown("**" + t("As it is saved now") + "**")
        _report(kept.report, {})
        st.caption(_written(kept))


def _heading(report: Report) -> str:
    return plain(
        f"{moment_in_words(report.held_at)} · {t(KIND_WORDS[report.kind])} · "
        f"{t(ATTENDANCE_WORDS[report.attendance])}"
    )


def _report(report: Report, activities: dict[str, str]) -> None:
    numbers = [
        (t("before"), report.mood_before),
        (t("during"), report.mood_during),
        (t("after"), report.mood_after),
        (t("effort"), report.effort),
    ]
    given = [f"{label} {number(value)}" for label, value in numbers if value is not None]
    if given:
        st.markdown(plain(t("Mood") + ": " + " · ".join(given)))
    if report.note:
        st.markdown(plain(report.note))
    if report.next_step:
        st.markdown(f":material/footprint: {plain(report.next_step)}")
    told = [
        f"{short_day(c.day)}: {activities.get(c.step_key, '')} – {t(OUTCOME_WORDS[c.outcome])}"
        for c in sorted(report.check_ins, key=lambda one: one.day)
    ]
    if told:
        st.caption("  \n".join(plain(one) for one in told))


def _written(kept: Kept) -> str:
    said = t("Written by {name} on {moment}.", name=kept.written_by, moment=moment(kept.written_at))
    if kept.correction_reason:
        said += " " + t("Corrected: {reason}", reason=kept.correction_reason)
    return plain(said)
