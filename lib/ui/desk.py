"""A form whose draft is kept: what was typed comes back, whatever happened to the screen."""

from collections.abc import Mapping
from datetime import date, datetime, time

import streamlit as st

from lib.domain.drafts import Typed, Unsaved
from lib.ui import memory
from lib.ui.fields import Form
from lib.ui.text import clock_of, moment_in_words, plain, t


class Desk(Form):
    """The fields of one form of a client, kept as a draft while they are filled in.

    The script in the browser knows the text fields by the names of their widgets, and keeps them
    between two runs; choices run the page, which keeps what `changed` returns.
    """

    def __init__(self, client_id: str, session_id: str, *, view: str) -> None:
        super().__init__(f"session:{client_id}:{session_id}")
        self._view = view
        self._run = (memory.kept(f"run:{self.name}", int) or 0) + 1

    @property
    def is_new(self) -> bool:
        """True once for each look at the page: then its draft is fetched."""
        return memory.is_new(f"{self.name}:{self._view}:opened")

    def begin(self, unsaved: Unsaved | None) -> None:
        """Begin with a draft, or empty."""
        memory.open_with(self.name, unsaved.save_key if unsaved else None)
        # DANGER: a value that stays behind counts as shown, and the browser would show nothing.
        memory.take_away_all(self.name)
        self._drawn.clear()
        self._filled.clear()
        self.fields.clear()
        self.fields.update(unsaved.fields if unsaved else {})
        memory.keep(f"sent:{self.name}", dict(self.fields) if unsaved else None)
        memory.keep(f"begun:{self.name}", unsaved.begun_at if unsaved else None)
        memory.keep(f"kept:{self.name}", unsaved.changed_at if unsaved else None)
        memory.keep(f"restored:{self.name}", contents(unsaved) if unsaved else [])

    def begin_anew(self) -> None:
        """Let the next run fetch the draft again, and draw every field anew."""
        memory.forget_first(f"{self.name}:{self._view}:opened")

    @property
    def fields(self) -> dict[str, Typed]:
        """What every field holds, also those that are not in sight now."""
        found = memory.kept(f"fields:{self.name}", dict)
        if found is None:
            found = {}
            memory.keep(f"fields:{self.name}", found)
        return found

    @property
    def begun_at(self) -> datetime | None:
        """When the draft was begun, None without one."""
        return memory.kept(f"begun:{self.name}", datetime)

    @property
    def kept_at(self) -> datetime | None:
        """When the draft was kept last, None without one."""
        return memory.kept(f"kept:{self.name}", datetime)

    @property
    def restored(self) -> list[str]:
        """What the draft held that this look began with, in words; empty without one."""
        return memory.kept(f"restored:{self.name}", list) or []

    def was_drawn(self) -> None:
        """Learn that this run drew the whole form.

        DANGER: a tap stops the run before it half-way. Fields such a run did not reach are not out
        of sight: were they begun anew, that tap would be lost.
        """
        memory.keep(f"run:{self.name}", self._run)
        self._filled.clear()

    def changed(self) -> Mapping[str, Typed]:
        """Return what was changed since it was kept; the whole form when nothing was kept yet."""
        sent = memory.kept(f"sent:{self.name}", dict)
        if sent is None:
            first = memory.first_value(f"{self.key('')}:blank", dict(self.fields))
            return {} if first == self.fields else dict(self.fields)
        return {k: v for k, v in self.fields.items() if k not in sent or sent[k] != v}

    def heard(self, unsaved: Unsaved | None) -> None:
        """Take over texts that the browser kept and their fields never told.

        A field tells its text when it is left; a screen reader can press a button without leaving
        it. What was told since the last run is newer, and stays.
        """
        known = memory.kept(f"sent:{self.name}", dict) or memory.first_value(
            f"{self.key('')}:blank", dict(self.fields)
        )
        for field, text in (unsaved.fields if unsaved else {}).items():
            here = self.fields.get(field)
            if isinstance(text, str) and isinstance(here, str) and here == known.get(field, ""):
                self.fields[field] = text

    def was_kept(self, moment: datetime) -> None:
        """Learn that everything that stands here is kept now."""
        memory.keep(f"sent:{self.name}", dict(self.fields))
        memory.keep(f"kept:{self.name}", moment)
        if self.begun_at is None:
            memory.keep(f"begun:{self.name}", moment)

    def set(self, field: str, value: object) -> None:
        """Let a field hold a value from the next run on: for what a button fills in.

        DANGER: who taps again at once stops that run, and their browser still says what stood
        there before. So the value is put back until a run has drawn the whole form.
        """
        self._filled[field] = (memory.typed(self.key(field)), value)
        self._told(field, value)
        memory.put(self.key(field), value)

    @property
    def _filled(self) -> dict[str, tuple[object, object]]:
        """What a button filled in and no run has drawn yet: what stood there, and what is there."""
        found = memory.kept(f"filled:{self.name}", dict)
        if found is None:
            found = {}
            memory.keep(f"filled:{self.name}", found)
        return found

    def put_away(self) -> None:
        """Remember what every field in sight holds, before others are drawn in their place."""
        for field, run in self._drawn.items():
            seen = run == self._run and not field.startswith("big_")
            if seen and memory.has(self.key(field)):
                self._told(field, memory.typed(self.key(field)))

    @property
    def _drawn(self) -> dict[str, int]:
        """In which run each field was drawn last."""
        found = memory.kept(f"drawn:{self.name}", dict)
        if found is None:
            found = {}
            memory.keep(f"drawn:{self.name}", found)
        return found

    def _words(self, field: str, value: str) -> None:
        """Begin with the draft of the session, which knows its texts itself."""
        self._begin(field, value)

    def begin_scale(self, field: str, value: int | None) -> None:
        """Let a scale of another look at the same number begin with it."""
        self._renew(field)
        memory.begin_with(self.key(field), value)

    def _renew(self, field: str) -> None:
        """Let a field that was out of sight begin anew: the browser has forgotten it."""
        if self._drawn.get(field, self._run) < self._run - 1:
            memory.take_away(self.key(field))
        self._drawn[field] = self._run
        before, filled = self._filled.get(field, (None, None))
        if field in self._filled and memory.typed(self.key(field)) == before:
            memory.put(self.key(field), filled)

    def held(self, field: str) -> Typed:
        """Return what a field holds, None while it was never drawn."""
        return self.fields.get(field)

    def _begin(self, field: str, value: object) -> None:
        self._renew(field)
        if field in self.fields:
            value = _alike(self.fields[field], value)
        memory.begin_with(self.key(field), value)

    def _told(self, field: str, value: object) -> None:
        if isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, time):
            value = value.isoformat("minutes")
        elif isinstance(value, tuple):
            value = list(value)
        self.fields[field] = value  # type: ignore[assignment] # dates and times are words by now

    def day(self, field: str, label: str, **how: object) -> date | None:
        """Return a day; a draft holds it as words."""
        self._unfold(field, date)
        return super().day(field, label, **how)  # type: ignore[arg-type]

    def at(self, field: str, label: str, **how: object) -> time | None:
        """Return a time of day; a draft holds it as words."""
        self._unfold(field, time)
        return super().at(field, label, **how)  # type: ignore[arg-type]

    def _unfold(self, field: str, kind: type[date] | type[time]) -> None:
        """Put the day or time of a draft where its widget begins."""
        self._renew(field)
        held = self.fields.get(field)
        if field not in self.fields or memory.has(self.key(field)):
            return
        try:
            memory.put(self.key(field), kind.fromisoformat(held) if isinstance(held, str) else None)
        except ValueError:
            memory.put(self.key(field), None)

    def _mode(self, reruns: bool) -> str:  # type: ignore[override] # one of the two words
        return "rerun"


def _alike(held: Typed, usual: object) -> object:
    """Return what a draft holds for a field; what has another shape gives way to the usual."""
    if isinstance(usual, str) and not isinstance(held, str):
        return usual
    if isinstance(usual, list) and not isinstance(held, list):
        return usual
    return held


def state(desk: Desk) -> None:
    """Say that what stands here is kept, and since when; the script in the browser goes on."""
    sentence = (
        t("What you write down is kept by itself, until you save it.")
        if desk.kept_at is None
        else t("Draft kept {time}", time=clock_of(desk.kept_at))
    )
    # Plain text in a single node: the script changes these words.
    with st.container(key="draft_state", width="stretch"):
        st.text(sentence)


def restored(desk: Desk) -> None:
    """Say which draft came back, and what it holds."""
    begun = desk.begun_at
    if not desk.restored or begun is None or desk.kept_at is None:
        return
    st.info(
        plain(
            t(
                "Your draft of {moment} is back: {contents}.",
                moment=moment_in_words(desk.kept_at),
                contents=", ".join(desk.restored),
            )
        ),
        icon=":material/history_edu:",
    )


def contents(unsaved: Unsaved) -> list[str]:
    """Return what a draft holds, in words: which fields, and how long the texts are."""
    names = {
        "note": t("note"),
        "own_words": t("own words"),
        "next_step": t("next step"),
        "reason": t("reason"),
        "words": t("addition"),
    }
    found = []
    for field, name in names.items():
        text = unsaved.fields.get(field)
        if isinstance(text, str) and text.strip():
            found.append(t("{field} ({count} signs)", field=name, count=len(text.strip())))
    numbers = sum(
        isinstance(value, int) and not isinstance(value, bool) for value in unsaved.fields.values()
    )
    if numbers:
        found.append(t("numbers: {count}", count=numbers))
    days = sum(
        name.startswith("look:") and value is not None for name, value in unsaved.fields.items()
    )
    if days:
        found.append(t("days looked back on: {count}", count=days))
    return found or [t("a first beginning")]
