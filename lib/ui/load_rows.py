"""The rows behind the numbers of a team's load: talks, appointments, and how clients began."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import streamlit as st

from lib.domain.intake import STAGE_WORDS, stages
from lib.domain.load import AHEAD_DAYS, Behind, TeamLoad
from lib.ui import beginning
from lib.ui.filters import one_from_url
from lib.ui.text import day, moment, number, plain, t


def behind(of: TeamLoad, read: Callable[[str], Behind]) -> None:
    """Show the talks and appointments of one colleague, read only when somebody asks."""
    label = t("The talks and appointments behind these numbers")
    closed = st.expander(label, icon=":material/table_rows:", key="behind", on_change="rerun")
    if not closed.open or not of.coaches:
        return
    with closed:
        names = {one.coach.id: plain(one.coach.name) for one in of.coaches}
        who = one_from_url("behind", t("Colleague"), names, usual=next(iter(names)))
        found = read(who)
        held = [{t("Talk"): moment(one.held_at), t("Client"): plain(one.client_name)}
                for one in found.held]  # fmt: skip
        _table(held, t("Talks since {day}", day=day(of.since)))
        ahead = [
            {
                t("Appointment"): moment(one.starts_at),
                t("Minutes"): number(one.minutes),
                t("Client"): plain(one.client_name),
            }
            for one in found.ahead
        ]
        _table(ahead, t("Planned in the coming {count} days", count=AHEAD_DAYS))


def beginnings(of: TeamLoad) -> None:
    """Show how the clients of the period began, and each of them, when somebody asks."""
    label = t("How guidance began, of who came in this period")
    closed = st.expander(label, icon=":material/door_open:", key="began", on_change="rerun")
    if not closed.open:
        return
    with closed:
        beginning.funnel(of.began, of_team=True)
        rows = [
            {t("Client"): plain(one.client_name)}
            | {
                t(STAGE_WORDS[passed.stage]).capitalize(): _when(passed.reached, passed.day)
                for passed in stages(one.beginning)
            }
            for one in of.begun
        ]
        if rows:
            _table(rows, t("Each client of this period"))


def _when(reached: bool, on: date | None) -> str:
    if on is not None:
        return day(on)
    return t("day not known") if reached else t("not yet")


def _table(rows: list[dict[str, str]], title: str) -> None:
    st.markdown(f"**{title}**")
    if not rows:
        st.caption(t("Nobody yet."))
        return
    st.table(pd.DataFrame(rows), hide_index=True, border="horizontal", alt=title)
