"""The one door to the data: it asks who you are, keeps it whole, and writes the log."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import NoReturn
from uuid import uuid4

from sqlalchemy import Engine, event, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.exc import StaleDataError

from lib.domain.access import Book, Scope
from lib.domain.oversight import NOT_THEIRS
from lib.domain.problems import NotFound, Refused
from lib.domain.words import msg
from lib.storage import chain, restrictions, visibility
from lib.storage import tables as t
from lib.storage.engine import open_engine, sqlite_url, upgrade

_engines: dict[Book, Engine] = {}
_lock = Lock()
# A book that is being made, seen by its maker alone: nobody can sign in to half a book.
_in_the_making: ContextVar[tuple[Book, Engine] | None] = ContextVar("in_the_making", default=None)


# Parts of a dossier from which no reason on the worklist follows. What is forgotten here costs
# time; what stands here by mistake costs a row.
_SAYS_NOTHING_NEW = frozenset(
    {"draft", "working note", "worklist", "talk point", "supplement", "notes access", "notice"}
    | {"second reader", "question", "heavy talk", "rights request", "restriction", "erasure"}
)


_LONGEST_ID = 64


class NothingLogged(RuntimeError):
    """A write without its audit line: a defect of ours, so nothing is saved."""


def new_id() -> str:
    """Return a random id of 32 hexadecimal digits."""
    return uuid4().hex


def open_book(book: Book, url: str | Path) -> Engine:
    """Open a database under a name, at its newest version; replaces a former one."""
    with _lock:
        engine = open_engine(sqlite_url(url) if isinstance(url, Path) else url)
        upgrade(engine)
        former = _engines.get(book)
        _engines[book] = engine
        if former is not None:
            former.dispose()
        return engine


@contextmanager
def making(book: Book, path: Path) -> Iterator[None]:
    """Let the verbs of this thread work in a new SQLite file under this name; others see no change.

    Written without waiting for the disk, so the file is worth nothing before the end of the block.
    """
    engine = open_engine(sqlite_url(path), durable=False)
    token = _in_the_making.set((book, engine))
    try:
        upgrade(engine)
        yield
    finally:
        _in_the_making.reset(token)
        engine.dispose()


def close_book(book: Book) -> None:
    """Let go of one database; nothing happens when it is not open."""
    with _lock:
        engine = _engines.pop(book, None)
        if engine is not None:
            engine.dispose()


def close_books() -> None:
    """Let go of every database."""
    with _lock:
        for engine in _engines.values():
            engine.dispose()
        _engines.clear()


def is_open(book: Book) -> bool:
    """True when this database can be asked."""
    return book in _engines


def engine_of(book: Book) -> Engine:
    """Return the engine of an open book; raises `NotFound` when it is not open."""
    made = _in_the_making.get()
    if made is not None and made[0] is book:
        return made[1]
    try:
        return _engines[book]
    except KeyError:
        raise NotFound() from None


class Page:
    """One transaction in the casebook, for one person, at one moment."""

    def __init__(self, session: Session, scope: Scope | None, now: datetime) -> None:
        self.session = session
        self._scope = scope
        self.now = now
        self.logged = 0
        self.wrote = False
        self._look: t.AuditRow | None = None
        self.shown: list[str] = []
        self.lines: list[t.AuditRow] = []
        # The id somebody asked for who may not see that client, if there is one.
        self.refused: str | None = None
        self._written_about: set[str] = set()
        event.listen(session, "after_flush", self._note_flush)
        event.listen(session, "do_orm_execute", self._note_statement)

    def _note_flush(self, _session: Session, _context: object) -> None:
        self.wrote = True

    def _note_statement(self, state: ORMExecuteState) -> None:
        if not state.is_select:
            self.wrote = True

    @property
    def scope(self) -> Scope:
        """Who is at work; raises `NotFound` where nobody is known yet."""
        if self._scope is None:
            raise NotFound()
        return self._scope

    def client(
        self, client_id: str, *, for_change: bool = False, though_still: bool = False
    ) -> t.ClientRow:
        """Return the client if this person may see them; raises `NotFound` otherwise.

        For a change also `Restricted` while the dossier stands still at the client's wish, unless
        it is one of the few things that go on: `though_still`.
        """
        query = visibility.clients(self.scope).where(t.ClientRow.id == client_id)
        if for_change:
            query = query.with_for_update()
        found = self.session.scalars(query).one_or_none()
        if found is None:
            self._refuse(client_id)
        if for_change and not though_still:
            restrictions.require_none(self.session, found.id)
        return found

    def _refuse(self, client_id: str) -> NoReturn:
        self.refused = client_id
        raise NotFound()

    def cared_client(self, client_id: str, *, for_change: bool = False) -> t.ClientRow:
        """Return a client this person may see, or whose care signal they were asked to read along.

        For the verbs about care signals alone: a deputy sees nothing else of the dossier. Raises
        `NotFound`.
        """
        seen = visibility.visible_clients(self.scope)
        cared = visibility.cared_for(self.scope, now=self.now)
        query = select(t.ClientRow).where(t.ClientRow.id == client_id, seen | cared)
        if for_change:
            query = query.with_for_update(of=t.ClientRow)
        found = self.session.scalars(query).one_or_none()
        if found is None:
            self._refuse(client_id)
        return found

    def own_client(
        self, client_id: str, *, for_change: bool = False, though_still: bool = False
    ) -> t.ClientRow:
        """Return a client this person guides, as coach or in the coach's place.

        Another's, though a lead may see them, is not found.

        Raises `NotFound`, and for a change `Restricted` as `client`.
        """
        row = self.client(client_id, for_change=for_change, though_still=True)
        if not visibility.is_own(self.scope, row):
            self._refuse(client_id)
        if for_change and not though_still:
            restrictions.require_none(self.session, row.id)
        return row

    def offered_client(self, client_id: str) -> t.ClientRow:
        """Return a client this person was asked to take over; raises `NotFound` otherwise."""
        query = select(t.ClientRow).where(
            t.ClientRow.id == client_id, visibility.offered_clients(self.scope)
        )
        found = self.session.scalars(query).one_or_none()
        if found is None:
            self._refuse(client_id)
        return found

    def log(
        self,
        action: str,
        part: str,
        *,
        client: t.ClientRow | None = None,
        subject_id: str | None = None,
        reason: str = "",
        rule: str = "",
        outcome: str = "done",
        person_id: str | None = None,
        view: str | None = None,
        listed: Sequence[str] | None = None,
    ) -> None:
        """Add one line to the access log, in this same transaction.

        `listed` are the ids of clients when the line is about several.
        """
        scope = self._scope
        if scope is not None and client is not None and not rule:
            rule = visibility.rule_of(scope, client)
        line = t.AuditRow(
            id=new_id(),
            at=self.now,
            person_id=scope.person_id if scope else person_id,
            roles=" ".join(sorted(scope.roles)) if scope else "",
            visit=scope.visit_id[:16] if scope else None,
            action=action,
            part=part,
            outcome=outcome,
            client_id=client.id if client is not None else None,
            subject_id=subject_id,
            rule=rule,
            behalf_id=client.coach_id if client is not None and rule == "cover" else None,
            reason=reason,
            view=view,
            listed=list(listed) if listed is not None else None,
        )
        self.session.add(line)
        self.lines.append(line)
        self.logged += 1
        wrote = outcome == "done" and action in ("C", "U", "D")
        if client is not None and wrote and part not in _SAYS_NOTHING_NEW:
            self._written_about.add(client.id)
        if action == "R":
            self._look = line

    def log_once(self, action: str, part: str, *, client: t.ClientRow, view: str) -> None:
        """Add a line unless this view has one for this part already.

        For what is written every few seconds, such as a draft: one line for each open form.
        """
        line = select(t.AuditRow.id).where(
            t.AuditRow.view == view, t.AuditRow.part == part, t.AuditRow.client_id == client.id
        )
        if self.session.scalars(line).first() is None:
            self.log(action, part, client=client, view=view)
        else:
            self.logged += 1

    def mark_due(self) -> None:
        """Let the worklist of whoever something was written about be worked out again.

        The rows themselves are worked out when they are next looked at, or within a minute by the
        clock: a save does not wait for it.
        """
        if self._written_about:
            self.let_be_due(self._written_about)
            self._written_about.clear()

    def let_be_due(self, client_ids: Iterable[str]) -> None:
        """Mark clients, each once: their worklist is to be worked out again.

        Whoever works one of them out at this moment is waited for, and the mark stands after it.
        """
        on_sqlite = self.session.get_bind().dialect.name == "sqlite"
        row = t.WorklistDueRow
        adding = sqlite.insert(row) if on_sqlite else postgresql.insert(row)
        marking = adding.on_conflict_do_update(
            index_elements=[row.client_id], set_={"since": adding.excluded.since}
        )
        # In one order, so that of two transactions neither waits for the other.
        marks = [{"client_id": one, "since": self.now} for one in sorted(set(client_ids))]
        if marks:
            self.session.execute(marking, marks)

    def showed(self, client_ids: Sequence[str]) -> None:
        """Write down which clients a list showed, on the line of this look.

        When the look was logged earlier, `looking` adds a line about whoever came into sight since.
        """
        self.shown = list(client_ids)
        if self._look is not None:
            self._look.listed = list(client_ids)


@contextmanager
def _page(
    scope: Scope | None,
    book: Book,
    now: datetime,
    *,
    writing: bool,
    net: bool = True,
    leaving: str | None = None,
) -> Iterator[Page]:
    engine = engine_of(book)
    bind = engine.execution_options(writing=True) if writing else engine
    with Session(bind, expire_on_commit=False, autoflush=False) as session:
        if scope is not None and net:
            visibility.spread_net(session, scope, now=now, leaving=leaving)
        yield Page(session, scope, now)


@contextmanager
def reading(scope: Scope, *, now: datetime, leaving: str | None = None) -> Iterator[Page]:
    """Open a transaction that only reads, and logs nothing: never for a client's content.

    For `leaving` see `visibility.spread_net`.
    """
    with (
        _noting_refusals(scope, "R", now=now) as seen,
        _page(scope, scope.book, now, writing=False, leaving=leaving) as page,
    ):
        seen.append(page)
        yield page


@contextmanager
def pooling(scope: Scope, *, now: datetime) -> Iterator[Page]:
    """Open a transaction that counts over the clients of everyone; it only reads, and logs nothing.

    DANGER: here no net is spread, so a statement sees every row there is. It is for
    `lib/storage/pooled.py` alone, which hands on counts of large enough groups and no row; a test
    keeps every other module out.
    """
    with _page(scope, scope.book, now, writing=False, net=False) as page:
        yield page


@contextmanager
def overseeing(scope: Scope, *, writing: bool = False, now: datetime) -> Iterator[Page]:
    """Open a transaction of whoever oversees the log; one that writes needs its line.

    The line of a look is written first, in a transaction of its own: a month of the log takes
    seconds to read, and nobody else could write meanwhile.

    DANGER: here no net is spread, so a statement sees every row there is. It is for
    `lib/storage/oversight.py` alone, which reads the log and whose client it was about, never a
    name or a word of a dossier; a test keeps every other module out.
    """
    with _page(scope, scope.book, now, writing=writing, net=False) as page:
        yield page
        if writing:
            _finish(page)


@contextmanager
def erasing(book: Book, *, scope: Scope | None, now: datetime) -> Iterator[Page]:
    """Open a writing transaction that erases a dossier whole, also what is a colleague's alone.

    DANGER: no net is spread, so a statement sees every row there is. It is for `practice.rights`
    alone, which finds the client through the row rule first; a test keeps every other module out.
    """
    noting: AbstractContextManager[list[Page]] = (
        _noting_refusals(scope, "D", now=now) if scope is not None else nullcontext([])
    )
    with noting as seen, _page(scope, book, now, writing=True, net=False) as page:
        seen.append(page)
        yield page
        _finish(page)


@contextmanager
def looking(
    scope: Scope,
    part: str,
    *,
    now: datetime,
    client_id: str | None = None,
    subject_id: str | None = None,
    rule: str = "",
    reads_along: bool = False,
    offered: bool = False,
) -> Iterator[Page]:
    """Open a transaction to look at a part of a dossier, or at a list of clients.

    With `reads_along` also at the client of a care signal this person was asked to read along, with
    `offered` at a client they were asked to take over and no other.

    One look (`scope.view`) at one part is one line in the log, in the same transaction as the
    first read: when the log cannot be written, nothing is shown. The line of a list names the
    ids that were shown: the verb hands them over with `Page.showed`. When the same look shows
    others later, because another team or coach is chosen on the page, these get a line as well.
    """
    named = _already_named(scope, part, client_id, subject_id, now) if scope.view else None
    if named is None:
        with _writing(scope, "R", now=now) as page:
            client = (
                _looked_at(page, client_id, reads_along, offered) if client_id is not None else None
            )
            page.log(
                "R",
                part,
                client=client,
                subject_id=subject_id,
                rule=rule,
                view=scope.view or None,
            )
            yield page
    else:
        with (
            _noting_refusals(scope, "R", now=now) as seen,
            _page(scope, scope.book, now, writing=False) as page,
        ):
            seen.append(page)
            if client_id is not None:
                _looked_at(page, client_id, reads_along, offered)
            yield page
        further = [one for one in page.shown if one not in named]
        if further:
            with writing(scope, now=now) as page:
                page.log("R", part, subject_id=subject_id, view=scope.view, listed=further)


def _looked_at(page: Page, client_id: str, reads_along: bool, offered: bool) -> t.ClientRow:
    if offered:
        return page.offered_client(client_id)
    return page.cared_client(client_id) if reads_along else page.client(client_id)


def _already_named(
    scope: Scope, part: str, client_id: str | None, subject_id: str | None, now: datetime
) -> set[str] | None:
    """Return the ids that the lines of this look name, or None when there is no line yet."""
    with _page(scope, scope.book, now, writing=False) as page:
        query = select(t.AuditRow.listed).where(
            t.AuditRow.view == scope.view,
            t.AuditRow.part == part,
            t.AuditRow.client_id == client_id,
            t.AuditRow.subject_id == subject_id,
        )
        lines = page.session.scalars(query).all()
    return {one for listed in lines for one in listed or ()} if lines else None


@contextmanager
def writing(scope: Scope, *, now: datetime, leaving: str | None = None) -> Iterator[Page]:
    """Open a transaction that changes something; commits at the end, or keeps nothing.

    For `leaving` see `visibility.spread_net`. Raises `Stale` when a colleague changed a row first,
    `NothingLogged` when no audit line was written: both roll back whole.
    """
    with _writing(scope, "U", now=now, leaving=leaving) as page:
        yield page


@contextmanager
def _writing(
    scope: Scope, action: str, *, now: datetime, leaving: str | None = None
) -> Iterator[Page]:
    with (
        _noting_refusals(scope, action, now=now) as seen,
        _page(scope, scope.book, now, writing=True, leaving=leaving) as page,
    ):
        seen.append(page)
        try:
            yield page
            _finish(page)
        except StaleDataError:
            page.session.rollback()
            raise Refused(
                msg("A colleague changed this at the same moment. Open it again to see both.")
            ) from None


@contextmanager
def at_the_door(book: Book, *, now: datetime) -> Iterator[Page]:
    """Open a writing transaction before anyone is known: for signing in and setting up only."""
    with _page(None, book, now, writing=True) as page:
        yield page
        _finish(page)


@contextmanager
def behind_the_door(book: Book, *, now: datetime) -> Iterator[Page]:
    """Open a reading transaction before anyone is known: to find out who knocks."""
    with _page(None, book, now, writing=False) as page:
        yield page


@contextmanager
def by_itself(book: Book, *, now: datetime) -> Iterator[Page]:
    """Open a writing transaction in nobody's name: for what the house does on its own.

    DANGER: no net is spread, so a statement sees every row there is. It is for the nightly look at
    the worklists and for the post alone; a test keeps every other module out.
    """
    with _page(None, book, now, writing=True) as page:
        yield page
        _finish(page)


@contextmanager
def _noting_refusals(scope: Scope, action: str, *, now: datetime) -> Iterator[list[Page]]:
    """Log that somebody asked for a client who is not theirs, after their transaction has ended.

    The line names the id that was asked for, and the client when there is such a one.
    """
    seen: list[Page] = []
    try:
        yield seen
    except NotFound:
        asked = seen[-1].refused if seen else None
        if asked is not None and len(asked) <= _LONGEST_ID:
            with _page(scope, scope.book, now, writing=True, net=False) as page:
                found = page.session.get(t.ClientRow, asked)
                part = "dossier" if found is not None else "no dossier"
                line = {"outcome": "refused", "rule": NOT_THEIRS}
                page.log(action, part, client=found, subject_id=asked, **line)
                _finish(page)
        raise


def _finish(page: Page) -> None:
    page.session.flush()
    page.mark_due()
    page.session.flush()
    if page.wrote and not page.logged:
        page.session.rollback()
        raise NothingLogged()
    chain.seal(page.session, page.lines)
    page.lines.clear()
    page.session.commit()
