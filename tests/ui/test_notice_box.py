"""The way from a notice: each kind leads to a page that whoever is told may open."""

from datetime import UTC, datetime

import pytest

from lib.domain.access import PERMISSIONS, Permission, Role
from lib.domain.notices import ABOUT_CARE, Notice, NoticeKind, Way
from lib.ui import notice_box
from lib.ui.shell import path

AT = datetime(2026, 3, 18, tzinfo=UTC)


def notice(kind: NoticeKind, way: Way) -> Notice:
    return Notice("1", kind, "bob", "Bob", "2", way, AT)


@pytest.mark.parametrize("kind", NoticeKind)
def test_a_coach_is_led_to_a_page_of_coaches_and_a_lead_to_one_of_leads(kind: NoticeKind) -> None:
    for way, folder, role in ((Way.COACH, "coach", Role.COACH), (Way.LEAD, "lead", Role.LEAD)):
        page = path(notice_box.page_of(notice(kind, way)))
        assert page.exists()
        assert page.parent.name == folder
        asked = page.read_text(encoding="utf-8").split("enter(Permission.")[1].split(")")[0]
        assert Permission[asked] in PERMISSIONS[role]


@pytest.mark.parametrize("kind", sorted(set(NoticeKind) - ABOUT_CARE))
def test_who_was_asked_to_take_over_reads_first_what_that_means(kind: NoticeKind) -> None:
    page = notice_box.page_of(notice(kind, Way.OFFER))
    assert page == "coach/read_first"
    assert path(page).exists()


def test_a_deputy_is_led_to_the_care_signal() -> None:
    for kind in ABOUT_CARE:
        assert notice_box.page_of(notice(kind, Way.DEPUTY)) == "everyone/reading_along"
