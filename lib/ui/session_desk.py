"""What surrounds the session form: its draft, another tab's, the fixed text, the private note."""

from collections.abc import Callable

import streamlit as st

from lib.domain.drafts import DraftElsewhere, Typed, Unsaved
from lib.domain.people import Client
from lib.domain.problems import Refused
from lib.domain.sessions import Kept, Preparation
from lib.domain.working_notes import NoteElsewhere, WorkingNote
from lib.ui import desk as desks
from lib.ui import memory, session_form, session_list, together
from lib.ui.desk import Desk
from lib.ui.fields import refused
from lib.ui.text import moment, plain, t


def beginning(
    desk: Desk,
    ready: Preparation,
    corrected: Kept | None,
    *,
    opened_version: int,
    look_anew: Callable[[], None],
    may_bring_back: bool,
    bring_back: Callable[[], Unsaved],
) -> None:
    """Show what this form begins from: the draft, the text to correct, or last time."""
    desks.restored(desk)
    if may_bring_back and not desk.restored:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(t("A draft was laid aside."), width="content")
            if st.button(t("Bring it back"), icon=":material/undo:", key=desk.key("bring_back")):
                bring_back()
                desk.begin_anew()
                st.rerun()
    if corrected is None:
        session_form.welcome_back(desk, ready)
        session_form.last_time(ready)
        with st.container(horizontal=True):
            session_form.as_last_time(desk, ready)
            together.offer(desk)
        return
    st.info(
        t(
            "You correct the session of {moment}. The former text stays beside the new one.",
            moment=moment(corrected.report.held_at),
        ),
        icon=":material/edit:",
    )
    if corrected.version != opened_version:
        session_list.newer(corrected)
        if st.button(t("Go on with mine, after theirs"), key=desk.key("rebase")):
            look_anew()
            st.rerun()


def state(desk: Desk, lay_aside: Callable[[], None]) -> None:
    """Say that the draft is kept, and offer to lay it aside."""
    desks.state(desk)
    if desk.kept_at is not None and st.button(
        t("Lay the draft aside"),
        type="tertiary",
        icon=":material/delete_sweep:",
        key=desk.key("lay_aside"),
        help=t("Empties the form. For an hour you can bring the draft back."),
    ):
        lay_aside()
        desk.begin_anew()
        st.rerun()


def elsewhere(
    desk: Desk, refusal: DraftElsewhere, other: Unsaved | None, go_on: Callable[[], None]
) -> None:
    """Show what another tab wrote in this draft, and let the coach choose; nothing is lost."""
    refused(refusal)
    with st.container(border=True):
        if other is not None:
            st.markdown("**" + t("As it is kept there") + "**")
            for field in ("note", "own_words", "next_step"):
                words = other.fields.get(field)
                if isinstance(words, str) and words:
                    st.markdown(plain(words))
            st.caption(plain(", ".join(desks.contents(other))))
        with st.container(horizontal=True):
            if st.button(t("Take over the other one"), key=desk.key("take_other")):
                desk.begin_anew()
                st.rerun()
            if st.button(t("Go on here with mine"), key=desk.key("go_on_here")):
                go_on()
                st.rerun()


def as_correction(desk: Desk) -> dict[str, Typed]:
    """Return what stands on the form as far as a correction can hold it."""
    return {
        name: value
        for name, value in desk.fields.items()
        if name not in ("next_day", "next_at", "together")
    }


def fixed(desk: Desk, kept: Kept, add: Callable[[str], None]) -> None:
    """Show a session that is fixed, and take words to add to it."""
    st.info(
        t(
            "The session of {moment} is fixed: its text stays as it is. You can add to it.",
            moment=moment(kept.report.held_at),
        ),
        icon=":material/lock:",
    )
    with st.container(border=True):
        session_list.words(kept)
    desk.passage("words", t("Addition"))
    if st.button(
        t("Add to the session"), type="primary", icon=":material/add:", key=desk.key("add")
    ):
        words = desk.held("words")
        if desk.kept(lambda: add(words if isinstance(words, str) else "")):
            desk.begin_anew()
            memory.flash(t("Added to the session."))
            st.rerun()


def working_note(
    desk: Desk, client: Client, note: WorkingNote | None, keep: Callable[[str, int], None]
) -> None:
    """Draw the coach's private note about this client, apart from the session."""
    opened = f"working:{client.id}:{desk.key('')}"
    version = memory.first_value(opened, note.version if note else 0)
    with st.expander(
        t("Working note: for you alone"), icon=":material/lock_person:", key=desk.key("working")
    ):
        st.caption(
            t(
                "A reminder for yourself, not part of the dossier: nobody else reads it, it is in "
                "no export, and it does not go along to a colleague. Keep it short, and erase it "
                "when it has served."
            )
        )
        if note is not None and not note.readable:
            st.warning(t("The former note cannot be opened with the key of this installation."))
        words = desk.passage("working_note", t("Working note"), value=note.words if note else "")
        if st.button(t("Keep the working note"), key=desk.key("keep_working")):
            try:
                keep(words, version)
            except NoteElsewhere as refusal:
                refused(refusal)
                if note is not None:
                    st.markdown(plain(note.words))
                memory.forget_first(opened)
            except Refused as refusal:
                refused(refusal)
            else:
                memory.forget_first(opened)
                st.toast(t("Working note kept."), icon=":material/check:")
