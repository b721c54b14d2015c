"""Words, dates and numbers as they are read and typed, and words of others shown as they are."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.problems import Problem, Refused, Stale
from lib.ui import text
from lib.ui.text import (
    clock,
    day,
    day_in_words,
    length,
    moment,
    moment_in_words,
    number,
    parse_number,
    plain,
    said,
    short_day,
    signed,
    speak,
    t,
    tn,
)

JOINER = "\u2060"
WEDNESDAY = date(2026, 11, 4)


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


# -- languages --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "spoken"), [("nl", "nl"), ("en", "en"), ("de", "nl"), ("", "nl"), ("../etc", "nl")]
)
def test_an_unknown_language_becomes_dutch(asked: str, spoken: str) -> None:
    speak(asked)
    assert text.language() == spoken


def test_a_sentence_is_said_in_the_language_of_the_reader() -> None:
    assert t("{done} of {asked} moments", done=2, asked=3) == "2 van 3 momenten"
    speak("en")
    assert t("{done} of {asked} moments", done=2, asked=3) == "2 of 3 moments"


@pytest.mark.parametrize(
    ("language", "count", "said_so"),
    [
        ("nl", 0, "0 dagen rust afgesproken"),
        ("nl", 1, "1 dag rust afgesproken"),
        ("nl", 2, "2 dagen rust afgesproken"),
        ("nl", 1200, "1.200 dagen rust afgesproken"),
        ("en", 1, "1 day of rest agreed"),
        ("en", 1200, "1,200 days of rest agreed"),
    ],
)
def test_one_is_said_otherwise_than_more(language: str, count: int, said_so: str) -> None:
    speak(language)
    assert tn("{count} day of rest agreed", "{count} days of rest agreed", count) == said_so


def test_a_name_with_braces_is_only_a_name() -> None:
    assert t("Rhythm: {word}.", word="{name} {0} {") == "Ritme: {name} {0} {."


def test_a_sentence_that_is_not_translated_is_said_as_it_is_written() -> None:
    assert t("Nobody wrote this sentence.") == "Nobody wrote this sentence."


def test_a_refusal_says_its_moments_as_the_clock_showed_them() -> None:
    stale = Stale(name="Marek", moment=datetime(2026, 3, 18, 9, 42, tzinfo=UTC))
    assert "Marek" in said(stale)
    assert "18-03-2026 10:42" in said(stale)


def test_a_problem_and_a_bare_refusal_are_said_in_dutch() -> None:
    problem = Problem(
        "note", "This is {length} signs long; {limit} fit here.", {"length": 9, "limit": 3}
    )
    assert said(problem) == t(problem.sentence, length=9, limit=3) != problem.sentence
    assert said(Refused()) == "Dit kan niet."
    assert said(SimpleNamespace(sentence="every day", values={})) == "elke dag"


# -- days and moments -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (WEDNESDAY, "04-11-2026"),
        (date(2026, 1, 1), "01-01-2026"),
        (date(2028, 2, 29), "29-02-2028"),
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_day_is_written_the_same_in_both_languages(
    language: str, value: date, shown: str
) -> None:
    speak(language)
    assert day(value) == shown


@pytest.mark.parametrize(
    ("language", "words", "short"),
    [("nl", "wo 4 november", "wo 4 nov"), ("en", "Wed 4 November", "Wed 4 Nov")],
)
def test_a_day_in_words_has_its_name(language: str, words: str, short: str) -> None:
    speak(language)
    assert (day_in_words(WEDNESDAY), short_day(WEDNESDAY)) == (words, short)


def test_the_months_are_short_the_dutch_way() -> None:
    shown = [short_day(date(2026, month, 1)).split()[-1] for month in range(1, 13)]
    assert " ".join(shown) == "jan feb mrt apr mei jun jul aug sep okt nov dec"


@pytest.mark.parametrize(
    ("instant", "shown", "words"),
    [
        ("2026-11-04T13:30+00:00", "04-11-2026 14:30", "wo 4 nov 14:30"),
        ("2026-07-01T13:30+00:00", "01-07-2026 15:30", "wo 1 jul 15:30"),
        ("2026-03-28T23:30+00:00", "29-03-2026 00:30", "zo 29 mrt 00:30"),
        ("2026-03-29T01:00+00:00", "29-03-2026 03:00", "zo 29 mrt 03:00"),
        ("2026-10-25T00:30+00:00", "25-10-2026 02:30", "zo 25 okt 02:30"),
        ("2026-10-25T01:30+00:00", "25-10-2026 02:30", "zo 25 okt 02:30"),
        ("2025-12-31T23:15+00:00", "01-01-2026 00:15", "do 1 jan 00:15"),
        ("2026-11-04T22:30+09:00", "04-11-2026 14:30", "wo 4 nov 14:30"),
    ],
)
def test_a_moment_is_what_the_clock_in_amsterdam_showed(
    instant: str, shown: str, words: str
) -> None:
    value = datetime.fromisoformat(instant)
    assert (moment(value), moment_in_words(value)) == (shown, words)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_clock_has_twenty_four_hours(language: str) -> None:
    speak(language)
    assert [clock(time(9, 5)), clock(time(0, 0)), clock(time(23, 59))] == [
        "09:05",
        "00:00",
        "23:59",
    ]


# -- numbers out ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "digits", "dutch", "english"),
    [
        (0, 0, "0", "0"),
        (7, 1, "7", "7"),
        (7.5, 1, "7,5", "7.5"),
        (7.04, 1, "7", "7"),
        (7.26, 1, "7,3", "7.3"),
        (1234, 0, "1.234", "1,234"),
        (1234567.891, 2, "1.234.567,89", "1,234,567.89"),
        (-7.5, 1, "-7,5", "-7.5"),
        (-0.01, 0, "0", "0"),
        (-0.04, 1, "0", "0"),
        (0.3, 2, "0,3", "0.3"),
    ],
)
def test_a_number_is_written_the_readers_way(
    value: float, digits: int, dutch: str, english: str
) -> None:
    assert number(value, digits) == dutch
    speak("en")
    assert number(value, digits) == english


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.84, "+0,8"), (-0.84, "−0,8"), (0, "+0"), (-0.04, "+0"), (0.04, "+0"), (12, "+12")],
)
def test_a_change_always_has_a_sign_and_nothing_has_no_minus(value: float, shown: str) -> None:
    assert signed(value) == shown


@pytest.mark.parametrize(
    ("seconds", "dutch", "english"),
    [
        (1, "1 seconde", "1 second"),
        (30, "30 seconden", "30 seconds"),
        (59, "59 seconden", "59 seconds"),
        (60, "1 minuut", "1 minute"),
        (90, "1,5 minuten", "1.5 minutes"),
        (100, "1,67 minuten", "1.67 minutes"),
        (300, "5 minuten", "5 minutes"),
        (7200, "120 minuten", "120 minutes"),
    ],
)
def test_a_step_lasts_seconds_or_minutes(seconds: int, dutch: str, english: str) -> None:
    assert length(seconds) == dutch
    speak("en")
    assert length(seconds) == english


# -- numbers in -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("7", 7),
        ("7,5", 7.5),
        ("7.5", 7.5),
        (" 7,5 ", 7.5),
        ("7,50", 7.5),
        ("0,5", 0.5),
        (",5", 0.5),
        (".5", 0.5),
        ("5,", 5),
        ("-0,5", -0.5),
        ("-1", -1),
        ("+3", 3),
        ("007", 7),
        ("1,234", 1.234),
        ("1.2345", 1.2345),
        ("1234", 1234),
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_comma_and_a_point_are_the_same_in_both_languages(
    language: str, typed: str, found: float
) -> None:
    speak(language)
    assert parse_number(typed) == found


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        ",",
        ".",
        "-",
        "1.234",
        "12.345",
        "1,234,5",
        "1.234,5",
        "1,234.5",
        "1..5",
        "٣٠",
        "३०",
        "½",
        "１２",
        "1e3",
        "1e-3",
        "1E400",
        "nan",
        "NaN",
        "sNaN",
        "inf",
        "-Infinity",
        "1_0",
        "0x10",
        "1 000",
        "1'000",
        "--1",
        "1-",
        "7,5 min",
        "zeven",
        "7%",
        "€7",
        "7\u200b",
        "\ud800",
    ],
)
def test_what_could_mean_two_things_or_is_no_number_is_refused(typed: str) -> None:
    assert parse_number(typed) is None


@given(st.text(max_size=12))
def test_whatever_is_typed_becomes_a_plain_number_or_none(typed: str) -> None:
    found = parse_number(typed)
    assert found is None or -1e12 < found < 1e12


@given(st.integers(0, 99999))
def test_a_number_that_was_shown_can_be_typed_again(hundredths: int) -> None:
    value = hundredths / 100
    assert parse_number(number(value, 2)) == value


# -- what others typed ------------------------------------------------------------------------

# Each of these would become a picture, a link, markup, a formula, an icon or a heading.
PAYLOADS = [
    "![](http://x)",
    "![pixel](https://evil.nl/p.png?c=Bob)",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</p><h1>x",
    "&lt;b&gt; &#60; &amp;",
    "[a](javascript:x)",
    "[a][1]\n\n[1]: http://x.nl",
    "<https://x.nl>",
    "[^1]\n\n[^1]: voetnoot",
    ":red[x]",
    ":blue-background[x]",
    ":small[x]",
    ":material/delete:",
    ":streamlit:",
    ":smile:",
    ":+1:",
    "$x$",
    "$$\\frac{1}{2}$$",
    "\\(x\\) \\[y\\]",
    "www.x.nl",
    "WWW.x.nl",
    "Www.X.nl",
    "http://x.nl",
    "HTTPS://www.x.nl/a?b=c",
    "ftp://x.nl",
    "ines@beweging.example",
    "mailto:ines@beweging.example",
    "xmpp:ines@beweging.example",
    "# kop",
    "kop\n===",
    "kop\n---",
    "- punt\n* punt\n+ punt",
    "1. een\n2) twee",
    "> zei iemand",
    "```\ncode\n```",
    "~~~\ncode\n~~~",
    "`code`",
    "**vet** __vet__ *schuin* _schuin_ ~~weg~~",
    "a | b\n--|--\n1 | 2",
    "- [x] klaar",
    "***",
    "regel\n\n    vier spaties",
    "regel\n\n\teen tab",
    "\\*",
    "{x} {{y}}",
]
SPECIAL = frozenset("\\`*_{}[]()<>#+-.!|~$:&=")
AUTOLINKED = re.compile(r"https?://|www\.|:\w+://|@[-\w]|:[\w+/-]+:", re.IGNORECASE)


def bare(shown: str) -> str:
    """Return what is left to be read as markup: the signs without a backslash before them."""
    return re.sub(r"\\[\\`*_{}\[\]()<>#+\-.!|~$:&=]", "", shown)


def as_read(shown: str) -> str:
    """Return what the reader sees: escapes, hard breaks and joiners taken away again."""
    unescaped = re.sub(r"\\([\\`*_{}\[\]()<>#+\-.!|~$:&=])", r"\1", shown)
    return unescaped.replace("  \n", "\n").replace(JOINER, "").replace("\u00a0", " ")


@pytest.mark.parametrize("typed", PAYLOADS)
def test_no_sign_that_markdown_reads_as_more_stays_bare(typed: str) -> None:
    assert not SPECIAL & set(bare(plain(typed)))


@pytest.mark.parametrize("typed", PAYLOADS)
def test_nothing_is_left_that_would_become_a_link_or_an_icon_after_unescaping(typed: str) -> None:
    """Streamlit looks for addresses and icons once the escapes are gone: only a joiner helps."""
    unescaped = re.sub(r"\\(.)", r"\1", plain(typed))
    assert AUTOLINKED.search(unescaped) is None


@pytest.mark.parametrize("typed", PAYLOADS)
def test_what_was_typed_is_read_as_it_was_typed(typed: str) -> None:
    assert as_read(plain(typed)) == typed.expandtabs(4)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("", ""),
        ("Bob Twijnstra", "Bob Twijnstra"),
        ("Zoë, 李 & محمد", "Zoë, 李 \\& محمد"),
        ("O'Brien; DROP TABLE", "O'Brien; DROP TABLE"),
        ("www.x.nl", f"w{JOINER}ww\\.x\\.nl"),
        ("WWW.x.nl", f"W{JOINER}WW\\.x\\.nl"),
        ("http://x", f"http\\:{JOINER}//x"),
        ("a@x.nl", f"a@{JOINER}x\\.nl"),
        (":smile:", f"\\:{JOINER}smile\\:"),
        ("om 10:42 uur", "om 10\\:42 uur"),
        ("een\ntwee", "een  \ntwee"),
        ("een\n    twee", "een  \n" + "\u00a0" * 4 + "twee"),
        ("een\n\ttwee", "een  \n" + "\u00a0" * 4 + "twee"),
    ],
)
def test_plain_words_stay_as_they_are_and_signs_get_a_backslash(typed: str, shown: str) -> None:
    assert plain(typed) == shown


def test_a_new_line_is_a_new_line_and_never_a_block_of_code() -> None:
    for line in plain("een\n\n     twee\n\t\tdrie\n    ").split("\n"):
        assert not re.match(r" {4}|\t", line)


@given(st.text(st.sampled_from("w.@:/ \n\t-=*[](){}<>!#$`~|&\\_+aB1"), max_size=30))
def test_no_row_of_signs_slips_through(typed: str) -> None:
    shown = plain(typed)
    assert not SPECIAL & set(bare(shown))
    assert AUTOLINKED.search(re.sub(r"\\(.)", r"\1", shown)) is None
    assert not any(re.match(r"[ \t]{4}|\t", line) for line in shown.split("\n") if line.strip())


@given(st.text(st.characters(exclude_characters=f"\t\u00a0{JOINER}"), max_size=200))
def test_any_words_at_all_are_read_as_they_were_typed(typed: str) -> None:
    assert as_read(plain(typed)) == typed
