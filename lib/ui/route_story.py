"""How a route came to be: its versions as text, two side by side, and what became of hopes."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

import streamlit as st

from lib.domain.calendar import local_day
from lib.domain.changes import around, story
from lib.domain.participation import Week
from lib.domain.routes import (
    CHANGE_WORDS,
    VERDICT_WORDS,
    AgreedRest,
    Change,
    LookBack,
    Version,
    differences,
)
from lib.ui import memory, route_form, sentences
from lib.ui.fields import Form
from lib.ui.panels import say
from lib.ui.text import day, plain, t, tn


class LookedBack(TypedDict):
    """What stands on the form of a look-back, by the names the verb gives it."""

    number: int
    verdict: str | None
    words: str


# The form of a look-back that is to be saved now, with what stands on it.
Told = tuple[Form, LookedBack]


def in_short(versions: Sequence[Version]) -> str:
    """Return the story in one line: "7 aanpassingen, 5 op voorstel van de cliënt"."""
    told = story(versions)
    if not told.adjustments:
        return t("The route stands as it began.")
    parts = [tn("{count} adjustment", "{count} adjustments", told.adjustments)]
    for count, words in (
        (told.by_client, t("proposed by the client: {count}", count=told.by_client)),
        (told.together, t("proposed together: {count}", count=told.together)),
        (told.by_coach, t("proposed by the coach: {count}", count=told.by_coach)),
    ):
        if count:
            parts.append(words)
    return ", ".join(parts) + "."


def versions(
    of: Sequence[Version],
    rests: Sequence[AgreedRest],
    look_backs: Mapping[int, LookBack],
) -> None:
    """Tell how the route came to be, newest first; every version stays as it was."""
    activities = route_form.activities_of(of)
    for at in range(len(of) - 1, -1, -1):
        version = of[at]
        with st.container(border=True, gap="xsmall"):
            _heading(version, activities)
            _told(version, of[at - 1] if at else None)
            if version.hope:
                say(t("Hoped for: “{hope}”", hope=version.hope))
            looked = look_backs.get(version.number)
            if looked is not None:
                words = f" “{looked.words}”" if looked.words else ""
                say(
                    t(
                        "Looked back on {day} by {name}: {verdict}.",
                        day=day(local_day(looked.made_at)),
                        name=looked.made_by,
                        verdict=t(VERDICT_WORDS[looked.verdict]),
                    )
                    + words
                )
            elif version.look_again_on is not None:
                st.caption(plain(t("Look again on {day}", day=day(version.look_again_on))))
    for one_rest in rests:
        st.caption(plain(sentences.rest(one_rest, activities.get(one_rest.step_key or ""))))


def _heading(version: Version, activities: Mapping[str, str]) -> None:
    name = t("Version {number}", number=version.number)
    begun = version.number == 1 and version.change is Change.BUILT
    kind = t("the beginning") if begun else t(CHANGE_WORDS[version.change])
    about = activities.get(version.about or "")
    what = f"{kind}: “{about}”" if about else kind
    st.markdown(f"**{name}** · {plain(what)}  \n{plain(sentences.made(version))}")
    say(f"“{version.reason}”")


def _told(version: Version, before: Version | None) -> None:
    """Tell what one version changed."""
    if version.rest_note == "agreed":
        say(t("Rest was agreed."))
    elif version.rest_note == "ended":
        say(t("The rest ended; moving begins again."))
    elif version.rest_note == "taken back":
        say(t("An agreed rest was called off."))
    elif version.change is Change.KEEP:
        say(t("The route stays as it is."))
    if version.goes_back_to is not None:
        say(t("As it was in version {number}.", number=version.goes_back_to))
    route_form.tell(differences(before, version.steps))
    former = (before.phases, before.phase) if before is not None else ((), None)
    if (version.phases, version.phase) != former:
        say(sentences.phases(version.phases, version.phase))


def side_by_side(of: Sequence[Version], *, client_id: str) -> Version | None:
    """Show two versions beside each other, and return the older one to go back to, if asked."""
    numbers = [version.number for version in of]
    by_number = {version.number: version for version in of}
    form = Form(f"compare:{client_id}")
    columns = st.columns(2)
    chosen = []
    for column, field, label, usual in zip(
        columns,
        ("one", "other"),
        (t("This version"), t("beside this one")),
        (numbers[-2], numbers[-1]),
        strict=True,
    ):
        with column:
            picked = form.one_of(
                field,
                label,
                [str(number) for number in reversed(numbers)],
                {
                    str(number): t(
                        "Version {number}, {day}",
                        number=number,
                        day=day(by_number[number].valid_from),
                    )
                    for number in numbers
                },
                value=str(usual),
                reruns=True,
            )
            version = by_number[int(picked or usual)]
            chosen.append(version)
            st.caption(plain(sentences.made(version)))
            for step in version.steps:
                with st.container(border=True):
                    route_form.show_step(step, narrow=True)
            if version.phases:
                st.caption(plain(sentences.phases(version.phases, version.phase)))
    one, other = sorted(chosen, key=lambda version: version.number)
    st.markdown("**" + t("What differs") + "**")
    changed = differences(one, other.steps)
    if not changed:
        st.caption(t("The steps are the same."))
    route_form.tell(changed)
    if one.number == numbers[-1]:
        return None
    asked = st.button(
        t("Back to version {number}", number=one.number),
        icon=":material/restore:",
        key=form.key("back"),
    )
    if asked:
        memory.keep(f"back:{client_id}", one.number)
    return by_number.get(memory.kept(f"back:{client_id}", int) or 0)


def looking_again(version: Version, weeks: Sequence[Week], *, client_id: str) -> Told | None:
    """Show a hope beside what happened since, and ask what became of it."""
    form = Form(_form_name(client_id, version.number))
    st.markdown(
        ":material/visibility: **"
        + plain(t("Look again: version {number}", number=version.number))
        + "**"
    )
    if version.hope:
        say(t("Hoped for: “{hope}”", hope=version.hope))
    say(since(version, weeks))
    words = {verdict.value: said for verdict, said in VERDICT_WORDS.items()}
    verdict = form.pick(
        "verdict",
        t("What became of it?"),
        {name: t(said) for name, said in words.items()},
        hidden=False,
    )
    told = form.line("words", t("In the client's own words (may stay empty)"))
    if st.button(
        t("Keep this look-back"), type="primary", icon=":material/check:", key=form.key("keep")
    ):
        return form, LookedBack(number=version.number, verdict=verdict, words=told)
    return None


def told_meanwhile(client_id: str, told: LookBack) -> None:
    """Give back words about a version that were typed while somebody else looked back on it."""
    typed = memory.typed(Form(_form_name(client_id, told.number)).key("words"))
    if isinstance(typed, str) and typed.strip():
        st.info(
            t(
                "Version {number} was looked back on meanwhile. What you wrote was not saved:",
                number=told.number,
            ),
            icon=":material/info:",
        )
        say(typed)


def _form_name(client_id: str, number: int) -> str:
    return f"look_back:{client_id}:{number}"


def since(version: Version, weeks: Sequence[Week]) -> str:
    """Return what was done since a version, and in the weeks before it, as counts."""
    found = around(weeks, version)
    if found.since is None:
        return t("No whole week has gone by since then that can be counted.")
    # Nothing told is not nothing done: no zero stands there.
    since_then = (
        t("Since then nothing has been filled in yet ({weeks}).", weeks=_weeks(found.weeks_since))
        if found.unknown_since == found.weeks_since
        else t(
            "Since then: {done} ({weeks}).",
            done=sentences.moments(*found.since),
            weeks=_weeks(found.weeks_since),
        )
        + _unknown(found.unknown_since)
    )
    if found.before is None:
        return since_then
    before = (
        t("Before it nothing was filled in ({weeks}).", weeks=_weeks(found.weeks_before))
        if found.unknown_before == found.weeks_before
        else t(
            "Before it: {done} ({weeks}).",
            done=sentences.moments(*found.before),
            weeks=_weeks(found.weeks_before),
        )
        + _unknown(found.unknown_before)
    )
    return f"{since_then} {before}"


def _weeks(count: int) -> str:
    return tn("{count} week", "{count} weeks", count)


def _unknown(weeks: int) -> str:
    if not weeks:
        return ""
    return " " + tn(
        "Of {count} week nothing is known.", "Of {count} weeks nothing is known.", weeks
    )


def stay(client_id: str) -> None:
    """Forget that going back was asked for."""
    memory.drop(f"back:{client_id}")
