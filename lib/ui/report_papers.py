"""Makes the monthly report as a PDF and as a workbook; text in it is never worked out."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from lib.domain.calendar import AMSTERDAM
from lib.domain.team_quality import Contacts
from lib.domain.team_report import ClientLine, TeamReport
from lib.domain.texts import clean
from lib.ui import papers, quality_charts, report_words
from lib.ui.papers import Words
from lib.ui.report_words import Section
from lib.ui.row_files import FORMULA
from lib.ui.text import day, moment, number, t

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# A sheet's name may be no longer, and may not hold these.
_NAME_LIMIT, _NOT_IN_NAME = 31, str.maketrans("[]:*?/\\'", "        ")
_DAY, _MOMENT = "dd-mm-yyyy", "dd-mm-yyyy hh:mm"
_NARROW, _LABEL, _WIDE = 14, 46, 90


def pdf(of: TeamReport) -> bytes:
    """Return the report as a PDF of A4 pages; the list with names is a page of its own."""
    return papers.printed("report.typ", _words(of))


def workbook(of: TeamReport) -> bytes:
    """Return the report as a workbook for a spreadsheet: a sheet for each subject.

    Numbers are numbers and days are days; what people typed is text, with an apostrophe before what
    would be a formula, as in our CSV files.
    """
    out = BytesIO()
    book = _book(out)
    book.set_properties({"title": _safe(report_words.title(of)), "author": "Ministap"})
    sheets = _Sheets(book)
    sheets.figures(t("Overview"), of)
    sheets.weeks(t("Contacts per week"), of)
    sheets.section(report_words.way(of))
    sheets.tried(t("What was tried"), of)
    if of.clients is not None:
        sheets.clients(t("Clients"), of.clients)
    sheets.definitions(t("What it means"))
    book.close()
    return out.getvalue()


def workbook_of_rows(name: str, rows: Sequence[Mapping[str, object]]) -> bytes:
    """Return rows, all with the same columns, as a workbook with one sheet; without rows empty."""
    out = BytesIO()
    book = _book(out)
    heads = list(rows[0]) if rows else []
    _Sheets(book).table(name, [list(one.values()) for one in rows], heads)
    book.close()
    return out.getvalue()


def _book(out: BytesIO) -> "Workbook":
    # Not at the top: only who asks for the file needs it.
    import xlsxwriter

    # DANGER: by itself it would make formulas, links and numbers of texts that look so.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    return xlsxwriter.Workbook(out, options)


class _Sheets:
    """Writes the sheets of one workbook."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self._head: Format = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self._title: Format = book.add_format({"bold": True, "font_size": 14})
        self._wrap: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self._day: Format = book.add_format({"num_format": _DAY, "align": "left"})
        self._moment: Format = book.add_format({"num_format": _MOMENT, "align": "left"})
        self._one_decimal: Format = book.add_format({"num_format": "0.0"})

    def table(self, name: str, rows: Sequence[Sequence[object]], heads: Sequence[str]) -> None:
        """Write rows under their heads."""
        self._table(name, rows, heads, 18)

    def figures(self, name: str, of: TeamReport) -> None:
        """Write the counts, each beside what it counts."""
        sheet = self._sheet(name, (_LABEL, _NARROW))
        sheet.write_string(0, 0, _safe(report_words.title(of)), self._title)
        at = 1
        for line in report_words.about(of):
            sheet.write_string(at, 0, _safe(line))
            at += 1
        for section in report_words.counted(of):
            at = self._section(sheet, at + 1, section)

    def section(self, section: Section) -> None:
        """Write one subject on a sheet of its own."""
        self._section(self._sheet(section.title, (_LABEL, _NARROW)), 0, section)

    def weeks(self, name: str, of: TeamReport) -> None:
        """Write every week of the chart with its limits."""
        rows = quality_charts.contact_rows(of.contacts)
        said = report_words.contacts(of).said
        if not rows:
            sheet = self._sheet(name, (_WIDE,))
            for at, line in enumerate(said):
                sheet.write_string(at, 0, _safe(line))
            return
        sheet = self._table(name, [list(one.values()) for one in rows], list(rows[0]), _NARROW)
        for at, line in enumerate(said, len(rows) + 2):
            sheet.write_string(at, 0, _safe(line))

    def tried(self, name: str, of: TeamReport) -> None:
        """Write how often ideas were tried and went on."""
        heads = [t("Idea"), t("Team"), t("tried"), t("went on, at least")]
        rows = [
            [
                report_words.name_of(one),
                one.team_name or t("of the app"),
                one.starts.tried,
                one.starts.went_on,
            ]
            for one in of.tried
        ]
        sheet = self._table(name, rows, heads, _NARROW)
        sheet.set_column(0, 0, _LABEL)
        if not rows:
            sheet.write_string(1, 0, _safe(report_words.tried(of).said[0]))

    def clients(self, name: str, lines: Sequence[ClientLine]) -> None:
        """Write the list with names."""
        heads = _client_heads()
        rows = [
            [
                one.name,
                one.coach_name,
                one.started_on,
                one.ended_on,
                one.last_session,
                one.next_date,
            ]
            for one in lines
        ]
        sheet = self._table(name, rows, heads, 18)
        sheet.set_column(0, 1, 30)

    def definitions(self, name: str) -> None:
        """Write what each figure counts."""
        sheet = self._sheet(name, (30, _WIDE))
        for at, (what, means) in enumerate(report_words.definitions()):
            sheet.write_string(at, 0, _safe(what), self._head)
            sheet.write_string(at, 1, _safe(means), self._wrap)

    def _sheet(self, name: str, widths: Sequence[int]) -> "Worksheet":
        sheet = self._book.add_worksheet(name.translate(_NOT_IN_NAME)[:_NAME_LIMIT])
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def _table(
        self, name: str, rows: Sequence[Sequence[object]], heads: Sequence[str], width: int
    ) -> "Worksheet":
        sheet = self._sheet(name, [width] * len(heads))
        for at, head in enumerate(heads):
            sheet.write_string(0, at, _safe(head), self._head)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        for row, values in enumerate(rows, 1):
            for at, value in enumerate(values):
                self._cell(sheet, row, at, value)
        return sheet

    def _section(self, sheet: "Worksheet", at: int, section: Section) -> int:
        """Write a subject from a row on; return the row after it."""
        sheet.write_string(at, 0, _safe(section.title), self._head)
        sheet.write_string(at, 1, "", self._head)
        for what, value in section.figures:
            at += 1
            self._cell(sheet, at, 0, what)
            self._cell(sheet, at, 1, value)
        for line in section.said:
            at += 1
            sheet.write_string(at, 0, _safe(line))
        return at + 1

    def _cell(self, sheet: "Worksheet", row: int, at: int, value: object) -> None:
        if value is None or value == "":
            return
        if isinstance(value, datetime):
            # A workbook knows no time zones: what stands in it is what Amsterdam's clocks show.
            shown = value.astimezone(AMSTERDAM).replace(tzinfo=None)
            sheet.write_datetime(row, at, shown, self._moment)
        elif isinstance(value, date):
            sheet.write_datetime(row, at, value, self._day)
        elif isinstance(value, float) and value != int(value):
            sheet.write_number(row, at, value, self._one_decimal)
        elif isinstance(value, int | float):
            sheet.write_number(row, at, value)
        else:
            sheet.write_string(row, at, _safe(str(value)))


def _safe(words: str) -> str:
    shown = clean(words)
    return f"'{shown}" if shown.startswith(FORMULA) else shown


def _client_heads() -> list[str]:
    return [
        t("Client"),
        t("Coach"),
        t("guided since"),
        t("guided until"),
        t("last session"),
        t("next date, on the day this was made"),
    ]


def _words(of: TeamReport) -> Mapping[str, Words]:
    """Return the words of a report by the names its template knows them by."""
    contacts = report_words.contacts(of)
    return {
        "title": report_words.title(of),
        "about": report_words.about(of),
        "counted": [_section(one) for one in report_words.counted(of)],
        "contacts": _section(contacts),
        "chart": _chart(of.contacts, contacts.said[0]),
        "way": _section(report_words.way(of)),
        "tried": _section(report_words.tried(of)),
        "clients": [
            [
                one.name,
                one.coach_name,
                day(one.started_on),
                day(one.ended_on) if one.ended_on else "–",
                day(one.last_session) if one.last_session else "–",
                moment(one.next_date) if one.next_date else "–",
            ]
            for one in of.clients or ()
        ],
        "heads": _client_heads() if of.clients is not None else [],
        "words": {
            "figure": t("What"),
            "count": t("Number"),
            "week": t("Week of"),
            "contacts": t("contacts"),
            "clients": t("Clients in this month"),
            "page": t("Page {page} of {pages}"),
            "keep-safe": t("This is about someone's health. Keep this paper safe.")
            if of.clients is not None
            else t("Figures of a team as a whole, without names of clients."),
        },
    }


def _section(one: Section) -> Mapping[str, Words]:
    return {
        "title": one.title,
        "figures": [[what, report_words.shown(value)] for what, value in one.figures],
        "said": one.said,
    }


def _chart(of: Contacts, alt: str) -> Mapping[str, Words]:
    """Return a drawing in parts of its width and height, from below; {} without weeks."""
    if len(of.weeks) < 2:
        return {}
    limits = of.chart.limits
    top = max([*of.chart.values, limits.upper if limits else 0, 4]) * 1.08
    out = set(quality_charts.standing_out(of.chart))
    last = len(of.weeks) - 1
    lines = []
    if limits is not None:
        lines = [
            (limits.centre, "whole", t("average")),
            (limits.upper, "dashed", t("ordinary limit")),
            *([(limits.lower, "dashed", t("ordinary limit"))] if limits.lower > 0 else []),
        ]
    return {
        "alt": alt,
        "points": [
            [f"{at / last:.4f}", f"{one.contacts / top:.4f}", "out" if at in out else ""]
            for at, one in enumerate(of.weeks)
        ],
        "lines": [
            [f"{height / top:.4f}", look, f"{name} {number(height, 1)}"]
            for height, look, name in lines
        ],
        # The limits begin where the weeks of building up end.
        "from": f"{of.chart.build_up / last:.4f}",
        "days": [day(of.weeks[0].start), day(of.weeks[-1].start)],
        "legend": t("Diamond: stands out. Dashed: the ordinary limits. Whole line: the average."),
    }
