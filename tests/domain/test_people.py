"""Clients and e-mail addresses: what can be kept of them, and what is asked again."""

from datetime import date, timedelta
from typing import Any

import pytest

from lib.domain.people import NAME_LIMIT, ClientDraft, check_client, check_email, normal_email
from tests.cast import BEGAN, TODAY

NOT_YET = "This day has not come yet."
EMPTY = "Please fill this in."
PHONE = "Write a phone number with digits, spaces, + or -."
TOO_LONG = "This is {length} signs long; {limit} fit here."
ONE = timedelta(days=1)


def typed(**changes: Any) -> ClientDraft:
    return ClientDraft(**{"name": "Bob Twijnstra", "started_on": BEGAN, **changes})


def refused(**changes: Any) -> list[tuple[str, str]]:
    found, problems = check_client(typed(**changes), today=TODAY)
    assert found is None
    return [(problem.field, problem.sentence) for problem in problems]


def test_a_name_and_a_first_day_are_enough() -> None:
    assert check_client(typed(), today=TODAY) == (typed(), ())


def test_an_empty_form_asks_for_a_name_and_a_first_day() -> None:
    found, problems = check_client(ClientDraft(""), today=TODAY)
    assert found is None
    assert [(p.field, p.sentence) for p in problems] == [("name", EMPTY), ("started_on", EMPTY)]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("  Bob   Twijnstra\n", "Bob Twijnstra"),
        ("Zoe\u0308", "Zoë"),
        ("O'Brien; DROP TABLE client", "O'Brien; DROP TABLE client"),
        ("Bob\u202e", "Bob"),
        ("X Æ", "X Æ"),
        ("李", "李"),
        ("a" * NAME_LIMIT, "a" * NAME_LIMIT),
    ],
)
def test_any_name_is_a_name(name: str, kept: str) -> None:
    found, problems = check_client(typed(name=name), today=TODAY)
    assert problems == ()
    assert found is not None
    assert found.name == kept


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "\x00\n", "\ud800"])
def test_a_name_nobody_can_see_is_asked_again(name: str) -> None:
    assert refused(name=name) == [("name", EMPTY)]


def test_a_name_has_a_limit() -> None:
    assert refused(name="a" * (NAME_LIMIT + 1)) == [("name", TOO_LONG)]


@pytest.mark.parametrize(
    ("phone", "kept"),
    [
        ("", ""),
        ("   ", ""),
        ("0612345678", "0612345678"),
        ("06-12 34 56 78", "06-12 34 56 78"),
        ("+31 (0)6 12.34.56.78", "+31 (0)6 12.34.56.78"),
        (" 030 123456 ", "030 123456"),
        ("1" * 40, "1" * 40),
    ],
)
def test_a_phone_number_may_be_written_in_any_usual_way(phone: str, kept: str) -> None:
    found, problems = check_client(typed(phone=phone), today=TODAY)
    assert problems == ()
    assert found is not None
    assert found.phone == kept


@pytest.mark.parametrize(
    "phone",
    [
        "12345",
        "geen",
        "06 - zes",
        "bob@x.nl",
        "0612345678 (werk)",
        "٠٦١٢٣٤٥٦٧٨",
        "0612345678;",
        "=1+1234567",
    ],
)
def test_a_phone_number_is_made_of_digits(phone: str) -> None:
    assert refused(phone=phone) == [("phone", PHONE)]


def test_a_phone_number_has_a_limit() -> None:
    assert ("phone", TOO_LONG) in refused(phone="1" * 41)


@pytest.mark.parametrize(
    ("started", "ended", "problems"),
    [
        (TODAY, None, []),
        (date(2000, 1, 1), None, []),
        (BEGAN, TODAY, []),
        (BEGAN, BEGAN, []),
        (TODAY + ONE, None, [("started_on", NOT_YET)]),
        (date.max, None, [("started_on", NOT_YET)]),
        (date(1999, 12, 31), None, [("started_on", "This is longer ago than Ministap keeps.")]),
        (date.min, None, [("started_on", "This is longer ago than Ministap keeps.")]),
        (BEGAN, TODAY + ONE, [("ended_on", NOT_YET)]),
        (BEGAN, BEGAN - ONE, [("ended_on", "The end lies before the beginning.")]),
        (None, TODAY, [("started_on", EMPTY)]),
        (TODAY + ONE, TODAY + ONE, [("started_on", NOT_YET), ("ended_on", NOT_YET)]),
    ],
)
def test_guidance_begins_and_ends_on_days_that_have_come(
    started: date | None, ended: date | None, problems: list[tuple[str, str]]
) -> None:
    found, said = check_client(typed(started_on=started, ended_on=ended), today=TODAY)
    assert [(problem.field, problem.sentence) for problem in said] == problems
    assert (found is None) == bool(problems)


def test_all_problems_are_named_at_once() -> None:
    found = refused(name="", phone="nee", started_on=TODAY + ONE)
    assert [field for field, _ in found] == ["name", "phone", "started_on"]


# -- e-mail -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("ines@beweging.example", "ines@beweging.example"),
        ("  Ines@Beweging.EXAMPLE \n", "ines@beweging.example"),
        ("o'brien+werk@a.b.c.nl", "o'brien+werk@a.b.c.nl"),
        ("zoe\u0308@x.nl", "zoë@x.nl"),
        ("a@b.c", "a@b.c"),
        ("i\x00nes@x.nl", "ines@x.nl"),
        ("a" * 249 + "@b.nl", "a" * 249 + "@b.nl"),
    ],
)
def test_an_address_is_kept_in_one_shape(address: str, kept: str) -> None:
    assert check_email(address) == (kept, ())
    assert normal_email(kept) == kept


@pytest.mark.parametrize(
    "address",
    [
        "ines",
        "ines@",
        "@x.nl",
        "ines@x",
        "ines@.nl",
        "ines@x.",
        "ines@x..nl",
        "ines@@x.nl",
        "ines,marek@x.nl",
        "ines<marek@x.nl",
        "(ines)@x.nl",
        "ines@x;y.nl",
        "ines@x@y.nl",
        "in es@x.nl",
        "ines@x nl",
        "ines@x.nl\nbcc: otto@x.nl",
        "ines@x.nl, otto@x.nl",
        "a" * 250 + "@b.nl",
    ],
)
def test_what_is_not_shaped_like_an_address_is_refused(address: str) -> None:
    _, problems = check_email(address)
    assert [(p.field, p.sentence) for p in problems] == [
        ("email", "This does not look like an e-mail address.")
    ]


@pytest.mark.parametrize("address", ["", "  ", "\n", "\x00"])
def test_an_empty_address_is_asked_for_beside_its_own_field(address: str) -> None:
    _, problems = check_email(address, field="to")
    assert [(p.field, p.sentence) for p in problems] == [("to", EMPTY)]
