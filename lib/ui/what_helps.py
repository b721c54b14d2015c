"""What helps: mood around moving and how it felt in which circumstance, in honest words."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from lib.domain.caseload import Record, SessionMood
from lib.domain.contexts import (
    CONTEXT_FROM_TIMES,
    CONTEXT_WORDS,
    Context,
    InContext,
    Order,
    in_contexts,
)
from lib.domain.effect import (
    COUNTS_FROM_PAIRS,
    WRITTEN_WITHIN,
    AfterMoving,
    Basis,
    Effect,
    Level,
    Moving,
    moving_of,
)
from lib.domain.experiments import Experiment
from lib.domain.mood import WINDOW_DAYS
from lib.domain.what_helps import Time, around_moving, times
from lib.domain.words import msg
from lib.ui.explained import explained, rows, say
from lib.ui.fields import Form
from lib.ui.sentences import day_beside
from lib.ui.text import number, plain, short_day, signed, t, tn

ORDER_WORDS = {Order.NAME: msg("by name"), Order.TIMES: msg("by how often")}
_UNKNOWN = "–"


# -- in sentences -----------------------------------------------------------------------------


def around(found: Effect) -> str:
    """Return what happens to mood around moving in one sentence, with n and the uncertainty."""
    if found.level is Level.LIST:
        return t(
            "Too little yet to say anything ({count} of {needed}).",
            count=number(found.n),
            needed=number(COUNTS_FROM_PAIRS),
        )
    if found.level is Level.COUNTS or found.estimate is None or found.interval is None:
        return _counts(found) + " " + t("That can be chance too.")
    low, high = found.interval
    numbers = {
        "change": signed(found.estimate),
        "low": signed(low),
        "high": signed(high),
        "times": number(found.n),
    }
    if found.label is AfterMoving.MOSTLY_BETTER and found.better > found.worse:
        return t(
            "After moving you gave a higher number than before more often: {change} on average "
            "(between {low} and {high}; {times} times).",
            **numbers,
        )
    if found.label is AfterMoving.MOSTLY_LESS_WELL and found.worse > found.better:
        return t(
            "After moving you gave a lower number than before more often: {change} on average "
            "(between {low} and {high}; {times} times).",
            **numbers,
        )
    return t(
        "No clear difference before and after moving: {change} on average (between {low} and "
        "{high}; {times} times).",
        **numbers,
    )


def beside(found: Effect) -> str:
    """Return how the estimate was made, or the warning where it could not be; "" for a list."""
    if found.level is Level.LIST:
        return ""
    if found.basis is Basis.CORRECTED:
        return tn(
            "Worked out for a day that begins as usual, with {count} day without a session "
            "beside it.",
            "Worked out for a day that begins as usual, with {count} days without a session "
            "beside them.",
            found.days_without,
        )
    return t("Mind: after a bad day it mostly gets a little better by itself.")


def by_context(found: Sequence[InContext], count: int) -> str:
    """Return in how many circumstances a level can be named, from `count` times of moving."""
    if not found:
        return t("Nothing has been told yet about how moving felt.")
    said = tn(
        "Of {count} time of moving a number was told",
        "Of {count} times of moving a number was told",
        count,
    )
    enough = sum(not one.too_few for one in found)
    if not enough:
        return said + t(
            "; too few yet to name a level: that takes {needed} times in one circumstance.",
            needed=number(CONTEXT_FROM_TIMES),
        )
    said += "; " + tn(
        "in {count} circumstance that is enough to name a level",
        "in {count} circumstances that is enough to name a level",
        enough,
    )
    if enough < len(found):
        said += ", " + t("in {count} not yet", count=number(len(found) - enough))
    return said + "."


def in_short(record: Record, experiments: Sequence[Experiment], *, today: date) -> tuple[str, ...]:
    """Return what the client may read and take home of it, as sentences; () when it is too early.

    First mood around moving, when more numbers went up than down: what goes down is for the talk,
    not for a paper. Then the level at the end of each circumstance with enough numbers, in the
    fixed order of `Context`, so that no sentence ranks them.
    """
    found = around_moving(record, today=today)
    said = []
    if found.level is not Level.LIST and found.better > found.worse:
        if found.label is AfterMoving.MOSTLY_BETTER:
            said.append(
                t(
                    "After moving you gave a higher number than before more often ({better} of "
                    "{times} times).",
                    better=number(found.better),
                    times=number(found.n),
                )
            )
        else:
            said.append(_counts(found) + " " + t("That can be chance too."))
        if found.basis is not Basis.CORRECTED:
            said[-1] += " " + beside(found)
    told = times(record.sessions, experiments, today=today)
    said += [_in_context(one) for one in in_contexts(each.felt for each in told) if not one.too_few]
    return tuple(said)


def context_name(context: Context) -> str:
    """Return a circumstance in words: "samen met iemand"."""
    return t(CONTEXT_WORDS[context])


def _counts(found: Effect) -> str:
    said = t(
        "In {better} of {times} times you gave a higher number after moving than before",
        better=number(found.better),
        times=number(found.n),
    )
    if found.same:
        said += ", " + tn("{count} time the same", "{count} times the same", found.same)
    if found.worse:
        said += ", " + tn("{count} time a lower one", "{count} times a lower one", found.worse)
    return said + "."


def _in_context(one: InContext) -> str:
    # A mean is there: only rows with enough numbers come here.
    assert one.mean_after is not None
    said = t(
        "“{context}”: {level} on average at the end ({times} times)",
        context=context_name(one.context),
        level=number(one.mean_after, 1),
        times=number(one.times),
    )
    if one.mean_during is not None:
        said += ", " + t(
            "{level} on the way ({times} times)",
            level=number(one.mean_during, 1),
            times=number(one.times_during),
        )
    return said + "."


# -- on the page ------------------------------------------------------------------------------


def show_around(record: Record, *, today: date) -> None:
    """Show what happens to mood around moving, with its meaning and the rows behind it."""
    found = around_moving(record, today=today)
    with st.container(border=True):
        explained(t("Around moving"), around(found), "effect")
        warning = beside(found)
        if warning:
            st.caption(plain(warning))
        if found.level is Level.LIST and found.pairs:
            st.markdown(
                "\n".join(
                    "- "
                    + plain(
                        t(
                            "{day}: {before} before, {after} after",
                            day=short_day(pair.day),
                            before=number(pair.before),
                            after=number(pair.after),
                        )
                    )
                    for pair in found.pairs
                )
            )
        rows(
            t("The sessions behind this"),
            lambda: sessions_table(record.sessions, found, today=today),
            key="effect",
        )


def show_contexts(told: Sequence[Time], client_id: str) -> None:
    """Show how moving felt in each circumstance, and offer the order: never by how mood rose."""
    felt = [one.felt for one in told]
    with st.container(border=True):
        explained(
            t("Alone, together, outside"), by_context(in_contexts(felt), len(felt)), "contexts"
        )
        if not felt:
            return
        say(
            t(
                "People choose a circumstance on better and on worse days: a higher number does "
                "not say what it comes from."
            )
        )
        order = Form(f"contexts:{client_id}").pick(
            "order",
            t("In which order?"),
            {one: t(ORDER_WORDS[one]) for one in Order},
            value=Order.NAME,
            hidden=False,
            reruns=True,
        )
        table = contexts_table(in_contexts(felt, order=order or Order.NAME), order or Order.NAME)
        st.table(table, hide_index=True, border="horizontal", alt=t("Alone, together, outside"))
        rows(t("The times behind this"), lambda: _times(told), key="contexts")


def contexts_table(found: Sequence[InContext], order: Order) -> pd.DataFrame:
    """Return a row for each circumstance; by name it is the alphabet of the reader."""
    if order is Order.NAME:
        found = sorted(found, key=lambda one: context_name(one.context).lstrip("'’").casefold())
    return pd.DataFrame(
        [
            {
                t("circumstance"): context_name(one.context),
                t("times"): number(one.times),
                t("at the end, on average"): _level(one.mean_after),
                t("spread"): _UNKNOWN if one.spread is None else number(one.spread, 1),
                t("on the way, on average"): _level(one.mean_during)
                if one.mean_during is None
                else t(
                    "{level} ({times} times)",
                    level=number(one.mean_during, 1),
                    times=number(one.times_during),
                ),
            }
            for one in found
        ]
    )


def _level(value: float | None) -> str:
    return t("too few numbers yet") if value is None else number(value, 1)


def sessions_table(sessions: Sequence[SessionMood], found: Effect, *, today: date) -> pd.DataFrame:
    """Return the sessions of the days that are looked at, newest first, and whether each counts."""
    pairs = {pair.day for pair in found.pairs}
    shown, seen = [], set()
    for one in sorted(sessions, key=lambda each: each.held_at):
        moving = moving_of(one)
        if moving is None or not 0 <= (today - one.day).days < WINDOW_DAYS:
            continue
        if one.before is not None or one.after is not None:
            shown.append((one, _counted(moving, pairs, first=one.day not in seen)))
        seen.add(one.day)
    newest = shown[-1][0].day if shown else None
    return pd.DataFrame(
        [
            {
                t("day"): day_beside(one.day, newest=newest),
                t("before"): _shown(one.before),
                t("after"): _shown(one.after),
                t("counts here"): counts,
            }
            for one, counts in reversed(shown)
        ]
    )


def _counted(one: Moving, pairs: set[date], *, first: bool) -> str:
    """Return whether a session counts around moving, or why not."""
    if one.before is None or one.after is None:
        return t("no, one of the two is missing")
    if not first:
        return t("no, not the first that day")
    if one.day in pairs:
        return t("yes")
    return tn(
        "no, written down more than {count} hour later",
        "no, written down more than {count} hours later",
        round(WRITTEN_WITHIN.total_seconds() / 3600),
    )


def _times(told: Sequence[Time]) -> pd.DataFrame:
    newest = told[-1].day if told else None
    return pd.DataFrame(
        [
            {
                t("day"): day_beside(one.day, newest=newest),
                t("what"): t("experiment") if one.of_experiment else t("session"),
                t("circumstance"): ", ".join(
                    context_name(each) for each in Context if each in one.felt.contexts
                ),
                t("on the way"): _shown(one.felt.during),
                t("at the end"): _shown(one.felt.after),
            }
            for one in reversed(told)
        ]
    )


def _shown(value: float | None) -> str:
    return _UNKNOWN if value is None else number(value, 1)
