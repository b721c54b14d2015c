"""Keeps passwords with streamlit-authenticator's Hasher, and never keeps them plain."""

import base64
import hashlib
import logging
import unicodedata
from functools import cached_property
from typing import Any

_CHATTER = (
    "streamlit.runtime.caching.cache_data_api",
    "streamlit.runtime.scriptrunner_utils.script_run_context",
)


class Passwords:
    """Hashes and checks passwords; an unknown person costs as much as a known one."""

    def hash(self, password: str) -> str:
        """Return a salted bcrypt hash."""
        return str(_hasher().hash(_shortened(password)))

    def check(self, password: str, hashed: str | None) -> bool:
        """True when they belong together; always False, after equal work, for None."""
        right = bool(_hasher().check_pw(_shortened(password), hashed or self._nobody))
        return right and hashed is not None

    @cached_property
    def _nobody(self) -> str:
        return self.hash("nobody has this password")


def _shortened(password: str) -> str:
    """Return the password as bcrypt can take it: it would refuse more than 72 bytes."""
    text = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    return base64.b64encode(hashlib.sha256(text).digest()).decode()


def _hasher() -> Any:
    # Imported late: the package brings its widgets along, which the sign-in page does not need,
    # and they complain in the log that no page is being drawn.
    chatter = [logging.getLogger(name) for name in _CHATTER]
    levels = [logger.level for logger in chatter]
    for logger in chatter:
        logger.setLevel(logging.ERROR)
    try:
        from streamlit_authenticator.utilities.hasher import Hasher
    finally:
        for logger, level in zip(chatter, levels, strict=True):
            logger.setLevel(level)
    return Hasher


passwords = Passwords()
