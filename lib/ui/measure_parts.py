"""Questionnaires and goals over time: a sentence, a small chart, the rows behind it."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from lib.domain.goals import Goal, standing
from lib.domain.measurements import (
    ANSWER_WORDS,
    FILLED_IN_WORDS,
    MEASURE_WORDS,
    Course,
    Filling,
    Scored,
    Talk,
    course,
    offer_again_on,
    talk,
)
from lib.domain.questionnaires import FORMS, Difference, Measure, Score, difference, halves
from lib.domain.words import msg
from lib.ui import charts
from lib.ui.explained import explained, meaning, rows, say
from lib.ui.gate.enter import client_id
from lib.ui.row_files import Export, Row, as_file
from lib.ui.shell import path
from lib.ui.text import day, moment, number, plain, t, tn

# Which definition explains the score of which questionnaire.
DEFINITION_OF = {
    Measure.WHO5: "who5",
    Measure.PHQ4: "phq4",
    Measure.GAD7: "gad7",
    Measure.PGIC: "pgic",
}
_HOW_TO_READ = {
    Measure.WHO5: msg("From 0 to {highest}; higher is more pleasant."),
    Measure.PHQ4: msg("From 0 to {highest}; lower is lighter."),
    Measure.GAD7: msg("From 0 to {highest}; lower is lighter."),
}
_THAN_BEFORE = {
    Difference.CLEARLY_HIGHER: msg("Clearly higher than the time before ({score} on {day})."),
    Difference.CLEARLY_LOWER: msg("Clearly lower than the time before ({score} on {day})."),
    Difference.NO_CLEAR_DIFFERENCE: msg(
        "No clear difference with the time before ({score} on {day})."
    ),
}
_THAN_FIRST = {
    Difference.CLEARLY_HIGHER: msg("Clearly higher than the first time ({score} on {day})."),
    Difference.CLEARLY_LOWER: msg("Clearly lower than the first time ({score} on {day})."),
    Difference.NO_CLEAR_DIFFERENCE: msg(
        "No clear difference with the first time ({score} on {day})."
    ),
}


# -- sentences --------------------------------------------------------------------------------


def sentence(of: Course) -> str:
    """Return the latest score with its day, how often there is one, and how it differs."""
    latest = of.latest
    if latest is None:
        if of.fillings:
            return t("Filled in, and no score yet: an answer is open.")
        return t("Not filled in yet.")
    if of.measure is Measure.PGIC:
        return _compared_with_the_beginning(of, latest)
    said = [
        tn(
            "{score} of {highest} on {day}; filled in {count} time.",
            "{score} of {highest} on {day}; filled in {count} times.",
            len(of.times),
            score=number(latest.score.value),
            highest=number(_highest(of.measure)),
            day=day(latest.day),
        )
    ]
    for words, other in ((_THAN_BEFORE, of.before), (_THAN_FIRST, of.first)):
        found = difference(other.score, latest.score) if other is not None else None
        if other is not None and found is not None:
            said.append(t(words[found], score=number(other.score.value), day=day(other.day)))
    if of.before is None:
        said.append(t("From the second time on there is something to compare."))
    return " ".join(said)


def beside(of: Course) -> list[str]:
    """Return what belongs beside the score: a reason to talk, open answers, how to read it."""
    said = []
    latest = of.latest
    found = talk(latest) if latest is not None else None
    if found is Talk.HOW_IT_GOES:
        low = FORMS[Measure.WHO5].bands[1][0] - 1
        said.append(t("{low} or lower: a reason to talk about how it goes.", low=number(low)))
    elif found is Talk.WITH_DOCTOR:
        said.append(
            t(
                "A reason to consult the family doctor or their mental health nurse, together with "
                "the client. It is not a diagnosis."
            )
        )
    parts = halves(latest.told.answers) if latest and of.measure is Measure.PHQ4 else None
    if parts is not None:
        half = FORMS[Measure.PHQ4].highest * 2
        said.append(
            t(
                "Question 1 and 2 together: {worry} of {half}. Question 3 and 4 together: "
                "{low_mood} of {half}.",
                worry=parts.worry,
                low_mood=parts.low_mood,
                half=half,
            )
        )
    if of.without_score:
        days = ", ".join(day(one.told.day) for one in of.without_score)
        said.append(
            t(
                "No score for {days}: an answer is open, and nothing is filled in for anyone. What "
                "was answered is kept. You can fill it in once more for that day.",
                days=days,
            )
        )
    if latest is not None and of.measure in _HOW_TO_READ:
        said.append(t(_HOW_TO_READ[of.measure], highest=number(_highest(of.measure))))
    return said


def goal_sentence(goal: Goal) -> str:
    """Return how near a goal felt last, how many numbers there are, and the first one."""
    latest = goal.latest
    if latest is None:
        return t("“{words}”: no number yet, and none is needed.", words=goal.words)
    said = tn(
        "“{words}”: {score} of 10 on {day}; {count} number.",
        "“{words}”: {score} of 10 on {day}; {count} numbers.",
        len(goal.scores),
        words=goal.words,
        score=number(latest.value),
        day=day(latest.day),
    )
    first = goal.scores[0]
    if first is latest:
        return said
    return f"{said} " + t(
        "The first was {score} on {day}.", score=number(first.value), day=day(first.day)
    )


def offer(fillings: Sequence[Filling], *, today: date) -> str:
    """Return from when WHO-5 can be offered (again): an offer, and never too late."""
    again = offer_again_on(fillings)
    if again is None:
        return t("You can offer WHO-5 when it suits the client, for example every four weeks.")
    if again > today:
        return t("From {day} on you can offer WHO-5 again.", day=day(again))
    return t("You can offer WHO-5 again, when it suits the client.")


def _compared_with_the_beginning(of: Course, latest: Scored) -> str:
    words = ANSWER_WORDS[Measure.PGIC]
    said = tn(
        "{words}, on {day}; asked {count} time.",
        "{words}, on {day}; asked {count} times.",
        len(of.times),
        words=t(words[latest.score.value]).capitalize(),
        day=day(latest.day),
    )
    if of.before is None:
        return said
    return f"{said} " + t(
        "The time before ({day}): {words}.",
        words=t(words[of.before.score.value]),
        day=day(of.before.day),
    )


def _highest(measure: Measure) -> int:
    form = FORMS[measure]
    return form.highest * form.items * form.points


# -- on the screen ----------------------------------------------------------------------------


def draw(of: Course, *, today: date, export: Export | None = None) -> None:
    """Show one questionnaire over time: its sentence, a chart from two scores on, its rows.

    With `export` the rows can be kept as a file.
    """
    name = DEFINITION_OF[of.measure]
    said = sentence(of)
    with st.container(border=True):
        explained(t(MEASURE_WORDS[of.measure]), said, name)
        for one in beside(of):
            st.caption(plain(one))
        if len(of.times) > 1:
            form = FORMS[of.measure]
            pgic = of.measure is Measure.PGIC
            figure = charts.scores_figure(
                [(one.day, one.score.value) for one in of.times],
                title=t("Score"),
                lowest=form.lowest if pgic else 0,
                highest=_highest(of.measure),
                today=today,
                ticks={one: t(words) for one, words in ANSWER_WORDS[of.measure].items()}
                if pgic
                else None,
            )
            charts.show(figure, key=f"measure-chart:{name}", alt=said, called=name)
        if of.fillings:
            rows(
                t("The answers behind this"),
                lambda: table(of),
                key=name,
                below=as_file(export, "questionnaire rows", name, lambda: filling_rows(of)),
            )


def table(of: Course) -> pd.DataFrame:
    """Return what was filled in, newest first; a day without a score says so."""
    return pd.DataFrame(
        [
            {
                t("day"): day(one.told.day),
                t("score"): _score(made)
                if (made := one.told.score) is not None
                else t("no score: {count} open", count=one.told.n_open),
                t("answers"): " · ".join("–" if a is None else str(a) for a in one.told.answers),
                t("how"): t(FILLED_IN_WORDS[one.told.filled_in]),
                t("written down by"): plain(one.made_by),
            }
            for one in reversed(of.fillings)
        ]
    )


def filling_rows(of: Course) -> list[Row]:
    """Return what was filled in, newest first; a score that there is not is None, never zero."""
    return [
        {
            t("day"): one.told.day,
            t("score"): None if one.told.score is None else one.told.score.value,
            **{
                t("answer {number}", number=at): answer
                for at, answer in enumerate(one.told.answers, start=1)
            },
            t("how"): t(FILLED_IN_WORDS[one.told.filled_in]),
        }
        for one in reversed(of.fillings)
    ]


def _score(made: Score) -> str:
    if made.measure is Measure.PGIC:
        return f"{number(made.value)} ({t(ANSWER_WORDS[made.measure][made.value])})"
    return number(made.value)


def goals_over_time(
    goals: Sequence[Goal], *, client: str, today: date, export: Export | None = None
) -> None:
    """Show how near each goal felt over time, to be read here; goals with numbers of before too."""
    with st.container(border=True):
        shown = [goal for goal in goals if goal.stands or goal.scores]
        said = t("In the client's own words, and a number from 0 to 10 only when they like.")
        explained(t("Personal goals"), said, "goals")
        for goal in shown:
            words = goal_sentence(goal)
            say(words if goal.ended_on is None else f"{words} " + t("Rounded off."))
            if len(goal.scores) > 1:
                figure = charts.scores_figure(
                    [(one.day, one.value) for one in goal.scores],
                    title=t("How near"),
                    lowest=0,
                    highest=10,
                    today=today,
                )
                charts.show(figure, key=f"goal-chart:{goal.id}", alt=words, called=t("goal"))
        if any(goal.scores for goal in shown):
            rows(
                t("The numbers behind this"),
                lambda: _goal_table(shown),
                key="goals",
                below=as_file(export, "goal rows", t("goals"), lambda: goal_rows(shown)),
            )
        st.page_link(
            path("coach/agreements"),
            label=t("To the goals, under Agreements"),
            icon=":material/handshake:",
            query_params={"client": client},
        )


def goal_rows(goals: Sequence[Goal]) -> list[Row]:
    """Return every number of these goals, newest first."""
    found = [(one.day, goal.words, one.value) for goal in goals for one in goal.scores]
    return [
        {t("day"): on, t("goal"): words, t("number"): value}
        for on, words, value in sorted(found, key=lambda row: row[0], reverse=True)
    ]


def _goal_table(goals: Sequence[Goal]) -> pd.DataFrame:
    found = [(one.day, goal, one.value) for goal in goals for one in goal.scores]
    return pd.DataFrame(
        [
            {t("day"): day(on), t("goal"): plain(goal.words), t("number"): number(value)}
            for on, goal, value in sorted(found, key=lambda row: row[0], reverse=True)
        ]
    )


def when_clear() -> None:
    """Explain one click away when a difference is called clear."""
    with st.popover(
        t("When is a difference clear?"), icon=":material/help:", type="tertiary", key="clear"
    ):
        meaning("clear_difference")


def one_time(of: Filling) -> None:
    """Show one filling: what and when, its score, how it was filled in and who kept it."""
    made = of.told.score
    score = t("no score") if made is None else t("score {score}", score=_score(made))
    st.markdown(plain(f"{t(MEASURE_WORDS[of.told.measure])} · {day(of.told.day)} · {score}"))
    how = t(FILLED_IN_WORDS[of.told.filled_in])
    st.caption(plain(f"{how} · {of.made_by}, {moment(of.made_at)}"))


def in_short(
    fillings: Sequence[Filling], goals: Sequence[Goal], *, today: date, may_change: bool
) -> None:
    """Show a sentence for each questionnaire and goal there is, and the way to their page.

    For the page of an opened client, in a container of the caller's choice. After the end of
    guidance nothing is offered any more.
    """
    courses = [one for one in (course(fillings, measure) for measure in Measure) if one.fillings]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(t("Questionnaires and goals"), anchor=False, width="content")
        if courses:
            with st.popover(
                t("Meaning"), icon=":material/help:", type="tertiary", key="meaning:measures"
            ):
                for one in courses:
                    meaning(DEFINITION_OF[one.measure])
    for one in courses:
        st.markdown(f"**{plain(t(MEASURE_WORDS[one.measure]))}** – {plain(sentence(one))}")
    for goal in standing(goals):
        say(goal_sentence(goal))
    if not courses and not standing(goals):
        st.caption(t("Nothing has been filled in yet. That is fine: it is never required."))
    if may_change:
        st.caption(offer(fillings, today=today))
    st.page_link(
        path("coach/measures"),
        label=t("To the questionnaires"),
        icon=":material/checklist:",
        query_params={"client": client_id()},
    )
