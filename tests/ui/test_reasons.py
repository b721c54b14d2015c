"""Reasons on a client's page: what was agreed stands beside silence, for the coach alone."""

from datetime import UTC, date, datetime

import pytest
from streamlit.testing.v1 import AppTest

from lib.domain.basis import Basis, Channel, Silence, SilenceAgreement
from lib.domain.caseload import Reason, Record, Standing, standing
from lib.domain.people import Client
from lib.domain.routes import Proposer, Version
from tests.cast import step

MONDAY = date(2026, 1, 5)
AGREED = Basis(silence=SilenceAgreement(Silence.SOMEONE, 10, "Marek", Channel.CALL, "Hoe is het?"))
SCRIPT = """
import streamlit as st
from lib.ui import panels

panels.reasons(*st.session_state["shown"])
"""


def quiet(*, care_signal: bool = False) -> Standing:
    """Somebody of whom nothing was heard for twenty days."""
    client = Client(
        "b", "Bob", "", "i", "Ines", "n", "Noord", MONDAY, None, 1, care_signal=care_signal
    )
    made = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
    route = Version(1, MONDAY, (step(),), Proposer.CLIENT, "dit past", "Ines", made)
    ahead = datetime(2030, 1, 1, 9, 0, tzinfo=UTC)
    known = Record(client, (route,), (), (), (), (), ahead, silence_days=10)
    found = standing(known, today=date(2026, 1, 25))
    assert Reason.SILENT in found.reasons
    return found


def said(*shown: Standing | Basis) -> str:
    run = AppTest.from_string(SCRIPT, default_timeout=20)
    run.session_state["shown"] = shown
    run.run()
    assert not run.exception
    return " ".join(one.value.replace("\\", "") for one in run.markdown)


def test_the_coach_reads_what_was_agreed_for_silence() -> None:
    assert "Afgesproken: na 10 dagen belt Marek. Woorden: “Hoe is het?”" in said(quiet(), AGREED)
    assert "Er is nog niets afgesproken. Na 14 stille dagen" in said(quiet(), Basis())


def test_to_whom_it_is_not_handed_reads_that_it_is_quiet_and_no_more() -> None:
    shown = said(quiet())
    assert "een tijd stil" in shown
    assert "fgesproken" not in shown
    assert "Marek" not in shown


@pytest.mark.parametrize("care_signal", [False, True])
def test_a_care_signal_is_not_said_twice_on_one_page(care_signal: bool) -> None:
    """It stands at the top of the page already."""
    shown = said(quiet(care_signal=care_signal))
    assert "zorgsignaal open" not in shown
    assert "een tijd stil" in shown
