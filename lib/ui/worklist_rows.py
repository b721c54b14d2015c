"""Rows of the worklist on the screen: why somebody waits, and four things to do with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import streamlit as st

from lib.domain.signals import ROWS_SHOWN, Kind, Row, Tally, snooze_latest
from lib.ui import worklist_words as words
from lib.ui.explained import meaning
from lib.ui.fields import Form
from lib.ui.shell import path
from lib.ui.text import day, plain, t


class Act(StrEnum):
    """What somebody wants with a row."""

    DONE = "done"
    FALSE_SIGNAL = "false_signal"
    LATER = "later"
    NOTE = "note"
    BACK = "back"
    USEFUL = "useful"
    NOT_USEFUL = "not_useful"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of which row, and what was typed for it in `form`."""

    act: Act
    row: Row
    form: Form
    until: date | None = None
    words: str = ""


def heading(count: int, guided: int) -> None:
    """Show what the list is and what each kind means; and that nobody waits, or is guided yet."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(t("Who is waiting for me, and why"), anchor=False, width="content")
        with st.popover(t("Meaning"), icon=":material/help:", type="tertiary", key="meaning:list"):
            meaning("worklist")
    if not guided:
        st.info(t("You guide nobody here yet."), icon=":material/person_add:")
        st.page_link(path("coach/clients"), label=t("My clients"), icon=":material/arrow_forward:")
    elif not count:
        st.info(t("Nobody is waiting for you now."), icon=":material/spa:")


def waiting(rows: Sequence[Row], *, coach: str, today: date) -> Asked | None:
    """Draw the first rows that wait, the others below them; return what was asked, or None."""
    asked = [_row(row, coach=coach, today=today) for row in rows[:ROWS_SHOWN]]
    others = rows[ROWS_SHOWN:]
    if others:
        below = st.expander(
            words.more(len(others)), icon=":material/expand_more:", key="more", on_change="rerun"
        )
        if below.open:
            with below:
                asked += [_row(row, coach=coach, today=today) for row in others]
    return next((one for one in asked if one is not None), None)


def of_client(rows: Sequence[Row], *, coach: str) -> None:
    """Draw why one client waits, in words alone: for a screen that is about somebody."""
    for row in rows:
        icon, kind = words.ICONS[row.fact.kind], words.short(row.fact.kind)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            said = f"{icon} **{plain(kind)}** – {plain(words.why(row.fact))}"
            st.markdown(f"{said} {plain(words.what_now(row.fact, coach))}")
            if row.note:
                st.caption(plain(t("Note: {note}", note=row.note)))


def news(rows: Sequence[Row], *, coach: str, today: date) -> Asked | None:
    """Draw good news, and return what was asked of it."""
    asked = [_row(row, coach=coach, today=today, puts_off=False) for row in rows]
    return next((one for one in asked if one is not None), None)


def later(rows: Sequence[Row]) -> Asked | None:
    """Draw what was put off, until when and why; return what was asked."""
    asked = None
    for row in rows:
        with st.container(horizontal=True, vertical_alignment="center"):
            said = _named(row)
            until = row.snoozed_until
            if until is not None:
                said += " · " + t("put off until {day}", day=day(until))
            st.markdown(plain(f"{said} – {row.snooze_reason}"), width="stretch")
            if _button(t("Bring back"), "undo", row, "back"):
                asked = Asked(Act.BACK, row, Form(f"row:{row.id}"))
    return asked


def ended(rows: Sequence[Row]) -> Asked | None:
    """Draw what ended today: done by somebody, or solved by itself; return what was asked."""
    asked = None
    for row in rows:
        form = Form(f"row:{row.id}")
        with st.container(horizontal=True, vertical_alignment="center"):
            by = row.changed_by if row.state.value == "done" else None
            how = t("done by {name}", name=by) if by else t("solved by itself")
            st.markdown(plain(f"{_named(row)} · {how}"), width="stretch")
            _usefulness(row)
            for act, label, icon in (
                (Act.USEFUL, t("Useful"), "thumb_up"),
                (Act.NOT_USEFUL, t("Not useful"), "thumb_down"),
            ):
                told = row.useful is (act is Act.USEFUL)
                if not told and _button(label, icon, row, act.value):
                    asked = Asked(act, row, form)
            if by and row.stands and _button(t("Bring back"), "undo", row, "back"):
                asked = Asked(Act.BACK, row, form)
    return asked


def just_ended(row: Row) -> Asked | None:
    """Say on top of the list what was done last, with its undo and whether it helped."""
    with st.container(border=True, key="just_ended"):
        return ended([row])


def tally(rows: Sequence[Tally]) -> None:
    """Show, for each kind of row, how often it helped: in counts, and in the order of kinds."""
    if not rows:
        st.caption(t("Nothing has ended yet in the last half year."))
    for one in rows:
        st.markdown(f"**{plain(words.short(one.kind))}**  \n{plain(words.tally(one))}")


def _row(row: Row, *, coach: str, today: date, puts_off: bool = True) -> Asked | None:
    form = Form(f"row:{row.id}")
    asked: Asked | None = None
    with st.container(border=True, gap="xsmall", key=f"worklist-{row.id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.page_link(
                path("coach/cockpit"),
                label=f"**{plain(row.client_name)}**",
                query_params={"client": row.client_id},
            )
            st.badge(
                words.short(row.fact.kind),
                icon=words.ICONS[row.fact.kind],
                color="green" if row.fact.kind is Kind.RETURNED else "gray",
            )
            if row.opened_on < today:
                st.caption(plain(words.waiting_since(row.opened_on)))
        st.markdown(
            f"{plain(words.why(row.fact))}  \n:small[{plain(words.what_now(row.fact, coach))}]"
        )
        if row.note:
            st.caption(plain(t("Note: {note}", note=row.note)))
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            behind = words.BEHIND[row.fact.kind]
            st.page_link(
                path(behind),
                label=t(words.BEHIND_WORDS[behind]),
                icon=":material/arrow_forward:",
                query_params={"client": row.client_id},
            )
            if _button(t("Done with it"), "check", row, "done"):
                asked = Asked(Act.DONE, row, form)
            if puts_off:
                asked = _later(row, form, today=today) or asked
                asked = _note(row, form) or asked
    return asked


def _later(row: Row, form: Form, *, today: date) -> Asked | None:
    with st.popover(t("Later"), icon=":material/schedule:", type="tertiary", key=f"later:{row.id}"):
        until = form.day(
            "until",
            t("Until which day?"),
            value=today + timedelta(days=7),
            last=snooze_latest(today),
        )
        why = form.line("reason", t("Why later? A few words."))
        if st.button(t("Put off"), type="primary", key=form.key("put off")):
            return Asked(Act.LATER, row, form, until=until, words=why)
    return None


def _note(row: Row, form: Form) -> Asked | None:
    with st.popover(t("More"), icon=":material/more_horiz:", type="tertiary", key=f"more:{row.id}"):
        note = form.line("note", t("A note with this row"), value=row.note)
        if st.button(t("Keep the note"), key=form.key("keep")):
            return Asked(Act.NOTE, row, form, words=note)
        st.caption(t("Does this row not make sense? Say so: it is counted, and the row goes."))
        if _button(t("Not a useful signal"), "thumb_down", row, "false"):
            return Asked(Act.FALSE_SIGNAL, row, form)
    return None


def _named(row: Row) -> str:
    return f"{row.client_name} · {words.short(row.fact.kind)}"


def _usefulness(row: Row) -> None:
    if row.useful is not None:
        st.caption(t("You called it useful.") if row.useful else t("You called it not useful."))


def _button(label: str, icon: str, row: Row, what: str) -> bool:
    return st.button(
        label, icon=f":material/{icon}:", type="tertiary", key=f"{what}:{row.id}:{row.version}"
    )
