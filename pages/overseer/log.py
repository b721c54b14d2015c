"""The access log itself: by period, colleague, dossier and what was done; to keep as a file."""

import streamlit as st

from lib.domain.access import Permission
from lib.domain.calendar import local_day
from lib.domain.oversight import LINES_AT_ONCE
from lib.practice import oversight
from lib.ui import downloads, oversight_search, oversight_words, row_files
from lib.ui.gate.enter import enter, now
from lib.ui.text import t

scope = enter(Permission.OVERSEE)
st.title(t("The log"), anchor=False)
st.caption(
    t(
        "Who did what, and by which rule; never what stands in a dossier. That you look here, and "
        "what you look for, is a line in the log as well."
    )
)
colleagues = oversight.colleagues(scope, now=now())
asked = oversight_search.asked(colleagues, today=local_day(now()))
found = oversight.search(scope, asked, before=oversight_search.before(), now=now())
oversight_search.table(found)
oversight_search.turn(found, full=LINES_AT_ONCE)


def rows(who, at):
    """Gather what is handed out, for whoever clicks; the log says so."""
    return row_files.as_csv(oversight_words.rows(oversight.export(who, asked, now=at)))


downloads.of_teams(
    scope, t("Keep as CSV, for a spreadsheet"), rows, "access log",
    file_name=t("access-log") + ".csv", mime="text/csv", icon=":material/table_view:",
)  # fmt: skip
