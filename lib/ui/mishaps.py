"""Unexpected errors: a reference on the screen, ids in the log, data in neither."""

import logging
import secrets
import traceback

import streamlit as st

from lib.ui.text import t

log = logging.getLogger("ministap")


class _OnlyOurs(logging.Filter):
    """Drops Streamlit's own line about an uncaught error: it prints the values."""

    def filter(self, record: logging.LogRecord) -> bool:
        return False


logging.getLogger("streamlit.error_util").addFilter(_OnlyOurs())


def report(error: Exception) -> bool:
    """Show a reference number and log where it went wrong, without what it went wrong with."""
    reference = secrets.token_hex(4)
    places = " < ".join(
        f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}:{frame.name}"
        for frame in reversed(traceback.extract_tb(error.__traceback__)[-6:])
    )
    log.error("reference=%s error=%s at=%s", reference, type(error).__name__, places)
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
