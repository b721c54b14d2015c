"""The form for what a route rests on: what for, silence, and how carefully."""

from dataclasses import replace
from datetime import date

import streamlit as st

from lib.domain.basis import (
    CHANNEL_WORDS,
    PROFILE_WORDS,
    SILENCE_WORDS,
    WISH_WORDS,
    Basis,
    BasisDraft,
    Channel,
    Silence,
    SilenceAgreement,
    check_basis,
)
from lib.domain.people import Client
from lib.domain.returns import SILENT_DAYS
from lib.ui import sentences
from lib.ui.fields import Form
from lib.ui.text import day, moment, parse_number, plain, t


def draw(form: Form, basis: Basis, client: Client, *, today: date) -> BasisDraft:
    """Draw the form with what was said on it, and return what stands there now."""
    with st.container(border=True):
        st.subheader(t("What are you doing it for?"), anchor=False)
        what_for = form.passage(
            "what_for",
            t("What makes it worth the while, in the client's words"),
            value=basis.what_for,
            placeholder=t("For example: to sit at the waterside with my grandson again."),
            height=100,
        )
    with st.container(border=True):
        st.subheader(t("When it goes quiet"), anchor=False)
        st.markdown(t("The client decides this, best at the beginning. Ministap keeps to it."))
        draft = _silence(form, BasisDraft(what_for=what_for), basis.silence)
        _preview(draft, basis.silence, client, today=today)
    with st.container(border=True):
        st.subheader(t("How carefully"), anchor=False)
        return _careful(form, draft, basis, today=today)


def newer(saved: Basis, client: Client) -> None:
    """Show what a colleague saved meanwhile; from here on, saving takes its place."""
    with st.container(border=True):
        st.markdown("**" + t("As it is saved now") + "**")
        for line in _in_words(saved, client):
            st.markdown(plain(line))
        if saved.changed_at is not None:
            st.caption(
                plain(
                    t(
                        "Last changed by {name} on {moment}.",
                        name=saved.changed_by,
                        moment=moment(saved.changed_at),
                    )
                )
            )
    st.caption(t("Save once more to put yours in its place."))


def _silence(form: Form, draft: BasisDraft, agreed: SilenceAgreement | None) -> BasisDraft:
    kind = form.choice(
        "silence",
        t("What would the client like when nothing is heard of them?"),
        SILENCE_WORDS,
        value=agreed.kind.value if agreed else None,
        reruns=True,
    )
    draft = replace(draft, silence=kind)
    if kind in (Silence.CONTACT, Silence.SOMEONE):
        days = agreed.days if agreed and agreed.days else SILENT_DAYS
        with st.container(width=220):
            typed = form.line(
                "silence_days", t("After how many days?"), value=str(days), reruns=True
            )
        draft = replace(draft, silence_days=_days(typed.strip()))
        if kind == Silence.SOMEONE:
            who = form.line(
                "silence_who",
                t("Who gets in touch?"),
                value=agreed.who if agreed else "",
                placeholder=t("For example: a colleague, or my sister"),
                reruns=True,
            )
            draft = replace(draft, silence_who=who)
        channel = form.choice(
            "silence_channel",
            t("How?"),
            CHANNEL_WORDS,
            value=(agreed.channel if agreed and agreed.channel else Channel.CALL).value,
            reruns=True,
        )
        draft = replace(draft, silence_channel=channel)
    if kind is not None:
        words = form.line(
            "silence_words",
            t("Which words are welcome then? (optional)"),
            value=agreed.words if agreed else "",
            placeholder=t("For example: “Thinking of you. You do not have to do anything.”"),
            reruns=True,
        )
        draft = replace(draft, silence_words=words)
    return draft


def _preview(
    draft: BasisDraft, agreed: SilenceAgreement | None, client: Client, *, today: date
) -> None:
    """Show the agreement in one sentence while it is made."""
    checked, _ = check_basis(replace(draft, what_for=""), today=today)
    if checked is None:
        st.caption(t("The agreement stands here in one sentence as soon as it is complete."))
        return
    said = sentences.silence(checked.silence, client.coach_name)
    st.markdown(f":material/handshake: {plain(said)}")
    if agreed is not None and agreed.agreed_on is not None:
        st.caption(t("The agreement that is saved was made on {day}.", day=day(agreed.agreed_on)))


def _careful(form: Form, draft: BasisDraft, basis: Basis, *, today: date) -> BasisDraft:
    profile = form.choice("profile", t("Pace"), PROFILE_WORDS, value=basis.profile.value)
    st.caption(
        t(
            "Cautious is for burn-out or tiredness. Steps then grow less and less often, and one "
            "day that was worse is enough to suggest a smaller step."
        )
    )
    pem = form.pick(
        "pem",
        t("Worse for more than a day after effort? (PEM)"),
        {False: t("no"), True: t("yes")},
        value=basis.pem,
        hidden=False,
    )
    st.caption(
        t(
            "With “yes” Ministap suggests no steps at all. Look for the right amount together with "
            "the GP or a specialist."
        )
    )
    wish = form.choice(
        "wish",
        t("What would the client like next?"),
        WISH_WORDS,
        value=basis.wish.value if basis.wish else None,
        reruns=True,
    )
    st.caption(
        t(
            "A smaller step is always followed. The same step means that no larger one is "
            "suggested. A larger step is a wish, and the rest is looked at as well."
        )
    )
    wish_on = None
    if wish is not None:
        # Another wish was said on another day: its field begins at today.
        same = basis.wish is not None and wish == basis.wish.value
        with st.container(width=220):
            wish_on = form.day(
                f"wish_on_{wish}",
                t("When did the client say so?"),
                value=basis.wish_on if same else today,
                last=today,
            )
        form.place("wish_on")
    return replace(draft, profile=profile, pem=pem, wish=wish, wish_on=wish_on)


def _days(typed: str) -> float | None:
    """Return the number that was typed, None when the field is empty, NaN when it is no number."""
    if not typed:
        return None
    parsed = parse_number(typed)
    return float("nan") if parsed is None else parsed


def _in_words(basis: Basis, client: Client) -> list[str]:
    pem = t("yes") if basis.pem else t("no")
    lines = [
        t("What for: {words}", words=basis.what_for or "–"),
        sentences.silence(basis.silence, client.coach_name),
        f"{t('Pace')}: {t(PROFILE_WORDS[basis.profile])}",
        f"{t('Worse for more than a day after effort? (PEM)')} {pem}",
    ]
    if basis.wish is not None and basis.wish_on is not None:
        wish = t(WISH_WORDS[basis.wish])
        lines.append(t("Wish: {wish} ({day})", wish=wish, day=day(basis.wish_on)))
    return lines
