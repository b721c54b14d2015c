"""Form fields for hands and eyes in a hurry: big targets, a sentence beside the field."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, time
from enum import StrEnum
from typing import Literal, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.domain.drafts import SavedOtherwise
from lib.domain.problems import Invalid, Problem, Refused
from lib.ui import memory
from lib.ui.text import parse_number, plain, said, t

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")
SCALE = tuple(range(11))


# What has to happen when a form with texts was saved: told by the gate, which knows whose it is.
_listeners: list[Callable[[str], object]] = []


def when_saved(listener: Callable[[str], object]) -> None:
    """Let something know of each form with texts that was saved, by what its keys begin with."""
    _listeners[:] = [listener]


def _when_saved(prefix: str) -> None:
    for listener in _listeners:
        listener(prefix)


class Form:
    """The fields of one form: what was typed stays until `memory.close_form`.

    Each field keeps an empty place below it, where `show` puts the sentence about it.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._places: dict[str, DeltaGenerator] = {}
        self._has_words = False

    def key(self, field: str) -> str:
        """Return the widget key of a field."""
        return memory.key(self.name, field)

    def _begin(self, field: str, value: object) -> None:
        """Let the widget of a field begin with a value; `desk.Desk` begins with its draft."""
        memory.begin_with(self.key(field), value)

    def _words(self, field: str, value: str) -> None:
        """Let a text field begin with what was typed in it before and not saved, or as usual."""
        self._has_words = True
        before = memory.back(self.key(field))
        self._begin(field, value if before is None else before)

    def _came_back(self, field: str, typed: str | None, usual: str) -> None:
        """Say beside a text that it came back, as long as it stands there and is not saved."""
        before = memory.back(self.key(field))
        if before is None or not before.strip() or typed != before or before == usual:
            return
        said = t("This came back: you typed it before and did not save it.")
        if usual.strip():
            # Somebody may have saved something else since: both stand in sight.
            said += " " + t("Saved is: “{text}”", text=usual)
        st.caption(plain(said))

    def _told(self, field: str, value: object) -> None:
        """Learn what a field holds now; here nobody has to."""

    def _mode(self, reruns: bool) -> Literal["rerun", "ignore"]:
        return "rerun" if reruns else "ignore"

    def place(self, *fields: str) -> None:
        """Keep a place here for the problems of these fields."""
        place = st.empty()
        for field in fields:
            self._places[field] = place

    def show(self, problems: Iterable[Problem]) -> None:
        """Put each problem beside its field; one without a place stands here."""
        by_place: dict[int, tuple[DeltaGenerator, list[str]]] = {}
        loose: list[str] = []
        for problem in problems:
            place = self._places.get(problem.field)
            sentence = said(problem)
            if place is None:
                loose.append(sentence)
            else:
                found = by_place.setdefault(id(place), (place, []))[1]
                if sentence not in found:
                    found.append(sentence)
        for place, sentences in by_place.values():
            place.markdown(f":orange[:material/error: {plain(' '.join(sentences))}]")
        for sentence in dict.fromkeys(loose):
            st.warning(plain(sentence), icon=":material/error:")

    def kept(self, action: Callable[[], T]) -> tuple[T] | None:
        """Do what saves this form, and return its result alone in a tuple.

        None when it was refused: then the reason stands here, each problem beside its field, and
        what was typed stays. After it was saved the form is closed.
        """
        try:
            result = action()
        except SavedOtherwise:
            raise  # what was typed goes on elsewhere: the page knows where
        except Refused as refusal:
            refused(refusal)
            if isinstance(refusal, Invalid):
                self.show(refusal.problems)
            return None
        prefix = memory.was_saved(self.name)
        if self._has_words:
            _when_saved(prefix)
        memory.close_form(self.name)
        return (result,)

    def line(
        self,
        field: str,
        label: str,
        *,
        value: str = "",
        help: str | None = None,
        placeholder: str | None = None,
        reruns: bool = False,
        hidden: bool = False,
    ) -> str:
        """Return one line of text; with `hidden` the label is for a screen reader alone."""
        self._words(field, value)
        typed = st.text_input(
            label,
            key=self.key(field),
            help=help,
            placeholder=placeholder,
            on_change="rerun" if reruns else "ignore",
            label_visibility="collapsed" if hidden else "visible",
        )
        self._told(field, typed or "")
        self._came_back(field, typed, value)
        self.place(field)
        return typed or ""

    def search(self, field: str, label: str) -> str:
        """Return words to search for; the page follows as soon as they are typed."""
        typed = st.text_input(label, key=self.key(field), icon=":material/search:")
        return typed or ""

    def passage(
        self,
        field: str,
        label: str,
        *,
        value: str = "",
        help: str | None = None,
        placeholder: str | None = None,
        height: int = 130,
    ) -> str:
        """Return some lines of text."""
        self._words(field, value)
        typed = st.text_area(
            label,
            key=self.key(field),
            help=help,
            placeholder=placeholder,
            height=height,
            on_change="ignore",
        )
        self._told(field, typed or "")
        self._came_back(field, typed, value)
        self.place(field)
        return typed or ""

    def day(
        self,
        field: str,
        label: str,
        *,
        value: date | None = None,
        last: date | None = None,
        reruns: bool = False,
        help: str | None = None,
    ) -> date | None:
        """Return a day, written the Dutch way; None while empty."""
        self._begin(field, value)
        chosen = st.date_input(
            label,
            key=self.key(field),
            value=None,
            format="DD-MM-YYYY",
            min_value=date(2000, 1, 1),
            max_value=last or date(2100, 12, 31),
            help=help,
            on_change=self._mode(reruns),
        )
        self._told(field, chosen if isinstance(chosen, date) else None)
        self.place(field)
        return chosen if isinstance(chosen, date) else None

    def at(
        self, field: str, label: str, *, value: time | None = None, reruns: bool = False
    ) -> time | None:
        """Return a time of day in steps of five minutes; None while empty."""
        self._begin(field, value)
        chosen = st.time_input(
            label, key=self.key(field), value=None, step=300, on_change=self._mode(reruns)
        )
        self._told(field, chosen)
        self.place(field)
        return chosen

    def choice(
        self,
        field: str,
        label: str,
        words: Mapping[E, str],
        *,
        value: str | None = None,
        reruns: bool = False,
        help: str | None = None,
    ) -> str | None:
        """Return one of a few words, all in sight; None while none is chosen."""
        self._begin(field, value)
        chosen = st.segmented_control(
            label,
            [one.value for one in words],
            key=self.key(field),
            help=help,
            format_func=lambda one: t({k.value: w for k, w in words.items()}[one]),
            wrap=True,
            on_change=self._mode(reruns),
        )
        self._told(field, chosen)
        self.place(field)
        return chosen

    def scale(
        self, field: str, label: str, *, value: int | None = None, help: str | None = None
    ) -> float | None:
        """Return a number 0-10, or None: nobody has to give one."""
        return self.pick(
            field, label, {one: str(one) for one in SCALE}, value=value, help=help, hidden=False
        )

    def pick(
        self,
        field: str,
        label: str,
        words: Mapping[T, str],
        *,
        value: T | None = None,
        help: str | None = None,
        hidden: bool = True,
        reruns: bool = False,
    ) -> T | None:
        """Return one of a few, shown as these words, all in sight; None while none is chosen.

        With `hidden` the label is there for a screen reader alone.
        """
        self._begin(field, value)
        chosen = st.segmented_control(
            label,
            list(words),
            key=self.key(field),
            help=help,
            on_change=self._mode(reruns),
            format_func=lambda one: words[one],
            wrap=True,
            label_visibility="collapsed" if hidden else "visible",
        )
        self._told(field, chosen)
        self.place(field)
        return chosen

    def tags(
        self,
        field: str,
        label: str,
        words: Mapping[str, str],
        *,
        value: Sequence[str] = (),
        reruns: bool = False,
    ) -> tuple[str, ...]:
        """Return any number of these words by their names, in the order they are shown."""
        self._begin(field, list(value))
        chosen = st.pills(
            label,
            list(words),
            selection_mode="multi",
            key=self.key(field),
            format_func=lambda one: words[one],
            wrap=True,
            on_change=self._mode(reruns),
        )
        self._told(field, list(chosen))
        self.place(field)
        return tuple(chosen)

    def week(
        self, field: str, label: str, *, value: int | None = None, reruns: bool = False
    ) -> float | None:
        """Return a number of days in a week, 1-7; None while none is chosen."""
        self._begin(field, value)
        chosen = st.segmented_control(
            label,
            list(range(1, 8)),
            key=self.key(field),
            format_func=str,
            on_change=self._mode(reruns),
        )
        self._told(field, chosen)
        self.place(field)
        return chosen

    def decimal(
        self, field: str, label: str, *, value: str = "", help: str | None = None
    ) -> float | None:
        """Return a number, typed with a comma or a point; NaN when it is not a number."""
        self._words(field, value)
        typed = st.text_input(label, key=self.key(field), help=help, on_change="ignore") or ""
        self._came_back(field, typed, value)
        self.place(field)
        if not typed.strip():
            return None
        parsed = parse_number(typed)
        return float("nan") if parsed is None else parsed

    def secret(self, field: str, label: str, complete: str) -> str:
        """Return a password; never kept longer than the form."""
        typed = st.text_input(
            label,
            type="password",
            autocomplete=complete,
            key=self.key(field),
            on_change="ignore",
        )
        self.place(field)
        return typed or ""

    def several(self, field: str, label: str, words: Mapping[E, str]) -> list[str]:
        """Return any number of a few words, all in sight."""
        chosen = st.pills(
            label,
            [one.value for one in words],
            selection_mode="multi",
            key=self.key(field),
            format_func=lambda one: t({k.value: w for k, w in words.items()}[one]),
            on_change="ignore",
        )
        self.place(field)
        return list(chosen)

    def one_of(
        self,
        field: str,
        label: str,
        options: Sequence[str],
        names: Mapping[str, str],
        *,
        value: str | None = None,
        reruns: bool = False,
    ) -> str | None:
        """Return one of many, chosen from a list of ids; None while none is chosen."""
        self._begin(field, value)
        chosen = st.selectbox(
            label,
            options,
            index=None,
            key=self.key(field),
            format_func=lambda one: names.get(one, one),
            placeholder=t("Choose"),
            on_change=self._mode(reruns),
        )
        self._told(field, chosen)
        self.place(field)
        return chosen


def refused(refusal: Refused) -> None:
    """Say why something was not saved; what was typed stays where it is."""
    st.warning(plain(said(refusal)), icon=":material/error:")
