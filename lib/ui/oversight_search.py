"""What is looked for in the log, from the address and a form, and how its lines are shown."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pandas as pd
import streamlit as st

from lib.domain.dossiers import SPAN_WORDS, Span, first_day
from lib.domain.oversight import BEFORE_ALL, Asked, Told
from lib.ui import oversight_words as words
from lib.ui.filters import from_url, id_from_url, one_from_url
from lib.ui.text import plain, t

REFUSED = "refused"


def asked(colleagues: Mapping[str, str], *, today: date) -> Asked:
    """Draw the filters, and return what they ask for."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        spans = {one.value: t(said) for one, said in SPAN_WORDS.items()}
        span = Span(one_from_url("span", t("Period"), spans, usual=Span.MONTH.value))
        names = {one: plain(name) for one, name in colleagues.items()}
        person = from_url("person", t("Colleague"), names, everything=t("everyone"))
        kinds = {one: t(said) for one, said in words.ACTIONS.items()}
        kinds[REFUSED] = t("what was refused")
        kind = from_url("kind", t("What"), kinds, everything=t("everything"))
        dossier = id_from_url("dossier", t("Number of a dossier"))
    return Asked(
        since=first_day(span, today=today) or BEFORE_ALL,
        until=today,
        person_id=person,
        dossier=dossier,
        action=None if kind == REFUSED else kind,
        refused=kind == REFUSED,
    )


def table(found: Sequence[Told]) -> None:
    """Show lines of the log, newest first."""
    if not found:
        st.info(t("No line fits."), icon=":material/search_off:")
        return
    st.dataframe(pd.DataFrame(words.rows(found)), hide_index=True, row_height=44, height="content")


def place(told: Told) -> str:
    """Return where a page of lines ended, for the address."""
    return f"{told.line.at.isoformat()}~{told.line.id}"


def before() -> tuple[datetime, str] | None:
    """Return where the page before ended, from the address; None for the newest lines."""
    at, _, last = st.query_params.get("before", "").partition("~")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment, last) if moment.tzinfo is not None else None


def turn(found: Sequence[Told], *, full: int) -> None:
    """Offer the page of older lines, and the way back to the newest."""
    with st.container(horizontal=True):
        if "before" in st.query_params and st.button(
            t("Newest lines"), icon=":material/first_page:", key="newest"
        ):
            del st.query_params["before"]
            st.rerun()
        if len(found) == full and st.button(
            t("Older lines"), icon=":material/arrow_forward:", key="older"
        ):
            st.query_params["before"] = place(found[-1])
            st.rerun()
