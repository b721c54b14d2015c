"""A whole dossier as files to hand over: a page to read and print, and JSON for machines."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lib.domain.calendar import AMSTERDAM
from lib.domain.dossier_file import FORMAT, FORMAT_VERSION, Column, DossierFile, Part
from lib.ui import who_looked
from lib.ui.text import day, language, moment, number, t, weekday

TEMPLATES: Final = Path(__file__).resolve().parents[2] / "data" / "papers"
# Every word of a person is escaped; a place without a word is a mistake of ours.
_ENVIRONMENT: Final = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
)
_WEEKDAYS: Final = frozenset({"days", "weekdays"})
# Counted from zero where they are kept, from one where people read them.
_FROM_ZERO: Final = frozenset({"phase"})
_NAMED_IN_FILE: Final = ("dossier.html", "dossier.json")


def zipped(of: DossierFile) -> bytes:
    """Return both files in one ZIP; its names hold no name of a person."""
    made = of.made_at.astimezone(AMSTERDAM)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in zip(_NAMED_IN_FILE, (as_html(of), as_json(of)), strict=True):
            entry = ZipInfo(name, made.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            # Rights of a plain file for its owner alone, for whoever unpacks it.
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def as_html(of: DossierFile) -> bytes:
    """Return the dossier as one page without anything from elsewhere, in the reader's language."""
    sections = [
        {
            "title": t(section.title),
            "parts": [_part_words(part, of.names) for part in section.parts if part.rows],
        }
        for section in of.sections
    ]
    looked = [[day(one.day), who_looked.who(one), who_looked.did(one)] for one in of.looked]
    sections.append(
        {
            "title": t("Who looked in this dossier"),
            "parts": [
                {
                    "title": t("Who looked in this dossier"),
                    "head": [t("Day"), t("Who"), t("What")],
                    "rows": looked,
                }
            ]
            if looked
            else [],
        }
    )
    left_out = [[(t(what), t(why)) for what, why in of.left_out]]
    gone = t("What is not in this file, and why")
    sections.append({"title": gone, "parts": [{"title": gone, "head": [], "rows": left_out}]})
    page = _ENVIRONMENT.get_template("dossier.html").render(
        lang=language(),
        title=t("Dossier of {name}", name=" ".join(of.client_name.split())),
        about=[
            t("Dossier number {number}", number=of.number),
            t("Made by {name} on {moment}.", name=of.made_by, moment=moment(of.made_at)),
            t("This is about someone's health. Keep it safe."),
        ],
        sections=sections,
        words={"contents": t("Contents"), "none": t("Nothing was kept about this.")},
    )
    return page.encode("utf-8")


def as_json(of: DossierFile) -> bytes:
    """Return the dossier as JSON: every row of every table as it is kept, ids and all.

    Days are ISO 8601 and moments in UTC. `format_version` is raised when a reader of the former
    one could no longer read it.
    """
    parts = [part for section in of.sections for part in section.parts]
    content = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "dossier": of.number,
        "made_at": _machine(of.made_at),
        "made_by": of.made_by,
        "language": language(),
        "labels": {
            part.table: {column.name: t(column.label) for column in part.columns} for part in parts
        },
        "names": {key: _machine(name) for key, name in of.names.items()},
        "tables": {
            part.table: [
                {name: _machine(value) for name, value in row.items()} for row in part.rows
            ]
            for part in parts
        },
        "who_looked": [
            {
                "day": one.day.isoformat(),
                "name": one.name,
                "roles": [str(role) for role in one.roles],
                "rules": list(one.rules),
                "did": [str(kind) for kind in one.did],
            }
            for one in of.looked
        ],
        "left_out": {t(what): t(why) for what, why in of.left_out},
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8")


def _machine(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _part_words(part: Part, names: Mapping[str, str | datetime]) -> Mapping[str, object]:
    """Return the rows of a part in words: as a table, or each with what was filled in."""
    said = [
        [(column, _said(column, row[column.name], names)) for column in part.columns]
        for row in part.rows
    ]
    if part.as_table:
        head = [t(column.label) for column in part.columns]
        return {"title": t(part.title), "head": head, "rows": [[w for _, w in row] for row in said]}
    rows = [[(t(column.label), words) for column, words in row if words] for row in said]
    return {"title": t(part.title), "head": [], "rows": rows}


def _said(column: Column, value: object, names: Mapping[str, str | datetime]) -> str:
    """Return a value as a person reads it; "" for what nobody filled in."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int) and column.name in _WEEKDAYS:
        return weekday(value)
    if isinstance(value, int | float):
        return number(value + (column.name in _FROM_ZERO), 2)
    if isinstance(value, Mapping):
        return "\n".join(
            f"{_word(column, str(key))}: {_said(column, one, names) or '–'}"
            for key, one in value.items()
        )
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_said(column, one, names) or "–" for one in value)
    words = str(value)
    if column.named and words in names:
        name = names[words]
        return moment(name) if isinstance(name, datetime) else name
    return _word(column, words)


def _word(column: Column, value: str) -> str:
    return t(column.words[value]) if value in column.words else value
