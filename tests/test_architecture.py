"""The house stays as it was drawn: who may import whom, and the five locks' small print."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PYTHON = [*(ROOT / "lib").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "app.py"]
PAGES = sorted((ROOT / "pages").rglob("*.py"))
ROOMS = ("domain", "storage", "practice", "ui")
# Who may import whom. The gate alone may ask the practice from within ui.
MAY = {
    "domain": {"domain"},
    "storage": {"domain", "storage"},
    "practice": {"domain", "storage", "practice"},
    "ui": {"domain", "ui"},
    "gate": {"domain", "practice", "ui"},
    "pages": {"domain", "practice", "ui"},
    "app": {"ui"},
}
OUTSIDE = {
    "sqlalchemy": {"storage"},
    "alembic": {"storage"},
    "streamlit": {"ui", "gate", "pages", "app"},
    "pandas": {"ui", "gate"},
    "plotly": {"ui", "gate"},
    "starlette": {"gate", "app"},
    "streamlit_authenticator": {"gate"},
    "typst": {"ui"},
    "xlsxwriter": {"ui"},
    "pyrage": {"storage"},
    "pyotp": {"storage"},
    "segno": {"gate"},
    "authlib": {"gate"},
    "joserfc": {"gate"},
    "requests": {"gate"},
    "icalendar": {"ui"},
    "holidays": {"storage"},
}
AUDIENCES = {"coach", "lead", "everyone", "admin", "overseer"}


def room_of(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    if parts[0] != "lib":
        return "pages" if parts[0] == "pages" else "app"
    if parts[1:3] == ("ui", "gate"):
        return "gate"
    return parts[1]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            for alias in node.names:
                yield f"{node.module}.{alias.name}"


@pytest.mark.parametrize("path", PYTHON, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_room_only_enters_the_rooms_it_may(path):
    if path.parent == ROOT / "lib":
        return
    room = room_of(path)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "lib" and len(parts) > 1 and parts[1] in ROOMS:
            assert parts[1] in MAY[room], f"{room} imports {name}"
        if parts[0] in OUTSIDE:
            assert room in OUTSIDE[parts[0]], f"{room} imports {name}"


def test_the_domain_knows_only_itself_and_the_standard_library():
    allowed = {"lib", "scipy", "numpy"}
    import sys

    for path in (ROOT / "lib" / "domain").rglob("*.py"):
        for name in imports(path):
            top = name.split(".")[0]
            assert top in allowed or top in sys.stdlib_module_names, f"{path.name}: {name}"


def calls(pattern: str, *, outside: set[str]) -> list[str]:
    """Return the places where a pattern stands in code that may not hold it."""
    found = []
    for path in PYTHON:
        name = str(path.relative_to(ROOT))
        if name in outside:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(pattern, line.split("#")[0]):
                found.append(f"{name}:{number}: {line.strip()}")
    return found


def test_only_the_casebook_and_the_engine_commit():
    assert calls(r"\.commit\(", outside={"lib/storage/casebook.py", "lib/storage/engine.py"}) == []


def test_only_memory_and_the_filters_touch_session_state():
    kept = {"lib/ui/memory.py", "lib/ui/filters.py"}
    assert calls(r"st\.session_state", outside=kept) == []


def test_one_room_counts_over_everyone_and_one_verb_asks_it():
    """Without the net a statement sees every client: no row may get further than that room."""
    door = {"lib/storage/casebook.py", "lib/storage/pooled.py"}
    assert calls(r"\bpooling\b|net=False", outside=door) == []
    may_ask = {"lib/practice/step_library.py"}
    assert calls(r"\bpooled\b", outside=door | may_ask) == []
    # The search finds what it is meant to find.
    assert calls(r"\bpooling\b", outside=set()) != []
    assert calls(r"\bpooled\b", outside=door) != []


def test_one_room_reads_the_log_of_everyone_and_one_verb_asks_it():
    """There is no net under that transaction: no client's name may come out of it."""
    door = {"lib/storage/casebook.py", "lib/practice/oversight.py"}
    assert calls(r"\boverseeing\b", outside=door) == []
    assert calls(r"\boverseeing\b", outside={"lib/storage/casebook.py"}) != []
    assert calls(r"storage import oversight|storage\.oversight", outside=door) == []
    source = (ROOT / "lib/storage/oversight.py").read_text(encoding="utf-8")
    assert set(re.findall(r"t\.ClientRow\.(\w+)", source)) == {"id", "coach_id"}


def test_the_room_that_counts_over_everyone_hands_on_numbers_alone():
    """What is public there returns counts, and no Page to ask further."""
    tree = ast.parse((ROOT / "lib/storage/pooled.py").read_text(encoding="utf-8"))
    handed = {
        node.name: ast.unparse(node.returns)
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.returns
    }
    assert handed == {"starts": "dict[str, Starts]"}


def test_only_the_rights_of_clients_erase():
    """There is no net under that transaction: what is a colleague's alone goes as well."""
    door, may = {"lib/storage/casebook.py"}, {"lib/practice/rights.py"}
    assert calls(r"casebook\.erasing\b|\berasing\(", outside=door | may) == []
    assert calls(r"casebook\.erasing\b", outside=door) != []
    rooms = {"lib/storage/erasure.py"}
    assert calls(r"\berasure\.(erase|reapply|wipe)\b", outside=rooms | may) == []


def test_only_the_night_and_the_post_work_in_nobodys_name():
    """There is no net under that transaction either."""
    rooms = {
        "lib/storage/casebook.py",
        "lib/practice/nightly.py",
        "lib/practice/post.py",
        "lib/practice/log_check.py",
        "lib/practice/backups.py",
        "lib/practice/keys.py",
    }
    assert calls(r"\bby_itself\b", outside=rooms) == []
    assert calls(r"\bby_itself\b", outside={"lib/storage/casebook.py"}) != []
    # The demo lives through its nights while it is made.
    clock = {
        "lib/practice/post.py",
        "lib/practice/nightly.py",
        "lib/practice/demo.py",
        "lib/practice/backups.py",
        "lib/ui/gate/clockwork.py",
    }
    assert calls(r"\b(send_due|run_due)\(", outside=clock) == []


def test_only_who_leaves_opens_the_net_for_an_administrator():
    """With `leaving` a statement sees whom somebody guides: for counting and covering alone."""
    net = {"lib/storage/casebook.py", "lib/storage/visibility.py"}
    assert calls(r"\bleaving=", outside=net | {"lib/practice/accounts.py"}) == []
    assert calls(r"\bleaving=", outside=net) != []


def test_what_is_done_in_nobodys_name_is_the_night_and_the_post():
    """Without the net a statement sees every client: nothing that somebody asks may go there."""
    door = {"lib/storage/casebook.py"}
    may = {"lib/practice/nightly.py", "lib/practice/post.py", "lib/practice/log_check.py"}
    may |= {"lib/practice/keys.py", "lib/practice/backups.py"}
    assert calls(r"\bby_itself\b", outside=door | may) == []
    # The search finds what it is meant to find.
    assert {found.split(":")[0] for found in calls(r"\bby_itself\b", outside=door)} == may


def test_no_sql_as_text_outside_storage():
    inside = {str(p.relative_to(ROOT)) for p in (ROOT / "lib" / "storage").rglob("*.py")}
    assert calls(r"(?<!\.)(?<!\w)text\(|read_sql", outside=inside) == []


def test_the_domain_never_reads_the_clock():
    outside = {str(p.relative_to(ROOT)) for p in PYTHON if room_of(p) != "domain"}
    assert calls(r"\.today\(\)|\.now\(|utcnow|time\.time\(", outside=outside) == []


def test_the_gate_is_where_the_clock_is_read():
    # At the terminal there is no gate.
    clocks = {"lib/ui/gate/door.py", "lib/command.py"}
    assert calls(r"date\.today\(|datetime\.now\(|utcnow", outside=clocks) == []


def test_no_html_or_script_of_ours_reaches_the_browser():
    assert calls(r"unsafe_allow|st\.html|components\.v1|st\.iframe", outside=set()) == []


def test_nothing_is_unpickled_and_nothing_about_a_person_is_cached():
    assert calls(r"\bpickle\b|st\.cache_|st\.connection", outside=set()) == []


def test_no_fragment_escapes_the_gate():
    """A fragment reruns without the frame: it would not ask again who is there."""
    assert calls(r"st\.fragment", outside=set()) == []


def test_a_dialog_is_opened_in_one_place_that_asks_the_gate_first():
    """A dialog is a fragment too: it has to ask by itself who is there, at each of its runs."""
    room = "lib/ui/dialogs.py"
    assert calls(r"st\.dialog", outside={room}) == []
    drawn = [
        node
        for node in ast.walk(ast.parse((ROOT / room).read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.decorator_list
    ]
    assert [ast.unparse(node.body[0]) for node in drawn] == ["arrive()"]


def test_only_the_front_door_makes_a_scope_and_only_the_gate_changes_one():
    maker = {"lib/practice/front_door.py"}
    assert calls(r"(?<![\w.])Scope\(", outside=maker | {"lib/domain/access.py"}) in (
        [],
        calls(r"class Scope\(", outside=set()),
    )
    assert calls(r"replace\(scope", outside={"lib/ui/gate/enter.py"}) == []


def test_python_pages_stand_in_the_folder_of_their_audience():
    assert list((ROOT / "pages").glob("*.py")) == []
    assert {p.name for p in (ROOT / "pages").iterdir() if p.is_dir()} - {"__pycache__"} == AUDIENCES


def test_the_script_streamlit_runs_stands_away_from_the_pages():
    source = (ROOT / "app.py").read_text(encoding="utf-8")
    assert '"lib" / "ui" / "run" / "main.py"' in source
    assert not (ROOT / "lib" / "ui" / "run" / "pages").exists()


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_a_page_is_short_and_enters_through_the_gate(path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 120
    tree = ast.parse(source)
    first_calls = [
        node.func.id
        for statement in tree.body
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    assert first_calls[0] in ("enter", "Permission"), "a page asks the gate first"
    assert "enter(Permission." in source


def test_page_names_are_unique():
    stems = [path.stem for path in (ROOT / "pages").rglob("*.py")]
    assert len(stems) == len(set(stems))


@pytest.mark.parametrize("path", PYTHON, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_says_what_it_is_in_its_first_line(path):
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert doc
    assert doc.splitlines()[0].endswith(".")


def test_no_module_is_called_a_helper_or_a_manager():
    names = {path.stem for path in PYTHON}
    assert not {n for n in names if re.search(r"helper|util|manager|service|common|misc", n)}


def test_the_project_speaks_of_itself_alone():
    suspicious = re.compile(r"/(work|farm|tmp)/|\.\./shared|issue #?\d|this session's")
    found = [
        str(path.relative_to(ROOT))
        for path in [*PYTHON, *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        if suspicious.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
