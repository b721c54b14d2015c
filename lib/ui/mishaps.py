"""Unexpected errors: a reference on the screen, ids in the log, data in neither."""

import logging
import secrets
from enum import StrEnum

import streamlit as st

from lib.ui import memory
from lib.ui.logs import places
from lib.ui.text import t

log = logging.getLogger("ministap")


class _OnlyOurs(logging.Filter):
    """Drops Streamlit's own line about an uncaught error: it prints the values."""

    def filter(self, record: logging.LogRecord) -> bool:
        return False


logging.getLogger("streamlit.error_util").addFilter(_OnlyOurs())


def note(error: Exception) -> str:
    """Log where it went wrong, without what it went wrong with, and return the reference."""
    reference = secrets.token_hex(4)
    log.error("reference=%s %s", reference, places(error), extra={"reference": reference})
    return reference


class Trouble(StrEnum):
    """What the database can have that is nobody's mistake."""

    AWAY = "away"
    FULL = "full"


def trouble(error: BaseException) -> Trouble | None:
    """Return what the database has when this comes from it; None for any other error.

    By the names of the errors: how records are kept is not known here.
    """
    if not {"OperationalError", "InterfaceError"} & {kind.__name__ for kind in type(error).mro()}:
        return None
    cause = getattr(error, "orig", None)
    full = type(cause).__name__ == "DiskFull" or "disk is full" in str(cause)
    return Trouble.FULL if full else Trouble.AWAY


def sentence(error: BaseException, reference: str) -> str:
    """Return what to say about an unexpected error, with the reference that the log has too."""
    match trouble(error):
        case Trouble.FULL:
            return " ".join(
                (
                    t(
                        "There is no room left to save anything. What was saved before is safe, "
                        "and what you typed here comes back. Ask your administrator to make "
                        "room."
                    ),
                    t("Reference: {reference}", reference=reference),
                )
            )
        case Trouble.AWAY:
            return " ".join(
                (
                    t(
                        "The records cannot be reached right now. What was saved before is safe, "
                        "and what you typed here comes back. Try again in a minute."
                    ),
                    t("Reference: {reference}", reference=reference),
                )
            )
    return t(
        "Something went wrong on our side. What you saved before is safe. Reference: {reference}",
        reference=reference,
    )


def report(error: Exception) -> bool:
    """Show a reference number for an unexpected error; the log has the same."""
    reference = note(error)
    st.error(
        sentence(error, reference),
        title=t("This did not work"),
        icon=":material/healing:",
    )
    if trouble(error) is not None:
        memory.hold()
        st.button(t("Try again"), key="try again", icon=":material/refresh:")
    return True
