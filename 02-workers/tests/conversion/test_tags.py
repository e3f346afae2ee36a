"""Dates as recorders write them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from scribe_workers.engines.tags import held_at_from


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"creation_time": "2026-03-04T09:30:00.000000Z"}, datetime(2026, 3, 4, 9, 30, tzinfo=UTC)),
        ({"date": "20260304T101500.000Z"}, datetime(2026, 3, 4, 10, 15, tzinfo=UTC)),  # Android
        (
            {
                "com.apple.quicktime.creationdate": "2026-03-04T10:00:00+0200",
                "creation_time": "2026-05-01T00:00:00Z",  # when it was exported
            },
            datetime(2026, 3, 4, 10, tzinfo=timezone(timedelta(hours=2))),
        ),
        (
            {"origination_date": "2026-03-04", "origination_time": "09:30:15"},
            datetime(2026, 3, 4, 9, 30, 15, tzinfo=UTC),
        ),
        (
            {"origination_date": "2026:03:04", "origination_time": "09-30-15"},
            datetime(2026, 3, 4, 9, 30, 15, tzinfo=UTC),
        ),
        ({"DATE": "2026-03-04"}, datetime(2026, 3, 4, 12, tzinfo=UTC)),
        ({"date": "2026"}, None),
        ({"date": "le 4 mars"}, None),
        ({"date": "2026-13-45"}, None),
        ({"creation_time": "1904-01-01T00:00:00Z"}, None),
        ({"creation_time": "1970-01-01T00:00:00Z", "date": "2026-03-04"}, datetime(2026, 3, 4, 12, tzinfo=UTC)),
        ({}, None),
    ],
)
def test_the_date_a_meeting_was_held(tags: dict[str, str], expected: datetime | None) -> None:
    assert held_at_from(tags) == expected
