"""What a client may ask: deadlines by the calendar, requests and decisions, numbers of dossiers."""

from datetime import UTC, date, datetime

import pytest

from lib.domain.rights import (
    Kind,
    Request,
    State,
    answer_by,
    check_decision,
    check_longer,
    check_number,
    check_request,
    dossier_number,
    months_later,
    years_earlier,
)

TODAY = date(2026, 3, 18)
BEGAN = date(2026, 1, 5)
DOSSIER = "3f2a91bc" + "0" * 24


def request(asked_on: date = TODAY, by: date | None = None) -> Request:
    return Request(
        id="r",
        client_id="c",
        kind=Kind.COPY,
        words="",
        asked_on=asked_on,
        answer_by=by or answer_by(asked_on),
        made_by="Ines",
        made_at=datetime(2026, 3, 18, tzinfo=UTC),
        state=State.OPEN,
        answer="",
        decided_by=None,
        decided_at=None,
        version=1,
    )


@pytest.mark.parametrize(
    ("asked", "month", "longer"),
    [
        (date(2026, 3, 18), date(2026, 4, 18), date(2026, 6, 18)),
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 4, 30)),
        (date(2028, 1, 31), date(2028, 2, 29), date(2028, 4, 30)),
        (date(2026, 11, 30), date(2026, 12, 30), date(2027, 2, 28)),
        (date(2026, 12, 31), date(2027, 1, 31), date(2027, 3, 31)),
    ],
)
def test_an_answer_comes_within_a_calendar_month_and_at_most_three(
    asked: date, month: date, longer: date
) -> None:
    assert answer_by(asked) == month
    assert answer_by(asked, longer=True) == longer


def test_twenty_years_before_a_leap_day_is_a_day_that_exists() -> None:
    assert years_earlier(date(2028, 2, 29), 1) == date(2027, 2, 28)
    assert years_earlier(date(2028, 2, 29), 20) == date(2008, 2, 29)
    assert months_later(date(2026, 1, 1), -1) == date(2025, 12, 1)


def test_days_left_count_down_to_the_day_itself_and_past_it() -> None:
    assert request().days_left(TODAY) == 31
    assert request().days_left(date(2026, 4, 18)) == 0
    assert request().days_left(date(2026, 4, 20)) == -2


def test_a_dossier_number_is_typed_with_or_without_capitals_and_signs() -> None:
    assert dossier_number(DOSSIER) == "3F2A-91BC"
    for typed in ("3F2A-91BC", "3f2a91bc", " 3f2a 91bc "):
        assert check_number(typed, DOSSIER) == ()
    for typed in ("", None, "3F2A-91BD", "3F2A", DOSSIER):
        assert [one.field for one in check_number(typed, DOSSIER)] == ["number"]


def test_a_request_needs_a_kind_a_day_that_was_and_for_a_correction_words() -> None:
    def problems(kind: str | None, words: str, day: date | None) -> set[str]:
        made, found = check_request(kind, words, day, since=BEGAN, today=TODAY)
        assert (made is None) == bool(found)
        return {one.field for one in found}

    assert problems("copy", "", TODAY) == set()
    assert problems("correction", "mijn naam", BEGAN) == set()
    assert problems("correction", " ", TODAY) == {"words"}
    assert problems("bonfire", "", None) == {"kind", "asked_on"}
    assert problems(None, "x" * 2001, date(2026, 3, 19)) == {"kind", "words", "asked_on"}
    assert problems("copy", "", date(2026, 1, 4)) == {"asked_on"}


def test_a_decision_has_an_answer_in_words_and_nobody_withdraws_for_a_client() -> None:
    assert check_decision("refused", "omdat")[0] == (State.REFUSED, "omdat")
    for state, answer in (("refused", " "), ("withdrawn", "x"), ("open", "x"), (None, "x")):
        assert check_decision(state, answer)[0] is None


def test_a_request_takes_longer_once_and_is_told_so_in_time() -> None:
    assert check_longer("veel werk", request(), today=date(2026, 4, 18))[0] == "veel werk"
    assert check_longer("", request(), today=TODAY)[0] is None
    assert check_longer("veel werk", request(), today=date(2026, 4, 19))[0] is None
    told = request(by=answer_by(TODAY, longer=True))
    assert check_longer("veel werk", told, today=TODAY)[0] is None
