"""Write down a session, or correct one, with the client beside you."""

import streamlit as st

from lib.domain.access import Permission
from lib.domain.drafts import DraftElsewhere, SavedOtherwise, form_of
from lib.domain.sessions import is_locked
from lib.practice import drafts, questions, rules, sessions, snippets, talk_points, working_notes
from lib.ui import memory, panels, question_list, session_desk, session_form, talk_list, together
from lib.ui.desk import Desk
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.shell import path
from lib.ui.text import t

scope, client = enter(Permission.WRITE_SESSIONS), client_id()
tab, wanted = memory.tab(), st.query_params.get("session", "")
corrected = sessions.to_correct(scope, client, wanted, now=now()) if wanted else None
form = form_of(corrected.session_id if corrected else "")
desk = Desk(client, corrected.session_id if corrected else "", view=scope.view)
if desk.is_new:
    desk.begin(drafts.take_up(scope, client, form, tab=tab, now=now()))
talk_list.see_to(scope, client, talk_points.tick_off, talk_points.bring_back, now=now())
on = session_form.day_of(desk, corrected, now=now())
ready = sessions.prepare(scope, client, on=on, now=now())
# What this form was opened with: a colleague's change meanwhile must be seen before it is saved.
look = f"{desk.name}:{scope.view}"
opened_name = memory.first_value(f"{look}:name", ready.client.name)
opened_version = memory.first_value(f"{look}:version", corrected.version if corrected else 0)
was_open = memory.first_value(f"{look}:open", ready.client.ended_on is None)
saving = {"save_key": memory.save_key(desk.name), "now": now()}
days = rules.of_practice(scope, now=now()).lock_after_days


def keep(*, saving_now: bool = False) -> bool:
    """Keep what was changed in the draft; False when another tab went on with it."""
    desk.was_drawn()
    desk.heard(drafts.of_form(scope, client, form, now=now()) if saving_now else None)
    changed = desk.changed()
    try:
        kept = drafts.keep(scope, client, form, changed, tab=tab, **saving) if changed else None
    except DraftElsewhere as refusal:
        other = drafts.of_form(scope, client, form, now=now())
        mine = {"fields": desk.fields, "tab": tab, **saving}
        session_desk.elsewhere(
            desk, refusal, other, lambda: drafts.go_on_here(scope, client, form, **mine)
        )
        return False
    if kept is not None:
        desk.was_kept(kept)
    return True


def save() -> None:
    """Save, and go on to the last screen; a refusal stands beside its field."""
    draft, reason = session_form.draft_of(desk, ready, corrected)
    if corrected is None:
        saved = desk.kept(
            lambda: sessions.record(scope, client, draft, expected_client=opened_name, **saving)
        )
    else:
        about = {"reason": reason, "expected_version": opened_version, **saving}
        saved = desk.kept(lambda: sessions.correct(scope, client, wanted, draft, **about))
    if saved:
        subject = {"client": client, "session": wanted or saved[0]}
        st.switch_page(path("coach/session_saved"), query_params=subject)


def to_correction(session_id: str) -> None:
    """Let what was typed here go on as a correction of what another tab saved."""
    mine = {"fields": session_desk.as_correction(desk), "tab": tab, "save_key": memory.new_key()}
    drafts.go_on_here(scope, client, form_of(session_id), **mine, now=now())
    memory.close_form(desk.name)
    desk.begin_anew()
    memory.flash(t(SavedOtherwise.sentence))
    subject = {"client": client, "session": session_id}
    st.switch_page(path("coach/session_entry"), query_params=subject)


if together.is_on(desk.name):
    together.draw(desk, ready)
    keep()
    st.stop()
panels.client_header(ready.client, "coach/session_entry")
# A correction stays possible after the end (it is the client's right), and what stood on the
# screen when guidance ended stays there.
if corrected is not None and is_locked(corrected.begun_at, now=now(), after_days=days):
    session_desk.fixed(
        desk, corrected, lambda words: sessions.supplement(scope, client, wanted, words, **saving)
    )
elif was_open or corrected is not None:
    session_desk.beginning(
        desk,
        ready,
        corrected,
        opened_version=opened_version,
        look_anew=lambda: memory.forget_first(f"{look}:version"),
        may_bring_back=drafts.laid_aside(scope, client, form, now=now()) is not None,
        bring_back=lambda: drafts.bring_back(scope, client, form, tab=tab, now=now()),
    )
    session_form.draw(desk, ready, corrected, snippets.of_my_teams(scope, now=now()), now=now())
    session_desk.working_note(
        desk,
        ready.client,
        working_notes.mine(scope, client, now=now()),
        lambda words, at: working_notes.keep(scope, client, words, expected_version=at, now=now()),
    )
    of = questions.mine_of_client(scope, client, now=now())
    question_list.in_entry(scope, ready.client, of, questions.ask, questions.take_back, now=now())
    with st.container(key="desk_bar", horizontal=True, vertical_alignment="center"):
        tapped = st.button(t("Save"), type="primary", icon=":material/check:", key=desk.key("save"))
        kept_here = keep(saving_now=tapped)
        if kept_here:
            session_desk.state(desk, lambda: drafts.lay_aside(scope, client, form, now=now()))
    if tapped and kept_here:
        try:
            save()
        except SavedOtherwise as refusal:
            to_correction(refusal.session_id)
        memory.forget_first(f"{look}:name")
panels.client_footer(ready.client)
