"""File names from strangers' machines: shown safely, read for a title and a date."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_core.domain.recording_name import NAME_LIMIT, held_at_of, shown_name, title_of

PARIS_WINTER = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("réunion.m4a", "réunion.m4a"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system.ini"),
        ("/", "recording"),
        ("", "recording"),
        ("...", "recording"),
        (".hidden.wav", "hidden.wav"),
        ("a\r\nSet-Cookie: x\t.wav", "a Set-Cookie: x .wav"),
        ("nul\0byte.wav", "nulbyte.wav"),
        ("👩‍👩‍👧 fête 🎉.mp3", "👩‍👩‍👧 fête 🎉.mp3"),
        ("facture\u202egpj.exe", "facturegpj.exe"),
        ("\u200b\u2066.wav", "wav"),
        ("\ud800.wav", "wav"),
    ],
)
def test_a_name_is_fit_to_be_shown(given_name: str, shown: str) -> None:
    assert shown_name(given_name) == shown


def test_a_long_name_keeps_its_ending() -> None:
    shown = shown_name("é" * 300 + ".m4a")
    assert len(shown) == NAME_LIMIT
    assert shown.endswith("….m4a")


@given(st.text())
def test_whatever_the_name_what_is_shown_is_one_printable_line(name: str) -> None:
    shown = shown_name(name)
    assert 0 < len(shown) <= NAME_LIMIT
    assert "/" not in shown
    assert "\\" not in shown
    assert all(c.isprintable() or c in "\u200c\u200d" for c in shown)
    assert title_of(name)
    held_at_of(name)


@pytest.mark.parametrize(
    ("name", "held_at"),
    [
        ("2026-03-14 14.30 CSE.m4a", datetime(2026, 3, 14, 13, 30, tzinfo=UTC)),
        ("20260314_143000.wav", datetime(2026, 3, 14, 13, 30, tzinfo=UTC)),
        ("Point d'équipe-20260314_143012-Meeting Recording.mp4", datetime(2026, 3, 14, 13, 30, 12, tzinfo=UTC)),
        ("GMT20260314-133000_Recording_1920x1080.mp4", datetime(2026, 3, 14, 13, 30, tzinfo=UTC)),
        ("WhatsApp Audio 2026-03-14 at 14.30.22.ogg", datetime(2026, 3, 14, 13, 30, 22, tzinfo=UTC)),
        ("Réunion du 14.03.2026 à 14h30.mp3", datetime(2026, 3, 14, 13, 30, tzinfo=UTC)),
        ("PTT-20260314-WA0003.opus", datetime(2026, 3, 14, 11, 0, tzinfo=UTC)),
        ("2026-03-14.wav", datetime(2026, 3, 14, 11, 0, tzinfo=UTC)),
        ("2026-02-30 puis 2026-03-01.wav", datetime(2026, 3, 1, 11, 0, tzinfo=UTC)),
        ("2026-13-45.wav", None),
        ("1234567890123456.wav", None),
        ("budget 2026.wav", None),
    ],
)
def test_the_date_is_read_from_the_name(name: str, held_at: datetime | None) -> None:
    assert held_at_of(name, PARIS_WINTER) == held_at


def test_without_a_zone_times_are_this_machines() -> None:
    told = held_at_of("2026-03-14 14.30.wav")
    assert told is not None
    assert told.astimezone().hour == 14


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("2026-03-14 14.30 CSE.m4a", "CSE"),
        ("GMT20260314-133000_Recording.mp4", "Recording"),
        ("comité_de_direction.v2.mp3", "comité de direction.v2"),
        ("20260314_143000.wav", "20260314 143000"),
        ("Réunion du 14.03.2026 à 14h30.mp3", "Réunion du"),
        ("👍.wav", "👍"),
        ("../../x.wav", "x"),
    ],
)
def test_the_title_is_the_name_without_ending_and_date(name: str, title: str) -> None:
    assert title_of(name) == title
