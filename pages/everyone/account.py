"""My own account: language, absence, mail, password, signing out elsewhere."""

import streamlit as st

from lib.domain.access import ROLE_WORDS, Permission
from lib.practice import absences, accounts, notices, second_step
from lib.ui import absence_form, fields, mail_form, memory, own_door
from lib.ui.gate.enter import enter, now
from lib.ui.gate.passwords import passwords
from lib.ui.shell import path
from lib.ui.text import LANGUAGES, plain, t

scope = enter(Permission.OWN_ACCOUNT)

st.title(t("My account"), anchor=False)
held = ", ".join(t(ROLE_WORDS[role]) for role in sorted(scope.roles)) or t("no role yet")
st.markdown(f"**{plain(scope.name)}** · {plain(held)}")

with st.container(border=True, width=560):
    st.subheader(t("Language"), anchor=False)
    chosen = st.segmented_control(
        t("Language of the screens"),
        list(LANGUAGES),
        default=scope.language,
        required=True,
        format_func=LANGUAGES.__getitem__,
        key="language",
    )
    if chosen and chosen != scope.language:
        accounts.choose_language(scope, chosen, now=now())
        st.rerun()

if scope.may(Permission.WRITE_SESSIONS):
    with st.container(border=True, width=560):
        form = fields.Form("phone")
        phone = form.line(
            "phone",
            t("Phone number for your clients"),
            value=accounts.my_phone(scope, now=now()),
        )
        st.caption(t("It stands on the card that your client takes home."))
        if st.button(t("Save"), key=form.key("save")) and form.kept(
            lambda: accounts.set_phone(scope, phone, now=now())
        ):
            memory.flash(t("Saved."))
            st.rerun()

if scope.may(Permission.CARE_SIGNALS):
    with st.container(border=True, width=560):
        absence_form.draw(
            absences.mine(scope, now=now()),
            add=lambda start, end, key: absences.add(
                scope, start=start, end=end, save_key=key, now=now()
            ),
            take_away=lambda one: absences.take_away(scope, one, now=now()),
            cover_page=path("coach/cover") if scope.coach_teams else None,
        )
    with st.container(border=True, width=560):
        mail_form.draw(
            notices.my_choice(scope, now=now()),
            choose=lambda mail, quiet, start, end: notices.choose(
                scope, mail=mail, quiet=quiet, quiet_from=start, quiet_until=end, now=now()
            ),
        )

with st.container(border=True, width=560):
    st.subheader(t("Password"), anchor=False)
    form = fields.Form("password")
    current = form.secret("current", t("Present password"), "current-password")
    new = form.secret("new", t("New password"), "new-password")
    if st.button(t("Change password"), key=form.key("save")) and form.kept(
        lambda: accounts.change_password(
            scope, current=current, new=new, hashing=passwords, now=now()
        )
    ):
        memory.flash(t("Your password has changed. Other devices are signed out."))
        st.rerun()

factor = second_step.mine(scope, now=now())
if factor is not None:
    with st.container(border=True, width=560):
        own_door.second_step(
            factor,
            new_codes=lambda code: second_step.new_codes(scope, code, now=now()),
            begin_anew=lambda code: second_step.begin_anew(scope, code, now=now()),
        )

with st.container(border=True, width=560):
    own_door.visits(
        accounts.my_visits(scope, now=now()),
        end=lambda key: accounts.end_visit(scope, key, now=now()),
        end_others=lambda: accounts.sign_out_elsewhere(scope, now=now()),
    )
