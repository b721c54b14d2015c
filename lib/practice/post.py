"""The post: a mail without any content to whoever has a notice they did not see."""

import logging
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Final
from urllib.parse import unquote, urlsplit

from lib.domain.access import Book
from lib.domain.people import check_email
from lib.domain.words import msg
from lib.storage import casebook, notices
from lib.storage.notices import Letter

# Within this a mail server answers, or it is tried again later. Seconds.
_PATIENCE: Final = 10.0
_AT_ONCE: Final = 20
_THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_PORTS: Final = {"smtp": 587, "smtps": 465}
# Nothing in it may say what it is about: a mail is read on a locked screen, and by its carriers.
_SUBJECT: Final = msg("Something is ready for you in Ministap")
_BODY: Final = msg(
    "Sign in to Ministap to see what it is.\n\n"
    "For privacy this message says nothing about it. Please do not answer it: nobody reads that.\n"
    "You choose under My account when Ministap may mail you."
)

log = logging.getLogger("ministap")
# Returns a sentence of the app in a language: its code, and the English words.
Saying = Callable[[str, str], str]


class WrongPost(ValueError):
    """The settings of the mail cannot be used; the message names the setting, never its value."""


@dataclass(frozen=True, slots=True)
class Post:
    """By which mail server this installation sends, and in whose name.

    `user` is "" for a server that asks for none. `secure` talks TLS from the first byte; else
    STARTTLS is used where a server elsewhere offers it, and is required before a password is told.
    `address` is where this installation is found, "" when nobody said.
    """

    host: str
    port: int
    secure: bool
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    address: str = ""


def plan(url: str, *, sender: str, address: str) -> Post:
    """Return the post that these settings ask for; raises `WrongPost`."""
    parts = urlsplit(url.strip())
    try:
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        port = 0
    if parts.scheme not in _PORTS or not parts.hostname or not port:
        raise WrongPost("MINISTAP_SMTP_URL must look like smtp://user:password@host:587")
    kept, problems = check_email(sender)
    if problems or not kept.isascii():
        raise WrongPost("MINISTAP_MAIL_FROM must be an e-mail address")
    home = urlsplit(address.strip())
    if address.strip() and (home.scheme not in ("http", "https") or not home.netloc):
        raise WrongPost("MINISTAP_URL must look like https://ministap.example.org")
    return Post(
        host=parts.hostname,
        port=port,
        secure=parts.scheme == "smtps",
        sender=kept,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        address=address.strip(),
    )


def send_due(
    book: Book,
    post: Post,
    say: Saying,
    *,
    now: datetime,
    enough: Callable[[], bool] = lambda: False,
) -> int:
    """Send the mails that are due, and return how many went; never from the demo.

    A try is counted in one short transaction and what became of it is kept in another; none is
    open while the mail server is spoken to. So a crash in between may send a mail twice, and never
    zero times. What cannot go is tried again after growing gaps, eight times in all; then the
    notice says so in the app. `enough` is asked between mails: true leaves the rest for later.
    """
    if book is Book.DEMO:
        return 0
    with casebook.behind_the_door(book, now=now) as page:
        if not notices.any_to_post(page):
            return 0
    with casebook.by_itself(book, now=now) as page:
        letters = notices.take_letters(page, limit=_AT_ONCE)
        page.logged += 1  # what becomes of each is the event, and has its own line
    sent = 0
    for letter in letters:
        if enough():
            break
        went = _send(post, letter, say, now=now)
        sent += went
        with casebook.by_itself(book, now=now) as page:
            if went:
                notices.was_sent(page, letter)
            else:
                notices.was_not_sent(page, letter)
            for notice_id in letter.notice_ids:
                outcome = "done" if went else "refused"
                page.log("E", "mail", subject_id=notice_id, outcome=outcome)
    return sent


def compose(post: Post, letter: Letter, say: Saying, *, now: datetime) -> EmailMessage:
    """Return the mail of a letter: that something waits, where to sign in, and nothing else."""
    mail = EmailMessage()
    mail["Subject"] = say(letter.language, _SUBJECT)
    mail["From"] = f"Ministap <{post.sender}>"
    mail["To"] = letter.email
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = make_msgid(domain=post.sender.rpartition("@")[2])
    # No automatic answer comes back to an automatic message (RFC 3834).
    mail["Auto-Submitted"] = "auto-generated"
    body = say(letter.language, _BODY)
    mail.set_content(f"{body}\n\n{post.address}\n" if post.address else f"{body}\n")
    return mail


def _send(post: Post, letter: Letter, say: Saying, *, now: datetime) -> bool:
    """Hand a letter to the server; False when it could not or would not take it.

    The program's log gets the kind of mishap alone: what a server answers may hold an address.
    """
    try:
        mail = compose(post, letter, say, now=now)
    except Exception as error:  # Python's reader of addresses stumbles in many ways
        log.warning("a mail could not be written: error=%s", type(error).__name__)
        return False
    try:
        with _connected(post) as server:
            if post.user:
                server.login(post.user, post.password)
            server.send_message(mail)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        log.warning("a mail could not be sent: error=%s", type(error).__name__)
        return False
    return True


def _connected(post: Post) -> smtplib.SMTP:
    if post.secure:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(post.host, post.port, timeout=_PATIENCE, context=context)
    server = smtplib.SMTP(post.host, post.port, timeout=_PATIENCE)
    # What goes to this machine itself crosses no wire, and its certificate is often its own.
    if post.host in _THIS_MACHINE:
        return server
    try:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        elif post.user:
            raise smtplib.SMTPNotSupportedError("no password without TLS")
    except (OSError, smtplib.SMTPException, ValueError):
        server.close()
        raise
    return server
