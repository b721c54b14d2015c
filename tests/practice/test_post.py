"""The post: a mail to whoever has to know, through a real mail server, with nothing in it."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import update

from lib.domain.access import Book, Role
from lib.domain.notices import GAPS, MOST_TRIES
from lib.practice import accounts, care_signals, house, notices, post
from lib.practice.post import Post, WrongPost
from lib.storage import casebook
from lib.storage import tables as t
from lib.ui.text import said_in
from tests.cast import NAMES, NOW, SURNAMES, Practice, email, key, later

WORDS = "Zei dat het niet meer hoeft."
ADDRESS = "https://ministap.example"
SENDER = "bericht@beweging.example"


def free_port(host: str) -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port


class Inbox:
    """A mail server on loopback that keeps what it gets, or takes nothing while it `refuses`."""

    def __init__(self, host: str = "127.0.0.1", **options: Any) -> None:
        self.raw: list[bytes] = []
        self.to: list[str] = []
        self.refuses = False
        self.told: list[tuple[str, bool]] = []
        self._controller = Controller(self, hostname=host, port=free_port(host), **options)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        if self.refuses:
            return "451 not now, ines"
        self.raw.append(bytes(envelope.content or b""))
        self.to.extend(envelope.rcpt_tos)
        return "250 kept"

    def authenticate(self, server: Any, _s: Any, _e: Any, _how: str, said: Any) -> AuthResult:
        self.told.append((said.password.decode(), server.session.ssl is not None))
        return AuthResult(success=True)

    def __enter__(self) -> "Inbox":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def post(self) -> Post:
        at = f"{self._controller.hostname}:{self._controller.port}"
        return post.plan(f"smtp://{at}", sender=SENDER, address=ADDRESS)

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]  # type: ignore[misc]


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with Inbox() as server:
        yield server


def opened(practice: Practice, *, now: datetime = NOW) -> str:
    return care_signals.open_signal(
        practice.ines, practice.bob, words=WORDS, save_key=key(), now=now
    )


def send(inbox: Inbox, **span: float) -> int:
    return post.send_due(Book.PRACTICE, inbox.post, said_in, now=later(**span))


def mail_lines(practice: Practice) -> list[t.AuditRow]:
    return [row for row in practice.rows(t.AuditRow) if row.part == "mail"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_mail_says_that_something_is_ready_and_nothing_else(
    practice: Practice, inbox: Inbox, language: str
) -> None:
    accounts.choose_language(practice.lea, language, now=NOW)
    signal_id = opened(practice)
    assert send(inbox) == 1
    assert inbox.to == [email("Lea")]
    [mail] = inbox.mails
    subject = {
        "nl": "Er staat iets voor je klaar in Ministap",
        "en": "Something is ready for you in Ministap",
    }
    assert mail["Subject"] == subject[language]
    assert SENDER in mail["From"]
    assert mail["Auto-Submitted"] == "auto-generated"
    body = mail.get_content()
    assert ADDRESS in body
    assert ("Log in" if language == "nl" else "Sign in") in body
    # Not in what was sent, and not in any shape a mail program decodes it to.
    for shape in (inbox.raw[0].decode(), str(mail), body):
        said = shape.casefold()
        for name in (*NAMES.values(), *SURNAMES.values(), "Bob", "Ines", "Noord"):
            assert name.casefold() not in said, name
        for word in (WORDS, "hoeft", "zorg", "care", "signaal", "signal", "cliënt", "client"):
            assert word.casefold() not in said, word
        for id_ in (signal_id, practice.bob, practice.lea.person_id):
            assert id_ not in said


def test_a_mail_goes_once_and_leaves_a_line_without_content(
    practice: Practice, inbox: Inbox
) -> None:
    opened(practice)
    assert [send(inbox), send(inbox, minutes=1), send(inbox, days=2)] == [1, 0, 0]
    assert len(inbox.raw) == 1
    [row] = practice.rows(t.NoticeRow)
    assert (row.mailed_at, row.mail_after, row.mail_tries) == (NOW, None, 1)
    [line] = mail_lines(practice)
    assert (line.action, line.outcome, line.subject_id) == ("E", "done", row.id)
    assert (line.person_id, line.client_id, line.reason) == (None, None, "")


def test_two_things_that_wait_for_one_person_are_one_mail(practice: Practice, inbox: Inbox) -> None:
    for _ in range(2):
        opened(practice)
    assert send(inbox) == 1
    assert len(inbox.raw) == 1
    assert all(row.mailed_at == NOW for row in practice.rows(t.NoticeRow))


def test_what_was_seen_meanwhile_is_not_mailed(practice: Practice, inbox: Inbox) -> None:
    opened(practice)
    care_signals.of_client(practice.lea, practice.bob, now=NOW)
    assert send(inbox, minutes=1) == 0
    assert inbox.raw == []


def test_a_care_signal_is_mailed_at_night_and_its_closing_in_the_morning(
    practice: Practice, inbox: Inbox
) -> None:
    # NOW is half past ten in the morning; at night it is twelve hours later.
    signal_id = opened(practice, now=later(hours=12))
    assert send(inbox, hours=12) == 1
    care_signals.close_signal(
        practice.lea, practice.bob, signal_id, note="gebeld", now=later(hours=13)
    )
    assert send(inbox, hours=13) == 0
    assert send(inbox, hours=20) == 0
    assert send(inbox, hours=21) == 1  # half past seven
    assert inbox.to == [email("Lea"), email("Ines")]


def test_whoever_wants_no_mail_gets_none_also_by_a_choice_made_later(
    practice: Practice, inbox: Inbox
) -> None:
    opened(practice)
    off = {"quiet": True, "quiet_from": time(20), "quiet_until": time(7)}
    notices.choose(practice.lea, mail=False, **off, now=NOW)
    assert send(inbox, minutes=1) == 0
    assert notices.count_unseen(practice.lea, now=NOW) == 1
    [notice] = notices.mine(practice.lea, now=NOW)
    assert not notice.mail_failed  # nothing failed: it was not wanted


def test_a_closed_account_and_an_old_notice_get_no_mail(practice: Practice, inbox: Inbox) -> None:
    opened(practice)
    assert send(inbox, days=8) == 0
    opened(practice, now=later(days=8))
    accounts.set_active(practice.ada, practice.lea.person_id, False, now=NOW)
    assert send(inbox, days=8, minutes=1) == 0
    assert inbox.raw == []
    assert all(row.mail_after is None for row in practice.rows(t.NoticeRow))


def test_a_server_that_refuses_is_tried_again_and_given_up_after_eight_times(
    practice: Practice, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    inbox.refuses = True
    opened(practice)
    moment = timedelta()
    for tried, gap in enumerate([*GAPS, timedelta(days=3)], start=1):
        assert send(inbox, seconds=moment.total_seconds()) == 0
        assert practice.rows(t.NoticeRow)[0].mail_tries == tried
        soon = moment + gap - timedelta(seconds=1)
        assert send(inbox, seconds=soon.total_seconds()) == 0
        assert practice.rows(t.NoticeRow)[0].mail_tries == tried, "it waits for the gap"
        moment += gap
    assert practice.rows(t.NoticeRow)[0].mail_tries == MOST_TRIES
    [notice] = notices.mine(practice.lea, now=NOW)
    assert notice.mail_failed
    assert [line.outcome for line in mail_lines(practice)] == ["refused"] * MOST_TRIES
    # What a server answers may hold a name: the program's log has the kind of mishap alone.
    assert "SMTPDataError" in caplog.text
    assert "ines" not in caplog.text.casefold()


@pytest.mark.parametrize("address", [".<ba]b<@\\;b.nl", "(#@):=.nl", "().>@<.nl"])
def test_an_address_that_cannot_be_read_keeps_nobody_elses_mail_waiting(
    address: str, practice: Practice, inbox: Inbox
) -> None:
    lead = (Role.LEAD,)
    accounts.set_roles(practice.ada, practice.olga.person_id, practice.noord, lead, now=NOW)
    row = update(t.PersonRow).where(t.PersonRow.id == practice.lea.person_id)
    practice.run(row.values(email=address))
    opened(practice)
    assert send(inbox) == 1
    assert inbox.to == [email("Olga")]
    assert [line.outcome for line in mail_lines(practice)].count("refused") == 1


def test_after_a_refusal_the_next_try_brings_it(practice: Practice, inbox: Inbox) -> None:
    inbox.refuses = True
    opened(practice)
    assert send(inbox) == 0
    inbox.refuses = False
    assert send(inbox, minutes=1) == 1
    assert practice.rows(t.NoticeRow)[0].mailed_at == later(minutes=1)


def test_a_crash_between_sending_and_marking_sends_twice_and_never_zero_times(
    practice: Practice, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(practice)
    with monkeypatch.context() as patched:
        patched.setattr(post.notices, "was_sent", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            send(inbox)
    assert len(inbox.raw) == 1
    assert practice.rows(t.NoticeRow)[0].mailed_at is None
    assert send(inbox, minutes=1) == 1
    assert len(inbox.raw) == 2


def test_no_transaction_is_open_while_the_server_is_spoken_to(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> bool:
        # On SQLite a second writer would wait here for ever, if the first were still there.
        practice.run(update(t.NoticeRow).values(mail_tries=1))
        return True

    opened(practice)
    monkeypatch.setattr(post, "_send", busy)
    somewhere = post.plan("smtp://127.0.0.1:25", sender=SENDER, address="")
    assert post.send_due(Book.PRACTICE, somewhere, said_in, now=NOW) == 1


def test_what_is_asked_to_stop_leaves_the_rest_for_later(practice: Practice, inbox: Inbox) -> None:
    opened(practice)
    stopped = post.send_due(Book.PRACTICE, inbox.post, said_in, now=NOW, enough=lambda: True)
    assert (stopped, inbox.raw) == (0, [])
    assert send(inbox, minutes=1) == 1


def test_the_demo_mails_nobody(in_sqlite: Practice, inbox: Inbox) -> None:
    opened(in_sqlite)
    engine = casebook.engine_of(Book.PRACTICE)
    casebook.open_book(Book.DEMO, str(engine.url))
    assert post.send_due(Book.DEMO, inbox.post, said_in, now=NOW) == 0
    assert inbox.raw == []
    assert send(inbox) == 1


# -- how the server is spoken to --------------------------------------------------------------

ELSEWHERE = "127.0.0.2"  # loopback as well, and not called so: as a server somewhere else


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate for the server elsewhere, which this process trusts."""
    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a mail server")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(ELSEWHERE))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(secret, hashes.SHA256())
    )
    pem, its_key = tmp_path / "server.pem", tmp_path / "server.key"
    pem.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    its_key.write_bytes(
        secret.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem, its_key)
    return context


def with_password(inbox: Inbox) -> Post:
    plain = inbox.post
    url = f"smtp://ministap:ge%20heim@{plain.host}:{plain.port}"
    return post.plan(url, sender=SENDER, address=ADDRESS)


def test_a_password_is_told_over_tls_alone(
    in_sqlite: Practice, certificate: ssl.SSLContext
) -> None:
    opened(in_sqlite)
    inbox = Inbox(ELSEWHERE, tls_context=certificate)
    inbox._controller.SMTP_kwargs["authenticator"] = inbox.authenticate
    with inbox:
        assert post.send_due(Book.PRACTICE, with_password(inbox), said_in, now=NOW) == 1
    assert inbox.told == [("ge heim", True)]


def test_without_tls_no_password_leaves_this_machine(in_sqlite: Practice) -> None:
    opened(in_sqlite)
    inbox = Inbox(ELSEWHERE)
    inbox._controller.SMTP_kwargs |= {
        "authenticator": inbox.authenticate,
        "auth_require_tls": False,
    }
    with inbox:
        assert post.send_due(Book.PRACTICE, with_password(inbox), said_in, now=NOW) == 0
    assert (inbox.told, inbox.raw) == ([], [])


def test_a_certificate_nobody_vouches_for_is_not_spoken_to(
    in_sqlite: Practice, certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    opened(in_sqlite)
    with Inbox(ELSEWHERE, tls_context=certificate) as inbox:
        assert send(inbox) == 0
    assert inbox.raw == []


def test_a_server_that_is_not_there_is_a_mail_for_later(in_sqlite: Practice) -> None:
    opened(in_sqlite)
    with Inbox() as inbox:
        gone = inbox.post
    assert post.send_due(Book.PRACTICE, gone, said_in, now=NOW) == 0
    assert in_sqlite.rows(t.NoticeRow)[0].mail_after == later(minutes=1)


# -- the settings -----------------------------------------------------------------------------


def test_without_a_server_no_mail_is_sent() -> None:
    assert house.plan({}).post is None
    assert house.plan({"MINISTAP_SMTP_URL": " ", "MINISTAP_MAIL_FROM": SENDER}).post is None


def test_the_settings_of_the_mail_may_stand_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "smtp"
    secret.write_text("smtps://mini%40stap:p%2Fw@mail.example\n", encoding="utf-8")
    found = house.plan(
        {
            "MINISTAP_SMTP_URL_FILE": str(secret),
            "MINISTAP_MAIL_FROM": SENDER,
            "MINISTAP_URL": ADDRESS,
        }
    ).post
    assert found == Post(
        "mail.example", 465, True, SENDER, user="mini@stap", password="p/w", address=ADDRESS
    )
    assert "p/w" not in repr(found)


@pytest.mark.parametrize(
    ("url", "sender", "address", "named"),
    [
        ("http://mail.example", SENDER, "", "MINISTAP_SMTP_URL"),
        ("smtp://", SENDER, "", "MINISTAP_SMTP_URL"),
        ("smtp://geheim:wacht@mail.example:mail", SENDER, "", "MINISTAP_SMTP_URL"),
        ("smtp://mail.example", "", "", "MINISTAP_MAIL_FROM"),
        ("smtp://mail.example", "iemand", "", "MINISTAP_MAIL_FROM"),
        ("smtp://mail.example", SENDER, "ministap.example", "MINISTAP_URL"),
    ],
)
def test_settings_that_cannot_be_used_stop_the_start_and_are_named(
    url: str, sender: str, address: str, named: str
) -> None:
    environ = {
        "MINISTAP_SMTP_URL": url,
        "MINISTAP_MAIL_FROM": sender,
        "MINISTAP_URL": address,
    }
    with pytest.raises(WrongPost, match=named) as refused:
        house.plan(environ)
    assert "geheim" not in str(refused.value)
