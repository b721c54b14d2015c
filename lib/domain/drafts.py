"""What stands on a form and is not saved yet: kept so that no word is lost."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from lib.domain.problems import Refused
from lib.domain.words import msg

# What a field of a form can hold, ready to be written as JSON. Days and times are in ISO form.
Typed = str | int | float | bool | list[str] | None
# A draft that was saved or laid aside can be brought back for an hour, then it is erased. [CHOICE]
ENDED_KEPT_FOR = timedelta(hours=1)
# What was typed on another page of a client comes back for a day; after that it is more likely
# to be in the way than missed. [CHOICE]
WORDS_KEPT_FOR = timedelta(hours=24)
FIELDS_AT_MOST = 400
# Far above what any field may save: a draft keeps even what is too long, so it can be shortened.
TEXT_LIMIT = 100_000
# Whole numbers are exact in a browser up to here; a larger one, and NaN, no field can show.
_NUMBER_LIMIT = 2**53


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What one coach typed on one form of one client; `fields` by the names of the fields.

    `save_key` is the key under which it will be saved, once.
    """

    client_id: str
    form: str
    fields: Mapping[str, Typed]
    save_key: str
    tab: str
    begun_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft on the start page: whose it is and how it is called, never what it says."""

    client_id: str
    client_name: str
    form: str
    changed_at: datetime


class DraftElsewhere(Refused):
    """Another tab or device went on with this draft; nothing was overwritten."""

    sentence = msg(
        "This draft went on in another tab or on another device. Look at both, then choose."
    )


class SavedOtherwise(Refused):
    """What this form would save has been saved already, with other words."""

    sentence = msg(
        "This session was saved already, from another tab. What you typed here still stands: "
        "you can keep it as a correction."
    )

    def __init__(self, session_id: str) -> None:
        super().__init__()
        self.session_id = session_id


def form_of(session_id: str) -> str:
    """Return the name of the form of a new session (""), or of a correction of this one."""
    return f"session:{session_id}" if session_id else "session"


def session_of(form: str) -> str:
    """Return the id of the session that a form corrects, "" for a new one."""
    return form.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Words:
    """Texts that somebody typed on a page of a client and did not save, by `field_of` their names.

    `kept_at` is when the last of them was typed.
    """

    texts: Mapping[str, str]
    kept_at: datetime


# A text field goes by the name of its widget in the browser: its form, the round of that form
# (which begins anew when it was saved), and the field.
_NAME = re.compile(r"(.{1,90}?)-(\d{1,4})-(.{1,60})", re.DOTALL)
# A form of this name was saved: a word of that round that comes late revives nothing.
_DONE = "#done"


def form_of_page(page: str) -> str:
    """Return the name of the draft that holds what was typed on a page of a client."""
    return f"page:{page}"


def page_of(form: str) -> str:
    """Return the page whose texts a draft holds, "" for the draft of a session."""
    kind, _, page = form.partition(":")
    return page if kind == "page" else ""


def in_browser(key: str) -> str:
    """Return the name that a widget of this key has in the browser, as Streamlit writes it."""
    return re.sub(r"[^a-zA-Z0-9_-]", "-", key.strip())


def field_of(name: str) -> str | None:
    """Return what a text field is called whatever the round of its form; None for no name."""
    found = _NAME.fullmatch(name)
    return f"{found[1]}/{found[3]}" if found else None


def with_words(
    former: Mapping[str, Typed], words: Mapping[str, object], *, tab: str
) -> dict[str, Typed]:
    """Return the texts of a page after these were typed, without those of a form that was saved."""
    done = _done(former)
    late = tuple(one.partition(" ")[2] for one in done if one.startswith(f"{tab} "))
    fresh = {
        name: text
        for name, text in words.items()
        if isinstance(text, str) and field_of(name) and not (late and name.startswith(late))
    }
    return fitting({**{k: v for k, v in former.items() if k not in fresh}, **fresh})


def without_form(former: Mapping[str, Typed], form_key: str, *, tab: str) -> dict[str, Typed]:
    """Return the texts of a page without those of a form that was saved, in any round of it.

    `form_key` is the key of its fields without the field, such as "goal:1#0:".
    """
    prefix = in_browser(form_key)
    found = _NAME.fullmatch(f"{prefix}x")
    of_form = f"{found[1]}/" if found else prefix
    left = {
        name: value
        for name, value in former.items()
        if name != _DONE and not (field_of(name) or "").startswith(of_form)
    }
    return fitting({**left, _DONE: [*_done(former), f"{tab} {prefix}"][-40:]})


def texts_of(fields: Mapping[str, Typed]) -> dict[str, str]:
    """Return the texts that stand in the draft of a page, by field; the last round counts."""
    return {
        field: text
        for name, text in fields.items()
        if isinstance(text, str) and (field := field_of(name))
    }


def _done(fields: Mapping[str, Typed]) -> list[str]:
    held = fields.get(_DONE)
    return held if isinstance(held, list) else []


def fitting(fields: Mapping[str, object]) -> dict[str, Typed]:
    """Return the fields a draft can hold; what is too large or of another kind is left out.

    A draft comes from a browser, so anything may stand in it.
    """
    found: dict[str, Typed] = {}
    for name, value in fields.items():
        if len(found) >= FIELDS_AT_MOST or not isinstance(name, str) or len(name) > 120:
            continue
        field = _writable(name)
        if isinstance(value, str) and len(value) <= TEXT_LIMIT:
            found[field] = _writable(value)
        elif value is None or (isinstance(value, int | float) and abs(value) <= _NUMBER_LIMIT):
            found[field] = value
        elif isinstance(value, list) and len(value) <= 40:
            words = [_writable(one) for one in value if isinstance(one, str) and len(one) <= 400]
            found[field] = words
    return found


def _writable(text: str) -> str:
    """Return the text without lone surrogates, which cannot be written as UTF-8."""
    return text.encode("utf-8", "ignore").decode("utf-8")
