"""Personal goals on the screen: their words, their numbers, and the forms to change them."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import streamlit as st

from lib.domain.goals import MOST_STANDING, Goal, Score
from lib.ui import memory
from lib.ui.fields import SCALE, Form
from lib.ui.text import day, moment, number, plain, t, tn

# As many as fit on two lines of a tablet; the others are counted.
SHOWN = 10


class Wish(StrEnum):
    """What was clicked at one goal."""

    REWORD = "reword"
    END = "end"
    SCORE = "score"
    BRING_BACK = "bring_back"


@dataclass(frozen=True, slots=True)
class Done:
    """What was done last on this page and can be undone: a goal rounded off, or a score kept."""

    goal_id: str = ""
    score_id: str = ""


def heading() -> None:
    """Say what goals are."""
    st.subheader(t("Goals"), anchor=False)
    st.markdown(t("One to three, in the client's own words. A number only when they like."))


def before(goals: Sequence[Goal]) -> AbstractContextManager[object]:
    """Return the place for the goals that were rounded off; closed, and not there without any."""
    if all(goal.stands for goal in goals):
        return st.container()
    return st.expander(t("Goals of before"), icon=":material/history:", key="ended_goals")


def undo(done: Done) -> bool:
    """Offer to undo what was done last; True when it was asked."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            t("Done last: a goal rounded off.") if done.goal_id else t("Done last: a number kept."),
            width="content",
        )
        return st.button(t("Undo"), icon=":material/undo:", key="undo_at_goal")


def draw(
    goal: Goal, form: Form, *, today: date, may_change: bool
) -> tuple[Wish | None, float | None, date | None]:
    """Show one goal; return what was clicked, and the number and day that stand there."""
    if not goal.stands:
        return _ended(goal, form, may_change=may_change), None, None
    wish = value = on = None
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**“{plain(goal.words)}”**", width="stretch")
            if may_change and st.button(
                t("Word it differently"), icon=":material/edit:", key=form.key("reword")
            ):
                wish = Wish.REWORD
            if may_change and st.button(
                t("Round off"), icon=":material/flag:", key=form.key("end")
            ):
                wish = Wish.END
        _scores(goal)
        if may_change:
            value = form.pick(
                "value",
                t("How near does it feel? 0 = still far away, 10 = I am there. Skipping is fine."),
                {one: str(one) for one in SCALE},
                hidden=False,
            )
            with st.container(horizontal=True, vertical_alignment="bottom"):
                with st.container(width=220):
                    on = form.day("day", t("On which day?"), value=today, last=today)
                if st.button(t("Keep the number"), icon=":material/check:", key=form.key("keep")):
                    wish = Wish.SCORE
    return wish, value, on


def _ended(goal: Goal, form: Form, *, may_change: bool) -> Wish | None:
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(gap="xsmall"):
            st.markdown(f"“{plain(goal.words)}”")
            if goal.ended_on is not None:
                st.caption(
                    t("{begin} until {end}", begin=day(goal.begun_on), end=day(goal.ended_on))
                )
            _scores(goal)
        back = may_change and st.button(
            t("Let it stand again"), icon=":material/undo:", key=form.key("bring_back")
        )
    return Wish.BRING_BACK if back else None


def new(form: Form, stand: int) -> str | None:
    """Draw the field for a new goal; return its words when it was asked to be added."""
    if stand >= MOST_STANDING:
        st.caption(t("{count} goals stand: enough for one route.", count=MOST_STANDING))
        return None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container():
            words = form.line(
                "words",
                t("A goal in the client's own words"),
                placeholder=t("For example: cycling to the market on Saturday"),
            )
        if st.button(t("Add goal"), icon=":material/add:", key=form.key("add")):
            return words
    return None


def reword(form: Form, goal: Goal) -> tuple[str, int]:
    """Draw the form with the words of a goal; return them with the version it began from."""
    if memory.typed(form.key("words")) is None:
        memory.forget_first(form.name)
    opened = memory.first_value(form.name, goal.version)
    words = form.line("words", t("A goal in the client's own words"), value=goal.words)
    st.caption(t("The numbers stay with the goal. Is it another goal? Then round this one off."))
    return words, opened


def newer(form: Form, goal: Goal) -> None:
    """Show the words a colleague saved meanwhile; from here on, saving takes their place."""
    memory.forget_first(form.name)
    with st.container(border=True):
        st.markdown("**" + t("As it is saved now") + "**")
        st.markdown(f"“{plain(goal.words)}”")
        st.caption(
            plain(
                t(
                    "Last changed by {name} on {moment}.",
                    name=goal.changed_by,
                    moment=moment(goal.changed_at),
                )
            )
        )
    st.caption(t("Save once more to put yours in its place."))


def told(score: Score) -> str:
    """Return a score as a line names it: "6 (18-03-2026)"."""
    return f"{number(score.value)} ({day(score.day)})"


def _scores(goal: Goal) -> None:
    if not goal.scores:
        return
    shown: Sequence[Score] = goal.scores[-SHOWN:]
    earlier = len(goal.scores) - len(shown)
    said = " · ".join(told(score) for score in shown)
    if earlier:
        said = tn("{count} earlier number", "{count} earlier numbers", earlier) + " · " + said
    st.caption(t("0–10: {numbers}", numbers=said))
