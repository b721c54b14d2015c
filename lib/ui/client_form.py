"""The form with a client's details."""

from collections.abc import Sequence
from datetime import date, datetime, time

import streamlit as st

from lib.domain.calendar import AMSTERDAM
from lib.domain.people import Client, ClientDraft, Team
from lib.ui.fields import Form
from lib.ui.text import t


def new(form: Form, teams: Sequence[Team], *, today: date) -> tuple[ClientDraft, str]:
    """Draw the form for a new client and return what was typed, with the chosen team."""
    name = form.line("name", t("Name"), help=t("As you call this person."))
    phone = form.line("phone", t("Phone (optional)"))
    started = form.day("started_on", t("Guidance began on"), value=today, last=today)
    team_id = teams[0].id if teams else ""
    if len(teams) > 1:
        names = {team.id: team.name for team in teams}
        team_id = form.one_of("team", t("Team"), list(names), names, value=team_id) or ""
    return ClientDraft(name=name, phone=phone, started_on=started), team_id


def change(form: Form, client: Client, *, today: date) -> ClientDraft:
    """Draw the form with what is known of a client, and return what stands on it."""
    name = form.line("name", t("Name"), value=client.name)
    phone = form.line("phone", t("Phone (optional)"), value=client.phone)
    started = form.day("started_on", t("Guidance began on"), value=client.started_on, last=today)
    ended = form.day(
        "ended_on",
        t("Guidance ended on (leave empty while it goes on)"),
        value=client.ended_on,
        last=today,
    )
    return ClientDraft(name=name, phone=phone, started_on=started, ended_on=ended)


def next_time(form: Form, coming: datetime | None) -> tuple[date | None, time | None]:
    """Draw the form for the next appointment and return its day and time; empty is none."""
    local = coming.astimezone(AMSTERDAM) if coming else None
    one, two = st.columns(2)
    with one:
        day = form.day("next_day", t("Day"), value=local.date() if local else None)
    with two:
        at = form.at(
            "next_at",
            t("Time"),
            value=local.time().replace(second=0, microsecond=0) if local else None,
        )
    return day, at
