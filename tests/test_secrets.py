"""Nothing in the repository looks like a key, and none is given on a command line."""

import re
from base64 import urlsafe_b64decode
from pathlib import Path

from lib.storage import seals

ROOT = Path(__file__).resolve().parents[1]
# 32 bytes in base64, and what other people's keys begin with.
FERNET = re.compile(r"(?<![\w+/-])[\w+/-]{43}=(?![\w=])", re.ASCII)
OTHERS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}|\bsk-[\w-]{32,}"
    r"|\bxox[abp]-\w{10,}|\beyJ[\w-]{20,}\.eyJ[\w-]{20,}"
)
SKIPPED = {".git", ".venv", "__pycache__", "local", "node_modules", ".mypy_cache", ".ruff_cache"}


def like_a_key(text: str) -> list[str]:
    return [*(found[0] for found in FERNET.finditer(text)), *OTHERS.findall(text)]


def test_nothing_in_the_repository_looks_like_a_key() -> None:
    found = []
    for path in ROOT.rglob("*"):
        if not path.is_file() or SKIPPED & set(path.relative_to(ROOT).parts):
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{path.relative_to(ROOT)}: {len(key)} signs" for key in like_a_key(text)]
    assert found == []


def test_the_search_finds_keys() -> None:
    key = seals.new_key()
    assert len(urlsafe_b64decode(key)) == 32
    assert like_a_key(f"MINISTAP_KEY={key}\n") == [key]
    assert like_a_key("-----BEGIN " + "PRIVATE KEY-----")
