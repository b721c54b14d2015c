"""Who can help now stands on every page of a client, with 0800-0113 first."""

import ast
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "pages").rglob("*.py"))
# What draws the help lines: the foot of a client's page, and the page of a care signal itself.
DRAWS = {"panels.client_footer", "panels.who_can_help", "care.draw"}


def calls(source: str) -> set[str]:
    """The names of every function a page calls, as they stand there."""
    return {
        ast.unparse(node.func) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)
    }


def of_a_client(source: str) -> bool:
    return "client_id" in calls(source)


def test_the_search_finds_the_pages_of_a_client() -> None:
    found = {path.stem for path in PAGES if of_a_client(path.read_text(encoding="utf-8"))}
    assert {
        "progress",
        "session_entry",
        "route",
        "care_signal",
        "client_care",
        "client_overview",
        "reading_along",
        "cockpit",
    } <= found
    assert not {"clients", "caseload", "account", "today"} & found


@pytest.mark.parametrize(
    "path",
    [path for path in PAGES if of_a_client(path.read_text(encoding="utf-8"))],
    ids=lambda path: path.stem,
)
def test_every_page_of_a_client_says_who_can_help_now(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    # Drawn whatever happens further up: among the statements of the page itself, not in a branch.
    drawn = {
        ast.unparse(statement.value.func)
        for statement in tree.body
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
    }
    assert drawn & DRAWS, f"{path.stem} needs panels.client_footer(client)"


def page() -> None:
    """Draw the help lines as they stand on every page."""
    from lib.ui.shell import help_lines
    from lib.ui.text import speak

    speak("nl")
    help_lines()


def test_0800_0113_stands_first_and_112_and_the_gp_are_named() -> None:
    app = AppTest.from_function(page).run()
    assert not app.exception
    said = app.markdown[0].value
    lines = [line for line in said.splitlines() if line.startswith("- ")]
    assert lines[0].startswith("- **0800-0113** of **113**")
    for words in ("huisarts", "**112**", "geen spoedlijn"):
        assert words in said
