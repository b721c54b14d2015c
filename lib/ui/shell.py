"""The frame around every page: menu, logo, who you are, and where to find help."""

from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st

from lib.domain.access import Book, Permission, Scope
from lib.domain.problems import NotAllowed, Refused
from lib.domain.rights import Restricted
from lib.ui import memory
from lib.ui.gate.enter import arrive, leave, open_questions, turned_away, unseen
from lib.ui.text import plain, said, t, tn

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "pages"
LOOKS = ROOT / "data" / "looks"


def _page(
    path: str, title: str, icon: str, *, hidden: bool = False, first: bool = False
) -> st.Page:
    return st.Page(
        PAGES / f"{path}.py",
        title=title,
        icon=f":material/{icon}:",
        visibility="hidden" if hidden else "visible",
    )


def menu(scope: Scope) -> dict[str, list[st.Page]]:
    """Return the pages this person may open, by heading; the hidden ones are reached by links."""
    coach: list[st.Page] = []
    if scope.may(Permission.SEE_OWN_CASELOAD):
        coach = [
            _page("coach/today", t("Today"), "today"),
            _page("coach/clients", t("My clients"), "diversity_1"),
            _page("coach/agenda", t("Agenda"), "calendar_month"),
            _page("coach/cockpit", t("Before the session"), "visibility", hidden=True),
            _page("coach/progress", t("Progress"), "timeline", hidden=True),
            _page("coach/session_entry", t("Write down a session"), "edit_note", hidden=True),
            _page("coach/session_saved", t("After the session"), "task_alt", hidden=True),
            _page("coach/route", t("Recovery route"), "footprint", hidden=True),
            _page("coach/what_helps", t("What helps"), "favorite", hidden=True),
            _page("coach/measures", t("Questionnaires"), "checklist", hidden=True),
            _page("coach/handbook", t("My handbook"), "menu_book", hidden=True),
            _page("coach/route_ahead", t("The coming two weeks"), "calendar_month", hidden=True),
            _page("coach/route_story", t("How the route came to be"), "history_edu", hidden=True),
            _page("coach/agreements", t("Agreements with the client"), "handshake", hidden=True),
            _page("coach/care_signal", t("Care signal"), "support", hidden=True),
            _page("coach/sessions", t("Sessions"), "history", hidden=True),
            _page("coach/client_details", t("Client details"), "badge", hidden=True),
            _page("coach/intake", t("The beginning"), "door_open", hidden=True),
            _page("coach/hand_over", t("Hand over or cover"), "swap_horiz", hidden=True),
            _page("coach/read_first", t("Read this first"), "menu_book", hidden=True),
            _page("coach/cover", t("Hand-over and cover"), "swap_horiz"),
            _page("coach/who_looked", t("Who looked"), "policy", hidden=True),
            _page("coach/rights", t("Rights"), "gavel", hidden=True),
            _page("coach/share_step", t("Share a step"), "group_add", hidden=True),
            _page("coach/snippets", t("Text snippets"), "text_snippet"),
            _page("coach/steps", t("Steps of the team"), "footprint"),
        ]
    lead: list[st.Page] = []
    if scope.may(Permission.SEE_TEAM_CASELOAD):
        lead = [
            _page("lead/caseload", t("Caseload"), "groups"),
            _page("lead/questions", _with(t("Questions of the team"), scope), "contact_support"),
            _page("lead/client_overview", t("Client"), "person", hidden=True),
            _page("lead/client_care", t("Care signal"), "support", hidden=True),
            _page("lead/handovers", t("Hand-over and cover"), "swap_horiz"),
            _page("lead/team_quality", t("How the team is doing"), "monitoring"),
            _page("lead/team_rights", t("Rights of clients"), "gavel"),
            _page("lead/report", t("Monthly report"), "summarize"),
            _page("lead/team_settings", t("Agreements of the team"), "tune"),
        ]
    admin: list[st.Page] = []
    if scope.may(Permission.MANAGE_PEOPLE):
        admin = [
            _page("admin/people", t("People and teams"), "manage_accounts"),
            _page("admin/regions", t("Regions"), "map"),
            _page("admin/rules", t("Agreements of the practice"), "handshake"),
            _page("admin/house", t("Keeping the house"), "home_repair_service"),
        ]
    overseer: list[st.Page] = []
    if scope.may(Permission.OVERSEE):
        overseer = [
            _page("overseer/review", t("What stands out"), "policy"),
            _page("overseer/log", t("The log"), "receipt_long"),
        ]
    everyone = [
        _page("everyone/account", t("My account"), "account_circle"),
        _page("everyone/meaning", t("What does this number mean?"), "help"),
        _page("everyone/reading_along", t("Reading along"), "support", hidden=True),
    ]
    first = [*coach, *lead, *admin, *overseer, *everyone][0]
    # Streamlit serves a default page at "/" only, and its own address would not exist. So the
    # default is a doorstep, and every page keeps one address for everyone.
    home = st.Page(
        lambda: st.switch_page(first), url_path="start", default=True, visibility="hidden"
    )
    everyone.append(home)
    sections = {
        t("Clients"): coach,
        t("Team"): lead,
        t("Practice"): admin,
        t("Oversight"): overseer,
        t("You"): everyone,
    }
    return {heading: pages for heading, pages in sections.items() if pages}


def _with(title: str, scope: Scope) -> str:
    """Return a title with the number of questions that wait for an answer; without any, none."""
    waiting = open_questions(scope) if scope.may(Permission.ANSWER_COACHES) else 0
    return f"{title} ({waiting})" if waiting else title


def run() -> None:
    """Draw the frame and run the page inside it; a refusal becomes a calm sentence."""
    scope = arrive()
    pages = menu(scope)
    st.set_page_config(
        page_title=_title(pages),
        page_icon=str(LOOKS / "favicon.png"),
        layout="wide",
        menu_items={"Get help": None, "Report a bug": None, "About": None},
    )
    together = _looked_at_together()
    current = st.navigation(pages, position="hidden" if together else "sidebar", expanded=True)
    memory.keep("page", current.url_path)
    if not together:
        logo = "logo_dark.svg" if st.context.theme.type == "dark" else "logo.svg"
        st.logo(str(LOOKS / logo), size="large", icon_image=str(LOOKS / "mark.svg"))
        with st.sidebar:
            _sidebar(scope)
    if scope.book is Book.DEMO:
        st.badge(t("Demo: all people here are invented"), icon=":material/theater_comedy:")
    told = memory.take_flash()
    if told:
        # The script brings it into sight: the page may stand scrolled down.
        with st.container(key="flash"):
            st.success(plain(told), icon=":material/check_circle:")
            way = memory.flash_way()
            if way is not None:
                about = {"client": way.client_id}
                icon = ":material/door_open:"
                st.page_link(path(way.page), label=way.label, icon=icon, query_params=about)
    st.button(t("Draw again"), key="wake")
    try:
        # The script that keeps drafts reads here which tab this is.
        with st.container(key=f"desk-{memory.tab()}"):
            current.run()
    except Refused as refusal:
        if isinstance(refusal, NotAllowed):
            turned_away(scope, current.url_path)
        st.info(plain(said(refusal)), icon=":material/info:")
        if isinstance(refusal, Restricted) and "client" in st.query_params:
            about = {"client": st.query_params["client"]}
            icon = ":material/history:"
            label = t("Read the sessions of this client")
            st.page_link(path("coach/sessions"), label=label, icon=icon, query_params=about)


def _title(pages: dict[str, list[st.Page]]) -> str:
    """Return what the browser's tab says: the page, never a client, for it is seen by others."""
    here = urlsplit(st.context.url or "").path.strip("/")
    titles = {page.url_path: page.title for section in pages.values() for page in section}
    return f"{titles[here]} · Ministap" if titles.get(here) else "Ministap"


def _looked_at_together() -> bool:
    """True while a coach turned the screen to a client; on another page it is theirs alone again.

    Then the menu is out of sight, and nothing of other clients is a tap away.
    """
    client = st.query_params.get("client", "")
    form = memory.kept("together", str)
    shown = (f"session:{client}:", f"handbook:{client}:")
    return form is not None and bool(client) and form.startswith(shown)


def _sidebar(scope: Scope) -> None:
    st.caption(plain(scope.name))
    if scope.may(Permission.CARE_SIGNALS) and (count := unseen()):
        coaches = scope.may(Permission.SEE_OWN_CASELOAD)
        words = tn("{count} notice", "{count} notices", count)
        st.page_link(
            path("coach/today" if coaches else "lead/caseload"),
            label=f"**{words}**",
            icon=":material/notifications:",
        )
    with st.popover(t("Worried about someone?"), icon=":material/support:", width="stretch"):
        help_lines()
    if st.button(t("Sign out"), icon=":material/logout:", width="stretch", key="sign_out"):
        leave()


def help_lines() -> None:
    """Show who to call; on every client page and in the menu."""
    st.markdown(
        t(
            "Stay with them, ask and listen. Look for help together:\n\n"
            "- **0800-0113** or **113**: 113 Zelfmoordpreventie, day and night, also at 113.nl. "
            "0800-0113 does not show on the phone bill.\n"
            "- **The GP** (huisarts), or out of hours the huisartsenpost, who can call in the "
            "crisis service.\n"
            "- **112** in direct danger.\n\n"
            "This is not an emergency line: messages are not read day and night."
        )
    )


def path(name: str) -> Path:
    """Return the file of a page by its folder and name, for links and switches."""
    return PAGES / f"{name}.py"
