"""Backups and findings about this installation, for whoever keeps the house."""

from collections.abc import Sequence

import streamlit as st

from lib.domain.backups import TROUBLE_WORDS, Backup, Kept, NotPossible, Outcome
from lib.domain.words import msg
from lib.ui.text import moment, plain, t, tn

_ICONS = {
    Outcome.BEGUN: ":material/hourglass:",
    Outcome.DONE: ":material/check_circle:",
    Outcome.FAILED: ":material/error:",
}
_OUTCOMES = {
    Outcome.BEGUN: msg("begun, and not ended"),
    Outcome.DONE: msg("made"),
    Outcome.FAILED: msg("did not succeed"),
}


def backups(kept: Kept) -> bool:
    """Show the last backups, and return whether one is asked for now."""
    with st.container(border=True):
        st.subheader(t("Backups"), anchor=False)
        if kept.late:
            st.warning(
                t("The newest good backup is older than 26 hours. Look why, and make one now."),
                icon=":material/schedule:",
            )
        if not kept.nightly:
            st.caption(t("Ministap makes none by itself here: somebody does it in another way."))
        if not kept.every:
            st.markdown(t("There is no backup yet."))
        for one in kept.every:
            st.markdown(f"{_ICONS[one.outcome]} {plain(_told(one))}")
        if kept.key_lies_beside:
            st.caption(
                t(
                    "The key that opens them lies on this machine as well. Keep a copy of it, and "
                    "of the backups, somewhere else: the guide for administrators says how."
                )
            )
        label = t("Make a backup now")
        return st.button(label, icon=":material/backup:", key="make_backup")


def _told(one: Backup) -> str:
    told = [moment(one.begun_at), t(_OUTCOMES[one.outcome])]
    if one.size is not None:
        told.append(tn("{count} kB", "{count} kB", max(1, one.size // 1024)))
    if one.verified_at is not None:
        told.append(t("opened and read whole"))
    return " · ".join(told)


def trouble(of: NotPossible) -> None:
    """Say why a backup could not be made."""
    st.warning(t(TROUBLE_WORDS[of.trouble]), icon=":material/error:")


def unsafe(sentences: Sequence[str]) -> None:
    """Show what would keep this installation from starting in production."""
    with st.container(border=True):
        st.subheader(t("Set up for production"), anchor=False)
        if not sentences:
            st.markdown(":material/check_circle: " + t("Nothing keeps Ministap from starting."))
        for one in sentences:
            st.markdown(f":material/build: {plain(one)}")
