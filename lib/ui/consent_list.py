"""What a client agreed to on the screen: a card for each purpose, and the forms to change one."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from lib.domain.consents import (
    ANSWER_WORDS,
    PURPOSE_WORDS,
    TOLD_WORDS,
    Answer,
    Consent,
    ConsentDraft,
    Purpose,
    Told,
    in_force,
)
from lib.domain.words import msg
from lib.ui.fields import Form
from lib.ui.text import day, plain, t

_ABOUT = {
    Purpose.CARE_CONTACT: msg("May you talk about this client with who gives them care?"),
    Purpose.MESSAGES: msg("May you call or send a message between two sessions?"),
    Purpose.SOMEONE_CLOSE: msg("May you get in touch with someone close, and with whom?"),
    Purpose.LEARNING: msg(
        "Counts of large groups, without a name. With a no the client is left out of them; as long "
        "as nobody asked they count along."
    ),
}


def heading() -> None:
    """Say what consent is here."""
    st.subheader(t("Consent"), anchor=False)
    st.markdown(
        t("Ask for each one on its own. A yes can be taken back any day; what was said stays here.")
    )


def draw(
    consents: Sequence[Consent],
    *,
    guided: bool,
    answer: Callable[[Purpose], None],
    withdraw: Callable[[Consent], None],
) -> None:
    """Show each purpose with what stands, and call what opens a form when it is asked for.

    After the end of guidance, when `guided` is False, only a no and taking back are left.
    """
    columns = st.columns(2)
    for place, purpose in enumerate(Purpose):
        with columns[place % 2], st.container(border=True, key=f"consent_{purpose}"):
            standing = in_force(consents, purpose)
            st.markdown("**" + t(PURPOSE_WORDS[purpose]) + "**")
            st.caption(t(_ABOUT[purpose]))
            if standing is None:
                st.markdown(":material/help: " + t("not asked yet"))
            else:
                _one(standing)
            _buttons(purpose, standing, guided=guided, answer=answer, withdraw=withdraw)
            _earlier([one for one in consents if one.purpose is purpose and one != standing])


def answer(form: Form, purpose: Purpose, *, guided: bool, today: date) -> ConsentDraft:
    """Draw the form for an answer, and return what stands on it."""
    st.markdown(t(_ABOUT[purpose]))
    words = ANSWER_WORDS if guided else {Answer.NO: ANSWER_WORDS[Answer.NO]}
    said = form.choice("answer", t("What does the client say?"), words)
    told = form.choice("told", t("How was it said?"), TOLD_WORDS, value=Told.SPOKEN.value)
    on = form.day("told_on", t("On which day?"), value=today)
    who = purpose is Purpose.SOMEONE_CLOSE
    note = form.line(
        "words", t("With whom, and about what?") if who else t("What was agreed? (optional)")
    )
    return ConsentDraft(purpose.value, said, told, on, note)


def withdraw(form: Form, consent: Consent, *, today: date) -> date | None:
    """Draw the form to take a yes back, and return the day on it."""
    st.markdown("**" + t(PURPOSE_WORDS[consent.purpose]) + "**")
    _one(consent)
    return form.day("withdrawn_on", t("From which day?"), value=today)


def said(consent: Consent) -> str:
    """Return an answer in words: "ja · mondeling · 12-03-2026", and when it was taken back."""
    parts = [t(ANSWER_WORDS[consent.answer]), t(TOLD_WORDS[consent.told]), day(consent.told_on)]
    if consent.withdrawn_on is not None:
        parts.append(t("taken back on {day}", day=day(consent.withdrawn_on)))
    return " · ".join(parts)


def _buttons(
    purpose: Purpose,
    standing: Consent | None,
    *,
    guided: bool,
    answer: Callable[[Purpose], None],
    withdraw: Callable[[Consent], None],
) -> None:
    with st.container(horizontal=True):
        asked = t("Write down the answer") if standing is None else t("Another answer")
        refused = standing is not None and standing.answer is Answer.NO
        if (guided or not refused) and st.button(
            asked, icon=":material/edit:", key=f"answer_{purpose}"
        ):
            answer(purpose)
        if (
            standing is not None
            and standing.allows
            and st.button(t("Withdraw"), icon=":material/undo:", key=f"withdraw_{purpose}")
        ):
            withdraw(standing)


def _earlier(consents: Sequence[Consent]) -> None:
    if not consents:
        return
    key = f"earlier_{consents[0].purpose}"
    with st.expander(t("Earlier answers"), icon=":material/history:", key=key):
        for one in consents:
            _one(one)


def _one(consent: Consent) -> None:
    icon = "check_circle" if consent.allows else "do_not_disturb_on"
    st.markdown(f":material/{icon}: {plain(said(consent))}")
    if consent.words:
        st.markdown(f"“{plain(consent.words)}”")
    who = t("Written down by {name}.", name=consent.made_by)
    if consent.withdrawn_by is not None:
        who += " " + t("Taken back: written down by {name}.", name=consent.withdrawn_by)
    st.caption(plain(who))
