"""Buttons that hand over a paper: made when it is asked for, with a line in the log."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import streamlit as st

from lib.domain.calendar import local_day
from lib.domain.papers import StepCard, Timeline, first_name
from lib.domain.people import Client
from lib.domain.sessions import Ending, Kept
from lib.ui import agenda, papers, text
from lib.ui.text import t

HandedOut = Callable[[str], None]


def step_card(of: Ending, handed_out: HandedOut) -> None:
    """Offer the card that a client takes home."""
    card = StepCard(
        first_name=first_name(of.client.name),
        steps=of.steps,
        next_step=of.kept.report.next_step,
        own_words=of.kept.report.own_words,
        next_appointment=of.next_appointment,
        coach_name=of.client.coach_name,
        phone=of.coach_phone,
    )
    _offer(
        t("Card to take home (PDF)"),
        lambda: papers.step_card(card),
        "step card",
        file_name=t("my-next-step") + ".pdf",
        mime="application/pdf",
        icon=":material/badge:",
        handed_out=handed_out,
    )


def appointment(of: Ending, handed_out: HandedOut, *, now: datetime) -> None:
    """Offer the next appointment for a calendar; nothing without one."""
    starts = of.next_appointment
    if starts is None:
        return
    _offer(
        t("Appointment for a calendar (.ics)"),
        lambda: agenda.appointment(
            client_id=of.client.id, coach_name=of.client.coach_name, starts_at=starts, now=now
        ),
        "appointment",
        file_name=t("appointment") + ".ics",
        mime="text/calendar",
        icon=":material/event:",
        handed_out=handed_out,
    )


def timeline(
    client: Client,
    shown: Sequence[Kept],
    activities: Mapping[str, str],
    *,
    printed_by: str,
    now: datetime,
    searched: str,
    kinds: Sequence[str],
    handed_out: HandedOut,
) -> None:
    """Offer the shown sessions on paper; nothing when none is shown."""
    if not shown:
        return
    days = [local_day(one.report.held_at) for one in shown]

    def made() -> bytes:
        return papers.timeline(
            Timeline(
                client_name=client.name,
                since=min(days),
                until=max(days),
                printed_by=printed_by,
                printed_at=now,
                items=tuple(papers.passage(one, activities) for one in shown),
                searched_for=searched,
                filters=tuple(kinds),
            )
        )

    _offer(
        t("Print (PDF)"),
        made,
        "timeline",
        file_name=t("timeline") + ".pdf",
        mime="application/pdf",
        icon=":material/print:",
        handed_out=handed_out,
    )


def _offer(
    label: str,
    made: Callable[[], bytes],
    part: str,
    *,
    file_name: str,
    mime: str,
    icon: str,
    handed_out: HandedOut,
) -> None:
    """Offer a file that is made, and written in the log, at the click.

    Its name holds no name of a person: it stays behind in a list of downloads.
    """
    language = text.language()

    def data() -> bytes:
        # Streamlit asks for it outside the run of the page.
        text.speak(language)
        handed_out(part)
        return made()

    st.download_button(
        label,
        data,
        file_name=file_name,
        mime=mime,
        icon=icon,
        key=f"paper:{part}",
        on_click="ignore",
    )
