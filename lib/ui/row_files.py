"""Rows as a file that a spreadsheet opens: plain text, and never a formula."""

import csv
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from io import StringIO

from lib.ui.text import language

Row = Mapping[str, object]
# Offers rows as a file: what it is called in the log, the name of the file, and what makes it.
Export = Callable[[str, str, Callable[[], bytes]], None]

# A cell that begins so is worked out by a spreadsheet instead of shown; the wide signs are those of
# Japanese keyboards.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def as_csv(rows: Iterable[Row]) -> bytes:
    """Return rows, all with the same columns, as a CSV file; without rows it is empty.

    Days are written yyyy-mm-dd and what is unknown stays empty. For Dutch readers the sign between
    columns is a semicolon and that of a decimal a comma, as their spreadsheets expect. The text
    that people typed is never a formula: an apostrophe goes before it.
    """
    found = list(rows)
    if not found:
        return b""
    dutch = language() == "nl"
    text = StringIO(newline="")
    out = csv.writer(text, delimiter=";" if dutch else ",", lineterminator="\r\n")
    out.writerow(found[0])
    for row in found:
        out.writerow([_cell(value, dutch) for value in row.values()])
    # With its mark a spreadsheet reads the letters with accents as they are.
    return text.getvalue().encode("utf-8-sig")


def as_file(
    export: Export | None, part: str, called: str, make: Callable[[], Iterable[Row]]
) -> Callable[[], None] | None:
    """Return what draws the offer of rows as a file, or None for who may not have them."""
    if export is None:
        return None
    return lambda: export(part, f"{called}.csv", lambda: as_csv(make()))


def _cell(value: object, dutch: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)):
        shown = format(round(value, 2), ".15g")
        return shown.replace(".", ",") if dutch else shown
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
