"""The access log only grows."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from lib.storage import tables as t
from tests.cast import Practice, recorded


@pytest.mark.parametrize(
    "statement", ["UPDATE audit SET reason = 'anders'", "DELETE FROM audit"], ids=["change", "cut"]
)
def test_no_line_can_be_changed_or_removed_even_past_the_app(
    practice: Practice, statement: str
) -> None:
    recorded(practice.ines, practice.bob)
    before = practice.count(t.AuditRow)
    assert before > 0
    with pytest.raises(DBAPIError, match="only grows"):
        practice.run(statement)
    assert practice.count(t.AuditRow) == before
    assert practice.rows(select(func.count()).where(t.AuditRow.reason == "anders")) == [0]
