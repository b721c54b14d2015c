"""What an administrator does at the terminal: python -m lib.command, and its commands."""

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from lib.domain.access import Book
from lib.domain.backups import TROUBLE_WORDS, NotPossible, Plan
from lib.practice import backups, front_door, house, keys, safety
from lib.practice.given import WrongSetting
from lib.practice.house import House
from lib.practice.post import WrongPost
from lib.storage import casebook, seals
from lib.ui.gate import starting
from lib.ui.text import moment, t


@click.group()
def commands() -> None:
    """Look after an installation of Ministap, with the settings of its environment."""


def planned() -> House:
    """Return what the environment asks for; ends with a sentence when it cannot be understood."""
    try:
        return house.plan(os.environ)
    except (WrongSetting, WrongPost) as wrong:
        raise click.ClickException(str(wrong)) from None


def utc_now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


@commands.command()
def check() -> None:
    """Say what would keep Ministap from starting in production; nothing is changed."""
    plan = replace(planned(), production=True)
    # The app itself may be at work in the folder while it is looked at.
    found = [
        one
        for one in safety.findings(plan, os.environ, starting.options(), now=utc_now())
        if one.rule != "alone"
    ]
    for one in found:
        click.echo(f"- {starting.said(one)}")
    if any(one.stops for one in found):
        sys.exit(starting.MISCONFIGURED)
    click.echo(t("Nothing keeps Ministap from starting."))


@commands.command("new-key")
@click.option("--file", type=click.Path(path_type=Path), help="Write it here, for this user alone.")
def new_key(file: Path | None) -> None:
    """Make a key for MINISTAP_KEY, and print it or write it to a new file."""
    if file is None:
        click.echo(seals.new_key())
        return
    try:
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError:
        raise click.ClickException(
            t("This file cannot be made, or is there already: {file}", file=file)
        ) from None
    with os.fdopen(handle, "w", encoding="ascii") as opened:
        opened.write(seals.new_key() + "\n")
    click.echo(t("The new key stands in {file}.", file=file))


@commands.command("rotate-key")
def rotate_key() -> None:
    """Seal drafts, notes and second factors anew with the first key of MINISTAP_KEY.

    Ministap may be at work meanwhile, once it was started with the new key in front.
    """
    plan = planned()
    if isinstance(plan.database, Path) and not plan.database.exists():
        raise click.ClickException(t("There is no database here yet."))
    try:
        house.use_keys(plan)
    except ValueError:
        raise click.ClickException(t("MINISTAP_KEY holds something that is no key.")) from None
    books = {Book.PRACTICE: plan.database}
    if plan.demo_file.exists():
        books[Book.DEMO] = plan.demo_file
    left = 0
    try:
        for book, where in books.items():
            casebook.open_book(book, where)
            done = keys.rotate(book, now=utc_now())
            left += done.older + done.unreadable
            click.echo(
                t(
                    "{book}: {anew} sealed anew, {older} still need an older key, no key here "
                    "opens {unreadable}. {lines} lines of the log are signed with an older key.",
                    book=book.value,
                    anew=done.sealed_anew,
                    older=done.older,
                    unreadable=done.unreadable,
                    lines=done.log_lines,
                )
            )
    finally:
        casebook.close_books()
    click.echo(t("Keep the older key, behind the new one, as long as the log has to be proven."))
    if left:
        sys.exit(1)


@commands.command("second-step-lost")
@click.argument("email")
def second_step_lost(email: str) -> None:
    """Let somebody set up their second step anew, when no administrator can do it for them.

    They still need their password. It stands in the log as a change of rights.
    """
    plan = opened()
    try:
        casebook.open_book(Book.PRACTICE, plan.database)
        found = front_door.second_step_lost(Book.PRACTICE, email, now=utc_now())
    finally:
        casebook.close_books()
    if not found:
        raise click.ClickException(t("No open account with a second step has this address."))
    click.echo(t("The second step was taken away. It is set up anew at the next sign-in."))


@commands.command()
def backup() -> None:
    """Make a backup now; Ministap may be at work meanwhile."""
    plan = opened()
    try:
        casebook.open_book(Book.PRACTICE, plan.database)
        made = backups.make(Book.PRACTICE, _plan_of(plan), now=utc_now())
    except NotPossible as trouble:
        raise click.ClickException(t(TROUBLE_WORDS[trouble.trouble])) from None
    finally:
        casebook.close_books()
    where = _plan_of(plan).folder / made.name
    click.echo(t("The backup stands in {file}.", file=where))
    if made.verified_at is None:
        click.echo(t("It was not opened: the key for that is not here."))


@commands.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """Open a backup, read it whole, and say what is in it; nothing is changed."""
    plan = planned()
    try:
        found = backups.verify(file, _plan_of(plan))
    except NotPossible as trouble:
        raise click.ClickException(t(TROUBLE_WORDS[trouble.trouble])) from None
    click.echo(
        t(
            "This backup is whole. Made {moment}; {clients} clients, {lines} lines of the log.",
            moment=moment(found.made_at),
            clients=found.rows.get("client", 0),
            lines=found.rows.get("audit", 0),
        )
    )


@commands.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--over", is_flag=True, help="Replace the database that is there.")
def restore(file: Path, over: bool) -> None:
    """Put a backup in the place of the database; stop Ministap first.

    Dossiers that were erased since are erased again, and everybody has to sign in anew.
    """
    plan = opened(needs_database=False)
    if safety.is_held(plan):
        raise click.ClickException(t("Ministap is at work here. Stop it first."))
    try:
        found, erased = backups.restore(
            file,
            _plan_of(plan),
            database=plan.database,
            log_head=plan.log_head,
            over=over,
            now=utc_now(),
        )
    except NotPossible as trouble:
        raise click.ClickException(t(TROUBLE_WORDS[trouble.trouble])) from None
    finally:
        casebook.close_books()
    click.echo(
        t(
            "The backup of {moment} was put back; {count} dossiers were erased again.",
            moment=moment(found.made_at),
            count=erased,
        )
    )


def opened(*, needs_database: bool = True) -> House:
    """Return what the environment asks for, with its keys in use; ends with a sentence if not."""
    plan = planned()
    if needs_database and isinstance(plan.database, Path) and not plan.database.exists():
        raise click.ClickException(t("There is no database here yet."))
    try:
        house.keep_private(plan)
        house.use_keys(plan)
    except ValueError:
        raise click.ClickException(t("MINISTAP_KEY holds something that is no key.")) from None
    return plan


def _plan_of(plan: House) -> Plan:
    return plan.backups or backups.plan({}, plan.data)


if __name__ == "__main__":
    commands()
