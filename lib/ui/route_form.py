"""The route as cards and forms: begin from an idea, change a step, agree on rest."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypedDict
from uuid import uuid4

import streamlit as st

from lib.domain.routes import (
    COMPANY_WORDS,
    PLACE_WORDS,
    PROPOSER_WORDS,
    SIZE_WORDS,
    AgreedRest,
    Company,
    Place,
    Size,
    Step,
    StepDifference,
    StepDraft,
    Version,
    all_steps,
    check_put,
    check_step,
    differences,
    moved,
    put,
    without,
)
from lib.domain.step_library import StepIdea
from lib.ui import memory, sentences
from lib.ui.fields import Form
from lib.ui.panels import say
from lib.ui.text import language, length, moment, number, plain, t

# The form of a change that is to be saved now, with who came up with it and why.
Asked = tuple[Form, str | None, str]


class Bench:
    """The working copy of one client's route in this tab; nothing counts until it is saved.

    `number` is the version it was made from: a save names it.
    """

    def __init__(self, client_id: str, current: Version | None, number: int) -> None:
        self.client_id = client_id
        self._name = f"route:{client_id}"
        kept = memory.kept(self._name, tuple)
        self.steps: tuple[Step, ...] = (
            kept if kept is not None else current.steps if current else ()
        )
        if kept is None:
            memory.keep(f"{self._name}:number", number)
        self.number = memory.kept(f"{self._name}:number", int) or 0
        self.touched = kept is not None

    def put(self, steps: Sequence[Step]) -> None:
        """Keep these steps as the working copy."""
        memory.keep(self._name, tuple(steps))

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


def cards(bench: Bench, *, may_change: bool) -> None:
    """Show each step as a card, with its three sizes and what can be done with it."""
    for at, step in enumerate(bench.steps):
        with st.container(border=True):
            _card(step)
            if not may_change:
                continue
            with st.container(horizontal=True, gap="small"):
                if st.button(
                    t("Change"), icon=":material/edit:", key=f"edit:{bench.client_id}:{step.key}"
                ):
                    bench.edit(step.key)
                    st.rerun()
                _move(bench, step, -1, t("Up"), "arrow_upward", disabled=at == 0)
                last = at == len(bench.steps) - 1
                _move(bench, step, 1, t("Down"), "arrow_downward", disabled=last)
                if st.button(
                    t("Take off"), icon=":material/remove:", key=f"off:{bench.client_id}:{step.key}"
                ):
                    bench.put(without(bench.steps, step.key))
                    st.rerun()
            if bench.editing == step.key:
                edit_step(bench, step)


def _card(step: Step) -> None:
    st.markdown(f"**{plain(step.activity)}** · {plain(sentences.how_often(step))}")
    for column, size in zip(st.columns(3), Size, strict=True):
        one = step.sizes[size]
        column.markdown(
            f":small[{t(SIZE_WORDS[size])} · {plain(length(one.seconds))}]  \n{plain(one.text)}"
        )
    about = [t(PLACE_WORDS[step.place]), t(COMPANY_WORDS[step.company])]
    st.caption(plain(" · ".join([*about, step.note] if step.note else about)))


def _move(bench: Bench, step: Step, by: int, label: str, icon: str, *, disabled: bool) -> None:
    clicked = st.button(
        label,
        icon=f":material/{icon}:",
        key=f"move{by}:{bench.client_id}:{step.key}",
        disabled=disabled,
    )
    if clicked:
        bench.put(moved(bench.steps, step.key, by))
        st.rerun()


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
    note = form.line("note", t("Note"), value=step.note if step else "")
    if step is None:
        _placed(bench, form)
    with st.container(horizontal=True):
        words = t("Done") if step else t("Put on the route")
        done = st.button(words, type="primary", key=form.key("done"))
        if st.button(t("Never mind"), key=form.key("never")):
            memory.close_form(form.name)
            bench.edit(None)
            st.rerun()
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
        per_week=per_week,
        place=place,
        company=company,
        note=note,
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
    st.rerun()


def _minutes(value: object) -> float | None:
    return value if isinstance(value, float) else None


def ideas(bench: Bench, library: Sequence[StepIdea]) -> None:
    """Offer ideas for a small step, narrowed by place and company."""
    place, company = st.columns(2)
    with place:
        where = st.pills(
            t("Where"),
            [p.value for p in Place],
            format_func=lambda p: t(PLACE_WORDS[Place(p)]),
            key=f"idea_place:{bench.client_id}",
        )
    with company:
        whom = st.pills(
            t("With whom"),
            [c.value for c in Company],
            format_func=lambda c: t(COMPANY_WORDS[Company(c)]),
            key=f"idea_company:{bench.client_id}",
        )
    fitting = {
        idea.key: idea
        for idea in library
        if where in (None, idea.place.value) and whom in (None, idea.company.value)
    }
    form = Form(f"idea:{bench.client_id}")
    chosen = st.selectbox(
        t("An idea"),
        list(fitting),
        index=None,
        format_func=lambda key: fitting[key].activity[language()],
        placeholder=t("Choose, or type a word"),
        key=form.key("idea"),
    )
    form.place("activity")
    if chosen is None or chosen not in fitting:
        _placed(bench, form)
        return
    idea = fitting[chosen]
    step = idea.step(uuid4().hex, language())
    _card(step)
    if idea.tip[language()]:
        st.caption(f":material/lightbulb: {plain(idea.tip[language()])}")
    if st.button(
        t("Put on the route"), type="primary", icon=":material/add:", key=form.key("take")
    ):
        problems = check_put(bench.steps, step)
        if problems:
            form.show(problems)
            return
        bench.place(step, form.name)
        # What was chosen stands on the route now: a second tap finds nothing to put there.
        memory.close_form(form.name)
        st.rerun()


def _placed(bench: Bench, form: Form) -> None:
    # The new card and what is still to be saved may well stand above the edge of the screen.
    step = bench.placed(form.name)
    if step is not None:
        st.info(
            plain(t("“{step}” stands above, on the route. Not saved yet.", step=step.activity)),
            icon=":material/edit_note:",
        )


def unsaved(bench: Bench, newest: Version | None, number: int) -> Asked | None:
    """Show what differs from the newest version, and return the form once it is to be saved.

    When `number`, that of the newest, is not the one the working copy was made from, both are
    shown first.
    """
    form = Form(f"adjust:{bench.client_id}")
    changed = differences(newest, bench.steps)
    proposed_by, reason = None, ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(t("This changes"), anchor=False, width="content")
        if changed:
            st.badge(t("not saved yet"), icon=":material/edit_note:", color="orange")
    _tell(changed)
    form.place("steps")
    if changed:
        proposed_by, reason = why(form)
    else:
        st.caption(t("Nothing has changed yet."))
    if newest is not None and bench.number != number:
        st.warning(
            t("A colleague saved another version meanwhile. Look at both, then choose."),
            icon=":material/difference:",
        )
        _both(newest, bench.steps)
        if st.button(t("Go on with mine, after theirs"), key=f"rebase:{bench.client_id}"):
            bench.rebase(number)
            st.rerun()
    with st.container(horizontal=True):
        save = changed and st.button(
            t("Save the route"),
            type="primary",
            icon=":material/check:",
            key=f"save_route:{bench.client_id}",
        )
        if st.button(t("Undo"), icon=":material/undo:", key=f"undo_route:{bench.client_id}"):
            memory.close_form(form.name)
            bench.clear()
            st.rerun()
    return (form, proposed_by, reason) if save else None


def _tell(changed: Sequence[StepDifference]) -> None:
    for one in changed:
        st.markdown(f"- {plain(sentences.difference(one))}")


def why(form: Form) -> tuple[str | None, str]:
    """Ask who proposed a change and why; return both."""
    proposed_by = form.choice("proposed_by", t("Who came up with it?"), PROPOSER_WORDS)
    reason = form.line(
        "reason",
        t("Why? In the client's own words if you can"),
        placeholder=t("“The whole block was too far”"),
    )
    return proposed_by, reason


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
        if st.button(words, icon=icon, key=form.key("end")):
            memory.keep(form.name, True)
            st.rerun()
        return None
    st.markdown(f"**{plain(words)}**")
    proposed_by, reason = why(form)
    with st.container(horizontal=True):
        sure = st.button(t("Confirm"), type="primary", key=form.key("sure"))
        if st.button(t("Never mind"), key=form.key("never")):
            memory.close_form(form.name)
            memory.drop(form.name)
            st.rerun()
    return (form, proposed_by, reason) if sure else None


class RestAsked(TypedDict):
    """What stands on the form of agreed rest, by the names the verb gives it."""

    start: date | None
    end: date | None
    step_key: str | None
    proposed_by: str | None
    reason: str


def rest(form: Form, steps: Sequence[Step], *, today: date) -> RestAsked:
    """Draw the form for agreed rest: from, until, for which step, who and why."""
    one, two = st.columns(2)
    with one:
        start = form.day("start", t("Rest from"), value=today)
    with two:
        end = form.day("end", t("Until (may stay open)"))
    names = {"": t("the whole route"), **{step.key: step.activity for step in steps}}
    what = form.one_of("step", t("Rest for"), list(names), names, value="")
    proposed_by, reason = why(form)
    return RestAsked(
        start=start, end=end, step_key=what or None, proposed_by=proposed_by, reason=reason
    )


def story(versions: Sequence[Version], rests: Sequence[AgreedRest]) -> None:
    """Tell how the route came to be, newest first; every version stays as it was."""
    activities = activities_of(versions)
    for at in range(len(versions) - 1, -1, -1):
        version = versions[at]
        before = versions[at - 1] if at else None
        with st.container(border=True, gap="xsmall"):
            name = t("Version {number}", number=version.number)
            st.markdown(f"**{name}** · {plain(sentences.made(version))}")
            say(f"“{version.reason}”")
            if version.rest_note == "agreed":
                say(t("Rest was agreed."))
            elif version.rest_note == "ended":
                say(t("The rest ended; moving begins again."))
            elif version.rest_note == "taken back":
                say(t("An agreed rest was called off."))
            _tell(differences(before, version.steps))
    for one_rest in rests:
        st.caption(plain(sentences.rest(one_rest, activities.get(one_rest.step_key or ""))))


def activities_of(versions: Sequence[Version]) -> dict[str, str]:
    """Return the activity of every step that was ever on the route, by its key."""
    return {key: step.activity for key, step in all_steps(versions).items()}


def _both(newest: Version, steps: Sequence[Step]) -> None:
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
        for step in newest.steps:
            with st.container(border=True):
                _card(step)
    with mine:
        st.markdown("**" + t("As it stands on your screen") + "**")
        st.caption(t("not saved yet"))
        for step in steps:
            with st.container(border=True):
                _card(step)
