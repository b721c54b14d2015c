"""The form to fill in a questionnaire, beside the official list; and its switch for a team."""

from collections.abc import Iterator
from datetime import date

import streamlit as st

from lib.domain.measurements import (
    ANSWER_WORDS,
    FILLED_IN_WORDS,
    MEASURE_WORDS,
    FilledIn,
    MeasureSetting,
    TeamMeasures,
)
from lib.domain.questionnaires import FORMS, Measure
from lib.domain.words import msg
from lib.ui.fields import Form
from lib.ui.text import moment, plain, t

# The questions of the other lists stand on the list itself, see docs/decisions.
_OUR_QUESTION = msg("How is it now, compared with the beginning of the guidance?")
_REASONS = {
    Measure.PHQ4: msg("Four questions about tension and low mood, in a minute."),
    Measure.GAD7: msg("Seven questions about tension and worrying."),
}


def draw(
    form: Form, measure: Measure, *, today: date
) -> tuple[list[int | None], date | None, str | None]:
    """Draw the form of a questionnaire; return the answers, the day, and how it was filled in."""
    items = FORMS[measure].items
    if items == 1:
        st.caption(t("Our own wording. Ask it at an evaluation; skipping is fine."))
    else:
        st.markdown(
            t(
                "The questions stand on the official list, not on this screen. Lay it beside you "
                "and choose the answer with each number. The numbers are those of the list, the "
                "words beside them are ours."
            )
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=220):
            day = form.day("day", t("On which day?"), value=today, last=today)
        with st.container(width=420):
            filled_in = form.choice(
                "filled_in", t("How?"), FILLED_IN_WORDS, value=FilledIn.TOGETHER.value
            )
    words = {one: f"{one} · {t(said)}" for one, said in ANSWER_WORDS[measure].items()}
    answers = [
        form.pick(
            f"item {number}",
            t(_OUR_QUESTION) if items == 1 else t("Question {number}", number=number),
            words,
            hidden=False,
        )
        for number in range(1, items + 1)
    ]
    if items > 1:
        st.caption(t("A question may stay open. Then there is no score; the answers are kept."))
    return answers, day, filled_in


def of_team(of: TeamMeasures) -> Iterator[tuple[Measure, bool]]:
    """Draw the questionnaires a team may choose, and yield the one that is switched, and how."""
    st.subheader(t("Questionnaires"), anchor=False)
    st.markdown(
        t(
            "WHO-5, the question about the beginning and personal goals are always there. These "
            "two ask about complaints. Switch one on only when the team knows what to do with an "
            "answer, and with which doctor it consults. What was filled in stays readable."
        )
    )
    for setting in of.settings:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            with st.container(gap="xsmall"):
                state = t("on") if setting.is_on else t("off")
                st.markdown(f"{t(MEASURE_WORDS[setting.measure])}: **{state}**")
                st.caption(t(_REASONS[setting.measure]) + " " + plain(_who(setting)))
            name = t("Switch off") if setting.is_on else t("Switch on")
            key = f"measure:{of.team.id}:{setting.measure}"
            if st.button(f"{name}: {short(setting.measure)}", key=key):
                yield setting.measure, not setting.is_on


def _who(setting: MeasureSetting) -> str:
    if setting.changed_by is None or setting.changed_at is None:
        return t("Nobody chose otherwise.")
    return t(
        "Chosen by {name} on {moment}.",
        name=setting.changed_by,
        moment=moment(setting.changed_at),
    )


def short(measure: Measure) -> str:
    """Return the name of a questionnaire as people say it: "WHO-5"."""
    return t(MEASURE_WORDS[measure]).split(":")[0]
