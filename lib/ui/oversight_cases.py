"""The cases of a month on the screen: what stands out, what it could be, and what was found."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from lib.domain.log_check import Check
from lib.domain.oversight import (
    COULD_BE,
    KIND_WORDS,
    VERDICT_WORDS,
    Found,
    Kind,
    Month,
    SignedOff,
    Verdict,
    after,
)
from lib.ui import oversight_words as words
from lib.ui.fields import Form
from lib.ui.text import day_in_words, moment, plain, t, tn

# A lead may have given many reasons on a day; the others stand in the log.
_MOST_REASONS = 3


def whole(check: Check | None) -> None:
    """Say whether the log is whole."""
    icon = ":material/link:" if check is None or check.whole else ":material/link_off:"
    st.markdown(f"{icon} {plain(words.chain(check))}")


def draw(of: Month) -> Found | None:
    """Show what stands out, and return the case somebody wants to judge."""
    if not of.found:
        st.info(t("Nothing stands out in this month."), icon=":material/check_circle:")
        return None
    waits = tn("{count} case waits for a look.", "{count} cases wait for a look.", of.waits)
    st.markdown("**" + (waits if of.waits else t("Every case has been looked at.")) + "**")
    wanted = None
    for one in of.found:
        with st.container(border=True, gap="small"):
            if _case(one, of):
                wanted = one
    return wanted


def _case(one: Found, of: Month) -> bool:
    case = one.case
    about = f"{plain(words.who(one))} · {day_in_words(case.day)} · {words.how_many(case)}"
    st.markdown(f"**{t(KIND_WORDS[case.kind])}**  \n{about}")
    if case.kind is Kind.OPENED:
        for line in case.lines[:_MOST_REASONS]:
            st.markdown(f"“{plain(line.reason)}”")
    if case.dossiers:
        st.caption(plain(t("Dossiers: {numbers}", numbers=words.dossiers(case, of.guided_by))))
    st.caption(t("Could be: {reason}", reason=t(COULD_BE[case.kind])))
    if one.judged is not None:
        found = t(
            "{verdict}, {name}, {moment}",
            verdict=t(VERDICT_WORDS[one.judged.verdict]),
            name=one.judged.by,
            moment=moment(one.judged.at),
        )
        said = f"{found}: {one.judged.words}" if one.judged.words else found
        st.markdown(f":material/task_alt: {plain(said)}")
    if of.signed_off is not None:
        return False
    if one.own:
        st.caption(t("This is about yourself: another overseer has to look at it."))
        return False
    label = t("Look at it again") if one.judged else t("I have looked at it")
    return st.button(label, icon=":material/rate_review:", key=f"judge:{case.key}")


def verdict(form: Form, one: Found) -> tuple[Verdict | None, str]:
    """Draw what can be found of a case; return what was chosen and said."""
    st.markdown(f"**{t(KIND_WORDS[one.case.kind])}**  \n{plain(words.who(one))}")
    chosen = form.pick(
        "verdict",
        t("What did you find?"),
        {found: t(said) for found, said in VERDICT_WORDS.items()},
        value=one.judged.verdict if one.judged else None,
        hidden=False,
    )
    said = form.passage(
        "words",
        t("In a few words; needed for an incident. No names of clients."),
        value=one.judged.words if one.judged else "",
    )
    return chosen, said


def sign_off(of: Month, form: Form, *, today: date) -> str | None:
    """Show how a month is signed off, and return the words when somebody does."""
    if of.signed_off is not None:
        st.success(plain(words.ended(of.signed_off)), icon=":material/verified:")
        return None
    if of.waits or after(of.first) > today:
        st.caption(
            t("A month can be signed off when it is over and every case has been looked at.")
        )
        return None
    with st.container(border=True):
        said = form.line("sign_off", t("Anything to add? (may stay empty)"))
        label = t("Sign off this month")
        return said if st.button(label, type="primary", key=form.key("end")) else None


def earlier(every: Sequence[SignedOff]) -> None:
    """Show the months that were signed off."""
    if every:
        with st.expander(t("Signed off before")):
            for one in every:
                st.markdown(plain(words.ended(one)))
