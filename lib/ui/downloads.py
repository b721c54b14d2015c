"""Buttons that hand over a paper: made when it is asked for, with a line in the log."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

import streamlit as st

from lib.domain.access import Scope
from lib.domain.calendar import local_day
from lib.domain.dossier_file import DossierFile
from lib.domain.dossiers import Looked, Opening, WhoLooked
from lib.domain.experiment import Plan
from lib.domain.fortnight import coming
from lib.domain.handbook import Handbook
from lib.domain.papers import ExperimentCard, RouteCard, StepCard, Timeline, first_name
from lib.domain.people import Client
from lib.domain.problems import Refused
from lib.domain.rights import Proof
from lib.domain.routes import AgreedRest, Version, in_force
from lib.domain.sessions import Ending, Kept
from lib.ui import agenda, papers, text
from lib.ui import whole_dossier as made_whole
from lib.ui.gate.enter import anew, now
from lib.ui.mishaps import note
from lib.ui.text import t

# Makes a paper for whoever clicks, at the moment they do.
Made = Callable[[Scope, datetime], bytes]


class HandedOut(Protocol):
    """Writes in the log that a paper about a client was handed out; refuses who may not."""

    def __call__(self, scope: Scope, client_id: str, part: str, *, now: datetime) -> None:
        """Return when it may be handed out, and stands in the log."""
        ...


class NotMade(RuntimeError):
    """A paper could not be made; the log of the mishap says where, and nothing about anyone."""


def step_card(scope: Scope, of: Ending, handed_out: HandedOut) -> None:
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
        scope,
        of.client,
        t("Card to take home (PDF)"),
        lambda _who, _at: papers.step_card(card),
        "step card",
        file_name=t("my-next-step") + ".pdf",
        mime="application/pdf",
        icon=":material/badge:",
        handed_out=handed_out,
    )


def route_card(
    scope: Scope,
    client: Client,
    versions: Sequence[Version],
    rests: Sequence[AgreedRest],
    *,
    coach_phone: str,
    next_appointment: datetime | None,
    handed_out: HandedOut,
    values: Iterable[str] = (),
    goals: Iterable[str] = (),
) -> None:
    """Offer the route as it is saved, with the coming two weeks; nothing without steps.

    The two weeks begin on the day of the click. `values` and `goals` stand on it as they are given.
    """
    reasons, wishes, agreed = tuple(values), tuple(goals), tuple(rests)

    def made(_who: Scope, at: datetime) -> bytes:
        today = local_day(at)
        version = in_force(versions, today)
        ahead = [next_appointment] if next_appointment and next_appointment > at else []
        return papers.route_card(
            RouteCard(
                first_name=first_name(client.name),
                steps=version.steps if version else (),
                coming=coming(versions, agreed, today=today, appointments=ahead),
                coach_name=client.coach_name,
                phone=coach_phone,
                values=reasons,
                goals=wishes,
                phase=_phase(version),
                rests=agreed,
            )
        )

    present = in_force(versions, local_day(now()))
    if present is None or not present.steps:
        return
    _offer(
        scope,
        client,
        t("Route card to take home (PDF)"),
        made,
        "route card",
        file_name=t("my-route") + ".pdf",
        mime="application/pdf",
        icon=":material/footprint:",
        handed_out=handed_out,
    )


def experiment_card(
    scope: Scope,
    client: Client,
    plan: Plan,
    ways: tuple[str, str],
    *,
    coach_phone: str,
    handed_out: HandedOut,
) -> None:
    """Offer the two weeks of a small experiment, `ways` in the words of the screen."""
    card = ExperimentCard(
        first_name=first_name(client.name),
        ways=ways,
        plan=plan,
        coach_name=client.coach_name,
        phone=coach_phone,
    )
    _offer(
        scope,
        client,
        t("Card with the days (PDF)"),
        lambda _who, _at: papers.experiment_card(card),
        "experiment card",
        file_name=t("my-experiment") + ".pdf",
        mime="application/pdf",
        icon=":material/science:",
        handed_out=handed_out,
    )


def handbook(scope: Scope, client: Client, book: Handbook, *, handed_out: HandedOut) -> None:
    """Offer what the client may see of their own guidance; its day is that of the click."""
    _offer(
        scope,
        client,
        t("My handbook to take home (PDF)"),
        lambda _who, at: papers.handbook(book, on=local_day(at)),
        "handbook",
        file_name=t("my-handbook") + ".pdf",
        mime="application/pdf",
        icon=":material/menu_book:",
        handed_out=handed_out,
    )


def appointment(scope: Scope, of: Ending, handed_out: HandedOut) -> None:
    """Offer the next appointment for a calendar; nothing without one."""
    starts = of.next_appointment
    if starts is None:
        return
    _offer(
        scope,
        of.client,
        t("Appointment for a calendar (.ics)"),
        lambda _who, at: agenda.appointment(
            client_id=of.client.id, coach_name=of.client.coach_name, starts_at=starts, now=at
        ),
        "appointment",
        file_name=t("appointment") + ".ics",
        mime="text/calendar",
        icon=":material/event:",
        handed_out=handed_out,
    )


def timeline(
    scope: Scope,
    client: Client,
    shown: Sequence[Kept],
    activities: Mapping[str, str],
    *,
    searched: str,
    kinds: Sequence[str],
    handed_out: HandedOut,
) -> None:
    """Offer the shown sessions on paper; nothing when none is shown."""
    if not shown:
        return
    days = [local_day(one.report.held_at) for one in shown]

    def made(who: Scope, at: datetime) -> bytes:
        return papers.timeline(
            Timeline(
                client_name=client.name,
                since=min(days),
                until=max(days),
                printed_by=who.name,
                printed_at=at,
                items=tuple(papers.passage(one, activities) for one in shown),
                searched_for=searched,
                filters=tuple(kinds),
            )
        )

    _offer(
        scope,
        client,
        t("Print (PDF)"),
        made,
        "timeline",
        file_name=t("timeline") + ".pdf",
        mime="application/pdf",
        icon=":material/print:",
        handed_out=handed_out,
    )


def rows(
    scope: Scope,
    client: Client,
    part: str,
    file_name: str,
    make: Callable[[], bytes],
    *,
    handed_out: HandedOut,
) -> None:
    """Offer the rows behind a chart for a spreadsheet; the log names them as `part`."""
    _offer(
        scope,
        client,
        t("Keep as CSV, for a spreadsheet"),
        lambda _who, _at: make(),
        part,
        file_name=file_name,
        mime="text/csv",
        icon=":material/table_view:",
        handed_out=handed_out,
    )


def who_looked(
    scope: Scope,
    client: Client,
    every: Sequence[Looked],
    openings: Sequence[Opening],
    *,
    since: date,
    until: date,
    handed_out: HandedOut,
) -> None:
    """Offer the overview for the client of who looked in their dossier over these days."""

    def made(who: Scope, at: datetime) -> bytes:
        return papers.who_looked(
            WhoLooked(
                client_name=client.name,
                since=since,
                until=until,
                printed_by=who.name,
                printed_at=at,
                every=tuple(every),
                openings=tuple(openings),
            )
        )

    _offer(
        scope,
        client,
        t("Print (PDF)"),
        made,
        "who looked",
        file_name=t("who-looked") + ".pdf",
        mime="application/pdf",
        icon=":material/print:",
        handed_out=handed_out,
    )


def whole_dossier(scope: Scope, client: Client, export: Callable[..., DossierFile]) -> None:
    """Offer everything that is kept about a client; `export` refuses who may not, and logs it."""
    of_teams(
        scope,
        t("The whole dossier (ZIP)"),
        lambda who, at: made_whole.zipped(export(who, client.id, now=at)),
        "whole dossier",
        file_name=t("dossier") + ".zip",
        mime="application/zip",
        icon=":material/folder_zip:",
    )


def proof_of_erasure(scope: Scope, dossier_id: str, handed_out: Callable[..., Proof]) -> None:
    """Offer the paper that says a dossier was erased; `handed_out` refuses who may not."""
    of_teams(
        scope,
        t("Proof for the client (PDF)"),
        lambda who, at: papers.proof_of_erasure(handed_out(who, dossier_id, now=at)),
        f"proof of erasure:{dossier_id}",
        file_name=t("proof-of-erasure") + ".pdf",
        mime="application/pdf",
        icon=":material/verified:",
    )


def _phase(version: Version | None) -> str:
    """Return the name of the phase a route is in, "" without one."""
    if version is None or version.phase is None:
        return ""
    return version.phases[version.phase]


def _offer(
    scope: Scope,
    client: Client,
    label: str,
    made: Made,
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

    def handed(who: Scope, at: datetime) -> bytes:
        handed_out(who, client.id, part, now=at)
        return made(who, at)

    of_teams(scope, label, handed, part, file_name=file_name, mime=mime, icon=icon)


def of_teams(
    scope: Scope,
    label: str,
    made: Made,
    part: str,
    *,
    file_name: str,
    mime: str,
    icon: str,
) -> None:
    """Offer a file about no single client; `made` refuses who may not, and logs it.

    Its name holds no name of a person either.
    """
    st.download_button(
        label,
        _at_the_click(scope, made, part),
        file_name=file_name,
        mime=mime,
        icon=icon,
        key=f"paper:{part}",
        on_click="ignore",
    )


def _at_the_click(scope: Scope, made: Made, part: str) -> Callable[[], bytes]:
    """Return what makes the file when the button is clicked.

    DANGER: Streamlit calls it outside the run of the page, which may have stood open for long. So
    who clicks is asked anew, and the clock is read anew: nothing goes to a coach who was dismissed
    meanwhile or no longer guides this client, and the log says when it really left.
    """
    language = text.language()

    def data() -> bytes:
        text.speak(language)
        at = now()
        try:
            return made(anew(scope), at)
        except Refused:
            raise
        except Exception as error:
            # Streamlit writes in its own log what comes out of here, with the values in it.
            note(error)
            raise NotMade(part) from None

    return data
