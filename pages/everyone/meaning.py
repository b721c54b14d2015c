"""What does this number mean? Every definition, with the settings it really uses."""

import streamlit as st

from lib.domain.access import Permission
from lib.ui import panels
from lib.ui.definitions import DEFINITIONS
from lib.ui.gate.enter import enter
from lib.ui.text import t

enter(Permission.OWN_ACCOUNT)

st.title(t("What does this number mean?"), anchor=False)
st.markdown(
    t(
        "Ministap supports moving and the talk about it. It does not diagnose, treat or predict; "
        "you decide, together with the client."
    )
)
for name in DEFINITIONS:
    with st.container(border=True):
        panels.meaning(name)
