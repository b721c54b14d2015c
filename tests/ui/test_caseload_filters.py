"""The filters of a caseload: ids in the address, and no outcome beside one coach."""

import pytest
from streamlit.testing.v1 import AppTest


def page() -> None:
    """Draw the filters over four clients of two coaches, and write down whom they leave."""
    from dataclasses import replace
    from datetime import date

    import streamlit as st

    from lib.domain.caseload import Reason
    from lib.domain.intake import funnel
    from lib.domain.load import Coach, TeamLoad, Work, loads
    from lib.domain.team_quality import LedTeam
    from lib.ui import caseload_filters
    from tests.domain.test_load import guided

    teams = [LedTeam(f"t{n}", f"Team {n}", "r1", "Regio") for n in range(st.session_state["teams"])]
    found = (
        guided("ines", Reason.LOWER_MOOD, Reason.NO_ROUTE),
        guided("ines", Reason.RETURNED),
        guided("marek", Reason.VERY_LOW_MOOD),
        guided("marek", Reason.NO_NEXT_DATE),
    )
    clients = tuple(
        replace(one, client=replace(one.client, id=str(at), name=f"C{at}"))
        for at, one in enumerate(found)
    )
    coaches = [Coach(one, one.title(), "noord", "Noord") for one in ("ines", "marek")]
    since = date(2026, 3, 1)
    of = TeamLoad(since, loads(coaches, clients, Work(), since=since), clients, funnel([]))
    place = st.container()
    chosen = caseload_filters.which(teams, place)
    narrowed = caseload_filters.whom(of, place)
    st.text(" ".join(sorted(chosen.team_ids)) + "|" + chosen.period)
    st.text(" ".join(one.client.name for one in narrowed.clients))


def drawn(*, teams: int = 1, **address: str) -> AppTest:
    app = AppTest.from_function(page)
    app.session_state["teams"] = teams
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def reasons(app: AppTest) -> list[str]:
    return list(app.selectbox(key="filter:reason").options)[1:]


def test_over_everyone_each_reason_can_be_chosen() -> None:
    assert len(reasons(drawn())) == 5


@pytest.mark.parametrize(("coach", "left"), [("ines", 1), ("marek", 1)])
def test_with_one_coach_chosen_no_reason_says_how_clients_are_doing(coach: str, left: int) -> None:
    assert len(reasons(drawn(coach=coach))) == left


def test_a_reason_typed_into_the_address_beside_a_coach_leaves_every_client_of_theirs() -> None:
    app = drawn(coach="ines", reason="lower_mood")
    assert app.text[1].value == "C0 C1"
    assert drawn(reason="lower_mood").text[1].value == "C0"


def test_an_unknown_coach_team_or_period_in_the_address_is_everyone_and_the_usual() -> None:
    app = drawn(teams=2, coach="x", team="x", period="x", reason="x")
    assert app.text[0].value == "t0 t1|4w"
    assert app.text[1].value == "C0 C1 C2 C3"


def test_a_whole_region_is_read_team_by_team_unless_all_are_asked_for() -> None:
    assert drawn(teams=5).text[0].value == "t0 t1 t2 t3 t4|4w"
    assert drawn(teams=6).text[0].value == "t0|4w"
    assert drawn(teams=6, team="all").text[0].value == "t0 t1 t2 t3 t4 t5|4w"
    assert drawn(teams=6, team="t3", period="year").text[0].value == "t3|year"
