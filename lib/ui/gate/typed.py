"""What was typed on a page of a client and not saved: fetched when the page is opened anew."""

import re
from contextlib import suppress

import streamlit as st

from lib.domain.access import Permission, Scope
from lib.domain.problems import Refused
from lib.practice import drafts
from lib.ui import fields, memory
from lib.ui.gate import door
from lib.ui.mishaps import note

_CLIENT = re.compile(r"[0-9a-f]{32}")


def fetch(scope: Scope, page: str) -> None:
    """Let the text fields of this page begin with what was typed there before, once for each look.

    The draft of a session is fetched by its own page.
    """
    client = st.query_params.get("client", "")
    if not scope.may(Permission.WRITE_SESSIONS) or not _CLIENT.fullmatch(client):
        memory.drop("typed on")
        return
    memory.keep("typed on", (scope, client, page))
    if memory.is_new(f"{scope.view}:words"):
        found = None
        with suppress(Refused):
            found = drafts.words_on(scope, client, page, now=door.utc_now())
        memory.came_back(dict(found.texts) if found is not None else {})


def _forget(prefix: str) -> None:
    """Forget what was typed in a form: it was saved a moment ago."""
    here = memory.kept("typed on", tuple)
    if here is None:
        return
    scope, client, page = here
    try:
        with suppress(Refused):  # a client of another, as a lead sees one: nothing was kept
            drafts.forget_words(scope, client, page, prefix, tab=memory.tab(), now=door.utc_now())
    except Exception as error:  # what was saved stands, whatever becomes of its draft
        note(error)


fields.when_saved(_forget)
