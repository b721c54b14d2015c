"""Draws the papers a coach hands over: the step card, the route card and the timeline, as PDF."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel.dates import format_datetime

from lib.domain.calendar import AMSTERDAM
from lib.domain.dossiers import WhoLooked
from lib.domain.experiment import WEEKS, Way
from lib.domain.fortnight import Week
from lib.domain.handbook import Handbook
from lib.domain.papers import (
    CardStep,
    ExperimentCard,
    Passage,
    RouteCard,
    StepCard,
    Timeline,
    cut,
    on_card,
)
from lib.domain.rights import WHY_WORDS, Proof, dossier_number
from lib.domain.routes import COMPANY_WORDS, SIZE_WORDS, Step
from lib.domain.sessions import ATTENDANCE_WORDS, KIND_WORDS, Kept
from lib.domain.texts import clean
from lib.ui import agreed, handbook_words, told
from lib.ui import who_looked as looks
from lib.ui.sentences import in_a_row, when
from lib.ui.text import clock, clock_of, day, language, length, moment, number, t, tn

if TYPE_CHECKING:
    from typst import Fonts

# What goes into a template: words and rows of words, ready to be written as JSON.
Words = str | Sequence["Words"] | Mapping[str, "Words"]
DATA = Path(__file__).resolve().parents[2] / "data"
TEMPLATES = DATA / "papers"
LOGO = DATA / "looks" / "logo.svg"
# Tagged, titled and in one language, so that a screen reader can read it aloud.
STANDARD: Final = "ua-1"
# Stands for a sign that no font of this machine can draw: a gap would go unnoticed.
UNDRAWN = "□"


def step_card(card: StepCard, *, picture: bool = False) -> bytes:
    """Return the card as a PDF of one A4 page, in the language of this run.

    Long texts get smaller, down to 12 points; what does not fit even then ends in an ellipsis.
    As a `picture` it is a PNG of 1190 by 1684 dots, to look at on a screen.
    """
    return _card("step_card.typ", _card_words(card.in_print), picture=picture)


def route_card(card: RouteCard, *, picture: bool = False) -> bytes:
    """Return the route as it was agreed, and the coming two weeks, as a PDF of one A4 page.

    Long texts, and the picture, as in `step_card`.
    """
    return _card("route_card.typ", _route_words(card.in_print), picture=picture)


def experiment_card(card: ExperimentCard, *, picture: bool = False) -> bytes:
    """Return the two weeks of a small experiment, with boxes to tick, as a PDF of one A4 page.

    Long texts, and the picture, as in `step_card`.
    """
    return _card("experiment_card.typ", _experiment_words(card.in_print), picture=picture)


def handbook(book: Handbook, *, on: date, picture: bool = False) -> bytes:
    """Return what a client may see of their own guidance as a PDF of at most two A4 pages.

    `on` is the day it was printed. Long texts get smaller, down to 12 points; what does not fit
    even then ends in an ellipsis. As a `picture` it is a PNG of the first page, see `step_card`.
    """
    return _card("handbook.typ", _handbook_words(book.in_print, on), picture=picture)


def timeline(papers: Timeline) -> bytes:
    """Return the sessions as a PDF of as many A4 pages as they need, in the language of this run.

    It says who printed it, when, over which days, and what it was narrowed down to.
    """
    return printed("timeline.typ", _timeline_words(papers))


def who_looked(of: WhoLooked) -> bytes:
    """Return who looked in a dossier as a PDF of A4 pages, in the language of this run."""
    return _pdf("timeline.typ", _cleaned({**_who_looked_words(of), "lang": language()}))


def proof_of_erasure(of: Proof) -> bytes:
    """Return the proof that a dossier was erased as a PDF, in the language of this run.

    It says what, when, by whom and how many rows, and nothing that stood in the dossier.
    """
    return printed("timeline.typ", _erased_words(of))


def passage(kept: Kept, activities: Mapping[str, str]) -> Passage:
    """Return one session as it stands on a timeline; what nobody filled in is left out.

    `activities` names the steps of the look back by their keys.
    """
    return Passage(
        # A paper is read years later: its day carries the year, unlike one on the screen.
        heading=f"{moment(kept.report.held_at)} · {t(KIND_WORDS[kept.report.kind])} · "
        f"{t(ATTENDANCE_WORDS[kept.report.attendance])}",
        lines=(
            *told.lines(kept.report, activities),
            *((t("Added by {name}", name=one.written_by), one.words) for one in kept.supplements),
            ("", told.written(kept)),
        ),
    )


def printed(template: str, words: Mapping[str, Words]) -> bytes:
    """Return a paper of other rooms as a PDF, in the language of this run.

    `words` go into the template of this name as they are, without control signs.
    """
    return _pdf(template, _cleaned({**words, "lang": language()}))


def _card_words(card: StepCard) -> Mapping[str, Words]:
    """Return the words of a card by the names its template knows them by."""
    return {
        "title": t("My next step"),
        "for-whom": t("For {name}", name=card.first_name) if card.first_name else "",
        "next-step": card.next_step,
        "own-words": card.own_words,
        "steps": [_step_words(step) for step in card.shown],
        "others": tn("and {count} other step", "and {count} other steps", card.others)
        if card.others
        else "",
        "next-time": _in_full(card.next_appointment)
        if card.next_appointment
        else [t("We choose it together.")],
        "coach": card.coach_name,
        "phone": card.phone,
        "help": whom_to_call(),
        "words": {
            **_shared_words(),
            "agreed": t("This is what we agreed"),
            "said": t("This is what I said today"),
            "next-time": t("Next appointment"),
        },
    }


def _shared_words() -> Mapping[str, str]:
    """Return the sentences that stand on each card."""
    return {
        "steps": t("My steps"),
        "all-count": t("All three count in full. A mini on a heavy day is exactly right."),
        "coach": t("My movement coach"),
        "no-line": t("This is not an emergency line: nobody answers day and night."),
        "help": t("Is it getting too much? Call"),
    }


def whom_to_call() -> Sequence[tuple[str, str]]:
    """Return whom to call, and when: the number that does not show on the phone bill first."""
    return [
        (t("0800-0113 or 113"), t("(113 Zelfmoordpreventie), day and night")),
        (
            t("The GP (huisarts)"),
            t("or in the evening, at night and at the weekend the huisartsenpost"),
        ),
        ("112", t("in direct danger")),
    ]


def _step_words(step: CardStep) -> Mapping[str, Words]:
    return {
        "activity": step.activity,
        "sizes": [
            {
                "name": t(SIZE_WORDS[one.size]),
                "length": length(one.seconds),
                "text": one.text,
            }
            for one in step.sizes
        ],
    }


def _route_words(card: RouteCard) -> Mapping[str, Words]:
    """Return the words of a route card by the names its template knows them by."""
    today = day(card.coming.today)
    activities = {step.key: step.activity for step in card.shown}
    return {
        "title": t("My route"),
        "for-whom": t("For {name} · {day}", name=card.first_name, day=today)
        if card.first_name
        else today,
        "phase": t("Now: {phase}", phase=card.phase) if card.phase else "",
        "values": card.values,
        "goals": card.goals,
        "steps": [
            {
                **_step_words(on_card(step)),
                "when": when(step),
                "cue": agreed.after(step),
                "about": [
                    t(COMPANY_WORDS[step.company]),
                    *([agreed.ceiling(step)] if step.ceiling is not None else []),
                ],
            }
            for step in card.shown
        ],
        "others": tn("and {count} other step", "and {count} other steps", card.others)
        if card.others
        else "",
        "rests": [
            agreed.rest(one, cut(activities.get(one.step_key or "", ""), 30))
            for one in card.agreed_rests
        ],
        "weeks": _weeks_words(card),
        "coach": card.coach_name,
        "phone": card.phone,
        "help": whom_to_call(),
        "words": {
            **_shared_words(),
            "for-what": t("What I do it for"),
            "goals": t("My goals"),
            # The template fills it in: what is cut is the cue, not the end of the sentence.
            "cue": t("{when}, then …"),
            "rests": t("Agreed rest"),
            "weeks": t("The coming two weeks"),
        },
    }


def _experiment_words(card: ExperimentCard) -> Mapping[str, Words]:
    """Return the words of an experiment card by the names its template knows them by."""
    words = dict(zip(Way, card.ways, strict=True))
    days = card.plan.days
    a_week = len(days) // WEEKS
    return {
        "title": t("My experiment"),
        "for-whom": t("For {name}", name=card.first_name) if card.first_name else "",
        "ways": card.ways,
        "weeks": [
            {
                "name": t("Week {number}", number=at + 1),
                "days": [
                    {"day": agreed.span(one, one), "way": words[way]}
                    for one, way in days[at * a_week : (at + 1) * a_week]
                ],
            }
            for at in range(WEEKS)
        ],
        "coach": card.coach_name,
        "phone": card.phone,
        "help": whom_to_call(),
        "words": {
            **_shared_words(),
            "two-ways": t("Two ways, two weeks"),
            "no-test": t("It is not a test. Skipping a day is fine."),
            "how": t(
                "Tick how the day went. If you like, write down how you feel at the end: 0 is very "
                "heavy, 10 is very light."
            ),
            "header": [t("Day"), t("The idea"), t("It went so"), t("Otherwise"), t("0–10")],
            "bring": t("Bring this paper next time. Stopping earlier is fine too."),
        },
    }


def _handbook_words(book: Handbook, on: date) -> Mapping[str, Words]:
    """Return the words of a handbook by the names its template knows them by."""
    said = [handbook_words.mini(one) for one in book.minis]
    return {
        "title": t("My handbook"),
        "for-whom": t("For {name} · {day}", name=book.first_name, day=day(on))
        if book.first_name
        else day(on),
        "what-for": book.what_for,
        "goals": book.goals,
        "helped-in": handbook_words.helped_in(book),
        "helped": [handbook_words.helped(one) for one in book.helped],
        "more-help": book.more_help,
        "minis": [
            {"activity": one.activity, "mini": one.mini, "after": one.after, "about": one.about}
            for one in said
        ],
        "rhythm": handbook_words.rhythm(book),
        "along": handbook_words.along(book),
        "silence": handbook_words.silence(book),
        "coach": book.coach_name,
        "phone": book.phone,
        "help": whom_to_call(),
        "words": {
            **_shared_words(),
            "for-what": t("What I do it for"),
            "goals": t("My goals"),
            "helps": t("What helps me"),
            "minis": t("My minis"),
            "mini-counts": t("On a heavy day a mini is exactly right. It counts in full."),
            # The template fills it in: what is cut is the cue, not the end of the sentence.
            "cue": t("{when}, then …"),
            "rhythm": t("My rhythm"),
            "along": t("With whom I move"),
            "buddy": t("Name and phone number of my movement buddy:"),
            "silence": t("When it goes quiet"),
            "own": t("To write down myself"),
            "page": t("Page {page} of {pages}"),
        },
    }


def _weeks_words(card: RouteCard) -> Mapping[str, Words]:
    """Return the two weeks as a table: a row for each step, then what belongs to single days."""
    weeks = card.coming.weeks
    header = [
        [t("What")],
        *(
            [agreed.week_name(at).capitalize(), agreed.dates(week.days[0].day, week.days[-1].day)]
            for at, week in enumerate(weeks)
        ),
    ]
    rows: list[Mapping[str, Words]] = [
        {
            "name": step.activity,
            "cells": [_in_week(step, week) for week in weeks],
            "of": "fixed" if step.days else "any",
        }
        for step in card.shown
    ]
    single: Mapping[str, Callable[[Week], str]] = {
        t("rest"): _rest_in,
        t("begin again"): _begin_again_in,
        t("appointment"): _appointments_in,
    }
    for name, of in single.items():
        cells = [of(week) for week in weeks]
        if any(cells):
            rows.append({"name": name.capitalize(), "cells": cells, "of": "single"})
    goes_on = weeks[-1].goes_on and bool(weeks[-1].any_day)
    return {
        "header": header,
        "rows": rows,
        "note": t("The last week goes on. How many times is said of that whole week.")
        if goes_on
        else "",
    }


def _in_week(step: Step, week: Week) -> str:
    """Return what one step asks in a week: "3×", "elke dag", "wo 2 en vr 4", or its rest."""
    whole = [one.day for one in week.days if any(pause.step is None for pause in one.pauses)]
    own = [
        one.day
        for one in week.days
        if any(pause.step is not None and pause.step.key == step.key for pause in one.pauses)
    ]
    said = []
    free = next((one for one in week.any_day if one.step.key == step.key), None)
    if free is not None:
        every = t("every day without rest") if whole or own else t("every day")
        said.append(every if free.daily else f"{free.times}×")
    days = [one.day for one in week.days if any(each.key == step.key for each in one.fixed)]
    if days:
        said.append(in_a_row([agreed.day_in_month(one) for one in days]))
    # A day of the step that is rest; rest on other days has its own row.
    rests = any(not step.days or day.weekday() in step.days for day in whole)
    if own and len(own) < len(week.days):
        said.append(" ".join((t("rest"), ", ".join(agreed.spans(own)))))
    elif own or (rests and not said):
        said.append(t("rest"))
    return ", ".join(said) or "–"


def _rest_in(week: Week) -> str:
    """Return the days of a week on which the whole route rests."""
    return ", ".join(
        agreed.spans(
            one.day for one in week.days if any(pause.step is None for pause in one.pauses)
        )
    )


def _begin_again_in(week: Week) -> str:
    """Return what stands ready after a rest: "di 8: Raam open"."""
    return ", ".join(
        f"{agreed.day_in_month(one.day)}: {cut(step.activity, 40)}"
        for one in week.days
        for step in one.begin_again
    )


def _appointments_in(week: Week) -> str:
    """Return the appointments of a week: "wo 2 om 14:30 uur"."""
    return ", ".join(
        agreed.day_in_month(one.day) + " " + t("at {time}", time=clock_of(instant))
        for one in week.days
        for instant in one.appointments
    )


def _timeline_words(papers: Timeline) -> Mapping[str, Words]:
    """Return the words of a timeline by the names its template knows them by."""
    about = [
        t("From {start} until {end}", start=day(papers.since), end=day(papers.until)),
        t(
            "Printed by {name} on {moment}.",
            name=papers.printed_by,
            moment=moment(papers.printed_at),
        ),
    ]
    if papers.searched_for:
        about.append(t("Searched for: {words}", words=papers.searched_for))
    if papers.filters:
        about.append(t("Only: {choices}", choices=" · ".join(papers.filters)))
    if papers.narrowed:
        about.append(t("Not every session of these days has to be on this paper."))
    return {
        "title": t("Timeline of {name}", name=" ".join(papers.client_name.split())),
        "about": about,
        "none": "" if papers.items else t("There is no session to show."),
        "items": [{"heading": one.heading, "lines": one.lines} for one in papers.items],
        "words": {
            "page": t("Page {page} of {pages}"),
            "keep-safe": t("This is about someone's health. Keep this paper safe."),
        },
    }


def _who_looked_words(of: WhoLooked) -> Mapping[str, Words]:
    """Return the words of the overview by the names the template of a timeline knows them by."""
    by_day: dict[date, list[Words]] = {}
    for one in of.every:
        by_day.setdefault(one.day, []).append([looks.who(one), looks.did(one)])
    opened: list[Words] = [
        [f"{one.name}, {moment(one.opened_at)}", one.reason] for one in of.openings
    ]
    title = t("Who opened this dossier with a reason")
    items: list[Words] = [{"heading": title, "lines": opened}] if opened else []
    items += [{"heading": day(on), "lines": lines} for on, lines in by_day.items()]
    return {
        "title": t("Who looked in the dossier of {name}", name=" ".join(of.client_name.split())),
        "about": [
            t("From {start} until {end}", start=day(of.since), end=day(of.until)),
            t("Printed by {name} on {moment}.", name=of.printed_by, moment=moment(of.printed_at)),
            t(
                "What was read or written is not in it. Is there something you do not understand? "
                "Ask your coach, or the administrator of the practice."
            ),
        ],
        "none": "" if items else t("Nobody looked in it on these days."),
        "items": items,
        "words": {
            "page": t("Page {page} of {pages}"),
            "keep-safe": t("This is about someone's health. Keep this paper safe."),
        },
    }


def _erased_words(of: Proof) -> Mapping[str, Words]:
    """Return the words of a proof by the names the template of a timeline knows them by."""
    one = of.erasure
    lines: list[Words] = [
        [t("Dossier number"), dossier_number(one.dossier_id)],
        [t("Erased on"), moment(one.erased_at)],
        [t("Why"), t(WHY_WORDS[one.why])],
    ]
    if one.asked_on is not None:
        lines.append([t("Asked on"), day(one.asked_on)])
    lines += [
        [t("Decided by"), of.decided_by],
        [t("Team"), of.team],
        [t("Rows that were erased"), number(one.total)],
    ]
    return {
        "title": t("Your dossier has been erased"),
        "about": [
            t(
                "Everything we kept about your guidance is gone from our records. We keep this "
                "proof, and the list of who opened your dossier and when: the law asks for both. "
                "In backups it disappears with the term of the backups; should one be put back "
                "before that, your dossier is erased again."
            ),
        ],
        "none": "",
        "items": [{"heading": t("What was done"), "lines": lines}],
        "words": {
            "page": t("Page {page} of {pages}"),
            "keep-safe": t("This is about someone's health. Keep this paper safe."),
        },
    }


def _in_full(instant: datetime) -> Words:
    """Return an instant as one says it, in two lines: "woensdag 4 november 2026", "om 14:30"."""
    locale = "en_GB" if language() == "en" else language()
    return [
        format_datetime(instant, "EEEE d MMMM y", tzinfo=AMSTERDAM, locale=locale),
        t("at {time}", time=clock(instant.astimezone(AMSTERDAM).time())),
    ]


def _card(template: str, words: Mapping[str, Words], *, picture: bool) -> bytes:
    said = _cleaned({**words, "lang": language()})
    return _drawn(template, said, picture=True) if picture else _pdf(template, said)


def _pdf(template: str, words: Words) -> bytes:
    from typst import TypstError

    # The standard refuses a sign that no font has: an emoji, or the letters of a language for
    # which this machine has no font. The paper matters more than that sign.
    for shows in (_can_draw, _every_font_has):
        try:
            return _drawn(template, words)
        except TypstError:
            words = _each(words, partial(_with_gaps, shows=shows))
    return _drawn(template, words)


def _drawn(template: str, words: Words, *, picture: bool = False) -> bytes:
    # Not at the top: it takes 40 MB of memory and a tenth of a second, and only who prints a paper
    # needs it.
    import typst

    # DANGER: the words go in as data alone. `root` keeps the template away from any other file,
    # so the logo goes in as data too.
    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(words), "logo": LOGO.read_text(encoding="utf-8")},
        format="png" if picture else "pdf",
        pdf_standards=None if picture else STANDARD,
    )


@cache
def _fonts() -> "Fonts":
    """Return the fonts that typst carries, and those of the machine for signs they lack."""
    import typst

    return typst.Fonts()


def _cleaned(words: Words) -> Words:
    """Return the words without control signs and overrides of direction."""
    return _each(words, clean)


def _each(words: Words, change: Callable[[str], str]) -> Words:
    if isinstance(words, str):
        return change(words)
    if isinstance(words, Mapping):
        return {name: _each(one, change) for name, one in words.items()}
    return [_each(one, change) for one in words]


def _with_gaps(text: str, shows: Callable[[str], bool]) -> str:
    return "".join(sign if shows(sign) else UNDRAWN for sign in text)


@lru_cache(maxsize=4096)
def _can_draw(sign: str) -> bool:
    """Return True when one of the fonts has this sign; that is the same for every paper."""
    import typst

    if _every_font_has(sign):
        return True
    try:
        typst.compile(
            TEMPLATES / "one_sign.typ",
            root=TEMPLATES,
            font_paths=_fonts(),
            sys_inputs={"sign": sign},
            pdf_standards=STANDARD,
        )
    except typst.TypstError:
        return False
    return True


def _every_font_has(sign: str) -> bool:
    """Return True for the Latin letters and the signs of our own sentences.

    A rarer sign can be drawn alone and still not together with the accent that follows it.
    """
    return sign < "\u0250" or sign in "‘’“”–—…€" + UNDRAWN
