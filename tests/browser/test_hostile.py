"""Hostile text on every page is only text: nothing runs, nothing is fetched, nothing is drawn."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from sqlalchemy import update

from lib.domain.problems import Refused
from lib.storage import casebook
from lib.storage import tables as t
from tests.browser.conftest import Window
from tests.browser.hands import settled, sign_in
from tests.browser.running import ROOT, Server, move_in
from tests.conftest import KEY
from tests.hostile import AS_TEXT, MARK, Twist, verb
from tests.test_access import Dossier, act, filled
from tests.test_bad_inputs import COUNTS_WITH, WORDS, who_may

# One that is shorter than the smallest field, and one with everything that fits a report.
SHORT = f"{MARK}<img src=x onerror=__pwned=1>"
PICTURE = f"{MARK}![a](http://elders.example/a.png)<svg onload=__pwned=1>"
LONG = "\n\n".join(AS_TEXT.values())
# Nobody can be called so by a verb that reads numbers or an address, and these change who may in.
NOT_FILLED = {"accounts.change_password", "accounts.set_phone", "advice.change_setting"}
# The signs of a payload in what an element is, its attributes or a script's own words; text between
# them is as it should be.
DRAWN = """() => {
  const bad = /elders\\.example|__pwned/;
  const found = window.__pwned ? ['a script ran'] : [];
  for (const one of document.querySelectorAll('body *')) {
    const told = one.getAttributeNames().map((name) => name + '=' + one.getAttribute(name));
    const runs = one.getAttributeNames().some((name) => /^on|^srcdoc$/.test(name));
    const words = ['SCRIPT', 'STYLE'].includes(one.tagName) ? one.textContent : '';
    const names = ['href', 'src', 'action', 'style', 'xlink:href', 'poster', 'background'];
    const leads = names.some((name) => bad.test(one.getAttribute(name) || ''));
    if (runs || leads || bad.test(words) || /^\\*\\{display:none\\}$/.test(words)
        || one.getAttribute('src') === 'x')
      found.push(one.tagName + ' ' + told.join(' ').slice(0, 200));
  }
  return found;
}"""


def hostile_everywhere(bob: Dossier) -> int:
    """Put hostile text in every field of every verb that keeps words; return how many kept it."""
    kept = 0
    for name in sorted(set(WORDS) - NOT_FILLED):
        room, called = name.split(".")
        for field in WORDS[name]:
            way = tuple(field.split("."))
            for typed in (LONG, PICTURE, SHORT):
                twist = Twist(verb(name), way, typed, COUNTS_WITH.get(f"{name}.{field}", {}))
                try:
                    with pytest.MonkeyPatch.context() as patch:
                        patch.setattr(f"lib.practice.{room}.{called}", twist)
                        act(name, who_may(name, bob), bob)
                except Refused:
                    continue
                kept += 1
                break
    # Whoever signs in has a name as well, and no verb changes it.
    named = t.PersonRow.name + " " + SHORT
    bob.practice.run(update(t.PersonRow).values(name=named))
    bob.practice.run(update(t.ClientRow).values(name=t.ClientRow.name + " " + SHORT))
    bob.practice.run(update(t.TeamRow).values(name=t.TeamRow.name + " " + PICTURE))
    return kept


@pytest.fixture
def served(prepared: Any, tmp_path: Path) -> Any:
    """A running server of a practice that is full of hostile text, and the id of a client."""
    practice, dossier = prepared("sqlite", filled)
    bob = replace(dossier, practice=practice)
    kept = hostile_everywhere(bob)
    assert kept > 40, "most fields hold it"
    path = Path(str(practice.engine.url.database))
    casebook.close_books()
    data = tmp_path / "data"
    move_in(path, data, "Ines", "Lea", "Ada")
    server = Server(data, MINISTAP_KEY=KEY)
    yield server, bob
    server.stop()


def pages_of(*rooms: str) -> list[str]:
    return [path.stem for room in rooms for path in sorted((ROOT / "pages" / room).glob("*.py"))]


WALKS = {
    "Ines": pages_of("coach", "everyone"),
    "Lea": pages_of("lead"),
    "Ada": pages_of("admin", "overseer"),
}


def test_hostile_text_on_any_page_is_only_text(
    served: tuple[Server, Dossier], window: Callable[..., Window]
) -> None:
    server, bob = served
    shown = 0
    drawn: dict[tuple[str, str], list[str]] = {}
    for name, pages in WALKS.items():
        opened = window(server.url)
        dialogs: list[str] = []
        opened.page.on("dialog", lambda dialog, seen=dialogs: seen.append(dialog.message))
        sign_in(opened.page, server.url, name)
        for page in pages:
            about = f"?client={bob.practice.bob}&session={bob.session_id}"
            opened.page.goto(f"{server.url}/{page}{about}")
            settled(opened.page)
            open_everything(opened.page)
            drawn[name, page] = opened.page.evaluate(DRAWN)
            shown += MARK in opened.page.locator("body").inner_text()
        assert dialogs == []
    assert {where: found for where, found in drawn.items() if found} == {}
    # A walk along pages without a word of it would say nothing.
    assert shown > len([page for pages in WALKS.values() for page in pages]) // 2


def open_everything(page: Page) -> None:
    """Open what is folded: what is shut is not drawn."""
    folded = page.evaluate(
        "() => { const shut = document.querySelectorAll('details:not([open]) > summary');"
        " shut.forEach((one) => one.click()); return shut.length; }"
    )
    if folded:
        settled(page)
