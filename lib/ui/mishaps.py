"""Unexpected errors: a reference on the screen, ids in the log, data in neither."""

import logging
import secrets
import traceback
from pathlib import Path

import streamlit as st

from lib.ui.text import t

ROOT = str(Path(__file__).resolve().parents[2])
log = logging.getLogger("ministap")


class _OnlyOurs(logging.Filter):
    """Drops Streamlit's own line about an uncaught error: it prints the values."""

    def filter(self, record: logging.LogRecord) -> bool:
        return False


logging.getLogger("streamlit.error_util").addFilter(_OnlyOurs())


def note(error: Exception) -> str:
    """Log where it went wrong, without what it went wrong with, and return the reference."""
    reference = secrets.token_hex(4)
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(ROOT)]
    places = " < ".join(
        f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}:{frame.name}"
        for frame in reversed([*ours[-5:], *frames[-1:]])
    )
    log.error("reference=%s error=%s at=%s", reference, type(error).__name__, places)
    return reference


def report(error: Exception) -> bool:
    """Show a reference number for an unexpected error; the log has the same."""
    reference = note(error)
    st.error(
        t(
            "Something went wrong on our side. What you saved before is safe. "
            "Reference: {reference}",
            reference=reference,
        ),
        title=t("This did not work"),
        icon=":material/healing:",
    )
    return True
