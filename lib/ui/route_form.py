"""The route as cards and forms: begin from an idea, change a step, agree on rest."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import TypedDict
from uuid import uuid4

import streamlit as st

from lib.domain.changes import LOOK_AGAIN, LOOK_AGAIN_USUAL, How, smallest
from lib.domain.routes import (
    COMPANY_WORDS,
    KIND_WORDS,
    PLACE_WORDS,
    PROPOSER_WORDS,
    SIZE_WORDS,
    AgreedRest,
    Change,
    RestKind,
    Size,
    Step,
    StepDifference,
    StepDraft,
    StepKind,
    Version,
    all_steps,
    check_put,
    check_step,
    differences,
    moved,
    put,
    without,
)
from lib.ui import agreed, memory, sentences
from lib.ui.fields import Form
from lib.ui.text import length, moment, number, plain, t, tn, weekday


class Why(TypedDict):
    """Who came up with a change, and why; by the names every verb about a route knows."""

    proposed_by: str | None
    reason: str


# The form of a change that is to be saved now, with who came up with it and why.
Asked = tuple[Form, Why]
# The same for the working copy, with how and what for it is made.
Planned = tuple[Form, Why, How]


class Bench:
    """The working copy of one client's route in this tab; nothing counts until it is saved.

    `number` is the version it was made from: a save names it. `anew` lets the page be drawn anew.
    """

    def __init__(
        self,
        client_id: str,
        current: Version | None,
        number: int,
        *,
        anew: Callable[[], object],
    ) -> None:
        self.client_id = client_id
        self.anew = anew
        self._name = f"route:{client_id}"
        kept = memory.kept(self._name, tuple)
        self.steps: tuple[Step, ...] = (
            kept if kept is not None else current.steps if current else ()
        )
        if kept is None:
            memory.keep(f"{self._name}:number", number)
        self.number = memory.kept(f"{self._name}:number", int) or 0
        self._saved = (current.phases, current.phase) if current else ((), None)
        planned = memory.kept(f"{self._name}:phases", tuple)
        self.phases: tuple[str, ...] = planned[0] if planned is not None else self._saved[0]
        self.phase: int | None = planned[1] if planned is not None else self._saved[1]
        self.touched = kept is not None or planned is not None

    def put(self, steps: Sequence[Step]) -> None:
        """Keep these steps as the working copy."""
        memory.keep(self._name, tuple(steps))

    def plan(self, phases: Sequence[str], phase: int | None) -> None:
        """Keep these phases, and which of them the route is in."""
        memory.keep(f"{self._name}:phases", (tuple(phases), phase))
        memory.keep(self._name, self.steps)

    @property
    def another_phase(self) -> bool:
        """True when the phases differ from those that are saved."""
        return (self.phases, self.phase) != self._saved

    def rebase(self, number: int) -> None:
        """Go on from a colleague's version, with the working copy as it is."""
        memory.keep(f"{self._name}:number", number)

    def follow(self, before: int, after: int) -> None:
        """Go on from a version this coach made beside the working copy: one about rest."""
        if self.touched and self.number == before:
            self.rebase(after)

    def clear(self) -> None:
        """Let go of the working copy."""
        memory.drop(self._name)
        memory.drop(f"{self._name}:number")
        memory.drop(f"{self._name}:editing")
        memory.drop(f"{self._name}:placed")
        memory.drop(f"{self._name}:phases")

    def place(self, step: Step, form: str) -> None:
        """Put a new step on the working copy, and remember the form it came from."""
        self.put(put(self.steps, step))
        memory.keep(f"{self._name}:placed", (form, step.key))

    def placed(self, form: str) -> Step | None:
        """Return the step that was last put on the working copy with this form, or None."""
        kept = memory.kept(f"{self._name}:placed", tuple)
        return next((step for step in self.steps if kept == (form, step.key)), None)

    @property
    def editing(self) -> str | None:
        """The key of the step whose form is open, or None."""
        return memory.kept(f"{self._name}:editing", str)

    def edit(self, key: str | None) -> None:
        """Open the form of a step, or close it."""
        if key is None:
            memory.drop(f"{self._name}:editing")
        else:
            memory.keep(f"{self._name}:editing", key)


def by_hand(bench: Bench, at: int, *, also: Callable[[], None]) -> None:
    """Offer what can be done by hand with the step at this place: change, move, take off.

    `also` draws what stands beside it.

    Done before the page is drawn: a run that starts anew half-way would lose what was typed below.
    """
    step, last = bench.steps[at], len(bench.steps) - 1

    def off() -> None:
        bench.put(without(bench.steps, step.key))

    with st.container(horizontal=True, gap="small"):
        _tap(bench, step, "edit", t("Change"), "edit", lambda: bench.edit(step.key))
        _tap(bench, step, "move-1", t("Up"), "arrow_upward", _by(bench, step, -1), stuck=at == 0)
        _tap(
            bench, step, "move1", t("Down"), "arrow_downward", _by(bench, step, 1), stuck=at == last
        )
        _tap(bench, step, "off", t("Take off"), "delete_sweep", off)
        also()
    if bench.editing == step.key:
        edit_step(bench, step)


def _by(bench: Bench, step: Step, by: int) -> Callable[[], None]:
    return lambda: bench.put(moved(bench.steps, step.key, by))


def _tap(
    bench: Bench,
    step: Step,
    name: str,
    label: str,
    icon: str,
    act: Callable[[], None],
    *,
    stuck: bool = False,
) -> None:
    st.button(
        label,
        icon=f":material/{icon}:",
        type="tertiary",
        key=f"{name}:{bench.client_id}:{step.key}",
        disabled=stuck,
        on_click=act,
    )


def show_step(step: Step, *, narrow: bool = False) -> None:
    """Show one step: how often and when, its three sizes, and what goes with it.

    The sizes stand side by side, or below each other where it is `narrow`.
    """
    st.markdown(f"**{plain(step.activity)}** · {plain(sentences.when(step))}")
    if step.cue:
        st.markdown(f":material/link: {plain(agreed.cue(step))}")
    places = [st.container() for _ in Size] if narrow else st.columns(3)
    for place, size in zip(places, Size, strict=True):
        one = step.sizes[size]
        place.markdown(
            f":small[{t(SIZE_WORDS[size])} · {plain(length(one.seconds))}]  \n{plain(one.text)}"
        )
    about = [t(PLACE_WORDS[step.place]), t(COMPANY_WORDS[step.company])]
    if step.kind is not StepKind.OTHER:
        about.insert(0, t(KIND_WORDS[step.kind]))
    if step.ceiling is not None:
        about.append(agreed.ceiling(step))
    st.caption(plain(" · ".join([*about, step.note] if step.note else about)))


def edit_step(bench: Bench, step: Step | None) -> None:
    """Draw the form of one step; a good one goes into the working copy."""
    key = step.key if step else "own"
    form = Form(f"step:{bench.client_id}:{key}")
    activity = form.line("activity", t("What"), value=step.activity if step else "")
    columns = st.columns(3)
    typed: dict[str, object] = {}
    for column, size in zip(columns, Size, strict=True):
        one = step.sizes[size] if step else None
        with column:
            typed[f"{size.value}_text"] = form.line(
                f"{size.value}_text",
                t(SIZE_WORDS[size]).capitalize(),
                value=one.text if one else "",
            )
            typed[f"{size.value}_minutes"] = form.decimal(
                f"{size.value}_minutes",
                t("Minutes {size}", size=t(SIZE_WORDS[size])),
                value=number(one.seconds / 60, 2) if one else "",
            )
    per_week = form.week("per_week", t("Days a week"), value=step.per_week if step else None)
    place = form.choice("place", t("Where"), PLACE_WORDS, value=step.place.value if step else None)
    company = form.choice(
        "company", t("With whom"), COMPANY_WORDS, value=step.company.value if step else None
    )
    kind = form.choice(
        "kind", t("What kind of step?"), KIND_WORDS, value=step.kind.value if step else None
    )
    days, at, cue, ceiling, note = _more(form, step)
    if step is None:
        placed(bench, form)
    with st.container(horizontal=True):
        words = t("Done") if step else t("Put on the route")
        done = st.button(words, type="primary", key=form.key("done"))
        if st.button(t("Never mind"), key=form.key("never")):
            memory.close_form(form.name)
            bench.edit(None)
            bench.anew()
    if not done:
        return
    draft = StepDraft(
        key=step.key if step else uuid4().hex,
        activity=activity,
        mini_text=str(typed["mini_text"]),
        mini_minutes=_minutes(typed["mini_minutes"]),
        ordinary_text=str(typed["ordinary_text"]),
        ordinary_minutes=_minutes(typed["ordinary_minutes"]),
        ample_text=str(typed["ample_text"]),
        ample_minutes=_minutes(typed["ample_minutes"]),
        per_week=len(days) or per_week,
        place=place,
        company=company,
        note=note,
        kind=kind or StepKind.OTHER,
        ceiling_minutes=ceiling,
        days=days,
        at=at,
        cue=cue,
        idea=step.idea if step else None,
    )
    checked, problems = check_step(draft)
    if checked is not None:
        problems = check_put(bench.steps, checked)
    if checked is None or problems:
        form.show(problems)
        st.warning(
            t("Look at the fields above: something is not right yet."), icon=":material/error:"
        )
        return
    if step is None:
        bench.place(checked, form.name)
    else:
        bench.put(put(bench.steps, checked))
    memory.close_form(form.name)
    bench.edit(None)
    bench.anew()


def _more(
    form: Form, step: Step | None
) -> tuple[tuple[int, ...], time | None, str, float | None, str]:
    """Ask what need not be agreed: days, a time, a cue, a ceiling and a note; return them."""
    days = form.tags(
        "days",
        t("Fixed days (may stay empty)"),
        {str(one): weekday(one) for one in range(7)},
        value=[str(one) for one in step.days] if step else (),
    )
    one, two, three = st.columns([1, 2, 1])
    with one:
        at = form.at("at", t("Fixed time (may stay empty)"), value=step.at if step else None)
    with two:
        cue = form.line(
            "cue",
            t("After what? (may stay empty)"),
            value=step.cue if step else "",
            placeholder=t("when I have had my coffee"),
        )
    with three:
        ceiling = form.decimal(
            "ceiling_minutes",
            t("At most, in minutes a day"),
            value=number(step.ceiling / 60, 2) if step and step.ceiling else "",
            help=t("For those to whom too much is a risk too. It may stay empty."),
        )
    note = form.line("note", t("Note"), value=step.note if step else "")
    return tuple(int(day) for day in days), at, cue, ceiling, note


def _minutes(value: object) -> float | None:
    return value if isinstance(value, float) else None


def placed(bench: Bench, form: Form) -> None:
    """Say that a step of this form stands on the route now, and is not saved yet."""
    # The new card and what is still to be saved may well stand above the edge of the screen.
    step = bench.placed(form.name)
    if step is not None:
        st.info(
            plain(t("“{step}” stands above, on the route. Not saved yet.", step=step.activity)),
            icon=":material/edit_note:",
        )


def unsaved(bench: Bench, newest: Version | None, number: int, *, today: date) -> Planned | None:
    """Show what differs from the newest version, and return the form once it is to be saved.

    When `number`, that of the newest, is not the one the working copy was made from, both are
    shown first.
    """
    form = Form(f"adjust:{bench.client_id}")
    changed = differences(newest, bench.steps)
    something = bool(changed) or bench.another_phase
    because, hope, again = Why(proposed_by=None, reason=""), "", None
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(t("This changes"), anchor=False, width="content")
        if something:
            st.badge(t("not saved yet"), icon=":material/edit_note:", color="orange")
    tell(changed)
    if bench.another_phase:
        st.markdown(f"- {plain(sentences.phases(bench.phases, bench.phase))}")
    form.place("steps", "phases")
    if something:
        because = why(form)
        hope, again = looking_ahead(form, today=today)
    else:
        st.caption(t("Nothing has changed yet."))
    if newest is not None and bench.number != number:
        st.warning(
            t("A colleague saved another version meanwhile. Look at both, then choose."),
            icon=":material/difference:",
        )
        both(newest, bench.steps)
        if st.button(t("Go on with mine, after theirs"), key=f"rebase:{bench.client_id}"):
            bench.rebase(number)
            bench.anew()
    with st.container(horizontal=True):
        save = something and st.button(
            t("Save the route"),
            type="primary",
            icon=":material/check:",
            key=f"save_route:{bench.client_id}",
        )
        if st.button(t("Undo"), icon=":material/undo:", key=f"undo_route:{bench.client_id}"):
            memory.close_form(form.name)
            bench.clear()
            bench.anew()
    if not save:
        return None
    how = How(
        change=Change.BUILT if changed else Change.PHASE,
        hope=hope,
        look_again_on=again,
        phases=bench.phases,
        phase=bench.phase,
    )
    return form, because, how


def tell(changed: Sequence[StepDifference]) -> None:
    """Tell in words what differs between two versions."""
    for one in changed:
        st.markdown(f"- {plain(sentences.difference(one))}")


def why(form: Form, *, example: str = "") -> Why:
    """Ask who proposed a change and why; return both. `example` is what someone might say."""
    proposed_by = form.choice("proposed_by", t("Who came up with it?"), PROPOSER_WORDS)
    reason = form.line(
        "reason",
        t("Why? In the client's own words if you can"),
        placeholder=example or t("“The whole block was too far”"),
    )
    return Why(proposed_by=proposed_by, reason=reason)


def looking_ahead(form: Form, *, today: date) -> tuple[str, date | None]:
    """Ask what client and coach hope for, and when they look again; return both."""
    hope = form.line(
        "hope",
        t("What do you hope for? (may stay empty)"),
        placeholder=t("“That going out is less of a mountain”"),
    )
    words = {days: tn("in {count} week", "in {count} weeks", days // 7) for days in LOOK_AGAIN}
    words[0] = t("not planned")
    chosen = form.pick(
        "again", t("When do you look again?"), words, value=LOOK_AGAIN_USUAL, hidden=False
    )
    form.place("look_again_on")
    return hope, today + timedelta(days=chosen) if chosen else None


def standing_rest(
    one: AgreedRest, activities: Mapping[str, str], *, today: date, may_change: bool
) -> Asked | None:
    """Show a rest that is not past, with a way to end it; return the form once that is sure.

    A rest that runs ends yesterday, one that has not begun is taken back. The form has its own
    fields: nothing typed about another rest is taken for this one.
    """
    told = plain(sentences.rest(one, activities.get(one.step_key or "")))
    st.markdown(f":material/bedtime: {told}")
    if not may_change:
        return None
    begun = one.start <= today
    words = t("The rest is over: begin again today") if begun else t("This rest is called off")
    form = Form(f"end_rest:{one.id}")
    if not memory.kept(form.name, bool):
        icon = ":material/footprint:" if begun else ":material/event_busy:"
        st.button(
            words, icon=icon, key=form.key("end"), on_click=memory.keep, args=(form.name, True)
        )
        return None
    st.markdown(f"**{plain(words)}**")
    because = why(form, example=t("“I feel up to it again”"))
    with st.container(horizontal=True):
        sure = st.button(t("Confirm"), type="primary", key=form.key("sure"))
        st.button(t("Never mind"), key=form.key("never"), on_click=_stands, args=(form.name,))
    return (form, because) if sure else None


def _stands(form: str) -> None:
    """Leave a rest as it stands."""
    memory.close_form(form)
    memory.drop(form)


class RestAsked(Why):
    """What stands on the form of agreed rest, by the names the verb gives it."""

    start: date | None
    end: date | None
    step_key: str | None
    kind: RestKind
    begin_with: str | None


def rest(
    form: Form, steps: Sequence[Step], *, today: date, step_key: str | None = None
) -> RestAsked:
    """Draw the form for agreed rest: how long, for which step, what after it, who and why."""
    spans = {
        "week": t("a recovery week (7 days)"),
        "open": t("as long as needed"),
        "own": t("choose the days"),
    }
    span = form.pick("span", t("How long?"), spans, value="week", hidden=False, reruns=True)
    # A tap on what was chosen takes it away: then nothing is agreed, rather than an open rest.
    start: date | None = today if span else None
    end: date | None = today + timedelta(days=6) if span == "week" else None
    if span == "own":
        one, two = st.columns(2)
        with one:
            start = form.day("start", t("Rest from"), value=today, reruns=True)
        with two:
            end = form.day("end", t("Until (may stay open)"), reruns=True)
    else:
        form.place("start", "end")
    names = {"": t("the whole route"), **{step.key: step.activity for step in steps}}
    what = form.one_of("step", t("Rest for"), list(names), names, value=step_key or "")
    ready = smallest(steps)
    again = {step.key: f"{step.activity}: {step.mini.text}" for step in steps}
    begin_with = form.one_of(
        "begin_with",
        t("What stands ready for afterwards, as small as you like?"),
        list(again),
        again,
        value=ready.key if ready else None,
    )
    if start is not None:
        st.markdown("**" + t("This is what it becomes") + "**")
        agreed = AgreedRest("", what or None, start, end, "")
        said = [sentences.rest(agreed, names.get(what or "") if what else None)]
        if begin_with is not None:
            said.append(t("Stands ready for afterwards: {step}", step=again[begin_with]))
        for sentence in said:
            st.markdown(f"- {plain(sentence)}")
    st.caption(t("Days of rest are never counted, and nothing is asked on them."))
    because = why(form, example=t("“My head is full, I want to catch my breath”"))
    return RestAsked(
        start=start,
        end=end,
        step_key=what or None,
        **because,
        kind=RestKind.RECOVERY_WEEK if span == "week" else RestKind.REST,
        begin_with=begin_with,
    )


def activities_of(versions: Sequence[Version]) -> dict[str, str]:
    """Return the activity of every step that was ever on the route, by its key."""
    return {key: step.activity for key, step in all_steps(versions).items()}


def both(newest: Version, steps: Sequence[Step]) -> None:
    """Show a colleague's version and the working copy side by side."""
    theirs, mine = st.columns(2)
    with theirs:
        st.markdown("**" + t("As it is saved now") + "**")
        st.caption(
            plain(
                t(
                    "by {name}, {moment}",
                    name=newest.made_by,
                    moment=moment(newest.made_at),
                )
            )
        )
        st.markdown(plain(f"“{newest.reason}”"))
        for step in newest.steps:
            with st.container(border=True):
                show_step(step, narrow=True)
    with mine:
        st.markdown("**" + t("As it stands on your screen") + "**")
        st.caption(t("not saved yet"))
        for step in steps:
            with st.container(border=True):
                show_step(step, narrow=True)
