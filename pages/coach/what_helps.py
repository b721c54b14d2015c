"""What helps: mood around moving, how it felt where and with whom, and a small experiment."""

from functools import partial

import streamlit as st

from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.domain.experiments import Experiment
from lib.domain.what_helps import times
from lib.practice import accounts, experiments, progress, sessions
from lib.ui import downloads, experiment_form, fields, memory, panels, what_helps
from lib.ui.at_the_end import AtTheEnd
from lib.ui.gate.enter import client_id, enter, now
from lib.ui.text import t

scope = enter(Permission.CHANGE_ROUTE)
every = experiments.of_client(scope, client_id(), now=now())
record = progress.of_client(scope, client_id(), now=now()).record
client, today = record.client, local_day(now())
may_change = client.ended_on is None
at_the_end = AtTheEnd()


def tell(one: Experiment) -> None:
    """Tell of one day; after a change in another window, what stands there is shown first."""
    form = fields.Form(f"experiment day:{one.id}")
    look = f"{form.name}:{scope.view}"
    opened = memory.first_value(look, one.version)
    day, went, level, keep, back = experiment_form.tell(form, one, today=today)
    of = (scope, client.id, one.id)
    about = {"day": day, "expected_version": opened, "now": now()}
    if not (keep or back):
        return
    verb = partial(experiments.take_back_day, *of, **about)
    if keep:
        verb = partial(experiments.tell_day, *of, went=went, level=level, **about)

    def save() -> None:
        kept = form.kept(verb)
        if kept or one.version != opened:
            memory.forget_first(look)
        if kept:
            memory.flash(t("Saved."))
            st.rerun()
        if one.version != opened:
            experiment_form.newer(one, day)

    at_the_end.do(save)


def newest(one: Experiment) -> None:
    """Show the experiment that stands, or the last one, and what can be done with it."""
    experiment_form.days(one, today=today)
    if may_change:
        tell(one)
    if may_change and not one.over(today):
        with st.container(horizontal=True):
            downloads.experiment_card(
                scope,
                client,
                one.plan,
                experiment_form.ways(one),
                coach_phone=accounts.my_phone(scope, now=now()),
                handed_out=sessions.handed_out,
            )
            form = fields.Form(f"stop:{one.id}")
            if experiment_form.stop(form):
                stop = partial(experiments.stop, scope, client.id, one.id, now=now())
                at_the_end.keep(form, stop, t("The experiment has been stopped. That is fine."))
    panels.rows(t("The days behind this"), partial(experiment_form.table, one), key=one.id)


panels.client_header(client, "coach/progress")
panels.over_time(client, "coach/what_helps")
what_helps.show_around(record, today=today)
what_helps.show_contexts(times(record.sessions, every, today=today), client.id)
with st.container(border=True):
    last = every[0] if every else None
    experiment_form.heading(last, today=today)
    if last is not None:
        newest(last)
    if may_change and (last is None or last.over(today)):
        asked = st.expander(
            t("Agree on an experiment together"),
            icon=":material/science:",
            key=f"begin_experiment:{client.id}",
            on_change="rerun",
        )
        if asked.open:
            with asked:
                form = fields.Form(f"experiment:{client.id}")
                draft = experiment_form.begin(form, today=today)
                if draft is not None:
                    about = {"save_key": memory.save_key(form.name), "now": now()}
                    begin = partial(experiments.begin, scope, client.id, draft=draft, **about)
                    at_the_end.keep(form, begin, t("The experiment has been agreed on."))
    experiment_form.before(every[1:])
panels.client_footer(client)
at_the_end.run()
