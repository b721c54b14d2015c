"""Today: what is planned, who is waiting for me and why, and good news."""

from functools import partial

import streamlit as st

from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.domain.signals import Row
from lib.practice import agenda, drafts, handovers, notices, worklist
from lib.ui import care, handover_parts, memory, notice_box, panels, todays_agenda, worklist_rows
from lib.ui.at_the_end import AtTheEnd
from lib.ui.gate.enter import enter, now
from lib.ui.text import day_in_words, t
from lib.ui.worklist_rows import Act, Asked

scope = enter(Permission.SEE_OWN_CASELOAD)
today = local_day(now())
mine = worklist.mine(scope, now=now())
# The row that was ended last, while this page stays open: it can be undone at once.
last = f"row ended last:{scope.view}"
at_the_end = AtTheEnd()


def see_to(asked: Asked | None) -> None:
    """Do what was asked of a row; a refusal stands where the tap was."""
    if asked is None:
        return
    row, form = asked.row, asked.form
    about = {"expected_version": row.version, "now": now()}
    match asked.act:
        case Act.DONE | Act.FALSE_SIGNAL:
            useful = None if asked.act is Act.DONE else False
            end = partial(worklist.finish, scope, row.id, useful=useful, **about)
            at_the_end.keep(form, end, t("Done."), then=lambda _: memory.keep(last, row.id))
        case Act.LATER:
            off = partial(
                worklist.put_off, scope, row.id, until=asked.until, reason=asked.words, **about
            )
            at_the_end.keep(form, off, t("Put off. It comes back by itself."))
        case Act.NOTE:
            note = partial(worklist.annotate, scope, row.id, note=asked.words, **about)
            at_the_end.keep(form, note, t("Saved."))
        case Act.BACK:
            back = partial(worklist.bring_back, scope, row.id, now=now())
            at_the_end.keep(form, back, t("It stands in the list again."), then=forget)
        case Act.USEFUL | Act.NOT_USEFUL:
            told = asked.act is Act.USEFUL
            say = partial(worklist.say_useful, scope, row.id, useful=told, now=now())
            at_the_end.keep(form, say, t("Thank you. It is counted."))


def forget(_: object) -> None:
    """Forget which row ended last: it waits again."""
    memory.drop(last)


def ended_last() -> Row | None:
    """Return the row that was ended last on this page, or None."""
    wanted = memory.kept(last, str)
    return next((one for one in mine.ended if one.id == wanted), None)


with st.container(horizontal=True, vertical_alignment="center"):
    st.title(t("Today"), anchor=False, width="content")
    st.caption(day_in_words(today))
notice_box.box(scope, notices.mine, notices.see, now=now())
if scope.offers:
    handover_parts.box(handovers.asked(scope, now=now()))
care.in_list(mine.worried, care.COACH)
plan, waits = st.columns([4, 7], gap="medium")
with plan:
    todays_agenda.show(agenda.of_mine(scope, today, today, now=now()), mine.written, today=today)
    panels.open_drafts(drafts.mine(scope, now=now()))
    if mine.news:
        st.subheader(t("Good news"), anchor=False)
        see_to(worklist_rows.news(mine.news, coach=scope.name, today=today))
with waits:
    worklist_rows.heading(len(mine.waiting), mine.guided)
    just_now = ended_last()
    if just_now is not None:
        see_to(worklist_rows.just_ended(just_now))
    see_to(worklist_rows.waiting(mine.waiting, coach=scope.name, today=today))
    if mine.later:
        later = st.expander(t("Put off until later"), icon=":material/schedule:", on_change="rerun")
        if later.open:
            with later:
                see_to(worklist_rows.later(mine.later))
    if mine.ended:
        over = st.expander(t("Ended today"), icon=":material/task_alt:", on_change="rerun")
        if over.open:
            with over:
                see_to(worklist_rows.ended([one for one in mine.ended if one is not just_now]))
    counted = st.expander(
        t("How useful are these signals?"), icon=":material/balance:", on_change="rerun"
    )
    if counted.open:
        with counted:
            worklist_rows.tally(mine.tally)
at_the_end.run()
