"""An unsafe set-up does not start: the app itself, as a server starts it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lib.storage import seals
from lib.storage.engine import ROOT
from lib.ui.gate.starting import MISCONFIGURED
from tests.browser.running import free_port

CODE = "berk-en-beuk-17-nu"


def started(tmp_path: Path, **environ: str) -> tuple[int, str]:
    """Start the app in production and return how it ended and all it said."""
    safe = {
        "MINISTAP_ENV": "production",
        "MINISTAP_DATA": str(tmp_path / "data"),
        "MINISTAP_KEY": seals.new_key(),
        "MINISTAP_SETUP_CODE": CODE,
        "MINISTAP_URL": "https://ministap.example",
    }
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    done = subprocess.run(
        [*command, "--server.port", str(free_port())],
        cwd=ROOT,
        env={**os.environ, **safe, **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        (
            {"MINISTAP_KEY": "", "MINISTAP_URL": "http://ministap.example"},
            ["- De sleutel staat naast de database", "- Het is niet bekend op welk https-adres"],
        ),
        (
            {"STREAMLIT_CLIENT_SHOW_ERROR_DETAILS": "full"},
            ["- De optie client.showErrorDetails staat niet zoals"],
        ),
        (
            {"CREDENTIALS_DIRECTORY": "given"},
            ["- MINISTAP_SETUP_CODE is given twice"],
        ),
    ],
)
def test_an_unsafe_set_up_does_not_start_and_says_why(
    tmp_path: Path, environ: dict[str, str], said: list[str]
) -> None:
    if "CREDENTIALS_DIRECTORY" in environ:
        (tmp_path / "ministap_setup_code").write_text("wilg-en-es-18-dan", encoding="utf-8")
        environ = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    code, output = started(tmp_path, **environ)
    assert code == MISCONFIGURED
    lines = [line for line in output.splitlines() if line.startswith("- ")]
    assert [line[: len(start)] for line, start in zip(lines, said, strict=True)] == said
    assert "Traceback" not in output
    assert CODE not in output
    # It stopped before it opened or made a database.
    assert not list(tmp_path.rglob("ministap.db"))
