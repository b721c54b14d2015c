"""The monthly report in words: the same sections for the screen, the paper and the workbook."""

from dataclasses import dataclass

from lib.domain.intake import STAGE_WORDS
from lib.domain.sessions import ATTENDANCE_WORDS, Attendance
from lib.domain.shelf import Tried
from lib.domain.team_report import Month, TeamReport
from lib.domain.xmr import LIMIT_FACTOR
from lib.ui import beginning, quality_words
from lib.ui.text import day, language, moment, number, short_day, t
from lib.ui.text import month as month_in_words

# The order in which they stand: what was held first.
_ORDER = (Attendance.CAME, Attendance.CANCELLED, Attendance.EXCUSED, Attendance.ABSENT)


@dataclass(frozen=True, slots=True)
class Section:
    """One subject: its heading, figures with what they count, and sentences below them."""

    title: str
    figures: tuple[tuple[str, int], ...] = ()
    said: tuple[str, ...] = ()


def title(of: TeamReport) -> str:
    """Return the heading of a report: "Maandrapport van team Noord"."""
    return t("Monthly report of team {team}", team=" ".join(of.team.name.split()))


def period(month: Month) -> str:
    """Return the month, and up to which day when it is still running."""
    if month.running:
        return t(
            "{month}, up to and including today ({day})",
            month=month_in_words(month.first).capitalize(),
            day=day(month.last),
        )
    return month_in_words(month.first).capitalize()


def about(of: TeamReport) -> tuple[str, ...]:
    """Return which days it is about, who made it and when, and whose figures it holds."""
    return (
        period(of.month),
        t("Made by {name} on {moment}.", name=of.made_by, moment=moment(of.made_at)),
        t(
            "Clients who are in the team now, also those whose guidance ended. The figures are of "
            "the team as a whole."
        ),
    )


def sections(of: TeamReport) -> tuple[Section, ...]:
    """Return the figures by subject, in the order in which they stand everywhere."""
    return (_clients(of), _sessions(of), _support(of), contacts(of), way(of), tried(of))


def counted(of: TeamReport) -> tuple[Section, ...]:
    """Return the subjects that are counts alone."""
    return (_clients(of), _sessions(of), _support(of))


def contacts(of: TeamReport) -> Section:
    """Return the contacts of the weeks of the month, and what their chart shows."""
    told = quality_words.contacts(of.contacts)
    said = [told.sentence]
    if of.contacts.enough:
        said += [
            one
            for one in (
                quality_words.left_out(of.contacts),
                quality_words.made_of(of.contacts.chart, weeks=True),
                t("A week belongs to the month in which most of its days lie."),
            )
            if one
        ]
    return Section(
        t("Contacts per week"),
        tuple((short_day(one.start), one.contacts) for one in of.weeks),
        tuple(said),
    )


def way(of: TeamReport) -> Section:
    """Return how far the beginnings of the last year came, and how long the parts took."""
    heading = t("The way to a first step")
    if of.clients_in is None:
        return Section(heading, said=(quality_words.too_few(),))
    funnel = of.clients_in.funnel
    return Section(
        heading,
        (
            (t("began in the year up to this month"), funnel.clients),
            *((t(STAGE_WORDS[stage]), reached) for stage, reached in funnel.reached.items()),
        ),
        tuple(beginning.wait(one) for one in funnel.waits),
    )


def tried(of: TeamReport) -> Section:
    """Return which ideas were tried, the one tried most often first."""
    said = [
        quality_words.tried(one) + (f" ({one.team_name})" if one.team_name else "")
        for one in of.tried
    ]
    return Section(
        t("What was tried together"),
        said=tuple(said) or (t("No idea was tried often enough yet."),),
    )


def name_of(one: Tried) -> str:
    """Return the name of an idea in the language of this run."""
    return one.idea.activity[language()]


def definitions() -> tuple[tuple[str, str], ...]:
    """Return what each figure counts, as a name and a sentence."""
    return (
        (t("guided"), t("Clients whose guidance lay on at least one day of the month.")),
        (t("sessions"), t("Counted by the day on which they were held, as they stand now.")),
        (
            t("Contacts per week"),
            t("Sessions the client came to, in whole weeks from Monday to Sunday."),
        ),
        (
            t("ordinary limits"),
            t(
                "The average of the first weeks, plus and minus {factor} times the average change "
                "from one week to the next (Wheeler 1993).",
                factor=number(LIMIT_FACTOR, 2),
            ),
        ),
        (
            t("heavy talks"),
            t(
                "Sessions that the colleague who held them called heavy, or that were held while a "
                "care signal about the client was open."
            ),
        ),
        (
            t("The way to a first step"),
            t(
                "Of clients whose guidance began in the year up to the end of the month. The "
                "middle of the days: half of the clients waited shorter, half longer."
            ),
        ),
        (
            t("What was tried together"),
            t(
                "Ideas that enough clients of enough colleagues tried, counted on the day this was "
                "made."
            ),
        ),
        (t("Too few to show"), quality_words.too_few()),
    )


def _clients(of: TeamReport) -> Section:
    counts = of.counts
    figures = [
        (t("clients guided"), counts.guided),
        (t("new clients"), counts.new),
        (t("guidance ended"), counts.ended),
    ]
    if of.clients_in is not None:
        figures.append((t("waiting for a first step"), of.clients_in.waiting))
    return Section(t("Clients"), tuple(figures))


def _sessions(of: TeamReport) -> Section:
    counts = of.counts
    return Section(
        t("Sessions"),
        (
            *(
                (
                    t("held") if kind is Attendance.CAME else t(ATTENDANCE_WORDS[kind]),
                    counts.sessions[kind],
                )
                for kind in _ORDER
            ),
            # Talks during a care signal are among them: of a few clients these say who.
            *(((t("heavy talks"), counts.heavy_talks),) if of.clients_in is not None else ()),
        ),
    )


def _support(of: TeamReport) -> Section:
    counts, how = of.counts, of.clients_in
    care = (
        ((t("care signals opened"), how.care_opened), (t("care signals closed"), how.care_closed))
        if how is not None
        else ()
    )
    return Section(
        t("Support"),
        (
            (t("questions to the lead"), counts.questions_asked),
            (t("questions answered"), counts.questions_answered),
            (t("clients handed over"), counts.handovers),
            (t("covers by a colleague"), counts.covers),
            *care,
        ),
        () if how is not None else (t("Care signals: {why}", why=quality_words.too_few()),),
    )


def shown(value: int) -> str:
    """Return a figure as it is read on a screen and on paper."""
    return number(value)
