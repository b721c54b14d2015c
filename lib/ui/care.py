"""The care signal on the screen: seen on every page of a client, opened and closed on its own."""

from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from lib.domain.access import ROLE_WORDS, Role
from lib.domain.care_signals import AskedAs, CareSignal
from lib.domain.caseload import Reason
from lib.domain.people import Client
from lib.domain.words import msg
from lib.ui import memory, sentences
from lib.ui.fields import Form
from lib.ui.shell import help_lines, path
from lib.ui.text import moment, plain, t

COACH, LEAD = "coach/care_signal", "lead/client_care"
_ASKED_WORDS = {
    AskedAs.LEAD: ROLE_WORDS[Role.LEAD],
    AskedAs.COACH: ROLE_WORDS[Role.COACH],
    AskedAs.DEPUTY: msg("deputy"),
    AskedAs.FALLBACK: ROLE_WORDS[Role.LEAD],
}


def notice(client: Client, page: str, *, here: bool = False) -> None:
    """Say that a care signal is open, and lead to it; `here` is that page itself."""
    if not client.care_signal:
        return
    with st.container(key="care_notice", gap="xsmall"):
        name = sentences.reason_short(Reason.CARE_SIGNAL)
        st.warning(f"**{name}** – {sentences.care_signal()}", icon=":material/support:")
        if not here:
            _link(client, page, t("Read the care signal"))


def in_list(clients: Iterable[Client], page: str) -> None:
    """Name the clients with an open care signal above a list: none is overlooked further down."""
    worried = [client for client in clients if client.care_signal]
    if not worried:
        return
    with st.container(border=True, gap="xsmall", key="care_in_list"):
        st.markdown(f":material/support: **{sentences.reason_short(Reason.CARE_SIGNAL)}**")
        for client in worried:
            _link(client, page, plain(client.name))


def offer(client: Client, page: str) -> None:
    """Offer the way to open a care signal, below the help lines."""
    if client.ended_on is None:
        _link(client, page, t("Open a care signal"))


def draw(
    signals: Sequence[CareSignal],
    *,
    name: str,
    close_signal: Callable[[str, str], object],
    client: Client | None = None,
    open_signal: Callable[[str, str], object] | None = None,
    to_ask: Callable[[CareSignal], str | None] = lambda _: None,
    ask_deputy: Callable[[str], object] = lambda _: None,
    who_else: Callable[[], object] = lambda: None,
) -> None:
    """Draw the help lines, then every care signal with the forms to open and close one.

    `name` is of whoever is at work. `open_signal` takes the words and a save key, `close_signal`
    the id of a signal and the note. Without `client` and `open_signal` none can be opened, as for
    a deputy. `to_ask` returns the name of a deputy who can be asked to read a signal along too.
    `who_else` shows below the help lines who gives care to this client.
    """
    with st.container(border=True):
        st.subheader(t("First: who can help now"), anchor=False)
        help_lines()
        who_else()
    standing = [signal for signal in signals if signal.is_open]
    for signal in signals:
        form = Form(f"close care signal:{signal.id}")
        if signal.is_open:
            with st.container(border=True):
                st.subheader(t("Open care signal"), anchor=False)
                _opened(signal)
                _read_along(signal)
                _to_ask(signal, to_ask(signal), ask_deputy)
                _close(signal, form, name=name, close_signal=close_signal)
        else:
            _closed_meanwhile(signal, form)
    if client is not None and client.ended_on is None and open_signal is not None:
        if standing:
            with st.expander(t("Open another care signal"), icon=":material/add:", key="another"):
                _open(client, open_signal)
        else:
            with st.container(border=True):
                st.subheader(t("Open a care signal"), anchor=False)
                _open(client, open_signal)
    _earlier([signal for signal in signals if not signal.is_open])


def _open(client: Client, open_signal: Callable[[str, str], object]) -> None:
    form = Form(f"open care signal:{client.id}")
    st.markdown(
        t(
            "With it you keep a worry about someone's safety in sight. The client's coach and the "
            "team lead see it on every page of this client, and Ministap suggests no steps until "
            "it is closed. It is not in *Look together*, but it stands on top of the other pages."
        )
    )
    st.markdown(
        t(
            "A colleague reads along: you see who, and whether they are there. They get a notice "
            "in Ministap, and a mail without content if your practice sends mail. "
            "**That is no alarm.** Call who has to know now: this is not an emergency line."
        )
    )
    words = form.passage("words", t("What worries you, and what did you do already?"))
    st.caption(
        t(
            "Write what you saw or heard: the client may ask to read it. Your name and the moment "
            "are kept with it."
        )
    )
    save_key = memory.save_key(form.name)
    if st.button(
        t("Open the care signal"), type="primary", icon=":material/support:", key=form.key("open")
    ) and form.kept(lambda: open_signal(words, save_key)):
        memory.flash(t("The care signal is open."))
        st.rerun()


def _read_along(signal: CareSignal) -> None:
    """Show who reads along, whether they are there, and who saw it."""
    if not signal.somebody_is_there:
        st.warning(
            t(
                "Nobody who reads along is there now: call somebody yourself, such as the GP, "
                "0800-0113 or a colleague. Do not wait for an answer here."
            ),
            icon=":material/call:",
        )
    for reader in signal.readers:
        who = {"name": reader.name, "role": t(_ASKED_WORDS[reader.asked_as])}
        if reader.is_there:
            icon = ":material/person_check:"
            said = t("{name} ({role}) reads along and is there today.", **who)
        else:
            icon = ":material/person_off:"
            said = t("{name} ({role}) reads along and is away today.", **who)
        st.markdown(f"{icon} {plain(said)}")
    _seen(signal)


def _seen(signal: CareSignal) -> None:
    said = []
    if signal.sights:
        who = [
            t("{name} on {moment}", name=one.name, moment=moment(one.at)) for one in signal.sights
        ]
        said.append(t("Seen by {who}", who=", ".join(who)))
    if signal.not_seen_by:
        said.append(t("not seen yet by {who}", who=", ".join(signal.not_seen_by)))
    if said:
        sentence = "; ".join(said)
        st.caption(plain(sentence[0].upper() + sentence[1:] + "."))


def _to_ask(signal: CareSignal, deputy: str | None, ask_deputy: Callable[[str], object]) -> None:
    if deputy is None:
        return
    form = Form(f"ask the deputy:{signal.id}")
    label = plain(t("Ask {name} to read along too", name=deputy))
    if st.button(label, icon=":material/person_add:", key=form.key("ask")) and form.kept(
        lambda: ask_deputy(signal.id)
    ):
        memory.flash(t("{name} reads along too.", name=deputy))
        st.rerun()


def _close(
    signal: CareSignal, form: Form, *, name: str, close_signal: Callable[[str, str], object]
) -> None:
    note = form.passage("note", t("What was done, and with whom was it talked about?"), height=100)
    st.caption(plain(t("It is closed with this note, in the name of {name}.", name=name)))
    if st.button(
        t("Close the care signal"), icon=":material/check:", key=form.key("close")
    ) and form.kept(lambda: close_signal(signal.id, note)):
        memory.flash(t("The care signal is closed."))
        st.rerun()


def _closed_meanwhile(signal: CareSignal, form: Form) -> None:
    """Give back the note of somebody whose colleague was first: nothing typed disappears."""
    typed = memory.typed(form.key("note"))
    if isinstance(typed, str) and typed.strip():
        st.info(
            t("A colleague closed this care signal first. What you wrote was not saved:"),
            icon=":material/info:",
        )
        st.markdown(plain(typed))


def _earlier(signals: Sequence[CareSignal]) -> None:
    if not signals:
        return
    with st.expander(t("Earlier care signals"), icon=":material/history:", key="closed_signals"):
        for signal in signals:
            with st.container(border=True):
                _opened(signal)
                if signal.closed_by is not None and signal.closed_at is not None:
                    st.markdown(plain(signal.closing_note))
                    st.caption(
                        plain(
                            t(
                                "Closed by {name} on {moment}.",
                                name=signal.closed_by,
                                moment=moment(signal.closed_at),
                            )
                        )
                    )
                _seen(signal)


def _opened(signal: CareSignal) -> None:
    st.markdown(plain(signal.words))
    st.caption(
        plain(
            t(
                "Opened by {name} on {moment}.",
                name=signal.opened_by,
                moment=moment(signal.opened_at),
            )
        )
    )


def _link(client: Client, page: str, label: str) -> None:
    st.page_link(
        path(page), label=label, icon=":material/support:", query_params={"client": client.id}
    )
