"""What stands on a form and is not saved yet: kept so that no word is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from lib.domain.problems import Refused
from lib.domain.words import msg

# What a field of a form can hold, ready to be written as JSON. Days and times are in ISO form.
Typed = str | int | float | bool | list[str] | None
# A draft that was saved or laid aside can be brought back for an hour, then it is erased. [CHOICE]
ENDED_KEPT_FOR = timedelta(hours=1)
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
