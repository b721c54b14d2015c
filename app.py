"""The front door: Streamlit as an ASGI app, behind our own gate."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from lib.ui.gate import door, feed, keeping, organisation, rooms
from lib.ui.mishaps import report

# The script that Streamlit runs stands away from pages/: beside it, Streamlit's old router would
# serve every page to a stranger on a cold server without running the gate.
SCRIPT = Path(__file__).parent / "lib" / "ui" / "run" / "main.py"

app = st.App(
    SCRIPT,
    routes=[*rooms.routes(), *organisation.routes(), *keeping.routes(), *feed.routes()],
    middleware=[Middleware(door.Gate)],
    lifespan=door.opening,
    on_script_error=report,
)
