"""A whole dossier, to hand over: sections by subject, each with its rows and their labels."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from lib.domain.dossiers import Looked

# Raised when a reader of the former JSON could no longer read the new one.
FORMAT: Final = "ministap-dossier"
FORMAT_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Column:
    """One fact of a row: its name, its label as a msgid, and the words of its known values.

    `named` means that the value is an id or key, to be read through `DossierFile.names`.
    """

    name: str
    label: str
    words: Mapping[str, str] = field(default_factory=dict)
    named: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one table, as they are kept, and the columns a person reads.

    `rows` hold more than `columns`: the ids by which they hang together, for a machine. Short ones
    stand under each other as a `table`, others one by one.
    """

    table: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, object], ...]
    as_table: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One subject of a dossier."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class DossierFile:
    """Everything that is kept about one client, and who looked in it.

    `number` is that of the dossier; `names` says what an id or a key stands for. `left_out` holds
    msgids: what does not go along, and why.
    """

    number: str
    client_name: str
    made_by: str
    made_at: datetime
    sections: tuple[Section, ...]
    names: Mapping[str, str | datetime]
    looked: tuple[Looked, ...]
    left_out: tuple[tuple[str, str], ...]
