"""Names to choose from as pills: read as Markdown by Streamlit, so typed signs are only signs."""

import pytest
from streamlit.testing.v1 import AppTest

PIXEL = "![x](http://evil.example/p.png)"
COVER = """
from datetime import date
from lib.ui import cover_parts, fields
clients = {"a": PIXEL, "b": "Bob"}
today = date(2026, 3, 18)
cover_parts.arrange(fields.Form("cover"), clients, {"c": "Marek"}, today=today)
"""
REGION = """
from lib.ui import fields, region_list
region_list.form(fields.Form("region"), None, {"a": PIXEL}, {"b": PIXEL})
"""


@pytest.mark.parametrize(("script", "groups"), [(COVER, 1), (REGION, 2)])
def test_a_name_of_a_client_a_team_or_a_colleague_fetches_nothing(script: str, groups: int) -> None:
    page = AppTest.from_string(script.replace("PIXEL", repr(PIXEL)), default_timeout=30)
    page.run()
    assert not page.exception
    shown = [one.content for group in page.button_group for one in group.proto.options]
    assert len(page.button_group) == groups
    assert sum("evil" in one for one in shown) == groups
    assert not [one for one in shown if "![" in one or "](" in one]
