"""Words, dates and numbers in the language of the person who reads them."""

import gettext
import re
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Protocol

from babel import Locale
from babel.dates import format_date, format_datetime, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import NumberFormatError, format_decimal, parse_decimal

from lib.domain.calendar import AMSTERDAM

LOCALES = Path(__file__).resolve().parents[2] / "data" / "locales"
DEFAULT = "nl"
LANGUAGES = {"nl": "Nederlands", "en": "English"}
_language: ContextVar[str] = ContextVar("language", default=DEFAULT)


_READ_AS_MORE = frozenset("\\`*_{}[]()<>#+-.!|~$:&=")
# What becomes a link, an icon or an emoji also when its signs are escaped: addresses, and a word
# between colons. The first sign of each is kept apart from the rest.
_JOINED = re.compile(r":(?=//|[\w+/-]+:)|@|w(?=ww\.)", re.IGNORECASE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)")


class _Sentence(Protocol):
    @property
    def sentence(self) -> str: ...

    @property
    def values(self) -> Mapping[str, object]: ...


def speak(language: str) -> None:
    """Use this language for the rest of this run; an unknown one becomes Dutch."""
    _language.set(language if language in LANGUAGES else DEFAULT)


def language() -> str:
    """Return the language code of this run."""
    return _language.get()


@cache
def _catalog(code: str) -> gettext.NullTranslations:
    """Return the words of a language; English is what the code is written in.

    The .po file is read at start, so that no compiled file can lag behind it.
    """
    source = LOCALES / code / "LC_MESSAGES" / "app.po"
    if not source.is_file():
        return gettext.NullTranslations()
    with source.open("rb") as file:
        catalog = read_po(file, locale=code)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def t(msgid: str, **values: object) -> str:
    """Return a sentence in the reader's language, with its named places filled."""
    sentence = _catalog(_language.get()).gettext(msgid)
    return sentence.format(**values) if values else sentence


def said_in(code: str, msgid: str) -> str:
    """Return a sentence in a language by its code, whoever reads now; an unknown one is Dutch."""
    return _catalog(code if code in LANGUAGES else DEFAULT).gettext(msgid)


def tn(singular: str, plural: str, count: int, **values: object) -> str:
    """Return the sentence for this count; `{count}` is filled."""
    sentence = _catalog(_language.get()).ngettext(singular, plural, count)
    return sentence.format(count=number(count), **values)


def said(refusal: _Sentence) -> str:
    """Return the sentence of a refusal or a problem, its moments written out."""
    shown = {
        name: moment(value) if isinstance(value, datetime) else value
        for name, value in refusal.values.items()
    }
    return t(refusal.sentence, **shown)


def plain(text: str) -> str:
    """Return what a person typed so that Markdown shows it as it is.

    Every sign that Markdown, Streamlit's directives or HTML could read as more is escaped; a
    picture or a link in a note must never fetch anything.
    """
    # An invisible word joiner keeps an address text.
    text = _JOINED.sub(lambda found: found[0] + "\u2060", text)
    # Four spaces make a block of code, in which escapes would show; hard spaces only indent.
    text = _INDENT.sub(lambda found: found[0].expandtabs(4).replace(" ", "\u00a0"), text)
    out = []
    for sign in text:
        if sign in _READ_AS_MORE:
            out.append("\\" + sign)
        elif sign == "\n":
            out.append("  \n")
        else:
            out.append(sign)
    return "".join(out)


def day(value: date) -> str:
    """Return a day as dd-mm-yyyy."""
    return value.strftime("%d-%m-%Y")


def day_in_words(value: date) -> str:
    """Return a day with its name: "wo 4 november"."""
    return format_date(value, "EEE d MMMM", locale=_locale())


def month(value: date) -> str:
    """Return the month of a day with its year: "november 2026"."""
    return format_date(value, "MMMM y", locale=_locale())


def weekday(number: int) -> str:
    """Return the short name of a day of the week, Monday is 0: "ma"."""
    # Any Monday will do.
    return format_date(date(2024, 1, 1) + timedelta(days=number), "EEE", locale=_locale())


def short_day(value: date) -> str:
    """Return a day as short as a table wants it: "wo 4 nov"."""
    return format_date(value, "EEE d MMM", locale=_locale())


def moment(value: datetime) -> str:
    """Return an instant as the Amsterdam clock showed it: dd-mm-yyyy HH:MM."""
    return value.astimezone(AMSTERDAM).strftime("%d-%m-%Y %H:%M")


def moment_in_words(value: datetime) -> str:
    """Return an instant with the name of its day: "wo 4 nov 14:30"."""
    return format_datetime(value, "EEE d MMM HH:mm", tzinfo=AMSTERDAM, locale=_locale())


def clock(value: time) -> str:
    """Return a time as HH:MM."""
    return format_time(value, "HH:mm", locale=_locale())


def clock_of(value: datetime) -> str:
    """Return the time of an instant as the Amsterdam clock showed it: HH:MM."""
    return clock(value.astimezone(AMSTERDAM).time())


def number(value: float, digits: int = 0) -> str:
    """Return a number the reader's way, with at most this many decimals: 7,5 in Dutch."""
    if isinstance(value, int) and 0 <= value < 1000:
        return str(value)  # the same in every language, and a chart says hundreds of these
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    rounded = round(value, digits) or 0  # never "-0"
    return format_decimal(rounded, format=pattern, locale=_locale())


def signed(value: float, digits: int = 1) -> str:
    """Return a number with its sign: +0,8 or −0,8."""
    shown = number(abs(value), digits)
    return f"−{shown}" if round(value, digits) < 0 else f"+{shown}"


def parse_number(typed: str) -> float | None:
    """Return the number someone typed, decimal comma or point, or None when it is not one.

    "7,5" and "7.5" are the same; "1.234" is refused, because it could mean two things.
    """
    text = typed.strip()
    # What Decimal reads beside plain digits ("nan", "1e3", "1_0") nobody means as a number.
    if not _NUMBER.fullmatch(text):
        return None
    if "." in text:
        if len(text.split(".")[1]) == 3:
            return None
        text = text.replace(".", ",")
    try:
        return float(parse_decimal(text, locale="nl", strict=True))
    except NumberFormatError:
        return None


def length(seconds: int) -> str:
    """Return how long a step takes: "30 seconden", "1 minuut", "1,5 minuten"."""
    if seconds < 60:
        return tn("{count} second", "{count} seconds", seconds)
    if seconds % 60 == 0:
        return tn("{count} minute", "{count} minutes", seconds // 60)
    return t("{minutes} minutes", minutes=number(seconds / 60, 2))


def _locale() -> Locale:
    return Locale.parse("en_GB" if _language.get() == "en" else _language.get())
