"""Whether the app may start: looks first, and says what is unsafe."""

import logging
import os
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Final, NoReturn

from streamlit import config

from lib.domain import safety
from lib.domain.safety import Finding
from lib.practice import house
from lib.practice import safety as looking
from lib.practice.given import WrongSetting
from lib.practice.house import House
from lib.practice.post import WrongPost
from lib.ui import text

# What sysexits.h calls a configuration error: trying again without a person will not help.
MISCONFIGURED: Final = 78
log = logging.getLogger("ministap")


def options() -> dict[str, object]:
    """Return the options of Streamlit that a safe start depends on, as they are in force."""
    names = (*safety.OPTIONS, "server.address", "logger.level")
    return {name: config.get_option(name) for name in names}


def planned(environ: Mapping[str, str]) -> House:
    """Return what the environment asks for; ends the process when it cannot be understood."""
    try:
        return house.plan(environ)
    except (WrongSetting, WrongPost) as wrong:
        refuse(str(wrong))


def look(plan: House, environ: Mapping[str, str], *, now: datetime) -> None:
    """Take the place in the data folder, and end the process when production is unsafe.

    What does not stop the start is told in the log.
    """
    try:
        house.keep_private(plan)
        looking.hold(plan)
    except OSError:
        refuse(text.t("The data folder cannot be made or written: look at MINISTAP_DATA."))
    found = looking.findings(plan, environ, options(), now=now)
    stopping = [one for one in found if one.stops]
    if stopping:
        refuse(*(said(one) for one in stopping))
    for one in found:
        log.warning("%s", said(one))


def said(finding: Finding) -> str:
    """Return what is wrong and how to mend it, on one line."""
    wrong = text.t(finding.wrong, **finding.values)
    return f"{wrong} {text.t(finding.mend, **finding.values)}".replace("\n", " ")


def refuse(*lines: str) -> NoReturn:
    """End the process at once, with a line for each reason.

    Nothing is open yet. An exception would reach the terminal as the server's traceback, in which
    nobody finds a sentence.
    """
    first = text.t("Ministap does not start. This comes first:")
    sys.stderr.write("\n".join([first, *(f"- {line}" for line in lines)]) + "\n")
    sys.stderr.flush()
    os._exit(MISCONFIGURED)
