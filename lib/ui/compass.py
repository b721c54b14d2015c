"""What stands above a route: what it is for, and the goals."""

from collections.abc import Sequence

import streamlit as st

from lib.domain.basis import Basis
from lib.domain.goals import Goal, standing
from lib.domain.people import Client
from lib.ui.goal_form import told
from lib.ui.shell import path
from lib.ui.text import plain, t


def above_route(client: Client, basis: Basis, goals: Sequence[Goal]) -> None:
    """Show what the client does it for and the goals of now, and the way to the agreements."""
    with st.container(border=True, gap="xsmall", key="compass"):
        with st.container(horizontal=True, vertical_alignment="center"):
            if basis.what_for:
                # Line by line: an empty line would break the bold.
                lines = [line.strip() for line in basis.what_for.splitlines() if line.strip()]
                label, words = t("What for"), "  \n".join(f"**{plain(line)}**" for line in lines)
                st.markdown(f":small[{label}]  \n{words}", width="stretch")
            else:
                st.markdown(t("What it is all for has not been talked about yet."), width="stretch")
            st.page_link(
                path("coach/agreements"),
                label=t("Goals and agreements"),
                icon=":material/handshake:",
                query_params={"client": client.id},
            )
        for goal in standing(goals):
            said = f":material/flag: “{plain(goal.words)}”"
            if goal.latest is not None:
                said += f" · {plain(told(goal.latest))}"
            st.markdown(said)
