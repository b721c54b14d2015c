"""Hand-over on the screen: what was asked, what became of it, and reading first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import streamlit as st

from lib.domain.covers import Cover
from lib.domain.handovers import Handover, ReadFirst, Receiver, State
from lib.domain.people import Client
from lib.ui import care_contact, handover_words
from lib.ui import cockpit as screen
from lib.ui.fields import Form
from lib.ui.shell import path
from lib.ui.text import day, plain, t, tn


class Wish(StrEnum):
    """What was clicked at one hand-over."""

    TELL = "tell"
    TAKE_BACK = "take_back"


@dataclass(frozen=True, slots=True)
class Offer:
    """What was filled in to ask a colleague."""

    to_coach_id: str | None
    to_team_id: str | None
    words: str


def box(asked: Sequence[Handover]) -> None:
    """Say calmly that somebody asks to take over clients, with the way to it; nothing without."""
    if not asked:
        return
    with st.container(border=True, gap="xsmall", key="offers"):
        for one in asked:
            _asked(one)


def _asked(one: Handover) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        said = t("{name} asks whether you want to guide this client:", name=one.asked_by)
        st.markdown(f":material/swap_horiz: {plain(said)}", width="content")
        st.page_link(
            path("coach/read_first"),
            label=f"**{plain(one.client_name)}**",
            icon=":material/menu_book:",
            query_params={"client": one.client_id},
        )


def rows(every: Sequence[Handover], *, key: str) -> tuple[Wish, Handover] | None:
    """Draw hand-overs with what became of each; return what was clicked, or None."""
    clicked = None
    for one in every:
        with st.container(border=True, gap="xsmall"):
            clicked = _row(one, key=key) or clicked
    return clicked


def _row(one: Handover, *, key: str) -> tuple[Wish, Handover] | None:
    clicked = None
    with st.container(horizontal=True, vertical_alignment="center"):
        name = one.client_name or t("A client you handed over")
        st.markdown(f"**{plain(name)}**", width="stretch")
        # Nothing is to be done about a client who went along to a colleague.
        of_now = bool(one.client_name)
        tells = of_now and one.state in (State.ASKED, State.ACCEPTED)
        label, name = t("Text for the client"), f"{key}:tell:{one.id}"
        if tells and st.button(label, icon=":material/mail:", key=name):
            clicked = Wish.TELL, one
        label, name = t("Take back the question"), f"{key}:back:{one.id}"
        if of_now and one.is_open and st.button(label, icon=":material/undo:", key=name):
            clicked = Wish.TAKE_BACK, one
    said = handover_words.state(one)
    if one.decision_words:
        said += f" “{one.decision_words}”"
    st.markdown(plain(said))
    if tells:
        st.caption(plain(handover_words.told(one)))
    if one.is_open and one.has_draft:
        draft_left()
    return clicked


def draft_left() -> None:
    """Say that something typed is not saved yet: it does not go along."""
    st.info(
        t(
            "You have something typed about this client and not saved yet. Save it first: a draft "
            "does not go along."
        ),
        icon=":material/history_edu:",
    )


def ask(form: Form, receivers: Sequence[Receiver], *, with_team: bool) -> Offer | None:
    """Draw whom to ask and what they have to know; return it when that was clicked."""
    known = {f"{one.id} {one.team_id}": one for one in receivers}
    names = {
        key: f"{one.name} ({one.team_name})" if with_team else one.name
        for key, one in known.items()
    }
    chosen = form.one_of(
        "to_coach", t("Who could guide this client from now on?"), list(names), names
    )
    words = form.passage(
        "words",
        t("What does your colleague have to know first?"),
        help=t("Whoever is asked reads it, and the team lead. It belongs to the dossier."),
    )
    form.place("team")
    label = t("Ask this colleague")
    if not st.button(label, type="primary", icon=":material/swap_horiz:", key=form.key("ask")):
        return None
    one = known.get(chosen or "")
    return Offer(one.id if one else None, one.team_id if one else None, words)


def read(of: ReadFirst, *, today: date) -> None:
    """Show what somebody reads who was asked to take over."""
    about = of.handover
    with st.container(border=True, gap="xsmall"):
        asked = t(
            "{name} asks whether you want to guide {client} from now on.",
            name=about.asked_by,
            client=about.client_name,
        )
        if about.asked_by_id != about.from_coach_id:
            asked += " " + t("{coach} guides now.", coach=about.from_coach)
        st.markdown(plain(asked))
        if about.words:
            st.markdown(f"“{plain(about.words)}”")
        st.caption(
            t(
                "You read this to be able to answer. The rest of the dossier opens when you "
                "accept. That you looked stands in the log."
            )
        )
    left, right = st.columns([6, 5])
    with left, st.container(border=True, gap="xsmall"):
        screen.coming(of.cockpit, today=today)
        screen.last_time(of.cockpit, today=today)
        screen.agreed(of.cockpit)
    with right, st.container(border=True, gap="xsmall"):
        _points(of)
        screen.goals(of.cockpit)
    with st.container(border=True, gap="xsmall"):
        screen.became(of.cockpit, today=today)
        screen.around(of.cockpit)
    care_contact.line(of.cockpit.care)


def _points(of: ReadFirst) -> None:
    open_now = [one for one in of.cockpit.points if one.done_at is None]
    if not (open_now or of.questions or of.cockpit.goals):
        st.caption(t("No goals, talk points or questions are open."))
    for point in open_now:
        st.markdown(f":material/chat_bubble: {plain(point.words)}")
    for who, on, words in of.questions:
        asked = t("{name} asked the team lead on {day}:", name=who, day=day(on))
        st.markdown(f":material/forum: {plain(asked)} “{plain(words)}”")


def tell(
    form: Form, words: str, one: Handover | Cover, *, today: date
) -> tuple[date | None] | None:
    """Draw the text for a client to copy, and when they were told; return that day when clicked."""
    st.caption(
        t("Read it aloud, or send it, in your own words if you like. It says nothing about health.")
    )
    st.code(words, language=None, wrap_lines=True)
    on = form.day("day", t("The client was told on"), value=one.informed_on or today, last=today)
    if st.button(t("Keep that day"), icon=":material/check:", type="primary", key=form.key("told")):
        return (on,)
    return None


def many(
    form: Form, clients: Mapping[str, str], receivers: Sequence[Receiver], busy: Mapping[str, str]
) -> tuple[dict[str, Receiver], str] | None:
    """Draw a row for each client with whom to ask; return whom to ask for whom, when clicked.

    `clients` are names by id; `busy` says of a client by id why nobody can be asked now.
    """
    known = {f"{one.id} {one.team_id}": one for one in receivers}
    names = {key: f"{one.name} ({one.team_name})" for key, one in known.items()}
    chosen: dict[str, Receiver] = {}
    for client_id, name in clients.items():
        left, right = st.columns([2, 3], vertical_alignment="center")
        left.markdown(plain(name))
        with right:
            if client_id in busy:
                st.caption(plain(busy[client_id]))
                continue
            key = form.key(f"to:{client_id}")
            to = st.selectbox(
                t("New coach of {name}", name=name),
                list(names),
                index=None,
                format_func=names.__getitem__,
                placeholder=t("Stays as it is"),
                label_visibility="collapsed",
                on_change="ignore",
                key=key,
            )
            if to is not None:
                chosen[client_id] = known[to]
    words = form.line("words", t("What do these colleagues have to know?"))
    label = t("Ask these colleagues")
    if st.button(label, type="primary", icon=":material/swap_horiz:", key=form.key("ask")):
        return chosen, words
    return None


def heading(title: str, count: int) -> None:
    """Show the heading of a list with how many stand in it."""
    st.subheader(f"{title} ({count})" if count else title, anchor=False)


def how_many(count: int) -> str:
    """Return a number of clients in words."""
    return tn("{count} client", "{count} clients", count)


def without_coach(clients: Sequence[Client]) -> None:
    """Show who is guided by nobody, because their coach left; nothing when everyone is."""
    if not clients:
        return
    with st.container(border=True, gap="xsmall", key="without_coach"):
        st.markdown(":material/person_off: **" + t("Without a movement coach") + "**")
        for one in clients:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.page_link(
                    path("lead/client_overview"),
                    label=plain(one.name),
                    query_params={"client": one.id},
                )
                said = t("was guided by {name}", name=one.coach_name)
                if one.covered_by and one.covered_until is not None:
                    about = {"name": one.covered_by, "day": day(one.covered_until)}
                    said += " · " + t("{name} covers up to and including {day}", **about)
                st.caption(plain(said), width="content")
