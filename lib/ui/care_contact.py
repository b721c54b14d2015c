"""Who gives care to a client, a line for each: the same wherever somebody worries."""

import streamlit as st

from lib.domain.intake import CareContact, Carer
from lib.domain.people import Client
from lib.ui.shell import path
from lib.ui.text import plain, t


def line(contact: CareContact, *, coached: Client | None = None) -> None:
    """Show the GP and the POH-GGZ with their numbers, or that nobody wrote them down yet.

    For their own coach `coached` is the client: then the way to write it down stands beside it.
    """
    with st.container(horizontal=True, vertical_alignment="center", key="care_contact"):
        # A line for each, or a narrow screen breaks a number that somebody has to call.
        said = [plain(one) for one in _each(contact)] or [plain(t("not known yet"))]
        head = f":material/medical_services: **{t('Care contact')}** – "
        st.markdown(head + "  \n".join(said))
        if coached is not None and not contact.known and coached.ended_on is None:
            st.page_link(
                path("coach/intake"),
                label=t("Write it down"),
                icon=":material/edit:",
                query_params={"client": coached.id},
            )


def in_words(contact: CareContact) -> str:
    """Return who they are: "Huisarts: De Linde, 050-1234567 · POH-GGZ: Noor"; "" when unknown."""
    return " · ".join(_each(contact))


def _each(contact: CareContact) -> list[str]:
    found = ((t("GP"), contact.gp), (t("POH-GGZ"), contact.nurse))
    return [f"{who}: {_one(carer)}" for who, carer in found if carer.known]


def _one(carer: Carer) -> str:
    return ", ".join(part for part in (carer.name, carer.phone) if part)
