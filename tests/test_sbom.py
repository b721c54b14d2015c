"""The list of what the app is made of says what requirements.txt says, and licences that fit."""

import json
import re
from typing import Any

import pytest

from lib.storage.engine import ROOT

BOM = json.loads((ROOT / "docs" / "sbom.cdx.json").read_text(encoding="utf-8"))
PINNED = dict(
    re.findall(
        r"^([\w-]+)(?:\[[\w,]+\])?==(\S+)",
        (ROOT / "requirements.txt").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
)


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


COMPONENTS: dict[str, dict[str, Any]] = {plain(one["name"]): one for one in BOM["components"]}


@pytest.mark.parametrize("name", sorted(PINNED))
def test_each_pinned_package_stands_in_the_list_with_its_version(name: str) -> None:
    assert COMPONENTS[plain(name)]["version"] == PINNED[name], "run .ci/sbom"


def test_every_line_of_the_requirements_is_pinned_and_says_what_it_is_for() -> None:
    for file in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-r ")):
                assert re.match(r"[\w-]+(\[[\w,]+\])?==\S+ +# \S", line), line


def test_what_comes_along_stands_in_the_list_too() -> None:
    """A list of the pinned ones alone would miss what they bring."""
    assert {"tornado", "starlette", "itsdangerous"} & COMPONENTS.keys()
    assert len(COMPONENTS) > 1.5 * len(PINNED)


def test_the_list_names_no_machine() -> None:
    words = json.dumps(BOM)
    assert not re.search(r"file://|/tmp/|/opt/|/home/|/root/", words)
