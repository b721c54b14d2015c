"""My handbook on the screen: what the client may see, in large calm type, and nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from lib.domain.handbook import Handbook
from lib.ui import handbook_words, memory, panels, papers, sentences
from lib.ui.text import plain, t, tn


def name_of(client_id: str) -> str:
    """Return the name under which this handbook is looked at together."""
    return f"handbook:{client_id}:view"


def look_together(client_id: str) -> None:
    """Offer the button that turns the screen towards the client."""
    st.button(
        t("Look together"),
        icon=":material/group:",
        key="handbook_together",
        on_click=memory.keep,
        args=("together", name_of(client_id)),
        help=t("Shows only the handbook, large. The menu and other clients are out of sight."),
    )


def draw_together(book: Handbook) -> None:
    """Draw the handbook and the way back; nothing else of the dossier is on the screen."""
    st.title(t("My handbook"), anchor=False)
    draw(book)
    st.button(
        t("Done, back to the dossier"),
        type="primary",
        icon=":material/check:",
        key="handbook_alone",
        on_click=memory.drop,
        args=("together",),
    )


def draw(book: Handbook) -> None:
    """Draw what the client may see; what nobody said leaves no empty place."""
    with st.container(key="handbook", border=True, width=860, gap="medium"):
        if book.empty:
            panels.say(t("Nothing stands here yet. It grows with what you agree on together."))
        if book.what_for:
            _part(t("What I do it for"), [book.what_for])
        _list(t("My goals"), book.goals)
        _helps(book)
        _minis(book)
        _part(t("My rhythm"), handbook_words.rhythm(book))
        _part(t("With whom I move"), handbook_words.along(book))
        if book.silence is not None:
            _part(t("When it goes quiet"), [handbook_words.silence(book)])
        _part(
            t("My movement coach"),
            [" · ".join(one for one in (book.coach_name, book.phone) if one)],
        )
        _whom_to_call()


def on_paper(book: Handbook, *, look: str) -> Handbook:
    """Let the coach choose which lines of what helps stand on paper, and return it with these.

    All are on at first; `look` is the name of this look at the page, for which a choice holds.
    """
    kept = f"off paper:{look}"
    off = memory.kept(kept, frozenset) or frozenset()
    # The label is read aloud as it is written: only what people typed is escaped.
    lines = [
        *(
            handbook_words.how_often(plain(handbook_words.help_of(one)), one.times)
            for one in book.helped
        ),
        *map(plain, book.more_help),
    ]
    if not lines:
        return book
    st.markdown("**" + t("What helps, on paper") + "**")
    chosen = []
    for at, line in enumerate(lines):
        # As its own value: after looking together a box is drawn anew in the browser, and would
        # show nothing chosen while here it is.
        if st.checkbox(line, value=at not in off, key=f"{kept}:{at}"):
            chosen.append(at)
    left_out = frozenset(range(len(lines))) - frozenset(chosen)
    memory.keep(kept, left_out)
    if left_out:
        st.caption(
            tn(
                "{count} line stays off the paper.",
                "{count} lines stay off the paper.",
                len(left_out),
            )
        )
    count = len(book.helped)
    return replace(
        book,
        helped=tuple(one for at, one in enumerate(book.helped) if at in chosen),
        more_help=tuple(one for at, one in enumerate(book.more_help, count) if at in chosen),
    )


def numbers(book: Handbook) -> None:
    """Offer what the numbers of the handbook mean and the rows behind them, for the coach."""
    with st.popover(t("Meaning"), icon=":material/help:", type="tertiary", key="meaning:handbook"):
        panels.meaning("handbook")
    panels.rows(t("The days behind this"), lambda: rows(book), key="handbook")


def rows(book: Handbook) -> pd.DataFrame:
    """Return a table of the weeks, returns and sessions that are counted, newest first."""
    newest = max(
        [
            *(week.start for week in book.weeks),
            *book.returns,
            *(day for one in book.helped for day in one.days),
        ],
        default=None,
    )
    found = [
        (
            t("My rhythm"),
            sentences.week_of(week.start, newest=newest),
            t("moved") if week.moved else t("no moving was told"),
        )
        for week in reversed(book.weeks)
    ]
    found += [
        (t("My rhythm"), sentences.day_beside(day, newest=newest), t("began again"))
        for day in reversed(book.returns)
    ]
    found += [
        (t("What helps me"), sentences.day_beside(day, newest=newest), handbook_words.help_of(one))
        for one in book.helped
        for day in one.days
    ]
    return pd.DataFrame(
        [{t("about"): about, t("when"): when, t("told"): told} for about, when, told in found]
    )


def _part(title: str, lines: Iterable[str]) -> None:
    said = [line for line in lines if line]
    if said:
        with st.container(gap="xsmall"):
            st.subheader(title, anchor=False)
            for line in said:
                panels.say(line)


def _list(title: str, lines: Sequence[str]) -> None:
    if lines:
        with st.container(gap="xsmall"):
            st.subheader(title, anchor=False)
            st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _helps(book: Handbook) -> None:
    if not (book.helped or book.more_help):
        return
    with st.container(gap="xsmall"):
        st.subheader(t("What helps me"), anchor=False)
        if book.helped:
            panels.say(handbook_words.helped_in(book))
            lines = map(handbook_words.helped, book.helped)
            st.markdown("\n".join(f"- {plain(line)}" for line in lines))
        for line in book.more_help:
            panels.say(line)


def _minis(book: Handbook) -> None:
    if not book.minis:
        return
    with st.container(gap="small"):
        st.subheader(t("My minis"), anchor=False)
        for one in map(handbook_words.mini, book.minis):
            lines = [f"**{plain(one.activity)}**", plain(one.mini)]
            if one.after:
                lines.append(plain(t("{when}, then …", when=one.after)))
            lines += [plain(about) for about in one.about]
            st.markdown("  \n".join(lines))
        panels.say(t("On a heavy day a mini is exactly right. It counts in full."))


def _whom_to_call() -> None:
    with st.container(gap="xsmall"):
        st.subheader(t("Is it getting too much? Call"), anchor=False)
        st.markdown(
            "\n".join(f"- **{plain(who)}** {plain(when)}" for who, when in papers.whom_to_call())
        )
        panels.say(t("This is not an emergency line: nobody answers day and night."))
