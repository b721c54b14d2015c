"""The form for how guidance began: referral, safety topics, and who gives care."""

from dataclasses import replace

import streamlit as st

from lib.domain.basis import PROFILE_WORDS, Basis
from lib.domain.intake import (
    NEXT_WORDS,
    STAGE_WORDS,
    TOPIC_WORDS,
    Answer,
    Beginning,
    CareContact,
    Intake,
    IntakeDraft,
    Stage,
    Topic,
)
from lib.domain.people import Client
from lib.ui import care_contact, sentences
from lib.ui.fields import Form
from lib.ui.shell import path
from lib.ui.text import day, moment, plain, t


def draw(form: Form, of: Beginning, basis: Basis, client: Client) -> IntakeDraft:
    """Draw the form with what was written down on it, and return what stands there now."""
    with st.container(border=True):
        draft = _referral(form, of)
    with st.container(border=True):
        st.subheader(t("Safe to begin"), anchor=False)
        st.markdown(
            t(
                "Walk through these together. Nothing chosen means: not talked about yet. With a "
                "yes you read what can be next; Ministap blocks nothing and everybody can join in."
            )
        )
        draft = replace(draft, safety=_topics(form, of.intake, client))
        _agreed(basis, client)
    with st.container(border=True):
        return _care(form, draft, of.intake.care)


def newer(saved: Intake) -> None:
    """Show what a colleague saved meanwhile; from here on, saving takes its place."""
    with st.container(border=True):
        st.markdown("**" + t("As it is saved now") + "**")
        for line in in_words(saved):
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


def in_words(saved: Intake) -> list[str]:
    """Return everything that was written down, a line each."""
    lines = [
        f"{t('Referred by')}: {saved.referred_by or '–'}",
        f"{t('Reason, in own words')}: {saved.referral_reason or '–'}",
    ]
    for stage, on in (
        (Stage.REFERRAL, saved.referred_on),
        (Stage.FIRST_CALL, saved.first_call_on),
        (Stage.FIRST_MEETING, saved.first_meeting_on),
    ):
        known = day(on) if on else "–"
        lines.append(f"{t(STAGE_WORDS[stage]).capitalize()}: {known}")
    for topic, said in saved.safety.items():
        yes = t("yes") if said.yes else t("no")
        lines.append(f"{t(TOPIC_WORDS[topic])}: {yes}. {said.words}".rstrip())
    lines.append(care_contact.in_words(saved.care) or f"{t('Care contact')}: –")
    return lines


def _referral(form: Form, of: Beginning) -> IntakeDraft:
    known = of.intake
    st.subheader(t("Referral and first contact"), anchor=False)
    left, right = st.columns(2)
    with left:
        by = form.line(
            "referred_by",
            t("Referred by"),
            value=known.referred_by,
            placeholder=t("For example: GP practice, neighbourhood team, or came by themselves"),
        )
        reason = form.passage(
            "referral_reason",
            t("Reason, in own words"),
            value=known.referral_reason,
            placeholder=t("For example: I hardly get out of the house any more."),
            height=120,
        )
    with right:
        # Without a last day: a day to come is told beside the field, and stays to be mended.
        referred = form.day("referred_on", t("Day of the referral"), value=known.referred_on)
        called = form.day("first_call_on", t("Day of the first call"), value=known.first_call_on)
        met = form.day(
            "first_meeting_on", t("Day of the first meeting"), value=known.first_meeting_on
        )
        if of.first_session_on is not None:
            on = day(of.first_session_on)
            st.caption(t("The first session in Ministap was on {day}.", day=on))
    return IntakeDraft(
        referred_by=by,
        referred_on=referred,
        referral_reason=reason,
        first_call_on=called,
        first_meeting_on=met,
    )


def _topics(form: Form, known: Intake, client: Client) -> dict[Topic, tuple[bool | None, str]]:
    topics = list(Topic)
    half = (len(topics) + 1) // 2
    answers = {}
    for column, some in zip(st.columns(2), (topics[:half], topics[half:]), strict=True):
        with column:
            for topic in some:
                answers[topic] = _topic(form, topic, known.safety.get(topic), client)
    return answers


def _topic(
    form: Form, topic: Topic, known: Answer | None, client: Client
) -> tuple[bool | None, str]:
    yes = form.pick(
        f"topic_{topic}",
        t(TOPIC_WORDS[topic]),
        {False: t("no"), True: t("yes")},
        value=known.yes if known else None,
        hidden=False,
        reruns=True,
    )
    if not yes:
        return yes, ""
    with st.container(gap="xsmall"):
        words = form.passage(
            f"words_{topic}",
            t("What is good to know?"),
            value=known.words if known else "",
            height=76,
        )
        st.markdown(f":material/arrow_forward: {t(NEXT_WORDS[topic])}")
        if topic is Topic.WORSE_AFTER:
            _to_agreements(client)
    return yes, words


def _agreed(basis: Basis, client: Client) -> None:
    """Show what stands under Agreements about carefulness and silence: it has its fields there."""
    st.markdown("**" + t("What stands under Agreements now") + "**")
    pem = t("yes") if basis.pem else t("no")
    st.markdown(
        plain(
            t(
                "Pace: {pace}. PEM: {pem}. {silence}",
                pace=t(PROFILE_WORDS[basis.profile]),
                pem=pem,
                silence=sentences.silence(basis.silence, client.coach_name),
            )
        )
    )
    st.caption(t("For burn-out or tiredness a cautious pace fits. Save this page first."))
    _to_agreements(client)


def _to_agreements(client: Client) -> None:
    st.page_link(
        path("coach/agreements"),
        label=t("To the agreements"),
        icon=":material/handshake:",
        query_params={"client": client.id},
    )


def _care(form: Form, draft: IntakeDraft, known: CareContact) -> IntakeDraft:
    st.subheader(t("Care contact"), anchor=False)
    st.markdown(
        t("Who do you talk to when you worry? It also stands on the page of a care signal.")
    )
    left, right = st.columns(2)
    with left:
        gp_name = form.line("gp_name", t("GP: name or practice"), value=known.gp.name)
        gp_phone = form.line("gp_phone", t("GP: phone"), value=known.gp.phone)
    with right:
        nurse_name = form.line("nurse_name", t("POH-GGZ: name"), value=known.nurse.name)
        nurse_phone = form.line("nurse_phone", t("POH-GGZ: phone"), value=known.nurse.phone)
    return replace(
        draft, gp_name=gp_name, gp_phone=gp_phone, nurse_name=nurse_name, nurse_phone=nurse_phone
    )
