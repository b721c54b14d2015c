"""The clients of a team as a table with small pictures, as a list, and as a file to hand out."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from lib.domain.calendar import local_day
from lib.domain.caseload import Reason
from lib.domain.glance import WEEKS, Glance
from lib.domain.load import SERVICE
from lib.ui import panels, sentences, sparklines
from lib.ui.explained import meaning
from lib.ui.filters import one_from_url
from lib.ui.row_files import Row
from lib.ui.shell import path
from lib.ui.text import day, t, tn

_WIDTHS = {"client": 134, "out": 186, "picture": 78, "day": 60, "name": 120}


def draw(clients: Sequence[Glance], *, page: str, today: date) -> None:
    """Show clients as a table or as a list; what is chosen stands in the address.

    Facts of before today say so: after a night in which the machine slept, all may be.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.caption(
            tn("{count} client", "{count} clients", len(clients))
            + " · "
            + t("in the order of the alphabet"),
            width="stretch",
        )
        shown = one_from_url("show", t("Show"), {"table": t("table"), "list": t("list")},
                             usual="table")  # fmt: skip
        with st.popover(t("Meaning"), icon=":material/help:", type="tertiary", key="about:rows"):
            meaning("attention")
            meaning("participation")
            meaning("trend")
    old = min((one.facts.day for one in clients), default=today)
    if old < today:
        st.caption(
            t("Some rows are still as they were on {day}; they are being worked out.", day=day(old))
        )
    if shown == "list":
        for one in panels.in_pages(clients, key="caseload"):
            panels.caseload_row(one, page, with_coach=True)
    elif clients:
        _table(clients, page=page)


def _table(clients: Sequence[Glance], *, page: str) -> None:
    several = len({one.client.team_id for one in clients}) > 1
    most = max((max(week) for one in clients for week in one.facts.moved if week), default=1)
    config = st.column_config
    chosen = st.dataframe(
        pd.DataFrame([_row(at, one, most, several=several) for at, one in enumerate(clients)]),
        hide_index=True,
        key="clients",
        on_select="rerun",
        selection_mode="single-row",
        row_height=sparklines.ROW_HEIGHT,
        height="content" if len(clients) <= 14 else 580,
        placeholder="–",
        alt=t("Clients, with what stands out; the list shows the same in words"),
        column_config={
            t("Client"): config.TextColumn(pinned=True, width=_WIDTHS["client"]),
            t("What stands out"): config.TextColumn(width=_WIDTHS["out"]),
            t("Taking part"): config.ImageColumn(
                help=t("Moments done in each of the last {weeks} weeks", weeks=WEEKS),
                width=_WIDTHS["picture"],
            ),
            t("Mood"): config.ImageColumn(
                help=t("Mood in each of the last {weeks} weeks, 0 to 10", weeks=WEEKS),
                width=_WIDTHS["picture"],
            ),
            t("Last"): config.DateColumn(format="DD-MM", width=_WIDTHS["day"]),
            t("Next"): config.DateColumn(format="DD-MM", width=_WIDTHS["day"]),
            t("Coach"): config.TextColumn(width=_WIDTHS["name"]),
        },
    )
    rows = chosen.selection.rows if chosen else []
    if rows:
        st.switch_page(path(page), query_params={"client": clients[rows[0]].client.id})
    st.caption(
        t(
            "Choose a row to open a client. A gap is a week of which nothing was told, or in which "
            "nothing was asked; a low foot is a week in which no moment was done."
        )
    )


def _row(at: int, one: Glance, most: int, *, several: bool) -> dict[str, object]:
    now = one.facts
    moved = [None if week is None else week[0] for week in now.moved]
    team = {t("Team"): one.client.team_name} if several else {}
    return {
        t("Client"): one.client.name,
        t("What stands out"): ", ".join(map(sentences.reason_short, one.reasons)),
        t("Taking part"): sparklines.at_place(at, sparklines.bars(moved, highest=most)),
        t("Mood"): sparklines.at_place(at, sparklines.line(now.felt, highest=10)),
        t("Last"): None if now.last_session is None else local_day(now.last_session),
        t("Next"): None if now.next_appointment is None else local_day(now.next_appointment),
        t("Coach"): one.client.coach_name,
        **team,
    }


def to_hand_out(clients: Sequence[Glance]) -> list[Row]:
    """Return the rows of the file: what is to be done, and nothing about how somebody is doing."""
    return [
        {
            t("Client"): one.client.name,
            t("Coach"): one.client.coach_name,
            t("Team"): one.client.team_name,
            t("Guided since"): one.client.started_on,
            t("Last session"): one.facts.last_session,
            t("Next"): one.facts.next_appointment,
            **{_head(kind): t("yes") if kind in one.reasons else "" for kind in SERVICE},
        }
        for one in clients
    ]


def _head(kind: Reason) -> str:
    words = sentences.reason_short(kind)
    return words[:1].upper() + words[1:]
