"""The settings of a team on its lead's screen: each with its reason, and a field to change it."""

from collections.abc import Callable, Iterator
from itertools import groupby

import streamlit as st

from lib.domain.advice_settings import (
    GROUP_WORDS,
    Setting,
    SettingNow,
    TeamSettings,
    Unit,
    Value,
    spaced,
)
from lib.ui.fields import Form
from lib.ui.text import moment, number, plain, signed, t, tn

Typed = float | str | None


def which(teams: list[TeamSettings]) -> TeamSettings:
    """Return the team that is looked at; the first, until another is chosen."""
    names = {one.team.id: one.team.name for one in teams}
    chosen = next(iter(names))
    if len(names) > 1:
        chosen = st.segmented_control(
            t("Team"),
            list(names),
            default=chosen,
            required=True,
            format_func=lambda one: plain(names[one]),
            key="team_settings",
        )
    return next(one for one in teams if one.team.id == chosen)


def draw(of: TeamSettings) -> Iterator[tuple[Form, Setting, Typed]]:
    """Draw every setting, and yield those to be saved now: the form, which one, what was typed."""
    for group, settings in groupby(of.settings, key=lambda one: one.setting.group):
        st.subheader(t(GROUP_WORDS[group]), anchor=False)
        for now in settings:
            typed = _one(of, now)
            if typed is not None:
                yield typed


def _one(of: TeamSettings, now: SettingNow) -> tuple[Form, Setting, Typed] | None:
    setting = now.setting
    label = f"{plain(t(setting.label))}: **{plain(in_words(setting, now.value))}**"
    with st.expander(label, key=f"setting:{of.team.id}:{setting.name}"):
        st.markdown(plain(t(setting.reason)))
        if setting.chosen:
            st.caption(t("A choice that can be defended, no constant of science."))
        st.caption(plain(stands(now)))
        form = Form(f"setting:{of.team.id}:{setting.name}")
        typed = _field(form, setting, now.value)
        if st.button(t("Save"), icon=":material/check:", key=form.key("save")):
            return form, setting, typed
    return None


def _field(form: Form, setting: Setting, value: Value) -> Typed:
    if setting.unit is Unit.MINUTES:
        return form.line(setting.name, t("Minutes, from small to large"), value=spaced(value))
    low, high = number(setting.low), number(setting.high)
    label = t("A whole number from {low} to {high}", low=low, high=high)
    return form.decimal(setting.name, label, value=spaced(value))


def stands(now: SettingNow) -> str:
    """Return what is usual, and who chose the present value and when."""
    usual = t("Usual: {value}.", value=in_words(now.setting, now.setting.usual))
    if now.changed_by is None or now.changed_at is None:
        return usual + " " + t("Nobody chose otherwise.")
    return (
        usual
        + " "
        + t("Chosen by {name} on {moment}.", name=now.changed_by, moment=moment(now.changed_at))
    )


_COUNTED: dict[Unit, Callable[[int], str]] = {
    Unit.DAYS: lambda count: tn("{count} day", "{count} days", count),
    Unit.WEEKS: lambda count: tn("{count} week", "{count} weeks", count),
    Unit.TIMES: lambda count: tn("{count} time", "{count} times", count),
    Unit.RATINGS: lambda count: tn("{count} rating", "{count} ratings", count),
    Unit.OF_100: lambda count: (
        t("{times} times as much", times=number(count / 100))
        if count > 100
        else t("{value} of every 100", value=number(count))
    ),
    Unit.TEN: lambda count: t("{value} on a scale of 0 to 10", value=number(count)),
    Unit.FEELING: lambda count: t(
        "{value} on a scale of −5 to +5", value=signed(count, 0) if count else number(0)
    ),
}


def in_words(setting: Setting, value: Value) -> str:
    """Return a value in its unit: "14 days", "80 of every 100"."""
    if not isinstance(value, int):
        return t("{minutes} minutes", minutes=spaced(value))
    return _COUNTED[setting.unit](value)
