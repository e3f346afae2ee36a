"""Any recording becomes 16 kHz mono FLAC with a waveform, and no voice in it is lost."""

import struct
from datetime import UTC, datetime

import numpy as np
import pytest

from scribe_core.stores.objects import Objects
from scribe_workers.stages.conversion import ConversionLimits

from .conftest import LIMITS, Convert, Studio, Track, loudness, tone

FORMATS = [
    # container, codec, rate, channels
    ("wav", "pcm_s16le", 44_100, 2),
    ("wav", "pcm_u8", 8_000, 1),
    ("wav", "pcm_alaw", 8_000, 1),
    ("wav", "pcm_s24le", 48_000, 2),
    ("wav", "pcm_f32le", 48_000, 1),
    ("wav", "pcm_f64le", 48_000, 1),
    ("wav", "pcm_s64le", 48_000, 1),
    ("wav", "adpcm_ms", 22_050, 1),
    ("w64", "pcm_s16le", 96_000, 2),
    ("aiff", "pcm_s16be", 44_100, 2),
    ("au", "pcm_s16be", 8_000, 1),
    ("caf", "pcm_s16le", 44_100, 1),
    ("flac", "flac", 48_000, 2),
    ("mp3", "libmp3lame", 44_100, 2),
    ("mp3", "libmp3lame", 11_025, 1),
    ("adts", "aac", 44_100, 2),
    ("latm", "aac", 44_100, 1),
    ("ipod", "aac", 44_100, 2),
    ("ipod", "alac", 44_100, 2),
    ("mp4", "aac", 48_000, 6),
    ("mov", "pcm_s16le", 48_000, 1),
    ("3gp", "libopencore_amrnb", 8_000, 1),
    ("amr", "libopencore_amrnb", 8_000, 1),
    ("ogg", "libopus", 48_000, 2),
    ("ogg", "flac", 44_100, 1),
    ("webm", "libopus", 48_000, 1),
    ("matroska", "pcm_s16le", 44_100, 2),
    ("avi", "libmp3lame", 44_100, 2),
    ("asf", "wmav2", 44_100, 2),
    ("flv", "libmp3lame", 44_100, 1),
    ("mpegts", "aac", 48_000, 2),
    ("mpeg", "mp2", 48_000, 2),
    ("vob", "ac3", 48_000, 6),
    ("ac3", "ac3", 48_000, 2),
    ("eac3", "eac3", 48_000, 2),
    ("wv", "wavpack", 44_100, 2),
    ("tta", "tta", 44_100, 2),
    ("voc", "pcm_u8", 8_000, 1),
    ("rm", "ac3", 44_100, 1),
    ("wtv", "mp2", 48_000, 1),
]


@pytest.mark.parametrize(("form", "codec", "rate", "channels"), FORMATS, ids=lambda value: str(value))
def test_every_container_and_codec_gives_the_same_sound(
    converted: Convert, studio: Studio, form: str, codec: str, rate: int, channels: int
) -> None:
    given = np.tile(tone(440, 2, rate), (channels, 1))
    result = converted(studio.record(form, (given, codec), rate=rate))
    assert result.audio.seconds == pytest.approx(2, abs=0.09)  # codecs pad the end by a frame
    assert result.sound.size == round(result.audio.seconds * 16_000)
    assert loudness(result.sound[8000:24000], 440) == pytest.approx(0.3, rel=0.3 if "amr" in codec else 0.08)
    assert result.audio.warnings == ()


def test_sound_that_needs_no_conversion_is_kept_to_the_bit(converted: Convert, studio: Studio) -> None:
    given = np.random.default_rng(0).integers(-32768, 32768, 50_000).astype(np.int16)
    result = converted(studio.wav(given / 32768))
    assert np.array_equal(result.sound * 32768, given)


def test_the_same_recording_gives_the_same_bytes(converted: Convert, studio: Studio, store: Objects) -> None:
    recording = studio.record("mp3", (tone(300, 3, 44_100), "libmp3lame"))
    first = store.read(converted(recording).audio.key)
    store.delete_under("meetings/")
    assert store.read(converted(recording).audio.key) == first


def test_the_waveform_shows_where_it_is_loud(converted: Convert, studio: Studio) -> None:
    given = np.concatenate((tone(200, 1, level=1.0), np.zeros(16_000), tone(200, 1, level=0.25)))
    peaks = converted(studio.wav(given)).peaks
    assert peaks["per_second"] == 20
    assert len(peaks["peaks"]) == 60
    assert min(peaks["peaks"][:20]) >= 250
    assert set(peaks["peaks"][20:40]) == {0}
    assert peaks["peaks"][50] == pytest.approx(64, abs=2)


def test_silence_is_sound_like_any_other(converted: Convert, studio: Studio) -> None:
    result = converted(studio.record("flac", (np.zeros((2, 44_100 * 3)), "flac")))
    assert result.audio.seconds == 3
    assert not result.sound.any()
    assert result.audio.warnings == ()


def test_the_sound_of_a_film_is_taken(converted: Convert, studio: Studio) -> None:
    for form, codec in (("mp4", "aac"), ("matroska", "aac"), ("avi", "libmp3lame"), ("mpegts", "aac")):
        result = converted(studio.record(form, (tone(500, 2, 48_000), codec), rate=48_000, film=True))
        assert result.audio.seconds == pytest.approx(2, abs=0.09)
        assert loudness(result.sound[8000:24000], 500) == pytest.approx(0.3, rel=0.08)


def test_a_cover_picture_is_no_hindrance(converted: Convert, studio: Studio) -> None:
    picture = b"\xff\xd8\xff\xe0\0\x10JFIF" + np.random.default_rng(5).bytes(200_000)
    frame = b"\0image/jpeg\0\x03\0" + picture
    cover = b"APIC" + struct.pack(">I2x", len(frame)) + frame
    size = bytes(len(cover) >> shift & 127 for shift in (21, 14, 7, 0))
    sound = studio.record("mp3", (tone(300, 2, 44_100), "libmp3lame"), options={"id3v2_version": "0"})
    result = converted(b"ID3\x03\0\0" + size + cover + sound)
    assert (result.audio.seconds, result.audio.warnings) == (2, ())
    assert loudness(result.sound[8000:24_000], 300) == pytest.approx(0.3, rel=0.08)


def test_sound_above_what_speech_needs_does_not_fold_down(converted: Convert, studio: Studio) -> None:
    result = converted(studio.wav(tone(15_000, 2, 48_000), rate=48_000))
    assert np.abs(result.sound[1000:-1000]).max() < 0.001


# -- channels


def test_two_people_on_two_channels_are_both_heard(converted: Convert, studio: Studio) -> None:
    result = converted(studio.wav(np.stack((tone(300, 2), tone(700, 2)))))
    assert loudness(result.sound, 300) == pytest.approx(0.15, rel=0.02)
    assert loudness(result.sound, 700) == pytest.approx(0.15, rel=0.02)


def test_a_channel_upside_down_does_not_silence_the_other(converted: Convert, studio: Studio) -> None:
    voice = np.concatenate((np.zeros(20_000), np.random.default_rng(1).normal(0, 0.1, 60_000)))
    result = converted(studio.wav(np.stack((voice, -voice))))
    assert np.corrcoef(result.sound, voice)[0, 1] > 0.999
    assert result.sound.std() == pytest.approx(voice.std(), rel=0.01)


def test_a_dead_channel_does_not_halve_the_other(converted: Convert, studio: Studio) -> None:
    result = converted(studio.wav(np.stack((np.full(32_000, 0.002), tone(400, 2)))))
    assert loudness(result.sound, 400) == pytest.approx(0.3, rel=0.01)


def test_somebody_who_speaks_late_on_a_channel_of_their_own_is_heard_from_the_first_word(
    converted: Convert, studio: Studio
) -> None:
    late = np.concatenate((np.zeros(48_000), tone(700, 1)))
    result = converted(studio.wav(np.stack((tone(300, 4), late))))
    assert loudness(result.sound[48_000:49_600], 700) > 0.13


@pytest.mark.parametrize("rate", [16_000, 8_000])
def test_which_channel_is_louder_is_kept(converted: Convert, studio: Studio, store: Objects, rate: int) -> None:
    here = np.concatenate((tone(300, 1, rate), np.zeros(rate), tone(300, 1, rate)))
    there = np.concatenate((np.zeros(rate), tone(700, 1, rate), tone(700, 1, rate)))
    result = converted(studio.wav(np.stack((here, there)), rate))
    louder = np.frombuffer(store.read(result.audio.sides_key or "") or b"", np.int8)
    assert len(louder) == pytest.approx(150, abs=1)
    assert (louder[2:48] > 60).all()
    assert (louder[52:98] < -60).all()
    assert np.abs(louder[102:]).max() <= 1


@pytest.mark.parametrize("channels", [1, 2, 3])
def test_where_no_channel_differs_nothing_is_kept_of_it(converted: Convert, studio: Studio, channels: int) -> None:
    assert converted(studio.wav(np.tile(tone(300, 1), (channels, 1)))).audio.sides_key is None


# -- tracks


def test_all_tracks_of_a_recording_are_heard_together(converted: Convert, studio: Studio) -> None:
    mine, theirs = tone(300, 3, 44_100), tone(700, 3, 44_100)
    for form in ("mp4", "matroska"):
        result = converted(studio.record(form, (mine, "aac"), (theirs, "aac"), film=True))
        assert result.audio.seconds == pytest.approx(3, abs=0.05)
        assert loudness(result.sound[8000:40_000], 300) == pytest.approx(0.3 / 2**0.5, rel=0.05)
        assert loudness(result.sound[8000:40_000], 700) == pytest.approx(0.3 / 2**0.5, rel=0.05)


def test_loud_tracks_do_not_clip_each_other(converted: Convert, studio: Studio) -> None:
    loud = tone(300, 2, 44_100, level=0.95)
    result = converted(studio.record("matroska", (loud, "pcm_s16le"), (loud, "pcm_s16le")))
    assert 0.8 < np.abs(result.sound).max() < 1.0
    assert np.sum(np.abs(result.sound) > 0.999) == 0


def test_translations_are_not_mixed(converted: Convert, studio: Studio) -> None:
    recording = studio.record(
        "mp4",
        Track(tone(300, 2, 44_100), language="fra"),
        Track(tone(700, 2, 44_100), language="eng"),
    )
    sound = converted(recording).sound[8000:24_000]
    assert loudness(sound, 300) == pytest.approx(0.3, rel=0.05)
    assert loudness(sound, 700) < 0.003


def test_somebody_who_joins_late_stays_late(converted: Convert, studio: Studio) -> None:
    late = Track(tone(700, 2, 44_100), codec="pcm_s16le", jumps={0.0: 4.0})
    sound = converted(studio.record("matroska", Track(tone(300, 6, 44_100), codec="pcm_s16le"), late)).sound
    assert loudness(sound[:62_000], 700) < 0.003
    assert loudness(sound[66_000:94_000], 700) == pytest.approx(0.3 / 2**0.5, rel=0.05)


# -- time


def test_a_pause_in_the_times_becomes_silence(converted: Convert, studio: Studio) -> None:
    result = converted(studio.record("webm", Track(tone(300, 4, 48_000), "libopus", jumps={2.0: 30.0}), rate=48_000))
    assert result.audio.seconds == pytest.approx(34, abs=0.1)
    assert loudness(result.sound[: 16_000 * 2 - 1000], 300) > 0.25
    assert np.abs(result.sound[16_000 * 3 : 16_000 * 31]).max() < 0.001
    assert loudness(result.sound[16_000 * 32 + 3000 : 16_000 * 34 - 3000], 300) > 0.25


def test_a_clock_that_jumps_by_hours_adds_nothing(converted: Convert, studio: Studio) -> None:
    result = converted(
        studio.record("webm", Track(tone(300, 4, 48_000), "libopus", jumps={2.0: 36_000.0}), rate=48_000)
    )
    assert result.audio.seconds == pytest.approx(4, abs=0.1)


def test_a_change_of_form_in_the_middle_goes_on(converted: Convert, studio: Studio) -> None:
    first = studio.record("adts", (tone(300, 2, 44_100), "aac"), rate=44_100)
    second = studio.record("adts", (np.tile(tone(300, 2, 22_050), (2, 1)), "aac"), rate=22_050)
    result = converted(first + second)
    assert result.audio.seconds == pytest.approx(4, abs=0.2)
    assert loudness(result.sound[8000:24_000], 300) == pytest.approx(0.3, rel=0.05)
    assert loudness(result.sound[44_000:60_000], 300) == pytest.approx(0.3, rel=0.05)


# -- what the file says about the meeting


def test_the_date_comes_from_the_file(converted: Convert, studio: Studio) -> None:
    tags = {"title": "Réunion", "creation_time": "2026-03-04T09:30:00+01:00"}
    for form in ("mp4", "matroska"):
        audio = converted(studio.record(form, (tone(300, 1, 44_100), "aac"), tags=tags)).audio
        assert audio.held_at == datetime(2026, 3, 4, 8, 30, tzinfo=UTC)


def test_a_recording_that_says_nothing_has_no_date(converted: Convert, studio: Studio) -> None:
    audio = converted(studio.wav(tone(300, 1))).audio
    assert audio.held_at is None


# -- damage


def test_a_recording_cut_off_keeps_what_there_is_and_says_so(converted: Convert, studio: Studio) -> None:
    sound = np.random.default_rng(2).normal(0, 0.1, 44_100 * 5)
    for form, codec in (
        ("wav", "pcm_s16le"),
        ("aiff", "pcm_s16be"),
        ("flac", "flac"),
        ("mp3", "libmp3lame"),
        ("webm", "libopus"),
        ("avi", "libmp3lame"),
    ):
        rate = 48_000 if form == "webm" else 44_100
        whole = studio.record(form, (sound, codec), rate=rate)
        audio = converted(whole[: len(whole) * 6 // 10]).audio
        assert 2 < audio.seconds < 4, form
        assert audio.warnings == ("media_truncated",), form
        assert converted(whole).audio.warnings == (), form


def test_an_mp4_cut_off_behind_its_index_keeps_what_there_is(converted: Convert, studio: Studio) -> None:
    whole = studio.record("mp4", (tone(300, 10, 44_100), "aac"), options={"movflags": "faststart"})
    audio = converted(whole[: len(whole) * 6 // 10]).audio
    assert 4 < audio.seconds < 8
    assert audio.warnings == ("media_truncated",)


def test_a_film_that_goes_on_without_sound_is_not_called_cut_off(converted: Convert, studio: Studio) -> None:
    recording = studio.record("matroska", (tone(300, 0.7, 44_100), "aac"), film=True)
    assert converted(recording).audio.warnings == ()


@pytest.mark.parametrize("container", ["ipod", "adts", "matroska", "mpegts"])
def test_damage_in_the_middle_is_skipped_and_the_rest_goes_on(
    converted: Convert, studio: Studio, container: str
) -> None:
    noise = np.random.default_rng(3).normal(0, 0.05, 48_000 * 10)
    noise[48_000 * 8 :] = tone(300, 2, 48_000)
    whole = bytearray(studio.record(container, (noise, "aac"), rate=48_000))
    start, length = len(whole) * 4 // 10, len(whole) // 10
    whole[start : start + length] = np.random.default_rng(4).bytes(length)
    result = converted(bytes(whole))
    assert loudness(result.sound[-16_000:-3000], 300) == pytest.approx(0.3, rel=0.05)
    if container == "ipod":  # where times stand apart from the sound
        assert result.audio.seconds == pytest.approx(10, abs=0.1)
        assert result.audio.warnings == ("media_damaged_parts",)


def test_numbers_that_are_no_numbers_do_not_spread(converted: Convert, studio: Studio) -> None:
    given = tone(300, 2).astype(np.float32)
    given[5000:5100] = np.nan
    given[6000:6010] = np.inf
    sound = converted(studio.record("wav", (given, "pcm_f32le"), rate=16_000)).sound
    assert np.isfinite(sound).all()
    assert loudness(sound[8000:], 300) == pytest.approx(0.3, rel=0.01)


# -- progress


def test_progress_rises_to_the_end(converted: Convert, studio: Studio) -> None:
    parts: list[float] = []
    converted(
        studio.record("mp3", (tone(300, 60, 44_100), "libmp3lame")),
        report=lambda _, part: parts.append(part),
    )
    assert parts == sorted(parts)
    assert len(set(parts)) > 5
    assert parts[-1] > 0.9


def test_what_a_recording_may_be_is_a_setting(converted: Convert, studio: Studio) -> None:
    audio = converted(studio.wav(tone(300, 0.2)), limits=ConversionLimits(60, 0.1, LIMITS.memory_bytes, 1)).audio
    assert audio.seconds == pytest.approx(0.2)


def test_a_wav_that_never_learned_its_length_is_read_to_its_end(converted: Convert, studio: Studio) -> None:
    recording = bytearray(studio.wav(tone(300, 2)))
    for place in (4, recording.index(b"data") + 4):
        recording[place : place + 4] = struct.pack("<I", 0xFFFFFFFF)
    audio = converted(bytes(recording)).audio
    assert (audio.seconds, audio.warnings) == (2, ())
