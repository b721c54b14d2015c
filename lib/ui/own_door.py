"""One's own second step and the browsers one is signed in with, for the account page."""

from collections.abc import Callable, Sequence
from contextlib import suppress

import streamlit as st

from lib.domain.calendar import local_day
from lib.domain.problems import NotFound
from lib.domain.second_factor import Factor
from lib.domain.sign_in import Visit
from lib.ui import memory
from lib.ui.fields import Form
from lib.ui.text import day, moment, plain, t


def second_step(
    factor: Factor,
    *,
    new_codes: Callable[[str], tuple[str, ...]],
    begin_anew: Callable[[str], object],
) -> None:
    """Show how the second step stands, and let one make new codes or take another phone."""
    st.subheader(t("Second step"), anchor=False)
    st.markdown(
        t(
            "Set up on {day}. Recovery codes left: {count}.",
            day=day(local_day(factor.since)),
            count=factor.codes_left,
        )
    )
    if factor.few_left:
        st.warning(t("Few recovery codes are left. Make new ones."), icon=":material/key:")
    fresh = memory.kept("recovery codes", tuple)
    if fresh:
        _fresh(fresh)
    with st.expander(t("New recovery codes"), icon=":material/key:"):
        form = Form("recovery codes")
        st.caption(t("The codes you have now work no longer after this."))
        code = form.line("code", t("Six digits of your app"))
        if st.button(t("Make new codes"), key=form.key("make")):
            made = form.kept(lambda: new_codes(code))
            if made:
                memory.keep("recovery codes", made[0])
                st.rerun()
    with st.expander(t("Another phone"), icon=":material/phone_iphone:"):
        form = Form("another phone")
        st.caption(
            t("You are signed out everywhere. Sign in again to set up the second step anew.")
        )
        code = form.line("code", t("Six digits of your app, or a recovery code"))
        if st.button(t("Set up anew"), key=form.key("anew")) and form.kept(
            lambda: begin_anew(code)
        ):
            st.rerun()


def visits(
    found: Sequence[Visit],
    *,
    end: Callable[[str], object],
    end_others: Callable[[], object],
) -> None:
    """Show where one is signed in, and let one end what is not known or not needed."""
    st.subheader(t("Where you are signed in"), anchor=False)
    for one in found:
        with st.container(horizontal=True, vertical_alignment="center"):
            name = plain(one.browser or t("unknown browser"))
            here = t("this one, since {moment}", moment=moment(one.begun_at))
            elsewhere = t(
                "since {moment}, last seen {seen}",
                moment=moment(one.begun_at),
                seen=moment(one.seen_at),
            )
            with st.container(width="stretch", gap=None):
                st.markdown(f"**{name}**")
                st.caption(plain(here if one.present else elsewhere))
            if not one.present and st.button(t("Sign out there"), key=f"visit:{one.key}"):
                with suppress(NotFound):  # it ended meanwhile
                    end(one.key)
                memory.flash(t("Signed out there."))
                st.rerun()
    st.caption(t("Something you do not know? Sign out there, and change your password."))
    if len(found) > 1 and st.button(
        t("Sign out on all other devices"), icon=":material/devices:", key="elsewhere"
    ):
        end_others()
        memory.flash(t("Only this device is signed in now."))
        st.rerun()


def _fresh(codes: Sequence[str]) -> None:
    with st.container(border=True):
        st.markdown(t("Keep these codes apart from your laptop and phone. Shown only now."))
        st.code("\n".join(codes), language=None)
        if st.button(t("I have kept them"), key="codes_kept"):
            memory.drop("recovery codes")
            st.rerun()
